//! What the commands that name one client or several have in common: all are found before any is changed,
//! all are changed or none, and one that is named twice is changed once.

use super::context::Context;
use super::error::Error;
use super::record;
use crate::domain::{ClientRecord, text};
use crate::service::{self, Service};

/// The clients that are named, each once, in the order in which they were named.
///
/// # Errors
/// What the service says of the first that is none.
pub fn named(service: &Service, references: &[String]) -> Result<Vec<ClientRecord>, Error> {
    found(references, |reference| service.client(reference))
}

/// As [`named`], in the trash.
///
/// # Errors
/// What the service says of the first that is not there.
pub fn named_in_trash(service: &Service, references: &[String]) -> Result<Vec<ClientRecord>, Error> {
    found(references, |reference| service.in_trash(reference))
}

fn found(
    references: &[String],
    find: impl Fn(&str) -> Result<ClientRecord, service::Error>,
) -> Result<Vec<ClientRecord>, Error> {
    let mut records: Vec<ClientRecord> = Vec::with_capacity(references.len());
    for reference in references {
        let record = find(reference)?;
        if !records.iter().any(|known| known.client.client_id == record.client.client_id) {
            records.push(record);
        }
    }
    Ok(records)
}

/// The client IDs of records.
#[must_use]
pub fn client_ids(records: &[ClientRecord]) -> Vec<String> {
    records.iter().map(|record| record.client.client_id.clone()).collect()
}

/// The question before clients are gone, after a warning, and what has to be typed: the name of the only one, or how
/// many they are. `verb` is what is done to them, such as `delete`.
#[must_use]
pub fn question(warning: &str, verb: &str, found: &[ClientRecord]) -> (String, String) {
    if let [only] = found {
        let name = only.client.name.clone();
        return (format!("{warning}\nType the client's name, {}, to {verb} it: ", text::quoted(&name)), name);
    }
    let count = found.len().to_string();
    (format!("{warning}\nType {count} to {verb} these {count} clients: "), count)
}

/// Finds the clients, signs on, changes them and prints them as they now are.
///
/// # Errors
/// What the service says; then nothing was changed.
pub fn change(
    context: &mut Context,
    references: &[String],
    change: impl FnOnce(&mut Service, &[String]) -> Result<Vec<ClientRecord>, service::Error>,
) -> Result<(), Error> {
    let mut service = context.open()?;
    let found = named(&service, references)?;
    context.sign_on(&mut service)?;
    let changed = change(&mut service, &client_ids(&found))?;
    record::print(context.output, &changed, references.len() > 1)
}
