//! Colours and attributes as SGR parameters (ECMA-48 §8.3.117), told only where they change.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// What the terminal writes with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

const MODIFIERS: &[(Modifier, &str)] = &[
    (Modifier::BOLD, "1"),
    (Modifier::DIM, "2"),
    (Modifier::ITALIC, "3"),
    (Modifier::UNDERLINED, "4"),
    (Modifier::SLOW_BLINK, "5"),
    (Modifier::RAPID_BLINK, "6"),
    (Modifier::REVERSED, "7"),
    (Modifier::HIDDEN, "8"),
    (Modifier::CROSSED_OUT, "9"),
];

impl Pen {
    pub fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }

    /// Says what makes this pen of the one before.
    pub fn take_up(self, before: Self, out: &mut Vec<u8>) {
        if self == before {
            return;
        }
        let mut told = self.beyond(Self::default());
        told.insert(0, String::new());
        // An attribute can't be taken away alone: 22 ends bold and dim alike.
        if before.modifier.difference(self.modifier).is_empty() {
            let more = self.beyond(before);
            if more.join(";").len() < told.join(";").len() {
                told = more;
            }
        }
        out.extend_from_slice(format!("\x1b[{}m", told.join(";")).as_bytes());
    }

    /// The parameters that are to be told on top of another pen.
    fn beyond(self, before: Self) -> Vec<String> {
        let new = self.modifier.difference(before.modifier);
        let mut told: Vec<String> = MODIFIERS
            .iter()
            .filter(|(modifier, _)| new.contains(*modifier))
            .map(|(_, parameter)| (*parameter).to_owned())
            .collect();
        if self.fg != before.fg {
            told.push(colour(self.fg, 30));
        }
        if self.bg != before.bg {
            told.push(colour(self.bg, 40));
        }
        told
    }
}

/// A colour's parameters; `base` is 30 for the text, 40 for what lies behind it.
fn colour(colour: Color, base: u8) -> String {
    let first_eight = |number: u8| (base + number).to_string();
    let bright = |number: u8| (base + 60 + number).to_string();
    match colour {
        Color::Reset => (base + 9).to_string(),
        Color::Black => first_eight(0),
        Color::Red => first_eight(1),
        Color::Green => first_eight(2),
        Color::Yellow => first_eight(3),
        Color::Blue => first_eight(4),
        Color::Magenta => first_eight(5),
        Color::Cyan => first_eight(6),
        Color::Gray => first_eight(7),
        Color::DarkGray => bright(0),
        Color::LightRed => bright(1),
        Color::LightGreen => bright(2),
        Color::LightYellow => bright(3),
        Color::LightBlue => bright(4),
        Color::LightMagenta => bright(5),
        Color::LightCyan => bright(6),
        Color::White => bright(7),
        Color::Indexed(number) => format!("{};5;{number}", base + 8),
        Color::Rgb(red, green, blue) => format!("{};2;{red};{green};{blue}", base + 8),
    }
}
