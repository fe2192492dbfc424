//! The file as a whole: is it sound, and a copy of it.

use std::fs;
use std::ops::ControlFlow;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql};

use super::access::Access;
use super::error::StoreError;
use super::new_file::NewFile;
use super::schema_rows::{self, Difference};
use super::{Reader, Store};
use crate::domain::text::drawn;

/// Steps of SQLite after which a copy asks whether to go on.
const OFTEN: i32 = 100;

impl Reader<'_> {
    /// How the schema differs from the one that was made; in nothing, where nobody changed it.
    pub fn schema_differences(&self) -> Result<Vec<Difference>, StoreError> {
        schema_rows::differences(self.0)
    }

    /// What SQLite's own check finds, one sentence each; nothing in a sound file.
    pub fn integrity(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.0.prepare("PRAGMA integrity_check")?;
        let found: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut broken = self.0.prepare("PRAGMA foreign_key_check")?;
        let lost = broken.query_map([], |row| {
            Ok(format!("a row of {} has lost what it refers to", row.get::<_, String>(0)?))
        })?;
        let lost: Vec<String> = lost.collect::<Result<_, _>>()?;
        Ok(found.into_iter().filter(|line| line != "ok").chain(lost).collect())
    }
}

/// Keeps the registry as it is beside the file, before steps change it. A copy that an earlier attempt made
/// stays.
pub fn copy_before_migration(connection: &Connection, path: &Path, version: i64) -> Result<(), StoreError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".schema-{version}"));
    match copy(connection, &path.with_file_name(name)) {
        Err(StoreError::Exists(_)) => Ok(()),
        copied => copied,
    }
}

fn copy(connection: &Connection, to: &Path) -> Result<(), StoreError> {
    let new = NewFile::beside(to, &Access::default())?;
    connection.execute("VACUUM INTO ?1", [AsBytes(new.path())])?;
    let about = fs::metadata(new.path()).map_err(StoreError::io("Can't look at", new.path()))?;
    if about.len() == 0 {
        return Err(StoreError::Refused(format!(
            "SQLite wrote no copy to {}. Nothing was made; choose another place.",
            drawn(&to.to_string_lossy())
        )));
    }
    new.appear()
}

/// The name of a file as the system has it, which need not be UTF-8.
struct AsBytes<'a>(&'a Path);

impl ToSql for AsBytes<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Text(self.0.as_os_str().as_bytes())))
    }
}

impl Store {
    /// Writes a consistent copy to a new file, for its owner only, while the registry is in use; it goes where it is broken
    /// off.
    pub fn backup(
        &mut self,
        to: &Path,
        mut go_on: impl FnMut() -> ControlFlow<()> + Send + 'static,
    ) -> Result<(), StoreError> {
        // A folder that was made for a mistyped path would hide the mistake.
        if let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists())
        {
            return Err(StoreError::Refused(format!(
                "There is no folder {}. Make it, or choose another place.",
                drawn(&folder.to_string_lossy())
            )));
        }
        self.connection.progress_handler(OFTEN, Some(move || go_on().is_break()))?;
        let copied = copy(&self.connection, to);
        self.connection.progress_handler(OFTEN, None::<fn() -> bool>)?;
        copied
    }
}
