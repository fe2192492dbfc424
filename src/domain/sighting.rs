//! A client secret that was found where it should not be: where, whose it is, and whether a server would still
//! accept it. The secret itself is never part of it.

use super::client::{Status, Word};
use super::secret::{SecretRecord, SecretState};
use super::text::quoted;
use super::time;

/// In which form a secret was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// By itself: `cks1_…`.
    Secret,
    /// As `client_id:client_secret`.
    Pair,
    /// In a Basic header (RFC 7617).
    Basic,
}

impl Word for Form {
    const WORDS: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Secret, "secret", "a client secret"),
        (Self::Pair, "pair", "a client_id:client_secret pair"),
        (Self::Basic, "basic", "a Basic header"),
    ];
}

/// Whether a secret that was found opens anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SightedState {
    /// Accepted.
    Live,
    /// Accepted until this time, Unix seconds.
    Grace(i64),
    /// Refused since a time, Unix seconds, where it is known, and why.
    Retired {
        /// Since when.
        at: Option<i64>,
        /// By whom it was retired; nobody retires what ends by itself.
        by: Option<String>,
        /// `leak`, `routine`, `lost`, `deleted`, `grace over` or `expired`.
        why: String,
    },
    /// Of no secret that this registry has or had.
    Unknown,
    /// Not compared: too many different pairs were found.
    Unchecked,
}

impl SightedState {
    /// What a secret is at a time, in Unix seconds.
    #[must_use]
    pub fn of(secret: &SecretRecord, now: i64) -> Self {
        match (secret.state(now), &secret.retired) {
            (SecretState::Live, _) => Self::Live,
            (SecretState::Grace, _) => Self::Grace(secret.grace_ends_at.unwrap_or(now)),
            (SecretState::Retired, Some(stamp)) => Self::Retired {
                at: Some(stamp.at),
                by: Some(stamp.by.clone()),
                why: secret.retired_why.clone().unwrap_or_default(),
            },
            (SecretState::Retired, None) => {
                let expired = secret.expires_at.filter(|end| *end <= now);
                let over = secret.grace_ends_at.filter(|end| *end <= now);
                let by_itself = if over.is_some() { "grace over" } else { "expired" };
                Self::Retired { at: over.or(expired), by: None, why: by_itself.to_owned() }
            }
        }
    }

    /// The word for a program.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Grace(_) => "grace",
            Self::Retired { .. } => "retired",
            Self::Unknown => "unknown",
            Self::Unchecked => "unchecked",
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Live => "live".to_owned(),
            Self::Grace(until) => format!("grace until {}", time::minute(*until)),
            Self::Retired { at, by, why } => {
                let at = at.map_or_else(String::new, |at| format!(" {}", time::minute(at)));
                let by = by.as_ref().map_or_else(String::new, |by| format!(" by {by}"));
                format!("retired{at}{by} ({why})")
            }
            Self::Unknown => "unknown here".to_owned(),
            Self::Unchecked => "unchecked".to_owned(),
        }
    }
}

/// The client whose secret was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SightedClient {
    /// Its ID.
    pub client_id: String,
    /// Its name.
    pub name: String,
    /// Whether servers let it in at all.
    pub status: Status,
}

/// One place where a secret stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// In which form it stands there.
    pub form: Form,
    /// Whose it is.
    pub client: Option<SightedClient>,
    /// Which of the client's secrets, 1 for the first.
    pub generation: Option<u32>,
    /// Whether it opens anything.
    pub state: SightedState,
}

impl Sighting {
    /// Whether servers accept it, or would if the client were enabled.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.state, SightedState::Live | SightedState::Grace(_))
    }

    /// State first, then whose it is.
    #[must_use]
    pub fn sentence(&self) -> String {
        let state = self.state.words();
        let form = Form::WORDS.iter().find(|(form, ..)| *form == self.form).map_or("", |(.., words)| words);
        let Some(client) = &self.client else { return format!("{state}: {form}") };
        let called = format!("{} ({}, {})", quoted(&client.name), client.client_id, client.status.word());
        match self.generation {
            Some(generation) if self.form == Form::Secret => {
                format!("{state}: secret {generation} of {called}")
            }
            Some(generation) => format!("{state}: secret {generation} of {called}, in {form}"),
            None => format!("{state}: {form} of {called}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::client::Stamp;
    use super::*;

    fn secret() -> SecretRecord {
        SecretRecord { generation: 2, ..SecretRecord::first() }
    }

    #[test]
    fn what_ends_by_itself_says_so() {
        let grace = SecretRecord { stored_state: SecretState::Grace, grace_ends_at: Some(9), ..secret() };
        assert_eq!(SightedState::of(&grace, 8), SightedState::Grace(9));
        let over = SightedState::Retired { at: Some(9), by: None, why: "grace over".to_owned() };
        assert_eq!(SightedState::of(&grace, 9), over);
        let expires = SecretRecord { expires_at: Some(60), ..secret() };
        let over_now = SightedState::of(&expires, 60);
        assert_eq!(
            (over_now.words().as_str(), over_now.word()),
            ("retired 1970-01-01 00:01 (expired)", "retired")
        );
        let words =
            [SightedState::Live, SightedState::Grace(9), SightedState::Unknown, SightedState::Unchecked];
        assert_eq!(words.map(|state| state.word()), ["live", "grace", "unknown", "unchecked"]);
    }

    #[test]
    fn a_sighting_tells_state_generation_client_and_form_but_no_secret() {
        let client =
            SightedClient { client_id: "abc".to_owned(), name: "ABC".to_owned(), status: Status::Enabled };
        let mut seen = Sighting {
            form: Form::Secret,
            client: Some(client),
            generation: Some(2),
            state: SightedState::Live,
        };
        assert_eq!(seen.sentence(), "live: secret 2 of \"ABC\" (abc, enabled)");
        assert!(seen.is_open());
        seen.form = Form::Basic;
        seen.state = SightedState::of(
            &SecretRecord {
                stored_state: SecretState::Retired,
                retired: Some(Stamp { at: 60, by: "ada".to_owned() }),
                retired_why: Some("leak".to_owned()),
                ..secret()
            },
            99,
        );
        assert_eq!(
            seen.sentence(),
            "retired 1970-01-01 00:01 by ada (leak): secret 2 of \"ABC\" (abc, enabled), in a Basic header"
        );
        assert!(!seen.is_open());
        let unknown =
            Sighting { form: Form::Secret, client: None, generation: None, state: SightedState::Unknown };
        assert_eq!(unknown.sentence(), "unknown here: a client secret");
    }
}
