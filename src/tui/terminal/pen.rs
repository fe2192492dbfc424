//! Colours and attributes as SGR parameters (ECMA-48 §8.3.117), told only where they change.

use std::io::Write as _;

use ratatui::style::{Color, Modifier};

/// What the terminal writes with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pen {
    /// Of the text, and of what lies behind it: see [`number`].
    colours: [u32; 2],
    modifier: Modifier,
}

const MODIFIERS: &[(Modifier, u8)] = &[
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::RAPID_BLINK, 6),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

/// Set in the number of a colour of the palette, and of one in red, green and blue.
const INDEXED: u32 = 1 << 24;
const RGB: u32 = 2 << 24;

impl Pen {
    pub fn new(colours: [u32; 2], modifier: Modifier) -> Self {
        Self { colours, modifier }
    }

    /// Says what makes this pen of the one before.
    pub fn take_up(self, before: Self, out: &mut Vec<u8>) {
        if self == before {
            return;
        }
        let start = out.len();
        out.extend_from_slice(b"\x1b[");
        self.tell_beyond(Self::default(), true, out);
        // An attribute can't be taken away alone: 22 ends bold and dim alike.
        if before.modifier.difference(self.modifier).is_empty() {
            let anew = out.len() - start;
            out.extend_from_slice(b"\x1b[");
            self.tell_beyond(before, false, out);
            if out.len() - start - anew < anew {
                out.drain(start..start + anew);
            } else {
                out.truncate(start + anew);
            }
        }
    }

    /// The parameters that are to be told on top of another pen, and the end of them.
    fn tell_beyond(self, before: Self, mut follows: bool, out: &mut Vec<u8>) {
        let mut next = |out: &mut Vec<u8>| {
            if std::mem::replace(&mut follows, true) {
                out.push(b';');
            }
        };
        let new = self.modifier.difference(before.modifier);
        for (_, parameter) in MODIFIERS.iter().filter(|(modifier, _)| new.contains(*modifier)) {
            next(out);
            out.push(b'0' + parameter);
        }
        for ((colour, before), base) in self.colours.into_iter().zip(before.colours).zip([30, 40]) {
            if colour != before {
                next(out);
                tell_colour(colour, base, out);
            }
        }
        out.push(b'm');
    }
}

/// A colour's number: 0 is the terminal's own; 1 to 8 and 9 to 16 are the first eight, dark and bright.
#[inline]
pub(super) fn number(colour: Color) -> u32 {
    if colour == Color::Reset { 0 } else { other_number(colour) }
}

fn other_number(colour: Color) -> u32 {
    match colour {
        Color::Reset => 0,
        Color::Black => 1,
        Color::Red => 2,
        Color::Green => 3,
        Color::Yellow => 4,
        Color::Blue => 5,
        Color::Magenta => 6,
        Color::Cyan => 7,
        Color::Gray => 8,
        Color::DarkGray => 9,
        Color::LightRed => 10,
        Color::LightGreen => 11,
        Color::LightYellow => 12,
        Color::LightBlue => 13,
        Color::LightMagenta => 14,
        Color::LightCyan => 15,
        Color::White => 16,
        Color::Indexed(number) => INDEXED | u32::from(number),
        Color::Rgb(red, green, blue) => RGB | u32::from_be_bytes([0, red, green, blue]),
    }
}

/// A colour's parameters; `base` is 30 for the text, 40 for what lies behind it.
fn tell_colour(number: u32, base: u32, out: &mut Vec<u8>) {
    let [kind, red, green, blue] = number.to_be_bytes();
    // Writing into memory does not fail.
    let _written = match (kind, number) {
        (0, 0) => write!(out, "{}", base + 9),
        (0, 1..=8) => write!(out, "{}", base + number - 1),
        (0, _) => write!(out, "{}", base + 60 + number - 9),
        (1, _) => write!(out, "{};5;{blue}", base + 8),
        _ => write!(out, "{};2;{red};{green};{blue}", base + 8),
    };
}
