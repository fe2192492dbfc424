//! The columns of the list of clients: attributes that have one, and facts. Each says its sort key, its
//! header, its width, and what stands in a cell; the last column, Actions, belongs to the screen.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::attribute::{Attribute, ListColumn};
use super::attributes::ATTRIBUTES;
use super::client::{ClientRecord, Word};
use super::time;

/// Where a cell's text comes from.
enum Source {
    Attribute(&'static Attribute),
    Fact(fn(&ClientRecord, i64) -> String),
}

/// What is stored for a cell, as far as a program wants to know it: times as they are, not how long ago.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told<'r> {
    /// Words, or an empty text.
    Text(Cow<'r, str>),
    /// Unix seconds.
    Time(i64),
}

impl Told<'_> {
    /// Where there is nothing to tell.
    pub const NOTHING: Self = Self::Text(Cow::Borrowed(""));
}

/// One column.
pub struct Column {
    /// The word that `--sort` takes.
    pub key: &'static str,
    /// The header.
    pub title: &'static str,
    /// Cells that it needs and cells that it would like.
    pub width: (u16, u16),
    source: Source,
}

impl Column {
    /// What stands in the client's row at a time, in Unix seconds.
    #[must_use]
    pub fn cell(&self, record: &ClientRecord, now: i64) -> String {
        match self.source {
            Source::Attribute(attribute) => {
                let mut texts = (attribute.read)(&record.client);
                if texts.len() == 1 { texts.swap_remove(0) } else { texts.join(", ") }
            }
            Source::Fact(fact) => fact(record, now),
        }
    }

    /// The attribute that it tells, unless it tells a fact.
    #[must_use]
    pub fn attribute(&self) -> Option<&'static Attribute> {
        match self.source {
            Source::Attribute(attribute) => Some(attribute),
            Source::Fact(_) => None,
        }
    }

    fn of(attribute: &'static Attribute) -> Option<Self> {
        let ListColumn { key, title, width } = attribute.column?;
        Some(Self { key, title, width, source: Source::Attribute(attribute) })
    }
}

impl std::fmt::Debug for Column {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.key)
    }
}

impl PartialEq for &'static Column {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

fn facts() -> [Column; 5] {
    let fact = |key, title, width, fact| Column { key, title, width, source: Source::Fact(fact) };
    [
        fact("status", "Status", (8, 8), |record, _| record.status().word().to_owned()),
        fact("secret_age", "Secret age", (10, 10), |record, now| {
            record.secret_at.map_or_else(|| "no secret".to_owned(), |at| time::age(at, now))
        }),
        fact("last_used", "Last used", (12, 12), |record, now| {
            record.last_used_at.map_or_else(|| "not reported".to_owned(), |at| time::ago(at, now))
        }),
        fact("updated", "Updated", (10, 16), |record, now| time::ago(record.updated.at, now)),
        fact("created", "Created", (10, 16), |record, now| time::ago(record.created.at, now)),
    ]
}

/// Every column, the most telling first.
pub static COLUMNS: LazyLock<Vec<Column>> =
    LazyLock::new(|| ATTRIBUTES.iter().filter_map(Column::of).chain(facts()).collect());

/// The column of a sort key.
#[must_use]
pub fn column(key: &str) -> Option<&'static Column> {
    COLUMNS.iter().find(|column| column.key == key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Client;

    #[test]
    fn the_sort_keys_are_those_of_the_command_line() {
        let keys: Vec<&str> = COLUMNS.iter().map(|column| column.key).collect();
        let told = "name client_id class partner email grants status secret_age last_used updated created";
        assert_eq!(keys.join(" "), told);
        assert_eq!(format!("{:?}", *COLUMNS), format!("[{}]", told.replace(' ', ", ")));
    }

    #[test]
    fn six_columns_tell_attributes() {
        let told: Vec<&str> = COLUMNS.iter().filter_map(Column::attribute).map(Attribute::called).collect();
        assert_eq!(told, ["name", "client_id", "class", "partner", "email", "grants"]);
    }

    #[test]
    fn a_list_is_sorted_by_one_column_and_no_other() {
        assert!(column("name") == column("name") && column("name") != column("email"));
    }

    #[test]
    fn a_cell_tells_all_of_a_list_and_nothing_of_an_empty_one() {
        let told = |grants: &[&str]| {
            let grant_types = grants.iter().map(|grant| (*grant).to_owned()).collect();
            let client = Client { grant_types, ..Client::default() };
            column("grants").unwrap().cell(&ClientRecord::new(client, 0), 0)
        };
        assert_eq!(told(&["password", "refresh_token"]), "password, refresh_token");
        assert_eq!((told(&["password"]).as_str(), told(&[]).as_str()), ("password", ""));
    }
}
