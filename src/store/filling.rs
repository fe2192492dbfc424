//! A registry that is filled with a great many rows before it appears: its journal is in memory, its cache is
//! large, its indexes and triggers are made last. Whatever goes wrong, no file is left.

use std::fs::File;
use std::path::Path;

use rusqlite::Connection;

use super::access::Access;
use super::error::StoreError;
use super::new_file::NewFile;
use super::{Store, Writer, change, connection, schema};

/// KiB of the file that are kept in memory while it is filled.
const CACHE_KIB: i64 = 262_144;
/// Threads that help to sort an index.
const SORTERS: i64 = 2;

/// What is left to do before a registry appears.
pub struct Unfinished {
    new: NewFile,
    /// The statements that make the indexes and triggers.
    late: Vec<String>,
}

impl Store {
    /// Begins a registry as [`Store::create`] does, and leaves it open for [`Store::change`]: it appears with
    /// [`Store::finish`], or not at all. Rows must be unique by themselves: what repeats a value that a missing
    /// index keeps unique is found at the end.
    ///
    /// # Errors
    /// As [`Store::create`].
    pub fn begin<E: From<StoreError>>(
        path: &Path,
        access: &Access,
        fill: impl FnOnce(&Writer<'_>) -> Result<(), E>,
    ) -> Result<(Self, Unfinished), E> {
        let new = NewFile::beside(path, access)?;
        let mut connection = connection::connect_new(new.path())?;
        schema::migrate(&mut connection)?;
        hurry(&connection)?;
        let late = take_late(&connection)?;
        change(&mut connection, fill)?;
        let store = Self::on(connection, new.path(), false, None);
        Ok((store, Unfinished { new, late }))
    }

    /// Makes indexes and triggers and lets the registry appear.
    ///
    /// # Errors
    /// Rows that are not unique, a full disk, or a path that somebody else took meanwhile.
    pub fn finish(self, unfinished: Unfinished) -> Result<Self, StoreError> {
        let Unfinished { new, late } = unfinished;
        for statement in &late {
            self.connection.execute_batch(statement)?;
        }
        self.connection.execute_batch(TALLY)?;
        drop(self);
        File::open(new.path())
            .and_then(|file| file.sync_all())
            .map_err(StoreError::io("Can't keep", new.path()))?;
        let path = new.wanted().to_owned();
        new.appear()?;
        Self::open(&path)
    }
}

/// Nobody else sees the file, and a power cut may take it.
fn hurry(connection: &Connection) -> Result<(), StoreError> {
    for (pragma, value) in [("journal_mode", "MEMORY"), ("locking_mode", "EXCLUSIVE")] {
        connection.pragma_update_and_check(None, pragma, value, |_| Ok(()))?;
    }
    connection.pragma_update(None, "synchronous", "OFF")?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    connection.pragma_update_and_check(None, "threads", SORTERS, |_| Ok(()))?;
    Ok(())
}

/// What the triggers would have counted.
const TALLY: &str = "UPDATE client_tally SET changes = changes + 1,
    clients = (SELECT count(*) FROM client WHERE deleted_at IS NULL)";

/// Drops every trigger and every index that is no part of its table, and gives back how each is made.
fn take_late(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT type, name, sql FROM sqlite_schema
        WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY type";
    let found: Vec<(String, String, String)> = connection
        .prepare(sql)?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    for (kind, name, _) in &found {
        connection.execute_batch(&format!("DROP {kind} \"{name}\""))?;
    }
    Ok(found.into_iter().map(|(_, _, sql)| sql).collect())
}
