//! Operators, what their passwords open, and failed sign-ons.

use rusqlite::{OptionalExtension, Row, params};

use super::client_row::word;
use super::error::StoreError;
use super::rows::RowKey;
use super::{Reader, Writer};
use crate::domain::{Operator, Role, Stamp, Word};

/// An operator's keys, locked under the password; see the vault.
#[derive(Clone)]
pub struct LockedKeys {
    /// Argon2id's salt.
    pub salt: Vec<u8>,
    /// Argon2id's memory in KiB, passes and lanes.
    pub cost: [i64; 3],
    /// What the password is checked against.
    pub sign_on_hash: Vec<u8>,
    /// The encrypted keys.
    pub blob: Vec<u8>,
}

/// An operator as the registry holds it.
pub struct OperatorRow {
    /// Who it is.
    pub operator: Operator,
    /// Public half of the key that wrapped keys are made out to.
    pub receive_key: [u8; 32],
    /// Public half of the key that signs audit entries.
    pub sign_key: [u8; 32],
    /// The locked keys; gone once the operator is deleted.
    pub locked: Option<LockedKeys>,
}

/// Failed sign-ons of one operator's name by one system user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignOnFailures {
    /// In a row, since the last good sign-on.
    pub count: i64,
    /// When the first of them was, Unix seconds.
    pub since: i64,
    /// Refused until then, Unix seconds.
    pub locked_until: Option<i64>,
}

fn row(row: &Row<'_>) -> rusqlite::Result<OperatorRow> {
    let operator = Operator {
        id: row.get("id")?,
        user_name: row.get("user_name")?,
        full_name: row.get("full_name")?,
        role: word(row, "role")?,
        disabled: row.get("disabled")?,
        must_change_password: row.get("must_change_password")?,
        last_sign_on_at: row.get("last_sign_on_at")?,
        created: Stamp { at: row.get("created_at")?, by: row.get("created_by")? },
    };
    let salt: Option<Vec<u8>> = row.get("kdf_salt")?;
    let locked = match salt {
        None => None,
        Some(salt) => Some(LockedKeys {
            salt,
            cost: [row.get("kdf_memory_kib")?, row.get("kdf_time")?, row.get("kdf_parallelism")?],
            sign_on_hash: row.get("sign_on_hash")?,
            blob: row.get("locked_keys")?,
        }),
    };
    Ok(OperatorRow { operator, receive_key: row.get("receive_key")?, sign_key: row.get("sign_key")?, locked })
}

impl Reader<'_> {
    /// Every operator that was not deleted, by number.
    pub fn operators(&self) -> Result<Vec<OperatorRow>, StoreError> {
        let sql = "SELECT * FROM operator WHERE deleted_at IS NULL ORDER BY id";
        Ok(self.0.prepare_cached(sql)?.query_map([], row)?.collect::<Result<_, _>>()?)
    }

    /// The operator of a user name, without regard to case.
    pub fn operator(&self, user_name: &str) -> Result<Option<OperatorRow>, StoreError> {
        let sql = "SELECT * FROM operator WHERE user_name = ?1 AND deleted_at IS NULL";
        Ok(self.0.prepare_cached(sql)?.query_row([user_name], row).optional()?)
    }

    /// Failed sign-ons with a user name by a system user.
    pub fn sign_on_failures(&self, user_name: &str, system_user: &str) -> Result<SignOnFailures, StoreError> {
        let sql = "SELECT failures, since, locked_until FROM sign_on_failure WHERE user_name = ?1 AND system_user = ?2";
        let found = |row: &Row<'_>| {
            Ok(SignOnFailures { count: row.get(0)?, since: row.get(1)?, locked_until: row.get(2)? })
        };
        Ok(self
            .0
            .prepare_cached(sql)?
            .query_row([user_name, system_user], found)
            .optional()?
            .unwrap_or_default())
    }

    /// Failed sign-ons with a user name, whoever made them.
    pub fn all_sign_on_failures(&self, user_name: &str) -> Result<i64, StoreError> {
        let sql = "SELECT ifnull(sum(failures), 0) FROM sign_on_failure WHERE user_name = ?1";
        Ok(self.0.prepare_cached(sql)?.query_row([user_name], |row| row.get(0))?)
    }
}

impl Writer<'_> {
    /// The number that the next operator has: part of what its keys are locked for.
    pub fn next_operator(&self) -> Result<i64, StoreError> {
        let sql = "SELECT max(ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'operator'), 0),
                              ifnull((SELECT max(id) FROM operator), 0)) + 1";
        Ok(self.connection().query_row(sql, [], |row| row.get(0))?)
    }

    /// Adds an operator under its number.
    pub fn add_operator(&self, new: &OperatorRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO operator (id, user_name, full_name, role, disabled, must_change_password,
                   receive_key, sign_key, created_at, created_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        let operator = &new.operator;
        self.connection().prepare_cached(sql)?.execute(params![
            operator.id,
            operator.user_name,
            operator.full_name,
            operator.role.word(),
            operator.disabled,
            operator.must_change_password,
            new.receive_key,
            new.sign_key,
            operator.created.at,
            operator.created.by,
        ])?;
        self.touch(RowKey::new("operator", &*operator.user_name));
        new.locked.as_ref().map_or(Ok(()), |locked| self.lock_keys(operator, locked))
    }

    /// Puts locked keys in place of an operator's old ones.
    pub fn lock_keys(&self, operator: &Operator, locked: &LockedKeys) -> Result<(), StoreError> {
        let sql =
            "UPDATE operator SET kdf_salt = ?2, kdf_memory_kib = ?3, kdf_time = ?4, kdf_parallelism = ?5,
                   sign_on_hash = ?6, locked_keys = ?7 WHERE id = ?1";
        let [memory, time, lanes] = locked.cost;
        self.connection().prepare_cached(sql)?.execute(params![
            operator.id,
            locked.salt,
            memory,
            time,
            lanes,
            locked.sign_on_hash,
            locked.blob
        ])?;
        self.touch(RowKey::new("operator", &*operator.user_name));
        Ok(())
    }

    /// Gives an operator another role. The charter must be signed anew.
    pub fn set_role(&self, id: i64, user_name: &str, role: Role) -> Result<(), StoreError> {
        let sql = "UPDATE operator SET role = ?2 WHERE id = ?1";
        self.connection().prepare_cached(sql)?.execute(params![id, role.word()])?;
        self.touch(RowKey::new("operator", user_name));
        Ok(())
    }

    /// A sign-on that went well: counts begin anew.
    pub fn signed_on(&self, operator: &Operator, at: i64) -> Result<(), StoreError> {
        let sql = "UPDATE operator SET last_sign_on_at = ?2 WHERE id = ?1";
        self.connection().prepare_cached(sql)?.execute(params![operator.id, at])?;
        let sql = "DELETE FROM sign_on_failure WHERE user_name = ?1";
        self.connection().prepare_cached(sql)?.execute([&operator.user_name])?;
        Ok(())
    }

    /// Keeps the count of failed sign-ons.
    pub fn put_sign_on_failures(
        &self,
        user_name: &str,
        system_user: &str,
        failures: &SignOnFailures,
    ) -> Result<(), StoreError> {
        let sql =
            "INSERT OR REPLACE INTO sign_on_failure (user_name, system_user, failures, since, locked_until)
                   VALUES (?1, ?2, ?3, ?4, ?5)";
        self.connection().prepare_cached(sql)?.execute(params![
            user_name,
            system_user,
            failures.count,
            failures.since,
            failures.locked_until
        ])?;
        Ok(())
    }
}
