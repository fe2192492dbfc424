//! Settings: one row each, told by the table in the domain.

use rusqlite::{OptionalExtension, params};

use super::error::StoreError;
use super::rows::RowKey;
use super::{Reader, Writer};
use crate::domain::{SETTINGS, Settings};

impl Reader<'_> {
    /// The settings; one that is not stored has its first value.
    pub fn settings(&self) -> Result<Settings, StoreError> {
        let mut settings = Settings::default();
        let mut statement = self.0.prepare_cached("SELECT value FROM setting WHERE key = ?1")?;
        for setting in SETTINGS {
            let stored: Option<String> = statement.query_row([setting.key], |row| row.get(0)).optional()?;
            // A value that can't be is one that this program did not write: the first value is safer.
            let _kept = stored.map(|value| (setting.write)(&mut settings, &value));
        }
        Ok(settings)
    }
}

impl Writer<'_> {
    /// Stores every setting.
    pub fn put_settings(&self, settings: &Settings) -> Result<(), StoreError> {
        let sql = "INSERT INTO setting (key, value) VALUES (?1, ?2)
                   ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value";
        let mut statement = self.connection().prepare_cached(sql)?;
        for setting in SETTINGS {
            if statement.execute(params![setting.key, (setting.read)(settings)])? > 0 {
                self.touch(RowKey::new("setting", setting.key));
            }
        }
        Ok(())
    }
}
