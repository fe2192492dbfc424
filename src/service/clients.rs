//! Clients: created, updated, renamed, enabled, disabled, deleted. Each with one audit entry a client.

use serde_json::{Map, Value, json};

use super::Service;
use super::change::Change;
use super::error::Error;
use super::fits;
use super::incidents;
use super::secrets::{self, Issued, StagedSecret};
use crate::domain::audit::Action;
use crate::domain::{
    ATTRIBUTES, Attribute, Client, ClientRecord, ClientType, Draft, Right, Rotation, field, name, time,
};
use crate::vault;

impl Service {
    /// A client ID that nobody has: 32 characters of `[a-z0-9]` from the system's random source.
    pub fn stage_client_id(&mut self) -> Result<String, Error> {
        loop {
            let client_id = vault::client_id(&mut *self.world.entropy)?;
            let reader = self.store.read();
            if reader.client_by_id(&client_id)?.is_none() && !reader.client_id_spent(&client_id)? {
                return Ok(client_id);
            }
        }
    }

    /// Creates a client. A confidential one always gets a secret: the staged one, or one made now.
    ///
    /// # Errors
    /// Every problem with what was typed; a name or ID that is taken; no right.
    pub fn create_client(&mut self, draft: &Draft, secret: Option<StagedSecret>) -> Result<Issued, Error> {
        self.create_client_as(draft, true, secret)
    }

    /// As [`Service::create_client`], of a client that may be used or, not `enabled`, not yet.
    ///
    /// # Errors
    /// As [`Service::create_client`].
    pub fn create_client_as(
        &mut self,
        draft: &Draft,
        enabled: bool,
        secret: Option<StagedSecret>,
    ) -> Result<Issued, Error> {
        self.may_try(Right::Create)?;
        let mut draft = draft.clone();
        if draft.client_id_is_to_be_made().map_err(|problem| Error::Invalid(vec![problem]))? {
            draft.set(field::CLIENT_ID, vec![self.stage_client_id()?]);
        }
        let client = draft.check()?;
        let secret = match (client.client_type, secret) {
            (ClientType::Public, _) => None,
            (ClientType::Confidential, Some(staged)) => Some(staged),
            (ClientType::Confidential, None) => Some(self.stage_secret()?),
        };
        self.change(Right::Create, |change| create_one(change, client, enabled, secret))
    }

    /// Saves a client that was edited, and its new secret where one was staged.
    ///
    /// # Errors
    /// As for creating; and [`Error::Stale`] where somebody else saved since `version`.
    pub fn update_client(
        &mut self,
        client_id: &str,
        version: i64,
        draft: &Draft,
        rotation: Option<(StagedSecret, Rotation)>,
    ) -> Result<Issued, Error> {
        let client = draft.check()?;
        let wanted = if rotation.is_some() { Right::Rotate } else { Right::Update };
        if let Some((_, rotation)) = &rotation {
            secrets::check_rotation(*rotation)?;
        }
        let issued = self.change(wanted, |change| {
            let (id, before) = super::find_client(change.writer, client_id)?;
            if before.version != version {
                let secrets = change.writer.secrets(id)?;
                let secret = secrets.into_iter().max_by_key(|secret| secret.generation).map(Box::new);
                return Err(Error::Stale { theirs: Box::new(before), secret });
            }
            let client = fits::refer(change.writer, client)?;
            fits::created_once(&before.client, &client)?;
            fits::scopes_are_defined(change.writer, &before.client.scopes, &client)?;
            if before.client != client {
                change.writer.update_client(id, &client, &change.stamp)?;
                let details = differences(&before.client, &client);
                change.record(Action::ClientUpdated, Some(client_id), &details)?;
            }
            let secret = match rotation {
                Some((staged, rotation)) => Some(secrets::replace(change, id, &before, staged, rotation)?),
                None => None,
            };
            let (_, record) = super::find_client(change.writer, client_id)?;
            Ok(Issued { record, secret })
        })?;
        if issued.secret.is_some() {
            self.store.forget_destroyed();
        }
        Ok(issued)
    }

    /// Gives a client another name.
    ///
    /// # Errors
    /// A name that may not be or is taken; no such client; no right.
    pub fn rename_client(&mut self, client_id: &str, new: &str) -> Result<ClientRecord, Error> {
        let new = name::client_name(new)?;
        self.change(Right::Rename, |change| {
            let (id, before) = super::find_client(change.writer, client_id)?;
            let client = Client { name: new, ..before.client.clone() };
            if client == before.client {
                return Ok(before);
            }
            fits::name_is_free(change.writer, &client, Some(id))?;
            change.writer.update_client(id, &client, &change.stamp)?;
            let details = differences(&before.client, &client);
            change.record(Action::ClientRenamed, Some(&client.client_id), &details)?;
            super::find_client(change.writer, &client.client_id).map(|(_, record)| record)
        })
    }

    /// Cuts clients off, or lets them in again; all of them or none. One that is so already stays as it is.
    ///
    /// # Errors
    /// No such client; one that was contained and has no new secret yet; no right.
    pub fn set_enabled(&mut self, clients: &[String], enabled: bool) -> Result<Vec<ClientRecord>, Error> {
        let right = if enabled { Right::Enable } else { Right::Disable };
        self.each(right, clients, |change, id, record| enable_one(change, id, record, enabled))
    }

    /// Deletes clients, all of them or none: they go to the trash, and what verifies or shows their secrets
    /// is destroyed.
    ///
    /// # Errors
    /// No such client, no right.
    pub fn delete(&mut self, clients: &[String]) -> Result<Vec<ClientRecord>, Error> {
        let deleted = self.each(Right::Delete, clients, delete_one)?;
        self.store.forget_destroyed();
        Ok(deleted)
    }

    /// Does one thing to each client, in one transaction, and tells how they are afterwards.
    pub(super) fn each(
        &mut self,
        right: Right,
        clients: &[String],
        mut work: impl FnMut(&mut Change<'_>, i64, &ClientRecord) -> Result<(), Error>,
    ) -> Result<Vec<ClientRecord>, Error> {
        self.change(right, |change| {
            let mut ids = Vec::with_capacity(clients.len());
            for reference in clients {
                let (id, record) = super::find_client(change.writer, reference)?;
                if !ids.contains(&record.client.client_id) {
                    work(change, id, &record)?;
                    ids.push(record.client.client_id);
                }
            }
            let now = |client_id: &String| {
                let found = change.writer.client_by_id(client_id)?;
                found.map(|(_, record)| record).ok_or_else(|| Error::not_found("client", client_id))
            };
            ids.iter().map(now).collect()
        })
    }
}

/// Adds a client that fits beside the others, enabled or not: its number, the client as the registry spells it, and what
/// the audit log is to be told.
pub(super) fn add_one(
    change: &Change<'_>,
    client: Client,
    enabled: bool,
) -> Result<(i64, Client, Value), Error> {
    let client = fits::refer(change.writer, client)?;
    fits::scopes_are_defined(change.writer, &[], &client)?;
    fits::name_is_free(change.writer, &client, None)?;
    fits::client_id_is_free(change.writer, &client)?;
    let id = change.writer.add_client(&client, enabled, &change.stamp)?;
    let mut given = differences(&Client::default(), &client);
    if !enabled {
        given["enabled"] = json!([true, false]);
    }
    Ok((id, client, given))
}

/// Creates a client, enabled or not, with its secret where it has one.
pub(super) fn create_one(
    change: &mut Change<'_>,
    client: Client,
    enabled: bool,
    secret: Option<StagedSecret>,
) -> Result<Issued, Error> {
    let (id, client, mut given) = add_one(change, client, enabled)?;
    if let Some(secret) = &secret {
        if let Some(end) = secret.end(change.stamp.at)? {
            given[field::SECRET_EXPIRES_AT] = json!([null, time::rfc3339(end)]);
        }
        secrets::add(change, id, &client.client_id, secret)?;
        given["channel"] = json!(change.channel);
    }
    change.record(Action::ClientCreated, Some(&client.client_id), &given)?;
    let (_, record) = super::find_client(change.writer, &client.client_id)?;
    Ok(Issued { record, secret: secret.map(StagedSecret::into_plaintext) })
}

/// Cuts a client off, or lets it in again where an incident does not forbid that; one that is so already stays as it
/// is.
pub(super) fn enable_one(
    change: &mut Change<'_>,
    id: i64,
    record: &ClientRecord,
    enabled: bool,
) -> Result<(), Error> {
    if record.enabled == enabled {
        return Ok(());
    }
    let client_id = &record.client.client_id;
    let (action, closed) = if enabled {
        (Action::ClientEnabled, incidents::let_in(change, record)?)
    } else {
        (Action::ClientDisabled, Vec::new())
    };
    change.writer.set_client_enabled(id, client_id, enabled, &change.stamp)?;
    change.record(action, Some(client_id), &incidents_closed(&closed))
}

/// Moves a client to the trash and closes its part of every incident.
pub(super) fn delete_one(change: &mut Change<'_>, id: i64, record: &ClientRecord) -> Result<(), Error> {
    let client_id = &record.client.client_id;
    change.writer.trash_client(id, client_id, &change.stamp)?;
    change.writer.close_incident_parts(client_id, &change.stamp)?;
    change.record(Action::ClientDeleted, Some(client_id), &json!({ "client_name": record.client.name }))
}

/// What an entry tells of the incidents in which the client's part is closed.
fn incidents_closed(closed: &[i64]) -> Value {
    if closed.is_empty() { json!({}) } else { json!({ "incidents_closed": closed }) }
}

/// The attributes that differ, each with what it was and what it is.
pub(super) fn differences(before: &Client, after: &Client) -> Value {
    let differs = |attribute: &&Attribute| (attribute.read)(before) != (attribute.read)(after);
    let told = ATTRIBUTES
        .iter()
        .filter(differs)
        .map(|attribute| (attribute.name.to_owned(), json!([attribute.json(before), attribute.json(after)])));
    Value::Object(told.collect::<Map<_, _>>())
}
