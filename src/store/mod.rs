//! The registry's file and the only SQL. It takes and gives domain types and plain bytes; it knows no
//! rules and no cryptography. Reading goes through a [`Reader`], changing through a [`Writer`].

mod access;
mod advice;
#[cfg(test)]
mod asked;
mod classes;
mod client_row;
mod clients;
mod companions;
mod connection;
mod error;
mod file;
mod filling;
mod finder;
mod folder;
mod header;
mod incidents;
mod keys;
mod list;
mod lock;
mod new_file;
mod operators;
mod outcome;
mod partners;
mod rows;
mod schema;
mod schema_rows;
mod sealed;
mod secrets;
mod settings;
mod stand_ins;
mod tally;
mod trail;
mod upkeep;
pub mod usage;
mod usage_read;
mod views;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

pub use access::Access;
pub use error::StoreError;
pub use filling::Unfinished;
pub use keys::{Charter, RecoveryRow, RegistryKeyRow, WrappedKey};
pub use list::{AMONG, PartTold, fields, filtered, filters, is_filter, unknown_field};
pub use operators::{LockedKeys, OperatorRow, SignOnFailures};
pub use rows::{FieldValue, RowKey, TouchedRow, entities};
pub use schema_rows::Difference;
pub use sealed::SealedCopyRow;
pub use secrets::{LiveSecret, NewSecret};
pub use trail::{AuditRow, LogQuery};

use finder::Finder;
use new_file::NewFile;
use schema_rows::Watched;

/// An open registry.
pub struct Store {
    connection: Connection,
    path: PathBuf,
    read_only: bool,
    /// The schema, which nobody may change; none in the making, and where it is only looked at.
    schema: Option<Watched>,
    /// Whether the write-ahead log may hold what was destroyed: it is emptied before the next change, or at the end.
    owing: Cell<bool>,
    /// The file of the servers' reports as it was when all of it had been taken over.
    seen_usage: Cell<Option<usage_read::State>>,
    /// Filled while somebody searches.
    finder: RefCell<Option<Finder>>,
}

impl Store {
    /// Makes a registry: the file appears under its name once `fill` is done, or not at all.
    ///
    /// # Errors
    /// A path that is refused or taken, a folder that can't be written, or what `fill` says.
    pub fn create<E: From<StoreError>>(
        path: &Path,
        access: &Access,
        fill: impl FnOnce(&Writer<'_>) -> Result<(), E>,
    ) -> Result<Self, E> {
        let new = NewFile::beside(path, access)?;
        let mut connection = connection::connect_new(new.path())?;
        schema::migrate(&mut connection)?;
        change(&mut connection, fill)?;
        connection.close().map_err(|(_, error)| StoreError::from(error))?;
        new.appear()?;
        Ok(Self::open(path)?)
    }

    /// Opens a registry, for reading only where the file can't be written.
    ///
    /// # Errors
    /// A sentence for each thing that is no registry to trust: see [`StoreError`].
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let writable = file::examine(path)?;
        let (mut connection, mut watched) = connection::connect(path, !writable)?;
        if writable && let Some(older) = schema::older(&connection)? {
            upkeep::copy_before_migration(&connection, path, older)?;
            schema::migrate(&mut connection)?;
            watched = Watched::refusing(&connection)?;
        }
        let store = Self::on(connection, path, !writable, Some(watched));
        if writable {
            companions::agree(path);
            usage::make(path);
            store.owing.set(store.owes());
        }
        Ok(store)
    }

    /// Opens a registry for reading only, as an authorization server does.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        file::examine(path)?;
        let (connection, watched) = connection::connect(path, true)?;
        Ok(Self::on(connection, path, true, Some(watched)))
    }

    /// Opens a registry for reading only, to tell what is wrong with its schema: nothing that it answers is to be
    /// trusted but that.
    ///
    /// # Errors
    /// As [`Store::open`], but for another schema.
    pub fn open_to_look(path: &Path) -> Result<Self, StoreError> {
        file::examine(path)?;
        Ok(Self::on(connection::connect_to_look(path)?, path, true, None))
    }

    fn on(connection: Connection, path: &Path, read_only: bool, schema: Option<Watched>) -> Self {
        Self {
            connection,
            path: path.to_owned(),
            read_only,
            schema,
            owing: Cell::default(),
            seen_usage: Cell::default(),
            finder: RefCell::default(),
        }
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether changes are impossible.
    #[must_use]
    pub fn read_only(&self) -> bool {
        self.read_only
    }

    /// Lets go of the registry in a program that only read and is about to end: the operating system takes all of it
    /// back at once. Where something is owed, it is closed in order.
    pub fn leave(self) {
        if !self.owing.get() {
            std::mem::forget(self);
        }
    }

    /// For reading what is committed.
    #[must_use]
    pub fn read(&self) -> Reader<'_> {
        Reader(&self.connection)
    }

    /// Runs `work` with a consistent view of the registry, however many reads it makes.
    ///
    /// # Errors
    /// What `work` says; that the registry can't be read, or that somebody changed its schema.
    pub fn snapshot<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let transaction = self.connection.unchecked_transaction().map_err(StoreError::from)?;
        self.schema.as_ref().map_or(Ok(()), |schema| schema.again(&transaction))?;
        work(&Reader(&transaction))
    }

    /// Runs `work` in one immediate transaction: all of it is kept, or nothing.
    ///
    /// # Errors
    /// What `work` says; that the registry is read-only, busy, full or damaged, or that somebody changed its schema.
    pub fn change<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&Writer<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.read_only {
            return Err(StoreError::ReadOnly(self.path.clone()).into());
        }
        if self.owing.get() {
            self.forget_destroyed();
        }
        let schema = self.schema.as_ref();
        change(&mut self.connection, |writer| {
            schema.map_or(Ok(()), |schema| schema.again(writer.connection()))?;
            work(writer)
        })
    }

    /// A number that changes when another connection commits.
    ///
    /// # Errors
    /// When the registry can't be read.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        Ok(self.connection.pragma_query_value(None, "data_version", |row| row.get(0))?)
    }

    /// Folds the write-ahead log into the file and empties it, so that nothing destroyed is left there; tells
    /// whether that is done. It is tried at once and waits for nobody: where a reader is in the way, it is owed
    /// until the next change, then until this is closed, and then by the next opener.
    pub fn forget_destroyed(&self) -> bool {
        let at_once = self.connection.busy_timeout(Duration::ZERO);
        let busy =
            self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
        let _waits_again = self.connection.busy_timeout(connection::BUSY);
        let done = at_once.is_ok() && matches!(busy, Ok(0));
        self.owing.set(!done);
        done
    }

    /// Whether the write-ahead log holds anything.
    fn owes(&self) -> bool {
        let log = companions::beside(&self.path, companions::LOG);
        std::fs::metadata(log).is_ok_and(|about| about.len() > 0)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if self.owing.get() {
            self.forget_destroyed();
        }
    }
}

fn change<T, E: From<StoreError>>(
    connection: &mut Connection,
    work: impl FnOnce(&Writer<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let path = connection.path().map(PathBuf::from).unwrap_or_default();
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(|error| lock::named(error.into(), &path))?;
    let writer = Writer {
        reader: Reader(&transaction),
        touched: RefCell::default(),
        departed: RefCell::default(),
        operation: Cell::default(),
    };
    let done = work(&writer)?;
    let operation = writer.operation.get();
    match transaction.commit().map_err(StoreError::at_commit) {
        Ok(()) => {}
        Err(StoreError::OutcomeUnknown(why)) => outcome::settle(connection, operation, why)?,
        Err(certain) => return Err(certain.into()),
    }
    Ok(done)
}

/// Reads the registry.
pub struct Reader<'c>(&'c Connection);

/// Changes the registry, inside one transaction. It remembers which rows it touched, so that the audit
/// entry of the change can't leave one out.
pub struct Writer<'c> {
    reader: Reader<'c>,
    touched: RefCell<BTreeSet<RowKey>>,
    departed: RefCell<Vec<TouchedRow>>,
    /// The operation ID of the newest audit entry: whether it was kept tells whether the change was.
    operation: Cell<Option<[u8; 16]>>,
}

impl<'c> Deref for Writer<'c> {
    type Target = Reader<'c>;

    fn deref(&self) -> &Reader<'c> {
        &self.reader
    }
}

impl Writer<'_> {
    fn connection(&self) -> &Connection {
        self.reader.0
    }

    fn touch(&self, row: RowKey) {
        self.touched.borrow_mut().insert(row);
    }
}
