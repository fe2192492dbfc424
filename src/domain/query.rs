//! What a list of clients is asked for, and what comes back. A page is found by where it begins, never by
//! counting rows from the start.

use super::client::ClientRecord;
use super::column::Column;

/// Terms that one search may have. SQLite takes a thousand conditions in a row; each term has several.
pub const SEARCH_TERMS: usize = 64;

/// Characters that a search may have: any field fits, a redirect URI included.
pub const SEARCH_CHARACTERS: usize = 2_100;

/// A place in a sorted list: the sort value of a row and its number in the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The value that the list is sorted by.
    pub value: SortValue,
    /// The row's number; breaks ties.
    pub id: i64,
    /// How many rows stood before it, for as long as nothing changes.
    pub rank: Rank,
}

/// Where a row stood in one list at one time, so that pages that follow need not count again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rank {
    /// Which list, and when: it holds while this is the same.
    pub of: u64,
    /// Rows before it.
    pub before: i64,
    /// Rows in the whole list.
    pub total: i64,
}

/// What a list is sorted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SortValue {
    /// A text, compared by its bytes.
    Text(String),
    /// A number.
    Number(i64),
}

/// Which page is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PageAt {
    /// The first.
    #[default]
    First,
    /// The last.
    Last,
    /// The rows that follow a place.
    After(Cursor),
    /// The rows that end before a place.
    Before(Cursor),
    /// The rows from a place on, its own row included; for showing a page again.
    From(Cursor),
    /// The rows from a position on, 0 for the first. Counts rows in an index: for the command line's `--page`.
    Position(i64),
}

/// A list of clients. Those in the trash are not in it.
#[derive(Clone, Debug)]
pub struct ListQuery {
    /// Terms parted by blanks; all must be found. `field:term` looks in one field only.
    pub search: String,
    /// Attributes or facts that must have exactly this value: sort key or JSON name, and value.
    pub filters: Vec<(String, String)>,
    /// What it is sorted by.
    pub sort: &'static Column,
    /// From the last to the first.
    pub descending: bool,
    /// Which page.
    pub page: PageAt,
    /// Rows a page; `None` for all.
    pub limit: Option<i64>,
}

/// Part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The rows, each with its place.
    pub rows: Vec<(Cursor, ClientRecord)>,
    /// Clients in the whole list.
    pub total: i64,
    /// Rows of the list before the first of this page.
    pub offset: i64,
}
