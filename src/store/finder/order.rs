//! The rows in the order of one column: their places among all, so that a search is paged by walking them.
//! The order is SQLite's own; where one place belongs is asked of it.

use std::cell::OnceCell;

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params};

use crate::store::error::StoreError;
use crate::store::list::SortKey;
use crate::store::{Reader, finder::Rows};

/// Rows in their order, the lowest value first; those that are gone left out.
pub struct Order {
    key: SortKey,
    rows: Vec<u32>,
    /// Where each row stands, once it was asked for.
    places: OnceCell<Vec<u32>>,
}

impl Order {
    /// Reads the column's index.
    pub fn read(reader: &Reader<'_>, key: SortKey, rows: &Rows) -> Result<Self, StoreError> {
        Ok(Self::of(key, &Self::ids(reader, key)?, rows))
    }

    /// The clients in the order of a column.
    pub fn ids(reader: &Reader<'_>, key: SortKey) -> Result<Vec<i64>, StoreError> {
        let key_text = key.expression;
        let sql = format!("SELECT id FROM client WHERE deleted_at IS NULL ORDER BY {key_text}, id");
        let mut statement = reader.0.prepare_cached(&sql)?;
        let mut found = statement.query([])?;
        let mut ids = Vec::new();
        while let Some(row) = found.next()? {
            ids.push(row.get(0)?);
        }
        Ok(ids)
    }

    /// The rows of clients that are in the order of a column.
    pub fn of(key: SortKey, ids: &[i64], rows: &Rows) -> Self {
        let mut order = Vec::with_capacity(ids.len());
        order.extend(ids.iter().filter_map(|&id| rows.place(id)));
        Self { key, rows: order, places: OnceCell::new() }
    }

    /// The rows.
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// Where each row stands; nothing that means anything for one that is gone.
    pub fn places(&self) -> &[u32] {
        self.places.get_or_init(|| {
            let all = self.rows.iter().max().map_or(0, |last| *last as usize + 1);
            let mut places = vec![0; all];
            for (place, &row) in (0..).zip(&self.rows) {
                places[row as usize] = place;
            }
            places
        })
    }

    /// How many rows come before a value and number, and whether the next is that very row.
    pub fn seek(
        &self,
        reader: &Reader<'_>,
        rows: &Rows,
        value: &Value,
        id: i64,
    ) -> Result<(usize, bool), StoreError> {
        let sql = format!("SELECT ({}, id) < (?1, ?2) FROM client WHERE id = ?3", self.key.expression);
        let mut statement = reader.0.prepare_cached(&sql)?;
        let (mut low, mut high) = (0, self.rows.len());
        while low < high {
            let middle = low.midpoint(high);
            let number = rows.number(self.rows[middle]);
            if statement.query_row(params![value, id, number], |row| row.get(0))? {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let is_there = self.rows.get(low).is_some_and(|&row| rows.number(row) == id);
        Ok((low, is_there))
    }

    /// Takes rows that changed out, and puts those that are not gone where they belong now.
    pub fn renew(&mut self, reader: &Reader<'_>, rows: &Rows, changed: &[u32]) -> Result<(), StoreError> {
        self.places.take();
        self.rows.retain(|row| !changed.contains(row));
        let expression = self.key.expression;
        let sql = format!("SELECT {expression} FROM client WHERE id = ?1 AND deleted_at IS NULL");
        let mut statement = reader.0.prepare_cached(&sql)?;
        for &row in changed {
            let id = rows.number(row);
            let value = statement.query_row([id], |row| row.get::<_, Value>(0)).optional()?;
            if let Some(value) = value {
                let (at, _) = self.seek(reader, rows, &value, id)?;
                self.rows.insert(at, row);
            }
        }
        Ok(())
    }
}
