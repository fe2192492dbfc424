//! Colours and attributes as SGR parameters (ECMA-48 §8.3.117), told only where they change.

use std::io::Write as _;

use ratatui::style::Modifier;

use crate::tui::grid::Glyph;

/// What the terminal writes with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pen {
    /// Of the text, and of what lies behind it, as a glyph has them.
    colours: [u8; 2],
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

impl Pen {
    pub fn of(glyph: Glyph) -> Self {
        let (colours, modifier) = glyph.look();
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

/// A colour's parameter; `base` is 30 for the text, 40 for what lies behind it. 0 is the terminal's own colour; the
/// first eight follow, dark and then bright.
fn tell_colour(colour: u8, base: u8, out: &mut Vec<u8>) {
    let parameter = match colour {
        0 => base + 9,
        1..=8 => base + colour - 1,
        _ => base + 60 + colour - 9,
    };
    // Writing into memory does not fail.
    let _written = write!(out, "{parameter}");
}
