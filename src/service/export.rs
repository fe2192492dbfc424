//! Clients on their way out. What is told of them leaves once the audit log has it, and is what the log says: an entry
//! for all of them, and, with verifiers or secrets, one for each client whose secret is told.

use serde_json::json;

use super::change::Change;
use super::copies::{self, CopyKey};
use super::error::Error;
use super::{Service, listing};
use crate::domain::audit::Action;
use crate::domain::text::quoted;
use crate::domain::{ClientRecord, ClientType, Outgoing, OutgoingSecret, Right, Status, With, Word};
use crate::store::{LiveSecret, SealedCopyRow};

/// What an export is to hold.
#[derive(Clone, Copy, Debug)]
pub struct ExportTerms<'a> {
    /// What of secrets.
    pub with: With,
    /// Whether clients that are disabled too, marked as such; else they stay out.
    pub disabled: bool,
    /// What the audit log calls the way, such as `export csv`.
    pub channel: &'a str,
}

/// What an export held.
#[derive(Clone, Debug, Default)]
pub struct Exported {
    /// How many clients.
    pub clients: u64,
    /// The IDs of those that stayed out, for they are disabled.
    pub left_out: Vec<String>,
}

/// A client that is about to leave, and what is at hand of its secret.
struct Leaving {
    record: ClientRecord,
    held: Held,
}

enum Held {
    Nothing,
    Verifier(LiveSecret),
    Sealed { copy: SealedCopyRow, stored: LiveSecret },
}

/// Takes one client after the other.
type Each<'a> = &'a mut dyn FnMut(&Outgoing<'_>) -> Result<(), Error>;

impl Service {
    /// Gives clients to `each`, those that are named or, where none is, all that are not in the trash. What it was given
    /// may leave once this has returned without an error, and not before.
    ///
    /// # Errors
    /// No right; no such client; one whose secret can't be shown; what `each` says.
    pub fn export(
        &mut self,
        references: &[String],
        terms: &ExportTerms<'_>,
        each: Each<'_>,
    ) -> Result<Exported, Error> {
        let right = match terms.with {
            With::Nothing => Right::Export,
            With::Verifiers => Right::ExportVerifiers,
            With::Secrets => Right::ExportSecrets,
        };
        self.may_try(right)?;
        if terms.with == With::Nothing {
            return self.export_clients(references, terms, each);
        }
        let (leaving, key, exported) = self.change(right, |change| {
            let key = match terms.with {
                With::Secrets => CopyKey::in_change(change)?,
                With::Nothing | With::Verifiers => None,
            };
            let (leaving, exported) = hold(change, references, terms, key.as_ref())?;
            Ok((leaving, key, exported))
        })?;
        // The log has it: now it may be opened.
        for Leaving { record, held } in leaving {
            let (secret, secret_expires_at) = match held {
                Held::Nothing => (OutgoingSecret::None, None),
                Held::Verifier(stored) => {
                    (OutgoingSecret::Verifier { phc: stored.phc, sha256: stored.sha256 }, stored.not_after)
                }
                Held::Sealed { copy, stored } => {
                    let expires_at = stored.not_after;
                    let secret = self.open_copy(copy, Some(&stored), key.as_ref())??;
                    (OutgoingSecret::Plain(secret), expires_at)
                }
            };
            each(&Outgoing { record: &record, secret, secret_expires_at })?;
        }
        Ok(exported)
    }

    /// Clients without any of their secrets: read as they are at one time, while others may change them, then told to the
    /// log.
    fn export_clients(
        &mut self,
        references: &[String],
        terms: &ExportTerms<'_>,
        each: Each<'_>,
    ) -> Result<Exported, Error> {
        let mut exported = Exported::default();
        self.store.snapshot(|reader| {
            listing::each(reader, references, &mut |_, record| {
                if exported.takes(&record, terms) {
                    each(&Outgoing {
                        record: &record,
                        secret: OutgoingSecret::None,
                        secret_expires_at: None,
                    })?;
                }
                Ok(())
            })
        })?;
        self.change(Right::Export, |change| record_all(change, terms, &exported))?;
        Ok(exported)
    }
}

impl Exported {
    /// Counts a client, or leaves it out.
    fn takes(&mut self, record: &ClientRecord, terms: &ExportTerms<'_>) -> bool {
        let takes = terms.disabled || record.status() == Status::Enabled;
        if takes {
            self.clients += 1;
        } else {
            self.left_out.push(record.client.client_id.clone());
        }
        takes
    }
}

fn record_all(change: &mut Change<'_>, terms: &ExportTerms<'_>, exported: &Exported) -> Result<(), Error> {
    let details = json!({ "channel": terms.channel, "clients": exported.clients });
    change.record(Action::ClientsExported, None, &details)
}

/// Takes hold of what is told of each client, and tells the audit log.
fn hold(
    change: &mut Change<'_>,
    references: &[String],
    terms: &ExportTerms<'_>,
    key: Option<&CopyKey>,
) -> Result<(Vec<Leaving>, Exported), Error> {
    let (mut leaving, mut hidden, mut exported) = (Vec::new(), Vec::new(), Exported::default());
    let reader = change.writer;
    listing::each(reader, references, &mut |id, record| {
        if !exported.takes(&record, terms) {
            return Ok(());
        }
        let confidential = record.client.client_type == ClientType::Confidential;
        let newest =
            if confidential { reader.usable_secrets(id, change.stamp.at)?.into_iter().next() } else { None };
        let held = match newest {
            None => Held::Nothing,
            Some(stored) if terms.with == With::Secrets => match reader.sealed_copy(id)? {
                Some(copy) if copy.generation == stored.generation => {
                    copies::key_of(&copy, key)?;
                    Held::Sealed { copy, stored }
                }
                _ => {
                    hidden.push(record);
                    return Ok(());
                }
            },
            Some(stored) => Held::Verifier(stored),
        };
        if let Held::Verifier(stored) | Held::Sealed { stored, .. } = &held {
            let details = json!({
                "generation": stored.generation, "channel": terms.channel, "with": terms.with.word(),
            });
            change.record(Action::SecretExported, Some(&record.client.client_id), &details)?;
        }
        leaving.push(Leaving { record, held });
        Ok(())
    })?;
    if !hidden.is_empty() {
        return Err(no_copies(&hidden));
    }
    record_all(change, terms, &exported)?;
    Ok((leaving, exported))
}

fn no_copies(hidden: &[ClientRecord]) -> Error {
    const TOLD: usize = 10;
    let names: Vec<String> = hidden.iter().take(TOLD).map(|record| quoted(&record.client.name)).collect();
    let more = if hidden.len() > TOLD { format!(" and {} more", hidden.len() - TOLD) } else { String::new() };
    Error::NoSecret(format!(
        "No copy that can be shown is kept of the secrets of {}{more}. Export verifiers instead, or rotate those \
         clients first.",
        names.join(", ")
    ))
}
