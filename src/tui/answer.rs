//! What comes back from the service, as plain data; nothing is done here.

use std::fmt;

use super::copier::Handed;
use super::screen::Session;
use crate::domain::health::Health;
use crate::domain::incident::IncidentCounts;
use crate::domain::ledger::HandOver;
use crate::domain::sighting::Sighting;
use crate::domain::{
    Acceptance, Advice, ClientRecord, Cursor, Known, Page, Partner, PartnerRecord, PartnerUser, Plaintext,
};
use crate::domain::{Problem, Scope, SecretRecord, SecurityClass, Settings};
use crate::service::{ContainPreview, Contained, Exposure, GivenBack, IncidentReport, Past};
use crate::service::{Error, Issued, LogEntry, LogPage, LogReport, OperatorRecord, SignedOn, StagedSecret};

/// What comes back. Each variant is named after what came, and holds why where nothing did.
#[allow(missing_docs, reason = "named after the requests")]
pub enum Answer {
    SignedOn(Result<Box<Entry>, Failure>),
    SignedOff,
    BrokenOff,
    Clients(Result<Page, Failure>),
    /// The rows of a first page; how many there are in all is not known yet.
    FirstRows(Vec<(Cursor, ClientRecord)>),
    SearchPrepared(Result<(), Failure>),
    Client(Result<Box<ClientSheet>, Failure>),
    Choices(Result<Choices, Failure>),
    ClientId(Result<String, Failure>),
    Staged(Result<StagedSecret, Failure>),
    Saved(Result<Box<Issued>, Failure>),
    Renamed(Result<Box<ClientRecord>, Failure>),
    Enabled(Result<Switched, Failure>),
    Deleted(Result<Vec<ClientRecord>, Failure>),
    Whose(Result<Vec<Sighting>, Failure>),
    SeenAgain(Result<Vec<Sighting>, Failure>),
    ContainPreview(Result<Box<ContainPreview>, Failure>),
    Contained(Result<Box<Contained>, Failure>),
    Renewed(Result<Renewed, Failure>),
    Incidents(Result<Vec<IncidentCounts>, Failure>),
    Incident(Result<Box<IncidentReport>, Failure>),
    IncidentStepSet(Result<Vec<String>, Failure>),
    Holders(Result<Vec<String>, Failure>),
    Holding(Result<Box<Held>, Failure>),
    Health(Result<Box<Health>, Failure>),
    Shown(Result<Plaintext, Failure>),
    Copied(Result<Copied, Failure>),
    Cleared(Result<(String, Vec<u8>), Failure>),
    Classes(Result<Vec<SecurityClass>, Failure>),
    ClassSaved(Result<SecurityClass, Failure>),
    ClassDeleted(Result<String, Failure>),
    Partners(Result<Vec<PartnerRecord>, Failure>),
    PartnerSaved(Result<PartnerRecord, Failure>),
    PartnerDeleted(Result<PartnerRecord, Failure>),
    PartnerUsers(Result<Vec<PartnerUser>, Failure>),
    Members(Result<Members, Failure>),
    PartnerUserSaved(Result<PartnerUser, Failure>),
    PartnerUsersDeleted(Result<Vec<PartnerUser>, Failure>),
    Advice(Result<Vec<(Advice, Option<Acceptance>)>, Failure>),
    AdviceAccepted(Result<Acceptance, Failure>),
    AdviceWithdrawn(Result<String, Failure>),
    Rotated(Result<Vec<ClientRecord>, Failure>),
    Trash(Result<Vec<ClientRecord>, Failure>),
    Restored(Result<Vec<Issued>, Failure>),
    Purged(Result<Vec<ClientRecord>, Failure>),
    Scopes(Result<Vec<Scope>, Failure>),
    ScopeAdded(Result<Scope, Failure>),
    ScopeDeleted(Result<String, Failure>),
    Operators(Result<Vec<OperatorRecord>, Failure>),
    OperatorSaved(Result<Box<OperatorRecord>, Failure>),
    OperatorDeleted(Result<String, Failure>),
    OperatorUnlocked(Result<Box<OperatorRecord>, Failure>),
    PasswordReset(Result<Box<OperatorRecord>, Failure>),
    PasswordChanged(Result<(), Failure>),
    RecoveryCode(Result<Plaintext, Failure>),
    Log(Result<LoggedPage, Failure>),
    LogEntry(Result<Box<LogEntry>, Failure>),
    Past(Result<Past, Failure>),
    AttributeRestored(Result<Box<GivenBack>, Failure>),
    LogVerified(Result<Box<LogReport>, Failure>),
    SettingsSaved(Result<(), Failure>),
}

impl Answer {
    /// Why it is a no, where it is one.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        match self {
            Self::SignedOn(Err(failure))
            | Self::Clients(Err(failure))
            | Self::SearchPrepared(Err(failure))
            | Self::Client(Err(failure))
            | Self::Choices(Err(failure))
            | Self::ClientId(Err(failure))
            | Self::Staged(Err(failure))
            | Self::Saved(Err(failure))
            | Self::Renamed(Err(failure))
            | Self::Enabled(Err(failure))
            | Self::Deleted(Err(failure))
            | Self::Whose(Err(failure))
            | Self::SeenAgain(Err(failure))
            | Self::ContainPreview(Err(failure))
            | Self::Contained(Err(failure))
            | Self::Renewed(Err(failure))
            | Self::Incidents(Err(failure))
            | Self::Incident(Err(failure))
            | Self::IncidentStepSet(Err(failure))
            | Self::Holders(Err(failure))
            | Self::Holding(Err(failure))
            | Self::Health(Err(failure))
            | Self::Shown(Err(failure))
            | Self::Copied(Err(failure))
            | Self::Cleared(Err(failure))
            | Self::Classes(Err(failure))
            | Self::ClassSaved(Err(failure))
            | Self::ClassDeleted(Err(failure))
            | Self::Partners(Err(failure))
            | Self::PartnerSaved(Err(failure))
            | Self::PartnerDeleted(Err(failure))
            | Self::PartnerUsers(Err(failure))
            | Self::Members(Err(failure))
            | Self::PartnerUserSaved(Err(failure))
            | Self::PartnerUsersDeleted(Err(failure))
            | Self::Advice(Err(failure))
            | Self::AdviceAccepted(Err(failure))
            | Self::AdviceWithdrawn(Err(failure))
            | Self::Rotated(Err(failure))
            | Self::Trash(Err(failure))
            | Self::Restored(Err(failure))
            | Self::Purged(Err(failure))
            | Self::Scopes(Err(failure))
            | Self::ScopeAdded(Err(failure))
            | Self::ScopeDeleted(Err(failure))
            | Self::Operators(Err(failure))
            | Self::OperatorSaved(Err(failure))
            | Self::OperatorDeleted(Err(failure))
            | Self::OperatorUnlocked(Err(failure))
            | Self::PasswordReset(Err(failure))
            | Self::PasswordChanged(Err(failure))
            | Self::RecoveryCode(Err(failure))
            | Self::Log(Err(failure))
            | Self::LogEntry(Err(failure))
            | Self::Past(Err(failure))
            | Self::AttributeRestored(Err(failure))
            | Self::LogVerified(Err(failure))
            | Self::SettingsSaved(Err(failure)) => Some(failure),
            _ => None,
        }
    }
}

/// Whoever signed on, and what holds from then on.
pub struct Entry {
    /// The operator.
    pub session: Session,
    /// The registry's settings.
    pub settings: Settings,
    /// Whether the registry can't be changed.
    pub read_only: bool,
    /// What is known about earlier sign-ons; `None` after set-up.
    pub signed_on: Option<SignedOn>,
    /// The recovery code, after set-up.
    pub recovery_code: Option<Plaintext>,
}

/// What became of clients that were to be let in or kept out.
pub struct Switched {
    /// Those that were changed.
    pub changed: Vec<ClientRecord>,
    /// Those that were so before.
    pub same: Vec<ClientRecord>,
}

/// Who knows a client's secrets, and what a leak now would mean.
pub struct Held {
    /// Each time that one was made or told, the oldest first.
    pub ledger: Vec<HandOver>,
    /// The secrets, the newest first.
    pub secrets: Vec<SecretRecord>,
    /// What a leak now would mean.
    pub exposure: Exposure,
}

/// Where the making of an incident's new secrets stands.
pub struct Renewed {
    /// The incident.
    pub incident: i64,
    /// Clients that have got one so far.
    pub done: usize,
    /// Clients that still wait for one.
    pub left: usize,
    /// Whether none is made, because a show-once registry would show it to nobody.
    pub kept_back: bool,
}

/// Part of the audit log, with the names that clients have.
pub struct LoggedPage {
    /// The entries and where they stand.
    pub page: LogPage,
    /// The client's name for each entry, where the client is there.
    pub names: Vec<Option<String>>,
}

/// A client for its form.
pub struct ClientSheet {
    /// The client.
    pub record: ClientRecord,
    /// Its secrets, the newest first.
    pub secrets: Vec<SecretRecord>,
    /// The advice about it that was accepted and still holds.
    pub accepted: Vec<Acceptance>,
    /// Whether servers report use to this registry at all.
    pub use_is_reported: bool,
    /// What is known of its secrets.
    pub known: Known,
}

/// The users of a partner.
#[derive(Default)]
pub struct Members {
    /// The partner's subdomain.
    pub partner: String,
    /// Its users.
    pub users: Vec<PartnerUser>,
}

/// What drop-downs offer.
pub struct Choices {
    /// The security classes.
    pub classes: Vec<SecurityClass>,
    /// The partners.
    pub partners: Vec<Partner>,
    /// The scopes.
    pub scopes: Vec<Scope>,
}

/// Credentials that left for a clipboard.
pub struct Copied {
    /// Whose: name and client ID.
    pub whose: String,
    /// What became of them.
    pub handed: Handed,
}

/// Why something was not done.
#[derive(Debug)]
pub enum Failure {
    /// The service refused, or failed.
    Service(Box<Error>),
    /// Something else, as a sentence.
    Words(String),
}

impl Failure {
    /// A failure outside of the service.
    pub fn words(sentence: impl Into<String>) -> Self {
        Self::Words(sentence.into())
    }

    /// The fields to mend, each with its sentence.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        match self {
            Self::Service(error) => error.problems(),
            Self::Words(_) => Vec::new(),
        }
    }
}

impl From<Failure> for String {
    fn from(failure: Failure) -> Self {
        failure.to_string()
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Service(Box::new(error))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(error) => error.fmt(f),
            Self::Words(sentence) => f.write_str(sentence),
        }
    }
}
