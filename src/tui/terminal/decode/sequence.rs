//! The grammar of one sequence at the beginning of some bytes (ECMA-48 §5.4, xterm's ctlseqs). It holds no
//! state; a sequence that it doesn't know, or that is longer than any that means something, is skipped as a whole.

use crossterm::event::{KeyCode, KeyModifiers};

use super::{Input, key, mouse};

/// Bytes of parameters, and of a string, that are kept while their end is waited for.
pub(super) const PARAMETERS: usize = 64;
pub(super) const STRING: usize = 4096;

/// What the first bytes are. Lengths are in bytes, never 0.
pub(super) enum Step {
    Input(usize, Input),
    Skip(usize),
    PasteBegins(usize),
    /// So much of something too long to be kept; the rest of it is still to come.
    Overlong(usize, Overlong),
    /// Not all of it is there yet.
    Partial,
}

/// What is skipped up to its end, however late that comes.
#[derive(Clone, Copy)]
pub(super) enum Overlong {
    ControlSequence,
    String,
}

impl Overlong {
    /// How many of the bytes that follow belong to it, and whether it ends with them.
    pub(super) fn rest(self, bytes: &[u8]) -> (usize, bool) {
        let end = match self {
            Self::ControlSequence => {
                end_of_parameters(bytes).map(|end| if is_final(bytes[end]) { end + 1 } else { end })
            }
            Self::String => end_of_string(bytes),
        };
        match (end, self) {
            (Some(end), _) => (end, true),
            (None, Self::ControlSequence) => (bytes.len(), false),
            // An escape at the end begins its terminator, or something else.
            (None, Self::String) => (bytes.len() - usize::from(bytes.ends_with(b"\x1b")), false),
        }
    }
}

impl Step {
    fn of(length: usize, input: Option<Input>) -> Self {
        input.map_or(Self::Skip(length), |input| Self::Input(length, input))
    }
}

/// Reads one sequence; `bytes` are not empty.
pub(super) fn first(bytes: &[u8]) -> Step {
    match bytes[0] {
        0x1B => escape(bytes),
        byte if byte.is_ascii() => Step::Input(1, ascii(byte)),
        _ => utf8(bytes),
    }
}

/// What half a sequence means when its rest didn't come: a lone `ESC` is the key, `ESC [` is Alt with `[`,
/// and anything longer is lost.
pub(super) fn given_up(bytes: &[u8]) -> Option<Input> {
    match *bytes {
        [0x1B] => Some(key(KeyCode::Esc, KeyModifiers::NONE)),
        [0x1B, byte] if byte.is_ascii() => Some(with_alt(ascii(byte))),
        _ => None,
    }
}

fn escape(bytes: &[u8]) -> Step {
    match bytes.get(1) {
        None => Step::Partial,
        // The first was the key; the second begins something.
        Some(0x1B) => Step::Input(1, key(KeyCode::Esc, KeyModifiers::NONE)),
        Some(b'[') => control_sequence(bytes),
        Some(b'O') => match bytes.get(2) {
            None => Step::Partial,
            Some(&last) => Step::of(3, letter(last, KeyModifiers::NONE)),
        },
        // DCS, SOS, OSC, PM, APC: an answer to something that we didn't ask.
        Some(b'P' | b'X' | b']' | b'^' | b'_') => string(bytes),
        Some(_) => match first(&bytes[1..]) {
            Step::Input(length, input) => Step::Input(length + 1, with_alt(input)),
            Step::Skip(length) => Step::Skip(length + 1),
            other => other,
        },
    }
}

fn with_alt(input: Input) -> Input {
    match input {
        Input::Key(mut event) => {
            event.modifiers |= KeyModifiers::ALT;
            Input::Key(event)
        }
        other => other,
    }
}

fn ascii(byte: u8) -> Input {
    match byte {
        0 => key(KeyCode::Char(' '), KeyModifiers::CONTROL),
        b'\r' => key(KeyCode::Enter, KeyModifiers::NONE),
        b'\t' => key(KeyCode::Tab, KeyModifiers::NONE),
        // Both are the key in the corner, depending on the terminal.
        0x08 | 0x7F => key(KeyCode::Backspace, KeyModifiers::NONE),
        0x1B => key(KeyCode::Esc, KeyModifiers::NONE),
        byte @ 1..=0x1A => key(KeyCode::Char((byte - 1 + b'a').into()), KeyModifiers::CONTROL),
        byte @ 0x1C..=0x1F => key(KeyCode::Char((byte - 0x1C + b'4').into()), KeyModifiers::CONTROL),
        byte => character(byte.into(), KeyModifiers::NONE),
    }
}

/// As crossterm does: an upper-case letter says that Shift was down.
fn character(c: char, modifiers: KeyModifiers) -> Input {
    let shift = if c.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    key(KeyCode::Char(c), modifiers | shift)
}

fn utf8(bytes: &[u8]) -> Step {
    let start = &bytes[..bytes.len().min(4)];
    let valid = match std::str::from_utf8(start) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() > 0 => {
            std::str::from_utf8(&start[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(error) => return error.error_len().map_or(Step::Partial, Step::Skip),
    };
    match valid.chars().next() {
        // C1 controls are no characters that anybody types.
        Some(c) if c.is_control() => Step::Skip(c.len_utf8()),
        Some(c) => Step::Input(c.len_utf8(), character(c, KeyModifiers::NONE)),
        None => Step::Skip(1),
    }
}

/// `ESC P … ST` and its like, also ended by BEL.
fn string(bytes: &[u8]) -> Step {
    match end_of_string(&bytes[2..]) {
        Some(end) => Step::Skip(2 + end),
        None if bytes.len() - 2 > STRING => {
            let (length, _) = Overlong::String.rest(&bytes[2..]);
            Step::Overlong(2 + length, Overlong::String)
        }
        None => Step::Partial,
    }
}

/// Where a string is over; what ends it is still part of it, unless another sequence breaks it off.
fn end_of_string(bytes: &[u8]) -> Option<usize> {
    (0..bytes.len()).find_map(|at| match (bytes[at], bytes.get(at + 1)) {
        (0x07, _) => Some(at + 1),
        (0x1B, Some(b'\\')) => Some(at + 2),
        (0x1B, Some(_)) => Some(at),
        _ => None,
    })
}

fn end_of_parameters(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| !matches!(byte, 0x20..=0x3F))
}

fn is_final(byte: u8) -> bool {
    matches!(byte, 0x40..=0x7E)
}

fn control_sequence(bytes: &[u8]) -> Step {
    match bytes.get(2) {
        None => return Step::Partial,
        // The Linux console: `ESC [ [ A` is F1.
        Some(b'[') => {
            return bytes.get(3).map_or(Step::Partial, |&last| {
                let function = matches!(last, b'A'..=b'E').then(|| KeyCode::F(last - b'A' + 1));
                Step::of(4, function.map(|code| key(code, KeyModifiers::NONE)))
            });
        }
        Some(b'M') => return old_mouse(bytes),
        Some(_) => {}
    }
    let Some(length) = end_of_parameters(&bytes[2..]) else {
        let overlong = bytes.len() - 2 > PARAMETERS;
        return if overlong { Step::Overlong(bytes.len(), Overlong::ControlSequence) } else { Step::Partial };
    };
    let end = 2 + length;
    if !is_final(bytes[end]) {
        // Broken off by a control character, which counts by itself.
        return Step::Skip(end);
    }
    if length > PARAMETERS {
        return Step::Skip(end + 1);
    }
    let parameters = std::str::from_utf8(&bytes[2..end]).unwrap_or_default();
    if bytes[end] == b'~' && parameters == "200" {
        return Step::PasteBegins(end + 1);
    }
    Step::of(end + 1, sequence(parameters, bytes[end]))
}

/// `ESC [ M` and three bytes, each 32 more than what it says: terminals that don't know SGR coordinates.
fn old_mouse(bytes: &[u8]) -> Step {
    let Some(&[code, column, row]) = bytes.get(3..6) else { return Step::Partial };
    let number = |byte: u8| u16::from(byte.saturating_sub(32));
    Step::of(6, mouse(number(code), number(column), number(row), false))
}

fn sequence(parameters: &str, last: u8) -> Option<Input> {
    if let Some(report) = parameters.strip_prefix('<') {
        let mut numbers = report.split(';').map(|number| number.parse().ok());
        let (code, column, row) = (numbers.next()??, numbers.next()??, numbers.next()??);
        return match last {
            b'M' | b'm' => mouse(code, column, row, last == b'm'),
            _ => None,
        };
    }
    let mut fields = parameters.split(';');
    let code = fields.next().unwrap_or_default();
    let (modifiers, released) = modifiers(fields.next().unwrap_or_default())?;
    if released {
        return None;
    }
    match (last, parameters) {
        (b'I', "") => return Some(Input::FocusGained),
        (b'O', "") => return Some(Input::FocusLost),
        (b'Z', _) => return Some(key(KeyCode::BackTab, modifiers | KeyModifiers::SHIFT)),
        _ => {}
    }
    match last {
        // xterm's modifyOtherKeys: `27 ; modifiers ; character ~`.
        b'~' if code == "27" => typed(fields.next()?, modifiers),
        b'~' => Some(key(numbered(code.parse().ok()?)?, modifiers)),
        b'u' => typed(code.split(':').next()?, modifiers),
        last if matches!(code, "" | "1") => letter(last, modifiers),
        _ => None,
    }
}

/// xterm's modifier field, 1 plus a bit each; after a colon the kind of event (3 is a release). Empty is
/// none, anything else no modifier field at all.
fn modifiers(field: &str) -> Option<(KeyModifiers, bool)> {
    if field.is_empty() {
        return Some((KeyModifiers::NONE, false));
    }
    let (mask, kind) = field.split_once(':').unwrap_or((field, "1"));
    let mask = mask.parse::<u8>().ok()?.saturating_sub(1);
    let mut modifiers = KeyModifiers::empty();
    modifiers.set(KeyModifiers::SHIFT, mask & 1 != 0);
    modifiers.set(KeyModifiers::ALT, mask & 2 != 0);
    modifiers.set(KeyModifiers::CONTROL, mask & 4 != 0);
    modifiers.set(KeyModifiers::SUPER, mask & 8 != 0);
    Some((modifiers, kind == "3"))
}

/// A key told by its character's number.
fn typed(number: &str, modifiers: KeyModifiers) -> Option<Input> {
    let c = char::from_u32(number.parse().ok()?)?;
    let plain = if c.is_ascii() { ascii(u8::try_from(c).ok()?) } else { character(c, KeyModifiers::NONE) };
    match plain {
        Input::Key(mut event) => {
            event.modifiers |= modifiers;
            if event.code == KeyCode::Tab && modifiers.contains(KeyModifiers::SHIFT) {
                event.code = KeyCode::BackTab;
            }
            Some(Input::Key(event))
        }
        _ => None,
    }
}

fn letter(last: u8, modifiers: KeyModifiers) -> Option<Input> {
    let code = match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'M' => KeyCode::Enter,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        _ => return None,
    };
    Some(key(code, modifiers))
}

fn numbered(code: u8) -> Option<KeyCode> {
    Some(match code {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(code - 10),
        17..=21 => KeyCode::F(code - 11),
        23 | 24 => KeyCode::F(code - 12),
        _ => return None,
    })
}
