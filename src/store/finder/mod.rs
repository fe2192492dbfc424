//! The searched texts of every client in memory: what `LIKE` finds in seconds among a million is found in a frame.
//! It is filled when a search begins, and brought up to date before each answer by the clients that changed since.

mod bits;
mod grams;
mod index;
mod order;
mod page;
mod segment;
mod texts;
mod walk;

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::Row;
use rusqlite::types::ValueRef;

use super::error::StoreError;
use super::list::{SortKey, searched};
use super::{Reader, Store};
use crate::cores;
use crate::domain::Column;
use bits::Bits;
use index::Index;
use order::Order;
use segment::{SEGMENT, Segment};
use texts::{Piece, Texts};

#[cfg(test)]
mod tests;

/// Of so many changed clients and more, the orders are read anew.
const FEW: usize = 64;
/// Rows after which it is told how far the filling is.
const TELL: usize = 16_384;

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
        // Where no client was ever purged they stand without gaps.
        let guess = self.numbers.first().and_then(|first| usize::try_from(id - first).ok());
        let at = guess
            .filter(|&at| self.numbers.get(at) == Some(&id))
            .or_else(|| self.numbers.binary_search(&id).ok());
        at.and_then(|at| u32::try_from(at).ok())
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
}

impl Finder {
    /// Reads every client's texts; tells how many of how many were read. They are indexed meanwhile.
    pub fn fill(reader: &Reader<'_>, progress: &mut dyn FnMut(u64, u64)) -> Result<Self, StoreError> {
        let tally = reader.tally()?;
        let index = |pieces: Vec<Arc<Piece>>| Segment::of(pieces.iter().flat_map(|piece| piece.rows()));
        let (read, segments) = cores::beside(cores::count(), index, |full| {
            let (mut rows, mut texts, mut enabled) = (Rows::default(), Texts::default(), Bits::default());
            let mut statement = reader.0.prepare(&format!("{} ORDER BY id", select()))?;
            let mut found = statement.query([])?;
            while let Some(row) = found.next()? {
                if texts.rows().is_multiple_of(TELL) {
                    progress(texts.rows() as u64, u64::try_from(tally.clients).unwrap_or(0));
                }
                rows.numbers.push(row.get(0)?);
                enabled.set(texts.rows(), row.get(ENABLED)?);
                texts.push(fields(row)?);
                if texts.rows().is_multiple_of(SEGMENT) {
                    full(texts.segment(texts.rows() / SEGMENT - 1));
                }
            }
            full(texts.segment(texts.rows() / SEGMENT));
            Ok::<_, StoreError>((rows, texts, enabled))
        });
        let (rows, texts, enabled) = read?;
        let (orders, changes) = (BTreeMap::new(), Some(tally.changes));
        Ok(Self { rows, texts, enabled, index: Index::of(segments), orders, changes, last: None })
    }

    /// Takes in what changed since, whoever changed it; tells how often clients have changed now. Where an error
    /// breaks it off, nothing in memory is relied on any more.
    fn renew(&mut self, reader: &Reader<'_>) -> Result<i64, StoreError> {
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
            *self = Self::fill(reader, &mut |_, _| ())?;
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
            let now = found.next()?;
            let enabled = now.map_or(Ok(false), |now| now.get(ENABLED))?;
            match (self.rows.place(id), now) {
                (Some(row), Some(now)) => self.texts.replace(row as usize, fields(now)?),
                (Some(row), None) => self.texts.replace(row as usize, []),
                (None, None) => continue,
                (None, Some(now)) if self.rows.numbers.last().is_none_or(|&last| last < id) => {
                    self.rows.numbers.push(id);
                    self.texts.push(fields(now)?);
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

/// Where [`select`] has whether a client is enabled, and its texts.
const ENABLED: usize = 2;
const TEXTS: usize = 3;

/// A client's number, whether it is in the list, whether it is enabled, and its searched texts.
fn select() -> String {
    let texts: Vec<&str> = searched().collect();
    format!("SELECT id, deleted_at IS NULL, enabled, {} FROM client", texts.join(", "))
}

/// The texts of a row of [`select`]; none of a client in the trash.
fn fields<'r>(row: &'r Row<'_>) -> Result<impl Iterator<Item = &'r [u8]>, StoreError> {
    let count = if row.get(1)? { searched().count() } else { 0 };
    let text = |at| match row.get_ref(at) {
        Ok(ValueRef::Text(text)) => text,
        _ => &[],
    };
    Ok((TEXTS..TEXTS + count).map(text))
}

impl Store {
    /// Reads what is searched into memory, where it is not there yet; tells how many of how many were read.
    pub fn load_texts(&self, progress: &mut dyn FnMut(u64, u64)) -> Result<(), StoreError> {
        if self.finder.borrow().is_none() {
            let finder = self.snapshot(|reader| Finder::fill(reader, progress))?;
            self.finder.replace(Some(finder));
        }
        Ok(())
    }

    /// Reads how clients are ordered by a column, where what is searched is in memory.
    pub fn load_order(&self, column: &Column) -> Result<(), StoreError> {
        self.snapshot(|reader| match &mut *self.finder.borrow_mut() {
            Some(finder) => {
                finder.renew(reader)?;
                finder.read_order(reader, SortKey::of(column.key))
            }
            None => Ok(()),
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
