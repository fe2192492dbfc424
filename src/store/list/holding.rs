//! The page of a list that holds a given client, so that a list can change its order, size or search around the row that
//! somebody works with.

use rusqlite::OptionalExtension;

use super::{SortKey, place};
use crate::domain::{Cursor, ListQuery, Page, PageAt};
use crate::store::error::StoreError;
use crate::store::{Reader, Store};

impl Reader<'_> {
    /// Where a client stands in the order of a list, whether the list has it or not.
    fn place_of(&self, query: &ListQuery, client_id: &str) -> Result<Option<Cursor>, StoreError> {
        let key = SortKey::of(query.sort.key);
        let sql =
            format!("SELECT id, {} FROM client WHERE client_id = ?1 AND deleted_at IS NULL", key.expression);
        Ok(self.0.prepare_cached(&sql)?.query_row([client_id], |row| place(row, key)).optional()?)
    }
}

impl Store {
    /// The page that holds this client, pages counted from the first of the list; nothing where the list does not have
    /// the client, or has no pages.
    pub fn page_holding(
        &self,
        query: &ListQuery,
        client_id: &str,
        now: i64,
    ) -> Result<Option<Page>, StoreError> {
        let Some(limit) = query.limit.filter(|limit| *limit > 0) else { return Ok(None) };
        self.snapshot(|reader| {
            let Some(own) = reader.place_of(query, client_id)? else { return Ok(None) };
            let page = |page, limit| {
                self.page(reader, &ListQuery { page, limit: Some(limit), ..query.clone() }, now)
            };
            let alone = page(PageAt::From(own.clone()), 1)?;
            if alone.rows.first().is_none_or(|(cursor, _)| cursor.id != own.id) {
                return Ok(None);
            }
            let above = alone.offset % limit;
            let before = if above > 0 { page(PageAt::Before(own.clone()), above)?.rows } else { Vec::new() };
            let first = before.into_iter().next().map_or(own, |(cursor, _)| cursor);
            page(PageAt::From(first), limit).map(Some)
        })
    }
}
