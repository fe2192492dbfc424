//! The line above the header of a list: which columns are shown, what is searched for, which rows these are, and the
//! buttons that turn pages. Where there is room it is a line of its own, else it shares one with what stands above.

use ratatui::layout::Rect;

use super::columns::Fit;
use super::{List, Sight};
use crate::domain::text::grouped;
use crate::tui::canvas::{self, Canvas, Target};
use crate::tui::keys::Command;

/// From this height on the line is the list's own.
const OWN_LINE: u16 = 16;
/// What stands before the search.
const SEARCH: &str = "Search: ";
/// Stands for a number that is not known yet.
const UNCOUNTED: &str = "…";
/// Cells for a search that has just begun.
const LEAST_SEARCH: u16 = 12;
/// Cells between two things on the line.
const GAP: u16 = 2;
/// The buttons that turn pages: what they do, their signs, and whether they lead back.
const TURNS: [(Command, &str, bool); 4] = [
    (Command::First, "<<", true),
    (Command::PageUp, "<", true),
    (Command::PageDown, ">", false),
    (Command::Last, ">>", false),
];

/// Whether a list in `area` has a line of its own for search and position.
#[must_use]
pub fn has_own_line(area: Rect) -> bool {
    area.height >= OWN_LINE
}

/// Lines above the rows: what stands above the list, its own line, the header.
pub(super) fn above(area: Rect) -> u16 {
    if has_own_line(area) { 3 } else { 2 }
}

/// The line, where `used` cells of the first one are somebody else's.
pub(super) fn line(area: Rect, used: u16) -> Rect {
    if has_own_line(area) {
        return Rect { x: area.x + 1, y: area.y + 1, width: area.width.saturating_sub(1), height: 1 };
    }
    let used = used.min(area.width);
    Rect { x: area.x + used, width: area.width - used, height: 1, ..area }
}

impl List {
    /// The cells of the first line that the list needs for position and search.
    #[must_use]
    pub fn needs(&self, area: Rect) -> u16 {
        if has_own_line(area) { 0 } else { cells(&self.position()) + 1 + self.search_needs() }
    }

    fn search_needs(&self) -> u16 {
        match (self.is_searching(), self.search()) {
            (false, "") => 0,
            (_, text) => cells(SEARCH) + cells(text).max(LEAST_SEARCH) + 1,
        }
    }

    fn position(&self) -> String {
        let Sight { rows, total, offset, uncounted } = &self.sight;
        let position = position(*offset, rows.len(), (!uncounted).then_some(*total));
        if self.marks.is_empty() {
            return position;
        }
        format!("{} marked   {position}", grouped(self.marks.len()))
    }

    /// The sign of the order's direction.
    pub(super) fn arrow(&self) -> &'static str {
        if self.descending { "↓" } else { "↑" }
    }

    pub(super) fn view_position(&self, canvas: &mut Canvas, line: Rect, sets: &[Vec<Fit>]) {
        let position = self.position();
        let mut right = cells(&position);
        let least = self.search_needs();
        let turns: u16 = TURNS.iter().map(|(_, sign, _)| button_cells(sign) + 1).sum::<u16>() - 1;
        let turns_fit = least + right + GAP + turns <= line.width;
        let mut end = line.right();
        if (self.sight.uncounted || self.sight.total > self.sight.rows.len()) && turns_fit {
            end -= turns;
            self.view_turns(canvas, Rect { x: end, width: turns, ..line });
            end -= GAP;
            right += GAP + turns;
        }
        let own = cells(&position).min(line.width);
        canvas.text(end.saturating_sub(own).max(line.x), line.y, own, &position, canvas.theme.hint);
        let left = Rect { width: line.width.saturating_sub(right + GAP), ..line };
        let used = self.view_sets(canvas, left, least, sets);
        let used = used.min(left.width);
        let rest = Rect { x: left.x + used, width: left.width - used, ..left };
        if least > 0 {
            self.view_search(canvas, Rect { width: line.width.saturating_sub(used + right + 1), ..rest });
        } else {
            self.view_order(canvas, rest, &sets[self.columns_at.get()]);
        }
    }

    fn view_turns(&self, canvas: &mut Canvas, line: Rect) {
        let mut x = line.x;
        for (command, sign, is_back) in TURNS {
            let leads = if is_back { self.sight.offset > 0 } else { !self.is_last_page() };
            x += button(canvas, x, line, command, sign, leads) + 1;
        }
    }

    /// Says which set of columns is shown, with buttons that lead to the others; gives back the cells used.
    fn view_sets(&self, canvas: &mut Canvas, line: Rect, search: u16, sets: &[Vec<Fit>]) -> u16 {
        if sets.len() < 2 {
            return 0;
        }
        let at = self.columns_at.get();
        let long = format!("Columns {}/{}", at + 1, sets.len());
        let short = format!("{}/{}", at + 1, sets.len());
        let needs = |words: &str| button_cells("<") + 1 + cells(words) + 1 + button_cells(">");
        let fits = |words: &&String| needs(words) + if search > 0 { search + GAP } else { 0 } <= line.width;
        let Some(words) = [&long, &short].into_iter().find(fits) else { return 0 };
        let mut x = line.x;
        x += button(canvas, x, line, Command::ColumnsBefore, "<", at > 0) + 1;
        x += canvas.text(x, line.y, line.right() - x, words, canvas.theme.hint) + 1;
        x += button(canvas, x, line, Command::ColumnsAfter, ">", at + 1 < sets.len());
        x - line.x + GAP
    }

    fn view_search(&self, canvas: &mut Canvas, line: Rect) {
        let style = if self.is_searching() { canvas.theme.label_focused } else { canvas.theme.label };
        let used = canvas.text(line.x, line.y, line.width, SEARCH, style);
        let left = line.width.saturating_sub(used + 1);
        canvas.text(line.x + used, line.y, left, self.search(), canvas.theme.found);
        if self.is_searching() {
            let cursor = u16::try_from(self.search.cursor()).unwrap_or(u16::MAX).min(left);
            canvas.cursor(line.x + used + cursor, line.y);
        }
    }

    /// Says what all rows have in common, and their order where its column is not among those that are shown.
    fn view_order(&self, canvas: &mut Canvas, line: Rect, shown: &[Fit]) {
        let head = &self.heads[self.sort];
        let is_seen = head.key.is_none() || shown.iter().any(|fit| fit.column == self.sort);
        let order = (!is_seen).then(|| format!("{} by {}", self.arrow(), head.title));
        let mut x = line.x;
        for (words, style) in
            [(self.about.as_ref(), canvas.theme.heading), (order.as_ref(), canvas.theme.hint)]
        {
            if let Some(words) = words {
                x += canvas.text(x, line.y, line.right().saturating_sub(x), words, style) + GAP;
            }
        }
    }
}

fn cells(text: &str) -> u16 {
    u16::try_from(canvas::width(text)).unwrap_or(u16::MAX)
}

/// The cells of `[>]`.
fn button_cells(sign: &str) -> u16 {
    cells(sign) + 2
}

/// Draws `[>]`, or `(>)` where it leads nowhere now; gives back the cells used.
fn button(canvas: &mut Canvas, x: u16, line: Rect, command: Command, sign: &str, leads: bool) -> u16 {
    let (text, style) = if leads {
        (format!("[{sign}]"), canvas.theme.button)
    } else {
        (format!("({sign})"), canvas.theme.disabled)
    };
    let used = canvas.text(x, line.y, line.right().saturating_sub(x), &text, style);
    canvas.hit(Rect { x, width: used, ..line }, Target::Command(command));
    used
}

/// `51–100 of 1,204`; `51–100 of …` where they are not counted yet.
fn position(offset: usize, shown: usize, total: Option<usize>) -> String {
    let total = total.map_or_else(|| UNCOUNTED.to_owned(), grouped);
    if shown == 0 {
        return format!("0 of {total}");
    }
    format!("{}–{} of {total}", grouped(offset + 1), grouped(offset + shown))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_position_is_told_as_people_count() {
        assert_eq!(position(50, 50, Some(1204)), "51–100 of 1,204");
        assert_eq!(position(0, 50, None), "1–50 of …");
        assert_eq!(position(0, 0, Some(0)), "0 of 0");
    }
}
