//! The fields that say when something ends: a new secret by itself, the older ones after their grace, and accepted
//! advice. What was understood of them stands beside them; the service reads them again when they are saved.

use super::field::{Field, FieldId};
use crate::domain::lifetime::{self, span_typed, span_words};
use crate::domain::{Checked, Settings, field, time};

impl Field {
    /// When a new secret ends by itself.
    #[must_use]
    pub fn expiry() -> Self {
        let field = Self::short(field::SECRET_EXPIRES_AT, "Expires");
        field.reads(|typed, now| end(field::SECRET_EXPIRES_AT, typed, now)).when_empty("never")
    }

    /// Until when advice is accepted.
    #[must_use]
    pub fn until() -> Self {
        Self::short(field::UNTIL, "Until").reads(|typed, now| end(field::UNTIL, typed, now))
    }

    /// How long older secrets still work.
    #[must_use]
    pub fn grace() -> Self {
        let field =
            Self::short(field::GRACE, "Grace").reads(|typed, _| said(lifetime::grace(typed), span_words));
        field.when_empty("none: refused at once")
    }
}

fn end(id: FieldId, typed: &str, now: i64) -> Result<String, String> {
    said(time::deadline(id, typed, now), |at| format!("{} UTC", time::minute(at)))
}

/// What was understood in words, or the first sentence about what was not.
fn said<T>(read: Checked<T>, words: impl Fn(T) -> String) -> Result<String, String> {
    read.map(words)
        .map_err(|problems| problems.into_iter().map(|problem| problem.sentence).next().unwrap_or_default())
}

/// The grace that the settings offer, as it is typed, and in words.
#[must_use]
pub fn grace_offered(settings: &Settings) -> (String, String) {
    let grace = u32::try_from(settings.grace).unwrap_or(u32::MAX);
    (span_typed(grace), format!("{}, as the settings offer", span_words(grace)))
}
