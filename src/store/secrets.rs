//! Client secrets: what is told of them, what verifies them, their sealed copies, and how they retire.

use rusqlite::{OptionalExtension, Row, params};

use super::client_row::word;
use super::error::StoreError;
use super::rows::RowKey;
use super::{Reader, Writer};
use crate::domain::{SecretOrigin, SecretRecord, Stamp, TriedAgain, Word, client_id};

/// A secret to be stored.
pub struct NewSecret<'a> {
    /// The client's number.
    pub client: i64,
    /// The client's ID, for the audit log.
    pub client_id: &'a str,
    /// 1 more than the client's newest.
    pub generation: u32,
    /// Where it comes from.
    pub origin: SecretOrigin,
    /// When and by whom it was made.
    pub created: &'a Stamp,
    /// From when on it is refused, Unix seconds.
    pub expires_at: Option<i64>,
    /// Its argon2id PHC string.
    pub phc: &'a str,
    /// Its SHA-256, of generated secrets only.
    pub sha256: Option<[u8; 32]>,
    /// Its sealed copy with the generation of the vault key, in a sealed registry.
    pub sealed: Option<(u32, &'a [u8])>,
}

/// What verifies a secret that is usable now.
pub struct LiveSecret {
    /// Which of the client's secrets.
    pub generation: u32,
    /// Its argon2id PHC string.
    pub phc: String,
    /// Its SHA-256, of generated secrets only.
    pub sha256: Option<[u8; 32]>,
    /// From when on servers refuse it, where that is known, Unix seconds.
    pub not_after: Option<i64>,
}

/// When a secret in its grace or with an end is refused, as the view for servers has it.
const NOT_AFTER: &str = "CASE WHEN grace_ends_at IS NULL OR state = 'live' THEN expires_at
                         ELSE min(grace_ends_at, ifnull(expires_at, grace_ends_at)) END";

impl Reader<'_> {
    /// A client's secrets, the newest first.
    pub fn secrets(&self, client: i64) -> Result<Vec<SecretRecord>, StoreError> {
        let sql = "SELECT secret.*, sealed IS NOT NULL AS is_sealed FROM client_secret AS secret
                   LEFT JOIN sealed_copy USING (client, generation)
                   WHERE client = ?1 ORDER BY generation DESC";
        let mut statement = self.0.prepare_cached(sql)?;
        Ok(statement.query_map([client], record)?.collect::<Result<_, _>>()?)
    }

    /// What verifies the secrets that servers accept now, as servers read it; at most two.
    pub fn live_secrets(&self, client_id: &str) -> Result<Vec<LiveSecret>, StoreError> {
        let sql = "SELECT generation, phc, sha256, not_after FROM live_secret WHERE client_id = ?1
                   ORDER BY generation DESC";
        let mut statement = self.0.prepare_cached(sql)?;
        Ok(statement.query_map([client_id], live)?.collect::<Result<_, _>>()?)
    }

    /// What verifies the secrets of a client that servers accept at this time, or would if the client were enabled.
    pub fn usable_secrets(&self, client: i64, now: i64) -> Result<Vec<LiveSecret>, StoreError> {
        let sql = format!(
            "SELECT generation, phc, sha256, {NOT_AFTER} FROM client_secret WHERE client = ?1 AND phc IS NOT NULL
             AND (state = 'live' OR (state = 'grace' AND grace_ends_at > ?2))
             AND (expires_at IS NULL OR expires_at > ?2) ORDER BY generation DESC"
        );
        let mut statement = self.0.prepare_cached(&sql)?;
        Ok(statement.query_map([client, now], live)?.collect::<Result<_, _>>()?)
    }

    /// What verifies one secret of a client, whatever its state.
    pub fn secret_verifier(&self, client: i64, generation: u32) -> Result<Option<LiveSecret>, StoreError> {
        let sql = format!(
            "SELECT generation, phc, sha256, {NOT_AFTER} FROM client_secret
             WHERE client = ?1 AND generation = ?2 AND phc IS NOT NULL"
        );
        Ok(self.0.prepare_cached(&sql)?.query_row(params![client, generation], live).optional()?)
    }

    /// Whether a generated secret with this fingerprint exists or existed: its client's ID and generation.
    pub fn secret_of(&self, sha256: &[u8; 32]) -> Result<Option<(String, u32)>, StoreError> {
        let sql = "SELECT client.client_id, generation FROM client_secret
                   JOIN client ON client.id = client_secret.client WHERE sha256 = ?1";
        let mut statement = self.0.prepare_cached(sql)?;
        Ok(statement.query_row([sha256], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
    }

    /// The IDs of clients, those in the trash too, that have or had an imported secret which can still be compared.
    pub fn imported_client_ids(&self) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT DISTINCT client.client_id FROM client_secret
                   JOIN client ON client.id = client_secret.client WHERE origin = 'imported' AND phc IS NOT NULL";
        let mut statement = self.0.prepare_cached(sql)?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }
}

fn live(row: &Row<'_>) -> rusqlite::Result<LiveSecret> {
    Ok(LiveSecret { generation: row.get(0)?, phc: row.get(1)?, sha256: row.get(2)?, not_after: row.get(3)? })
}

/// A registry of an older schema that can only be read lacks the columns.
fn tried_again(row: &Row<'_>) -> Option<TriedAgain> {
    Some(TriedAgain { at: row.get("tried_at").ok()?, times: row.get("tried_times").ok()? })
}

fn record(row: &Row<'_>) -> rusqlite::Result<SecretRecord> {
    let retired = match (row.get("retired_at")?, row.get("retired_by")?) {
        (Some(at), Some(by)) => Some(Stamp { at, by }),
        _ => None,
    };
    Ok(SecretRecord {
        generation: row.get("generation")?,
        origin: word(row, "origin")?,
        stored_state: word(row, "state")?,
        created: Stamp { at: row.get("created_at")?, by: row.get("created_by")? },
        expires_at: row.get("expires_at")?,
        grace_ends_at: row.get("grace_ends_at")?,
        retired,
        retired_why: row.get("retired_why")?,
        last_used_at: row.get("last_used_at")?,
        tried_again: tried_again(row),
        sealed: row.get("is_sealed")?,
    })
}

impl Writer<'_> {
    /// Stores a secret, live from now on, and its sealed copy.
    pub fn add_secret(&self, new: &NewSecret<'_>) -> Result<(), StoreError> {
        let sql = "INSERT INTO client_secret
                   (client, generation, origin, state, created_at, created_by, phc, sha256, expires_at)
                   VALUES (?1, ?2, ?3, 'live', ?4, ?5, ?6, ?7, ?8)";
        self.connection().prepare_cached(sql)?.execute(params![
            new.client,
            new.generation,
            new.origin.word(),
            new.created.at,
            new.created.by,
            new.phc,
            new.sha256,
            new.expires_at,
        ])?;
        self.touch(RowKey::secret(new.client_id, new.generation));
        if let Some((key_generation, sealed)) = new.sealed {
            let sql = "INSERT INTO sealed_copy (client, generation, key_generation, sealed) VALUES (?1, ?2, ?3, ?4)";
            self.connection().prepare_cached(sql)?.execute(params![
                new.client,
                new.generation,
                key_generation,
                sealed
            ])?;
            self.touch(RowKey::sealed(new.client_id, new.generation));
        }
        let sql = "UPDATE client SET secret_at = ?2 WHERE id = ?1";
        self.connection().prepare_cached(sql)?.execute(params![new.client, new.created.at])?;
        self.touch(RowKey::client(new.client_id));
        Ok(())
    }

    /// Retires a secret at once and destroys its sealed copy.
    pub fn retire_secret(
        &self,
        client: i64,
        client_id: &str,
        generation: u32,
        by: &Stamp,
        why: &str,
    ) -> Result<(), StoreError> {
        let sql =
            "UPDATE client_secret SET state = 'retired', retired_at = ?3, retired_by = ?4, retired_why = ?5,
                   grace_ends_at = NULL WHERE client = ?1 AND generation = ?2";
        self.connection().prepare_cached(sql)?.execute(params![client, generation, by.at, by.by, why])?;
        self.touch(RowKey::secret(client_id, generation));
        self.destroy_sealed_copy(client, client_id, generation)
    }

    /// Lets a secret be accepted until a time, and destroys its sealed copy.
    pub fn grant_grace(
        &self,
        client: i64,
        client_id: &str,
        generation: u32,
        until: i64,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE client_secret SET state = 'grace', grace_ends_at = ?3 WHERE client = ?1 AND generation = ?2";
        self.connection().prepare_cached(sql)?.execute(params![client, generation, until])?;
        self.touch(RowKey::secret(client_id, generation));
        self.destroy_sealed_copy(client, client_id, generation)
    }

    /// Retires a client's secrets and destroys what verifies and what shows them; fingerprints of generated ones
    /// stay.
    pub(super) fn destroy_secrets(&self, client: i64, client_id: &str, by: &Stamp) -> Result<(), StoreError> {
        for secret in self.secrets(client)? {
            self.touch(RowKey::secret(client_id, secret.generation));
            self.destroy_sealed_copy(client, client_id, secret.generation)?;
        }
        let sql = "UPDATE client_secret SET state = 'retired', grace_ends_at = NULL, retired_at = ?2, retired_by = ?3,
                   retired_why = 'deleted' WHERE client = ?1 AND state <> 'retired'";
        self.connection().prepare_cached(sql)?.execute(params![client, by.at, by.by])?;
        let sql = "UPDATE client_secret SET phc = NULL WHERE client = ?1";
        self.connection().prepare_cached(sql)?.execute([client])?;
        Ok(())
    }

    /// Removes all that is told of a client's secrets, after they were destroyed.
    pub(super) fn remove_secrets(&self, client: i64, client_id: &str) -> Result<(), StoreError> {
        for secret in self.secrets(client)? {
            self.touch(RowKey::secret(client_id, secret.generation));
        }
        self.connection().prepare_cached("DELETE FROM client_secret WHERE client = ?1")?.execute([client])?;
        Ok(())
    }

    /// The generation that a client's next secret has.
    pub fn next_generation(&self, client_id: &str) -> Result<u32, StoreError> {
        let sql = "SELECT ifnull(max(generation), 0) + 1 FROM client_secret
                   JOIN client ON client.id = client_secret.client WHERE client_id_key = ?1";
        Ok(self.connection().prepare_cached(sql)?.query_row([client_id::key(client_id)], |row| row.get(0))?)
    }
}
