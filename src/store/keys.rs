//! The registry's identity, its charter's signature, public keys, wrapped keys, and the recovery holder.
//! What they mean is the vault's.

use rusqlite::{OptionalExtension, Row, params};

use super::error::StoreError;
use super::rows::RowKey;
use super::{Reader, Writer};
use crate::domain::{KeyPurpose, Word as _};

/// Who the registry is and what vouches for its charter.
#[derive(Clone)]
pub struct Charter {
    /// The registry's identity.
    pub registry_id: [u8; 16],
    /// Which registry signing key signed.
    pub key_generation: u32,
    /// Its signature.
    pub signature: [u8; 64],
}

/// The public half of a registry signing key.
pub struct RegistryKeyRow {
    /// 1 for the first.
    pub generation: u32,
    /// The key.
    pub public: [u8; 32],
    /// By the key before it; the first has none.
    pub signature: Option<[u8; 64]>,
}

/// A private key, sealed to one holder.
pub struct WrappedKey {
    /// An operator's number, or 0 for the recovery code.
    pub holder: i64,
    /// What the key is for.
    pub purpose: KeyPurpose,
    /// Which key.
    pub generation: u32,
    /// The sealed key.
    pub wrapped: Vec<u8>,
}

/// The holder that the recovery code opens.
pub struct RecoveryRow {
    /// Public half of the key that wrapped keys are made out to.
    pub receive_key: [u8; 32],
    /// Public half of its signing key.
    pub sign_key: [u8; 32],
    /// What the code is checked against.
    pub proof_hash: [u8; 32],
    /// The encrypted keys.
    pub blob: Vec<u8>,
}

impl Reader<'_> {
    /// The registry's identity and its charter's signature.
    pub fn charter(&self) -> Result<Charter, StoreError> {
        let sql = "SELECT registry_id, charter_key_generation, charter_signature FROM registry";
        let charter = |row: &Row<'_>| {
            Ok(Charter { registry_id: row.get(0)?, key_generation: row.get(1)?, signature: row.get(2)? })
        };
        self.0.query_row(sql, [], charter).map_err(|error| match error {
            rusqlite::Error::QueryReturnedNoRows => StoreError::Damaged("it has no identity".to_owned()),
            error => error.into(),
        })
    }

    /// The vault key that is in use: generation and public half. None in a show-once registry.
    pub fn vault_key(&self) -> Result<Option<(u32, [u8; 32])>, StoreError> {
        let sql = "SELECT generation, public_key FROM vault_key WHERE retired_at IS NULL";
        Ok(self.0.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
    }

    /// The registry signing keys in their order.
    pub fn registry_keys(&self) -> Result<Vec<RegistryKeyRow>, StoreError> {
        let sql = "SELECT generation, public_key, signature FROM registry_key ORDER BY generation";
        let mut statement = self.0.prepare_cached(sql)?;
        let keys = statement.query_map([], |row| {
            Ok(RegistryKeyRow { generation: row.get(0)?, public: row.get(1)?, signature: row.get(2)? })
        })?;
        Ok(keys.collect::<Result<_, _>>()?)
    }

    /// A key that is wrapped to a holder.
    pub fn wrapped_key(
        &self,
        holder: i64,
        purpose: KeyPurpose,
        generation: u32,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT wrapped FROM wrapped_key WHERE holder = ?1 AND purpose = ?2 AND generation = ?3";
        let mut statement = self.0.prepare_cached(sql)?;
        Ok(statement.query_row(params![holder, purpose.word(), generation], |row| row.get(0)).optional()?)
    }
}

impl Reader<'_> {
    /// Public half of the key that the recovery code opens.
    pub fn recovery(&self) -> Result<Option<RecoveryRow>, StoreError> {
        let sql = "SELECT receive_key, sign_key, proof_hash, locked_keys FROM recovery";
        let found = |row: &Row<'_>| {
            let [receive_key, sign_key, proof_hash] = [row.get(0)?, row.get(1)?, row.get(2)?];
            Ok(RecoveryRow { receive_key, sign_key, proof_hash, blob: row.get(3)? })
        };
        Ok(self.0.query_row(sql, [], found).optional()?)
    }
}

impl Writer<'_> {
    /// Says who a new registry is. The charter is signed at the end of the same transaction.
    pub fn found(&self, registry_id: [u8; 16], at: i64) -> Result<(), StoreError> {
        let sql =
            "INSERT INTO registry (one, registry_id, created_at, charter_key_generation, charter_signature)
                   VALUES (1, ?1, ?2, 1, zeroblob(64))";
        self.connection().execute(sql, params![registry_id, at])?;
        self.touch(RowKey::new("registry", "1"));
        Ok(())
    }

    /// Stores the charter's signature.
    pub fn sign_charter(&self, key_generation: u32, signature: &[u8; 64]) -> Result<(), StoreError> {
        let sql = "UPDATE registry SET charter_key_generation = ?1, charter_signature = ?2";
        self.connection().execute(sql, params![key_generation, signature])?;
        self.touch(RowKey::new("registry", "1"));
        Ok(())
    }

    /// Adds the public half of a vault key.
    pub fn add_vault_key(&self, generation: u32, public: &[u8; 32], at: i64) -> Result<(), StoreError> {
        let sql = "INSERT INTO vault_key (generation, public_key, created_at) VALUES (?1, ?2, ?3)";
        self.connection().execute(sql, params![generation, public, at])?;
        self.touch(RowKey::new("vault_key", generation.to_string()));
        Ok(())
    }

    /// Takes the vault key out of use, and every wrapped copy of it away.
    pub fn retire_vault_key(&self, generation: u32, at: i64) -> Result<(), StoreError> {
        let sql = "UPDATE vault_key SET retired_at = ?2 WHERE generation = ?1";
        self.connection().execute(sql, params![generation, at])?;
        self.touch(RowKey::new("vault_key", generation.to_string()));
        self.remove_wrapped_keys(KeyPurpose::Vault, None)
    }

    /// The generation that the next vault key has.
    pub fn next_vault_key(&self) -> Result<u32, StoreError> {
        let sql = "SELECT ifnull(max(generation), 0) + 1 FROM vault_key";
        Ok(self.connection().query_row(sql, [], |row| row.get(0))?)
    }

    /// Takes wrapped keys away: of one holder, or of all.
    pub fn remove_wrapped_keys(&self, purpose: KeyPurpose, holder: Option<i64>) -> Result<(), StoreError> {
        let sql = "DELETE FROM wrapped_key WHERE purpose = ?1 AND (?2 IS NULL OR holder = ?2)
                   RETURNING holder, purpose, generation";
        let mut statement = self.connection().prepare_cached(sql)?;
        let mut gone = statement.query(params![purpose.word(), holder])?;
        while let Some(row) = gone.next()? {
            let key =
                format!("{}/{}/{}", row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, u32>(2)?);
            self.touch(RowKey::new("wrapped_key", key));
        }
        Ok(())
    }

    /// Adds the public half of a registry signing key.
    pub fn add_registry_key(
        &self,
        generation: u32,
        public: &[u8; 32],
        signature: Option<&[u8; 64]>,
        at: i64,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO registry_key (generation, public_key, signature, created_at) VALUES (?1, ?2, ?3, ?4)";
        self.connection().execute(sql, params![generation, public, signature, at])?;
        self.touch(RowKey::new("registry_key", generation.to_string()));
        Ok(())
    }

    /// Stores a key that is wrapped to a holder.
    pub fn put_wrapped_key(&self, key: &WrappedKey) -> Result<(), StoreError> {
        let purpose = key.purpose.word();
        let sql = "INSERT OR REPLACE INTO wrapped_key (holder, purpose, generation, wrapped) VALUES (?1, ?2, ?3, ?4)";
        let mut statement = self.connection().prepare_cached(sql)?;
        statement.execute(params![key.holder, purpose, key.generation, key.wrapped])?;
        self.touch(RowKey::new("wrapped_key", format!("{}/{}/{}", key.holder, purpose, key.generation)));
        Ok(())
    }

    /// Stores the holder that the recovery code opens, in place of an earlier one.
    pub fn put_recovery(&self, recovery: &RecoveryRow, at: i64) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO recovery (one, receive_key, sign_key, proof_hash, locked_keys, created_at)
                   VALUES (1, ?1, ?2, ?3, ?4, ?5)";
        self.connection().execute(
            sql,
            params![recovery.receive_key, recovery.sign_key, recovery.proof_hash, recovery.blob, at],
        )?;
        self.touch(RowKey::new("recovery", "1"));
        Ok(())
    }
}
