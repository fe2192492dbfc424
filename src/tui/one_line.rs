//! What the keys of editing do in one line of text, in a form or in a search.

use tui_input::InputRequest;

use super::keys::Command;

/// What an editing command asks of a line; nothing where it is none.
#[must_use]
pub fn request(command: Command) -> Option<InputRequest> {
    Some(match command {
        Command::Left => InputRequest::GoToPrevChar,
        Command::Right => InputRequest::GoToNextChar,
        Command::LineStart => InputRequest::GoToStart,
        Command::LineEnd => InputRequest::GoToEnd,
        Command::WordLeft => InputRequest::GoToPrevWord,
        Command::WordRight => InputRequest::GoToNextWord,
        Command::DeleteBefore => InputRequest::DeletePrevChar,
        Command::DeleteAt => InputRequest::DeleteNextChar,
        Command::DeleteWord => InputRequest::DeletePrevWord,
        Command::DeleteLine => InputRequest::DeleteFromStart,
        Command::DeleteToEnd => InputRequest::DeleteTillEnd,
        _ => return None,
    })
}
