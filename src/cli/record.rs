//! A client as a person reads it, and the one rule for printing clients: an object where one was named, an
//! array where several were.

use std::fmt::Write as _;

use super::error::Error;
use super::json;
use super::output::{self, Output};
use crate::domain::{ATTRIBUTES, Attribute, ClientRecord, Input, Lifetime, Stamp, Word, text, time};

/// What stands where there is no value.
const NOTHING: &str = "-";

/// Prints clients as they now are; `several` tells whether more than one was named.
///
/// # Errors
/// Where stdout can't be written.
pub fn print(output: Output, records: &[ClientRecord], several: bool) -> Result<(), Error> {
    let objects: Vec<json::Object> = records.iter().map(json::client).collect();
    match (output.json(), several, objects.as_slice()) {
        (true, false, [only]) => output.document(only),
        (true, ..) => output.document(&objects),
        (false, ..) => output::data(&texts(output, records)),
    }
}

/// Clients as lines of label and value, an empty line between two.
#[must_use]
pub fn texts(output: Output, records: &[ClientRecord]) -> String {
    records.iter().map(|record| lines_text(output, &lines(record))).collect::<Vec<_>>().join("\n")
}

/// Labels and values: the attributes in the order of the table, then what the registry knows besides.
fn lines(record: &ClientRecord) -> Vec<(&'static str, String)> {
    let stamp = |stamp: &Stamp| format!("{} by {}", time::rfc3339(stamp.at), stamp.by);
    let last_used = record.last_used_at.map_or_else(|| "not reported".to_owned(), time::rfc3339);
    let secret = record.secret_at.map_or_else(|| NOTHING.to_owned(), time::rfc3339);
    let mut lines: Vec<_> =
        ATTRIBUTES.iter().map(|attribute| (attribute.label, value(attribute, record))).collect();
    lines.extend([
        ("Status", record.status().word().to_owned()),
        ("Secret made", secret),
        ("Last used", last_used),
        ("Created", stamp(&record.created)),
        ("Updated", stamp(&record.updated)),
        ("Version", record.version.to_string()),
    ]);
    lines
}

/// The value of an attribute in words, a list one element a line.
fn value(attribute: &Attribute, record: &ClientRecord) -> String {
    let texts = (attribute.read)(&record.client).join("\n");
    match attribute.input {
        Input::Lifetime => {
            let lifetime = texts.parse().ok().and_then(Lifetime::from_seconds);
            lifetime.map_or_else(|| "default".to_owned(), Lifetime::words)
        }
        _ if texts.is_empty() => NOTHING.to_owned(),
        _ => texts,
    }
}

fn lines_text(output: Output, lines: &[(&str, String)]) -> String {
    let width = lines.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for (label, value) in lines {
        let mut label = *label;
        for line in value.split('\n') {
            // Writing to a `String` can't fail.
            let _ = writeln!(text, "{label:width$}  {}", output.shown(line));
            label = "";
        }
    }
    text
}

/// A client's name and ID for a sentence.
#[must_use]
pub fn called(record: &ClientRecord) -> String {
    format!("{} ({})", text::quoted(&record.client.name), record.client.client_id)
}
