//! What `lint` reads of all clients, one after the other, and the advice that operators have accepted.

use std::ops::ControlFlow;

use rusqlite::params;

use super::error::{StoreError, in_order};
use super::rows::RowKey;
use super::{Reader, Writer, client_row};
use crate::domain::{Acceptance, ClientRecord, Stamp, name};

impl Reader<'_> {
    /// Clients that are not in the trash, by name, with their numbers: those after a name, at most so many.
    pub fn clients_after(
        &self,
        after: Option<&str>,
        at_most: i64,
    ) -> Result<Vec<(i64, ClientRecord)>, StoreError> {
        let sql = format!(
            "SELECT {} FROM client WHERE deleted_at IS NULL AND name_key > ?1 ORDER BY name_key LIMIT ?2",
            client_row::COLUMNS
        );
        // A name is never empty, so that all stand after nothing.
        let after = after.map(name::name_key).unwrap_or_default();
        let mut statement = self.0.prepare_cached(&sql)?;
        let found =
            statement.query_map(params![after, at_most], client_row::read)?.collect::<Result<Vec<_>, _>>()?;
        in_order(&found, |(_, record)| name::name_key(&record.client.name), after)?;
        Ok(found)
    }

    /// The number and name of every client that is not in the trash, as long as `look` goes on.
    pub fn each_client_name(
        &self,
        mut look: impl FnMut(i64, &str) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, StoreError> {
        let mut statement = self.0.prepare("SELECT id, client_name FROM client WHERE deleted_at IS NULL")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if look(row.get(0)?, &row.get::<_, String>(1)?).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Whether any server has reported the use of any client.
    pub fn use_is_reported(&self) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM client WHERE deleted_at IS NULL AND last_used_at > 0)";
        Ok(self.0.query_row(sql, [], |row| row.get(0))?)
    }

    /// The advice that was accepted for a client, whether it still holds or not.
    pub fn acceptances(&self, client: i64) -> Result<Vec<Acceptance>, StoreError> {
        let acceptance = |row: &rusqlite::Row<'_>| {
            Ok(Acceptance {
                rule: row.get(0)?,
                reason: row.get(1)?,
                until: row.get(2)?,
                accepted: Stamp { at: row.get(3)?, by: row.get(4)? },
            })
        };
        let sql = "SELECT rule, reason, until, accepted_at, accepted_by FROM accepted_advice
                   WHERE client = ?1 ORDER BY rule";
        let mut statement = self.0.prepare_cached(sql)?;
        Ok(statement.query_map([client], acceptance)?.collect::<Result<_, _>>()?)
    }
}

impl Writer<'_> {
    /// Accepts an advice about a client, in place of what was accepted before.
    pub fn accept_advice(&self, client: i64, client_id: &str, new: &Acceptance) -> Result<(), StoreError> {
        let sql =
            "INSERT OR REPLACE INTO accepted_advice (client, rule, reason, until, accepted_at, accepted_by)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        self.connection().prepare_cached(sql)?.execute(params![
            client,
            new.rule,
            new.reason,
            new.until,
            new.accepted.at,
            new.accepted.by
        ])?;
        self.touch(RowKey::new("acceptance", format!("{client_id}/{}", new.rule)));
        Ok(())
    }

    /// Forgets that an advice about a client is accepted; false where it was not.
    pub fn withdraw_advice(&self, client: i64, client_id: &str, rule: &str) -> Result<bool, StoreError> {
        let sql = "DELETE FROM accepted_advice WHERE client = ?1 AND rule = ?2";
        let gone = self.connection().prepare_cached(sql)?.execute(params![client, rule])? > 0;
        if gone {
            self.touch(RowKey::new("acceptance", format!("{client_id}/{rule}")));
        }
        Ok(gone)
    }

    /// Forgets what was accepted for a client that is purged.
    pub(super) fn remove_acceptances(&self, client: i64, client_id: &str) -> Result<(), StoreError> {
        for acceptance in self.acceptances(client)? {
            self.touch(RowKey::new("acceptance", format!("{client_id}/{}", acceptance.rule)));
        }
        self.connection()
            .prepare_cached("DELETE FROM accepted_advice WHERE client = ?1")?
            .execute([client])?;
        Ok(())
    }
}
