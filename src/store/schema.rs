//! The schema: the steps that bring an older one up to date. Each step is one transaction; steps are only ever added.

use rusqlite::{Connection, TransactionBehavior};

use super::error::StoreError;

/// `ckrg`: told to `file` and checked before anything else is read.
pub const APPLICATION_ID: i64 = 0x636b_7267;

/// Every step under `assets/migrations`, the first to make the schema; listed by the build.
const MIGRATIONS: &[&str] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// The schema that this program knows.
#[allow(clippy::cast_possible_wrap, reason = "there are a few steps")]
pub const VERSION: i64 = MIGRATIONS.len() as i64;

/// The version of a registry's schema.
pub fn version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Refuses a schema that this program does not know.
pub fn refuse_unknown(connection: &Connection) -> Result<(), StoreError> {
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
