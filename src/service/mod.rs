//! The one door to a registry, for screen, command line and programs alike: who signed on, may they, is
//! it valid, then the change and its audit entry in one transaction. It has no SQL and no cryptography of
//! its own, and knows nothing of screens.
//!
//! ```no_run
//! use clientkeep::domain::audit::Origin;
//! use clientkeep::domain::{Draft, Plaintext, Profile, Reason, Rotation, field};
//! use clientkeep::service::{Service, World};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut service = Service::open("/srv/clientkeep/registry.db".as_ref(), World::real(Origin::Library))?;
//! let password = std::fs::read_to_string("/run/credentials/clientkeep.password")?;
//! service.sign_on("robot", &Plaintext::new(password.trim_end_matches('\n').to_owned()))?;
//!
//! let mut draft = Draft::new(Profile::Service);
//! draft.set(field::CLIENT_NAME, vec!["Nightly export".to_owned()]);
//! draft.set(field::SECURITY_CLASS, vec!["USER".to_owned()]);
//! let issued = service.create_client(&draft, None)?;
//! let client_id = issued.record.client.client_id;
//! if let Some(secret) = issued.secret {
//!     println!("{client_id}:{}", secret.expose()); // hand it out; servers accept it from now on
//! }
//! // The old secret is refused at the servers' next read, and tokens from before it are void.
//! service.rotate(&[client_id], Rotation { reason: Reason::Leak, grace: None })?;
//! # Ok(())
//! # }
//! ```

mod apply;
mod change;
mod charter;
mod classes;
mod clients;
mod contain;
mod copies;
#[cfg(feature = "exchange")]
mod deliver;
pub mod demo;
mod error;
mod export;
mod fits;
mod hand_out;
mod hashing;
mod health;
mod history;
mod holders;
mod import;
mod incidents;
mod known;
mod ledger;
mod lint;
mod listing;
mod log;
mod log_read;
mod memory;
mod operators;
mod partners;
mod plan;
mod recovery;
mod registry;
mod reporter;
mod scan;
mod scopes;
mod secrets;
mod session;
mod set_up;
mod settings;
mod sign_on;
#[cfg(test)]
mod tests;
mod trail;
mod trash;
mod upkeep;
mod verify;
mod world;

use std::ops::ControlFlow;
use std::path::Path;

pub use contain::{ContainPreview, Contained, Effect};
#[cfg(feature = "exchange")]
pub use deliver::{Parcel, Shipment, recipients};
pub use error::Error;
pub use export::{ExportTerms, Exported};
pub use hand_out::{Credentials, Disclosure};
pub use history::{GivenBack, Older, Past};
pub use holders::Progress;
pub use import::{Arrived, ImportAdvice, ImportProblem, ImportRules, Incoming, Survey};
pub use incidents::{IncidentReport, PartReport, used_words};
pub use ledger::Exposure;
pub use lint::Linted;
pub use log::{Finding, LogReport};
pub use log_read::{LogEntry, LogPage};
pub use memory::{Memory, parse as parse_head};
pub use operators::{NewOperator, OperatorChange, OperatorRecord};
pub use partners::PartnerChange;
pub use plan::{Plan, Step};
pub use registry::Registry;
pub use reporter::UsageReports;
pub use scan::{Place, Source, Told};
pub use secrets::{Issued, StagedSecret};
pub use session::{Session, SignedOn};
pub use set_up::{Founded, SetUp};
pub use verify::Verdict;
pub use world::{Clock, Policy, SystemClock, World, system_user};

use crate::domain::text::quoted;
use crate::domain::{
    COLUMNS, ClientRecord, Column, Partner, Scope, SecretRecord, SecurityClass, Settings, column,
};
pub use crate::store::{AuditRow, LogQuery};
use crate::store::{Reader, Store, StoreError};
pub use crate::vault::Digest;
use crate::vault::{Cost, Verifier};

/// Told how many of how many are done; it may break off.
pub type Telling<'a> = &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>;

/// An open registry, and at most one operator who signed on to it.
pub struct Service {
    store: Store,
    world: World,
    session: Option<Session>,
    verifier: Verifier,
    /// By which channel secrets are handed out as they are made.
    channel: Option<&'static str>,
}

impl Service {
    /// Opens a registry.
    ///
    /// # Errors
    /// When there is none ([`Error::is_missing_registry`]), or it is not one to trust.
    pub fn open(path: &Path, world: World) -> Result<Self, Error> {
        Ok(Self::on(Store::open(path)?, world))
    }

    /// Opens a registry for [`Service::check`]: also one whose schema somebody changed, for reading only. Nothing else is
    /// to be asked of that.
    ///
    /// # Errors
    /// As [`Service::open`].
    pub fn open_to_check(path: &Path, world: World) -> Result<Self, Error> {
        match Store::open(path) {
            Err(StoreError::AnotherSchema(_)) => {
                let store = Store::open_to_look(path)?;
                Ok(Self { store, world, session: None, verifier: Verifier::new(), channel: None })
            }
            opened => Ok(Self::on(opened?, world)),
        }
    }

    fn on(store: Store, world: World) -> Self {
        let service = Self { store, world, session: None, verifier: Verifier::new(), channel: None };
        service.merge_usage();
        service
    }

    /// Takes over what authorization servers reported of the use of secrets; tells whether there was anything new.
    /// It waits for nobody and never fails: nothing depends on it.
    pub fn merge_usage(&self) -> bool {
        self.store.merge_usage(self.world.clock.now())
    }

    /// For the end of a program that only read: what it holds of the registry is left to the operating system, which is
    /// sooner done than closing it in order.
    pub fn leave(self) {
        self.store.leave();
    }

    /// The registry's file.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.store.path()
    }

    /// Whether changes are impossible.
    #[must_use]
    pub fn read_only(&self) -> bool {
        self.store.read_only()
    }

    /// Who signed on.
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// The time, Unix seconds.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.world.clock.now()
    }

    /// The settings.
    pub fn settings(&self) -> Result<Settings, Error> {
        Ok(self.store.read().settings()?)
    }

    /// Reads what is searched into memory, and how clients are ordered by a column, so that [`Service::clients`] finds in
    /// a frame what takes SQL seconds; it stays up to date, and goes when the operator signs off. Tells how many clients
    /// of how many were read.
    ///
    /// # Errors
    /// A registry that can't be read.
    pub fn prepare_search(&self, sorted_by: &Column, progress: Progress<'_>) -> Result<(), Error> {
        Ok(self.store.load_texts(sorted_by, progress)?)
    }

    /// The sort column of a word.
    ///
    /// # Errors
    /// A word that names none.
    pub fn sort_column(word: &str) -> Result<&'static Column, Error> {
        column(word).ok_or_else(|| {
            let known: Vec<&str> = COLUMNS.iter().map(|column| column.key).collect();
            Error::Usage(format!(
                "{} is no column to sort by. There are: {}.",
                quoted(word),
                known.join(", ")
            ))
        })
    }

    /// A client that is not in the trash, by its ID, or else by its name.
    ///
    /// # Errors
    /// When there is none.
    pub fn client(&self, reference: &str) -> Result<ClientRecord, Error> {
        find_client(&self.store.read(), reference).map(|(_, record)| record)
    }

    /// A client's secrets, the newest first.
    ///
    /// # Errors
    /// When there is no such client.
    pub fn secrets(&self, client_id: &str) -> Result<Vec<SecretRecord>, Error> {
        let reader = self.store.read();
        let (id, _) = find_client(&reader, client_id)?;
        Ok(reader.secrets(id)?)
    }

    /// Every security class.
    pub fn classes(&self) -> Result<Vec<SecurityClass>, Error> {
        Ok(self.store.read().classes()?)
    }

    /// Every partner.
    pub fn partners(&self) -> Result<Vec<Partner>, Error> {
        Ok(self.store.read().partners()?)
    }

    /// Every scope that the registry defines.
    pub fn scopes(&self) -> Result<Vec<Scope>, Error> {
        Ok(self.store.read().scopes()?)
    }

    /// A number that changes when somebody else changed the registry.
    pub fn data_version(&self) -> Result<i64, Error> {
        Ok(self.store.data_version()?)
    }

    /// What a verifier costs here, as administrators signed it where somebody signed on: nobody lowers it by
    /// writing the file.
    fn verifier_cost(&self) -> Result<Cost, Error> {
        if let Some(cost) = self.world.policy.verifiers {
            return Ok(cost);
        }
        let settings = match &self.session {
            None => self.settings()?,
            Some(session) => {
                let pinned = session.keyring.pinned();
                self.store.snapshot(|reader| charter::verify(reader, &pinned))?.settings
            }
        };
        verify::verifier_cost(&settings)
    }
}

/// A client that is not in the trash, by its ID, or else by its name: its number and record.
fn find_client(reader: &Reader<'_>, reference: &str) -> Result<(i64, ClientRecord), Error> {
    let by_id = reader.client_by_id(reference)?.filter(|(_, record)| record.deleted_at.is_none());
    let found = match by_id {
        Some(found) => Some(found),
        None => reader.client_by_name(reference)?,
    };
    found.ok_or_else(|| Error::not_found("client", reference))
}
