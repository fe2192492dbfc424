//! What writes on the terminal: where its cursor is and with which pen, so that nothing is said that the terminal
//! knows. How wide a character is that is not ASCII is the terminal's own matter: behind it every cell is gone to by
//! name.

use std::io::Write as _;

use ratatui::layout::Position;

use super::pen::Pen;
use crate::tui::grid::Glyph;

/// So many unchanged cells are written again rather than jumped over.
const SHORT_GAP: u16 = 3;

/// The terminal's cursor and pen.
#[derive(Default)]
pub(super) struct Hand {
    /// Unknown behind what terminals do not agree about.
    at: Option<Position>,
    /// Where it is behind a piece of a frame, if that is as wide as it should be: good enough for the next piece.
    drawn: Option<Position>,
    pen: Pen,
}

/// A cell that is to be painted.
#[derive(Clone, Copy)]
pub(super) struct Stroke<'a> {
    pub to: Position,
    pub glyph: Glyph,
    /// The glyph's.
    pub text: &'a str,
}

impl Hand {
    /// Forgets where the cursor is.
    pub fn lose_cursor(&mut self) {
        (self.at, self.drawn) = (None, None);
    }

    /// Writes what is in a cell at the cursor, on a line of so many columns.
    pub fn put(&mut self, stroke: Stroke, columns: u16, out: &mut Vec<u8>) {
        self.pen(Pen::of(stroke.glyph), out);
        out.extend_from_slice(stroke.text.as_bytes());
        let next = self.at.filter(|at| at.x + 1 < columns).map(|at| Position { x: at.x + 1, ..at });
        let is_ascii = stroke.glyph.ascii().is_some();
        self.at = next.filter(|_| is_ascii);
        self.drawn = next.filter(|_| !is_ascii && is_frame(stroke.text));
    }

    /// Takes away what a terminal that takes the character for narrower would leave behind it.
    pub fn clear_two(&mut self, stroke: Stroke, out: &mut Vec<u8>) {
        self.pen(Pen::of(stroke.glyph), out);
        out.extend_from_slice(b"  ");
        self.at = None;
        self.jump(stroke.to, out);
    }

    /// Goes to a cell that is to be painted; over a short gap in its row by painting what is in it.
    pub fn go(&mut self, stroke: Stroke, row: &[Glyph], out: &mut Vec<u8>) {
        let to = stroke.to;
        if self.at == Some(to) {
            self.drawn = None;
            return;
        }
        if self.drawn == Some(to) && is_frame(stroke.text) {
            self.at = Some(to);
            return;
        }
        if let Some(at) = self.at.filter(|at| at.y == to.y && at.x < to.x && to.x - at.x <= SHORT_GAP) {
            let gap = &row[usize::from(at.x)..usize::from(to.x)];
            if gap.iter().all(|glyph| glyph.ascii().is_some() && Pen::of(*glyph) == self.pen) {
                out.extend(gap.iter().filter_map(|glyph| glyph.ascii()));
                self.at = Some(to);
                return;
            }
        }
        self.jump(to, out);
    }

    /// Goes there, in as few bytes as will do.
    pub fn jump(&mut self, to: Position, out: &mut Vec<u8>) {
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

    /// Takes up a pen.
    pub fn pen(&mut self, pen: Pen, out: &mut Vec<u8>) {
        pen.take_up(self.pen, out);
        self.pen = pen;
    }
}

/// Whether it is a piece of a frame or of a bar: terminals take those for as wide as their neighbours.
pub(super) fn is_frame(text: &str) -> bool {
    let mut characters = text.chars();
    matches!((characters.next(), characters.next()), (Some('\u{2500}'..='\u{259f}'), None))
}
