//! From the bytes that a terminal sends to keys, mouse events and pastes. A pure function of the bytes and
//! of a short memory; whatever comes, it neither panics nor lets half a sequence become keys.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

mod sequence;
#[cfg(test)]
mod tests;

use crate::domain::{Plaintext, Wiped};
use sequence::{Overlong, Step};

/// Bytes of one paste that are kept; a client's whole form fits many times.
const PASTE: usize = 1 << 20;

/// What ends a bracketed paste.
const PASTE_ENDS: &[u8] = b"\x1b[201~";

/// Something that a person did at the terminal. It can't be printed: what was pasted may be a secret.
pub enum Input {
    /// A key.
    Key(KeyEvent),
    /// A click, a drag, the wheel.
    Mouse(MouseEvent),
    /// A bracketed paste, as it came.
    Paste(Plaintext),
    /// The terminal's window has the keyboard now.
    FocusGained,
    /// Another window has it.
    FocusLost,
}

/// Bytes that are not yet a whole sequence. They may belong to a password, so they are wiped.
#[derive(Default)]
pub struct Decoder {
    unread: Wiped,
    /// The text of a paste that has begun.
    paste: Option<Wiped>,
    /// What has begun, is too long to be kept, and is skipped up to its end.
    overlong: Option<Overlong>,
}

impl Decoder {
    /// Takes bytes as they came, cut anywhere.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Input> {
        self.unread.push(bytes);
        self.read(false)
    }

    /// Whether half a sequence is waiting for its rest. A paste is not: its end always comes.
    pub(super) fn is_waiting(&self) -> bool {
        self.paste.is_none() && (self.overlong.is_some() || !self.unread.bytes().is_empty())
    }

    /// Decides what half a sequence means when its rest didn't come: `ESC` was the key.
    #[must_use]
    pub fn settle(&mut self) -> Vec<Input> {
        self.read(true)
    }

    fn read(&mut self, settle: bool) -> Vec<Input> {
        let mut inputs = Vec::new();
        let mut at = 0;
        while at < self.unread.bytes().len() {
            let rest = &self.unread.bytes()[at..];
            if let Some(paste) = &mut self.paste {
                let Some(taken) = take_paste(paste, rest) else {
                    inputs.push(Input::Paste(paste.text()));
                    self.paste = None;
                    at += PASTE_ENDS.len();
                    continue;
                };
                at += taken;
                if taken == 0 {
                    break;
                }
                continue;
            }
            if let Some(overlong) = self.overlong {
                let (length, ended) = overlong.rest(rest);
                at += length;
                if !ended {
                    break;
                }
                self.overlong = None;
                continue;
            }
            match sequence::first(rest) {
                Step::Input(length, input) => {
                    inputs.push(input);
                    at += length;
                }
                Step::Skip(length) => at += length,
                Step::PasteBegins(length) => {
                    self.paste = Some(Wiped::default());
                    at += length;
                }
                Step::Overlong(length, what) => {
                    self.overlong = Some(what);
                    at += length;
                }
                Step::Partial if settle => {
                    inputs.extend(sequence::given_up(rest));
                    at = self.unread.bytes().len();
                }
                Step::Partial => break,
            }
        }
        if settle && self.overlong.take().is_some() {
            at = self.unread.bytes().len();
        }
        self.unread.forget(at);
        inputs
    }
}

/// Moves text into the paste, up to where its end may begin; `None` where `bytes` begin with that end.
fn take_paste(paste: &mut Wiped, bytes: &[u8]) -> Option<usize> {
    if bytes.starts_with(PASTE_ENDS) {
        return None;
    }
    let may_end = |at: usize| {
        let rest = &bytes[at..];
        rest.starts_with(PASTE_ENDS) || PASTE_ENDS.starts_with(rest)
    };
    let text = (0..bytes.len()).find(|&at| bytes[at] == PASTE_ENDS[0] && may_end(at)).unwrap_or(bytes.len());
    let room = PASTE.saturating_sub(paste.bytes().len());
    paste.push(&bytes[..text.min(room)]);
    Some(text)
}

fn key(code: KeyCode, modifiers: KeyModifiers) -> Input {
    Input::Key(KeyEvent::new(code, modifiers))
}

/// A mouse report: the button's code as xterm sends it (ctlseqs, "Mouse Tracking"), the cell counted from 1.
fn mouse(code: u16, column: u16, row: u16, released: bool) -> Option<Input> {
    let button = match code & 0b11 {
        0 => Some(MouseButton::Left),
        1 => Some(MouseButton::Middle),
        2 => Some(MouseButton::Right),
        _ => None,
    };
    let (wheel, moving) = (code & 64 != 0, code & 32 != 0);
    let kind = match (wheel, code & 0b11, button) {
        (true, 0, _) => MouseEventKind::ScrollUp,
        (true, 1, _) => MouseEventKind::ScrollDown,
        (true, 2, _) => MouseEventKind::ScrollLeft,
        (true, ..) => MouseEventKind::ScrollRight,
        (false, _, Some(button)) if moving => MouseEventKind::Drag(button),
        (false, _, Some(button)) if released => MouseEventKind::Up(button),
        (false, _, Some(button)) => MouseEventKind::Down(button),
        // Old coordinates don't say which button was released.
        (false, _, None) if !moving => MouseEventKind::Up(MouseButton::Left),
        (false, _, None) => return None,
    };
    let mut modifiers = KeyModifiers::empty();
    modifiers.set(KeyModifiers::SHIFT, code & 4 != 0);
    modifiers.set(KeyModifiers::ALT, code & 8 != 0);
    modifiers.set(KeyModifiers::CONTROL, code & 16 != 0);
    let (column, row) = (column.saturating_sub(1), row.saturating_sub(1));
    Some(Input::Mouse(MouseEvent { kind, column, row, modifiers }))
}
