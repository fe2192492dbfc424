//! An incident told as a whole: as JSON, as lines, as a Markdown document.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::members;
use crate::cli::json::Object;
use crate::cli::output::Output;
use crate::domain::incident::Step;
use crate::domain::{SecretState, Stamp, Word, text, time};
use crate::service::{IncidentReport, PartReport};

/// What a client that was purged is.
const PURGED: &str = "purged";

/// Whether the client may be used now.
pub fn status(part: &PartReport) -> &'static str {
    part.record.as_ref().map_or(PURGED, |record| record.status().word())
}

/// All of it.
pub fn object(report: &IncidentReport) -> Object {
    let mut object = members(&report.incident);
    let parts: Vec<Value> =
        report.parts.iter().map(|one| serde_json::to_value(part(one)).unwrap_or_default()).collect();
    object.put("clients", parts);
    object
}

/// One client.
pub fn part(report: &PartReport) -> Object {
    let part = &report.part;
    let stamp = |stamp: Option<&Stamp>| Value::from(stamp.map(|stamp| time::rfc3339(stamp.at)));
    let handed = report.handed_over.iter().map(|one| {
        json!({
            "generation": one.generation,
            "time": time::rfc3339(one.at),
            "how": one.how,
            "operator": one.operator,
            "channel": one.channel,
            "whom": one.whom,
        })
    });
    Object::of([
        ("client_id", Value::from(part.client_id.clone())),
        ("client_name", Value::from(part.client_name.clone())),
        ("status", Value::from(status(report))),
        ("step", Value::from(part.step.word())),
        ("changed_at", stamp(Some(&part.changed))),
        ("changed_by", Value::from(part.changed.by.clone())),
        ("closed_at", stamp(part.closed.as_ref())),
        ("closed_by", Value::from(part.closed.as_ref().map(|stamp| stamp.by.clone()))),
        ("to_tell", Value::from(report.to_tell.clone())),
        ("handed_over", handed.collect()),
        ("last_used_at", Value::from(last_used(report).map(time::rfc3339))),
    ])
}

/// When the newest secret was last used.
fn last_used(report: &PartReport) -> Option<i64> {
    report.secrets.first().filter(|secret| secret.retired.is_none()).and_then(|secret| secret.last_used_at)
}

/// The sentences above the clients.
fn head(report: &IncidentReport) -> Vec<String> {
    let incident = &report.incident;
    let by = |stamp: &Stamp| format!("{} UTC by {}", time::minute(stamp.at), stamp.by);
    let since = incident.suspected_at.map_or_else(|| "not said".to_owned(), |at| time::minute(at) + " UTC");
    let closed =
        incident.closed.as_ref().map_or_else(|| "open".to_owned(), |stamp| format!("closed {}", by(stamp)));
    let count = |(step, word, _): &(Step, &str, &str)| {
        let count = report.parts.iter().filter(|one| one.part.step == *step).count();
        format!("{word} {count}")
    };
    vec![
        format!("Reason: {}", incident.reason),
        format!("Contained: {}", by(&incident.opened)),
        format!("Suspected since: {since}"),
        format!("State: {closed}"),
        format!(
            "Clients: {} ({})",
            report.parts.len(),
            Step::WORDS.iter().map(count).collect::<Vec<_>>().join(", ")
        ),
    ]
}

/// Lines for a person.
pub fn text(output: Output, report: &IncidentReport, now: i64) -> String {
    let mut lines = vec![format!("Incident {}", report.incident.id)];
    lines.extend(head(report));
    for one in &report.parts {
        let part = &one.part;
        lines.push(String::new());
        lines.push(format!("{} ({}), {}", text::quoted(&part.client_name), part.client_id, status(one)));
        lines.push(format!(
            "  {} since {} by {}",
            part.step.word(),
            time::minute(part.changed.at),
            part.changed.by
        ));
        if let Some(closed) = &part.closed {
            lines.push(format!("  closed {} by {}", time::minute(closed.at), closed.by));
        }
        for secret in &one.secrets {
            let state = secret.state(now);
            let retired = secret.retired.as_ref().filter(|_| state == SecretState::Retired);
            let when = retired.map_or_else(String::new, |stamp| {
                let why = secret.retired_why.as_deref().unwrap_or_default();
                format!(" {} ({why})", time::minute(stamp.at))
            });
            let used = secret
                .last_used_at
                .map_or_else(String::new, |at| format!(", last used {}", time::minute(at)));
            lines.push(format!("  secret {}: {}{when}{used}", secret.generation, state.word()));
        }
        if !one.to_tell.is_empty() {
            lines.push(format!("  to tell: {}", one.to_tell.join(", ")));
        }
        for handed in &one.handed_over {
            let whom = handed.whom.as_ref().map_or_else(String::new, |whom| format!(" for {whom}"));
            let at = time::minute(handed.at);
            lines.push(format!("  new secret {} {at} by {}{whom}", handed.how, handed.operator));
        }
    }
    output.lines(&lines)
}

/// A document with a table.
pub fn markdown(output: Output, report: &IncidentReport) -> String {
    let mut document = format!("# Incident {}\n\n", report.incident.id);
    for line in head(report) {
        // Writing to a `String` can't fail.
        let _ = writeln!(document, "- {}", output.shown(&escaped(&line)));
    }
    document
        .push_str("\n| client | client ID | status | step | since | by | closed | to tell | handed over |\n");
    document.push_str("|---|---|---|---|---|---|---|---|---|\n");
    for one in &report.parts {
        let part = &one.part;
        let handed: Vec<String> = one
            .handed_over
            .iter()
            .map(|handed| format!("{} {} by {}", handed.how, time::minute(handed.at), handed.operator))
            .collect();
        let cells = [
            part.client_name.clone(),
            part.client_id.clone(),
            status(one).to_owned(),
            part.step.word().to_owned(),
            time::minute(part.changed.at),
            part.changed.by.clone(),
            part.closed.as_ref().map(|stamp| time::minute(stamp.at)).unwrap_or_default(),
            one.to_tell.join(", "),
            handed.join(", "),
        ];
        let cells = cells.map(|cell| output.shown(&escaped(&cell)).into_owned());
        let _ = writeln!(document, "| {} |", cells.join(" | "));
    }
    document
}

/// Text that means nothing but itself in Markdown.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text::drawn(text).chars() {
        if matches!(c, '\\' | '|' | '*' | '_' | '`' | '<' | '>' | '[' | ']' | '#' | '&') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn hostile_names_stay_in_their_cell() {
        assert_eq!(escaped("a|b\n<script>"), "a\\|b\\\\n\\<script\\>");
        assert_eq!(escaped("plain text"), "plain text");
    }
}
