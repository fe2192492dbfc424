//! Declarations: the clients that there are to be, as people write them down for `apply`. JSON as RFC 7591 has it,
//! or TOML with the same names in tables `[[client]]`. What is not said is not assumed.

use std::collections::BTreeMap;
use std::io::Read;

use serde::Deserialize;
use serde_json::Value;
use toml::Spanned;

use super::element::Element;
use super::elements::Elements;
use super::{Clients, Unreadable, rfc7591};
use crate::domain::Wiped;

/// Bytes of a TOML document at most.
const LONGEST: u64 = 16 * 1024 * 1024;

/// The declared clients of a document, TOML or JSON.
#[must_use]
pub fn declarations<'r>(input: Box<dyn Read + 'r>, is_toml: bool) -> Clients<'r> {
    if !is_toml {
        let elements = Elements::new(input, &["client", "clients"]);
        return Box::new(elements.map(|element| element.map(rfc7591::members)));
    }
    match read(input) {
        Ok(elements) => Box::new(elements.into_iter().map(|element| Ok(rfc7591::members(element)))),
        Err(error) => Box::new(std::iter::once(Err(error))),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default, alias = "clients")]
    client: Vec<Spanned<BTreeMap<Spanned<String>, Value>>>,
}

fn read(mut input: Box<dyn Read + '_>) -> Result<Vec<Element>, Unreadable> {
    let broken = |line, sentence: String| Unreadable { line, sentence };
    let bytes = Wiped::read(&mut *input, LONGEST)
        .map_err(|error| broken(1, format!("The file can't be read: {error}.")))?;
    if bytes.bytes().len() as u64 > LONGEST {
        return Err(broken(1, format!("A declaration has at most {LONGEST} bytes.")));
    }
    let text = std::str::from_utf8(bytes.bytes())
        .map_err(|_| broken(1, "The file is not UTF-8 text.".to_owned()))?;
    let starts: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let line = |at: usize| starts.partition_point(|end| *end < at) as u64 + 1;
    let document: Document = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(1, |span| line(span.start));
        broken(at, "This is not well-formed TOML, or holds something else than tables [[client]].".to_owned())
    })?;
    let element = |(number, table): (u64, Spanned<BTreeMap<Spanned<String>, Value>>)| {
        let mut element = Element { number, line: line(table.span().start), ..Element::default() };
        for (name, value) in table.into_inner() {
            element.lines.push((name.get_ref().clone(), line(name.span().start)));
            element.members.insert(name.into_inner(), value);
        }
        element
    };
    Ok((1..).zip(document.client).map(element).collect())
}
