//! Advice on its way to stdout, client by client, for a registry may have a million of them.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use super::{Format, members, sarif};
use crate::cli::error::Error;
use crate::cli::output::{self, Output};
use crate::cli::table;
use crate::domain::rule::Severity;
use crate::domain::{Acceptance, Advice, ClientRecord, attribute, text, time};
use crate::service::Linted;

/// Bytes that are gathered before they are printed.
const PART: usize = 64 * 1024;

/// The report so far.
pub struct Report {
    format: Format,
    output: Output,
    /// What the results of SARIF are found in.
    registry: String,
    gathered: String,
    counts: Counts,
    clients: usize,
}

#[derive(Default)]
struct Counts {
    errors: usize,
    warnings: usize,
    information: usize,
    accepted: usize,
}

impl Report {
    /// A report about this registry.
    pub fn begin(format: Format, output: Output, registry: &Path) -> Self {
        let registry = sarif::uri(registry);
        let gathered = String::new();
        Self { format, output, registry, gathered, counts: Counts::default(), clients: 0 }
    }

    /// Tells of a client.
    ///
    /// # Errors
    /// Where stdout can't be written.
    pub fn add(&mut self, linted: &Linted) -> Result<(), Error> {
        self.clients += 1;
        if self.format == Format::Text && self.output.is_terminal() && !linted.told.is_empty() {
            let client = &linted.record.client;
            let (name, id) = (self.output.shown(&client.name), &client.client_id);
            // Writing to a `String` can't fail.
            let _ = writeln!(self.gathered, "{name} ({id})");
        }
        for (place, (advice, accepted)) in linted.told.iter().enumerate() {
            self.begin_result();
            let told = match self.format {
                Format::Text if self.output.is_terminal() => drawn(advice, accepted.as_ref()),
                Format::Text => line(&linted.record, advice, accepted.as_ref()),
                Format::Json => object(&linted.record, advice, accepted.as_ref()).to_string(),
                Format::Sarif => sarif::result(linted, place, &self.registry).to_string(),
            };
            self.gathered.push_str(&told);
            self.counts.add(advice.severity, accepted.is_some());
        }
        if self.gathered.len() >= PART { self.print() } else { Ok(()) }
    }

    /// Ends the report; a person is told how much there is.
    ///
    /// # Errors
    /// [`Error::No`] where an error is not accepted; or that stdout can't be written.
    pub fn end(mut self) -> Result<(), Error> {
        let any = self.counts.all() > 0;
        match self.format {
            Format::Text => {}
            Format::Json => self.gathered.push_str(if any { "\n]\n" } else { "[]\n" }),
            Format::Sarif => {
                if !any {
                    self.gathered.push_str(&sarif::head());
                }
                self.gathered.push_str(sarif::TAIL);
            }
        }
        self.print()?;
        if self.format == Format::Text && self.output.is_terminal() {
            output::say(&self.counts.words(self.clients));
        }
        if self.counts.errors > 0 { Err(Error::No) } else { Ok(()) }
    }

    /// What stands before a result of a document.
    fn begin_result(&mut self) {
        let first = self.counts.all() == 0;
        match self.format {
            Format::Text => {}
            Format::Json => self.gathered.push_str(if first { "[\n" } else { ",\n" }),
            Format::Sarif if first => self.gathered.push_str(&sarif::head()),
            Format::Sarif => self.gathered.push_str(",\n"),
        }
    }

    fn print(&mut self) -> Result<(), Error> {
        let gathered = std::mem::take(&mut self.gathered);
        match self.format {
            Format::Text => output::data(&gathered),
            Format::Json | Format::Sarif => self.output.part(&gathered),
        }
    }
}

impl Counts {
    fn add(&mut self, severity: Severity, accepted: bool) {
        let count = match severity {
            _ if accepted => &mut self.accepted,
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Information => &mut self.information,
        };
        *count += 1;
    }

    fn all(&self) -> usize {
        self.errors + self.warnings + self.information + self.accepted
    }

    fn words(&self, clients: usize) -> String {
        format!(
            "{}, {}, {} information, {} accepted, in {}.",
            text::counted(self.errors, "error"),
            text::counted(self.warnings, "warning"),
            text::grouped(self.information),
            text::grouped(self.accepted),
            text::counted(clients, "client")
        )
    }
}

/// An advice for a person.
fn drawn(advice: &Advice, accepted: Option<&Acceptance>) -> String {
    let label = attribute(advice.field).map_or(advice.field, |attribute| attribute.label);
    let severity = if accepted.is_some() { "accepted" } else { advice.severity.word() };
    let accepted = accepted.map(|accepted| format!("\n{:19}{accepted}", "")).unwrap_or_default();
    let told = text::drawn_lines(&format!("{label}: {advice}{accepted}")).into_owned();
    format!("  {severity:11} {:5}{told}\n", advice.rule)
}

/// An advice for a program.
fn line(record: &ClientRecord, advice: &Advice, accepted: Option<&Acceptance>) -> String {
    table::line(&[
        record.client.client_id.clone(),
        advice.severity.word().to_owned(),
        advice.rule.to_owned(),
        advice.field.to_owned(),
        advice.sentence.clone(),
        advice.source.to_owned(),
        accepted.map(|accepted| time::rfc3339(accepted.until)).unwrap_or_default(),
    ])
}

fn object(record: &ClientRecord, advice: &Advice, accepted: Option<&Acceptance>) -> Value {
    let accepted = accepted.map(|accepted| {
        members(accepted).into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Value>()
    });
    json!({
        "client_id": record.client.client_id,
        "client_name": record.client.name,
        "rule": advice.rule,
        "severity": advice.severity.word(),
        "field": advice.field,
        "sentence": advice.sentence,
        "source": advice.source,
        "accepted": accepted,
    })
}
