//! What changed between two frames, in as few bytes as will do: rows that only moved are scrolled by the terminal,
//! gaps are jumped over, and nothing is said that the terminal knows. Only what every VT100 understands is used.
//! How wide a character is that is not ASCII is the terminal's own matter: behind it every cell is gone to by name.

use std::io::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use unicode_width::UnicodeWidthStr as _;

use super::pen::Pen;
use super::scroll;
use crate::tui::wiped::wipe;

/// So many unchanged cells are written again rather than jumped over.
const SHORT_GAP: u16 = 3;

/// What the terminal shows, and where its cursor and its pen are.
pub(super) struct Painter {
    shown: Buffer,
    /// Unknown behind what terminals do not agree about.
    at: Option<Position>,
    /// Where it is behind a piece of a frame, if that is as wide as it should be: good enough for the next piece.
    drawn: Option<Position>,
    pen: Pen,
}

impl Painter {
    /// For a terminal of which nothing is known.
    pub fn new() -> Self {
        Self { shown: Buffer::empty(Rect::ZERO), at: None, drawn: None, pen: Pen::default() }
    }

    /// Erases the terminal. Upwards from its last corner, because tmux and others keep what `ED 0` or `ED 2`
    /// erase in their scrollback.
    pub fn erase(&mut self, area: Rect, out: &mut Vec<u8>) {
        out.extend_from_slice(b"\x1b[r\x1b[0m\x1b[999;999H\x1b[1J");
        wipe(&mut self.shown);
        if self.shown.area == area {
            self.shown.reset();
        } else {
            self.shown = Buffer::empty(area);
        }
        (self.at, self.drawn, self.pen) = (None, None, Pen::default());
    }

    /// Paints a frame where it differs from what is shown, and puts that in its place: what was shown before is what
    /// `next` is afterwards.
    pub fn paint(&mut self, next: &mut Buffer, out: &mut Vec<u8>) {
        let area = next.area;
        if self.shown.area != area {
            self.erase(area, out);
        }
        hide_second_halves(next);
        let columns = usize::from(area.width).max(1);
        let pairs = self.shown.content.chunks(columns).zip(next.content.chunks(columns));
        let differ = |old: &[Cell], new: &[Cell]| old.iter().zip(new).any(|(old, new)| !same(old, new));
        let mut differs: Vec<bool> = pairs.map(|(old, new)| differ(old, new)).collect();
        let changed = differs.iter().filter(|differs| **differs).count();
        if let Some(moved) = scroll::find(&self.shown, next, changed) {
            self.pen(Pen::default(), out);
            moved.tell(out);
            moved.apply(&mut self.shown);
            (self.at, self.drawn) = (None, None);
            differs.fill(true);
        }
        for (y, _) in (area.top()..area.bottom()).zip(differs).filter(|(_, differs)| *differs) {
            self.row(next, y, out);
        }
        std::mem::swap(&mut self.shown, next);
    }

    /// Puts the cursor there.
    pub fn cursor(&mut self, to: Position, out: &mut Vec<u8>) {
        self.jump(to, out);
    }

    fn row(&mut self, next: &Buffer, y: u16, out: &mut Vec<u8>) {
        let area = next.area;
        let blank = |x: &u16| is_blank(&next[(*x, y)]);
        let mut tail = (area.left()..area.right()).rev().find(|x| !blank(x)).map_or(area.left(), |x| x + 1);
        // The other half of a wide character is no blank.
        if tail > area.left() && tail < area.right() && width(&next[(tail - 1, y)]) > 1 {
            tail += 1;
        }
        let mut x = area.left();
        // Half of a wide character is left of what was painted over its other half.
        let mut halved = false;
        // What the terminal may have painted over with a character that it takes for wider.
        let mut spilt = Spill::default();
        while x < tail {
            let (cell, before) = (&next[(x, y)], &self.shown[(x, y)]);
            let differs = !same(cell, before);
            let wide = width(cell) > 1;
            if differs || halved || spilt.reaches(x, cell) {
                let last = if wide { self.shown.cell((x + 1, y)) } else { Some(before) };
                let behind = wide && last.is_some_and(|last| !is_blank(last));
                halved = last.is_some_and(|last| width(last) > 1);
                self.go(next, Position { x, y }, out);
                if behind {
                    self.clear_two(Position { x, y }, cell, out);
                }
                self.put(cell, area, out);
                spilt.take_in(x, cell);
            } else {
                halved = false;
            }
            x += if wide { 2 } else { 1 };
        }
        if halved
            || spilt.to > tail && spilt.over_blanks
            || (tail..area.right()).any(|x| !is_blank(&self.shown[(x, y)]))
        {
            self.jump(Position { x: tail.min(area.right() - 1), y }, out);
            self.pen(Pen::default(), out);
            if tail < area.right() {
                out.extend_from_slice(b"\x1b[K");
            }
        }
    }

    fn put(&mut self, cell: &Cell, area: Rect, out: &mut Vec<u8>) {
        self.pen(Pen::of(cell), out);
        out.extend_from_slice(cell.symbol().as_bytes());
        let next = self.at.filter(|at| at.x + 1 < area.right()).map(|at| Position { x: at.x + 1, ..at });
        self.at = next.filter(|_| cell.symbol().len() == 1);
        self.drawn = next.filter(|_| is_frame(cell));
    }

    /// Takes away what a terminal that takes the next character for narrower would leave behind it.
    fn clear_two(&mut self, at: Position, cell: &Cell, out: &mut Vec<u8>) {
        self.pen(Pen::of(cell), out);
        out.extend_from_slice(b"  ");
        self.at = None;
        self.jump(at, out);
    }

    /// Goes to a cell that is to be painted; over a short gap by painting what is in it.
    fn go(&mut self, next: &Buffer, to: Position, out: &mut Vec<u8>) {
        if self.drawn == Some(to) && is_frame(&next[(to.x, to.y)]) {
            self.at = Some(to);
            return;
        }
        if let Some(at) = self.at.filter(|at| at.y == to.y && at.x < to.x && to.x - at.x <= SHORT_GAP) {
            let gap = || (at.x..to.x).map(|x| &next[(x, to.y)]);
            if gap()
                .all(|cell| cell.symbol().is_ascii() && cell.symbol().len() == 1 && Pen::of(cell) == self.pen)
            {
                gap().for_each(|cell| out.extend_from_slice(cell.symbol().as_bytes()));
                self.at = Some(to);
                return;
            }
        }
        self.jump(to, out);
    }

    fn jump(&mut self, to: Position, out: &mut Vec<u8>) {
        self.drawn = None;
        if self.at == Some(to) {
            return;
        }
        // Writing into memory does not fail.
        let _written = match self.at {
            Some(at) if at.y == to.y && at.x < to.x => match to.x - at.x {
                1 => write!(out, "\x1b[C"),
                columns => write!(out, "\x1b[{columns}C"),
            },
            Some(at) if at.y == to.y && to.x == 0 => write!(out, "\r"),
            Some(at) if at.y + 1 == to.y && to.x == 0 => write!(out, "\r\n"),
            _ if to.x == 0 => write!(out, "\x1b[{}H", to.y + 1),
            _ => write!(out, "\x1b[{};{}H", to.y + 1, to.x + 1),
        };
        self.at = Some(to);
    }

    fn pen(&mut self, pen: Pen, out: &mut Vec<u8>) {
        pen.take_up(self.pen, out);
        self.pen = pen;
    }
}

/// The cells of a row that a terminal may have painted over with a character that is wider to it.
#[derive(Default)]
struct Spill {
    /// The first cell behind them.
    to: u16,
    /// Whether those that should be blank must be painted too; else what is on them goes with the character.
    over_blanks: bool,
}

impl Spill {
    fn take_in(&mut self, x: u16, cell: &Cell) {
        if cell.symbol().len() == 1 || is_frame(cell) {
            return;
        }
        // Nothing is wider than two cells, but a terminal may show each character of a cluster for itself.
        let characters = cell.symbol().chars().count();
        self.to = self.to.max(x.saturating_add(u16::try_from(2 * characters).unwrap_or(u16::MAX)));
        self.over_blanks = characters > 1;
    }

    fn reaches(&self, x: u16, cell: &Cell) -> bool {
        x < self.to && (self.over_blanks || !is_blank(cell))
    }
}

/// Blanks the cells behind wide characters, which lie over them.
fn hide_second_halves(next: &mut Buffer) {
    let last = usize::from(next.area.width).saturating_sub(1);
    for row in next.content.chunks_mut(last + 1) {
        for x in 0..last.min(row.len()) {
            if width(&row[x]) > 1 {
                // First: a cell that is only reset keeps its character in memory.
                row[x + 1].set_symbol(" ");
                row[x + 1].reset();
            }
        }
    }
}

/// Whether a cell is a piece of a frame or of a bar: terminals take those for as wide as their neighbours.
fn is_frame(cell: &Cell) -> bool {
    let mut characters = cell.symbol().chars();
    matches!((characters.next(), characters.next()), (Some('\u{2500}'..='\u{259f}'), None))
}

/// Cells that a symbol takes on the terminal.
pub(super) fn width(cell: &Cell) -> usize {
    if cell.symbol().len() == 1 { 1 } else { cell.symbol().width() }
}

/// Whether a cell is what erasing leaves.
pub(super) fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && Pen::of(cell) == Pen::default()
}

/// Whether two cells look alike.
pub(super) fn same(one: &Cell, other: &Cell) -> bool {
    one.symbol() == other.symbol() && Pen::of(one) == Pen::of(other)
}

#[cfg(test)]
#[path = "paint_tests.rs"]
mod tests;
