//! What the registry tells of a client secret, and how secrets follow each other. The text of a secret
//! is not here: it is a `Plaintext` while it lives and a verifier afterwards.

use super::client::{Stamp, Word};
use super::usage::TriedAgain;

/// Secrets of one client that may be live at the same time.
pub const LIVE_AT_MOST: usize = 2;

/// Whether a server accepts a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretState {
    /// Accepted.
    Live,
    /// Accepted until its grace ends.
    Grace,
    /// Refused.
    Retired,
}

impl Word for SecretState {
    const WORDS: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Live, "live", "live"),
        (Self::Grace, "grace", "grace"),
        (Self::Retired, "retired", "retired"),
    ];
}

/// Where a secret comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretOrigin {
    /// Made here, of 256 random bits.
    Generated,
    /// Brought in from another system; it may be weak.
    Imported,
}

impl Word for SecretOrigin {
    const WORDS: &'static [(Self, &'static str, &'static str)] =
        &[(Self::Generated, "generated", "generated"), (Self::Imported, "imported", "imported")];
}

/// A client secret as the registry holds it, without anything that opens a door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretRecord {
    /// 1 for the client's first.
    pub generation: u32,
    /// Where it comes from.
    pub origin: SecretOrigin,
    /// As stored; [`SecretRecord::state`] tells what it is by now.
    pub stored_state: SecretState,
    /// When and by whom it was made.
    pub created: Stamp,
    /// Refused from then on, Unix seconds.
    pub expires_at: Option<i64>,
    /// When its grace ends, Unix seconds.
    pub grace_ends_at: Option<i64>,
    /// When and by whom it was retired.
    pub retired: Option<Stamp>,
    /// Why it was retired.
    pub retired_why: Option<String>,
    /// When a server last reported its use, Unix seconds.
    pub last_used_at: Option<i64>,
    /// That a server refused it after its end.
    pub tried_again: Option<TriedAgain>,
    /// Whether a sealed copy exists, so that it can be shown again.
    pub sealed: bool,
}

impl SecretRecord {
    /// Whether it was retired for a leak and somebody has tried it since: whoever found it is still there.
    #[must_use]
    pub fn leak_tried_again(&self) -> bool {
        self.tried_again.is_some() && self.retired_why.as_deref() == Some(Reason::Leak.word())
    }

    /// Whether servers accept it at a time, live or in grace.
    #[must_use]
    pub fn is_accepted(&self, now: i64) -> bool {
        self.state(now) != SecretState::Retired
    }

    /// What it is at a time: grace ends by itself, and so does a secret that expires.
    #[must_use]
    pub fn state(&self, now: i64) -> SecretState {
        let over = |end: Option<i64>| end.is_some_and(|end| end <= now);
        match self.stored_state {
            SecretState::Grace if over(self.grace_ends_at) => SecretState::Retired,
            _ if over(self.expires_at) => SecretState::Retired,
            state => state,
        }
    }
}

/// Why a secret is replaced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reason {
    /// It was its time.
    #[default]
    Routine,
    /// Somebody may have it who should not.
    Leak,
    /// Nobody has it any more.
    Lost,
}

impl Word for Reason {
    const WORDS: &'static [(Self, &'static str, &'static str)] =
        &[(Self::Routine, "routine", "routine"), (Self::Leak, "leak", "leak"), (Self::Lost, "lost", "lost")];
}

/// How a secret is replaced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rotation {
    /// Why.
    pub reason: Reason,
    /// Seconds for which the older secrets stay accepted; `None` retires them at once.
    pub grace: Option<i64>,
}

#[cfg(test)]
impl SecretRecord {
    /// A client's first secret, generated, live and endless; tests say what is different.
    pub(super) fn first() -> Self {
        Self {
            generation: 1,
            origin: SecretOrigin::Generated,
            stored_state: SecretState::Live,
            created: Stamp::default(),
            expires_at: None,
            grace_ends_at: None,
            retired: None,
            retired_why: None,
            last_used_at: None,
            tried_again: None,
            sealed: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(stored_state: SecretState) -> SecretRecord {
        SecretRecord { stored_state, ..SecretRecord::first() }
    }

    #[test]
    fn grace_ends_by_itself_at_its_very_second() {
        let secret = SecretRecord { grace_ends_at: Some(100), ..secret(SecretState::Grace) };
        assert_eq!(secret.state(99), SecretState::Grace);
        assert_eq!(secret.state(100), SecretState::Retired);
    }

    #[test]
    fn a_live_secret_that_expires_is_refused_from_that_second_on() {
        let secret = SecretRecord { expires_at: Some(100), ..secret(SecretState::Live) };
        assert_eq!(secret.state(99), SecretState::Live);
        assert_eq!(secret.state(100), SecretState::Retired);
    }

    #[test]
    fn a_leak_that_is_tried_again_is_one_that_was_told_as_a_leak() {
        let tried = Some(TriedAgain { at: 1, times: 1 });
        let again = |why: Option<Reason>, tried_again| {
            let retired_why = why.map(|why| why.word().to_owned());
            SecretRecord { retired_why, tried_again, ..SecretRecord::first() }.leak_tried_again()
        };
        assert!(again(Some(Reason::Leak), tried));
        assert!(!again(Some(Reason::Leak), None));
        assert!(!again(Some(Reason::Routine), tried));
        assert!(!again(None, None));
    }
}
