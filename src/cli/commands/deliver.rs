//! `deliver`: credentials for somebody else, in a form that a program reads, open or sealed to a key.

use std::path::PathBuf;

use serde_json::Value;
use zeroize::Zeroizing;

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::json::Object;
use crate::cli::output;
use crate::cli::record;
use crate::cli::secret_file::SecretFile;
use crate::domain::{Delivery, Machine, Problem, Word};
use crate::service::{Parcel, Shipment, recipients};

/// Bytes of a file with keys at most.
const LONGEST: u64 = 64 * 1024;

/// Hand credentials out as a file, or sealed to somebody's key
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep deliver 'ABC Shipping' --format env --out abc.env --to jane@abc.example
  clientkeep deliver abc-portal --format netrc --machine as.example --out netrc
  clientkeep deliver abc-portal --format json --recipient age1... > abc.age
  clientkeep deliver abc-portal --format raw --recipient jane.pub --to jane | mail -s Credentials jane

A recipient is an age key, a public SSH key, or a file with such keys, one a line; each of several can open \
the parcel alone (age --decrypt -i KEY). --to says in the hand-over ledger whom it is for.")]
pub struct Deliver {
    /// Client ID, or else name
    client: String,
    /// What the credentials look like
    #[arg(long, value_name = "FORMAT", value_parser = Delivery::words())]
    format: String,
    /// Write to a new file that only its owner can read, instead of to stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Seal to this key; may be repeated
    #[arg(long, value_name = "KEY|FILE")]
    recipient: Vec<String>,
    /// Whom it is for
    #[arg(long, value_name = "WHOM")]
    to: Option<String>,
    /// The host that a netrc entry is for; without it the entry is the default one
    #[arg(long, value_name = "HOST")]
    machine: Option<String>,
}

impl Run for Deliver {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let sealed = !self.recipient.is_empty();
        if !sealed && self.out.is_none() && context.output.is_terminal() {
            let sentence = "A secret is not printed on a terminal: name a new file with --out, or a key with --recipient.";
            return Err(Error::Usage(sentence.to_owned()));
        }
        if context.output.json() && self.out.is_none() && (sealed || self.format != Delivery::Json.word()) {
            let sentence =
                "What is delivered so is no JSON document: leave --json out, or name a new file with --out.";
            return Err(Error::Usage(sentence.to_owned()));
        }
        let machine = self.machine()?;
        let keys = recipients(&self.keys()?)?;
        let shipment = Shipment {
            form: Delivery::from_word(&self.format).unwrap_or(Delivery::Raw),
            machine,
            recipients: &keys,
            place: if self.out.is_some() { "file" } else { "stdout" },
            to: self.to.clone(),
        };
        let mut service = context.open()?;
        let record = service.client(&self.client)?;
        let file = self.out.as_deref().map(|path| SecretFile::create("--out", path)).transpose()?;
        context.sign_on(&mut service)?;
        let parcel = service.deliver(&record.client.client_id, &shipment)?;
        let text = match parcel {
            Parcel::Open(text) => Zeroizing::new(text.expose().to_owned()),
            Parcel::Sealed(text) => Zeroizing::new(text),
        };
        match file {
            Some(file) => file.write(&text)?,
            None => output::secrets(&text)?,
        }
        if let Some(path) = self.out.filter(|_| context.output.json()) {
            context.output.document(&Object::of([
                ("client_id", Value::from(record.client.client_id.clone())),
                ("format", Value::from(self.format)),
                ("out", Value::from(path.display().to_string())),
                ("to", Value::from(self.to.clone())),
            ]))?;
        }
        let whom = self.to.map_or_else(String::new, |whom| format!(" for {whom}"));
        let seal = if sealed { "Sealed credentials" } else { "Credentials" };
        output::say(&format!("{seal} of {} were delivered{whom}.", record::called(&record)));
        Ok(())
    }
}

impl Deliver {
    /// The texts of the keys: what looks like one is one, anything else is a file.
    fn keys(&self) -> Result<Vec<String>, Error> {
        let text = |typed: &String| {
            if typed.starts_with("age1") || typed.starts_with("ssh-") {
                return Ok(typed.clone());
            }
            let refused = |why: &str| Error::Usage(format!("{typed} (of --recipient) {why}."));
            let about = std::fs::metadata(typed)
                .map_err(|error| refused(&format!("is no key, and no file that can be read: {error}")))?;
            if about.len() > LONGEST {
                return Err(refused("is too long for a file of keys"));
            }
            std::fs::read_to_string(typed).map_err(|error| refused(&format!("can't be read: {error}")))
        };
        self.recipient.iter().map(text).collect()
    }

    fn machine(&self) -> Result<Option<Machine>, Error> {
        if self.machine.is_some() && self.format != Delivery::Netrc.word() {
            let sentence = format!(
                "Only a netrc entry is for a host: leave --machine out with --format {}.",
                self.format
            );
            return Err(Error::Usage(sentence));
        }
        let refused = |problem: Problem| Error::Usage(format!("{} (--machine)", problem.sentence));
        self.machine.as_deref().map(|typed| typed.parse().map_err(refused)).transpose()
    }
}
