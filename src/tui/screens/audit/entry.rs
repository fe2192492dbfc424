//! An entry of the audit log, and what a check found, as labelled texts.

use data_encoding::HEXLOWER;
use serde_json::Value;

use super::reading::Part;
use crate::domain::Word;
use crate::domain::audit::{Origin, words};
use crate::domain::time;
use crate::service::{AuditRow, Digest, LogEntry, LogReport};

/// Findings that are told.
const TOLD: usize = 200;

/// Everything about an entry: who, what, and whether it is as it was written.
pub fn told(found: &LogEntry, client_name: Option<&str>, now: i64) -> Vec<Part> {
    let entry = &found.entry;
    let who = entry.operator.as_ref().map_or_else(
        || "nobody had signed on".to_owned(),
        |(number, name)| format!("{name} (operator {number})"),
    );
    let mut parts = vec![
        Part::told("Time", format!("{} ({})", time::rfc3339(entry.time), time::ago(entry.time, now))),
        Part::told("Operator", who),
        Part::told("System user", &entry.system_user),
        Part::told("Where from", where_from(&entry.origin)),
        Part::told("Action", &entry.action),
    ];
    if let Some(client) = &entry.client {
        let called = client_name.map_or_else(|| client.clone(), |name| format!("{name} ({client})"));
        parts.push(Part::told("Client", called));
    }
    parts.push(blank());
    let details = words(&entry.action, &entry.details);
    if !details.is_empty() {
        parts.extend(details.into_iter().map(|line| Part::told("", line)));
        parts.push(blank());
    }
    parts.extend(proof(found));
    parts
}

fn blank() -> Part {
    Part::told("", "")
}

/// Whether the entry is as it was written, by its hash, its signature and its place.
fn proof(found: &LogEntry) -> Vec<Part> {
    let entry = &found.entry;
    let hash = Digest::from_bytes(entry.hash);
    let previous = Digest::from_bytes(entry.previous);
    let name = entry.operator.as_ref().map_or("", |(_, name)| name.as_str());
    let part = |label, good, fine: &str, wrong: &str| {
        if good { Part::told(label, fine) } else { Part::bad(label, wrong) }
    };
    let signed = if entry.signature.is_some() {
        format!("right: it is by {name}")
    } else {
        "none: nobody had signed on; the next entry covers it".to_owned()
    };
    vec![
        part("Contents", found.unchanged, "as they were written", "CHANGED: they are not what was written"),
        part("Signature", found.signed, &signed, "WRONG: it is not by whom the entry names"),
        part(
            "Place",
            found.follows,
            "right: it follows the entry before it",
            "WRONG: it does not follow the entry before it",
        ),
        Part::told("Hash", hash.to_string()),
        Part::told("Hash before", previous.to_string()),
        Part::told("Operation", HEXLOWER.encode(&entry.operation_id)),
    ]
}

/// The members of details that name what an entry is about, where that is no client.
const SUBJECTS: &[&str] = &["operator", "partner", "user_name", "security_class", "setting", "name"];

/// What an entry is about: a client by its name, or else an operator, a class and so on.
pub fn about(entry: &AuditRow, client_name: Option<&str>) -> String {
    if let Some(client) = client_name.or(entry.client.as_deref()) {
        return client.to_owned();
    }
    let details: Value = serde_json::from_str(&entry.details).unwrap_or_default();
    let subject = SUBJECTS.iter().find_map(|key| details.get(key)?.as_str());
    subject.unwrap_or_default().to_owned()
}

/// `tui 10.0.0.7` in words.
pub fn where_from(origin: &str) -> String {
    let (front, peer) = origin.split_once(' ').unwrap_or((origin, ""));
    let known = Origin::WORDS.iter().find(|(_, word, _)| *word == front);
    let front = known.map_or(front, |(_, _, words)| words);
    if peer.is_empty() { front.to_owned() } else { format!("{front}, from {peer}") }
}

/// What a check of the whole log found.
pub fn report(report: &LogReport) -> Vec<Part> {
    let mut parts = vec![Part::told("Entries", report.entries.to_string())];
    if let Some((number, hash)) = report.head {
        parts.push(Part::told("", "The newest, to be kept elsewhere for the next check:"));
        parts.push(Part::told("", format!("{number}:{hash}")));
    }
    parts.push(blank());
    if report.findings.is_empty() {
        parts.push(Part::told(
            "",
            "Every entry follows the one before it and is signed by whom it names, and every row of the registry \
             is as the log says.",
        ));
        return parts;
    }
    let count = report.findings.len();
    let word = if count == 1 { "finding" } else { "findings" };
    parts.push(Part::bad("", format!("{count} {word}: the registry was changed behind clientkeep's back.")));
    parts.push(blank());
    for finding in report.findings.iter().take(TOLD) {
        let client = finding.client.as_ref().map(|client| format!(" Client: {client}.")).unwrap_or_default();
        let good = match finding.last_good {
            0 => String::new(),
            number => format!(" Last good entry: {number}."),
        };
        parts.push(Part::told("", format!("- {}{client}{good}", finding.sentence)));
    }
    if count > TOLD {
        parts.push(Part::told("", format!("… and {} more.", count - TOLD)));
    }
    parts
}
