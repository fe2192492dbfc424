//! A page of what a search finds: the rows that the index and the texts tell, in the order of a column.

use super::bits::Bits;
use super::order::Order;
use super::piece::Sought;
use super::walk::Walk;
use super::{Finder, Rows};
use crate::domain::{Cursor, ListQuery, Page, PageAt, Rank};
use crate::store::error::StoreError;
use crate::store::list::{self, Found, STATUS_WORDS, SortKey, Term, bound, placed, searched, terms};
use crate::store::{Reader, client_row};

/// Rows that may have what is searched for, up to which all are looked at before anything is told.
const SOON: usize = if cfg!(test) { 4 } else { 8_192 };

impl Finder {
    /// A page of what a search finds; filters are for SQL.
    pub fn page(&mut self, reader: &Reader<'_>, query: &ListQuery) -> Result<Page, StoreError> {
        let changes = self.renew(reader)?;
        let key = SortKey::of(query.sort.key);
        self.read_order(reader, key)?;
        self.search(&query.search);
        let (Some(order), Some((_, found))) = (self.orders.get(key.expression), &self.last) else {
            // No filter goes by the time here.
            return reader.clients(query, 0);
        };
        let walk = Walk::new(order, found, query.descending != key.reversed);
        let (rows, before) = turn_to(&walk, order, reader, &self.rows, (query, changes))?;
        let (total, offset) = (walk.total(), if rows.is_empty() { walk.total() } else { before });
        let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let records = self.records(reader, key, &rows)?;
        Ok(list::page(query, changes, records, whole(total), whole(offset)))
    }

    /// The rows of the first page of a search that finds so many that counting them takes longer; nothing where
    /// [`Finder::page`] is as quick. They do not know where they stand.
    pub fn first_rows(
        &mut self,
        reader: &Reader<'_>,
        query: &ListQuery,
    ) -> Result<Option<Vec<Found>>, StoreError> {
        self.renew(reader)?;
        let limit = query.limit.and_then(|limit| usize::try_from(limit).ok());
        let (Some(limit), PageAt::First) = (limit, &query.page) else { return Ok(None) };
        let key = SortKey::of(query.sort.key);
        self.read_order(reader, key)?;
        let Some(order) = self.orders.get(key.expression) else { return Ok(None) };
        let sought = Search::of(&query.search);
        let candidates = self.index.candidates(&self.texts, &sought.terms);
        let is_known = self.last.as_ref().is_some_and(|(last, _)| *last == query.search);
        if is_known || candidates.sure || candidates.rows.count() <= SOON {
            return Ok(None);
        }
        let among = sought.with_status(candidates.rows, &self.enabled);
        let terms: Vec<Sought<'_>> = sought.terms.iter().map(Sought::of).collect();
        let walk = Walk::new(order, &among, query.descending != key.reversed);
        let is_found = |row: &u32| self.texts.has(*row as usize, &terms);
        let rows: Vec<u32> = walk.rows().take(SOON).filter(is_found).take(limit).collect();
        if rows.len() < limit {
            return Ok(None);
        }
        let mut records = self.records(reader, key, &rows)?;
        for (cursor, _) in &mut records {
            cursor.rank = Rank::default();
        }
        Ok(Some(records))
    }

    /// Reads how clients are ordered by a column, where that is not known yet.
    pub fn read_order(&mut self, reader: &Reader<'_>, key: SortKey) -> Result<(), StoreError> {
        if !self.orders.contains_key(key.expression) {
            self.orders.insert(key.expression, Order::read(reader, key, &self.rows)?);
        }
        Ok(())
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
        let sought = Search::of(search);
        let found = self.index.find(&self.texts, &sought.terms, narrower.map(|(_, found)| found));
        self.last = Some((search.to_owned(), sought.with_status(found, &self.enabled)));
    }
}

/// The rows of the wanted page, and how many come before them.
fn turn_to(
    walk: &Walk<'_>,
    order: &Order,
    reader: &Reader<'_>,
    rows: &Rows,
    (query, changes): (&ListQuery, i64),
) -> Result<(Vec<u32>, usize), StoreError> {
    let limit = query.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
    let held = |cursor: &Cursor| {
        let held = Some(cursor.rank.before).filter(|_| list::holds(cursor, query, changes));
        held.and_then(|before| usize::try_from(before).ok())
    };
    Ok(match &query.page {
        PageAt::First => walk.rows_from(0, limit, Some(0)),
        PageAt::Last => walk.rows_before(walk.len(), limit, Some(walk.total())),
        PageAt::Position(position) => {
            walk.rows_after(usize::try_from(*position).unwrap_or(usize::MAX), limit)
        }
        PageAt::After(cursor) | PageAt::From(cursor) | PageAt::Before(cursor) => {
            let (below, is_there) = order.seek(reader, rows, &bound(cursor), cursor.id)?;
            let own = usize::from(is_there);
            let place = if walk.descending { walk.len() - below - own } else { below };
            let held = held(cursor);
            match query.page {
                PageAt::Before(_) => walk.rows_before(place, limit, held),
                PageAt::From(_) => walk.rows_from(place, limit, held),
                _ => walk.rows_from(place + own, limit, held.map(|before| before + own)),
            }
        }
    })
}

/// What is looked for: in the texts, and in the words for the status.
struct Search {
    terms: Vec<Term>,
    statuses: Vec<String>,
}

impl Search {
    fn of(search: &str) -> Self {
        let status = Some(searched().count());
        let terms = terms(search).into_iter().filter(|term| !term.text.is_empty());
        let (statuses, terms): (Vec<Term>, Vec<Term>) = terms.partition(|term| term.field == status);
        Self { terms, statuses: statuses.into_iter().map(|term| term.text).collect() }
    }

    /// Of the rows those whose status is asked for as well.
    fn with_status(&self, mut rows: Bits, enabled: &Bits) -> Bits {
        for text in &self.statuses {
            let [of_enabled, of_disabled] = STATUS_WORDS.map(|word| word.contains(text));
            match (of_enabled, of_disabled) {
                (true, true) => {}
                (true, false) => rows.keep(enabled),
                (false, true) => rows.take_out(enabled),
                (false, false) => rows = Bits::default(),
            }
        }
        rows
    }
}
