//! How an open drop-down is drawn over whatever is on the screen. What is in it and what happens with it is the
//! control's.

use std::cell::Cell;

use ratatui::layout::Rect;

use crate::tui::canvas::{Canvas, Target, width};
use crate::tui::theme::MARK;

/// The values that a page key moves over.
pub(super) const PAGE: usize = 9;

/// The sign that there is a drop-down.
pub(super) const SIGN: &str = "▼";

/// A drop-down while it is open.
pub(super) struct DropDown<'a> {
    /// The values in words.
    pub(super) words: Vec<&'a str>,
    /// The value under the cursor; none while the cursor is in the text above.
    pub(super) at: Option<usize>,
    /// What the letters typed so far say, where they are not in the field itself.
    pub(super) typed: String,
    /// The first value that is seen.
    pub(super) top: &'a Cell<usize>,
}

impl DropDown<'_> {
    /// Draws it below the value at `anchor`, or above it where there is more room.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, anchor: Rect) {
        let area = self.place(canvas.area(), anchor);
        canvas.overlay(area);
        let bordered = area.height >= 3 && area.width >= 6;
        let inner = if bordered {
            Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 2 }
        } else {
            area
        };
        let seen = usize::from(inner.height).max(1);
        let cursor = self.at.unwrap_or(0);
        let top = self.top.get().clamp((cursor + 1).saturating_sub(seen), cursor);
        let top = top.min(self.words.len().saturating_sub(seen));
        self.top.set(top);
        if bordered {
            let below = self.words.len().saturating_sub(top + seen);
            frame(canvas, area, &self.typed, (top, below));
        }
        for ((at, words), y) in self.words.iter().enumerate().skip(top).zip(inner.top()..inner.bottom()) {
            let row = Rect { y, height: 1, ..inner };
            let here = Some(at) == self.at;
            let style = if here { canvas.theme.selected } else { canvas.theme.text };
            canvas.fill(row, style);
            canvas.text(row.x, y, 1, if here { MARK } else { " " }, style);
            canvas.text(row.x + 2, y, row.width.saturating_sub(2), words, style);
            canvas.hit(row, Target::Option(at));
            if here {
                canvas.cursor(row.x + 2.min(row.width.saturating_sub(1)), y);
            }
        }
    }

    fn place(&self, screen: Rect, anchor: Rect) -> Rect {
        let below = screen.bottom().saturating_sub(anchor.bottom());
        let above = anchor.top().saturating_sub(screen.top());
        let wanted = u16::try_from(self.words.len().max(1) + 2).unwrap_or(u16::MAX);
        let widest =
            self.words.iter().map(|words| width(words)).max().unwrap_or(0).max(width(&self.typed) + 1);
        let wide = u16::try_from(widest + 5).unwrap_or(u16::MAX).max(anchor.width).min(screen.width);
        let x = anchor.x.min(screen.right().saturating_sub(wide)).max(screen.left());
        let (y, height) = if below >= wanted || below >= above {
            (anchor.bottom(), wanted.min(below))
        } else {
            (anchor.top() - wanted.min(above), wanted.min(above))
        };
        // On a screen of one row the drop-down covers the field itself.
        if height == 0 {
            Rect { x, y: anchor.y, width: wide, height: 1 }
        } else {
            Rect { x, y, width: wide, height }
        }
    }
}

/// The frame of the drop-down, with what was typed in it and how many values are above and below what is seen.
fn frame(canvas: &mut Canvas<'_>, area: Rect, typed: &str, (above, below): (usize, usize)) {
    let style = canvas.theme.frame;
    let line = "─".repeat(usize::from(area.width.saturating_sub(2)));
    canvas.text(area.x, area.y, area.width, &format!("┌{line}┐"), style);
    canvas.text(area.x, area.bottom() - 1, area.width, &format!("└{line}┘"), style);
    for y in area.top() + 1..area.bottom() - 1 {
        canvas.text(area.x, y, 1, "│", style);
        canvas.text(area.right() - 1, y, 1, "│", style);
    }
    for (more, sign, y) in [(above, "↑", area.top()), (below, "↓", area.bottom() - 1)] {
        let words = format!(" {sign} {more} more ");
        let wide = u16::try_from(width(&words)).unwrap_or(u16::MAX);
        if more > 0 && wide + 2 <= area.width {
            canvas.text(area.right() - 1 - wide, y, wide, &words, style);
        }
    }
    if !typed.is_empty() {
        canvas.text(area.x + 2, area.y, area.width.saturating_sub(4), &format!(" {typed} "), style);
    }
}
