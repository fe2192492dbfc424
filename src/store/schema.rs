//! Connections to the file and the steps that bring an older one up to date. Each step is one
//! transaction; steps are only ever added.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, FileControl, MAIN_DB, OpenFlags, TransactionBehavior};

use super::error::StoreError;
use super::stand_ins;

/// `ckrg`: told to `file` and checked before anything else is read.
pub const APPLICATION_ID: i64 = 0x636b_7267;

/// How long a change waits for another program's.
pub const BUSY: Duration = Duration::from_secs(5);

/// Statements that are kept planned: more than a change of one client takes, or a bulk one would plan each anew for each
/// client.
const STATEMENTS: usize = 128;

/// Every step under `assets/migrations`, the first to make the schema; listed by the build.
const MIGRATIONS: &[&str] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// The schema that this program knows.
#[allow(clippy::cast_possible_wrap, reason = "there are a few steps")]
pub const VERSION: i64 = MIGRATIONS.len() as i64;

/// Connects to a file that is about to become a registry.
pub fn connect_new(path: &Path) -> Result<Connection, StoreError> {
    let connection = open(path, false)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    Ok(connection)
}

/// Connects to a registry whose first page was looked at.
pub fn connect(path: &Path, read_only: bool) -> Result<Connection, StoreError> {
    let connection = open(path, read_only)?;
    let id: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if id != APPLICATION_ID {
        return Err(StoreError::Refused(format!("{} is another program's database.", path.display())));
    }
    refuse_garbled(&connection)?;
    refuse_unknown(&connection)?;
    if read_only {
        if let Some(older) = older(&connection)? {
            stand_ins::put_up(&connection, older)?;
        }
    } else {
        // The log stays when the last program closes it, or a reader in a folder that it can't write
        // could not open the registry.
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        let mut keep = 1;
        connection.file_control(Some(MAIN_DB), FileControl::PersistWal(&mut keep))?;
    }
    Ok(connection)
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

fn version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Refuses a schema whose words are no text: asking for the name of a column would panic.
fn refuse_garbled(connection: &Connection) -> Result<(), StoreError> {
    let mut statement = connection.prepare("SELECT name, tbl_name, sql FROM sqlite_schema")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        for column in 0..3 {
            if let ValueRef::Text(words) = row.get_ref(column)?
                && std::str::from_utf8(words).is_err()
            {
                return Err(StoreError::Damaged("its schema is garbled".to_owned()));
            }
        }
    }
    Ok(())
}

/// Refuses a schema that this program does not know.
fn refuse_unknown(connection: &Connection) -> Result<(), StoreError> {
    let found = version(connection)?;
    if found < 1 {
        return Err(StoreError::Damaged(format!("its schema has the version {found}")));
    }
    if found > VERSION { Err(StoreError::Newer { found, known: VERSION }) } else { Ok(()) }
}

/// The schema of a registry that lacks steps.
pub fn older(connection: &Connection) -> Result<Option<i64>, StoreError> {
    Ok(Some(version(connection)?).filter(|&found| found < VERSION))
}

/// Runs the steps that are missing.
pub fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    migrate_to(connection, VERSION)
}

/// Runs the steps that are missing for a version.
pub fn migrate_to(connection: &mut Connection, wanted: i64) -> Result<(), StoreError> {
    for step in version(connection)?..wanted {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another program may have been faster.
        if version(&transaction)? == step {
            let number = usize::try_from(step).unwrap_or(usize::MAX);
            transaction.execute_batch(MIGRATIONS[number])?;
            transaction.pragma_update(None, "user_version", step + 1)?;
        }
        transaction.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_connection_is_careful() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("registry.db");
        std::fs::write(&path, "").unwrap();
        migrate(&mut connect_new(&path).unwrap()).unwrap();
        for read_only in [false, true] {
            let connection = connect(&path, read_only).unwrap();
            for (pragma, wanted) in [
                ("foreign_keys", 1),
                ("trusted_schema", 0),
                ("secure_delete", 1),
                ("synchronous", 2),
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
