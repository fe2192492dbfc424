//! What ratatui draws on: a frame is gathered in memory and leaves in one write. It asks the terminal
//! nothing, for an answer may never come.

use std::io;

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use zeroize::Zeroize as _;

use super::modes;

/// A frame in the making. It may hold a secret that is shown, so what was sent is wiped.
pub(super) struct FrameBackend {
    frame: Vec<u8>,
    cursor: Position,
}

impl FrameBackend {
    pub(super) fn new() -> Self {
        Self { frame: Vec::with_capacity(64 * 1024), cursor: Position::ORIGIN }
    }

    /// crossterm's translation of cells and colours; it keeps nothing between calls.
    fn crossterm(&mut self) -> CrosstermBackend<&mut Vec<u8>> {
        CrosstermBackend::new(&mut self.frame)
    }
}

impl Backend for FrameBackend {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        self.crossterm().draw(content)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.crossterm().hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.crossterm().show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.cursor = position.into();
        let cursor = self.cursor;
        self.crossterm().set_cursor_position(cursor)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.crossterm().clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.crossterm().clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        let (width, height) = modes::size();
        Ok(Size { width, height })
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::ZERO })
    }

    /// The one write of a frame.
    fn flush(&mut self) -> io::Result<()> {
        let sent = if modes::ours() { modes::write_all(&self.frame) } else { Ok(()) };
        self.frame.zeroize();
        sent
    }
}
