//! Rows that moved up or down together between two frames: the terminal can scroll them itself.

use std::hash::{Hash as _, Hasher};
use std::io::Write as _;

use ratatui::buffer::{Buffer, Cell};

use super::paint::is_blank;
use super::pen::Pen;

/// Cells that scrolling must save to be worth its words.
const WORTH: i32 = 60;
/// Fewer changed rows are painted.
const FEW: usize = 4;

/// Rows of the terminal that move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moved {
    /// The first and last row of the part that scrolls.
    top: u16,
    bottom: u16,
    /// By how many rows; upwards where positive.
    by: i32,
}

struct Row {
    hash: u64,
    cells: i32,
}

/// A hash for rows of cells, in a few cycles a cell. Two rows that are taken for one cost bytes, nothing else: what
/// differs is painted.
#[derive(Default)]
struct Quick(u64);

impl Quick {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..part.len()].copy_from_slice(part);
            self.add(u64::from_ne_bytes(word));
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.add(byte.into());
    }

    fn write_u16(&mut self, word: u16) {
        self.add(word.into());
    }

    fn write_usize(&mut self, word: usize) {
        self.add(word as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

fn rows(buffer: &Buffer) -> Vec<Row> {
    let row = |cells: &[Cell]| {
        let mut hasher = Quick::default();
        let mut written = 0;
        for (x, cell) in cells.iter().enumerate().filter(|(_, cell)| !is_blank(cell)) {
            (x, cell.symbol(), Pen::of(cell)).hash(&mut hasher);
            written += 1;
        }
        Row { hash: hasher.finish(), cells: written }
    };
    buffer.content.chunks(usize::from(buffer.area.width).max(1)).map(row).collect()
}

/// The move that saves the most cells, where one is worth it, for a frame of which so many rows have changed.
pub(super) fn find(shown: &Buffer, next: &Buffer, changed: usize) -> Option<Moved> {
    if changed < FEW || shown.content.iter().all(is_blank) {
        return None;
    }
    let (old, new) = (rows(shown), rows(next));
    let height = i32::from(shown.area.height);
    let best = (1 - height..height)
        .filter(|&by| by != 0)
        .filter_map(|by| run(&old, &new, by))
        .max_by_key(|found| found.0);
    best.filter(|(saved, _)| *saved > WORTH).map(|(_, moved)| moved)
}

/// The rows that are worth moving by so many, and the cells that it saves.
fn run(old: &[Row], new: &[Row], by: i32) -> Option<(i32, Moved)> {
    let at =
        |row: usize| usize::try_from(i32::try_from(row).ok()? + by).ok().filter(|&from| from < old.len());
    let mut best: Option<(i32, usize, usize)> = None;
    let (mut sum, mut start) = (0, 0);
    for row in 0..new.len() {
        let Some(from) = at(row) else { continue };
        let stays = old[row].hash == new[row].hash;
        let worth = match (old[from].hash == new[row].hash, stays) {
            (true, false) => new[row].cells,
            (false, true) => -new[row].cells - 1,
            (true, true) => 0,
            // What comes in its place must be painted over.
            (false, false) => -1,
        };
        if sum <= 0 {
            (sum, start) = (0, row);
        }
        sum += worth;
        if sum > best.map_or(0, |(most, ..)| most) {
            best = Some((sum, start, row));
        }
    }
    let (saved, first, last) = best?;
    let (first, last) = (i32::try_from(first).ok()?, i32::try_from(last).ok()?);
    let (top, bottom) = (first.min(first + by), last.max(last + by));
    // Rows that scroll out of the way are lost.
    let uncovered = if by > 0 { last + 1..bottom + 1 } else { top..first };
    let gone: i32 = uncovered
        .filter_map(|row| usize::try_from(row).ok())
        .filter(|&row| old[row].hash == new[row].hash)
        .map(|row| new[row].cells)
        .sum();
    let moved = Moved { top: u16::try_from(top).ok()?, bottom: u16::try_from(bottom).ok()?, by };
    Some((saved - gone, moved))
}

impl Moved {
    /// Says it to the terminal, with a scrolling region (DECSTBM). Its pen must be the plain one.
    pub fn tell(self, out: &mut Vec<u8>) {
        let Self { top, bottom, by } = self;
        let (edge, step): (u16, &[u8]) = if by > 0 { (bottom, b"\n") } else { (top, b"\x1bM") };
        // Writing into memory does not fail.
        let _written = write!(out, "\x1b[{};{}r\x1b[{}H", top + 1, bottom + 1, edge + 1);
        for _ in 0..by.abs() {
            out.extend_from_slice(step);
        }
        out.extend_from_slice(b"\x1b[r");
    }

    /// Does to the buffer what the terminal does.
    pub fn apply(self, shown: &mut Buffer) {
        let width = usize::from(shown.area.width);
        let part = &mut shown.content[usize::from(self.top) * width..(usize::from(self.bottom) + 1) * width];
        let cells = width * usize::try_from(self.by.abs()).unwrap_or(0);
        let uncovered = if self.by > 0 {
            part.rotate_left(cells);
            part.len() - cells..part.len()
        } else {
            part.rotate_right(cells);
            0..cells
        };
        for cell in &mut part[uncovered] {
            // First: a cell that is only reset keeps its character in memory.
            cell.set_symbol(" ");
            cell.reset();
        }
    }
}
