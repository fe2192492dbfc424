//! Redirect URIs: reading a list of them, and refusing what RULES L-41 to L-55 refuse. A URI is kept as it
//! was typed and never normalised, for authorization servers compare it exactly.

mod advice;
mod host;
mod parts;
mod rules;
#[cfg(test)]
mod tests;

pub use advice::advice;

use super::problem::{Checked, Problem, checked, field};
use super::rule;
use super::text::quoted;

/// Characters of one redirect URI, at most.
pub const MAX_CHARS: usize = 2_048;
/// Redirect URIs of one client, at most.
pub const MAX_COUNT: usize = 100;

/// The redirect URIs in `texts`: in each, one a line, or separated by commas. See [`split`] and [`check`].
pub fn list<T: AsRef<str>>(texts: &[T]) -> Checked<Vec<String>> {
    check(texts.iter().flat_map(|text| split(text.as_ref())).map(str::to_owned).collect())
}

/// Takes a text apart where a line ends, and at a comma where another URI begins after it, for a comma is
/// legal inside one. Blanks around an item and empty lines are left out.
#[must_use]
pub fn split(typed: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let mut start = 0;
    for (at, byte) in typed.bytes().enumerate() {
        let ends = match byte {
            b'\n' | b'\r' => true,
            b',' => begins_uri(typed[at + 1..].trim_ascii_start()),
            _ => false,
        };
        if ends {
            items.push(typed[start..at].trim_ascii());
            start = at + 1;
        }
    }
    items.push(typed[start..].trim_ascii());
    items.retain(|item| !item.is_empty());
    items
}

/// The same list where each of its URIs may be saved, none stands twice, and they are not too many.
pub fn check(uris: Vec<String>) -> Checked<Vec<String>> {
    let mut problems = Vec::new();
    if uris.len() > MAX_COUNT {
        let sentence =
            format!("The list has {} redirect URIs. Leave {MAX_COUNT} of them at most.", uris.len());
        problems.push(Problem::new(field::REDIRECT_URIS, "", sentence));
    }
    for (at, uri) in uris.iter().enumerate().take(MAX_COUNT) {
        if uris[..at].contains(uri) {
            let sentence = format!("{} stands in the list twice. Take one of them out.", quoted(uri));
            problems.push(Problem::by(rule::L54, field::REDIRECT_URIS, sentence));
        } else {
            problems.extend(rules::problems(uri));
        }
    }
    checked(uris, problems)
}

/// Whether `text` begins with a scheme, a colon and a slash.
fn begins_uri(text: &str) -> bool {
    parts::scheme(text).is_some_and(|(_, rest)| rest.starts_with('/'))
}
