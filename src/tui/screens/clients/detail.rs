//! The pane beside the list: everything about the selected client, from the tables of attributes and
//! columns.

use ratatui::layout::Rect;

use crate::domain::{ATTRIBUTES, COLUMNS, ClientRecord};
use crate::tui::canvas::{self, Canvas};
use crate::tui::screen::Facts;

/// Cells for the labels.
const LABELS: u16 = 26;
/// Rows that one value takes at most.
const ROWS: usize = 4;

/// Draws it.
pub fn view(canvas: &mut Canvas, area: Rect, record: &ClientRecord, facts: &Facts) {
    let theme = canvas.theme;
    for y in area.top()..area.bottom() {
        canvas.text(area.x, y, 1, "│", theme.frame);
    }
    let x = area.x + 2;
    let width = area.width.saturating_sub(2);
    let mut y = area.y;
    canvas.text(x, y, width, &record.client.name, theme.heading);
    y += 2;
    for (label, value) in told(record, facts.now) {
        let lines = canvas::wrap(&value, usize::from(width.saturating_sub(LABELS)));
        canvas.text(x, y, width.min(LABELS - 1), label, theme.label);
        for line in lines.iter().take(ROWS) {
            if y >= area.bottom() {
                return;
            }
            canvas.text(x + LABELS, y, width.saturating_sub(LABELS), line, theme.text);
            y += 1;
        }
    }
}

/// Attributes with a value, then the facts that are no attributes.
fn told(record: &ClientRecord, now: i64) -> Vec<(&'static str, String)> {
    let attributes =
        ATTRIBUTES.iter().map(|attribute| (attribute.label, (attribute.read)(&record.client).join("\n")));
    let is_attribute =
        |key: &str| ATTRIBUTES.iter().any(|own| own.column.is_some_and(|column| column.key == key));
    let facts = COLUMNS.iter().filter(|column| !is_attribute(column.key));
    let facts = facts.map(|column| (column.title, column.cell(record, now)));
    attributes.filter(|(_, value)| !value.is_empty()).chain(facts).collect()
}
