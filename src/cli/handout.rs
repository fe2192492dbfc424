//! How a new secret reaches whoever asked for it (SPEC §3). The way is found before anything is changed, so
//! that no secret is made that nobody can read.

use std::path::PathBuf;

use zeroize::Zeroizing;

use super::error::Error;
use super::outlet::{self, Outlet};
use super::output::{self, Output};
use super::secret_file::SecretFile;
use super::{json, record};
use crate::domain::{ClientRecord, Plaintext, Retention};
use crate::service::{Issued, Service};

/// The flags of every command that makes a secret.
#[derive(Clone, Debug, clap::Args)]
pub struct HandoutFlags {
    /// Write `client_id:client_secret` to a new file that only its owner can read, instead of to stdout
    #[arg(long, value_name = "FILE")]
    secret_out: Option<PathBuf>,
    /// Print the secret although stdout is a terminal
    #[arg(long)]
    reveal: bool,
}

/// Where new secrets go.
pub enum Handout {
    /// To stdout: `client_secret` in JSON, else `client_id:client_secret` lines.
    Stdout,
    /// To a new file.
    File(SecretFile),
    /// Nowhere: stdout is a terminal or `/dev/null`, and the sealed copy can be shown or copied.
    Sealed,
}

impl HandoutFlags {
    /// Whether they name a file.
    #[must_use]
    pub fn names_a_file(&self) -> bool {
        self.secret_out.is_some()
    }

    /// Finds the way, and has the ledger tell it of each secret that is made.
    ///
    /// # Errors
    /// [`Error::Usage`] where there is none and the registry keeps no sealed copies, or where the file
    /// exists; [`Error::Unavailable`] where nothing can be written.
    pub fn way(&self, output: Output, service: &mut Service) -> Result<Handout, Error> {
        let way = self.find(output, service.settings()?.secret_retention)?;
        service.hand_out_by(way.channel());
        Ok(way)
    }

    fn find(&self, output: Output, retention: Retention) -> Result<Handout, Error> {
        if let Some(path) = &self.secret_out {
            return SecretFile::create("--secret-out", path).map(Handout::File);
        }
        match retention {
            _ if self.reveal || !output.is_terminal() => match (outlet::of_stdout()?, retention) {
                (Outlet::Open, _) => Ok(Handout::Stdout),
                (Outlet::ThrownAway, Retention::Sealed) => Ok(Handout::Sealed),
                (Outlet::ThrownAway, Retention::ShowOnce) => Err(outlet::thrown_away()),
            },
            Retention::Sealed => Ok(Handout::Sealed),
            Retention::ShowOnce => Err(Error::Usage(
                "This registry shows a secret once, and stdout is a terminal: say --reveal, or name a file with \
                 --secret-out."
                    .to_owned(),
            )),
        }
    }
}

impl Handout {
    /// What the ledger calls it; none where nobody is told the secret.
    fn channel(&self) -> Option<&'static str> {
        match self {
            Self::Stdout => Some("stdout"),
            Self::File(_) => Some("file"),
            Self::Sealed => None,
        }
    }

    /// Hands the secrets out and prints the clients as they now are; `several` tells whether more than one
    /// was named.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where a secret reached nobody, though it is made.
    pub fn give(self, output: Output, issued: Vec<Issued>, several: bool) -> Result<(), Error> {
        self.give_until(output, issued, several, None)
    }

    /// As [`Handout::give`], of secrets that end by themselves at a time, Unix seconds.
    ///
    /// # Errors
    /// As [`Handout::give`].
    pub fn give_until(
        self,
        output: Output,
        issued: Vec<Issued>,
        several: bool,
        expires_at: Option<i64>,
    ) -> Result<(), Error> {
        let (records, secrets): (Vec<_>, Vec<_>) =
            issued.into_iter().map(|it| (it.record, it.secret)).unzip();
        if secrets.iter().all(Option::is_none) {
            return record::print(output, &records, several);
        }
        match self {
            Self::File(file) => {
                file.write(&credentials(&pairs(&records, &secrets))).map_err(lost)?;
                record::print(output, &records, several)
            }
            Self::Sealed => {
                record::print(output, &records, several)?;
                output::say(
                    "The new secret is not printed here: copy puts it on the clipboard, show --reveal shows it.",
                );
                Ok(())
            }
            Self::Stdout if output.json() => {
                documents(output, &records, secrets, several, expires_at).map_err(lost)
            }
            Self::Stdout => output::secrets(&credentials(&pairs(&records, &secrets))).map_err(lost),
        }
    }
}

impl Handout {
    /// Hands out secrets without more words about their clients.
    ///
    /// # Errors
    /// As [`Handout::give`].
    pub fn give_lines(self, pairs: &[(&str, &Plaintext)]) -> Result<(), Error> {
        match self {
            Self::File(file) => file.write(&credentials(pairs)).map_err(lost),
            Self::Stdout => output::secrets(&credentials(pairs)).map_err(lost),
            Self::Sealed => {
                output::say(
                    "New secrets are not printed here: copy puts one on the clipboard, show --reveal shows it.",
                );
                Ok(())
            }
        }
    }
}

fn documents(
    output: Output,
    records: &[ClientRecord],
    secrets: Vec<Option<Plaintext>>,
    several: bool,
    expires_at: Option<i64>,
) -> Result<(), Error> {
    let object = |(record, secret): (&ClientRecord, Option<Plaintext>)| {
        let mut object = json::client(record);
        if let Some(secret) = secret {
            object.put_secret(secret, expires_at);
        }
        object
    };
    let objects: Vec<json::Object> = records.iter().zip(secrets).map(object).collect();
    match objects.as_slice() {
        [only] if !several => output.document(only),
        _ => output.document(&objects),
    }
}

/// Client IDs and secrets of those that have one.
fn pairs<'a>(records: &'a [ClientRecord], secrets: &'a [Option<Plaintext>]) -> Vec<(&'a str, &'a Plaintext)> {
    let pair = |(record, secret): (&'a ClientRecord, &'a Option<Plaintext>)| {
        Some((record.client.client_id.as_str(), secret.as_ref()?))
    };
    records.iter().zip(secrets).filter_map(pair).collect()
}

/// `client_id:client_secret` lines, in memory that is wiped.
#[must_use]
pub fn credentials(pairs: &[(&str, &Plaintext)]) -> Zeroizing<String> {
    let length = pairs.iter().map(|(client_id, secret)| client_id.len() + secret.expose().len() + 2).sum();
    // One allocation: a text that grew would leave copies behind.
    let mut text = Zeroizing::new(String::with_capacity(length));
    for (client_id, secret) in pairs {
        for part in [client_id, ":", secret.expose(), "\n"] {
            text.push_str(part);
        }
    }
    text
}

#[expect(clippy::needless_pass_by_value, reason = "stands where map_err wants a function")]
fn lost(error: Error) -> Error {
    Error::Unavailable(format!(
        "The change is made, but its new secret reached nobody: {error} Get it with show --reveal or copy; where \
         the registry shows a secret once, rotate once more."
    ))
}
