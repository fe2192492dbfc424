//! What a leak at a time means: which secrets were accepted then, until when, and when the last token dies that could
//! have been issued with one of them.

use super::lifetime::Lifetime;
use super::secret::SecretRecord;
use super::time;

/// The longest lifetimes that tokens had since the leak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetimes {
    /// Of access tokens.
    pub access: Lifetime,
    /// Of refresh tokens; `None` where the client gets none.
    pub refresh: Option<Lifetime>,
}

/// When something ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Unix seconds.
    At(i64),
    /// So many seconds after the secret is retired.
    AfterRetirement(i64),
    /// Never: rotation does not contain it.
    Never,
}

impl End {
    fn of(lifetime: Lifetime, last_issued: Option<i64>) -> Self {
        match (lifetime, last_issued) {
            (Lifetime::Never, _) => Self::Never,
            (Lifetime::Seconds(seconds), Some(at)) => Self::At(at.saturating_add(seconds.into())),
            (Lifetime::Seconds(seconds), None) => Self::AfterRetirement(seconds.into()),
        }
    }

    /// In words, as of now.
    #[must_use]
    pub fn words(self, now: i64) -> String {
        match self {
            Self::At(at) if at <= now => format!("dead since {}", time::minute(at)),
            Self::At(at) => format!("dies {}", time::minute(at)),
            Self::AfterRetirement(seconds) => {
                format!("dies {} after the secret is retired", seconds_words(seconds))
            }
            Self::Never => "never dies: rotation does not contain it".to_owned(),
        }
    }
}

fn seconds_words(seconds: i64) -> String {
    Lifetime::from_seconds(seconds).map_or_else(|| format!("{seconds} s"), Lifetime::words)
}

/// A secret that was accepted at the time of the leak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exposed {
    /// Which of the client's secrets.
    pub generation: u32,
    /// Since when it was accepted, Unix seconds.
    pub since: i64,
    /// Until when, where that is over or known.
    pub until: Option<i64>,
    /// Why it was retired, where somebody did.
    pub why: Option<String>,
    /// The end of the last access token issued with it.
    pub access: End,
    /// The end of the last refresh token; using it takes the secret of that time (RFC 6749 §6).
    pub refresh: Option<End>,
}

impl Exposed {
    /// How long the secret was accepted, as of now.
    #[must_use]
    pub fn accepted_words(&self, now: i64) -> String {
        let why = self.why.as_ref().map_or_else(String::new, |why| format!(" ({why})"));
        let until = match self.until {
            Some(at) if at <= now => format!("until {}{why}", time::minute(at)),
            Some(at) => format!("and still is, until {}", time::minute(at)),
            None => "and still is: rotate or contain".to_owned(),
        };
        format!("Secret {} was accepted from {} {until}.", self.generation, time::minute(self.since))
    }

    /// When the last token of each kind dies that was issued with it, with a sentence for each, as of now.
    #[must_use]
    pub fn token_words(&self, now: i64) -> Vec<(End, String)> {
        let told =
            |kind: &str, end: End| (end, format!("The last {kind} token issued with it {}.", end.words(now)));
        let refresh = self.refresh.map(|end| told("refresh", end));
        std::iter::once(told("access", self.access)).chain(refresh).collect()
    }
}

/// The secrets that were accepted at a time, the newest first.
#[must_use]
pub fn exposed(secrets: &[SecretRecord], at: i64, lifetimes: Lifetimes) -> Vec<Exposed> {
    let ends = |secret: &SecretRecord| {
        let retired = secret.retired.as_ref().map(|stamp| stamp.at);
        [retired, secret.grace_ends_at, secret.expires_at].into_iter().flatten().min()
    };
    let then = |secret: &&SecretRecord| secret.created.at <= at && ends(secret).is_none_or(|end| end > at);
    let tell = |secret: &SecretRecord| {
        let until = ends(secret);
        Exposed {
            generation: secret.generation,
            since: secret.created.at,
            until,
            why: secret.retired_why.clone(),
            access: End::of(lifetimes.access, until),
            refresh: lifetimes.refresh.map(|lifetime| End::of(lifetime, until)),
        }
    };
    secrets.iter().filter(then).map(tell).collect()
}

#[cfg(test)]
mod tests {
    use super::super::client::Stamp;
    use super::super::secret::SecretState;
    use super::*;

    fn secret(generation: u32, from: i64, retired: Option<i64>) -> SecretRecord {
        SecretRecord {
            generation,
            stored_state: if retired.is_some() { SecretState::Retired } else { SecretState::Live },
            created: Stamp { at: from, by: "ada".to_owned() },
            retired: retired.map(|at| Stamp { at, by: "ada".to_owned() }),
            retired_why: retired.map(|_| "leak".to_owned()),
            ..SecretRecord::first()
        }
    }

    const HOUR: Lifetimes =
        Lifetimes { access: Lifetime::Seconds(3600), refresh: Some(Lifetime::Seconds(7200)) };

    #[test]
    fn the_secret_of_that_time_is_told_with_the_end_of_its_last_tokens() {
        let secrets = [secret(3, 500, None), secret(2, 100, Some(500)), secret(1, 0, Some(100))];
        let told = exposed(&secrets, 200, HOUR);
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].generation, told[0].until), (2, Some(500)));
        assert_eq!((told[0].access, told[0].refresh), (End::At(4100), Some(End::At(7700))));
        let told = exposed(&secrets, 500, HOUR);
        assert_eq!((told[0].generation, told[0].access), (3, End::AfterRetirement(3600)));
        assert_eq!(exposed(&secrets, -1, HOUR), []);
    }

    #[test]
    fn a_token_that_never_expires_is_not_contained_by_rotation() {
        let never = Lifetimes { access: Lifetime::Never, refresh: None };
        let told = exposed(&[secret(1, 0, Some(100))], 50, never);
        assert_eq!((told[0].access, told[0].refresh), (End::Never, None));
        assert!(told[0].access.words(1_000).contains("rotation does not contain it"));
        assert_eq!(End::At(60).words(60), "dead since 1970-01-01 00:01");
        assert_eq!(End::AfterRetirement(3600).words(0), "dies 1 hour after the secret is retired");
    }

    #[test]
    fn a_grace_counts_to_its_end() {
        let grace = SecretRecord { grace_ends_at: Some(900), ..secret(1, 0, None) };
        assert_eq!(exposed(std::slice::from_ref(&grace), 899, HOUR)[0].until, Some(900));
        assert_eq!(exposed(&[grace], 900, HOUR), []);
    }

    #[test]
    fn a_sentence_tells_how_long_a_secret_was_accepted_and_when_its_tokens_die() {
        let one = |until, why: Option<&str>| Exposed {
            generation: 2,
            since: 0,
            until,
            why: why.map(str::to_owned),
            access: End::At(120),
            refresh: Some(End::Never),
        };
        let from = "Secret 2 was accepted from 1970-01-01 00:00";
        assert_eq!(
            one(Some(60), Some("leak")).accepted_words(60),
            format!("{from} until 1970-01-01 00:01 (leak).")
        );
        assert_eq!(
            one(Some(60), None).accepted_words(59),
            format!("{from} and still is, until 1970-01-01 00:01.")
        );
        assert_eq!(one(None, None).accepted_words(60), format!("{from} and still is: rotate or contain."));
        let told: Vec<String> =
            one(None, None).token_words(119).into_iter().map(|(_, words)| words).collect();
        assert_eq!(
            told,
            [
                "The last access token issued with it dies 1970-01-01 00:02.",
                "The last refresh token issued with it never dies: rotation does not contain it.",
            ]
        );
    }
}
