//! One of a set, as a drop-down. It opens over whatever is below; letters select in it; nothing changes
//! until a value is taken.

use std::cell::Cell;

use ratatui::layout::Rect;

use super::control::{Access, Edit, Sheet, Took, inside};
use super::drop_down::{DropDown, PAGE, SIGN};
use crate::tui::canvas::{fit, width};
use crate::tui::keys::{Command, Context};

/// The drop-down while it is open.
struct Open {
    /// The value under the cursor.
    at: usize,
    /// The letters typed so far.
    typed: String,
    /// Whether no value has them: then the cursor stays where it was, and nothing is taken.
    lost: bool,
    /// The first value that is seen.
    top: Cell<usize>,
}

/// The most letters by which a value is selected.
const LONGEST: usize = 40;
const LOST: Took = Took::Refused(
    "No value has these letters, so nothing was taken. Backspace takes them back, an arrow selects, Esc closes.",
);

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
            open.lost = false;
        }
        Took::Moved
    }

    /// Selects by these letters.
    fn seek(&mut self, typed: String) -> Took {
        let found = self.find(&typed);
        if let Some(open) = &mut self.open {
            open.at = found.filter(|_| !typed.is_empty()).unwrap_or(open.at);
            open.lost = found.is_none();
            open.typed = typed;
        }
        Took::Moved
    }

    /// The open drop-down, to be drawn over the screen.
    pub(super) fn drop_down(&self) -> Option<DropDown<'_>> {
        let open = self.open.as_ref()?;
        let words = self.options.iter().map(|(_, words)| words.as_str()).collect();
        let typed = if open.lost {
            format!("\"{}\": nothing has these letters", open.typed)
        } else {
            open.typed.clone()
        };
        Some(DropDown { words, at: Some(open.at), typed, top: &open.top })
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
            self.open = Some(Open { at: chosen, typed: String::new(), lost: false, top: Cell::new(0) });
            return Took::Moved;
        };
        let at = open.at;
        match command {
            Command::Take if open.lost => LOST,
            Command::Take => self.take(at),
            Command::Close => {
                self.open = None;
                Took::Moved
            }
            Command::Up => self.go(at.saturating_sub(1)),
            Command::Down => self.go(at + 1),
            Command::PageUp => self.go(at.saturating_sub(PAGE)),
            Command::PageDown => self.go(at + PAGE),
            Command::First => self.go(0),
            Command::Last => self.go(usize::MAX),
            Command::DeleteBefore => {
                let mut typed = open.typed.clone();
                typed.pop();
                self.seek(typed)
            }
            _ => Took::Nothing,
        }
    }

    /// A letter selects, in the closed drop-down after opening it. Letters that lead nowhere lead nowhere else.
    fn typed(&mut self, c: char) -> Took {
        if !self.is_open()
            && let refused @ Took::Refused(_) = self.perform(Command::Open)
        {
            return refused;
        }
        let so_far = self.open.as_ref().map_or("", |open| &open.typed);
        if so_far.chars().count() >= LONGEST {
            return Took::Moved;
        }
        let longer = format!("{so_far}{c}");
        self.seek(longer)
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
