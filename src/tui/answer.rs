//! What comes back from the service, as plain data; nothing is done here.

use super::request::{Choices, ClientSheet, Copied, Entry, Failure, LoggedPage, Members};
use crate::domain::{Acceptance, ClientRecord, Page, PartnerRecord, PartnerUser, Plaintext, SecurityClass};
use crate::service::{Issued, LogEntry, LogReport, OperatorRecord, StagedSecret};

/// What comes back. Each variant is named after what came, and holds why where nothing did.
#[allow(missing_docs, reason = "named after the requests")]
pub enum Answer {
    SignedOn(Result<Box<Entry>, Failure>),
    SignedOff,
    Clients(Result<Page, Failure>),
    SearchPrepared(Result<(), Failure>),
    Client(Result<Box<ClientSheet>, Failure>),
    Choices(Result<Choices, Failure>),
    ClientId(Result<String, Failure>),
    Staged(Result<StagedSecret, Failure>),
    Saved(Result<Box<Issued>, Failure>),
    Renamed(Result<Box<ClientRecord>, Failure>),
    Enabled(Result<Vec<ClientRecord>, Failure>),
    Deleted(Result<Vec<ClientRecord>, Failure>),
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
    AdviceAccepted(Result<Acceptance, Failure>),
    Operators(Result<Vec<OperatorRecord>, Failure>),
    OperatorSaved(Result<Box<OperatorRecord>, Failure>),
    OperatorDeleted(Result<String, Failure>),
    OperatorUnlocked(Result<Box<OperatorRecord>, Failure>),
    PasswordReset(Result<Box<OperatorRecord>, Failure>),
    PasswordChanged(Result<(), Failure>),
    Log(Result<LoggedPage, Failure>),
    LogEntry(Result<Box<LogEntry>, Failure>),
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
            | Self::AdviceAccepted(Err(failure))
            | Self::Operators(Err(failure))
            | Self::OperatorSaved(Err(failure))
            | Self::OperatorDeleted(Err(failure))
            | Self::OperatorUnlocked(Err(failure))
            | Self::PasswordReset(Err(failure))
            | Self::PasswordChanged(Err(failure))
            | Self::Log(Err(failure))
            | Self::LogEntry(Err(failure))
            | Self::LogVerified(Err(failure))
            | Self::SettingsSaved(Err(failure)) => Some(failure),
            _ => None,
        }
    }
}
