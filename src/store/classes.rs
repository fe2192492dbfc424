//! Security classes and scopes.

use rusqlite::{OptionalExtension, params};

use super::error::StoreError;
use super::rows::RowKey;
use super::{Reader, Writer};
use crate::domain::{Scope, SecurityClass};

/// A class with its counts of clients, each of which comes from an index.
const CLASS: &str = "SELECT name, description,
        (SELECT count(*) FROM client WHERE security_class = name AND deleted_at IS NULL),
        (SELECT count(*) FROM client WHERE security_class = name AND deleted_at IS NOT NULL)
    FROM security_class";

fn class(row: &rusqlite::Row<'_>) -> rusqlite::Result<SecurityClass> {
    Ok(SecurityClass {
        name: row.get(0)?,
        description: row.get(1)?,
        clients: row.get(2)?,
        in_trash: row.get(3)?,
    })
}

fn scope(row: &rusqlite::Row<'_>) -> rusqlite::Result<Scope> {
    Ok(Scope { name: row.get(0)?, description: row.get(1)? })
}

impl Reader<'_> {
    /// Every security class by name.
    pub fn classes(&self) -> Result<Vec<SecurityClass>, StoreError> {
        let mut statement = self.0.prepare_cached(&format!("{CLASS} ORDER BY name"))?;
        Ok(statement.query_map([], class)?.collect::<Result<_, _>>()?)
    }

    /// The name and description of every security class by name; no client is counted, for every change asks this.
    pub fn class_texts(&self) -> Result<Vec<(String, String)>, StoreError> {
        let mut statement =
            self.0.prepare_cached("SELECT name, description FROM security_class ORDER BY name")?;
        Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
    }

    /// The name of a security class as it is spelled, without regard to case; no client is counted.
    pub fn class_name(&self, typed: &str) -> Result<Option<String>, StoreError> {
        let mut statement = self.0.prepare_cached("SELECT name FROM security_class WHERE name = ?1")?;
        Ok(statement.query_row([typed], |row| row.get(0)).optional()?)
    }

    /// One security class, without regard to case.
    pub fn class(&self, name: &str) -> Result<Option<SecurityClass>, StoreError> {
        let mut statement = self.0.prepare_cached(&format!("{CLASS} WHERE name = ?1"))?;
        Ok(statement.query_row([name], class).optional()?)
    }

    /// One scope, by exactly its name (RFC 6749 §3.3).
    pub fn scope(&self, name: &str) -> Result<Option<Scope>, StoreError> {
        let mut statement = self.0.prepare_cached("SELECT name, description FROM scope WHERE name = ?1")?;
        Ok(statement.query_row([name], scope).optional()?)
    }

    /// How many clients have a scope, those in the trash included.
    pub fn clients_with_scope(&self, name: &str) -> Result<i64, StoreError> {
        let sql = "SELECT count(*) FROM client WHERE instr(' ' || scope || ' ', ' ' || ?1 || ' ') > 0";
        Ok(self.0.prepare_cached(sql)?.query_row([name], |row| row.get(0))?)
    }

    /// Every scope by name.
    pub fn scopes(&self) -> Result<Vec<Scope>, StoreError> {
        let mut statement = self.0.prepare_cached("SELECT name, description FROM scope ORDER BY name")?;
        Ok(statement.query_map([], scope)?.collect::<Result<_, _>>()?)
    }
}

impl Writer<'_> {
    /// Adds a security class.
    pub fn add_class(&self, name: &str, description: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO security_class (name, description) VALUES (?1, ?2)";
        self.connection().prepare_cached(sql)?.execute(params![name, description])?;
        self.touch(RowKey::new("class", name));
        Ok(())
    }

    /// Says anew what a security class is for.
    pub fn describe_class(&self, name: &str, description: &str) -> Result<(), StoreError> {
        let sql = "UPDATE security_class SET description = ?2 WHERE name = ?1";
        self.connection().prepare_cached(sql)?.execute(params![name, description])?;
        self.touch(RowKey::new("class", name));
        Ok(())
    }

    /// Deletes a security class that no client uses.
    pub fn delete_class(&self, name: &str) -> Result<(), StoreError> {
        self.connection().prepare_cached("DELETE FROM security_class WHERE name = ?1")?.execute([name])?;
        self.touch(RowKey::new("class", name));
        Ok(())
    }

    /// Adds a scope.
    pub fn add_scope(&self, name: &str, description: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO scope (name, description) VALUES (?1, ?2)";
        self.connection().prepare_cached(sql)?.execute(params![name, description])?;
        self.touch(RowKey::new("scope", name));
        Ok(())
    }
    /// Deletes a scope that no client has.
    pub fn delete_scope(&self, name: &str) -> Result<(), StoreError> {
        self.connection().prepare_cached("DELETE FROM scope WHERE name = ?1")?.execute([name])?;
        self.touch(RowKey::new("scope", name));
        Ok(())
    }
}
