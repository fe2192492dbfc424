//! The trash: deleted clients, restored with a new secret or purged for good.

use serde_json::json;

use super::error::Error;
use super::secrets::{self, Issued, StagedSecret};
use super::{Service, fits};
use crate::domain::audit::Action;
use crate::domain::text::quoted;
use crate::domain::{Client, ClientRecord, ClientType, Right, field};
use crate::store::Reader;

impl Service {
    /// The clients in the trash, the last deleted first. Their last change is their deletion.
    ///
    /// # Errors
    /// A registry that can't be read.
    pub fn trash(&self) -> Result<Vec<ClientRecord>, Error> {
        Ok(self.store.read().trash()?)
    }

    /// A client in the trash, by its ID, or else by its name where no other there has it.
    ///
    /// # Errors
    /// When there is none, or several have the name.
    pub fn in_trash(&self, reference: &str) -> Result<ClientRecord, Error> {
        find(&self.store.read(), reference).map(|(_, record)| record)
    }

    /// Takes clients out of the trash, all of them or none, enabled or not as they were. Confidential ones get
    /// a new secret; tokens from before are void.
    ///
    /// # Errors
    /// None in the trash, a name that was taken meanwhile, no right.
    pub fn restore(&mut self, references: &[String]) -> Result<Vec<Issued>, Error> {
        self.may_try(Right::Restore)?;
        let wanted = self.all_in_trash(references)?;
        let confidential =
            wanted.iter().filter(|record| record.client.client_type == ClientType::Confidential);
        let mut staged = self.stage_secrets(confidential.count())?.into_iter();
        self.change(Right::Restore, |change| {
            let mut restored = Vec::with_capacity(wanted.len());
            for record in &wanted {
                let client_id = &record.client.client_id;
                let (id, before) = find(change.writer, client_id)?;
                name_is_free(change.writer, &before.client, id)?;
                change.writer.restore_client(id, client_id, &change.stamp)?;
                let secret = match before.client.client_type {
                    ClientType::Confidential => staged.next(),
                    ClientType::Public => None,
                };
                let generation = match &secret {
                    Some(secret) => Some(secrets::add(change, id, client_id, secret)?),
                    None => None,
                };
                let details = json!({ "client_name": before.client.name, "generation": generation, "channel": generation.and(change.channel) });
                change.record(Action::ClientRestored, Some(client_id), &details)?;
                let (_, record) = super::find_client(change.writer, client_id)?;
                restored.push(Issued { record, secret: secret.map(StagedSecret::into_plaintext) });
            }
            Ok(restored)
        })
    }

    /// Removes clients from the trash, all of them or none, and tells what they were. Their IDs are never given
    /// out again; the audit log keeps its entries.
    ///
    /// # Errors
    /// None in the trash, no right.
    pub fn purge(&mut self, references: &[String]) -> Result<Vec<ClientRecord>, Error> {
        self.may_try(Right::Purge)?;
        let wanted = self.all_in_trash(references)?;
        self.change(Right::Purge, |change| {
            for record in &wanted {
                let client_id = &record.client.client_id;
                let (id, before) = find(change.writer, client_id)?;
                change.writer.purge_client(id, client_id)?;
                let details = json!({ "client_name": before.client.name });
                change.record(Action::ClientPurged, Some(client_id), &details)?;
            }
            Ok(())
        })?;
        self.store.forget_destroyed();
        Ok(wanted)
    }

    /// Clients in the trash, each once.
    fn all_in_trash(&self, references: &[String]) -> Result<Vec<ClientRecord>, Error> {
        let mut found: Vec<ClientRecord> = Vec::with_capacity(references.len());
        for reference in references {
            let record = self.in_trash(reference)?;
            if !found.iter().any(|known| known.client.client_id == record.client.client_id) {
                found.push(record);
            }
        }
        Ok(found)
    }
}

/// Refuses a name that another client has taken meanwhile, and says which of the two to rename.
fn name_is_free(reader: &Reader<'_>, client: &Client, id: i64) -> Result<(), Error> {
    fits::name_is_free(reader, client, Some(id)).map_err(|error| match error {
        Error::Conflict { field, .. } => {
            let name = quoted(&client.name);
            let by_name = reader.client_by_name(&client.name).ok().flatten();
            let other = by_name.or_else(|| reader.client_by_id(&client.name).ok().flatten());
            let other = other.map_or_else(String::new, |(_, other)| format!(" ({})", other.client.client_id));
            let sentence = format!(
                "{name} can't come back while another client{other} answers to that name: give that one another name \
                 with rename, then restore {}.",
                client.client_id
            );
            Error::Conflict { sentence, field }
        }
        other => other,
    })
}

fn find(reader: &Reader<'_>, reference: &str) -> Result<(i64, ClientRecord), Error> {
    let by_id = reader.client_by_id(reference)?.filter(|(_, record)| record.deleted_at.is_some());
    if let Some(found) = by_id {
        return Ok(found);
    }
    let mut named = reader.trash_by_name(reference)?;
    if named.len() > 1 {
        let ids: Vec<&str> = named.iter().map(|(_, record)| record.client.client_id.as_str()).collect();
        let sentence = format!(
            "{} clients in the trash have the name {}. Name one by its client ID: {}.",
            named.len(),
            quoted(reference),
            ids.join(", ")
        );
        return Err(Error::conflict(field::CLIENT_NAME, sentence));
    }
    named.pop().ok_or_else(|| Error::not_found("client in the trash", reference))
}
