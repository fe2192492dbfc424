//! Rows that moved up or down together between two frames: the terminal can scroll them itself.

use std::collections::BTreeSet;
use std::io::Write as _;

use crate::tui::grid::{Glyph, Grid};

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

/// What a row is known by. Two rows that are taken for one cost bytes, nothing else: what differs is painted.
struct Row {
    hash: u64,
    cells: i32,
}

impl Row {
    /// In a few cycles a cell, of which none waits for the one before.
    fn of(glyphs: &[Glyph]) -> Self {
        const ODD: u64 = 0x517c_c1b7_2722_0a95;
        let (mut hash, mut cells, mut place) = (0_u64, 0, 0_u64);
        for glyph in glyphs {
            place = place.wrapping_add(ODD);
            let mixed = (glyph.word() ^ place).wrapping_mul(ODD);
            hash = hash.wrapping_add((mixed ^ mixed >> 32).wrapping_mul(ODD));
            cells += i32::from(!glyph.is_blank());
        }
        Self { hash, cells }
    }
}

/// The move that saves the most cells, where one is worth it, for a frame of which so many rows have changed.
pub(super) fn find(shown: &Grid, next: &Grid, changed: usize) -> Option<Moved> {
    if changed < FEW || shown.is_blank() {
        return None;
    }
    let (old, new): (Vec<Row>, Vec<Row>) =
        (shown.rows().map(Row::of).collect(), next.rows().map(Row::of).collect());
    let best = moves(&old, &new).into_iter().filter_map(|by| run(&old, &new, by)).max_by_key(|found| found.0);
    best.filter(|(saved, _)| *saved > WORTH).map(|(_, moved)| moved)
}

/// By how many rows some row has moved; upwards where positive.
fn moves(old: &[Row], new: &[Row]) -> BTreeSet<i32> {
    let mut moves = BTreeSet::new();
    for ((to, row), stays) in (0..).zip(new).zip(old) {
        if row.cells > 0 && row.hash != stays.hash {
            let same = (0..).zip(old).filter(|(_, old): &(i32, _)| old.hash == row.hash);
            moves.extend(same.map(|(from, _)| from - to));
        }
    }
    moves
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
    pub fn apply(self, shown: &mut Grid) {
        let width = shown.columns();
        let part = shown.part(self.top, self.bottom);
        let cells = width * usize::try_from(self.by.abs()).unwrap_or(0);
        let uncovered = if self.by > 0 {
            part.rotate_left(cells);
            part.len() - cells..part.len()
        } else {
            part.rotate_right(cells);
            0..cells
        };
        part[uncovered].fill(Glyph::BLANK);
    }
}
