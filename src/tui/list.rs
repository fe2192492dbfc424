//! The list of every panel: rows, columns as many as fit, selection, marks, sorting, search as you type and
//! pages. It knows rows as text only; what it needs from outside it says as a [`Wish`].

mod columns;
mod cursor;
mod marks;
mod position;
mod search;
mod told;
mod view;
mod whole;

use std::cell::Cell;
use std::collections::BTreeMap;

use crossterm::event::KeyEvent;
use ratatui::layout::Rect;

use super::canvas::{Click, Target};
use super::keys::Command;
use search::SearchLine;

pub use columns::ESSENTIAL;
pub use position::has_own_line;
pub use view::rows_that_fit;
pub use whole::{ACTIONS, Listed, Whole, delete_cell};

#[cfg(test)]
mod tests;

/// Rows that one step of the wheel moves.
const WHEEL: usize = 3;

/// A column.
#[derive(Clone, Debug)]
pub struct Head {
    /// What rows are sorted by; `None` for a column that does not sort.
    pub key: Option<&'static str>,
    /// The header.
    pub title: &'static str,
    /// Cells that it needs and cells that it would like.
    pub width: (u16, u16),
    /// Columns with a lower rank find room first; below [`ESSENTIAL`] they are what the list is for.
    pub rank: u8,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What the row is known by, also when it moves to another place.
    pub key: String,
    /// What a person calls it.
    pub name: String,
    /// One text a column.
    pub cells: Vec<String>,
    /// Whether it is drawn in the second rank.
    pub off: bool,
}

/// The rows of one page.
#[derive(Clone, Debug, Default)]
pub struct Sight {
    /// The rows.
    pub rows: Vec<Row>,
    /// Rows in the whole list.
    pub total: usize,
    /// Whether there may be more than that: they are not counted yet.
    pub uncounted: bool,
    /// Rows before the first of this page.
    pub offset: usize,
}

/// Which page is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The first.
    First,
    /// The last.
    Last,
    /// The one after this.
    Next,
    /// The one before this.
    Previous,
    /// This one again, or the one on which the selected row stands by now.
    Again,
    /// The one on which the selected row stands, else the first.
    Around,
}

/// What the list needs from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Nothing.
    Nothing,
    /// Rows: those of this page.
    Load(Turn),
    /// A click on a cell, in the row that is now selected.
    Cell(usize),
}

/// What stands where no row is.
#[derive(Clone, Debug)]
pub struct Empty {
    /// Where there is nothing at all: says what to do next.
    pub nothing: String,
    /// Where a search found nothing.
    pub not_found: String,
}

/// Where the selection goes once the rows are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Landing {
    /// The same row.
    Same,
    /// The same place on the page.
    Place,
    First,
    Last,
}

/// The state of a list.
#[derive(Debug)]
pub struct List {
    heads: Vec<Head>,
    empty: Empty,
    sight: Sight,
    loaded: bool,
    selected: usize,
    /// Whether the cursor is on no row, because its own is gone.
    adrift: bool,
    /// The row to go on with once the rows are there: its key.
    wanted: Option<String>,
    landing: Landing,
    marks: BTreeMap<String, Row>,
    sort: usize,
    descending: bool,
    search: SearchLine,
    /// What all rows have in common, where that is not all of them.
    about: Option<String>,
    /// Which set of columns is shown.
    columns_at: Cell<usize>,
    /// Whether it is the one in which the rows' order is seen; no more, once another was asked for.
    shows_order: Cell<bool>,
}

impl List {
    /// A list that is sorted by its first column.
    #[must_use]
    pub fn new(heads: Vec<Head>, empty: Empty) -> Self {
        Self {
            heads: heads.into_iter().map(columns::with_room_for_an_arrow).collect(),
            empty,
            sight: Sight::default(),
            loaded: false,
            selected: 0,
            adrift: false,
            wanted: None,
            landing: Landing::Same,
            marks: BTreeMap::new(),
            sort: 0,
            descending: false,
            search: SearchLine::default(),
            about: None,
            columns_at: Cell::new(0),
            shows_order: Cell::new(true),
        }
    }

    /// Says what all rows have in common.
    pub fn say_about(&mut self, about: Option<String>) {
        self.about = about;
    }

    /// What it is sorted by, and whether from the last to the first.
    #[must_use]
    pub fn order(&self) -> (&'static str, bool) {
        (self.heads[self.sort].key.unwrap_or_default(), self.descending)
    }

    /// What is searched for.
    #[must_use]
    pub fn search(&self) -> &str {
        self.search.text()
    }

    /// Whether a search is being typed.
    #[must_use]
    pub fn is_searching(&self) -> bool {
        self.search.is_open()
    }

    /// The selected row: key and name.
    #[must_use]
    pub fn current(&self) -> Option<(&str, &str)> {
        self.selected().map(|at| &self.sight.rows[at]).map(|row| (row.key.as_str(), row.name.as_str()))
    }

    /// Does what a command asks of a list.
    pub fn command(&mut self, command: Command) -> Wish {
        match command {
            Command::Up => self.up(1),
            Command::Down => self.down(1),
            Command::PageUp => self.turn_back(Landing::Place, Landing::First),
            Command::PageDown => self.turn_on(Landing::Place, Landing::Last),
            Command::First => self.load(Turn::First, Landing::First),
            Command::Last => self.load(Turn::Last, Landing::Last),
            Command::Reload => self.load(Turn::Again, Landing::Same),
            Command::Mark => {
                if !self.mark() {
                    return Wish::Nothing;
                }
                self.down(1)
            }
            Command::MarkAll => self.mark_page(),
            Command::SortNext => self.sort_next(),
            Command::SortReverse => self.sort_by(self.sort),
            Command::ColumnsAfter => self.show_columns(self.columns_at.get() + 1),
            Command::ColumnsBefore => self.show_columns(self.columns_at.get().saturating_sub(1)),
            Command::Search => {
                self.search.open();
                Wish::Nothing
            }
            Command::KeepSearch => {
                self.search.close();
                Wish::Nothing
            }
            Command::DropSearch => self.drop_search(),
            Command::Back if !self.search().is_empty() => self.drop_search(),
            Command::Back => {
                self.unmark();
                Wish::Nothing
            }
            editing if self.is_searching() => {
                let changed = self.search.command(editing);
                self.searched(changed)
            }
            _ => Wish::Nothing,
        }
    }

    /// Takes a character into the search, where one is typed.
    pub fn typed(&mut self, key: KeyEvent) -> Wish {
        let changed = self.search.typed(key);
        self.searched(changed)
    }

    /// Takes pasted text into the search, where one is typed.
    pub fn pasted(&mut self, text: &str) -> Wish {
        let changed = self.search.pasted(text);
        self.searched(changed)
    }

    /// Takes a click.
    pub fn click(&mut self, click: Click) -> Wish {
        match click.target {
            Target::Row(row) => {
                self.pick(row);
                Wish::Nothing
            }
            Target::Cell { row, column } => {
                self.pick(row);
                if self.selected().is_some() { Wish::Cell(column) } else { Wish::Nothing }
            }
            Target::Header(column) if self.heads.get(column).is_some_and(|head| head.key.is_some()) => {
                self.sort_by(column)
            }
            _ => Wish::Nothing,
        }
    }

    /// Takes a step of the wheel.
    pub fn wheel(&mut self, down: bool) -> Wish {
        if down { self.down(WHEEL) } else { self.up(WHEEL) }
    }

    /// Where the list's rows lie, for a page's size: see [`rows_that_fit`].
    #[must_use]
    pub fn limit(area: Rect) -> usize {
        rows_that_fit(area)
    }

    /// Sorts by a column; by the same one again, the other way round.
    fn sort_by(&mut self, column: usize) -> Wish {
        self.descending = self.sort == column && !self.descending;
        self.sort = column;
        self.shows_order.set(true);
        self.load(Turn::Around, Landing::Same)
    }

    fn sort_next(&mut self) -> Wish {
        let count = self.heads.len();
        let next =
            (1..=count).map(|step| (self.sort + step) % count).find(|&at| self.heads[at].key.is_some());
        self.sort = next.unwrap_or(self.sort);
        self.descending = false;
        self.shows_order.set(true);
        self.load(Turn::Around, Landing::Same)
    }

    /// Shows another set of columns; how many there are is known when they are drawn.
    fn show_columns(&mut self, set: usize) -> Wish {
        self.columns_at.set(set);
        self.shows_order.set(false);
        Wish::Nothing
    }

    /// Drops the search; the cursor stays on what was found.
    pub fn drop_search(&mut self) -> Wish {
        if self.search.clear() { self.load(Turn::Around, Landing::Same) } else { Wish::Nothing }
    }

    fn searched(&mut self, changed: bool) -> Wish {
        if changed { self.load(Turn::First, Landing::First) } else { Wish::Nothing }
    }
}
