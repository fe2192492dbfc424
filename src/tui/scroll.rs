//! A text that is read and scrolled below a heading: which of its lines stands at the top, and whether there is more.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::keys::Command;
use super::message::Message;

/// Lines that one step of the wheel moves.
const WHEEL: usize = 3;

/// How far a text is scrolled.
#[derive(Default)]
pub struct Scroll(usize);

impl Scroll {
    /// Does what a message asks of a text of so many lines in this area.
    pub fn told(&mut self, message: &Message, lines: usize, area: Rect) {
        let page = usize::from(below_heading(area).height).max(1);
        let (down, by) = match message {
            Message::Do(Command::First) => (false, lines),
            Message::Do(Command::Last) => (true, lines),
            Message::Do(Command::Up) => (false, 1),
            Message::Do(Command::Down) => (true, 1),
            Message::Do(Command::PageUp) => (false, page),
            Message::Do(Command::PageDown) => (true, page),
            Message::Wheel { down, .. } => (*down, WHEEL),
            _ => return,
        };
        let top = if down { self.0 + by } else { self.0.saturating_sub(by) };
        self.0 = top.min(last_top(lines, area));
    }

    /// The first of so many lines that is seen.
    #[must_use]
    pub fn top(&self, lines: usize, area: Rect) -> usize {
        self.0.min(last_top(lines, area))
    }

    /// Says beside the text that it goes on above or below.
    pub fn view_more(&self, canvas: &mut Canvas, lines: usize, area: Rect) {
        let (body, top) = (below_heading(area), self.top(lines, area));
        let body = Rect { width: area.right().saturating_sub(body.x), ..body };
        mark_more(canvas, body, top > 0, top + usize::from(body.height) < lines);
    }
}

/// Says at the right edge that what stands in this area goes on above or below.
pub fn mark_more(canvas: &mut Canvas, area: Rect, above: bool, below: bool) {
    let (right, style) = (area.right().saturating_sub(1), canvas.theme.hint);
    if above {
        canvas.text(right, area.y, 1, "↑", style);
    }
    if below {
        canvas.text(right, area.bottom().saturating_sub(1), 1, "↓", style);
    }
}

/// The last line that may stand at the top.
fn last_top(lines: usize, area: Rect) -> usize {
    lines.saturating_sub(usize::from(below_heading(area).height))
}

/// Where the lines stand.
#[must_use]
pub fn below_heading(area: Rect) -> Rect {
    Rect {
        x: area.x + 1,
        y: area.y + area.height.min(1),
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(1),
    }
}
