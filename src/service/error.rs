//! Why something was not done: one plain sentence each, with what to do, and the exit code of SPEC §3.

use crate::domain::text::quoted;
use crate::domain::{ClientRecord, Problem, Right, Role, SecretRecord, Word, time};
use crate::store::StoreError;
use crate::vault::{CheckError, EntropyError, HashError, OpenError, SealError, SignatureError, UnlockError};

/// Why something was not done. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The registry's file.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nobody signed on.
    #[error("Sign on first: this needs an operator and a password.")]
    NotSignedOn,
    /// The sign-on failed; unknown operator and wrong password are told alike.
    #[error("The user name or password is wrong.{}", locked_words(*.locked_for))]
    WrongPassword {
        /// Seconds for which sign-ons are refused from now on.
        locked_for: Option<i64>,
    },
    /// Too many sign-ons failed.
    #[error(
        "Signing on is locked for {seconds} more seconds after failed attempts. Wait, or ask an administrator to unlock it."
    )]
    Locked {
        /// Seconds left.
        seconds: i64,
    },
    /// The role lacks the right.
    #[error("{operator} is {}: {} may not {}. Ask somebody with the role {}.", article(*.role), .role.word(), .right.words(), .right.whom_to_ask().word())]
    NotAllowed {
        /// Who asked.
        operator: String,
        /// With which role.
        role: Role,
        /// For what.
        right: Right,
    },
    /// A password must be changed before anything else.
    #[error("An administrator set your password: change it before anything else.")]
    MustChangePassword,
    /// The operator was disabled, deleted or given other keys since the sign-on.
    #[error("Your account has been changed since you signed on. Sign on again.")]
    SignedOff,
    /// There is no such thing.
    #[error("There is no {what} {}.", quoted(.name))]
    NotFound {
        /// What was looked for, such as `client`.
        what: &'static str,
        /// By which name or ID.
        name: String,
        /// The attribute that names it, where one does.
        field: Option<&'static str>,
    },
    /// It stands against what is there.
    #[error("{sentence}")]
    Conflict {
        /// What and what to do.
        sentence: String,
        /// The attribute to change, where there is one.
        field: Option<&'static str>,
    },
    /// Somebody else saved first.
    #[error("{} saved this client at {} while you were editing. Nothing of yours was saved; compare and save again.", .theirs.updated.by, time::minute(.theirs.updated.at))]
    Stale {
        /// The client as it is now.
        theirs: Box<ClientRecord>,
        /// Its newest secret, where it has one: they may have made it.
        secret: Option<Box<SecretRecord>>,
    },
    /// Somebody else changed something else first.
    #[error("Somebody else changed {} meanwhile. Nothing of yours is saved: look at it as it is now, and save again.", quoted(.what))]
    Overtaken {
        /// What, by its name.
        what: String,
    },
    /// Values that may not be.
    #[error("{}", sentences(.0))]
    Invalid(Vec<Problem>),
    /// A wrong word on the command line: a sort column, a filter.
    #[error("{0}")]
    Usage(String),
    /// A recovery code that is none, or another registry's.
    #[error("{0}")]
    Code(String),
    /// A secret can't be shown again.
    #[error("{0}")]
    NoSecret(String),
    /// Somebody changed the file behind clientkeep's back.
    #[error(
        "The registry was changed behind clientkeep's back ({0}). Trust nothing in it until an administrator has run: clientkeep check"
    )]
    Tampered(&'static str),
    /// No memory or no random numbers.
    #[error("{0}")]
    Machine(String),
    /// A document that can't be read on.
    #[error("line {line}: {sentence}")]
    Unreadable {
        /// From 1.
        line: u64,
        /// What is wrong with it.
        sentence: String,
    },
    /// Long work was told to break off.
    #[error("Interrupted; nothing was kept.")]
    Interrupted,
}

impl Error {
    /// The exit code of the command line (SPEC §3).
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::NotFound { .. } => 3,
            Self::Conflict { .. }
            | Self::Stale { .. }
            | Self::Overtaken { .. }
            | Self::NoSecret(_)
            | Self::Store(StoreError::Exists(_)) => 4,
            Self::NotSignedOn
            | Self::WrongPassword { .. }
            | Self::Locked { .. }
            | Self::NotAllowed { .. }
            | Self::MustChangePassword
            | Self::Code(_)
            | Self::SignedOff => 5,
            Self::Invalid(_) | Self::Unreadable { .. } => 6,
            Self::Store(_) | Self::Tampered(_) | Self::Machine(_) | Self::Interrupted => 7,
        }
    }

    /// The fields to mend, each with its sentence; empty where no field is to blame.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        match self {
            Self::Invalid(problems) => problems.clone(),
            Self::NotFound { field: Some(field), .. } | Self::Conflict { field: Some(field), .. } => {
                vec![Problem::new(field, "", self.to_string())]
            }
            _ => Vec::new(),
        }
    }

    /// Whether there is no registry yet, so that one can be set up.
    #[must_use]
    pub fn is_missing_registry(&self) -> bool {
        matches!(self, Self::Store(StoreError::Missing(_)))
    }

    /// There is no such thing.
    #[must_use]
    pub fn not_found(what: &'static str, name: &str) -> Self {
        Self::NotFound { what, name: name.to_owned(), field: None }
    }

    pub(super) fn overtaken(what: &str) -> Self {
        Self::Overtaken { what: what.to_owned() }
    }

    pub(super) fn conflict(field: &'static str, sentence: String) -> Self {
        Self::Conflict { sentence, field: Some(field) }
    }
}

fn sentences(problems: &[Problem]) -> String {
    let told: Vec<String> = problems
        .iter()
        .map(|problem| {
            let source =
                if problem.source.is_empty() { String::new() } else { format!(" ({})", problem.source) };
            format!("{}: {}{source}", problem.field, problem.sentence)
        })
        .collect();
    told.join("\n")
}

fn locked_words(locked_for: Option<i64>) -> String {
    locked_for.map_or_else(String::new, |seconds| {
        format!(" That was the third failure in a row or more: signing on is locked for {seconds} seconds.")
    })
}

fn article(role: Role) -> String {
    let word = role.word();
    let article = if word.starts_with(['a', 'o']) { "an" } else { "a" };
    format!("{article} {word}")
}

impl From<Vec<Problem>> for Error {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Invalid(problems)
    }
}

impl From<EntropyError> for Error {
    fn from(error: EntropyError) -> Self {
        Self::Machine(error.to_string())
    }
}

impl From<HashError> for Error {
    fn from(error: HashError) -> Self {
        Self::Machine(error.to_string())
    }
}

impl From<SealError> for Error {
    fn from(error: SealError) -> Self {
        Self::Machine(error.to_string())
    }
}

impl From<OpenError> for Error {
    fn from(_: OpenError) -> Self {
        Self::Tampered("a sealed key or secret does not open in its place")
    }
}

impl From<SignatureError> for Error {
    fn from(_: SignatureError) -> Self {
        Self::Tampered("the signature over operators, keys, classes and settings is wrong")
    }
}

impl From<CheckError> for Error {
    fn from(error: CheckError) -> Self {
        match error {
            CheckError::Hash(error) => error.into(),
            other => Self::Store(StoreError::Damaged(other.to_string())),
        }
    }
}

impl From<UnlockError> for Error {
    fn from(error: UnlockError) -> Self {
        match error {
            UnlockError::WrongPassword => Self::WrongPassword { locked_for: None },
            UnlockError::Damaged => Self::Tampered("your keys do not open with your password"),
            UnlockError::CostOutOfBounds => Self::Tampered("the cost of your password was lowered"),
            UnlockError::Hash(error) => error.into(),
        }
    }
}
