//! Cells that may have shown a secret are overwritten before their memory is given back or used again. ratatui's own
//! reset leaves the characters where they were and marks the cells as empty.

use std::hint::black_box;
use std::ops::{Deref, DerefMut};

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

/// Blanks every cell: text and style.
pub fn wipe(buffer: &mut Buffer) {
    // Not `Cell::EMPTY`, which has no text and leaves the one before where it was.
    buffer.content.fill_with(|| const { Cell::new(" ") });
    // Without a reader the compiler may leave out writing to memory that is about to be freed.
    black_box(&buffer.content);
}

/// A buffer beside the screen's, wiped when dropped.
pub struct Wiped(Buffer);

impl Wiped {
    /// An empty one.
    #[must_use]
    pub fn empty(area: Rect) -> Self {
        Self(Buffer::empty(area))
    }
}

impl Deref for Wiped {
    type Target = Buffer;

    fn deref(&self) -> &Buffer {
        &self.0
    }
}

impl DerefMut for Wiped {
    fn deref_mut(&mut self) -> &mut Buffer {
        &mut self.0
    }
}

impl Drop for Wiped {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}
