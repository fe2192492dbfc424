//! What can be wrong with the registry's file, each with a sentence that says what to do.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use super::schema_rows::Difference;
use crate::domain::text::drawn;

/// Why the registry can't be opened, read or changed. Nothing was changed where this is returned, but
/// for [`StoreError::OutcomeUnknown`].
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each variant's sentence says what it is")]
pub enum StoreError {
    #[error("There is no registry at {}. Create one with: clientkeep init --admin NAME", shown(.0))]
    Missing(PathBuf),
    #[error("There is already a file at {}; nothing was changed. Choose another name.", shown(.0))]
    Exists(PathBuf),
    #[error("{0}")]
    Refused(String),
    #[error(
        "Others than its owner and group may {what} the registry {}. Mend it with: chmod o-rwx {}",
        shown(.path),
        shown(.path)
    )]
    OpenToOthers { path: PathBuf, what: &'static str },
    #[error(
        "The registry was written by a newer clientkeep (schema {found}, this program knows {known}). \
         Nothing was changed; use that version."
    )]
    Newer { found: i64, known: i64 },
    #[error("The registry is read-only for you: {}. Nothing was changed.", shown(.0))]
    ReadOnly(PathBuf),
    #[error(
        "The registry is busy: {} has been changing it for five seconds. Nothing was changed; try again.",
        .holder.as_deref().unwrap_or("another program")
    )]
    Busy { holder: Option<String> },
    #[error("The disk is full. Nothing was changed; free some space and try again.")]
    Full,
    #[error(
        "The registry is damaged ({0}). Nothing was changed; restore a backup, or ask for help with this file."
    )]
    Damaged(String),
    #[error(
        "The registry's schema is not as clientkeep made it ({}). Nothing was changed. Somebody who may write the file \
         did it by other means: look into it with clientkeep check, and restore a backup.",
        .0.first().map(ToString::to_string).unwrap_or_default()
    )]
    AnotherSchema(Vec<Difference>),
    #[error("Interrupted; nothing was kept.")]
    Interrupted,
    #[error("{action} {}: {error}.", shown(.path))]
    Io { action: &'static str, path: PathBuf, error: io::Error },
    #[error(
        "It is not known whether the change was kept ({0}). Look at the client again before you repeat it."
    )]
    OutcomeUnknown(String),
    #[error("The change was not kept ({0}). Nothing was changed; try again.")]
    NotKept(String),
    #[error("The registry could not be read or written ({0}). Nothing was changed.")]
    Sql(rusqlite::Error),
}

impl StoreError {
    pub(super) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self::Io { action, path, error }
    }

    /// An error at COMMIT: SQLite tells a few for certain; after any other the change may have been kept.
    pub(super) fn at_commit(error: rusqlite::Error) -> Self {
        if has_no_room_for_shared_memory(&error) {
            // That is noticed after the log has been written.
            return Self::OutcomeUnknown(error.to_string());
        }
        match Self::from(error) {
            Self::Sql(error) => Self::OutcomeUnknown(error.to_string()),
            Self::Io { error, .. } => Self::OutcomeUnknown(error.to_string()),
            certain => certain,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { holder: None },
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::OperationInterrupted) => Self::Interrupted,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(error.to_string()),
            _ if has_no_room_for_shared_memory(&error) => Self::Full,
            _ => match error {
                rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..) => Self::Damaged(error.to_string()),
                error => Self::Sql(error),
            },
        }
    }
}

/// Whether the file of the shared memory could not grow: for want of space.
fn has_no_room_for_shared_memory(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|error| error.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE)
}

fn shown(path: &Path) -> String {
    drawn(&path.to_string_lossy()).into_owned()
}

/// Whether rows that were asked for after a key, in the order of their keys, are. Whoever goes through a damaged file
/// in batches would otherwise find no end.
pub(super) fn in_order<R, K: Ord>(rows: &[R], key: impl Fn(&R) -> K, after: K) -> Result<(), StoreError> {
    let mut last = after;
    for row in rows {
        let next = key(row);
        if next <= last {
            return Err(StoreError::Damaged("its rows come out of order".to_owned()));
        }
        last = next;
    }
    Ok(())
}
