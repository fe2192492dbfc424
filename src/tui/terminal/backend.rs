//! What ratatui draws on: a frame is gathered in memory and leaves in one write, or in none where nothing
//! changed. It asks the terminal nothing, for an answer may never come.

use std::cell::Cell as Told;
use std::io;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Rect, Size};
use zeroize::Zeroize as _;

use super::modes;
use super::paint::Painter;

/// A frame in the making. It may hold a secret that is shown, so what was sent is wiped.
pub(super) struct FrameBackend {
    frame: Vec<u8>,
    painter: Painter,
    /// The size that ratatui was told last, for which it draws.
    size: Told<Size>,
    cursor: Position,
    /// Whether the cursor is to be seen, and whether it is; unknown at first.
    wanted: bool,
    seen: Option<bool>,
}

impl FrameBackend {
    pub(super) fn new() -> Self {
        Self {
            frame: Vec::with_capacity(16 * 1024),
            painter: Painter::new(),
            size: Told::default(),
            cursor: Position::ORIGIN,
            wanted: false,
            seen: None,
        }
    }

    fn area(&self) -> Rect {
        Rect::from((Position::ORIGIN, self.size.get()))
    }
}

impl Backend for FrameBackend {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut content = content.peekable();
        if content.peek().is_some() {
            self.painter.paint(self.area(), content, &mut self.frame);
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.wanted = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.wanted = true;
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.cursor = position.into();
        Ok(())
    }

    /// All of it is drawn again after this, so the terminal's modes may have changed too.
    fn clear(&mut self) -> io::Result<()> {
        let area = self.area();
        self.seen = None;
        self.painter.erase(area, &mut self.frame);
        Ok(())
    }

    fn clear_region(&mut self, _clear_type: ClearType) -> io::Result<()> {
        self.clear()
    }

    fn size(&self) -> io::Result<Size> {
        let (width, height) = modes::size();
        self.size.set(Size { width, height });
        Ok(self.size.get())
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::ZERO })
    }

    /// The one write of a frame.
    fn flush(&mut self) -> io::Result<()> {
        if self.wanted {
            self.painter.cursor(self.cursor, &mut self.frame);
        }
        if self.seen != Some(self.wanted) {
            self.seen = Some(self.wanted);
            self.frame.extend_from_slice(if self.wanted { b"\x1b[?25h" } else { b"\x1b[?25l" });
        }
        let sent =
            if modes::ours() && !self.frame.is_empty() { modes::write_all(&self.frame) } else { Ok(()) };
        self.frame.zeroize();
        sent
    }
}
