//! The searched texts of every client in memory: what `LIKE` finds in seconds among a million is found in a frame.
//! It is filled when a search begins, and brought up to date before each answer by the clients that changed since.

mod bits;
mod grams;
mod index;
mod order;
mod segment;
mod texts;
mod walk;

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::Row;
use rusqlite::types::ValueRef;

use super::error::StoreError;
use super::list::{self, Found, SortKey, Term, bound, placed, searched, terms};
use super::{Reader, Store, client_row};
use crate::cores;
use crate::domain::{Cursor, ListQuery, Page, PageAt};
use bits::Bits;
use index::Index;
use order::Order;
use segment::{SEGMENT, Segment};
use texts::{Piece, Texts};
use walk::Walk;

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
            let (mut rows, mut texts) = (Rows::default(), Texts::default());
            let mut statement = reader.0.prepare(&format!("{} ORDER BY id", select()))?;
            let mut found = statement.query([])?;
            while let Some(row) = found.next()? {
                if texts.rows().is_multiple_of(TELL) {
                    progress(texts.rows() as u64, u64::try_from(tally.clients).unwrap_or(0));
                }
                rows.numbers.push(row.get(0)?);
                texts.push(fields(row)?);
                if texts.rows().is_multiple_of(SEGMENT) {
                    full(texts.segment(texts.rows() / SEGMENT - 1));
                }
            }
            full(texts.segment(texts.rows() / SEGMENT));
            Ok::<_, StoreError>((rows, texts))
        });
        let (rows, texts) = read?;
        let (orders, changes) = (BTreeMap::new(), Some(tally.changes));
        Ok(Self { rows, texts, index: Index::of(segments), orders, changes, last: None })
    }

    /// A page of what a search finds; filters are for SQL.
    pub fn page(&mut self, reader: &Reader<'_>, query: &ListQuery) -> Result<Page, StoreError> {
        let changes = self.renew(reader)?;
        let key = SortKey::of(query.sort.key);
        if !self.orders.contains_key(key.expression) {
            self.orders.insert(key.expression, Order::read(reader, key, &self.rows)?);
        }
        self.search(&query.search);
        let (Some(order), Some((_, found))) = (self.orders.get(key.expression), &self.last) else {
            return reader.clients(query);
        };
        let walk = Walk::new(order, found, query.descending != key.reversed);
        let limit = query.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
        let held = |cursor: &Cursor| {
            let held = Some(cursor.rank.before).filter(|_| list::holds(cursor, query, changes));
            held.and_then(|before| usize::try_from(before).ok())
        };
        let (rows, before) = match &query.page {
            PageAt::First => walk.rows_from(0, limit, Some(0)),
            PageAt::Last => walk.rows_before(walk.len(), limit, Some(walk.total())),
            PageAt::Position(position) => {
                walk.rows_after(usize::try_from(*position).unwrap_or(usize::MAX), limit)
            }
            PageAt::After(cursor) | PageAt::From(cursor) | PageAt::Before(cursor) => {
                let (below, is_there) = order.seek(reader, &self.rows, &bound(cursor), cursor.id)?;
                let own = usize::from(is_there);
                let place = if walk.descending { walk.len() - below - own } else { below };
                let held = held(cursor);
                match query.page {
                    PageAt::Before(_) => walk.rows_before(place, limit, held),
                    PageAt::From(_) => walk.rows_from(place, limit, held),
                    _ => walk.rows_from(place + own, limit, held.map(|before| before + own)),
                }
            }
        };
        let (total, offset) = (walk.total(), if rows.is_empty() { walk.total() } else { before });
        let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let records = self.records(reader, key, &rows)?;
        Ok(list::page(query, changes, records, whole(total), whole(offset)))
    }

    fn records(&self, reader: &Reader<'_>, key: SortKey, rows: &[u32]) -> Result<Vec<Found>, StoreError> {
        let (columns, sorted) = (client_row::COLUMNS, key.expression);
        let sql = format!("SELECT {columns}, {sorted} FROM client WHERE id = ?1");
        let mut statement = reader.0.prepare_cached(&sql)?;
        let record = |&row: &u32| statement.query_row([self.rows.number(row)], |row| placed(row, key));
        Ok(rows.iter().map(record).collect::<Result<_, _>>()?)
    }

    /// Looks for the terms; not again for the same ones, and only among what was found where one goes on typing.
    fn search(&mut self, search: &str) {
        if self.last.as_ref().is_some_and(|(last, _)| last == search) {
            return;
        }
        let narrower = self.last.as_ref().filter(|(last, _)| {
            let more = search.strip_prefix(last.as_str());
            // A colon may make a field of what was a term, and only ASCII leaves the letter before as it is.
            more.is_some_and(|more| more.is_ascii() && !more.contains(':'))
        });
        let terms: Vec<Term> = terms(search).into_iter().filter(|term| !term.text.is_empty()).collect();
        let found = self.index.find(&self.texts, &terms, narrower.map(|(_, found)| found));
        self.last = Some((search.to_owned(), found));
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
            rows.extend(self.rows.place(id));
        }
        for &row in &rows {
            self.index.change(row as usize);
        }
        self.index.renew(&self.texts);
        Ok(Some(rows))
    }
}

/// A client's number, whether it is in the list, and its searched texts.
fn select() -> String {
    let texts: Vec<&str> = searched().collect();
    format!("SELECT id, deleted_at IS NULL, {} FROM client", texts.join(", "))
}

/// The texts of a row of [`select`]; none of a client in the trash.
fn fields<'r>(row: &'r Row<'_>) -> Result<impl Iterator<Item = &'r [u8]>, StoreError> {
    let count = if row.get(1)? { searched().count() } else { 0 };
    let text = |at| match row.get_ref(at) {
        Ok(ValueRef::Text(text)) => text,
        _ => &[],
    };
    Ok((2..2 + count).map(text))
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
