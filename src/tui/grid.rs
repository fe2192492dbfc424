//! What screens draw on and the terminal is painted from: a grid of cells, eight bytes each, so that a whole screen
//! stays close to the processor. What is in it may tell a secret: it is overwritten before its memory is given back or
//! used again.

mod glyph;
#[cfg(test)]
mod tests;

use std::hint::black_box;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;
use zeroize::Zeroizing;

pub use glyph::{Brush, Glyph};

/// A screen, or a part of one.
pub struct Grid {
    area: Rect,
    glyphs: Vec<Glyph>,
    /// Texts that are too long for their glyphs.
    long: Vec<(Glyph, Zeroizing<String>)>,
}

impl Grid {
    /// A blank one.
    #[must_use]
    pub fn blank(area: Rect) -> Self {
        Self {
            area,
            glyphs: vec![Glyph::BLANK; usize::from(area.width) * usize::from(area.height)],
            long: Vec::new(),
        }
    }

    /// Where it lies.
    #[must_use]
    pub fn area(&self) -> Rect {
        self.area
    }

    /// Its columns; at least one.
    #[must_use]
    pub fn columns(&self) -> usize {
        usize::from(self.area.width).max(1)
    }

    /// Its rows, the upper ones first.
    pub fn rows(&self) -> impl Iterator<Item = &[Glyph]> {
        self.glyphs.chunks(self.columns())
    }

    /// The same, to be drawn on.
    pub fn rows_mut(&mut self) -> impl Iterator<Item = &mut [Glyph]> {
        let columns = self.columns();
        self.glyphs.chunks_mut(columns)
    }

    /// The rows from `top` to `bottom`, both included.
    ///
    /// # Panics
    /// They are not all there.
    pub fn part(&mut self, top: u16, bottom: u16) -> &mut [Glyph] {
        let columns = self.columns();
        &mut self.glyphs[usize::from(top) * columns..(usize::from(bottom) + 1) * columns]
    }

    /// The cells of a row from a place on, as many as there are of so many.
    pub fn cells(&mut self, x: u16, y: u16, width: u16) -> &mut [Glyph] {
        let part = Rect { x, y, width, height: 1 }.intersection(self.area);
        if part.is_empty() || part.x != x {
            return &mut [];
        }
        let (x, y) = (usize::from(x - self.area.x), usize::from(y - self.area.y));
        let from = y * usize::from(self.area.width) + x;
        &mut self.glyphs[from..from + usize::from(part.width)]
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.glyphs.iter().all(|glyph| glyph.is_blank())
    }

    /// Draws text from a place on, as far as there is room in the row; gives back the cells used. Control characters
    /// and what takes no cell are left out.
    pub fn write(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        let brush = Brush::of(style);
        let mut used = 0;
        for symbol in text.graphemes(true).filter(|symbol| !symbol.contains(char::is_control)) {
            let width = u16::try_from(symbol.width()).unwrap_or(u16::MAX);
            let letter = self.letter(symbol, width > 1);
            let cells = self.cells(x.saturating_add(used), y, width);
            if cells.len() < usize::from(width) {
                break;
            }
            if let Some((first, covered)) = cells.split_first_mut() {
                *first = brush.over(*first, letter);
                covered.fill(Glyph::BLANK);
            }
            used += width;
        }
        used
    }

    /// A glyph for a character or a cluster of some; remembers what does not fit into it.
    fn letter(&mut self, symbol: &str, is_wide: bool) -> Glyph {
        let letter = Glyph::of(symbol, is_wide);
        if letter.is_long() && !self.long.iter().any(|(known, _)| *known == letter) {
            self.long.push((letter, Zeroizing::new(symbol.to_owned())));
        }
        letter
    }

    /// The text of a glyph of this grid, which is written into `room` where it is short.
    #[must_use]
    pub fn text<'a>(&'a self, glyph: Glyph, room: &'a mut [u8; 4]) -> &'a str {
        if !glyph.is_long() {
            return glyph.short(room);
        }
        let known = self.long.iter().find(|(known, _)| *known == glyph.letter());
        known.map_or("", |(_, text)| text.as_str())
    }

    /// Copies what fits of a row of another grid to a place in this one.
    pub fn copy(&mut self, row: u16, from: &Self, x: u16, y: u16) {
        let Some(source) = from.rows().nth(usize::from(row)) else { return };
        let cells = self.cells(x, y, from.area.width);
        let shared = cells.len().min(source.len());
        cells[..shared].copy_from_slice(&source[..shared]);
        for long in &from.long {
            if !self.long.contains(long) {
                self.long.push(long.clone());
            }
        }
    }

    /// Blanks what lies under wide characters.
    pub fn hide_second_halves(&mut self) {
        for row in self.rows_mut().filter(|row| row.iter().any(|glyph| glyph.is_wide())) {
            for x in 1..row.len() {
                if row[x - 1].is_wide() {
                    row[x] = Glyph::BLANK;
                }
            }
        }
    }

    /// Blanks all of it.
    pub fn wipe(&mut self) {
        self.glyphs.fill(Glyph::BLANK);
        self.long.clear();
        // Without a reader the compiler may leave out writing to memory that is about to be freed.
        black_box(&self.glyphs);
    }
}

impl Drop for Grid {
    fn drop(&mut self) {
        self.wipe();
    }
}

/// What ratatui's widgets drew. Colours beyond the sixteen are lost.
impl From<&Buffer> for Grid {
    fn from(buffer: &Buffer) -> Self {
        let mut grid = Self::blank(buffer.area);
        for (at, cell) in buffer.content.iter().enumerate() {
            let letter = grid.letter(cell.symbol(), cell.symbol().width() > 1);
            grid.glyphs[at] = Brush::of(cell.style()).over(Glyph::BLANK, letter);
        }
        grid
    }
}

/// The same for what reads ratatui's cells.
impl From<&Grid> for Buffer {
    fn from(grid: &Grid) -> Self {
        let mut buffer = Self::empty(grid.area);
        for (cell, glyph) in buffer.content.iter_mut().zip(&grid.glyphs) {
            cell.set_symbol(grid.text(*glyph, &mut [0; 4])).set_style(glyph.style());
        }
        buffer
    }
}
