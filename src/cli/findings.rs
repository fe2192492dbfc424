//! What a check found, on stdout: JSON, lines for a program, or sentences for a person. With a finding the
//! answer is no.

use serde_json::Value;

use super::error::Error;
use super::json::Object;
use super::output::{self, Output};
use super::table;
use crate::service::Finding;

/// Prints the findings, in JSON after what else is told.
///
/// # Errors
/// [`Error::No`] where there is a finding.
pub fn print(output: Output, mut told: Object, findings: &[Finding], well: &str) -> Result<(), Error> {
    if output.json() {
        told.put("findings", findings.iter().map(value).collect::<Vec<_>>());
        output.document(&told)?;
    } else if output.is_terminal() {
        output::data(&findings.iter().map(|finding| sentence(output, finding)).collect::<String>())?;
    } else {
        output::data(&findings.iter().map(line).collect::<String>())?;
    }
    if !findings.is_empty() {
        return Err(Error::No);
    }
    if !output.json() {
        output::say(well);
    }
    Ok(())
}

fn value(finding: &Finding) -> Value {
    serde_json::json!({
        "sentence": finding.sentence,
        "client_id": finding.client,
        "last_good_entry": finding.last_good,
    })
}

/// One finding for a program.
fn line(finding: &Finding) -> String {
    table::line(&[
        finding.client.clone().unwrap_or_default(),
        finding.last_good.to_string(),
        finding.sentence.clone(),
    ])
}

/// One finding for a person.
fn sentence(output: Output, finding: &Finding) -> String {
    let last = finding.last_good;
    let good = if last > 0 { format!(" The last good entry is {last}.") } else { String::new() };
    format!("{}{good}\n", output.shown(&finding.sentence))
}
