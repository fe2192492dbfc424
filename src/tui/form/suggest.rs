//! A line of text with values to choose from: what is typed narrows them, and any other text may be typed as
//! well. They are only shown until Down moves the cursor into them: nothing is taken that nobody chose.

use std::cell::Cell;

use ratatui::layout::Rect;

use super::control::{Access, Edit, Sheet, Took};
use super::drop_down::{DropDown, SIGN};
use super::line::Line;
use crate::tui::keys::{Command, Context};

/// Cells behind the line for the sign.
const BEHIND: u16 = 2;
/// The part that is clicked to open or close it; the others are the line's.
const SIGN_PART: usize = 1;

struct Open {
    /// Places of the values that fit what is typed.
    found: Vec<usize>,
    /// Which of them is under the cursor; none while it is in the text.
    at: Option<usize>,
    /// The first that is seen.
    top: Cell<usize>,
}

/// A line and what it suggests.
pub(super) struct Suggest {
    line: Line,
    /// Each value with the words for it.
    options: Vec<(String, String)>,
    open: Option<Open>,
}

impl Suggest {
    /// A line with values to choose from, each with the words for it.
    pub(super) fn new(line: Line, options: Vec<(String, String)>) -> Self {
        Self { line, options, open: None }
    }

    /// The line without them.
    pub(super) fn into_line(self) -> Line {
        self.line
    }

    /// The open drop-down, to be drawn over the screen.
    pub(super) fn drop_down(&self) -> Option<DropDown<'_>> {
        let open = self.open.as_ref()?;
        let words = open.found.iter().map(|at| self.options[*at].1.as_str()).collect();
        Some(DropDown { words, at: open.at, typed: String::new(), top: &open.top })
    }

    /// Takes the value at this place of the drop-down and closes it.
    pub(super) fn take(&mut self, at: usize) -> Took {
        let Some(open) = self.open.take() else { return Took::Nothing };
        let Some((value, _)) = open.found.get(at).and_then(|place| self.options.get(*place)) else {
            return Took::Moved;
        };
        if self.line.values() == [value.as_str()] {
            return Took::Moved;
        }
        self.line.set(std::slice::from_ref(value));
        Took::Changed
    }

    /// The places of the values that begin with what is typed, else of those that have it anywhere.
    fn found(&self) -> Vec<usize> {
        let typed = self.line.values().concat().to_lowercase();
        let places = |fits: &dyn Fn(&str) -> bool| -> Vec<usize> {
            let texts = self.options.iter().map(|(value, words)| format!("{value} {words}").to_lowercase());
            texts.enumerate().filter(|(_, text)| fits(text)).map(|(at, _)| at).collect()
        };
        let begin = places(&|text| text.starts_with(&typed));
        if begin.is_empty() { places(&|text| text.contains(&typed)) } else { begin }
    }

    fn open(&mut self) -> Took {
        let found = self.found();
        let found = if found.is_empty() { (0..self.options.len()).collect() } else { found };
        self.open = Some(Open { found, at: Some(0), top: Cell::new(0) });
        Took::Moved
    }

    fn close(&mut self) -> Took {
        self.open = None;
        Took::Moved
    }

    /// Moves the cursor among the values; from the first one up, back into the text.
    fn step(&mut self, at: usize, down: bool) -> Took {
        if let Some(open) = &mut self.open {
            let last = open.found.len().saturating_sub(1);
            open.at = if down { Some((at + 1).min(last)) } else { at.checked_sub(1) };
        }
        Took::Moved
    }

    /// Shows what fits the text that was just changed.
    fn narrow(&mut self, took: Took) -> Took {
        if took == Took::Changed {
            let found = self.found();
            // Where it is typed in full there is nothing more to choose.
            let whole =
                matches!(found.as_slice(), [at] if self.line.values() == [self.options[*at].0.as_str()]);
            let open = Open { found, at: None, top: Cell::new(0) };
            self.open = (!open.found.is_empty() && !whole).then_some(open);
        }
        took
    }
}

impl Edit for Suggest {
    fn values(&self) -> Vec<String> {
        self.line.values()
    }

    fn set(&mut self, values: &[String]) {
        self.open = None;
        self.line.set(values);
    }

    fn context(&self) -> Context {
        let chooses = self.open.as_ref().is_some_and(|open| open.at.is_some());
        if chooses { Context::Suggestions } else { Context::Suggest }
    }

    fn perform(&mut self, command: Command) -> Took {
        let at = self.open.as_ref().and_then(|open| open.at);
        match (command, at) {
            (Command::Open, None) => self.open(),
            (Command::Down, Some(at)) => self.step(at, true),
            (Command::Up, Some(at)) => self.step(at, false),
            (Command::Close, Some(_)) => self.close(),
            (Command::Take, Some(at)) => self.take(at),
            _ => {
                let took = self.line.perform(command);
                self.narrow(took)
            }
        }
    }

    fn typed(&mut self, c: char) -> Took {
        let took = self.line.typed(c);
        self.narrow(took)
    }

    fn paste(&mut self, text: &str) -> Took {
        self.open = None;
        self.line.paste(text)
    }

    fn click(&mut self, part: usize, column: u16) -> Took {
        match part {
            SIGN_PART if self.open.is_some() => self.close(),
            SIGN_PART => self.open(),
            _ => self.line.click(part, column),
        }
    }

    fn leave(&mut self) {
        self.open = None;
        self.line.leave();
    }

    fn wanted(&self) -> u16 {
        self.line.wanted().saturating_add(BEHIND)
    }

    fn draw(&self, sheet: &mut Sheet<'_>, area: Rect) {
        let signed = sheet.access == Access::Edit && area.width > 2 * BEHIND + 4;
        let line = Rect { width: if signed { area.width - BEHIND } else { area.width }, ..area };
        self.line.draw(sheet, line);
        if signed {
            let sign = Rect { x: line.right() + 1, width: 1, height: 1, ..line };
            sheet.canvas.text(sign.x, sign.y, 1, SIGN, sheet.canvas.theme.label);
            sheet.parts.push((sign, SIGN_PART));
        }
    }
}
