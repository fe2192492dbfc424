//! Client IDs: which may be typed, which are the same, and the prefix that a partner's clients have.
//! Generating one takes randomness and is done elsewhere.

use super::problem::{Checked, Problem, checked, field};
use super::rule;
use super::text::{counted, quoted};

#[cfg(test)]
mod tests;

/// Characters of a client ID, at least.
pub const MIN: usize = 3;
/// Characters of a client ID, at most.
pub const MAX: usize = 100;

/// What the client ID of a partner's client begins with: the subdomain and a hyphen.
#[must_use]
pub fn prefix(subdomain: &str) -> String {
    format!("{subdomain}-")
}

/// The form in which client IDs are unique: without regard to case (of ASCII, for they have nothing else).
#[must_use]
pub fn key(client_id: &str) -> String {
    client_id.to_ascii_lowercase()
}

/// A client ID as typed: RFC 3986 unreserved characters, 3 to 100, the first a letter or digit. For a
/// partner's client, given its subdomain, the bare prefix is refused.
pub fn client_id(typed: &str, subdomain: Option<&str>) -> Checked<String> {
    let mut problems = Vec::new();
    let mut refuse = |rule, sentence: String| problems.push(Problem::by(rule, field::CLIENT_ID, sentence));

    if typed.contains(':') {
        refuse(
            rule::L04,
            "A client ID has no colon, for credentials are split at the first one. Take the colon out."
                .into(),
        );
    }
    if let Some(c) = typed.chars().find(|&c| c != ':' && !is_unreserved(c)) {
        let shown = quoted(c.encode_utf8(&mut [0; 4]));
        refuse(
            rule::L01,
            format!(
                "A client ID can't have {shown}. Use A to Z, a to z, 0 to 9, hyphen, dot, underscore and tilde."
            ),
        );
    }
    if typed.starts_with(['-', '.', '_', '~']) {
        refuse(rule::L01, "A client ID begins with a letter or digit. Put one first.".into());
    }
    let count = typed.chars().count();
    if !(MIN..=MAX).contains(&count) {
        let sentence = format!("The client ID has {}. It needs {MIN} to {MAX}.", counted(count, "character"));
        problems.push(Problem::new(field::CLIENT_ID, "", sentence));
    } else if subdomain.is_some_and(|subdomain| key(&prefix(subdomain)) == key(typed)) {
        let sentence = format!(
            "{} is the partner's prefix alone. Type the partner user's name after it.",
            quoted(typed)
        );
        problems.push(Problem::new(field::CLIENT_ID, "Audience Manager", sentence));
    }
    checked(typed.to_owned(), problems)
}

/// Whether `c` is an unreserved character of RFC 3986 §2.3.
fn is_unreserved(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~')
}
