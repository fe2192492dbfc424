//! Documents in which other systems keep their clients, and ours: text to [`Declared`] clients and back. Pure
//! mapping, no rules about clients, no registry, no cryptography; each format has a file and a row in the table.

mod authelia;
mod chunks;
mod classify;
mod csv;
mod declaration;
mod django;
mod element;
mod elements;
mod hydra;
mod keycloak;
mod mapping;
mod node_oidc_provider;
mod object;
mod rfc7591;
#[cfg(test)]
mod tests;
mod yaml;

use std::io::{self, Read, Write};

pub use declaration::declarations;
pub use object::Object;
pub use rfc7591::document;

use crate::domain::{ATTRIBUTES, Attribute, Client, Declared, Outgoing, With, field};

/// The clients of a document, one after the other.
pub type Clients<'r> = Box<dyn Iterator<Item = Result<Declared, Unreadable>> + 'r>;

/// Why a document can't be read on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct Unreadable {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong with it; nothing of the document is in it.
    pub sentence: String,
}

/// What is told of a client that a format has no place for, by RFC 7591 names.
pub type Lost = Vec<&'static str>;

/// One format.
pub struct Format {
    /// The word that `--format` takes.
    pub name: &'static str,
    /// Whose documents, for the help.
    pub about: &'static str,
    /// Whether it is JSON.
    pub json: bool,
    /// Whether a server that reads it can check argon2id verifiers.
    pub verifiers: bool,
    /// Whether it can say that a client is disabled.
    pub disabled: bool,
    /// Reads a document.
    pub read: for<'r> fn(Box<dyn Read + 'r>) -> Clients<'r>,
    /// What stands before the first client, and what stands where there is none.
    pub begin: fn(With) -> String,
    /// What parts two clients.
    pub between: &'static str,
    /// What stands after the last client.
    pub end: &'static str,
    /// Writes one client.
    pub write: fn(&Outgoing<'_>, With, &mut dyn Write) -> io::Result<Lost>,
}

/// Every format.
pub static FORMATS: &[Format] = &[
    rfc7591::FORMAT,
    csv::FORMAT,
    hydra::FORMAT,
    keycloak::FORMAT,
    authelia::FORMAT,
    django::FORMAT,
    node_oidc_provider::FORMAT,
];

/// The format of a word.
#[must_use]
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The format that `create -` reads.
#[must_use]
pub fn rfc7591() -> &'static Format {
    const { &rfc7591::FORMAT }
}

/// A document on its way out.
pub struct Document {
    format: &'static Format,
    with: With,
    begun: bool,
}

impl Document {
    /// One of this format.
    #[must_use]
    pub fn new(format: &'static Format, with: With) -> Self {
        Self { format, with, begun: false }
    }

    /// Writes one more client and tells what has no place in the format.
    ///
    /// # Errors
    /// What the writer says.
    pub fn add(&mut self, client: &Outgoing<'_>, out: &mut dyn Write) -> io::Result<Lost> {
        if self.begun {
            out.write_all(self.format.between.as_bytes())?;
        } else {
            out.write_all((self.format.begin)(self.with).as_bytes())?;
        }
        self.begun = true;
        (self.format.write)(client, self.with, out)
    }

    /// Writes what ends it.
    ///
    /// # Errors
    /// What the writer says.
    pub fn end(&self, out: &mut dyn Write) -> io::Result<()> {
        if !self.begun {
            out.write_all((self.format.begin)(self.with).as_bytes())?;
        }
        out.write_all(self.format.end.as_bytes())
    }
}

/// What tells something of a client and is not among what a format has a place for.
fn lost(client: &Outgoing<'_>, kept: &[&str]) -> Lost {
    let end = client.secret_expires_at.map(|_| object::SECRET_EXPIRES).filter(|end| !kept.contains(end));
    let (client, nothing) = (&client.record.client, Client::default());
    let told = |attribute: &&Attribute| {
        let name = attribute.name;
        let means = name != field::RESTRICT_TO_PARTNER_USERS || client.partner.is_some();
        means && !kept.contains(&name) && (attribute.read)(client) != (attribute.read)(&nothing)
    };
    ATTRIBUTES.iter().filter(told).map(|attribute| attribute.name).chain(end).collect()
}

/// The frame of a JSON array.
fn array(_: With) -> String {
    "[\n".to_owned()
}
/// What parts its elements.
const BETWEEN: &str = ",\n";
/// What ends it.
const END: &str = "\n]\n";
