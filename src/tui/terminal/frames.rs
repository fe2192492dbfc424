//! Frames on their way to the terminal: each is drawn on blank cells, compared with what is shown, gathered in memory,
//! and leaves in one write, or in none where nothing changed. The terminal is asked nothing, for an answer may never
//! come.

use std::io;

use ratatui::layout::{Position, Rect};
use zeroize::Zeroize as _;

use super::modes;
use super::paint::Painter;
use crate::tui::grid::Grid;

/// What is shown, and the frame in the making. Both may hold a secret that is shown, so what is done with is wiped.
pub(super) struct Frames {
    bytes: Vec<u8>,
    painter: Painter,
    /// Blank between two frames.
    next: Grid,
    /// Whether the cursor is to be seen; unknown at first.
    seen: Option<bool>,
}

impl Frames {
    /// For a terminal of which nothing is known.
    pub fn new() -> Self {
        Self {
            bytes: Vec::with_capacity(16 * 1024),
            painter: Painter::new(),
            next: Grid::blank(Rect::ZERO),
            seen: None,
        }
    }

    /// Forgets what is shown: all of the next frame is painted. The terminal's modes may have changed too.
    pub fn clear(&mut self) {
        self.seen = None;
        self.painter.erase(self.next.area(), &mut self.bytes);
    }

    /// Shows a frame of so many columns and rows; `view` draws it and tells where the cursor stands, if it is seen.
    pub fn show(
        &mut self,
        (width, height): (u16, u16),
        view: impl FnOnce(&mut Grid) -> Option<Position>,
    ) -> io::Result<()> {
        let area = Rect { x: 0, y: 0, width, height };
        if self.next.area() != area {
            self.next = Grid::blank(area);
            self.clear();
        }
        let cursor = view(&mut self.next);
        self.painter.paint(&mut self.next, &mut self.bytes);
        // This is now the frame before, which may have shown a secret.
        self.next.wipe();
        if let Some(cursor) = cursor {
            self.painter.cursor(cursor, &mut self.bytes);
        }
        if self.seen.replace(cursor.is_some()) != Some(cursor.is_some()) {
            self.bytes.extend_from_slice(if cursor.is_some() { b"\x1b[?25h" } else { b"\x1b[?25l" });
        }
        self.send()
    }

    /// The one write of a frame.
    fn send(&mut self) -> io::Result<()> {
        let sent =
            if modes::ours() && !self.bytes.is_empty() { modes::write_all(&self.bytes) } else { Ok(()) };
        self.bytes.zeroize();
        sent
    }
}
