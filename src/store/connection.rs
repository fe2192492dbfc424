//! Connections to the file, with all that protects it switched on. What stands in it is checked first.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, FileControl, MAIN_DB, OpenFlags};

use super::error::StoreError;
use super::schema_rows::{Watched, differences};
use super::{schema, stand_ins};

/// How long a change waits for another program's.
pub const BUSY: Duration = Duration::from_secs(5);

/// Statements that are kept planned: more than a change of one client takes, or a bulk one would plan each anew for each
/// client.
const STATEMENTS: usize = 128;

/// Connects to a file that is about to become a registry.
pub fn connect_new(path: &Path) -> Result<Connection, StoreError> {
    let connection = open(path, false)?;
    connection.pragma_update(None, "application_id", schema::APPLICATION_ID)?;
    Ok(connection)
}

/// Connects to a registry whose first page was looked at. Its schema is the one that was made, and is watched.
pub fn connect(path: &Path, read_only: bool) -> Result<(Connection, Watched), StoreError> {
    connect_where(path, read_only, Watched::refusing)
}

/// Connects to a registry whose first page was looked at, to tell what is wrong with it: nothing is made of its schema but
/// that its words are text and its version is known.
pub fn connect_to_look(path: &Path) -> Result<Connection, StoreError> {
    Ok(connect_where(path, true, |connection| differences(connection).map(drop))?.0)
}

fn connect_where<T>(
    path: &Path,
    read_only: bool,
    trust: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<(Connection, T), StoreError> {
    let connection = open(path, read_only)?;
    let id: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if id != schema::APPLICATION_ID {
        return Err(StoreError::Refused(format!("{} is another program's database.", path.display())));
    }
    let trusted = trust(&connection)?;
    if read_only {
        if let Some(older) = schema::older(&connection)? {
            stand_ins::put_up(&connection, older)?;
        }
    } else {
        // The log stays when the last program closes it, or a reader in a folder that it can't write
        // could not open the registry.
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        let mut keep = 1;
        connection.file_control(Some(MAIN_DB), FileControl::PersistWal(&mut keep))?;
    }
    Ok((connection, trusted))
}

fn open(path: &Path, read_only: bool) -> Result<Connection, StoreError> {
    let access = if read_only { OpenFlags::SQLITE_OPEN_READ_ONLY } else { OpenFlags::SQLITE_OPEN_READ_WRITE };
    let flags = access
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    // A statement is planned once, not anew for each value that is bound to it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
    for (pragma, value) in [("secure_delete", 1), ("mmap_size", 0), ("query_only", i64::from(read_only))] {
        connection.pragma_update_and_check(None, pragma, value, |_| Ok(())).or_else(no_rows_is_fine)?;
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(connection)
}

fn no_rows_is_fine(error: rusqlite::Error) -> Result<(), rusqlite::Error> {
    match error {
        rusqlite::Error::QueryReturnedNoRows => Ok(()),
        error => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_connection_is_careful() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("registry.db");
        std::fs::write(&path, "").unwrap();
        schema::migrate(&mut connect_new(&path).unwrap()).unwrap();
        for read_only in [false, true] {
            let (connection, _) = connect(&path, read_only).unwrap();
            for (pragma, wanted) in [
                ("foreign_keys", 1),
                ("trusted_schema", 0),
                ("secure_delete", 1),
                ("synchronous", 2),
                ("mmap_size", 0),
                ("query_only", i64::from(read_only)),
            ] {
                let found: i64 = connection.pragma_query_value(None, pragma, |row| row.get(0)).unwrap();
                assert_eq!(found, wanted, "{pragma}");
            }
            for config in [DbConfig::SQLITE_DBCONFIG_DEFENSIVE, DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG] {
                assert!(connection.db_config(config).unwrap());
            }
        }
    }
}
