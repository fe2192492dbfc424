//! Rows for a person at a terminal, as wide as it is, and the escapes that keep a row for a program on one
//! line.

use comfy_table::{ColumnConstraint, ContentArrangement, Row, Table, Width, presets};

use super::error::Error;
use super::output::{self, Output};
use crate::domain::text;

/// Columns of a terminal that does not tell its width.
const WIDTH: u16 = 80;
/// Cells that a column takes at most while others still want to stand beside it.
const WIDEST: usize = 36;
/// Cells between two columns.
const GAP: usize = 2;

/// Prints rows: a table for a person, a line a row with its values parted by tabs for a program. `order` says
/// which columns are wanted most.
///
/// # Errors
/// Where stdout can't be written.
pub fn print(output: Output, titles: &[&str], rows: &[Vec<String>], order: &[usize]) -> Result<(), Error> {
    if output.is_terminal() {
        return output::data(&drawn(titles, rows, order));
    }
    let mut lines = String::new();
    for row in rows {
        push_line(&mut lines, row);
    }
    output::data(&lines)
}

/// A row for a program.
#[must_use]
pub fn line(row: &[String]) -> String {
    let mut line = String::new();
    push_line(&mut line, row);
    line
}

/// Adds a row for a program: its values parted by tabs, and none of them begins a new line or column.
pub fn push_line(lines: &mut String, row: impl IntoIterator<Item: AsRef<str>>) {
    for (at, cell) in row.into_iter().enumerate() {
        if at > 0 {
            lines.push('\t');
        }
        push_cell(lines, cell.as_ref());
    }
    lines.push('\n');
}

/// Adds a value of a row for a program, which begins no new line or column.
pub fn push_cell(lines: &mut String, cell: &str) {
    let is_mark = |byte: u8| matches!(byte, b'\\' | b'\t' | b'\n' | b'\r');
    // Without a way out of the loop it takes many bytes at a time.
    if !cell.bytes().fold(false, |found, byte| found | is_mark(byte)) {
        return lines.push_str(cell);
    }
    for c in cell.chars() {
        match c {
            '\t' => lines.push_str("\\t"),
            '\n' => lines.push_str("\\n"),
            '\r' => lines.push_str("\\r"),
            '\\' => lines.push_str("\\\\"),
            c => lines.push(c),
        }
    }
}

/// A table with the columns that fit; `order` says which are wanted most.
#[must_use]
pub fn drawn(titles: &[&str], rows: &[Vec<String>], order: &[usize]) -> String {
    let columns = that_fit(titles, rows, order, terminal_width());
    let cells =
        |row: &[String]| columns.iter().map(|&at| text::drawn(&row[at]).into_owned()).collect::<Vec<_>>();
    let mut table = Table::new();
    table
        .load_preset(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(columns.iter().map(|&at| titles[at]))
        .add_rows(rows.iter().map(|row| Row::from(cells(row))));
    table.set_width(terminal_width());
    for column in table.column_iter_mut() {
        column.set_padding((0, u16::try_from(GAP).unwrap_or(u16::MAX)));
        column.set_constraint(ColumnConstraint::UpperBoundary(Width::Percentage(100)));
    }
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned() + "\n").collect();
    lines.concat()
}

/// The columns that fit into a width, in the order of the table; the first of `order` always does.
fn that_fit(titles: &[&str], rows: &[Vec<String>], order: &[usize], width: u16) -> Vec<usize> {
    let widest = |at: usize| {
        let cells = rows.iter().map(|row| row[at].chars().count()).chain([titles[at].chars().count()]);
        cells.max().unwrap_or(0).min(WIDEST) + GAP
    };
    let mut left = usize::from(width);
    let mut chosen: Vec<usize> = Vec::new();
    for &at in order {
        let wanted = widest(at);
        if chosen.is_empty() || wanted <= left {
            left = left.saturating_sub(wanted);
            chosen.push(at);
        }
    }
    chosen.sort_unstable();
    chosen
}

fn terminal_width() -> u16 {
    rustix::termios::tcgetwinsize(rustix::stdio::stdout())
        .ok()
        .map(|size| size.ws_col)
        .filter(|&width| width > 0)
        .unwrap_or(WIDTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_never_begins_a_new_line_or_column() {
        assert_eq!(line(&["a\tb\nc\\d".to_owned(), "plain\r".to_owned()]), "a\\tb\\nc\\\\d\tplain\\r\n");
        assert_eq!(
            line(&["é, 日本".to_owned(), String::new(), "é\r日\\".to_owned()]),
            "é, 日本\t\té\\r日\\\\\n"
        );
    }

    #[test]
    fn the_columns_wanted_most_stay_when_room_is_short() {
        let titles = ["A", "B", "C"];
        let rows = [vec!["x".repeat(10), "y".repeat(10), "z".repeat(10)]];
        assert_eq!(that_fit(&titles, &rows, &[1, 0, 2], 40), [0, 1, 2]);
        assert_eq!(that_fit(&titles, &rows, &[1, 0, 2], 25), [0, 1]);
        assert_eq!(that_fit(&titles, &rows, &[1, 0, 2], 5), [1]);
    }
}
