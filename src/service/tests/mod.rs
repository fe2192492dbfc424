//! The service on a real registry in a temporary folder, with a clock that tests move and cheap hashing.

mod apply;
mod cells;
mod clients;
mod contain;
mod damaged;
#[cfg(feature = "exchange")]
mod deliver;
mod demo;
mod errors;
mod export;
mod file;
mod hand_out;
mod history;
mod import;
mod keys;
mod lint;
mod listing;
mod log;
mod operators;
mod partners;
mod schema;
mod secrets;
mod sign_on;
mod tampering;
mod trash;
mod usage;

use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use tempfile::TempDir;

use super::{Clock, Issued, LogQuery, Policy, Service, SetUp, World};
use crate::domain::audit::{Origin, words};
use crate::domain::{Draft, Plaintext, Profile, Retention, field};
use crate::vault::{Entropy, EntropyError, OsEntropy};

pub const PASSWORD: &str = "seven quiet lanterns";

/// Takes back every step of the schema but the first, the newest step first.
pub const BACK_TO_THE_FIRST_SCHEMA: &str = "
    DROP VIEW retired_secret; DROP INDEX client_secret_by_try;
    ALTER TABLE client_secret DROP COLUMN tried_at; ALTER TABLE client_secret DROP COLUMN tried_times;
    DROP TABLE incident_client; DROP TABLE incident;
    DROP TABLE accepted_advice;
    DROP TRIGGER client_is_added; DROP TRIGGER client_is_changed; DROP TRIGGER client_is_removed;
    DROP TABLE client_tally; DROP TABLE client_change;
    PRAGMA user_version = 1";

/// A clock that tests move.
#[derive(Clone)]
pub struct Hand(Arc<AtomicI64>);

impl Hand {
    pub fn pass(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for Hand {
    fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// What else happens while a program is at something: when it reads the clock, or draws random bytes, for the time after
/// so many.
pub struct Meanwhile<F> {
    clock: Hand,
    waits: Mutex<(usize, Option<F>)>,
}

impl<F: FnOnce() + Send> Meanwhile<F> {
    pub fn new(clock: &Hand, waits: usize, happens: F) -> Self {
        Self { clock: clock.clone(), waits: Mutex::new((waits, Some(happens))) }
    }

    fn pass(&self) {
        let mut waits = self.waits.lock().unwrap();
        match waits.0.checked_sub(1) {
            Some(fewer) => waits.0 = fewer,
            None => waits.1.take().map_or((), |happens| happens()),
        }
    }
}

impl<F: FnOnce() + Send> Clock for Meanwhile<F> {
    fn now(&self) -> i64 {
        self.pass();
        self.clock.now()
    }
}

impl<F: FnOnce() + Send> Entropy for Meanwhile<F> {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyError> {
        self.pass();
        OsEntropy.fill(out)
    }
}

/// A registry with one administrator, `ada`, who is signed on.
pub struct Bench {
    pub folder: TempDir,
    pub path: PathBuf,
    pub clock: Hand,
    pub service: Service,
    pub recovery_code: Plaintext,
}

pub fn world(clock: &Hand) -> World {
    World {
        clock: Box::new(clock.clone()),
        entropy: Box::new(OsEntropy),
        origin: Origin::Library,
        system_user: "tester".to_owned(),
        ssh_peer: None,
        policy: Policy::CHEAP,
        memory: None,
    }
}

pub fn set_up(retention: Retention) -> SetUp {
    SetUp {
        admin: "ada".to_owned(),
        full_name: "Ada Lovelace".to_owned(),
        password: Plaintext::new(PASSWORD.to_owned()),
        retention,
        group: None,
        group_writes: false,
    }
}

impl Bench {
    pub fn new() -> Self {
        Self::with(Retention::Sealed)
    }

    pub fn with(retention: Retention) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("own").join("registry.db");
        // Servers compute time themselves, in the view: the clock begins at theirs.
        let now = super::SystemClock.now();
        let clock = Hand(Arc::new(AtomicI64::new(now)));
        let founded = Service::create(&path, world(&clock), &set_up(retention))
            .unwrap_or_else(|error| panic!("{error}"));
        Self { folder, path, clock, service: founded.service, recovery_code: founded.recovery_code }
    }

    /// Whose operator sits before the screen.
    pub fn on_screen() -> Self {
        let mut bench = Self::new();
        bench.service = bench.through(Origin::Tui);
        bench
    }

    /// Another program on the same registry.
    pub fn another(&self) -> Service {
        self.through(Origin::Library)
    }

    /// The same registry through a front end.
    pub fn through(&self, origin: Origin) -> Service {
        let world = World { origin, ..world(&self.clock) };
        let mut service = Service::open(&self.path, world).unwrap();
        service.sign_on("ada", &Plaintext::new(PASSWORD.to_owned())).unwrap();
        service
    }

    pub fn create(&mut self, name: &str) -> Issued {
        self.service.create_client(&draft(name), None).unwrap_or_else(|error| panic!("{error}"))
    }

    pub fn accepted(&mut self, client_id: &str, secret: &Plaintext) -> bool {
        self.service.verify(client_id, secret).unwrap().accepted
    }

    pub fn sql(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(&self.path).unwrap()
    }

    pub fn actions(&self) -> Vec<String> {
        let sql = self.sql();
        let mut statement = sql.prepare("SELECT action FROM audit_entry ORDER BY number").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }
}

impl Bench {
    /// The newest entries of the audit log, the newest last: the action, and the details in words.
    pub fn newest(&self, count: i64) -> Vec<(String, Vec<String>)> {
        let query = LogQuery { limit: Some(count), ..LogQuery::default() };
        let entries = self.service.log(&query).unwrap().into_iter().rev();
        entries.map(|entry| (entry.action.clone(), words(&entry.action, &entry.details))).collect()
    }
}

pub fn draft(name: &str) -> Draft {
    draft_of(Profile::Service, name)
}

fn draft_of(profile: Profile, name: &str) -> Draft {
    let mut draft = Draft::new(profile);
    draft.set(field::CLIENT_NAME, vec![name.to_owned()]);
    draft.set(field::SECURITY_CLASS, vec!["user".to_owned()]);
    draft
}

/// A client without a secret.
fn public(name: &str) -> Draft {
    let mut draft = draft_of(Profile::Native, name);
    draft.set(field::REDIRECT_URIS, vec!["https://abc.example/cb".to_owned()]);
    draft
}
