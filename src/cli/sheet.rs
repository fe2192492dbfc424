//! A list of clients on its way to stdout, part by part, in one of three forms: JSON with a client a line,
//! a table for a person, tab-separated lines for a program.

use super::error::Error;
use super::output::{self, Output};
use super::{json, table};
use crate::domain::{COLUMNS, ClientRecord, Cursor, Told, time};

/// The columns that nobody can do without; of the others a table has as many as fit.
const WANTED_MOST: &[&str] = &["name", "client_id", "status"];

/// The list so far.
pub struct Sheet {
    output: Output,
    now: i64,
    rows: i64,
    array: json::Array,
}

impl Sheet {
    /// An empty list; ages are told as they are at `now`, in Unix seconds.
    #[must_use]
    pub fn new(output: Output, now: i64) -> Self {
        Self { output, now, rows: 0, array: json::Array::default() }
    }

    /// Prints more clients.
    ///
    /// # Errors
    /// Where stdout can't be written.
    pub fn add(&mut self, rows: &[(Cursor, ClientRecord)]) -> Result<(), Error> {
        let records = rows.iter().map(|(_, record)| record);
        self.rows += i64::try_from(rows.len()).unwrap_or(i64::MAX);
        if self.output.json() {
            let array = &mut self.array;
            let text =
                records.map(|record| array.add(&json::client(record))).collect::<Result<String, _>>()?;
            return self.output.part(&text);
        }
        output::data(&drawn(records, self.now))
    }

    /// Ends the list. A person is told which part of the whole it is, such as `51–100 of 1204`.
    ///
    /// # Errors
    /// Where stdout can't be written.
    pub fn end(self, offset: i64, total: i64) -> Result<(), Error> {
        if self.output.json() {
            return output::data(self.array.end());
        }
        if self.output.is_terminal() {
            output::say(&match (total, self.rows) {
                (0, _) => "No client.".to_owned(),
                (_, 0) => format!("No client on this page; there are {total}."),
                (_, rows) => format!("{}–{} of {total}", offset + 1, offset + rows),
            });
        }
        Ok(())
    }
}

/// Adds a cell to the lines for a program: every column, parted by tabs, and times as in RFC 3339, where a screen says
/// how long ago.
pub fn push(lines: &mut String, column: usize, told: &Told<'_>) {
    match told {
        Told::Text(text) => table::push_cell(lines, text),
        Told::Time(at) => time::push_rfc3339(lines, *at),
    }
    lines.push(if column + 1 < COLUMNS.len() { '\t' } else { '\n' });
}

/// The clients for a person.
fn drawn<'r>(records: impl Iterator<Item = &'r ClientRecord>, now: i64) -> String {
    let titles: Vec<&str> = COLUMNS.iter().map(|column| column.title).collect();
    let cells = |record: &'r ClientRecord| COLUMNS.iter().map(|column| column.cell(record, now)).collect();
    let rows: Vec<Vec<String>> = records.map(cells).collect();
    if rows.is_empty() {
        return String::new();
    }
    let most = |&at: &usize| WANTED_MOST.contains(&COLUMNS[at].key);
    let (mut order, others): (Vec<usize>, Vec<usize>) = (0..COLUMNS.len()).partition(most);
    order.extend(others);
    table::drawn(&titles, &rows, &order)
}
