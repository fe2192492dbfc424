//! Entries of the audit log on their way to stdout, part by part: JSON, lines for a program, or two lines an
//! entry for a person.

use serde_json::Value;

use super::error::Error;
use super::json::{Array, Object};
use super::output::{self, Output};
use super::table;
use crate::domain::{audit, time};
use crate::service::{AuditRow, Digest, LogQuery, Service};

/// Entries that are read at once: a log may have a million.
const PART: i64 = 5_000;
/// What stands where nobody signed on.
const NOBODY: &str = "-";
/// Cells before what an entry says besides its first line.
const INDENT: &str = "        ";

/// Prints the entries that are asked for, the newest first.
///
/// # Errors
/// A registry that can't be read, or where stdout can't be written.
pub fn print(output: Output, service: &Service, mut query: LogQuery) -> Result<(), Error> {
    let mut left = query.limit.unwrap_or(i64::MAX);
    let mut array = Array::default();
    let mut none = true;
    while left > 0 {
        let wanted = left.min(PART);
        query.limit = Some(wanted);
        let entries = service.log(&query)?;
        if output.json() {
            let text =
                entries.iter().map(|entry| array.add(&object(entry))).collect::<Result<String, _>>()?;
            output.part(&text)?;
        } else if output.is_terminal() {
            output::data(&entries.iter().map(|entry| drawn(output, entry)).collect::<String>())?;
        } else {
            output::data(&entries.iter().map(line).collect::<String>())?;
        }
        none &= entries.is_empty();
        let count = i64::try_from(entries.len()).unwrap_or(wanted);
        left -= count;
        match entries.last() {
            Some(last) if count == wanted => query.before = Some(last.number),
            _ => break,
        }
    }
    if output.json() {
        return output::data(array.end());
    }
    if none && output.is_terminal() {
        output::say("No entry.");
    }
    Ok(())
}

fn operator(entry: &AuditRow) -> Option<&str> {
    entry.operator.as_ref().map(|(_, name)| name.as_str())
}

fn object(entry: &AuditRow) -> Object {
    let details: Value = serde_json::from_str(&entry.details).unwrap_or_default();
    Object::of([
        ("number", Value::from(entry.number)),
        ("time", Value::from(time::rfc3339(entry.time))),
        ("operator", Value::from(operator(entry))),
        ("system_user", Value::from(entry.system_user.clone())),
        ("origin", Value::from(entry.origin.clone())),
        ("action", Value::from(entry.action.clone())),
        ("client_id", Value::from(entry.client.clone())),
        ("details", details),
        ("hash", Value::from(Digest::from_bytes(entry.hash).to_string())),
    ])
}

/// One entry for a program.
fn line(entry: &AuditRow) -> String {
    table::line(&[
        entry.number.to_string(),
        time::rfc3339(entry.time),
        operator(entry).unwrap_or_default().to_owned(),
        entry.action.clone(),
        entry.client.clone().unwrap_or_default(),
        entry.origin.clone(),
        entry.system_user.clone(),
        audit::words(&entry.action, &entry.details).join("; "),
    ])
}

/// One entry for a person: who did what, and below it to which client and what differs.
fn drawn(output: Output, entry: &AuditRow) -> String {
    let first = format!(
        "{:>6}  {}  {:<12}  {:<25}  {} {}",
        entry.number,
        time::minute(entry.time),
        operator(entry).unwrap_or(NOBODY),
        entry.action,
        entry.origin,
        entry.system_user,
    );
    let client = entry.client.as_ref().map(|client_id| format!("Client ID: {client_id}"));
    let below = client.into_iter().chain(audit::words(&entry.action, &entry.details));
    let lines = below.map(|words| format!("{INDENT}{}\n", output.shown(&words)));
    format!("{}\n{}", output.shown(first.trim_end()), lines.collect::<String>())
}
