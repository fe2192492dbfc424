//! What is advised about a client that exists, from its secrets, its use and the registry around it: what shows
//! in time or beside other clients. Advice about its attributes is in `advise`.

use super::advice::Advice;
use super::class::{ADMIN_CLASS, Partner};
use super::client::{ClientRecord, ClientType};
use super::problem::field;
use super::rule::{self, Severity};
use super::secret::{LIVE_AT_MOST, SecretOrigin, SecretRecord, SecretState};
use super::text::quoted;
use super::time;
use super::usage::TriedAgain;

#[cfg(test)]
mod tests;

/// The oldest that a secret should get, in seconds: 90 days.
const SECRET_AGE_MAX: i64 = 90 * 86_400;
/// How long a client may go unused before it is asked about, in seconds: 90 days.
const UNUSED_MAX: i64 = 90 * 86_400;
/// How long a new secret may wait to be handed over, in seconds: a day.
const WAITS_MAX: i64 = 86_400;

/// What the audit log and the incidents tell of a client's secrets.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Who came to know one of the secrets that servers accept now.
    pub holders: Vec<String>,
    /// Whether the newest secret left the program at all.
    pub handed_over: bool,
    /// The open incident in which the client has no new secret yet.
    pub incident: Option<i64>,
}

/// How long ahead it is told that a secret ends by itself, in seconds: 30 days.
const ENDS_SOON: i64 = 30 * 86_400;
/// How long it is told that a retired secret was tried again, in seconds: 90 days.
const TRIED_TOLD: i64 = 90 * 86_400;

/// What the advice depends on.
#[derive(Clone, Copy, Debug)]
pub struct EstateInput<'a> {
    /// The client.
    pub record: &'a ClientRecord,
    /// Its secrets.
    pub secrets: &'a [SecretRecord],
    /// Whether the registry has its class.
    pub class_exists: bool,
    /// Its partner as the registry has it; `None` without one, or where there is no such partner.
    pub partner: Option<&'a Partner>,
    /// The name of another client that can be taken for this one's.
    pub lookalike: Option<&'a str>,
    /// Whether servers report use to this registry at all.
    pub use_is_reported: bool,
    /// What is known of its secrets.
    pub known: &'a Known,
    /// Unix seconds.
    pub now: i64,
}

/// Everything advised, in the order of the rules' subjects.
#[must_use]
pub fn estate(input: &EstateInput) -> Vec<Advice> {
    let mut given = Vec::new();
    if let Some(other) = input.lookalike {
        let sentence = format!("The name can be taken for {}. Rename one of the two.", quoted(other));
        given.push(Advice::by(rule::L87, field::CLIENT_NAME, sentence));
    }
    given.extend(about_secrets(input));
    given.extend(about_holders(input));
    given.extend(about_use(input));
    given.extend(about_references(input));
    given
}

fn about_secrets(input: &EstateInput) -> Vec<Advice> {
    let mut given = Vec::new();
    let mut give = |rule, sentence: String| given.push(Advice::by(rule, field::CLIENT_SECRET, sentence));
    let (secrets, now) = (input.secrets, input.now);
    let accepted: Vec<&SecretRecord> = secrets.iter().filter(|secret| secret.is_accepted(now)).collect();
    if accepted.iter().any(|secret| secret.origin == SecretOrigin::Imported) {
        let sentence = "Servers accept an imported secret, which may be short, guessable or another client's: its text is not \
                        kept to look at. Generate a new one.";
        give(rule::L12, sentence.to_owned());
    }
    let old = accepted.iter().filter(|secret| now.saturating_sub(secret.created.at) > SECRET_AGE_MAX);
    if let Some(oldest) = old.min_by_key(|secret| secret.created.at) {
        let age = time::age(oldest.created.at, now);
        give(rule::L14, format!("A secret in use is {age} old. Generate a new one every 90 days."));
    }
    if accepted.len() > LIVE_AT_MOST {
        let count = accepted.len();
        give(
            rule::L90,
            format!("Servers accept {count} secrets of this client. Retire those that nobody uses."),
        );
    }
    if let Some(end) = all_end(&accepted).filter(|end| end.saturating_sub(now) <= ENDS_SOON) {
        give(
            rule::L102,
            format!(
                "From {} UTC on servers accept no secret of this client. Generate a new one and hand it over before.",
                time::minute(end)
            ),
        );
    }
    for secret in secrets.iter().filter(|secret| used_after_its_end(secret, now)) {
        let sentence = format!(
            "Secret {} was used after its end, so a server still accepts it. Make that server read the registry anew.",
            secret.generation
        );
        give(rule::L91, sentence);
    }
    let tried = secrets.iter().filter_map(|secret| Some((secret, secret.tried_again?)));
    if let Some((secret, tried)) = tried
        .filter(|(_, tried)| now.saturating_sub(tried.at) <= TRIED_TOLD)
        .max_by_key(|(_, tried)| tried.at)
    {
        given.push(about_a_try(secret, tried, now));
    }
    let mut give = |rule, sentence: String| given.push(Advice::by(rule, field::CLIENT_SECRET, sentence));
    let confidential = input.record.client.client_type == ClientType::Confidential;
    if input.record.enabled && confidential && !secrets.is_empty() && accepted.is_empty() {
        let sentence = "Every secret is expired or retired, and the client is enabled. Generate a new secret, or disable the client.";
        give(rule::L92, sentence.to_owned());
    }
    given
}

/// When the last of these ends by itself; nothing where one does not.
fn all_end(accepted: &[&SecretRecord]) -> Option<i64> {
    let ends =
        accepted.iter().map(|secret| [secret.expires_at, secret.grace_ends_at].into_iter().flatten().min());
    ends.collect::<Option<Vec<i64>>>()?.into_iter().max()
}

fn about_a_try(secret: &SecretRecord, tried: TriedAgain, now: i64) -> Advice {
    let (generation, ago) = (secret.generation, time::ago(tried.at, now));
    let times = if tried.times == 1 { "once".to_owned() } else { format!("{} times", tried.times) };
    let told = format!("Secret {generation}, which is retired, was tried {times}, last {ago}.");
    let give = |rest| Advice::by(rule::L101, field::CLIENT_SECRET, format!("{told} {rest}"));
    if secret.leak_tried_again() {
        give("It was retired for a leak: whoever has it is still at work.")
    } else {
        give("Give its holder the new one.").but(Severity::Warning)
    }
}

/// Who has the secrets that servers accept, and whether a leak was followed by a new one.
fn about_holders(input: &EstateInput) -> Vec<Advice> {
    let mut given = Vec::new();
    let mut give = |rule, sentence: String| given.push(Advice::by(rule, field::CLIENT_SECRET, sentence));
    let Known { holders, handed_over, incident } = input.known;
    if let Some(number) = incident {
        give(
            rule::L100,
            format!(
                "Incident {number} is open, and the client has no new secret since. Generate one and hand it over."
            ),
        );
    }
    if holders.len() > 1 {
        let names = holders.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
        give(
            rule::L96,
            format!(
                "A secret in use is known to several: {names}. Generate a new one for whoever runs the client."
            ),
        );
    }
    let accepted = input.secrets.iter().filter(|secret| secret.state(input.now) == SecretState::Live);
    let waits = accepted.max_by_key(|secret| secret.generation).is_some_and(|newest| {
        newest.origin == SecretOrigin::Generated
            && newest.last_used_at.is_none()
            && input.now.saturating_sub(newest.created.at) > WAITS_MAX
    });
    if waits && !handed_over && input.record.enabled && input.record.last_used_at.is_none() {
        let sentence = "Nobody is known to have been given the newest secret. Hand it over, or disable the client where nobody needs it.";
        give(rule::L98, sentence.to_owned());
    }
    given
}

/// Whether a server reported use of a secret when it was refused already.
fn used_after_its_end(secret: &SecretRecord, now: i64) -> bool {
    let retired = secret.retired.as_ref().map(|stamp| stamp.at);
    let end = [secret.grace_ends_at, secret.expires_at, retired].into_iter().flatten().min();
    !secret.is_accepted(now) && end.zip(secret.last_used_at).is_some_and(|(end, used)| used > end)
}

fn about_use(input: &EstateInput) -> Option<Advice> {
    let record = input.record;
    let since = record.last_used_at.unwrap_or(record.created.at);
    if !input.use_is_reported || !record.enabled || input.now.saturating_sub(since) <= UNUSED_MAX {
        return None;
    }
    let sentence = match record.last_used_at {
        Some(at) => {
            format!("It was last used {}. Disable it where nobody needs it.", time::ago(at, input.now))
        }
        None => format!(
            "No server has reported its use since it was created {}. Disable it where nobody needs it.",
            time::ago(since, input.now)
        ),
    };
    Some(Advice::by(rule::L93, field::LAST_USED, sentence))
}

fn about_references(input: &EstateInput) -> Vec<Advice> {
    let client = &input.record.client;
    let mut given = Vec::new();
    if client.security_class == ADMIN_CLASS {
        let sentence =
            "The client has the class ADMIN. Give it a lesser one unless it administers something.";
        given.push(Advice::by(rule::L94, field::SECURITY_CLASS, sentence));
    }
    if !input.class_exists {
        let sentence =
            format!("There is no security class {}. Choose another.", quoted(&client.security_class));
        given.push(Advice::by(rule::L99, field::SECURITY_CLASS, sentence));
    }
    if let Some(subdomain) = &client.partner {
        let shown = quoted(subdomain);
        let sentence = match input.partner {
            None => format!("There is no partner {shown}. Choose another."),
            Some(partner) if !partner.active => {
                format!("The partner {shown} is not active. Disable the client, or make the partner active.")
            }
            Some(_) => return given,
        };
        given.push(Advice::by(rule::L99, field::PARTNER, sentence));
    }
    given
}
