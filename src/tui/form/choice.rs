//! One of a set, as a drop-down. It opens over whatever is below; letters select in it; nothing changes
//! until a value is taken.

use std::cell::Cell;

use ratatui::layout::Rect;

use super::control::{Access, Edit, Sheet, Took, inside};
use crate::tui::canvas::{Canvas, Target, fit, width};
use crate::tui::keys::{Command, Context};
use crate::tui::theme::MARK;

/// The most values that are seen at once.
const SEEN: usize = 10;

/// The sign that there is a drop-down.
const SIGN: &str = "▼";

/// The drop-down while it is open.
struct Open {
    /// The value under the cursor.
    at: usize,
    /// The letters typed so far.
    typed: String,
    /// The first value that is seen.
    top: Cell<usize>,
}

/// A set of values of which one is chosen.
pub(super) struct Choice {
    /// Each value with the words for it.
    options: Vec<(String, String)>,
    chosen: String,
    open: Option<Open>,
}

impl Choice {
    /// A choice among values, each with the words for it.
    pub(super) fn new(options: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { options: options.into_iter().collect(), chosen: String::new(), open: None }
    }

    /// Whether the drop-down is open.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Other values to choose from; what was chosen stays.
    pub(super) fn offer(&mut self, options: impl IntoIterator<Item = (String, String)>) {
        let chosen = std::mem::take(&mut self.chosen);
        *self = Self::new(options);
        self.set(&[chosen]);
    }

    /// Takes the value `at` and closes the drop-down.
    pub(super) fn take(&mut self, at: usize) -> Took {
        self.open = None;
        match self.options.get(at) {
            Some((value, _)) if *value != self.chosen => {
                self.chosen.clone_from(value);
                Took::Changed
            }
            _ => Took::Moved,
        }
    }

    fn place(&self) -> Option<usize> {
        self.options.iter().position(|(value, _)| *value == self.chosen)
    }

    fn words(&self) -> &str {
        self.place().map_or("", |at| &self.options[at].1)
    }

    /// The value that typed letters mean: one that begins with them, else has a word that does, else
    /// has them anywhere.
    fn find(&self, typed: &str) -> Option<usize> {
        let typed = typed.to_lowercase();
        let place = |fits: &dyn Fn(&str) -> bool| {
            self.options.iter().position(|(_, words)| fits(&words.to_lowercase()))
        };
        place(&|words| words.starts_with(&typed))
            .or_else(|| place(&|words| words.split_whitespace().any(|word| word.starts_with(&typed))))
            .or_else(|| place(&|words| words.contains(&typed)))
    }

    fn go(&mut self, to: usize) -> Took {
        let last = self.options.len().saturating_sub(1);
        if let Some(open) = &mut self.open {
            open.at = to.min(last);
            open.typed.clear();
        }
        Took::Moved
    }

    /// Draws the open drop-down over the screen: below the value at `anchor`, or above it where there is
    /// more room.
    pub(super) fn draw_open(&self, canvas: &mut Canvas<'_>, anchor: Rect) {
        let Some(open) = &self.open else { return };
        let area = self.place_open(canvas.area(), anchor);
        canvas.cover(area);
        let bordered = area.height >= 3 && area.width >= 6;
        let inner = if bordered {
            frame(canvas, area, &open.typed);
            Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 2 }
        } else {
            area
        };
        let seen = usize::from(inner.height).max(1);
        let top = open.top.get().clamp((open.at + 1).saturating_sub(seen), open.at);
        open.top.set(top);
        for ((at, (_, words)), y) in
            self.options.iter().enumerate().skip(top).zip(inner.top()..inner.bottom())
        {
            let row = Rect { y, height: 1, ..inner };
            let here = at == open.at;
            let style = if here { canvas.theme.selected } else { canvas.theme.text };
            canvas.fill(row, style);
            canvas.text(row.x, y, 1, if here { MARK } else { " " }, style);
            canvas.text(row.x + 2, y, row.width.saturating_sub(2), words, style);
            canvas.hit(row, Target::Option(at));
            if here {
                canvas.cursor(row.x + 2.min(row.width.saturating_sub(1)), y);
            }
        }
    }

    fn place_open(&self, screen: Rect, anchor: Rect) -> Rect {
        let below = screen.bottom().saturating_sub(anchor.bottom());
        let above = anchor.top().saturating_sub(screen.top());
        let wanted = u16::try_from(self.options.len().clamp(1, SEEN) + 2).unwrap_or(u16::MAX);
        let widest = self.options.iter().map(|(_, words)| width(words)).max().unwrap_or(0);
        let wide = u16::try_from(widest + 5).unwrap_or(u16::MAX).max(anchor.width).min(screen.width);
        let x = anchor.x.min(screen.right().saturating_sub(wide)).max(screen.left());
        let (y, height) = if below >= wanted || below >= above {
            (anchor.bottom(), wanted.min(below))
        } else {
            (anchor.top() - wanted.min(above), wanted.min(above))
        };
        // On a screen of one row the drop-down covers the field itself.
        if height == 0 {
            Rect { x, y: anchor.y, width: wide, height: 1 }
        } else {
            Rect { x, y, width: wide, height }
        }
    }
}

/// The frame of the drop-down, with the typed letters in it.
fn frame(canvas: &mut Canvas<'_>, area: Rect, typed: &str) {
    let style = canvas.theme.frame;
    let line = "─".repeat(usize::from(area.width.saturating_sub(2)));
    canvas.text(area.x, area.y, area.width, &format!("┌{line}┐"), style);
    canvas.text(area.x, area.bottom() - 1, area.width, &format!("└{line}┘"), style);
    for y in area.top() + 1..area.bottom() - 1 {
        canvas.text(area.x, y, 1, "│", style);
        canvas.text(area.right() - 1, y, 1, "│", style);
    }
    if !typed.is_empty() {
        canvas.text(area.x + 2, area.y, area.width.saturating_sub(4), &format!(" {typed} "), style);
    }
}

impl Edit for Choice {
    fn values(&self) -> Vec<String> {
        vec![self.chosen.clone()]
    }

    /// A value that the drop-down did not know is added to it, so that nothing is lost.
    fn set(&mut self, values: &[String]) {
        self.open = None;
        self.chosen = values.first().cloned().unwrap_or_default();
        if !self.chosen.is_empty() && self.place().is_none() {
            self.options.push((self.chosen.clone(), self.chosen.clone()));
        }
    }

    fn context(&self) -> Context {
        if self.is_open() { Context::DropDown } else { Context::Choice }
    }

    fn perform(&mut self, command: Command) -> Took {
        let chosen = self.place().unwrap_or(0);
        let Some(open) = &self.open else {
            if command != Command::Open {
                return Took::Nothing;
            }
            if self.options.is_empty() {
                return Took::Refused("There is nothing to choose from yet.");
            }
            self.open = Some(Open { at: chosen, typed: String::new(), top: Cell::new(0) });
            return Took::Moved;
        };
        let at = open.at;
        match command {
            Command::Take => self.take(at),
            Command::Close => {
                self.open = None;
                Took::Moved
            }
            Command::Up => self.go(at.saturating_sub(1)),
            Command::Down => self.go(at + 1),
            Command::PageUp => self.go(at.saturating_sub(SEEN - 1)),
            Command::PageDown => self.go(at + SEEN - 1),
            Command::First => self.go(0),
            Command::Last => self.go(usize::MAX),
            _ => Took::Nothing,
        }
    }

    /// A letter selects, in the closed drop-down after opening it. Letters that lead nowhere begin anew.
    fn typed(&mut self, c: char) -> Took {
        if !self.is_open()
            && let refused @ Took::Refused(_) = self.perform(Command::Open)
        {
            return refused;
        }
        let so_far = self.open.as_ref().map_or("", |open| &open.typed);
        let longer = format!("{so_far}{c}");
        let found = self.find(&longer).map(|at| (at, longer));
        let found = found.or_else(|| self.find(&c.to_string()).map(|at| (at, c.to_string())));
        if let (Some(open), Some((at, typed))) = (&mut self.open, found) {
            open.at = at;
            open.typed = typed;
        }
        Took::Moved
    }

    fn click(&mut self, _part: usize, _column: u16) -> Took {
        self.perform(if self.is_open() { Command::Close } else { Command::Open })
    }

    fn leave(&mut self) {
        self.open = None;
    }

    fn wanted(&self) -> u16 {
        let widest = self.options.iter().map(|(_, words)| width(words)).max().unwrap_or(0);
        u16::try_from(widest + 4).unwrap_or(u16::MAX).max(20)
    }

    fn draw(&self, sheet: &mut Sheet<'_>, area: Rect) {
        let inner = inside(area);
        let signed = sheet.access == Access::Edit && inner.width > 4;
        let room = usize::from(if signed { inner.width - 2 } else { inner.width });
        let x = sheet.row(area, &fit(self.words(), room), 0);
        if signed {
            let style = sheet.value_style();
            sheet.canvas.text(inner.right() - 1, area.y, 1, SIGN, style);
        }
        if sheet.focused {
            sheet.canvas.cursor(x, area.y);
        }
    }
}
