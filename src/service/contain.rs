//! Contain: clients whose secrets leaked are cut off in one transaction that waits for no hash. Afterwards each gets a
//! new secret, batch by batch on all cores; who stops that loses nothing, and anybody can go on.

use serde_json::json;

use super::change::Change;
use super::error::Error;
use super::secrets::{self, Issued, StagedSecret};
use super::{Service, ledger};
use crate::cores;
use crate::domain::audit::Action;
use crate::domain::incident::{Incident, Part, Step};
use crate::domain::text::counted;
use crate::domain::{
    ClientRecord, ClientType, Problem, Reason, Right, SecretState, Word, field, reason_of, time,
};
use crate::store::Reader;
use crate::vault;

/// New secrets a core and transaction.
const BATCH: usize = 16;

/// What containing one client would do.
pub struct Effect {
    /// The client as it is now.
    pub record: ClientRecord,
    /// Generations of the secrets that servers accept now and would refuse.
    pub accepted: Vec<u32>,
    /// Who is known to have one of them.
    pub holders: Vec<String>,
    /// When servers last reported the use of one of them, Unix seconds.
    pub last_used_at: Option<i64>,
}

/// What containing clients would do, and the code that confirms it.
pub struct ContainPreview {
    /// Each client.
    pub effects: Vec<Effect>,
    /// Two digits, drawn for this preview.
    pub code: String,
}

/// What containing clients did.
pub struct Contained {
    /// The incident that was opened for it.
    pub incident: Incident,
    /// The clients as they are now.
    pub records: Vec<ClientRecord>,
}

impl Contained {
    /// What was done, as a sentence or three.
    #[must_use]
    pub fn words(&self) -> String {
        let (count, incident) = (counted(self.records.len(), "client"), self.incident.id);
        format!("Contained: {count}. Servers refuse them from now on. Incident {incident} is open.")
    }
}

impl Service {
    /// Tells what containing clients would do, and draws the code that confirms it. Each client is told once.
    ///
    /// # Errors
    /// No such client; no random bytes.
    pub fn contain_preview(&mut self, clients: &[String]) -> Result<ContainPreview, Error> {
        let now = self.now();
        let effects = self.store.snapshot(|reader| {
            let mut effects: Vec<Effect> = Vec::with_capacity(clients.len());
            let mut seen = std::collections::HashSet::new();
            for reference in clients {
                let (id, record) = super::find_client(reader, reference)?;
                if seen.insert(id) {
                    effects.push(effect(reader, id, record, now)?);
                }
            }
            Ok::<_, Error>(effects)
        })?;
        let number = 10 + vault::below(&mut *self.world.entropy, 90)?;
        Ok(ContainPreview { effects, code: number.to_string() })
    }

    /// Cuts clients off, all of them or none: disabled, every secret retired without grace, tokens from before
    /// void, and an incident opened. `suspected_at` is since when a secret may be known.
    ///
    /// # Errors
    /// An empty reason, a time to come, no such client, no right.
    pub fn contain(
        &mut self,
        clients: &[String],
        reason: &str,
        suspected_at: Option<i64>,
    ) -> Result<Contained, Error> {
        let reason = reason_of(reason, "The reason is empty. Say what happened.")?;
        if let Some(at) = suspected_at.filter(|at| *at > self.now()) {
            let sentence =
                format!("{} is to come. Name the time since when it may be known.", time::minute(at));
            return Err(vec![Problem::new(field::SINCE, "", sentence)].into());
        }
        self.may_try(Right::Contain)?;
        let mut opened = None;
        let records = self.each(Right::Contain, clients, |change, id, record| {
            let incident = match opened {
                Some(incident) => incident,
                None => *opened.insert(change.writer.open_incident(&reason, suspected_at, &change.stamp)?),
            };
            contain_one(change, incident, &reason, id, record)
        })?;
        self.store.forget_destroyed();
        let incident = opened.ok_or_else(|| Error::Usage("Name the clients to contain.".to_owned()))?;
        Ok(Contained { incident: self.incident(incident)?, records })
    }

    /// Gives each client of an incident that is still pending a new secret; it stays disabled. Tells after each
    /// batch which clients got theirs, how many are done, and of how many; `tell` says whether to go on.
    ///
    /// # Errors
    /// No such incident, no right; what was told before stays done.
    pub fn renew(
        &mut self,
        incident: i64,
        mut tell: impl FnMut(Vec<Issued>, usize, usize) -> bool,
    ) -> Result<(), Error> {
        self.may_try(Right::Contain)?;
        self.incident(incident)?;
        let batch = BATCH * cores::count();
        let waiting = self.pending(incident)?;
        let mut done = 0;
        for some in waiting.chunks(batch) {
            let mut staged = self.stage_secrets(some.len())?.into_iter();
            let issued = self.change(Right::Contain, |change| {
                let mut issued = Vec::with_capacity(some.len());
                for (client_id, secret) in some.iter().zip(&mut staged) {
                    issued.extend(renew_one(change, incident, client_id, secret)?);
                }
                Ok(issued)
            })?;
            done += some.len();
            if !tell(issued, done, waiting.len()) {
                break;
            }
        }
        Ok(())
    }

    /// The clients of an incident that have no new secret yet.
    fn pending(&self, incident: i64) -> Result<Vec<String>, Error> {
        let parts = self.store.read().incident_parts(incident)?;
        let waits = |part: &Part| part.step == Step::Pending && part.closed.is_none();
        Ok(parts.into_iter().filter(waits).map(|part| part.client_id).collect())
    }
}

fn effect(reader: &Reader<'_>, id: i64, record: ClientRecord, now: i64) -> Result<Effect, Error> {
    let secrets = reader.secrets(id)?;
    let accepted: Vec<_> = secrets.iter().filter(|secret| secret.is_accepted(now)).collect();
    let last_used_at = accepted.iter().filter_map(|secret| secret.last_used_at).max();
    let accepted: Vec<u32> = accepted.iter().map(|secret| secret.generation).collect();
    let holders = ledger::holders_of(reader, &record.client.client_id, &accepted)?;
    Ok(Effect { record, accepted, holders, last_used_at })
}

fn contain_one(
    change: &mut Change<'_>,
    incident: i64,
    reason: &str,
    id: i64,
    record: &ClientRecord,
) -> Result<(), Error> {
    let client_id = &record.client.client_id;
    let stamp = change.stamp.clone();
    let mut retired = Vec::new();
    for secret in change.writer.secrets(id)? {
        if secret.stored_state != SecretState::Retired {
            let why = Reason::Leak.word();
            change.writer.retire_secret(id, client_id, secret.generation, &stamp, why)?;
            retired.push(secret.generation);
        }
    }
    change.writer.contain_client(id, client_id, &stamp)?;
    // A public client has no secret to make anew.
    let step = match record.client.client_type {
        ClientType::Confidential => Step::Pending,
        ClientType::Public => Step::OldRetired,
    };
    let part = Part {
        client_id: client_id.clone(),
        client_name: record.client.name.clone(),
        step,
        changed: stamp,
        closed: None,
    };
    change.writer.add_incident_part(incident, &part)?;
    let details = json!({
        "incident": incident,
        "reason": reason,
        "enabled": [record.enabled, false],
        "secrets_retired": retired,
        "tokens_not_before": time::rfc3339(change.stamp.at),
    });
    change.record(Action::ClientContained, Some(client_id), &details)
}

/// The new secret of a client that still waits for one; nothing for one that does not any more.
fn renew_one(
    change: &mut Change<'_>,
    incident: i64,
    client_id: &str,
    secret: StagedSecret,
) -> Result<Option<Issued>, Error> {
    let waits = |(number, part): &(i64, Part)| *number == incident && part.step == Step::Pending;
    if !change.writer.open_parts(client_id)?.iter().any(waits) {
        return Ok(None);
    }
    let Ok((id, _)) = super::find_client(change.writer, client_id) else { return Ok(None) };
    let generation = secrets::add(change, id, client_id, &secret)?;
    change.writer.client_changed(id, client_id, &change.stamp)?;
    let details = json!({ "generation": generation, "reason": Reason::Leak.word(), "incident": incident, "channel": change.channel });
    change.record(Action::SecretRotated, Some(client_id), &details)?;
    let (_, record) = super::find_client(change.writer, client_id)?;
    Ok(Some(Issued { record, secret: Some(secret.into_plaintext()) }))
}
