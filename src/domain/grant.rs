//! Grant types: the seven that are known by name, extension grants, and the response types that follow.
//! What a client's grants mean beside its other attributes is judged elsewhere.

use super::problem::{Checked, Problem, checked, field};
use super::rule;
use super::text::quoted;

#[cfg(test)]
mod tests;

/// RFC 6749 §4.1.
pub const AUTHORIZATION_CODE: &str = "authorization_code";
/// RFC 6749 §4.2.
pub const IMPLICIT: &str = "implicit";
/// RFC 6749 §4.3.
pub const PASSWORD: &str = "password";
/// RFC 6749 §6.
pub const REFRESH_TOKEN: &str = "refresh_token";
/// RFC 6749 §4.4.
pub const CLIENT_CREDENTIALS: &str = "client_credentials";
/// RFC 8628 §3.4.
pub const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";
/// RFC 8693 §2.1.
pub const TOKEN_EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";

/// The known grant types and what to call them.
pub const CHOICES: &[(&str, &str)] = &[
    (CLIENT_CREDENTIALS, "Client credentials"),
    (AUTHORIZATION_CODE, "Authorization code"),
    (REFRESH_TOKEN, "Refresh token"),
    (PASSWORD, "Password"),
    (IMPLICIT, "Implicit"),
    (DEVICE_CODE, "Device code"),
    (TOKEN_EXCHANGE, "Token exchange"),
];

/// Characters of an extension grant, at most; those of a redirect URI.
const EXTENSION_MAX: usize = super::redirect_uri::MAX_CHARS;

/// The grant types in `texts`, one each, in the order in which they come first; empty texts are left out.
/// A list without any is refused.
pub fn list<T: AsRef<str>>(texts: &[T]) -> Checked<Vec<String>> {
    let mut grants: Vec<String> = Vec::new();
    let mut problems = Vec::new();
    for grant in texts.iter().map(AsRef::as_ref).filter(|text| !text.is_empty()) {
        if !grants.iter().any(|known| known == grant) {
            problems.extend(grant_problem(grant));
            grants.push(grant.to_owned());
        }
    }
    if grants.is_empty() {
        let sentence =
            format!("The client has no grant, so it can't get a token. Choose one of {}.", names());
        problems.push(Problem::by(rule::L38, field::GRANT_TYPES, sentence));
    }
    checked(grants, problems)
}

/// Whether this grant sends the browser back to a redirect URI.
#[must_use]
pub fn redirects(grant: &str) -> bool {
    response_type(grant).is_some()
}

/// The response types that belong to these grants (RFC 7591 §2.1): `code`, then `token`.
#[must_use]
pub fn response_types<T: AsRef<str>>(grants: &[T]) -> Vec<&'static str> {
    [AUTHORIZATION_CODE, IMPLICIT]
        .into_iter()
        .filter(|known| grants.iter().any(|grant| grant.as_ref() == *known))
        .filter_map(response_type)
        .collect()
}

/// Refuses response types, stated beside grants, that do not belong to them (RULES L-34).
#[must_use]
pub fn response_types_problem<G: AsRef<str>, R: AsRef<str>>(grants: &[G], stated: &[R]) -> Option<Problem> {
    let belong = response_types(grants);
    let agree = stated.iter().all(|one| belong.contains(&one.as_ref()))
        && belong.iter().all(|one| stated.iter().any(|other| other.as_ref() == *one));
    if agree {
        return None;
    }
    let stated: Vec<&str> = stated.iter().map(AsRef::as_ref).collect();
    let sentence = format!(
        "The response types {} do not belong to these grants. State {}, or leave them out.",
        quoted(&stated.join(", ")),
        if belong.is_empty() { "none".to_owned() } else { belong.join(" and ") },
    );
    Some(Problem::by(rule::L34, field::RESPONSE_TYPES, sentence))
}

fn response_type(grant: &str) -> Option<&'static str> {
    match grant {
        AUTHORIZATION_CODE => Some("code"),
        IMPLICIT => Some("token"),
        _ => None,
    }
}

fn is_known(grant: &str) -> bool {
    CHOICES.iter().any(|(known, _)| *known == grant)
}

fn names() -> String {
    CHOICES.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

fn grant_problem(grant: &str) -> Option<Problem> {
    if is_known(grant) {
        return None;
    }
    let meant = CHOICES.iter().find(|(known, said)| {
        let plain = grant.trim().replace([' ', '-'], "_");
        known.eq_ignore_ascii_case(grant.trim())
            || known.eq_ignore_ascii_case(&plain)
            || said.eq_ignore_ascii_case(grant.trim())
    });
    let sentence = match meant {
        Some((known, _)) => {
            format!("{} is no grant, for grant names are compared exactly. Type {known}.", quoted(grant))
        }
        None if is_absolute_uri(grant) => return None,
        None => format!(
            "{} is no known grant and no absolute URI of an extension. Type one of {}, or that URI.",
            quoted(grant),
            names()
        ),
    };
    Some(Problem::by(rule::L39, field::GRANT_TYPES, sentence))
}

/// Whether an extension grant is well formed: an absolute URI (RFC 6749 §4.5), in ASCII, without fragment.
fn is_absolute_uri(text: &str) -> bool {
    let legal = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}#".contains(&byte);
    text.len() <= EXTENSION_MAX
        && text.bytes().all(legal)
        && text.split_once(':').is_some_and(|(_, rest)| !rest.is_empty())
        && url::Url::parse(text).is_ok()
}
