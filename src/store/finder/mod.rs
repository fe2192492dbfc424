//! The searched texts of every client in memory: what `LIKE` finds in seconds among a million is found in a frame.
//! It is filled when a search begins, and brought up to date before each answer by the clients that changed since.

mod bits;
mod fill;
mod grams;
mod index;
mod making;
mod met;
mod order;
mod page;
mod piece;
mod segment;
mod texts;
mod walk;

use std::collections::BTreeMap;

use rusqlite::Row;
use rusqlite::types::ValueRef;

use super::error::StoreError;
use super::list::{SortKey, searched};
use super::{Reader, Store};
use crate::cores;
use crate::domain::Column;
use bits::Bits;
use fill::Filled;
use index::Index;
use order::Order;
use texts::Texts;

#[cfg(test)]
mod tests;

/// Of so many changed clients and more, the orders are read anew.
const FEW: usize = 64;

/// The numbers of the clients, in their order; a client's place among them is its row.
#[derive(Default)]
pub struct Rows {
    numbers: Vec<i64>,
}

impl Rows {
    fn len(&self) -> usize {
        self.numbers.len()
    }

    /// A client's row.
    fn place(&self, id: i64) -> Option<u32> {
        let first = *self.numbers.first()?;
        let away = |id: i64| id.checked_sub(first).and_then(|away| usize::try_from(away).ok());
        let at = match (away(id), away(*self.numbers.last()?)) {
            (Some(at), Some(last)) => {
                // Each number that is missing moves all behind it by one row.
                let missing = last + 1 - self.len();
                if missing == 0 {
                    Some(at).filter(|at| *at <= last)
                } else {
                    self.among(id, at.saturating_sub(missing), at)
                }
            }
            _ => self.among(id, 0, self.len() - 1),
        };
        at.and_then(|at| u32::try_from(at).ok())
    }

    /// Where a number stands, at one of these places.
    fn among(&self, id: i64, from: usize, to: usize) -> Option<usize> {
        let numbers = self.numbers.get(from..self.len().min(to.saturating_add(1)))?;
        numbers.binary_search(&id).ok().map(|at| from + at)
    }

    /// The number of a row's client.
    fn number(&self, row: u32) -> i64 {
        self.numbers[row as usize]
    }
}

/// The searched texts, and the orders that were asked for.
pub struct Finder {
    rows: Rows,
    texts: Texts,
    /// The clients that are not disabled.
    enabled: Bits,
    index: Index,
    orders: BTreeMap<&'static str, Order>,
    /// How often clients had changed; unknown where taking in what changed was broken off.
    changes: Option<i64>,
    /// What was searched for last, and where it is.
    last: Option<(String, Bits)>,
    threads: Threads,
}

/// How many threads read the texts, and how many make the index; where none makes it, it is waited for.
#[derive(Clone, Copy)]
pub struct Threads {
    reading: usize,
    indexing: usize,
}

impl Finder {
    /// Reads every client's texts, and how they are ordered; tells how many of how many were read. They are indexed
    /// afterwards.
    pub fn fill(
        reader: &Reader<'_>,
        sorted_by: Option<SortKey>,
        threads: Threads,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Self, StoreError> {
        let Filled { rows, texts, enabled, order, changes } =
            fill::fill(reader, sorted_by, threads.reading, progress)?;
        let order = order.map(|(key, ids)| (key.expression, Order::of(key, &ids, &rows)));
        let (index, orders) = (Index::of(&texts, threads.indexing), order.into_iter().collect());
        Ok(Self { rows, texts, enabled, index, orders, changes: Some(changes), last: None, threads })
    }

    /// Takes in what changed since, whoever changed it; tells how often clients have changed now. Where an error
    /// breaks it off, nothing in memory is relied on any more.
    fn renew(&mut self, reader: &Reader<'_>) -> Result<i64, StoreError> {
        self.index.take_in();
        let now = reader.tally()?.changes;
        if self.changes == Some(now) {
            return Ok(now);
        }
        let changed = match self.changes.take() {
            Some(since) => reader.changed_since(since)?,
            None => None,
        };
        let renewed = match changed {
            Some(changed) => self.renew_texts(reader, &changed)?,
            None => None,
        };
        let Some(changed) = renewed else {
            // One connection: its answer is of one moment.
            *self = Self::fill(reader, None, Threads { reading: 1, ..self.threads }, &mut |_, _| ())?;
            return Ok(now);
        };
        self.last = None;
        if changed.len() > FEW {
            self.orders.clear();
        }
        self.orders.values_mut().try_for_each(|order| order.renew(reader, &self.rows, &changed))?;
        self.changes = Some(now);
        Ok(now)
    }

    /// Reads the texts of changed clients; gives their rows, or nothing where one does not fit in.
    fn renew_texts(&mut self, reader: &Reader<'_>, changed: &[i64]) -> Result<Option<Vec<u32>>, StoreError> {
        let mut statement = reader.0.prepare_cached(&format!("{} WHERE id = ?1", select()))?;
        let mut rows = Vec::with_capacity(changed.len());
        for &id in changed {
            let mut found = statement.query([id])?;
            let (place, now) = (self.rows.place(id), found.next()?.map(told).transpose()?);
            let enabled = now.as_ref().is_some_and(|(enabled, _)| *enabled);
            match (place, now) {
                (Some(row), Some((_, texts))) => self.texts.replace(row as usize, texts),
                (Some(row), None) => self.texts.replace(row as usize, []),
                (None, None) => continue,
                (None, Some((_, texts))) if self.rows.numbers.last().is_none_or(|&last| last < id) => {
                    self.rows.numbers.push(id);
                    self.texts.push(texts);
                }
                (None, Some(_)) => return Ok(None),
            }
            if let Some(row) = self.rows.place(id) {
                self.enabled.set(row as usize, enabled);
                rows.push(row);
            }
        }
        for &row in &rows {
            self.index.change(row as usize);
        }
        self.index.renew(&self.texts);
        Ok(Some(rows))
    }
}

/// Where [`select`] has how a client stands, and its texts.
const STANDING: usize = 1;
const TEXTS: usize = 2;

/// A client's number, whether it is enabled, which nothing tells of one in the trash, and its searched texts.
fn select() -> String {
    let texts: Vec<&str> = searched().collect();
    format!("SELECT id, iif(deleted_at IS NULL, enabled, NULL), {} FROM client", texts.join(", "))
}

/// Whether the client of a row of [`select`] is enabled, and its texts; none of a client in the trash.
fn told<'r>(row: &'r Row<'_>) -> Result<(bool, impl Iterator<Item = &'r [u8]>), StoreError> {
    let enabled: Option<bool> = row.get(STANDING)?;
    let text = |at| match row.get_ref(at) {
        Ok(ValueRef::Text(text)) => text,
        _ => &[],
    };
    let end = if enabled.is_some() { row.as_ref().column_count() } else { TEXTS };
    Ok((enabled == Some(true), (TEXTS..end).map(text)))
}

impl Store {
    /// Reads what is searched into memory, where it is not there yet, and how clients are ordered by a column; tells how
    /// many of how many were read.
    pub fn load_texts(
        &self,
        sorted_by: &Column,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), StoreError> {
        let (key, mut finder) = (SortKey::of(sorted_by.key), self.finder.borrow_mut());
        if finder.as_ref().is_some_and(|finder| finder.orders.contains_key(key.expression)) {
            return Ok(());
        }
        self.snapshot(|reader| {
            if let Some(finder) = &mut *finder {
                finder.renew(reader)?;
                return finder.read_order(reader, key);
            }
            let threads = Threads { reading: cores::count(), indexing: cores::count() };
            *finder = Some(Finder::fill(reader, Some(key), threads, progress)?);
            Ok(())
        })
    }

    /// Forgets how clients are ordered, where what they are sorted by changed beside the registry.
    pub(super) fn forget_orders(&self) {
        if let Some(finder) = &mut *self.finder.borrow_mut() {
            finder.orders.clear();
        }
    }

    /// Gives that memory back.
    pub fn forget_texts(&self) {
        self.finder.replace(None);
    }
}
