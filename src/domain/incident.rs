//! An incident: clients that were contained together, and how far each has come on its way back.

use super::client::{Stamp, Word};

/// How far a client has come since its secret leaked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Contained; it has no new secret yet.
    Pending,
    /// It has a new secret.
    Rotated,
    /// Whoever runs it has the new secret.
    HandedOver,
    /// It was seen to work with the new secret.
    Verified,
    /// No older secret is accepted any more.
    OldRetired,
}

impl Word for Step {
    const WORDS: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Pending, "pending", "pending: no new secret yet"),
        (Self::Rotated, "rotated", "rotated: it has a new secret"),
        (Self::HandedOver, "handed-over", "handed over: whoever runs it has the new secret"),
        (Self::Verified, "verified", "verified: it works with the new secret"),
        (Self::OldRetired, "old-retired", "old retired: no older secret is accepted"),
    ];
}

impl Step {
    /// The one that follows.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        let at = Self::WORDS.iter().position(|(step, ..)| *step == self)?;
        Self::WORDS.get(at + 1).map(|(step, ..)| *step)
    }
}

/// The command that makes the new secrets of an incident's clients.
#[must_use]
pub fn renew_command(incident: i64) -> String {
    format!("clientkeep incident set {incident} rotated")
}

/// An incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// 1, 2, 3 …
    pub id: i64,
    /// What happened, in the words of whoever opened it.
    pub reason: String,
    /// Since when a secret is suspected to be known, Unix seconds.
    pub suspected_at: Option<i64>,
    /// When and by whom it was opened.
    pub opened: Stamp,
    /// When and by whom its last part was closed.
    pub closed: Option<Stamp>,
}

/// One client's part in an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The client ID.
    pub client_id: String,
    /// The name that the client had then.
    pub client_name: String,
    /// How far it has come.
    pub step: Step,
    /// When and by whom it came so far.
    pub changed: Stamp,
    /// When and by whom the client was let in again, or deleted.
    pub closed: Option<Stamp>,
}

/// An incident with the number of clients at each step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentCounts {
    /// The incident.
    pub incident: Incident,
    /// Clients in it.
    pub clients: i64,
    /// Clients whose part is closed.
    pub closed: i64,
    /// Clients at each step, in the order of [`Step::WORDS`].
    pub steps: [i64; 5],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_follow_each_other_from_pending_to_old_retired() {
        let mut step = Step::Pending;
        let mut seen = vec![step.word()];
        while let Some(next) = step.next() {
            assert!(next > step);
            step = next;
            seen.push(step.word());
        }
        assert_eq!(seen, ["pending", "rotated", "handed-over", "verified", "old-retired"]);
    }

    #[test]
    fn the_command_that_goes_on_with_an_incident_names_it() {
        assert_eq!(renew_command(4), "clientkeep incident set 4 rotated");
    }
}
