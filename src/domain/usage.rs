//! What authorization servers report of client secrets: one was used, or one that was retired was tried again.
//! Whoever reports is not trusted, so what can't be is dropped here.

use super::client::Word;
use super::client_id;

/// How far ahead a server's clock may be, in seconds.
pub const CLOCKS_APART: i64 = 60;
/// The highest count that is believed.
const TIMES_MAX: i64 = 1_000_000_000;

/// What became of a presented secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It was accepted.
    Accepted,
    /// It was the client's once, and refused.
    Refused,
}

impl Word for Outcome {
    const WORDS: &'static [(Self, &'static str, &'static str)] =
        &[(Self::Accepted, "accepted", "accepted"), (Self::Refused, "refused", "refused")];
}

/// One secret as a server reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretUse {
    /// The client's ID.
    pub client_id: String,
    /// Which of its secrets.
    pub generation: u32,
    /// What became of it.
    pub outcome: Outcome,
    /// When it was last presented, Unix seconds.
    pub at: i64,
    /// How often, since the file was made.
    pub times: i64,
}

impl SecretUse {
    /// The report as far as it can be true at a time: none from the future, no count beyond reason.
    #[must_use]
    pub fn believable(mut self, now: i64) -> Option<Self> {
        let sane = self.client_id.len() <= client_id::MAX
            && self.generation > 0
            && self.times > 0
            && (1..=now.saturating_add(CLOCKS_APART)).contains(&self.at);
        self.at = self.at.min(now);
        self.times = self.times.min(TIMES_MAX);
        sane.then_some(self)
    }
}

/// That a retired secret was presented again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TriedAgain {
    /// When last, Unix seconds.
    pub at: i64,
    /// How often at least.
    pub times: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_from_the_future_or_of_nothing_is_dropped_and_a_count_is_capped() {
        let told = |generation, at, times| SecretUse {
            client_id: "abc".to_owned(),
            generation,
            outcome: Outcome::Accepted,
            at,
            times,
        };
        assert_eq!(told(1, 1_000, 1).believable(1_000), Some(told(1, 1_000, 1)));
        assert_eq!(told(1, 1_060, 1).believable(1_000), Some(told(1, 1_000, 1)), "a clock that is ahead");
        assert_eq!(told(1, 1_061, 1).believable(1_000), None);
        assert_eq!(told(1, i64::MAX, 1).believable(1_000), None);
        assert_eq!(told(1, 0, 1).believable(1_000), None);
        assert_eq!(told(1, -5, 1).believable(1_000), None);
        assert_eq!(told(0, 1_000, 1).believable(1_000), None);
        assert_eq!(told(1, 1_000, 0).believable(1_000), None);
        assert_eq!(told(1, 5, i64::MAX).believable(1_000), Some(told(1, 5, TIMES_MAX)));
        let long = SecretUse { client_id: "x".repeat(101), ..told(1, 5, 1) };
        assert_eq!(long.believable(1_000), None);
    }
}
