//! A box in the middle of the screen with a title, some sentences and a form: how questions, sign-on and
//! set-up are drawn.

use ratatui::layout::Rect;

use super::canvas::{self, Canvas};
use super::form::Form;

/// Cells between the frame and what is in it.
const EDGE: u16 = 2;
/// Below this height and width there is no frame.
const LEAST: (u16, u16) = (6, 24);

/// What is in the box.
pub struct Dialog<'a> {
    /// Stands in the frame.
    pub title: &'a str,
    /// Sentences; newlines part paragraphs.
    pub text: &'a str,
    /// Fields and buttons.
    pub form: &'a Form,
    /// Cells that the inside is wide at most.
    pub widest: u16,
}

impl Dialog<'_> {
    /// Draws the box in the middle of `area`, over whatever was there.
    pub fn view(&self, canvas: &mut Canvas, area: Rect) {
        if area.is_empty() {
            return;
        }
        let inside = self.frame(canvas, area);
        let lines = canvas::wrap(self.text, usize::from(inside.width));
        // The first line says whom a question is about: it is there before anything else.
        let room = inside.height.saturating_sub(self.form.height(inside.width));
        let room = room.max(u16::from(inside.height >= 3));
        let mut y = inside.y;
        for line in lines.iter().filter(|_| !self.text.is_empty()).take(usize::from(room)) {
            canvas.text(inside.x, y, inside.width, line, canvas.theme.text);
            y += 1;
        }
        if y > inside.y && y < inside.y + room {
            y += 1;
        }
        let rest = Rect { y, height: inside.bottom().saturating_sub(y), ..inside };
        self.form.draw(rest, canvas);
    }

    /// Draws the frame; gives back what is inside.
    fn frame(&self, canvas: &mut Canvas, area: Rect) -> Rect {
        let framed = area.height >= LEAST.0 && area.width >= LEAST.1;
        let edge = if framed { EDGE } else { 0 };
        let width = area.width.min(self.widest + 2 * edge);
        let inside = width.saturating_sub(2 * edge);
        let lines =
            if self.text.is_empty() { 0 } else { canvas::wrap(self.text, usize::from(inside)).len() + 1 };
        let wanted = u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(self.form.height(inside));
        let height = wanted.saturating_add(if framed { 2 } else { 0 }).min(area.height);
        let x = area.x + (area.width - width) / 2;
        let y = area.y + (area.height - height) / 2;
        let outer = Rect { x, y, width, height };
        canvas.cover(outer);
        if !framed {
            return outer;
        }
        let style = canvas.theme.frame;
        let bar = "─".repeat(usize::from(width - 2));
        canvas.text(x, y, width, &format!("┌{bar}┐"), style);
        canvas.text(x, outer.bottom() - 1, width, &format!("└{bar}┘"), style);
        for row in y + 1..outer.bottom() - 1 {
            canvas.text(x, row, 1, "│", style);
            canvas.text(outer.right() - 1, row, 1, "│", style);
        }
        canvas.text(x + EDGE, y, inside, &format!(" {} ", self.title), canvas.theme.heading);
        Rect { x: x + EDGE, y: y + 1, width: inside, height: height - 2 }
    }
}
