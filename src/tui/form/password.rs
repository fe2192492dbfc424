//! A password while it is typed: never shown, never copied but into wiped memory, edited at its end only.

use ratatui::layout::Rect;
use zeroize::{Zeroize, Zeroizing};

use super::control::{Edit, Sheet, Took, inside};
use crate::domain::Plaintext;
use crate::tui::keys::{Command, Context};

/// The most characters that a password has (SECURITY, *Sign-on*).
const LONGEST: usize = 1_024;

/// Room for that many characters of four bytes, so that typing never moves the text and leaves a copy.
const ROOM: usize = LONGEST * 4;

/// A typed password.
pub(super) struct Password {
    text: Zeroizing<String>,
}

impl Password {
    pub(super) fn new() -> Self {
        Self { text: Zeroizing::new(String::with_capacity(ROOM)) }
    }

    /// Hands the password out; the field is empty afterwards.
    pub(super) fn take(&mut self) -> Plaintext {
        let mut fresh = String::with_capacity(ROOM);
        std::mem::swap(&mut fresh, &mut *self.text);
        Plaintext::new(fresh)
    }

    /// A copy of the password, which stays in the field.
    pub(super) fn copy(&self) -> Plaintext {
        Plaintext::new(self.text.as_str().to_owned())
    }

    /// Whether nothing is typed.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    fn wipe(&mut self) -> Took {
        let had = !self.text.is_empty();
        self.text.zeroize();
        self.text.reserve_exact(ROOM);
        Took::changed(had)
    }

    fn add(&mut self, more: &str) -> Took {
        if more.chars().any(char::is_control) {
            return Took::Refused("A password has no control characters; nothing was added.");
        }
        if self.text.chars().count() + more.chars().count() > LONGEST {
            return Took::Refused("A password has at most 1,024 characters; nothing was added.");
        }
        self.text.push_str(more);
        Took::changed(!more.is_empty())
    }
}

impl Edit for Password {
    /// Always empty: the password leaves by [`Password::take`] only.
    fn values(&self) -> Vec<String> {
        Vec::new()
    }

    /// Wipes it; a password can't be put into the field.
    fn set(&mut self, _values: &[String]) {
        self.wipe();
    }

    fn context(&self) -> Context {
        Context::Line
    }

    fn perform(&mut self, command: Command) -> Took {
        match command {
            Command::DeleteBefore => Took::changed(self.text.pop().is_some()),
            Command::DeleteWord | Command::DeleteLine => self.wipe(),
            Command::Left
            | Command::Right
            | Command::WordLeft
            | Command::WordRight
            | Command::LineStart
            | Command::LineEnd
            | Command::DeleteToEnd
            | Command::DeleteAt => Took::Moved,
            _ => Took::Nothing,
        }
    }

    fn typed(&mut self, c: char) -> Took {
        let mut bytes = [0; 4];
        let took = self.add(c.encode_utf8(&mut bytes));
        bytes.zeroize();
        took
    }

    fn paste(&mut self, text: &str) -> Took {
        let text = text.strip_suffix('\n').unwrap_or(text);
        self.add(text.strip_suffix('\r').unwrap_or(text))
    }

    fn wanted(&self) -> u16 {
        42
    }

    fn draw(&self, sheet: &mut Sheet<'_>, area: Rect) {
        let room = usize::from(inside(area).width);
        let stars = self.text.chars().count().min(room.saturating_sub(1));
        let x = sheet.row(area, &"*".repeat(stars), 0);
        if sheet.focused {
            sheet.canvas.cursor(x.saturating_add(u16::try_from(stars).unwrap_or(0)), area.y);
        }
    }
}
