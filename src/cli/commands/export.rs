//! `export`: clients as a document that another system reads.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

use super::Run;
use super::import::{format, formats};
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::json::Object;
use crate::cli::output;
use crate::cli::secret_file::SecretFile;
use crate::domain::{Outgoing, Wiped, With, attribute};
use crate::exchange::{Document, Format};
use crate::service::{self, ExportTerms};

/// Bytes of a part of a document, about.
const CHUNK: usize = 64 * 1024;

/// Write clients as a document that another system reads
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep export --format csv > clients.csv
  clientkeep export abc-portal abc-batch --format rfc7591
  clientkeep export --format authelia --with-verifiers --out clients.yml
  clientkeep export --format keycloak --with-secrets --out clients.json

Without a client all are exported. Secrets and what verifies them are told to administrators only, each \
in the audit log. What has no place in a format is named on stderr.")]
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
        if context.output.json() && self.out.is_none() && !format.json {
            let sentence =
                format!("{} is no JSON: leave --json out, or name a new file with --out.", format.name);
            return Err(Error::Usage(sentence));
        }
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
        let channel = format!("export {}", format.name);
        let terms = ExportTerms { with, disabled: format.disabled, channel: &channel };
        let mut draft = Draft::new(format, with);
        let exported = service.export(&self.clients, &terms, &mut |client| draft.add(client))?;
        draft.end()?;
        // The log has it: now it may leave.
        match file {
            Some(mut file) => {
                draft.parts.iter().try_for_each(|part| file.append(part.bytes()))?;
                file.keep()?;
                if context.output.json() {
                    let out = self.out.map(|path| path.display().to_string());
                    context.output.document(&Object::of([
                        ("format", Value::from(format.name)),
                        ("clients", Value::from(exported.clients)),
                        ("out", Value::from(out)),
                    ]))?;
                }
            }
            None => {
                draft.parts.iter().try_for_each(|part| context.output.exported(part.bytes(), format.json))?;
            }
        }
        draft.tell_lost(&exported.left_out);
        Ok(())
    }
}

/// A document that is yet to leave, in memory that is wiped.
struct Draft {
    format: &'static Format,
    document: Document,
    parts: Vec<Wiped>,
    /// How many clients lost what.
    lost: BTreeMap<&'static str, u64>,
}

impl Draft {
    fn new(format: &'static Format, with: With) -> Self {
        let document = Document::new(format, with);
        Self { format, document, parts: Vec::new(), lost: BTreeMap::new() }
    }

    fn add(&mut self, client: &Outgoing<'_>) -> Result<(), service::Error> {
        // Parts are small, so that little has to move for one to grow.
        if self.parts.last().is_none_or(|part| part.bytes().len() >= CHUNK) {
            self.parts.push(Wiped::default());
        }
        let Some(part) = self.parts.last_mut() else { return Ok(()) };
        for name in self.document.add(client, part).map_err(|error| unwritten(&error))? {
            *self.lost.entry(name).or_default() += 1;
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), service::Error> {
        let mut part = Wiped::default();
        self.document.end(&mut part).map_err(|error| unwritten(&error))?;
        self.parts.push(part);
        Ok(())
    }

    /// Says what is not in the document: clients that stayed out, and what the format has no place for.
    fn tell_lost(&self, left_out: &[String]) {
        let name = self.format.name;
        if !left_out.is_empty() {
            let ids = left_out.join(", ");
            output::say(&format!("Left out, for {name} can't say that a client is disabled: {ids}."));
        }
        if !self.lost.is_empty() {
            let label =
                |name: &str| attribute(name).map_or_else(|| name.to_owned(), |it| it.label.to_owned());
            let told: Vec<String> =
                self.lost.iter().map(|(name, count)| format!("{} ({count})", label(name))).collect();
            output::say(&format!("Has no place in {name}, with the number of clients: {}.", told.join(", ")));
        }
    }
}

fn unwritten(error: &std::io::Error) -> service::Error {
    service::Error::Machine(format!("The document could not be written: {error}."))
}
