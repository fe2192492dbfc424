//! A frame as the terminal has it: a glyph a cell, two words each. They are compared, hashed and remembered in a
//! fraction of the time that the cells of a buffer take, whose texts are strings. It writes nothing.

use std::hash::{BuildHasher as _, RandomState};
use std::hint::black_box;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use unicode_width::UnicodeWidthStr as _;

use super::pen::{self, Pen};

/// Bits of the text that a glyph holds: six bytes of it, or a hash of what is longer.
const TEXT: u64 = (1 << 48) - 1;
/// Set where it takes two cells.
const WIDE: u64 = 1 << 48;
/// Set where the text is a hash.
const HASHED: u64 = 1 << 49;
/// Above it stand the attributes.
const ATTRIBUTES: u32 = 50;

/// What stands in a cell: two glyphs are equal where the cells look alike.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Glyph {
    /// The text, whether it is wide or a hash, and the attributes.
    text: u64,
    /// As [`Pen`] has them.
    colours: [u32; 2],
}

impl Glyph {
    /// What erasing leaves.
    pub const BLANK: Self = Self { text: b' ' as u64, colours: [0, 0] };

    #[inline]
    fn of(cell: &Cell, hasher: &RandomState) -> Self {
        let text = match cell.symbol().as_bytes() {
            [byte] => u64::from(*byte),
            _ => longer(cell.symbol(), hasher),
        };
        let attributes = u64::from(cell.modifier.bits()) << ATTRIBUTES;
        Self { text: text | attributes, colours: [cell.fg, cell.bg].map(pen::number) }
    }

    pub fn is_blank(self) -> bool {
        self == Self::BLANK
    }

    /// Whether it takes two cells of the terminal.
    pub fn is_wide(self) -> bool {
        self.text & WIDE != 0
    }

    /// Its character, where that is of ASCII and the only one.
    pub fn ascii(self) -> Option<u8> {
        let text = self.text & (TEXT | WIDE | HASHED);
        u8::try_from(text).ok().filter(|byte| matches!(byte, 1..=0x7f))
    }

    /// What it is written with.
    pub fn pen(self) -> Pen {
        Pen::new(self.colours, Modifier::from_bits_truncate((self.text >> ATTRIBUTES) as u16))
    }

    /// What tells it from all others.
    pub fn words(self) -> [u64; 2] {
        let [fg, bg] = self.colours.map(u64::from);
        [self.text, fg << 32 | bg]
    }
}

/// The text of a glyph of more than one byte.
fn longer(symbol: &str, hasher: &RandomState) -> u64 {
    let wide = if symbol.width() > 1 { WIDE } else { 0 };
    let mut bytes = [0; 8];
    match bytes[..6].get_mut(..symbol.len()) {
        Some(short) => {
            short.copy_from_slice(symbol.as_bytes());
            wide | u64::from_le_bytes(bytes)
        }
        None => wide | HASHED | hasher.hash_one(symbol) & TEXT,
    }
}

/// The glyphs of a frame, row by row. They may tell a secret, so those of a frame that is over are wiped.
pub(super) struct Picture {
    pub area: Rect,
    glyphs: Vec<Glyph>,
    /// What is hashed by it can't be guessed, so that nobody makes two texts that are taken for one.
    hasher: RandomState,
}

impl Picture {
    /// A blank one.
    pub fn blank(area: Rect) -> Self {
        let cells = usize::from(area.width) * usize::from(area.height);
        Self { area, glyphs: vec![Glyph::BLANK; cells], hasher: RandomState::new() }
    }

    /// Takes what is in the buffer, which is of the same size. Behind a wide character nothing is seen.
    pub fn take(&mut self, buffer: &Buffer) {
        let columns = self.columns();
        for (row, cells) in self.glyphs.chunks_mut(columns).zip(buffer.content.chunks(columns)) {
            let mut covered = false;
            for (glyph, cell) in row.iter_mut().zip(cells) {
                *glyph = if covered { Glyph::BLANK } else { Glyph::of(cell, &self.hasher) };
                covered = glyph.is_wide();
            }
        }
    }

    /// Its rows, the upper ones first.
    pub fn rows(&self) -> impl Iterator<Item = &[Glyph]> {
        self.glyphs.chunks(self.columns())
    }

    /// The rows from `top` to `bottom`, both included.
    pub fn part(&mut self, top: u16, bottom: u16) -> &mut [Glyph] {
        let columns = self.columns();
        &mut self.glyphs[usize::from(top) * columns..(usize::from(bottom) + 1) * columns]
    }

    /// Whether nothing is in it.
    pub fn is_blank(&self) -> bool {
        self.glyphs.iter().all(|glyph| glyph.is_blank())
    }

    /// Blanks all of it.
    pub fn wipe(&mut self) {
        self.glyphs.fill(Glyph::BLANK);
        // Without a reader the compiler may leave out writing to memory that is about to be freed.
        black_box(&self.glyphs);
    }

    /// Columns; at least one.
    pub fn columns(&self) -> usize {
        usize::from(self.area.width).max(1)
    }
}

impl Drop for Picture {
    fn drop(&mut self) {
        self.wipe();
    }
}
