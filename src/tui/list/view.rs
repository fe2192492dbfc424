//! Draws a list: the header and the rows. The line above them is drawn next door.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::columns::{self, Fit};
use super::{List, Row, position};
use crate::tui::canvas::{self, Canvas, Target};
use crate::tui::theme::MARK;

/// Cells before the first column: the cursor's mark, a row's mark, a blank.
const GUTTER: u16 = 3;
/// The mark of a row that an action on several is about.
const MARKED: &str = "*";
/// How many rows a list has room for in `area`; at least one.
#[must_use]
pub fn rows_that_fit(area: Rect) -> usize {
    usize::from(area.height.saturating_sub(position::above(area)).max(1))
}

impl List {
    /// Draws it. `used` cells of its first line are somebody else's.
    pub fn view(&self, canvas: &mut Canvas, area: Rect, used: u16) {
        if area.is_empty() {
            return;
        }
        let above = position::above(area);
        let sets = columns::sets(&self.heads, area.width.saturating_sub(GUTTER));
        let fits = &sets[self.set_shown(&sets)];
        self.view_position(canvas, position::line(area, used), &sets);
        self.view_header(canvas, Rect { y: area.y + above - 1, ..area }, fits, above <= area.height);
        let top = area.y + above.min(area.height - 1);
        let room = usize::from(area.bottom() - top);
        // What is said below may take lines away: the cursor's row is seen all the same.
        let first = (self.selected + 1).saturating_sub(room);
        for (y, (at, row)) in (top..).zip(self.sight.rows.iter().enumerate().skip(first).take(room)) {
            self.view_row(canvas, Rect { y, height: 1, ..area }, at, row, fits);
        }
        if self.sight.rows.is_empty() && self.loaded {
            self.view_empty(canvas, Rect { y: top, height: area.bottom() - top, ..area });
        }
    }

    /// Which set of columns is shown: once the order changes, one in which the column is that the rows are sorted by,
    /// for an order that nobody sees can't be understood.
    fn set_shown(&self, sets: &[Vec<Fit>]) -> usize {
        let present = self.columns_at.get().min(sets.len() - 1);
        let has = |at: &usize| sets[*at].iter().any(|fit| fit.column == self.sort);
        let ordered = self.shows_order.get().then(|| [present].into_iter().chain(0..sets.len()).find(has));
        let shown = ordered.flatten().unwrap_or(present);
        self.columns_at.set(shown);
        shown
    }

    /// What to say where a search found nothing.
    pub fn say_not_found(&mut self, sentence: String) {
        self.empty.not_found = sentence;
    }

    fn view_header(&self, canvas: &mut Canvas, area: Rect, fits: &[Fit], is_seen: bool) {
        let y = area.y;
        for fit in fits.iter().filter(|_| is_seen) {
            let head = &self.heads[fit.column];
            let x = area.x + GUTTER + fit.x;
            let title = canvas::fit(head.title, usize::from(fit.width));
            let used = canvas.text(x, y, fit.width, &title, canvas.theme.heading);
            if fit.column == self.sort && head.key.is_some() {
                let at = if used + columns::ARROW > fit.width { x + used } else { x + used + 1 };
                let at = at.min(area.right().saturating_sub(1));
                canvas.text(at, y, 1, self.arrow(), canvas.theme.heading);
            }
            canvas.hit(Rect { x, y, width: fit.width, height: 1 }, Target::Header(fit.column));
        }
    }

    fn view_row(&self, canvas: &mut Canvas, line: Rect, at: usize, row: &Row, fits: &[Fit]) {
        let theme = canvas.theme;
        let selected = self.selected() == Some(at);
        let marked = self.marks.contains_key(&row.key);
        let style = match (marked, row.off) {
            (true, _) => theme.marked,
            (_, true) => theme.disabled,
            _ => theme.text,
        };
        if style != Style::new() {
            canvas.fill(line, style);
        }
        canvas.hit(line, Target::Row(at));
        if selected {
            // The gutter alone: a whole row would be sent again with every step of the cursor.
            canvas.fill(Rect { width: line.width.min(GUTTER - 1), ..line }, theme.selected);
            canvas.text(line.x, line.y, line.width, MARK, theme.selected);
        }
        if marked {
            let style = if selected { theme.selected } else { style };
            canvas.text(line.x + 1, line.y, line.width.saturating_sub(1), MARKED, style);
        }
        for fit in fits {
            let x = line.x + GUTTER + fit.x;
            let width = fit.width.min(line.right().saturating_sub(x));
            let text = row.cells.get(fit.column).map_or("", String::as_str);
            canvas.text(x, line.y, width, text, style);
            canvas.hit(Rect { x, width, ..line }, Target::Cell { row: at, column: fit.column });
        }
        if selected && !self.is_searching() {
            canvas.cursor(line.x, line.y);
        }
    }

    fn view_empty(&self, canvas: &mut Canvas, area: Rect) {
        let sentence = if self.search().is_empty() { &self.empty.nothing } else { &self.empty.not_found };
        let width = area.width.saturating_sub(GUTTER);
        let lines = canvas::wrap(sentence, usize::from(width));
        for (y, line) in (area.y + 1..area.bottom()).zip(lines) {
            canvas.text(area.x + GUTTER, y, width, &line, canvas.theme.text);
        }
        if !self.is_searching() {
            canvas.cursor(area.x + GUTTER, area.y + 1);
        }
    }
}
