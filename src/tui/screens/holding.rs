//! A client's secrets: what each is by now, who came to know it, and what a leak now would mean.

use super::audit::reading::{Part, Reading};
use crate::domain::exposure::End;
use crate::domain::ledger::{holders, to_tell};
use crate::domain::sighting::SightedState;
use crate::domain::{SecretRecord, time};
use crate::service::used_words;
use crate::tui::request::Held;

/// Nothing read yet; it loads when it is shown.
#[must_use]
pub fn open(client_id: String, name: &str) -> Reading {
    Reading::holding(client_id, name)
}

/// Everything in parts to read.
pub fn told(held: &Held, now: i64) -> Vec<Part> {
    let Held { ledger, secrets, exposure } = held;
    let mut parts = Vec::new();
    let accepted: Vec<u32> =
        secrets.iter().filter(|secret| secret.is_accepted(now)).map(|secret| secret.generation).collect();
    for secret in secrets {
        parts.push(Part::told("Secret", secret_words(secret, now)));
    }
    if secrets.is_empty() {
        parts.push(Part::told("Secret", "none"));
    }
    let known = to_tell(&holders(ledger, &accepted));
    parts.push(Part::told("", ""));
    parts.push(Part::told("On a change", known));
    parts.push(Part::told("", ""));
    parts.push(Part::told("Leak now", ""));
    for one in &exposure.exposed {
        parts.push(Part::told("", one.accepted_words(now)));
        for (end, line) in one.token_words(now) {
            parts.push(if end == End::Never { Part::bad("", line) } else { Part::told("", line) });
        }
    }
    if exposure.exposed.is_empty() {
        parts.push(Part::told("", "No secret is accepted."));
    }
    parts.push(Part::told("", ""));
    parts.push(Part::told("Ledger", ""));
    for one in ledger.iter().rev() {
        let which = one.generation.map_or_else(String::new, |number| format!("secret {number} "));
        let channel = one.channel.as_ref().map_or_else(String::new, |channel| format!(", {channel}"));
        let whom = one.whom.as_ref().map_or_else(String::new, |whom| format!(", for {whom}"));
        let line = format!("{}  {which}{} by {}{channel}{whom}", time::minute(one.at), one.how, one.operator);
        parts.push(Part::told("", line));
    }
    parts
}

fn secret_words(secret: &SecretRecord, now: i64) -> String {
    let state = match SightedState::of(secret, now) {
        SightedState::Retired { at, why, .. } => {
            format!("retired {} ({why})", at.map(time::minute).unwrap_or_default())
        }
        SightedState::Grace(until) => {
            format!("in grace until {}, {}", time::minute(until), used_words(secret))
        }
        state => format!("{}, {}", state.word(), used_words(secret)),
    };
    let expires = secret.expires_at.map_or_else(String::new, |at| format!(", expires {}", time::minute(at)));
    let tried = match secret.tried_again {
        Some(tried) if secret.leak_tried_again() => {
            format!(", TRIED AGAIN {} times since it leaked, last at {}", tried.times, time::minute(tried.at))
        }
        _ => String::new(),
    };
    format!(
        "{}: {state}, made {} by {}{expires}{tried}",
        secret.generation,
        time::minute(secret.created.at),
        secret.created.by
    )
}
