//! Does what was planned until the registry is as declared, in one transaction. Where nothing differs, nothing is
//! written, not even to the audit log.

use super::change::Change;
use super::clients::{self, differences};
use super::error::Error;
use super::plan::{Plan, Step, has_secret};
use super::secrets::Issued;
use super::{Service, Telling, fits, import};
use crate::domain::audit::Action;
use crate::domain::{Client, ClientRecord};

impl Service {
    /// Does what was planned, all of it or nothing, and tells the clients that were made or changed as they are now,
    /// with their new secrets, and those that are in the trash now.
    ///
    /// # Errors
    /// No right; a plan with problems; [`Error::Stale`] where a client has changed since; [`Error::Interrupted`].
    pub fn apply(
        &mut self,
        plan: Plan,
        tell: Telling<'_>,
    ) -> Result<(Vec<Issued>, Vec<ClientRecord>), Error> {
        let right = plan.right();
        self.may_try(right)?;
        import::refuse(plan.problems())?;
        let mut staged = self.draw_secrets(plan.new_secrets())?.hash_telling(tell)?.into_iter();
        let destroys = plan.deleted() > 0;
        let mut ids = Vec::with_capacity(plan.steps.len());
        for step in &plan.steps {
            ids.push(match step {
                Step::Create { client, .. } if client.client_id.is_empty() => self.stage_client_id()?,
                Step::Create { client, .. } => client.client_id.clone(),
                Step::Change { before, .. } | Step::Delete(before) => before.client.client_id.clone(),
            });
        }
        let done = self.change(right, |change| {
            let (mut issued, mut deleted) = (Vec::new(), Vec::new());
            for (step, client_id) in plan.steps.into_iter().zip(ids) {
                match step {
                    Step::Create { client, enabled } => {
                        let secret = if has_secret(&client) { staged.next() } else { None };
                        let client = Client { client_id, ..*client };
                        issued.push(clients::create_one(change, client, enabled, secret)?);
                    }
                    Step::Change { before, client, enabled } => {
                        issued.push(modify(change, &before, *client, enabled)?);
                    }
                    Step::Delete(before) => deleted.push(delete(change, &before)?),
                }
            }
            Ok((issued, deleted))
        })?;
        if destroys {
            self.store.forget_destroyed();
        }
        Ok(done)
    }
}

/// The client as it is now, where nobody has changed it since it was planned.
fn unchanged(change: &Change<'_>, before: &ClientRecord) -> Result<i64, Error> {
    let (id, now) = super::find_client(change.writer, &before.client.client_id)?;
    if now.version == before.version {
        Ok(id)
    } else {
        Err(Error::Stale { theirs: Box::new(now), secret: None })
    }
}

fn modify(
    change: &mut Change<'_>,
    before: &ClientRecord,
    client: Client,
    enabled: bool,
) -> Result<Issued, Error> {
    let id = unchanged(change, before)?;
    let client = fits::refer(change.writer, client)?;
    let client_id = client.client_id.clone();
    let named = Client { name: client.name.clone(), ..before.client.clone() };
    if before.client != named {
        fits::name_is_free(change.writer, &named, Some(id))?;
        change.writer.update_client(id, &named, &change.stamp)?;
        let details = differences(&before.client, &named);
        change.record(Action::ClientRenamed, Some(&client_id), &details)?;
    }
    if named != client {
        fits::scopes_are_defined(change.writer, &before.client.scopes, &client)?;
        change.writer.update_client(id, &client, &change.stamp)?;
        change.record(Action::ClientUpdated, Some(&client_id), &differences(&named, &client))?;
    }
    clients::enable_one(change, id, before, enabled)?;
    let (_, record) = super::find_client(change.writer, &client_id)?;
    Ok(Issued { record, secret: None })
}

fn delete(change: &mut Change<'_>, before: &ClientRecord) -> Result<ClientRecord, Error> {
    let id = unchanged(change, before)?;
    let client_id = &before.client.client_id;
    clients::delete_one(change, id, before)?;
    let now = change.writer.client_by_id(client_id)?;
    now.map(|(_, record)| record).ok_or_else(|| Error::not_found("client", client_id))
}
