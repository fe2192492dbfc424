//! What stands in one cell, in one word: its text, its colours and its attributes. Two are equal where they look alike.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::LazyLock;

use ratatui::style::{Color, Modifier, Style};

/// The text: a character, or more of up to four bytes, or the hash of what is longer.
const TEXT: u64 = u32::MAX as u64;
/// Set where it takes two cells.
const WIDE: u64 = 1 << 32;
/// Set where the text is a hash.
const LONG: u64 = 1 << 33;
/// Five bits each: see [`number`].
const FG: u32 = 34;
const BG: u32 = 39;
const COLOUR: u64 = 0x1f;
/// Above it stand the attributes.
const ATTRIBUTES: u32 = 44;

/// What is hashed by it can't be guessed, so that nobody makes two texts that are taken for one.
static HASHER: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// See above.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph(u64);

impl Glyph {
    /// What erasing leaves.
    pub const BLANK: Self = Self(b' ' as u64);

    /// A character or a cluster of some, without a style.
    #[must_use]
    pub fn of(symbol: &str, is_wide: bool) -> Self {
        let wide = if is_wide { WIDE } else { 0 };
        let mut bytes = [0; 4];
        let text = if let Some(short) = bytes.get_mut(..symbol.len()) {
            short.copy_from_slice(symbol.as_bytes());
            u64::from(u32::from_le_bytes(bytes))
        } else {
            LONG | HASHER.hash_one(symbol) & TEXT
        };
        Self(text | wide)
    }

    /// A character that takes one cell, without a style.
    #[must_use]
    #[inline]
    pub fn narrow(c: char) -> Self {
        if c.is_ascii() {
            return Self(u64::from(u32::from(c)));
        }
        let mut bytes = [0; 4];
        c.encode_utf8(&mut bytes);
        Self(u64::from(u32::from_le_bytes(bytes)))
    }

    /// Whether it is what erasing leaves.
    #[must_use]
    pub fn is_blank(self) -> bool {
        self == Self::BLANK
    }

    /// Whether it takes two cells of the terminal.
    #[must_use]
    pub fn is_wide(self) -> bool {
        self.0 & WIDE != 0
    }

    /// Whether its text is too long to be in it.
    #[must_use]
    pub fn is_long(self) -> bool {
        self.0 & LONG != 0
    }

    /// The same without a style.
    #[must_use]
    pub fn letter(self) -> Self {
        Self(self.0 & (TEXT | WIDE | LONG))
    }

    /// Its text, where that is in it.
    pub(super) fn short(self, room: &mut [u8; 4]) -> &str {
        room.copy_from_slice(&self.0.to_le_bytes()[..4]);
        let end = room.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        str::from_utf8(&room[..end]).unwrap_or_default()
    }

    /// Its first character, where its text is in it.
    #[must_use]
    pub fn first(self) -> Option<char> {
        if self.is_long() { None } else { self.short(&mut [0; 4]).chars().next() }
    }

    /// Its character, where that is the only one and of ASCII.
    #[must_use]
    pub fn ascii(self) -> Option<u8> {
        u8::try_from(self.letter().0).ok().filter(|byte| matches!(byte, 1..=0x7f))
    }

    /// Its colours, of the text and of what lies behind it: numbers of the sixteen, 0 for the
    /// terminal's own. And its attributes.
    #[must_use]
    pub fn look(self) -> ([u8; 2], Modifier) {
        let colour = |at: u32| u8::try_from(self.0 >> at & COLOUR).unwrap_or_default();
        let attributes = u16::try_from(self.0 >> ATTRIBUTES).unwrap_or_default();
        ([colour(FG), colour(BG)], Modifier::from_bits_truncate(attributes))
    }

    /// The same as ratatui has it.
    #[must_use]
    pub fn style(self) -> Style {
        let ([fg, bg], attributes) = self.look();
        let colour = |number: u8| COLOURS.get(usize::from(number)).copied().unwrap_or_default();
        Style::new().fg(colour(fg)).bg(colour(bg)).add_modifier(attributes)
    }

    /// All of it in one number.
    #[must_use]
    pub fn word(self) -> u64 {
        self.0
    }
}

/// A style, made ready to be put over what is there.
#[derive(Clone, Copy)]
pub struct Brush {
    keeps: u64,
    adds: u64,
}

impl Brush {
    /// What the style says nothing about stays as it is.
    #[must_use]
    pub fn of(style: Style) -> Self {
        let (mut keeps, mut adds) = (u64::MAX, 0);
        for (colour, at) in [(style.fg, FG), (style.bg, BG)] {
            if let Some(colour) = colour {
                keeps &= !(COLOUR << at);
                adds |= number(colour) << at;
            }
        }
        keeps &= !(u64::from(style.sub_modifier.bits()) << ATTRIBUTES);
        adds |= u64::from(style.add_modifier.difference(style.sub_modifier).bits()) << ATTRIBUTES;
        Self { keeps, adds }
    }

    /// Other text in place of that which is there.
    #[must_use]
    #[inline]
    pub fn over(self, before: Glyph, letter: Glyph) -> Glyph {
        Glyph(before.0 & self.keeps & !(TEXT | WIDE | LONG) | self.adds | letter.0)
    }

    /// The same text in this style.
    #[must_use]
    pub fn on(self, before: Glyph) -> Glyph {
        Glyph(before.0 & self.keeps | self.adds)
    }
}

/// The terminal's own colour and the sixteen that every terminal has: the first eight, dark and then bright.
const COLOURS: [Color; 17] = [
    Color::Reset,
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

/// A colour's place among [`COLOURS`]; the terminal's own for any other, which no theme has.
fn number(colour: Color) -> u64 {
    COLOURS.iter().position(|own| *own == colour).and_then(|at| u64::try_from(at).ok()).unwrap_or(0)
}
