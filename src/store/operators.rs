//! Operators, what their passwords open, and failed sign-ons.

use rusqlite::{OptionalExtension, Row, params};

use super::client_row::word;
use super::error::StoreError;
use super::rows::RowKey;
use super::{Reader, Writer};
use crate::domain::{Operator, Stamp, Word};

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

impl SignOnFailures {
    /// Seconds for which sign-ons are still refused.
    #[must_use]
    pub fn locked_for(&self, now: i64) -> Option<i64> {
        self.locked_until.map(|until| until.saturating_sub(now)).filter(|&seconds| seconds > 0)
    }
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

    /// Every key that an operator, deleted ones included, ever signed with: operator's number and key.
    pub fn operator_sign_keys(&self) -> Result<Vec<(i64, [u8; 32])>, StoreError> {
        let sql = "SELECT operator, sign_key FROM operator_sign_key ORDER BY operator, sign_key";
        let mut statement = self.0.prepare_cached(sql)?;
        Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
    }

    /// When the last lock of a user name ends, whoever caused it; Unix seconds.
    pub fn locked_until(&self, user_name: &str) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT max(locked_until) FROM sign_on_failure WHERE user_name = ?1";
        Ok(self.0.prepare_cached(sql)?.query_row([user_name], |row| row.get(0))?)
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
        let sql = "SELECT CAST(total(failures) AS INTEGER) FROM sign_on_failure WHERE user_name = ?1";
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

    /// Adds an operator under its number; its keys are put in afterwards.
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
        self.put_operator_keys(new, operator.created.at)
    }

    /// Puts new key pairs in place of an operator's old ones. The charter must be signed anew.
    pub fn put_operator_keys(&self, row: &OperatorRow, at: i64) -> Result<(), StoreError> {
        let id = row.operator.id;
        let sql = "UPDATE operator SET receive_key = ?2, sign_key = ?3 WHERE id = ?1";
        self.connection().prepare_cached(sql)?.execute(params![id, row.receive_key, row.sign_key])?;
        let sql = "INSERT INTO operator_sign_key (operator, sign_key, since) VALUES (?1, ?2, ?3)";
        self.connection().prepare_cached(sql)?.execute(params![id, row.sign_key, at])?;
        self.touch(RowKey::operator_key(id, &row.sign_key));
        self.touch(RowKey::operator(id));
        row.locked.as_ref().map_or(Ok(()), |locked| self.lock_keys(id, locked))
    }

    /// Puts locked keys in place of an operator's old ones: the same keys under another password or pin.
    pub fn lock_keys(&self, operator: i64, locked: &LockedKeys) -> Result<(), StoreError> {
        let sql =
            "UPDATE operator SET kdf_salt = ?2, kdf_memory_kib = ?3, kdf_time = ?4, kdf_parallelism = ?5,
                   sign_on_hash = ?6, locked_keys = ?7 WHERE id = ?1";
        let [memory, time, lanes] = locked.cost;
        self.connection().prepare_cached(sql)?.execute(params![
            operator,
            locked.salt,
            memory,
            time,
            lanes,
            locked.sign_on_hash,
            locked.blob
        ])?;
        self.touch(RowKey::operator(operator));
        Ok(())
    }

    /// Stores full name, role, and whether the operator is disabled and must change the password. The charter
    /// must be signed anew where role or state changed.
    pub fn update_operator(&self, operator: &Operator) -> Result<(), StoreError> {
        let sql = "UPDATE operator SET full_name = ?2, role = ?3, disabled = ?4, must_change_password = ?5 WHERE id = ?1";
        self.connection().prepare_cached(sql)?.execute(params![
            operator.id,
            operator.full_name,
            operator.role.word(),
            operator.disabled,
            operator.must_change_password
        ])?;
        self.touch(RowKey::operator(operator.id));
        Ok(())
    }

    /// Deletes an operator: what the password opened is destroyed; who it was stays, for the audit log.
    pub fn delete_operator(&self, operator: i64, at: i64) -> Result<(), StoreError> {
        let sql = "UPDATE operator SET deleted_at = ?2, disabled = 1, kdf_salt = NULL, kdf_memory_kib = NULL,
                   kdf_time = NULL, kdf_parallelism = NULL, sign_on_hash = NULL, locked_keys = NULL WHERE id = ?1";
        self.connection().prepare_cached(sql)?.execute(params![operator, at])?;
        self.touch(RowKey::operator(operator));
        Ok(())
    }

    /// Forgets failed sign-ons with a user name, and the locks that they caused.
    pub fn forget_sign_on_failures(&self, user_name: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM sign_on_failure WHERE user_name = ?1";
        self.connection().prepare_cached(sql)?.execute([user_name])?;
        Ok(())
    }

    /// A sign-on that went well: counts begin anew.
    pub fn signed_on(&self, operator: &Operator, at: i64) -> Result<(), StoreError> {
        let sql = "UPDATE operator SET last_sign_on_at = ?2 WHERE id = ?1";
        self.connection().prepare_cached(sql)?.execute(params![operator.id, at])?;
        self.forget_sign_on_failures(&operator.user_name)
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
