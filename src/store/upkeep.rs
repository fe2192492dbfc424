//! The file as a whole: is it sound, and a copy of it.

use std::path::Path;

use super::error::StoreError;
use super::file::{self, Access};
use super::{Reader, Store};

impl Reader<'_> {
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

impl Store {
    /// Writes a consistent copy to a new file, for its owner only, while the registry is in use.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let new = file::NewFile::beside(to, &Access::default())?;
        let name = new.path().to_string_lossy().into_owned();
        self.connection.execute("VACUUM INTO ?1", [name])?;
        new.appear()
    }
}
