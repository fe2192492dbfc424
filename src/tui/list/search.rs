//! The search line of a list: one line of text, typed in place.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::{Input, InputRequest};

use crate::domain::SEARCH_CHARACTERS;
use crate::tui::keys::Command;
use crate::tui::one_line;

/// What is searched for, and whether it is being typed.
#[derive(Debug, Default)]
pub struct SearchLine {
    input: Input,
    open: bool,
}

impl SearchLine {
    /// What is searched for.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Where the cursor stands, in cells from the start.
    pub fn cursor(&self) -> usize {
        self.input.visual_cursor()
    }

    /// Whether it is being typed.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Takes keys from now on.
    pub fn open(&mut self) {
        self.open = true;
    }

    /// Keeps the text and takes no more keys.
    pub fn close(&mut self) {
        self.open = false;
    }

    /// Drops the text; true where there was some.
    pub fn clear(&mut self) -> bool {
        self.open = false;
        !self.input.value_and_reset().is_empty()
    }

    /// Does an editing command; true where the text changed.
    pub fn command(&mut self, command: Command) -> bool {
        let Some(request) = one_line::request(command) else { return false };
        self.input.handle(request).is_some_and(|state| state.value)
    }

    /// Takes a character; true where the text changed.
    pub fn typed(&mut self, key: KeyEvent) -> bool {
        let KeyCode::Char(c) = key.code else { return false };
        let text = self.open && key.modifiers.difference(KeyModifiers::SHIFT).is_empty();
        text && self.insert(c)
    }

    /// Takes pasted text as one line; true where the text changed.
    pub fn pasted(&mut self, text: &str) -> bool {
        if !self.open {
            return false;
        }
        let before = self.input.value().len();
        for c in text.trim_end().chars().take(SEARCH_CHARACTERS) {
            self.insert(if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c });
        }
        self.input.value().len() != before
    }

    fn insert(&mut self, c: char) -> bool {
        if self.input.value().chars().count() >= SEARCH_CHARACTERS {
            return false;
        }
        self.input.handle(InputRequest::InsertChar(c)).is_some_and(|state| state.value)
    }
}
