//! Clients on their way out. Without secrets it is one entry of the audit log; with verifiers or secrets one for
//! each client, committed before anything of it is told.

use serde_json::json;

use super::change::Change;
use super::error::Error;
use super::{Service, clients, verify};
use crate::domain::audit::Action;
use crate::domain::text::quoted;
use crate::domain::{
    COLUMNS, ClientRecord, ClientType, ListQuery, Outgoing, OutgoingSecret, PageAt, Plaintext, Right, With,
    Word,
};
use crate::store::SealedCopyRow;
use crate::vault::{SealContext, SealedCopy, VaultKey};

/// Clients that are read at once.
const PAGE: i64 = 1_000;

/// What is at hand of one client's secret before it is told.
enum Held {
    Nothing,
    Verifier { phc: String, sha256: Option<[u8; 32]> },
    Sealed(SealedCopyRow),
}

/// What is told of an export in the audit log.
struct Told<'a> {
    channel: &'a str,
    with: With,
}

impl Service {
    /// Gives clients to `each`, those that are named or, where none is, all that are not in the trash. `channel`
    /// is what the audit log calls the way, such as `export csv`. Tells how many there were.
    ///
    /// # Errors
    /// No right; no such client; one whose secret can't be shown; what `each` says.
    pub fn export(
        &mut self,
        references: &[String],
        with: With,
        channel: &str,
        each: &mut dyn FnMut(&Outgoing<'_>) -> Result<(), Error>,
    ) -> Result<u64, Error> {
        let right = match with {
            With::Nothing => Right::Export,
            With::Verifiers => Right::ExportVerifiers,
            With::Secrets => Right::ExportSecrets,
        };
        self.may_try(right)?;
        let client_ids = self.all_or_named(references)?;
        let told = Told { channel, with };
        let (held, key) = self.change(right, |change| {
            let key = match with {
                With::Secrets => vault_key(change)?,
                With::Nothing | With::Verifiers => None,
            };
            Ok((hold(change, &client_ids, &told)?, key))
        })?;
        // The log has it: now it may be told.
        let mut count = 0;
        for (client_id, held) in client_ids.iter().zip(held) {
            let (_, record) = clients::find(&self.store.read(), client_id)?;
            let secret = match held {
                Held::Nothing => OutgoingSecret::None,
                Held::Verifier { phc, sha256 } => OutgoingSecret::Verifier { phc, sha256 },
                Held::Sealed(copy) => OutgoingSecret::Plain(self.open_copy(&copy, key.as_ref())?),
            };
            each(&Outgoing { record: &record, secret })?;
            count += 1;
        }
        Ok(count)
    }

    /// Every client's ID in the order of names, or those of the clients that are named, each once.
    pub(super) fn all_or_named(&self, references: &[String]) -> Result<Vec<String>, Error> {
        let mut found: Vec<String> = Vec::new();
        if references.is_empty() {
            let mut query = ListQuery {
                search: String::new(),
                filters: Vec::new(),
                sort: &COLUMNS[0],
                descending: false,
                page: PageAt::First,
                limit: Some(PAGE),
            };
            loop {
                let rows = self.clients(&query)?.rows;
                found.extend(rows.iter().map(|(_, record)| record.client.client_id.clone()));
                let Some((last, _)) = rows.into_iter().next_back() else { return Ok(found) };
                query.page = PageAt::After(last);
            }
        }
        let mut known = std::collections::HashSet::new();
        for reference in references {
            let client_id = self.client(reference)?.client.client_id;
            if known.insert(client_id.clone()) {
                found.push(client_id);
            }
        }
        Ok(found)
    }

    fn open_copy(&mut self, copy: &SealedCopyRow, key: Option<&VaultKey>) -> Result<Plaintext, Error> {
        let registry = self.session.as_ref().ok_or(Error::NotSignedOn)?.registry;
        let key = key.ok_or(Error::Tampered("a secret is sealed to a key that is not in use"))?;
        let context = SealContext {
            registry,
            client_id: &copy.client_id,
            generation: copy.generation,
            key_generation: copy.key_generation,
        };
        let secret = key.open(&SealedCopy::from_bytes(copy.sealed.clone()), &context)?;
        let stored = self.store.read().secret_verifier(copy.client, copy.generation)?;
        let stored: Vec<_> = stored.into_iter().collect();
        if self.matches(&secret, copy.generation, &stored)? {
            Ok(secret)
        } else {
            Err(Error::Tampered("the stored copy of a secret is not the secret that servers check"))
        }
    }
}

/// The vault key that is in use; none in a registry that keeps no secrets.
fn vault_key(change: &Change<'_>) -> Result<Option<VaultKey>, Error> {
    match &change.trusted.vault_key {
        None => Ok(None),
        Some((generation, public)) => change.session.vault_key(change.writer, *generation, public).map(Some),
    }
}

/// Takes hold of what is told of each client's secret, and tells the audit log.
fn hold(change: &mut Change<'_>, client_ids: &[String], told: &Told<'_>) -> Result<Vec<Held>, Error> {
    if told.with == With::Nothing {
        let details = json!({ "channel": told.channel, "clients": client_ids.len() });
        change.record(Action::ClientsExported, None, &details)?;
        return Ok(client_ids.iter().map(|_| Held::Nothing).collect());
    }
    let (mut all, mut hidden) = (Vec::with_capacity(client_ids.len()), Vec::new());
    for client_id in client_ids {
        let (id, record) = clients::find(change.writer, client_id)?;
        if record.client.client_type == ClientType::Public {
            all.push(Held::Nothing);
            continue;
        }
        let usable = change.writer.usable_secrets(id)?.into_iter().next();
        let (generation, held) = match (usable, told.with) {
            (None, _) => (None, Held::Nothing),
            (Some(newest), With::Secrets) => match change.writer.sealed_copy(id)? {
                Some(copy) if copy.generation == newest.generation => {
                    (Some(copy.generation), Held::Sealed(copy))
                }
                _ => {
                    hidden.push(record);
                    continue;
                }
            },
            (Some(newest), _) => {
                let stored = verify::stored(&newest);
                let sha256 = stored.fingerprint.map(|fingerprint| *fingerprint.as_bytes());
                (Some(newest.generation), Held::Verifier { phc: stored.phc, sha256 })
            }
        };
        let details = json!({ "generation": generation, "channel": told.channel, "with": told.with.word() });
        change.record(Action::SecretExported, Some(client_id), &details)?;
        all.push(held);
    }
    if hidden.is_empty() { Ok(all) } else { Err(no_copies(&hidden)) }
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
