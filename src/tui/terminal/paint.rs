//! What changed between two frames, in as few bytes as will do: rows that only moved are scrolled by the terminal,
//! gaps are jumped over, and nothing is said that the terminal knows. Only what every VT100 understands is used.

use ratatui::layout::{Position, Rect};

use super::hand::{Hand, Stroke, is_frame};
use super::pen::Pen;
use super::scroll;
use crate::tui::grid::{Glyph, Grid};

/// What the terminal shows, and what writes on it.
pub(super) struct Painter {
    shown: Grid,
    hand: Hand,
}

/// A row that differs: what is in it now, and what was.
struct Row<'a> {
    y: u16,
    frame: &'a Grid,
    new: &'a [Glyph],
    old: &'a [Glyph],
}

impl Painter {
    /// For a terminal of which nothing is known.
    pub fn new() -> Self {
        Self { shown: Grid::blank(Rect::ZERO), hand: Hand::default() }
    }

    /// Erases the terminal. Upwards from its last corner, because tmux and others keep what `ED 0` or `ED 2`
    /// erase in their scrollback.
    pub fn erase(&mut self, area: Rect, out: &mut Vec<u8>) {
        out.extend_from_slice(b"\x1b[r\x1b[0m\x1b[999;999H\x1b[1J");
        if self.shown.area() == area {
            self.shown.wipe();
        } else {
            self.shown = Grid::blank(area);
        }
        self.hand = Hand::default();
    }

    /// Paints a frame where it differs from what is shown, and puts that in its place: what was shown before is what
    /// `next` is afterwards.
    pub fn paint(&mut self, next: &mut Grid, out: &mut Vec<u8>) {
        if self.shown.area() != next.area() {
            self.erase(next.area(), out);
        }
        next.hide_second_halves();
        let Self { shown, hand } = self;
        let mut differs: Vec<bool> = shown.rows().zip(next.rows()).map(|(old, new)| old != new).collect();
        let changed = differs.iter().filter(|differs| **differs).count();
        if let Some(moved) = scroll::find(shown, next, changed) {
            hand.pen(Pen::default(), out);
            moved.tell(out);
            moved.apply(shown);
            hand.lose_cursor();
            differs.fill(true);
        }
        let rows = next.rows().zip(shown.rows());
        for ((y, (new, old)), _) in (0..).zip(rows).zip(differs).filter(|(_, differs)| *differs) {
            Row { y, frame: next, new, old }.paint(hand, out);
        }
        std::mem::swap(shown, next);
    }

    /// Puts the cursor there.
    pub fn cursor(&mut self, to: Position, out: &mut Vec<u8>) {
        self.hand.jump(to, out);
    }
}

impl Row<'_> {
    fn paint(&self, hand: &mut Hand, out: &mut Vec<u8>) {
        let &Self { y, frame, new, old } = self;
        let tail = self.tail();
        let mut x = 0;
        // Half of a wide character is left of what was painted over its other half.
        let mut halved = false;
        // What the terminal may have painted over with a character that it takes for wider.
        let mut spilt = Spill::default();
        while x < tail {
            let (glyph, before) = (new[x], old[x]);
            let wide = glyph.is_wide();
            if glyph != before || halved || spilt.reaches(x, glyph) {
                let last = if wide { old.get(x + 1).copied() } else { Some(before) };
                let behind = wide && last.is_some_and(|last| !last.is_blank());
                halved = last.is_some_and(Glyph::is_wide);
                let mut room = [0; 4];
                let stroke =
                    Stroke { to: Position { x: column(x), y }, glyph, text: frame.text(glyph, &mut room) };
                hand.go(stroke, new, out);
                if behind {
                    hand.clear_two(stroke, out);
                }
                hand.put(stroke, column(new.len()), out);
                spilt.take_in(x, stroke);
            } else {
                halved = false;
            }
            x += if wide { 2 } else { 1 };
        }
        let is_left = tail < old.len() && !old[tail..].iter().all(|glyph| glyph.is_blank());
        if halved || spilt.to > tail && spilt.over_blanks || is_left {
            hand.jump(Position { x: column(tail.min(new.len() - 1)), y }, out);
            hand.pen(Pen::default(), out);
            if tail < new.len() {
                out.extend_from_slice(b"\x1b[K");
            }
        }
    }

    /// The first column behind which nothing is.
    fn tail(&self) -> usize {
        let tail = self.new.iter().rposition(|glyph| !glyph.is_blank()).map_or(0, |x| x + 1);
        // The other half of a wide character is no blank.
        let halved = tail > 0 && tail < self.new.len() && self.new[tail - 1].is_wide();
        tail + usize::from(halved)
    }
}

/// Columns of a terminal are counted in 16 bits.
fn column(x: usize) -> u16 {
    u16::try_from(x).unwrap_or(u16::MAX)
}

/// The cells of a row that a terminal may have painted over with a character that is wider to it.
#[derive(Default)]
struct Spill {
    /// The first cell behind them.
    to: usize,
    /// Whether those that should be blank must be painted too; else what is on them goes with the character.
    over_blanks: bool,
}

impl Spill {
    fn take_in(&mut self, x: usize, stroke: Stroke) {
        if stroke.glyph.ascii().is_some() || is_frame(stroke.text) {
            return;
        }
        // Nothing is wider than two cells, but a terminal may show each character of a cluster for itself.
        let characters = stroke.text.chars().count();
        self.to = self.to.max(x + 2 * characters);
        self.over_blanks = characters > 1;
    }

    fn reaches(&self, x: usize, glyph: Glyph) -> bool {
        x < self.to && (self.over_blanks || !glyph.is_blank())
    }
}

#[cfg(test)]
#[path = "paint_tests.rs"]
mod tests;
