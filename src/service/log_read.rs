//! The audit log, read: pages of it, single entries, and its head. Needs no sign-on.

use super::error::Error;
use super::log::{Walk, hash_of, rows_of};
use super::{Service, charter};
use crate::store::{AuditRow, LogQuery};
use crate::vault::{Digest, chain_start};

/// Part of the log.
pub struct LogPage {
    /// The entries, the newest first.
    pub entries: Vec<AuditRow>,
    /// Entries that the query is about, on whatever page.
    pub total: i64,
    /// Those of them that are newer than the first here.
    pub offset: i64,
}

/// An entry, and whether it is as it was written.
pub struct LogEntry {
    /// The entry.
    pub entry: AuditRow,
    /// Whether it follows the entry before it.
    pub follows: bool,
    /// Whether its hash is that of what it tells.
    pub unchanged: bool,
    /// Whether its signature is by whom it names; for a failed sign-on, that it names nobody.
    pub signed: bool,
}

impl Service {
    /// Entries of the log, the newest first.
    ///
    /// # Errors
    /// A registry that can't be read.
    pub fn log(&self, query: &LogQuery) -> Result<Vec<AuditRow>, Error> {
        Ok(self.store.read().log(query)?)
    }

    /// Whether somebody of this name is an operator, or was one when the log was written.
    ///
    /// # Errors
    /// A registry that can't be read.
    pub fn has_acted(&self, operator: &str) -> Result<bool, Error> {
        let query = LogQuery { operator: Some(operator.to_owned()), limit: Some(1), ..LogQuery::default() };
        Ok(self.store.read().operator(operator)?.is_some() || !self.log(&query)?.is_empty())
    }

    /// A page of the log, the newest first, and where it stands in what the query is about.
    ///
    /// # Errors
    /// A registry that can't be read.
    pub fn log_page(&self, query: &LogQuery) -> Result<LogPage, Error> {
        self.store.snapshot(|reader| {
            let entries = reader.log(query)?;
            let first = entries.first().map_or(i64::MAX, |entry| entry.number);
            let (total, newer) = reader.log_count(query, first)?;
            Ok(LogPage { entries, total, offset: newer.max(0) })
        })
    }

    /// One entry, and whether it is as it was written.
    ///
    /// # Errors
    /// No such entry, or a registry that can't be read.
    pub fn log_entry(&self, number: i64) -> Result<LogEntry, Error> {
        self.store.snapshot(|reader| {
            let at = |number: i64| {
                let found = reader.audit_entries(number, 1).map(|mut entries| entries.pop());
                found.map(|entry| entry.filter(|entry| entry.number == number))
            };
            let entry = at(number)?.ok_or_else(|| Error::not_found("entry", &number.to_string()))?;
            let start = *chain_start(charter::identity(reader)?).as_bytes();
            let before = if number == 1 {
                Some(start)
            } else {
                at(number.saturating_sub(1))?.map(|before| before.hash)
            };
            let hash = rows_of(&entry.row_digests).map(|rows| hash_of(&entry, &rows));
            Ok(LogEntry {
                follows: before == Some(entry.previous),
                unchanged: hash.is_some_and(|hash| *hash.as_bytes() == entry.hash),
                signed: Walk::start(reader)?.signed(&entry),
                entry,
            })
        })
    }

    /// The newest entry's number and hash, to be kept elsewhere.
    ///
    /// # Errors
    /// A registry that can't be read.
    pub fn log_head(&self) -> Result<Option<(i64, Digest)>, Error> {
        Ok(self.store.read().audit_head()?.map(|head| (head.number, Digest::from_bytes(head.hash))))
    }
}
