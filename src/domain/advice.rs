//! What an operator is told about a value that is saved all the same.

use std::fmt;

use super::rule::{Effect, Rule, Severity};

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
        debug_assert!(rule.effect == Effect::Advise, "{} does not advise", rule.id);
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

#[cfg(test)]
mod tests {
    use super::super::{field, rule};
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
}
