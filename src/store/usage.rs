//! The file beside a registry in which authorization servers report use, `registry.usage.db`: made here, written by
//! the library's own reporter. Servers of the registry's group may write it, so that whatever stands in it is
//! hostile input; it is read in `usage_read`. Nothing depends on it.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags, params};

use super::access::Access;
use super::error::StoreError;
use super::new_file::NewFile;
use super::{companions, header};
use crate::domain::{SecretUse, Word};

/// The file's schema, which is public: servers write it by plain SQL.
const SCHEMA: &str = include_str!("../../assets/usage/schema.sql");
/// `ckus`: told to `file`.
const APPLICATION_ID: i64 = 0x636b_7573;
/// A larger file is not read, and is not let grow further, in bytes.
pub(super) const LARGEST: u64 = 256 * 1024 * 1024;
/// The longest text or blob in it that is looked at, in bytes.
const LONGEST_VALUE: i32 = 16 * 1024;
/// The mode bit that lets a group read.
const GROUP_READS: u32 = 0o040;

/// Where the servers of a registry report use: `registry.usage.db` for `registry.db`.
#[must_use]
pub fn path_of(registry: &Path) -> PathBuf {
    registry.with_extension("usage.db")
}

/// Whether nobody has written the file since it was made: then there is nothing to read in it. SQLite counts changes in
/// the header (its file format, §1.3.7).
pub(super) fn is_as_made(path: &Path) -> bool {
    // One for the application ID, and one for each statement of the schema.
    const CHANGES: [u8; 4] = 3_u32.to_be_bytes();
    header::read(path, |_| true).is_ok_and(|header| header.get(24..28) == Some(&CHANGES))
}

/// Makes the file where there is none, for whoever may read the registry. Whatever goes wrong is no reason for
/// anything to fail: without it, no use is reported.
pub(super) fn make(registry: &Path) {
    let path = path_of(registry);
    let Ok(about) = fs::symlink_metadata(registry) else { return };
    if about.uid() == rustix::process::geteuid().as_raw() && fs::symlink_metadata(&path).is_err() {
        let group = (about.mode() & GROUP_READS != 0).then_some(about.gid());
        let _made = make_for(&path, group);
    }
}

fn make_for(path: &Path, group: Option<u32>) -> Result<(), StoreError> {
    // The folder stays closed to the group; what is in the file doesn't.
    let new = NewFile::beside(path, &Access { group, group_writes: false })?;
    let writable = Access { group, group_writes: true };
    writable.give_file(new.path())?;
    let connection = Connection::open_with_flags(new.path(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // Losing it in a crash loses nothing that counts.
    connection.execute_batch("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;")?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.execute_batch(SCHEMA)?;
    connection.close().map_err(|(_, error)| StoreError::from(error))?;
    // Who can't make files in the folder can't make the journal either.
    let journal = companions::beside(path, companions::JOURNAL);
    let _left_over = fs::remove_file(&journal);
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&journal);
    made.map_err(StoreError::io("Can't create", &journal))?;
    writable.give_file(&journal)?;
    new.appear()
}

/// Opens the file with nothing trusted that stands in it: no trigger and no view runs, no shared memory is mapped
/// that another program could cut short, and no statement outlasts `limit`.
pub(super) fn connect(path: &Path, access: OpenFlags, limit: Duration) -> Result<Connection, StoreError> {
    let about = fs::symlink_metadata(path).map_err(StoreError::io("Can't look at", path))?;
    if !about.is_file() || about.len() > LARGEST {
        return Err(StoreError::Refused(format!("{} is not to be used.", path.display())));
    }
    let flags = access
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let mut connection = Connection::open_with_flags(path, flags)?;
    for (config, value) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
    ] {
        connection.set_db_config(config, value)?;
    }
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE)?;
    let deadline = Instant::now() + limit;
    connection.progress_handler(1_000, Some(move || Instant::now() > deadline))?;
    connection.busy_timeout(Duration::ZERO)?;
    // In this mode the file is never read by way of shared memory, whatever its header says.
    for pragma in ["locking_mode = EXCLUSIVE", "mmap_size = 0", "cell_size_check = ON", "temp_store = MEMORY"]
    {
        connection.execute_batch(&format!("PRAGMA {pragma}"))?;
    }
    refuse_another_schema(&connection)?;
    Ok(connection)
}

/// Refuses a file whose tables and indexes are not the documented ones: another could make the program compute
/// something while it reads or writes.
fn refuse_another_schema(connection: &Connection) -> Result<(), StoreError> {
    let known: Vec<&str> = SCHEMA.split(';').map(str::trim).filter(|sql| !sql.is_empty()).collect();
    let mut statement = connection.prepare("SELECT sql FROM sqlite_schema ORDER BY rootpage LIMIT 9")?;
    let found = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    if found == known { Ok(()) } else { Err(StoreError::Damaged("another schema".to_owned())) }
}

/// Reports use, all of it or nothing, taking no longer than `limit`. Where there is no file, the registry's owner
/// makes it.
///
/// # Errors
/// A file that is missing, locked, read-only, full, damaged or not the documented one.
pub fn report(registry: &Path, uses: &[SecretUse], limit: Duration) -> Result<(), StoreError> {
    make(registry);
    let mut connection = connect(&path_of(registry), OpenFlags::SQLITE_OPEN_READ_WRITE, limit)?;
    connection.busy_timeout(limit)?;
    connection.execute_batch("PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = OFF;")?;
    let page: i64 = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
    let pages = i64::try_from(LARGEST).unwrap_or(i64::MAX) / page.max(512);
    connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
    let transaction = connection.transaction()?;
    {
        let mut statement = transaction.prepare(
            "INSERT INTO secret_use (client_id, generation, outcome, last_at, times) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET last_at = max(last_at, excluded.last_at), times = times + excluded.times",
        )?;
        for one in uses {
            statement.execute(params![
                one.client_id,
                one.generation,
                one.outcome.word(),
                one.at,
                one.times
            ])?;
        }
    }
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Outcome;

    #[test]
    fn a_file_is_as_it_was_made_until_the_first_report() {
        let folder = tempfile::tempdir().unwrap();
        let registry = folder.path().join("registry.db");
        fs::write(&registry, "").unwrap();
        assert!(!is_as_made(&path_of(&registry)), "there is none");
        make(&registry);
        assert!(is_as_made(&path_of(&registry)));
        let (client_id, outcome) = ("abc-jane".to_owned(), Outcome::Accepted);
        let used = SecretUse { client_id, generation: 1, outcome, at: 1, times: 1 };
        report(&registry, &[used], Duration::from_secs(5)).unwrap();
        assert!(!is_as_made(&path_of(&registry)));
    }
}
