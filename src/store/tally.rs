//! How many clients there are and which changed last, as triggers keep it: nothing is counted.

use rusqlite::OptionalExtension;

use super::Reader;
use super::error::StoreError;

/// How the table of clients stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Clients that are not in the trash.
    pub clients: i64,
    /// How often clients changed so far.
    pub changes: i64,
}

impl Reader<'_> {
    /// How many clients there are and how often they changed.
    pub fn tally(&self) -> Result<Tally, StoreError> {
        let sql = "SELECT clients, changes FROM client_tally";
        let tally = |row: &rusqlite::Row<'_>| Ok(Tally { clients: row.get(0)?, changes: row.get(1)? });
        match self.0.prepare_cached(sql)?.query_row([], tally).optional()? {
            Some(tally) => Ok(tally),
            None => self.counted(),
        }
    }

    /// In an older registry that can only be read it is counted; each change has its entry in the audit log.
    fn counted(&self) -> Result<Tally, StoreError> {
        let sql = "SELECT (SELECT count(*) FROM client WHERE deleted_at IS NULL),
                   (SELECT ifnull(max(number), 0) FROM audit_entry)";
        Ok(self
            .0
            .prepare_cached(sql)?
            .query_row([], |row| Ok(Tally { clients: row.get(0)?, changes: row.get(1)? }))?)
    }

    /// The clients that changed after so many changes, each once; `None` where that is too long ago to tell.
    pub fn changed_since(&self, changes: i64) -> Result<Option<Vec<i64>>, StoreError> {
        let next = "SELECT 1 FROM client_change WHERE number = ?1 + 1";
        if self.tally()?.changes == changes {
            return Ok(Some(Vec::new()));
        }
        if self.0.prepare_cached(next)?.query_row([changes], |_| Ok(())).optional()?.is_none() {
            return Ok(None);
        }
        let sql = "SELECT DISTINCT client FROM client_change WHERE number > ?1 ORDER BY client";
        let mut statement = self.0.prepare_cached(sql)?;
        Ok(Some(statement.query_map([changes], |row| row.get(0))?.collect::<Result<_, _>>()?))
    }

    /// Whether the number of clients that is kept is the one that is counted; an older registry keeps none.
    pub fn tally_is_right(&self) -> Result<bool, StoreError> {
        let sql = "SELECT (SELECT count(*) FROM client WHERE deleted_at IS NULL) = clients FROM client_tally";
        match self.0.query_row(sql, [], |row| row.get(0)).optional()? {
            Some(right) => Ok(right),
            None => Ok(!self.0.table_exists(Some("main"), "client_tally")?),
        }
    }
}
