//! A list that is read as a whole, because there are few: its search, order and pages are made here. What is
//! found is what the cells say.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::{Empty, Head, List, Row, Sight, Turn, Wish, columns};
use crate::domain::Right;
use crate::domain::name::search_fold;
use crate::tui::message::Message;
use crate::tui::screen::{Facts, may};

/// What such a list shows.
pub trait Listed {
    /// Its row at a time, Unix seconds. The row's key names it.
    fn row(&self, now: i64) -> Row;

    /// How it stands to another by the column with this key, where its cell's text does not say it.
    fn compare(&self, _other: &Self, _key: &str) -> Option<Ordering> {
        None
    }
}

/// The last column, where rows can be deleted by a click.
pub const ACTIONS: Head = Head { key: None, title: "Actions", width: (7, 7), rank: 0 };

/// What stands in that column: a button, or that this operator may not.
#[must_use]
pub fn delete_cell(right: Right, facts: &Facts) -> String {
    if may(right, facts).is_some() { "(x)" } else { "[x]" }.to_owned()
}

/// A list and all that it may show.
pub struct Whole<T> {
    /// What is seen.
    pub list: List,
    /// Who may delete rows by their last column, where the list has one.
    deletes: Option<Right>,
    all: Vec<T>,
    offset: usize,
}

impl<T: Listed> Whole<T> {
    /// An empty list, to be sorted by its first column.
    #[must_use]
    pub fn new(heads: Vec<Head>, empty: Empty) -> Self {
        Self { list: List::new(heads, empty), deletes: None, all: Vec::new(), offset: 0 }
    }

    /// Sorted the other way round at first.
    #[must_use]
    pub fn descending(mut self) -> Self {
        self.list.descending = true;
        self
    }

    /// With [`ACTIONS`] as the last column, for those who have this right.
    #[must_use]
    pub fn deleted_by(mut self, right: Right) -> Self {
        self.list.heads.push(columns::with_room_for_an_arrow(ACTIONS));
        self.deletes = Some(right);
        self
    }

    /// Takes everything anew; page and selection stay.
    pub fn fill(&mut self, all: Vec<T>, facts: &Facts) {
        self.all = all;
        self.turn(Turn::Again, facts);
    }

    /// What the cursor is on.
    #[must_use]
    pub fn selected(&self) -> Option<&T> {
        let (key, _) = self.list.current()?;
        // A row's key does not depend on the time.
        self.all.iter().find(|one| one.row(0).key == key)
    }

    /// What an action is about: what is marked, else what the cursor is on. What is gone by now is left out.
    #[must_use]
    pub fn chosen(&self) -> Vec<&T> {
        let chosen = self.list.chosen();
        if chosen.len() < 2 {
            return self
                .all
                .iter()
                .filter(|one| chosen.iter().any(|(key, _)| *key == one.row(0).key))
                .collect();
        }
        let by_key: HashMap<String, &T> = self.all.iter().map(|one| (one.row(0).key, one)).collect();
        chosen.iter().filter_map(|(key, _)| by_key.get(key).copied()).collect()
    }

    /// Everything, in no order.
    #[must_use]
    pub fn all(&self) -> &[T] {
        &self.all
    }

    /// Does what a message asks of the list and turns its pages; a click on a cell is for the screen.
    pub fn told(&mut self, message: Message, facts: &Facts) -> Option<usize> {
        match self.list.told(message) {
            Wish::Load(turn) => self.turn(turn, facts),
            Wish::Cell(column) => return Some(column),
            Wish::Nothing => {}
        }
        None
    }

    fn turn(&mut self, turn: Turn, facts: &Facts) {
        let size = List::limit(facts.body);
        let mut rows = self.found(facts.now);
        let total = rows.len();
        // At both ends the page is a full one.
        let last = total.saturating_sub(size);
        let held = self.list.held().and_then(|key| rows.iter().position(|row| row.key == key));
        let is_seen = |at: &usize| (self.offset..self.offset + size).contains(at);
        let offset = match turn {
            Turn::Again | Turn::Around if held.is_some_and(|at| !is_seen(&at)) => {
                held.unwrap_or_default() / size * size
            }
            Turn::Around if held.is_none() => 0,
            Turn::First => 0,
            Turn::Last => last,
            Turn::Next => self.offset + size,
            Turn::Previous => self.offset.saturating_sub(size),
            Turn::Again | Turn::Around => self.offset,
        }
        .min(last);
        let key = |at: Option<usize>| at.and_then(|at| rows.get(at)).map(|row| row.key.as_str());
        match turn {
            Turn::Next => self.list.land_among(key(Some(self.offset + size)), None),
            Turn::Previous => self.list.land_among(None, key(self.offset.checked_sub(1))),
            _ => {}
        }
        self.offset = offset;
        let mut rows: Vec<Row> = rows.drain(offset..total.min(offset + size)).collect();
        if let Some(right) = self.deletes {
            for row in &mut rows {
                row.cells.push(delete_cell(right, facts));
            }
        }
        self.list.show(Sight { rows, total, offset, uncounted: false });
    }

    /// The rows that the search finds, sorted.
    fn found(&self, now: i64) -> Vec<Row> {
        let terms: Vec<String> = self.list.search().split_whitespace().map(search_fold).collect();
        let rows = self.all.iter().map(|one| (one, one.row(now)));
        let mut found: Vec<(&T, Row)> =
            rows.filter(|(_, row)| terms.iter().all(|term| self.has(row, term))).collect();
        let (key, descending) = self.list.order();
        let column = self.list.column(key);
        found.sort_by(|(one, row), (other, its_row)| {
            let text = |row: &Row| search_fold(row.cells.get(column).map_or("", String::as_str));
            one.compare(other, key).unwrap_or_else(|| text(row).cmp(&text(its_row)))
        });
        if descending {
            found.reverse();
        }
        found.into_iter().map(|(_, row)| row).collect()
    }

    /// Whether a term is in some cell, or in the one that it names: `field:term`.
    fn has(&self, row: &Row, term: &str) -> bool {
        let within = |cell: &String, term: &str| search_fold(cell).contains(term);
        let named = term.split_once(':').and_then(|(key, rest)| Some((self.list.column_of(key)?, rest)));
        match named {
            Some((column, rest)) => row.cells.get(column).is_some_and(|cell| within(cell, rest)),
            None => row.cells.iter().any(|cell| within(cell, term)),
        }
    }
}
