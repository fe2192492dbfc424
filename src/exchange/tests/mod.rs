//! Documents as the systems' own documentation shows them, read and written; and what is no document.

mod documents;
mod hostile;
mod round_trips;

use super::*;
use crate::domain::GivenSecret;

/// Reads a document of which every client can be read on.
fn read(format: &str, text: &str) -> Vec<Declared> {
    let clients = (super::format(format).unwrap().read)(Box::new(text.as_bytes()));
    clients.map(|client| client.unwrap_or_else(|error| panic!("line {}: {error}", error.line))).collect()
}

/// A document in `tests/documents`.
fn document(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents").join(name);
    std::fs::read_to_string(path).unwrap()
}

fn named<'d>(client: &'d Declared, field: &str) -> Vec<&'d str> {
    let named = client.named.iter().find(|named| named.field == field);
    named.map(|named| named.text.iter().map(String::as_str).collect()).unwrap_or_default()
}

fn kind(client: &Declared) -> String {
    match &client.secret {
        GivenSecret::None => "none".to_owned(),
        GivenSecret::Plain(secret) => format!("plain {}", secret.expose()),
        GivenSecret::Argon2id { phc, sha256 } => format!("{phc} {}", sha256.is_some()),
        GivenSecret::Unverifiable(kind) => (*kind).to_owned(),
    }
}
