//! Sealed copies of client secrets: read, destroyed, and sealed afresh when the vault key changes.

use rusqlite::{OptionalExtension, Row, params};

use super::error::{StoreError, in_order};
use super::rows::{RowKey, TouchedRow};
use super::{Reader, Writer};

/// A sealed copy as it lies in the file.
#[derive(Clone)]
pub struct SealedCopyRow {
    /// The client's number.
    pub client: i64,
    /// The client's ID.
    pub client_id: String,
    /// Which of the client's secrets.
    pub generation: u32,
    /// Which vault key opens it.
    pub key_generation: u32,
    /// The copy.
    pub sealed: Vec<u8>,
}

const COPY: &str = "SELECT client, client_id, generation, key_generation, sealed
                    FROM sealed_copy JOIN client ON client.id = sealed_copy.client";

fn copy(row: &Row<'_>) -> rusqlite::Result<SealedCopyRow> {
    Ok(SealedCopyRow {
        client: row.get(0)?,
        client_id: row.get(1)?,
        generation: row.get(2)?,
        key_generation: row.get(3)?,
        sealed: row.get(4)?,
    })
}

impl SealedCopyRow {
    /// Its name in the audit log.
    #[must_use]
    pub fn key(&self) -> RowKey {
        RowKey::sealed(&self.client_id, self.generation)
    }
}

impl Reader<'_> {
    /// The sealed copy of a client's newest secret that has one.
    pub fn sealed_copy(&self, client: i64) -> Result<Option<SealedCopyRow>, StoreError> {
        let sql = format!("{COPY} WHERE client = ?1 ORDER BY generation DESC LIMIT 1");
        Ok(self.0.prepare_cached(&sql)?.query_row([client], copy).optional()?)
    }

    /// How many sealed copies there are.
    pub fn count_sealed_copies(&self) -> Result<u64, StoreError> {
        let count: i64 = self.0.query_row("SELECT count(*) FROM sealed_copy", [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// Sealed copies that follow one, by client and generation, at most so many.
    pub fn sealed_copies(&self, after: (i64, u32), at_most: i64) -> Result<Vec<SealedCopyRow>, StoreError> {
        let sql =
            format!("{COPY} WHERE (client, generation) > (?1, ?2) ORDER BY client, generation LIMIT ?3");
        let mut statement = self.0.prepare_cached(&sql)?;
        let copies =
            statement.query_map(params![after.0, after.1, at_most], copy)?.collect::<Result<Vec<_>, _>>()?;
        in_order(&copies, |copy| (copy.client, copy.generation), after)?;
        Ok(copies)
    }
}

impl Writer<'_> {
    /// Puts a copy sealed to another vault key in place of an old one. The audit log has one sum for all of
    /// them, so no row is touched.
    pub fn reseal(
        &self,
        client: i64,
        generation: u32,
        key_generation: u32,
        sealed: &[u8],
    ) -> Result<(), StoreError> {
        let sql =
            "UPDATE sealed_copy SET key_generation = ?3, sealed = ?4 WHERE client = ?1 AND generation = ?2";
        let mut statement = self.connection().prepare_cached(sql)?;
        statement.execute(params![client, generation, key_generation, sealed])?;
        Ok(())
    }

    /// Destroys every sealed copy. The audit log has one sum for all of them, so no row is touched.
    pub fn destroy_all_sealed_copies(&self) -> Result<(), StoreError> {
        self.connection().execute("DELETE FROM sealed_copy", [])?;
        Ok(())
    }

    /// Destroys the sealed copy of one secret.
    pub(super) fn destroy_sealed_copy(
        &self,
        client: i64,
        client_id: &str,
        generation: u32,
    ) -> Result<(), StoreError> {
        let row = RowKey::sealed(client_id, generation);
        // What it was is told too: after a re-keying, the log has one sum for all copies, which this leaves.
        if let Some(fields) = self.row_fields(&row)? {
            self.departed.borrow_mut().push(TouchedRow { row: row.clone(), fields: Some(fields) });
            let sql = "DELETE FROM sealed_copy WHERE client = ?1 AND generation = ?2";
            self.connection().prepare_cached(sql)?.execute(params![client, generation])?;
            self.touch(row);
        }
        Ok(())
    }
}
