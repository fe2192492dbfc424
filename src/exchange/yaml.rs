//! A YAML document taken apart into clients, each member with its line and the comment beside it. It is read as a
//! whole, within a budget that no aliases can break.

use std::collections::HashMap;
use std::io::Read;

use serde::Deserialize;
use serde_json::Value;
use serde_saphyr::{Commented, Spanned};

use super::Unreadable;
use super::element::Element;
use crate::domain::Wiped;

/// Bytes of a document at most.
const LONGEST: u64 = 64 * 1024 * 1024;

/// Members and elements of a document at most; a client has some twenty.
const MOST_NODES: usize = 4_000_000;

/// A client: its members with their lines and comments.
pub type Members = Spanned<HashMap<Spanned<String>, Commented<Value>>>;

/// Reads a document.
///
/// # Errors
/// One that is too long, no text, or not of this shape; its sentence shows nothing of it.
pub fn read<T: for<'de> Deserialize<'de>>(input: &mut dyn Read) -> Result<T, Unreadable> {
    let broken = |line, sentence: String| Unreadable { line, sentence };
    let bytes = Wiped::read(input, LONGEST)
        .map_err(|error| broken(1, format!("The file can't be read: {error}.")))?;
    if bytes.bytes().len() as u64 > LONGEST {
        return Err(broken(1, format!("A YAML document has at most {LONGEST} bytes.")));
    }
    let text = std::str::from_utf8(bytes.bytes())
        .map_err(|_| broken(1, "The file is not UTF-8 text.".to_owned()))?;
    let budget = serde_saphyr::budget! { max_nodes: MOST_NODES, max_events: 4 * MOST_NODES };
    let options = serde_saphyr::options! { budget: budget, with_snippet: false };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let line = error.location().map_or(1, |place| place.line());
        let sentence = "This is not well-formed YAML, or not a list of clients where one belongs.";
        broken(line.max(1), sentence.to_owned())
    })
}

/// The client with this number.
#[must_use]
pub fn element(number: u64, members: Members) -> Element {
    let mut element = Element { number, line: members.defined.line(), ..Element::default() };
    for (name, Commented(value, comment)) in members.value {
        element.lines.push((name.value.clone(), name.defined.line()));
        if !comment.is_empty() {
            element.comments.push((name.value.clone(), comment));
        }
        element.members.insert(name.value, value);
    }
    element
}
