//! Draws a list: one line with search and position, the header, the rows.

use ratatui::layout::Rect;

use super::columns::{self, Fit};
use super::{Head, List, Row};
use crate::tui::canvas::{self, Canvas, Target};
use crate::tui::theme::MARK;

/// Cells before the first column: the cursor's mark, a row's mark, a blank.
const GUTTER: u16 = 3;
/// The mark of a row that an action on several is about.
const MARKED: &str = "*";
/// What stands before the search.
const SEARCH: &str = "Search: ";
/// Cells for a search that has just begun.
const LEAST_SEARCH: usize = 12;
/// The rank of the column that the rows are sorted by.
const SORTED: u8 = 1;
/// Cells for a blank and the arrow behind its header.
const ARROW: u16 = 2;
/// Lines above the rows: the position, the header.
const ABOVE: u16 = 2;

/// How many rows a list has room for in `area`; at least one.
#[must_use]
pub fn rows_that_fit(area: Rect) -> usize {
    usize::from(area.height.saturating_sub(ABOVE).max(1))
}

impl List {
    /// Draws it. `tabs` cells of its first line are somebody else's.
    pub fn view(&self, canvas: &mut Canvas, area: Rect, tabs: u16) {
        if area.is_empty() {
            return;
        }
        self.view_position(
            canvas,
            Rect { x: area.x + tabs.min(area.width), width: area.width.saturating_sub(tabs), ..area },
        );
        let fits = columns::fit(&self.ranked(), area.width.saturating_sub(GUTTER));
        self.view_header(canvas, area, &fits);
        let top = area.y + ABOVE.min(area.height - 1);
        let room = usize::from(area.bottom() - top);
        // What is said below may take lines away: the cursor's row is seen all the same.
        let first = (self.selected + 1).saturating_sub(room);
        for (y, (at, row)) in (top..).zip(self.sight.rows.iter().enumerate().skip(first).take(room)) {
            self.view_row(canvas, Rect { y, height: 1, ..area }, at, row, &fits);
        }
        if self.sight.rows.is_empty() && self.loaded {
            self.view_empty(canvas, Rect { y: top, height: area.bottom() - top, ..area });
        }
    }

    /// The columns, of which the one that the rows are sorted by finds room right after the first: an order that
    /// nobody sees can't be understood.
    fn ranked(&self) -> Vec<Head> {
        let mut heads = self.heads.clone();
        let head = &mut heads[self.sort];
        if head.key.is_none() {
            return heads;
        }
        head.rank = head.rank.min(SORTED);
        let (needs, wants) = head.width;
        let titled = u16::try_from(canvas::width(head.title)).unwrap_or(0);
        head.width = (needs.max(titled + 1), wants.max(titled + ARROW));
        heads
    }

    /// What to say where a search found nothing.
    pub fn say_not_found(&mut self, sentence: String) {
        self.empty.not_found = sentence;
    }

    /// The cells that the first line needs for position and search.
    #[must_use]
    pub fn needs(&self) -> u16 {
        let search = match (self.is_searching(), self.search()) {
            (false, "") => 0,
            (_, text) => canvas::width(SEARCH) + canvas::width(text).max(LEAST_SEARCH) + 1,
        };
        u16::try_from(canvas::width(&self.position()) + 1 + search).unwrap_or(u16::MAX)
    }

    fn position(&self) -> String {
        let position = position(self.sight.offset, self.sight.rows.len(), self.sight.total);
        if self.marks.is_empty() {
            return position;
        }
        format!("{} marked   {position}", grouped(self.marks.len()))
    }

    fn view_position(&self, canvas: &mut Canvas, area: Rect) {
        let position = self.position();
        let room = canvas::width(&position).try_into().unwrap_or(u16::MAX);
        let theme = canvas.theme;
        canvas.text(area.right().saturating_sub(room), area.y, area.width.min(room), &position, theme.hint);
        if !self.is_searching() && self.search().is_empty() {
            return;
        }
        let left = area.width.saturating_sub(room + 1);
        let style = if self.is_searching() { theme.label_focused } else { theme.label };
        let used = canvas.text(area.x, area.y, left, SEARCH, style);
        let left = left.saturating_sub(used + 1);
        canvas.text(area.x + used, area.y, left, self.search(), theme.found);
        if self.is_searching() {
            let cursor = u16::try_from(self.search.cursor()).unwrap_or(u16::MAX).min(left);
            canvas.cursor(area.x + used + cursor, area.y);
        }
    }

    fn view_header(&self, canvas: &mut Canvas, area: Rect, fits: &[Fit]) {
        if area.height < 2 {
            return;
        }
        let y = area.y + 1;
        for fit in fits {
            let head = &self.heads[fit.column];
            let x = area.x + GUTTER + fit.x;
            let arrow = if self.descending { "↓" } else { "↑" };
            let title = canvas::fit(head.title, usize::from(fit.width));
            let used = canvas.text(x, y, fit.width, &title, canvas.theme.heading);
            if fit.column == self.sort && head.key.is_some() {
                let at = (x + used + 1).min(x + fit.width.saturating_sub(1));
                canvas.text(at, y, 1, arrow, canvas.theme.heading);
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
        canvas.fill(line, style);
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

/// `51–100 of 1,204`.
fn position(offset: usize, shown: usize, total: usize) -> String {
    if shown == 0 {
        return format!("0 of {}", grouped(total));
    }
    format!("{}–{} of {}", grouped(offset + 1), grouped(offset + shown), grouped(total))
}

/// A number with commas between its thousands.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_position_is_told_as_people_count() {
        assert_eq!(position(50, 50, 1204), "51–100 of 1,204");
        assert_eq!(position(0, 0, 0), "0 of 0");
        assert_eq!(grouped(1_000_000), "1,000,000");
        assert_eq!(grouped(999), "999");
    }
}
