//! What a list does with a message of the shell.

use super::{List, Turn, Wish};
use crate::tui::message::Message;

impl List {
    /// Does what a message asks of a list.
    pub fn told(&mut self, message: Message) -> Wish {
        match message {
            Message::Shown | Message::Resized | Message::Changed => Wish::Load(Turn::Again),
            Message::Do(command) => self.command(command),
            Message::Typed(key) => self.typed(key),
            Message::Pasted(text) => self.pasted(text.expose()),
            Message::Clicked(click) => self.click(click),
            Message::Wheel { down, .. } => self.wheel(down),
            Message::Handled(keys) => {
                self.unmark_those(&keys);
                Wish::Nothing
            }
            Message::Answer(_)
            | Message::Hide
            | Message::Rested
            | Message::Select(_)
            | Message::Merged(_) => Wish::Nothing,
        }
    }

    /// The place of the column with this key; the first where there is none.
    pub(super) fn column(&self, key: &str) -> usize {
        self.column_of(key).unwrap_or(0)
    }

    /// The place of the column that sorts by this key.
    pub(super) fn column_of(&self, key: &str) -> Option<usize> {
        self.heads.iter().position(|head| head.key == Some(key))
    }
}
