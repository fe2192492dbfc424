//! `export`: clients as a document that another system reads.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use super::Run;
use super::import::{format, formats};
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::output;
use crate::cli::secret_file::SecretFile;
use crate::domain::{Outgoing, Status, With, attribute};
use crate::exchange::{Document, Format, Wiped};
use crate::service;

/// Bytes that are written at once.
const CHUNK: usize = 64 * 1024;

/// Write clients as a document that another system reads
#[derive(clap::Parser)]
#[command(
    name = "export",
    after_help = "Examples:
  clientkeep export --format csv > clients.csv
  clientkeep export abc-portal abc-batch --format rfc7591
  clientkeep export --format authelia --with-verifiers --out clients.yml
  clientkeep export --format keycloak --with-secrets --out clients.json

Without a client all are exported. Secrets and what verifies them are told to administrators only, each \
in the audit log. What has no place in a format is named on stderr."
)]
pub struct Export {
    /// Client IDs, or else names
    #[arg(value_name = "CLIENT")]
    clients: Vec<String>,
    /// What the document is to be
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    format: String,
    /// With what servers check secrets against: argon2id hashes
    #[arg(long, conflicts_with = "with_secrets")]
    with_verifiers: bool,
    /// With the secrets themselves
    #[arg(long)]
    with_secrets: bool,
    /// Write to a new file that only its owner can read, instead of to stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Run for Export {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let format = format(&self.format)?;
        let with = match (self.with_verifiers, self.with_secrets) {
            (true, _) => With::Verifiers,
            (_, true) => With::Secrets,
            _ => With::Nothing,
        };
        if with == With::Verifiers && !format.verifiers {
            return Err(Error::Usage(format!(
                "Servers that read {} can't check argon2id: export --with-secrets, or in another format.",
                format.name
            )));
        }
        if with != With::Nothing && self.out.is_none() && context.output.is_terminal() {
            let sentence = "Secrets are not printed on a terminal: name a new file with --out.";
            return Err(Error::Usage(sentence.to_owned()));
        }
        let mut service = context.open()?;
        let file = self.out.as_deref().map(|path| SecretFile::create("--out", path)).transpose()?;
        context.sign_on(&mut service)?;
        let mut sink = Sink {
            format,
            document: Document::new(format, with),
            text: Wiped::default(),
            file,
            lost: BTreeMap::new(),
            disabled: Vec::new(),
            failed: None,
        };
        let channel = format!("export {}", format.name);
        let exported = service.export(&self.clients, with, &channel, &mut |client| sink.add(client));
        if let Some(error) = sink.failed.take() {
            return Err(error);
        }
        exported?;
        sink.end()
    }
}

/// Where the document goes.
struct Sink {
    format: &'static Format,
    document: Document,
    text: Wiped,
    file: Option<SecretFile>,
    /// How many clients lost which attribute.
    lost: BTreeMap<&'static str, u64>,
    /// Clients that stay out, for the format can't say that they are disabled.
    disabled: Vec<String>,
    failed: Option<Error>,
}

impl Sink {
    fn add(&mut self, client: &Outgoing<'_>) -> Result<(), service::Error> {
        if client.record.status() == Status::Disabled && !self.format.disabled {
            self.disabled.push(client.record.client.client_id.clone());
            return Ok(());
        }
        let written =
            self.document.add(client, &mut self.text).map_err(|error| Error::Unavailable(error.to_string()));
        let done = written.and_then(|lost| {
            for attribute in lost {
                *self.lost.entry(attribute).or_default() += 1;
            }
            if self.text.bytes().len() >= CHUNK { self.flush() } else { Ok(()) }
        });
        done.map_err(|error| {
            self.failed = Some(error);
            service::Error::Interrupted
        })
    }

    fn flush(&mut self) -> Result<(), Error> {
        let text = std::mem::take(&mut self.text);
        match &mut self.file {
            Some(file) => file.append(text.bytes()),
            None => output::bytes(text.bytes()),
        }
    }

    fn end(mut self) -> Result<(), Error> {
        let end = std::mem::replace(&mut self.document, Document::new(self.format, With::Nothing));
        end.end(&mut self.text).map_err(|error| Error::Unavailable(error.to_string()))?;
        self.text.flush().map_err(|error| Error::Unavailable(error.to_string()))?;
        self.flush()?;
        if let Some(file) = self.file.take() {
            file.keep()?;
        }
        if !self.disabled.is_empty() {
            let (name, ids) = (self.format.name, self.disabled.join(", "));
            output::say(&format!("Left out, for {name} can't say that a client is disabled: {ids}."));
        }
        if !self.lost.is_empty() {
            let label =
                |name: &str| attribute(name).map_or_else(|| name.to_owned(), |it| it.label.to_owned());
            let told: Vec<String> =
                self.lost.iter().map(|(name, count)| format!("{} ({count})", label(name))).collect();
            let name = self.format.name;
            output::say(&format!("Has no place in {name}, with the number of clients: {}.", told.join(", ")));
        }
        Ok(())
    }
}
