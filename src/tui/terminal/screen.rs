//! The screen while it is ours: taken by [`Screen::enter`], given back when dropped. It draws what it is
//! given, and decides nothing.

use std::io;

use ratatui::layout::Position;

use super::frames::Frames;
use super::{ascii, modes, panic, sentry};
use crate::tui::grid::Grid;

/// The alternate screen of the terminal on standard input and output. One at a time.
pub struct Screen {
    frames: Frames,
    /// How often the drawing had been disturbed when it was drawn.
    disturbances: u64,
    /// Whether the terminal shows ASCII only.
    only_ascii: bool,
}

impl Screen {
    /// Takes the terminal: raw mode, alternate screen, bracketed paste, focus and mouse reports. From now on
    /// every panic and deadly signal restores it. Colours are written even under `NO_COLOR`: a theme without
    /// colour must be chosen instead.
    ///
    /// An error where standard input or output is no terminal; nothing has changed then.
    pub fn enter() -> io::Result<Self> {
        sentry::start()?;
        panic::restore_first();
        modes::set_mouse(true)?;
        if let Err(error) = modes::enter() {
            modes::restore();
            return Err(error);
        }
        Ok(Self { frames: Frames::new(), disturbances: modes::disturbances(), only_ascii: false })
    }

    /// Draws one frame, in one write, on blank cells; `view` tells where the cursor stands, if it is to be seen. After a
    /// stop and a continue, and after a resize, all of it is painted again.
    pub fn draw(&mut self, view: impl FnOnce(&mut Grid) -> Option<Position>) -> io::Result<()> {
        let disturbances = modes::disturbances();
        if self.disturbances != disturbances {
            self.disturbances = disturbances;
            self.frames.clear();
        }
        let only_ascii = self.only_ascii;
        self.frames.show(modes::size(), |grid| {
            let cursor = view(grid);
            if only_ascii {
                ascii::rewrite(grid);
            }
            cursor
        })
    }

    /// From now on everything is drawn with ASCII, or no longer.
    pub fn set_only_ascii(&mut self, on: bool) {
        self.only_ascii = on;
    }

    /// Forgets what is on the terminal, so that the next [`draw`](Self::draw) paints all of it: for Ctrl-L.
    pub fn repaint(&mut self) {
        self.frames.clear();
    }

    /// Mouse reports on or off: off while a secret shows unmasked, so that it can be selected by hand.
    pub fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        modes::set_mouse(on)
    }

    /// Sends bytes that draw nothing, such as what the clipboard wrote for the terminal, in one write.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        if modes::ours() { modes::write_all(bytes) } else { Ok(()) }
    }

    /// Columns and rows.
    #[must_use]
    pub fn size(&self) -> (u16, u16) {
        modes::size()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        modes::restore();
    }
}
