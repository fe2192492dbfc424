//! What an operator is told about a value that is saved all the same, and that an operator has accepted it.

use std::fmt;

use super::client::Stamp;
use super::problem::{Checked, Problem, checked, field};
use super::rule::{Effect, Rule, Severity};
use super::{name, text, time};

/// A rule that a value breaks without being refused for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// The number of the rule, such as `L-45`.
    pub rule: &'static str,
    /// How grave it is here; at most what the rule says.
    pub severity: Severity,
    /// The attribute's RFC 7591 name; see [`super::field`].
    pub field: &'static str,
    /// One plain sentence or two: what is the matter and what would be better.
    pub sentence: String,
    /// The standard and section, such as `RFC 8252 §8.3`.
    pub source: &'static str,
}

impl Advice {
    /// Advice from a rule, with the rule's severity.
    #[must_use]
    pub fn by(rule: &'static Rule, field: &'static str, sentence: impl Into<String>) -> Self {
        debug_assert!(rule.effect != Effect::Refuse, "{} does not advise", rule.id);
        Self { rule: rule.id, severity: rule.severity, field, sentence: sentence.into(), source: rule.source }
    }

    /// The same, as less grave than the rule at its worst.
    #[must_use]
    pub fn but(mut self, severity: Severity) -> Self {
        debug_assert!(severity <= self.severity, "{} is never that grave", self.rule);
        self.severity = severity;
        self
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.sentence, self.source)
    }
}

/// That an operator has accepted an advice about a client, for a reason and a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// The number of the rule.
    pub rule: String,
    /// Why it is accepted.
    pub reason: String,
    /// The last second for which it holds, Unix seconds.
    pub until: i64,
    /// When and by whom it was accepted.
    pub accepted: Stamp,
}

impl Acceptance {
    /// Whether it holds at a time.
    #[must_use]
    pub fn holds(&self, now: i64) -> bool {
        now <= self.until
    }

    /// The one among several that is about this advice and holds at a time.
    #[must_use]
    pub fn of<'a>(advice: &Advice, among: &'a [Self], now: i64) -> Option<&'a Self> {
        among.iter().find(|one| one.rule == advice.rule && one.holds(now))
    }
}

impl fmt::Display for Acceptance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (by, until) = (&self.accepted.by, time::minute(self.until));
        write!(f, "accepted by {by} until {until} UTC: {}", text::drawn(&self.reason))
    }
}

/// A reason for not following advice, as it was typed: 1 to 2,000 characters that are not all blank.
pub fn reason(typed: &str) -> Checked<String> {
    reason_of(typed, "The reason is empty. Say why the advice is not followed.")
}

/// A reason as it was typed, with the sentence for one that is empty.
pub fn reason_of(typed: &str, empty: &'static str) -> Checked<String> {
    let reason = name::description(typed).map_err(|problems| {
        problems.into_iter().map(|problem| Problem { field: field::REASON, ..problem }).collect::<Vec<_>>()
    })?;
    let problem = Problem::new(field::REASON, "", empty);
    let problems = if reason.trim().is_empty() { vec![problem] } else { Vec::new() };
    checked(reason.trim().to_owned(), problems)
}

#[cfg(test)]
mod tests {
    use super::super::rule;
    use super::*;

    #[test]
    fn advice_carries_its_rule_and_says_its_source() {
        let advice = Advice::by(rule::L45, field::REDIRECT_URIS, "Type 127.0.0.1.");
        assert_eq!((advice.rule, advice.severity), ("L-45", Severity::Warning));
        assert_eq!(advice.to_string(), "Type 127.0.0.1. (RFC 8252 §8.3; OAuth 2.1 draft §8.4.2, §8.5.4)");
    }

    #[test]
    fn advice_can_be_less_grave_than_its_rule() {
        let advice = Advice::by(rule::L31, field::GRANT_TYPES, "Implicit.").but(Severity::Warning);
        assert_eq!((advice.rule, advice.severity), ("L-31", Severity::Warning));
    }

    #[test]
    fn an_acceptance_holds_for_its_rule_and_to_its_last_second() {
        let accepted = Stamp { at: 5, by: "ada".to_owned() };
        let one = Acceptance { rule: "L-31".to_owned(), reason: "Legacy.".to_owned(), until: 60, accepted };
        let about = |rule| Advice::by(rule, field::GRANT_TYPES, "Implicit.");
        let among = [one];
        assert_eq!(Acceptance::of(&about(rule::L31), &among, 60), Some(&among[0]));
        assert_eq!(Acceptance::of(&about(rule::L31), &among, 61), None);
        assert_eq!(Acceptance::of(&about(rule::L30), &among, 5), None);
        assert_eq!(among[0].to_string(), "accepted by ada until 1970-01-01 00:01 UTC: Legacy.");
    }

    #[test]
    fn a_reason_says_something() {
        assert_eq!(reason(" It is gone in May. ").as_deref(), Ok("It is gone in May."));
        for empty in ["", "  "] {
            assert_eq!(reason(empty).unwrap_err()[0].field, field::REASON);
        }
        assert_eq!(reason(&"x".repeat(2_001)).unwrap_err()[0].field, field::REASON);
    }
}
