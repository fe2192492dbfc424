//! The pane beside the list: everything about the selected client, from the tables of attributes and
//! columns.

use ratatui::layout::Rect;

use crate::domain::{ATTRIBUTES, COLUMNS, ClientRecord, Draft};
use crate::tui::canvas::{self, Canvas};
use crate::tui::screen::Facts;
use crate::tui::scroll::mark_more;

/// Cells for the labels.
const LABELS: u16 = 26;
/// Rows that one value takes at most, unless there are rows to spare.
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
    let room = width.saturating_sub(LABELS);
    let told = told(record, facts).into_iter();
    let told: Vec<_> = told.map(|(label, value)| (label, canvas::wrap(&value, usize::from(room)))).collect();
    let least: usize = told.iter().map(|(_, lines)| lines.len().min(ROWS)).sum();
    // What is left below goes to the values that are longer.
    let mut spare = usize::from(area.bottom().saturating_sub(y)).saturating_sub(least);
    for (label, lines) in &told {
        let rows = lines.len().min(ROWS + spare);
        spare -= rows.saturating_sub(ROWS);
        for (row, line) in lines.iter().take(rows).enumerate() {
            if y >= area.bottom() {
                mark_more(canvas, area, false, true);
                return;
            }
            if row == 0 {
                canvas.text(x, y, width.min(LABELS - 1), label, theme.label);
            }
            let goes_on = row + 1 == rows && rows < lines.len();
            let text = if goes_on { format!("{line} …") } else { line.clone() };
            canvas.text(x + LABELS, y, room, &text, theme.text);
            y += 1;
        }
    }
}

/// Attributes with a value or a default, in the words of the form, then the facts that are no attributes.
fn told(record: &ClientRecord, facts: &Facts) -> Vec<(&'static str, String)> {
    let now = facts.now;
    let draft = Draft::of(&record.client);
    // What means nothing without something else is not told.
    let attributes = ATTRIBUTES.iter().filter(|attribute| (attribute.unavailable)(&draft).is_none());
    let attributes = attributes.map(|attribute| {
        let texts = draft.get(attribute.name).iter().filter(|text| !text.is_empty());
        let words: Vec<String> = texts.map(|text| attribute.in_words(text)).collect();
        let default = || attribute.default_words(&facts.settings).unwrap_or_default();
        (attribute.label, if words.is_empty() { default() } else { words.join("\n") })
    });
    let is_attribute =
        |key: &str| ATTRIBUTES.iter().any(|own| own.column.is_some_and(|column| column.key == key));
    let facts = COLUMNS.iter().filter(|column| !is_attribute(column.key));
    let facts = facts.map(|column| (column.title, column.cell(record, now)));
    attributes.filter(|(_, value)| !value.is_empty()).chain(facts).collect()
}
