//! A page of the list of clients, sorted by any column, searched and filtered. Pages are found through
//! the column's index by where they begin; rows are counted once, and again only after a change.

mod cells;
mod condition;
mod holding;

use std::hash::{DefaultHasher, Hash, Hasher};

use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use super::client_row::{self, Placed};
use super::error::StoreError;
use super::tally::Tally;
use super::{Reader, Store};
use crate::domain::{Attribute, ClientRecord, Cursor, ListQuery, Page, PageAt, Rank, SortValue};

pub use cells::PartTold;
use condition::Where;
pub use condition::{
    AMONG, STATUS_WORDS, SortKey, Term, bound, fields, filtered, filters, is_filter, searched, terms,
    unknown_field,
};

/// A walk through the list in one direction.
struct Walk<'q> {
    key: SortKey,
    descending: bool,
    within: &'q Where,
}

pub type Found = (Cursor, ClientRecord);

/// Where rows begin: at the first of the list, or at a place, its own row included or not.
type From<'c> = Option<(&'c Cursor, bool)>;

impl Walk<'_> {
    fn rows(&self, reader: &Reader<'_>, from: From<'_>, limit: i64) -> Result<Vec<Found>, StoreError> {
        let mut rows = Vec::new();
        self.each(reader, client_row::COLUMNS, from, limit, &mut |row| {
            rows.push(placed(row, self.key)?);
            Ok(())
        })?;
        Ok(rows)
    }

    /// Gives rows to `work`: `columns`, of which the first is the client's number, and then what is sorted by. Tells
    /// how many there were. Two steps, for the index is used in both: those of the same value as the place and a
    /// higher number, then those of higher values.
    fn each(
        &self,
        reader: &Reader<'_>,
        columns: &str,
        from: From<'_>,
        limit: i64,
        work: &mut impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
    ) -> Result<i64, StoreError> {
        let key = self.key.expression;
        let beyond = if self.descending { "<" } else { ">" };
        let Some((cursor, own)) = from else {
            return self.select(reader, columns, self.within, &self.order(), limit, work);
        };
        let value = bound(cursor);
        let including = if own { "=" } else { "" };
        let same = self
            .within
            .and(&format!("{key} = ? AND id {beyond}{including} ?"), [value.clone(), Value::from(cursor.id)]);
        let by_id = if self.descending { "ORDER BY id DESC" } else { "ORDER BY id" };
        let found = self.select(reader, columns, &same, by_id, limit, work)?;
        if found == limit {
            return Ok(found);
        }
        let further = self.within.and(&format!("{key} {beyond} ?"), [value]);
        Ok(found + self.select(reader, columns, &further, &self.order(), limit - found, work)?)
    }

    fn order(&self) -> String {
        let (key, order) = (self.key.expression, if self.descending { "DESC" } else { "ASC" });
        format!("ORDER BY {key} {order}, id {order}")
    }

    fn select(
        &self,
        reader: &Reader<'_>,
        columns: &str,
        within: &Where,
        order: &str,
        limit: i64,
        work: &mut impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
    ) -> Result<i64, StoreError> {
        let (key, conditions) = (self.key.expression, within.sql());
        let sql = format!("SELECT {columns}, {key} FROM client WHERE {conditions} {order} LIMIT {limit}");
        let mut statement = reader.0.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(&within.values))?;
        let mut found = 0;
        while let Some(row) = rows.next()? {
            work(row)?;
            found += 1;
        }
        Ok(found)
    }

    /// The place of the row before which so many stand; only the index is read.
    fn nth(&self, reader: &Reader<'_>, before: i64) -> Result<Option<Cursor>, StoreError> {
        let sql = format!(
            "SELECT id, {} FROM client WHERE {} {} LIMIT 1 OFFSET {before}",
            self.key.expression,
            self.within.sql(),
            self.order()
        );
        let mut statement = reader.0.prepare_cached(&sql)?;
        let mut found = statement.query(params_from_iter(&self.within.values))?;
        Ok(found.next()?.map(|row| place(row, self.key)).transpose()?)
    }

    /// The place of the row before which so many stand, of all that there are: looked for from the nearer end.
    fn at(&self, reader: &Reader<'_>, position: i64, all: i64) -> Result<Option<Cursor>, StoreError> {
        let from_end = all - 1 - position;
        if position < 0 || from_end < 0 {
            return Ok(None);
        }
        if position <= from_end {
            return self.nth(reader, position);
        }
        Walk { descending: !self.descending, ..*self }.nth(reader, from_end)
    }

    /// How many rows stand before a place.
    fn before(&self, reader: &Reader<'_>, cursor: &Cursor) -> Result<i64, StoreError> {
        let key = self.key.expression;
        let beyond = if self.descending { ">" } else { "<" };
        let value = bound(cursor);
        let lower = self.within.and(&format!("{key} {beyond} ?"), [value.clone()]);
        let ties = self.within.and(&format!("{key} = ? AND id {beyond} ?"), [value, Value::from(cursor.id)]);
        Ok(count(reader, &lower)? + count(reader, &ties)?)
    }
}

/// A row whose first column is the client's number and whose last is what it is sorted by.
fn place(row: &Row<'_>, key: SortKey) -> rusqlite::Result<Cursor> {
    let last = row.as_ref().column_count() - 1;
    let value = if key.text { SortValue::Text(row.get(last)?) } else { SortValue::Number(row.get(last)?) };
    Ok(Cursor { value, id: row.get(0)?, rank: Rank::default() })
}

/// A row of [`client_row::COLUMNS`] and, after them, what it is sorted by.
pub fn placed(row: &Row<'_>, key: SortKey) -> rusqlite::Result<Found> {
    Ok((place(row, key)?, client_row::read(row)?.1))
}

fn count(reader: &Reader<'_>, within: &Where) -> Result<i64, StoreError> {
    let sql = format!("SELECT count(*) FROM {} WHERE {}", within.counted_in(), within.sql());
    Ok(reader.0.prepare_cached(&sql)?.query_row(params_from_iter(&within.values), |row| row.get(0))?)
}

/// Names a list as it was when clients had changed so often.
fn stamp(query: &ListQuery, changes: i64) -> u64 {
    let mut hasher = DefaultHasher::new();
    (changes, &query.search, &query.filters, query.sort.key, query.descending).hash(&mut hasher);
    hasher.finish()
}

/// A page whose rows know where they stand.
pub fn page(query: &ListQuery, changes: i64, mut rows: Vec<Found>, total: i64, offset: i64) -> Page {
    let of = stamp(query, changes);
    for (before, (cursor, _)) in (offset..).zip(&mut rows) {
        cursor.rank = Rank { of, before, total };
    }
    Page { rows, total, offset }
}

impl Reader<'_> {
    /// How many clients that are not in the trash meet every filter at this time.
    pub fn count_clients(&self, filters: &[(String, String)], now: i64) -> Result<i64, StoreError> {
        count(self, &Where::filtered(filters, now))
    }

    /// How many clients that are not in the trash have each value of an attribute, empty where they have none; the most
    /// frequent first.
    pub fn clients_by(&self, attribute: &'static Attribute) -> Result<Vec<(String, i64)>, StoreError> {
        let text = Placed::of(attribute).text;
        let sql = format!(
            "SELECT {text}, count(*) FROM client WHERE deleted_at IS NULL GROUP BY 1 ORDER BY 2 DESC, 1"
        );
        let mut statement = self.0.prepare_cached(&sql)?;
        Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
    }

    /// A page of the list as it is at this time.
    pub fn clients(&self, query: &ListQuery, now: i64) -> Result<Page, StoreError> {
        let tally = self.tally()?;
        let key = SortKey::of(query.sort.key);
        let within = Where::of(query, now);
        let walk = Walk { key, descending: query.descending != key.reversed, within: &within };
        let back = Walk { key, descending: !walk.descending, within: &within };
        let limit = query.limit.unwrap_or(i64::MAX).max(0);
        let backwards = |mut rows: Vec<Found>| {
            rows.reverse();
            rows
        };
        let mut total = known_total(query, &within, tally);
        let rows = match &query.page {
            PageAt::First => walk.rows(self, None, limit)?,
            PageAt::Last => backwards(back.rows(self, None, limit)?),
            PageAt::After(cursor) => walk.rows(self, Some((cursor, false)), limit)?,
            PageAt::From(cursor) => walk.rows(self, Some((cursor, true)), limit)?,
            PageAt::Before(cursor) => backwards(back.rows(self, Some((cursor, false)), limit)?),
            PageAt::Position(position) => {
                let all = total.map_or_else(|| count(self, &within), Ok)?;
                total = Some(all);
                let first = walk.at(self, *position, all)?;
                first.map_or(Ok(Vec::new()), |first| walk.rows(self, Some((&first, true)), limit))?
            }
        };
        let found = i64::try_from(rows.len()).unwrap_or(limit);
        let is_all = matches!(query.page, PageAt::First) && found < limit;
        let total = if is_all { found } else { total.map_or_else(|| count(self, &within), Ok)? };
        let offset = match (&query.page, rows.first()) {
            (_, None) => total,
            (PageAt::First, _) => 0,
            (PageAt::Last, _) => total - found,
            (PageAt::Position(position), _) => *position,
            (PageAt::After(cursor), _) if holds(cursor, query, tally.changes) => cursor.rank.before + 1,
            (PageAt::From(cursor), Some((first, _)))
                if holds(cursor, query, tally.changes) && first.id == cursor.id =>
            {
                cursor.rank.before
            }
            (PageAt::Before(cursor), _) if holds(cursor, query, tally.changes) => cursor.rank.before - found,
            (_, Some((first, _))) => walk.before(self, first)?,
        };
        Ok(page(query, tally.changes, rows, total, offset))
    }
}

/// How many rows the list has, where nothing needs to be counted for that.
fn known_total(query: &ListQuery, within: &Where, tally: Tally) -> Option<i64> {
    if within.is_everything() {
        return Some(tally.clients);
    }
    match &query.page {
        PageAt::After(cursor) | PageAt::Before(cursor) | PageAt::From(cursor) => {
            Some(cursor.rank.total).filter(|_| holds(cursor, query, tally.changes))
        }
        _ => None,
    }
}

/// Whether a place's rank still holds, now that clients have changed so often.
pub fn holds(cursor: &Cursor, query: &ListQuery, changes: i64) -> bool {
    cursor.rank.of == stamp(query, changes)
}

impl Store {
    /// A page of the list as it is at this time; where its texts are in memory, they are searched there.
    pub fn clients(&self, query: &ListQuery, now: i64) -> Result<Page, StoreError> {
        self.snapshot(|reader| self.page(reader, query, now))
    }

    /// The rows of the first page, where they are known before all that are found are counted, and counting takes longer.
    pub fn first_rows(&self, query: &ListQuery) -> Result<Option<Vec<Found>>, StoreError> {
        self.snapshot(|reader| match &mut *self.finder.borrow_mut() {
            Some(finder) if is_for_memory(query) => finder.first_rows(reader, query),
            _ => Ok(None),
        })
    }

    fn page(&self, reader: &Reader<'_>, query: &ListQuery, now: i64) -> Result<Page, StoreError> {
        match &mut *self.finder.borrow_mut() {
            Some(finder) if is_for_memory(query) => finder.page(reader, query),
            _ => reader.clients(query, now),
        }
    }
}

/// Whether it is a search that is done in memory: filters are for SQL.
fn is_for_memory(query: &ListQuery) -> bool {
    !query.search.trim().is_empty() && query.filters.is_empty()
}
