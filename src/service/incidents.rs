//! Incidents, after clients were contained: which there are, how far each client has come, and the report.

use serde_json::json;

use super::change::Change;
use super::error::Error;
use super::{Service, ledger};
use crate::domain::audit::Action;
use crate::domain::incident::{Incident, IncidentCounts, Part, Step};
use crate::domain::ledger::HandOver;
use crate::domain::{ClientRecord, Reason, Right, SecretRecord, Word, time};
use crate::store::Reader;

/// One client of an incident with what is known of it now.
pub struct PartReport {
    /// Its part.
    pub part: Part,
    /// The client as it is now, in the trash or not; nothing once it is purged.
    pub record: Option<ClientRecord>,
    /// Its secrets as they are now, the newest first.
    pub secrets: Vec<SecretRecord>,
    /// Who had known the secrets that leaked, and so has to be told.
    pub to_tell: Vec<String>,
    /// Each time that the new secret was told to somebody since.
    pub handed_over: Vec<HandOver>,
}

/// An incident and all its clients.
pub struct IncidentReport {
    /// The incident.
    pub incident: Incident,
    /// Its clients, by name.
    pub parts: Vec<PartReport>,
}

impl Service {
    /// Every incident with the number of clients at each step, the newest first.
    ///
    /// # Errors
    /// A registry that can't be read.
    pub fn incidents(&self, open_only: bool) -> Result<Vec<IncidentCounts>, Error> {
        Ok(self.store.read().incidents(open_only)?)
    }

    /// One incident.
    ///
    /// # Errors
    /// When there is none of this number.
    pub fn incident(&self, id: i64) -> Result<Incident, Error> {
        self.store.read().incident(id)?.ok_or_else(|| Error::not_found("incident", &id.to_string()))
    }

    /// An incident with all its clients, and what is known of each now.
    ///
    /// # Errors
    /// When there is none of this number.
    pub fn incident_report(&self, id: i64) -> Result<IncidentReport, Error> {
        let incident = self.incident(id)?;
        self.store.snapshot(|reader| {
            let parts = reader.incident_parts(id)?;
            let parts = parts.into_iter().map(|part| part_report(reader, &incident, part));
            Ok(IncidentReport { parts: parts.collect::<Result<_, Error>>()?, incident: incident.clone() })
        })
    }

    /// Says how far clients of an incident have come: those that are named, or all that are at the step before, let
    /// in again or not. Tells their IDs.
    ///
    /// # Errors
    /// No such incident; a client that is not in it, that has come so far or further, that has no new secret, or
    /// whose older secret is still accepted; no right.
    pub fn set_incident_step(
        &mut self,
        id: i64,
        references: &[String],
        step: Step,
    ) -> Result<Vec<String>, Error> {
        self.may_try(Right::Incidents)?;
        self.incident(id)?;
        self.change(Right::Incidents, |change| {
            let parts = change.writer.incident_parts(id)?;
            let wanted: Vec<&Part> = if references.is_empty() {
                let reader: &Reader<'_> = change.writer;
                parts.iter().filter(|part| is_next(reader, part, step)).collect()
            } else {
                references.iter().map(|name| in_incident(&parts, id, name)).collect::<Result<_, _>>()?
            };
            let mut moved = Vec::with_capacity(wanted.len());
            for part in wanted {
                may_come_to(change.writer, part, step, change.stamp.at)?;
                change.writer.set_incident_step(id, &part.client_id, step, &change.stamp)?;
                let details = json!({ "incident": id, "step": [part.step.word(), step.word()] });
                change.record(Action::IncidentStep, Some(&part.client_id), &details)?;
                moved.push(part.client_id.clone());
            }
            Ok(moved)
        })
    }
}

fn in_incident<'p>(parts: &'p [Part], id: i64, name: &str) -> Result<&'p Part, Error> {
    let by_id = |part: &&Part| part.client_id.eq_ignore_ascii_case(name);
    let by_name = |part: &&Part| part.client_name.to_lowercase() == name.to_lowercase();
    let found = parts.iter().find(by_id).or_else(|| parts.iter().find(by_name));
    found.ok_or_else(|| Error::NotFound {
        what: "client in this incident",
        name: format!("{name} ({id})"),
        field: None,
    })
}

/// Whether a step is the next one of a client. One that was let in again still goes on after it has its new secret;
/// one that is gone from the registry does not.
fn is_next(reader: &Reader<'_>, part: &Part, step: Step) -> bool {
    let goes_on = || {
        part.closed.is_none() || step > Step::Rotated && super::find_client(reader, &part.client_id).is_ok()
    };
    part.step.next() == Some(step) && goes_on()
}

/// Refuses a step that is not true.
fn may_come_to(reader: &Reader<'_>, part: &Part, step: Step, now: i64) -> Result<(), Error> {
    let refuse = |sentence: String| Err(Error::Conflict { sentence, field: None });
    let name = &part.client_name;
    if step == Step::Pending {
        return refuse(format!("{name} is pending only until it has a new secret; choose another step."));
    }
    if part.step == Step::Pending {
        return refuse(format!("{name} has no new secret yet. Make one first: rotate it."));
    }
    if step <= part.step {
        return refuse(format!("{name} is at {} already; choose a step after that.", part.step.word()));
    }
    if step != Step::OldRetired {
        return Ok(());
    }
    let Ok((id, _)) = super::find_client(reader, &part.client_id) else { return Ok(()) };
    let mut accepted = reader.secrets(id)?;
    accepted.retain(|secret| secret.is_accepted(now));
    match accepted.get(1) {
        None => Ok(()),
        Some(older) => refuse(format!(
            "Secret {} of {name} is still accepted, {}. Retire it first: rotate, or wait until its grace is over.",
            older.generation,
            used_words(older)
        )),
    }
}

/// When a secret was last used, in words.
#[must_use]
pub fn used_words(secret: &SecretRecord) -> String {
    secret.last_used_at.map_or_else(
        || "its use is not reported".to_owned(),
        |at| format!("still used, last at {}", time::minute(at)),
    )
}

/// Whether a secret was retired by what opened an incident. Times alone don't tell: the new secret may be made, and
/// one retired for another reason, in the same second.
fn leaked_in(incident: &Incident, secret: &SecretRecord) -> bool {
    secret.retired.as_ref() == Some(&incident.opened)
        && secret.retired_why.as_deref() == Some(Reason::Leak.word())
}

fn part_report(reader: &Reader<'_>, incident: &Incident, part: Part) -> Result<PartReport, Error> {
    let found = reader.client_by_id(&part.client_id)?;
    let secrets = match &found {
        Some((id, _)) => reader.secrets(*id)?,
        None => Vec::new(),
    };
    let leaked: Vec<u32> =
        secrets.iter().filter(|secret| leaked_in(incident, secret)).map(|secret| secret.generation).collect();
    let ledger = ledger::read(reader, &part.client_id)?;
    let to_tell = crate::domain::ledger::holders(&ledger, &leaked);
    let newest = leaked.iter().max().copied().unwrap_or(0);
    let since = |one: &HandOver| one.handed_out && one.generation.is_some_and(|number| number > newest);
    let handed_over = ledger.into_iter().filter(since).collect();
    Ok(PartReport { part, record: found.map(|(_, record)| record), secrets, to_tell, handed_over })
}

/// Moves a client that waited for a new secret on, now that it has one.
pub(super) fn has_new_secret(change: &Change<'_>, client_id: &str) -> Result<(), Error> {
    for (incident, part) in change.writer.open_parts(client_id)? {
        if part.step == Step::Pending {
            change.writer.set_incident_step(incident, client_id, Step::Rotated, &change.stamp)?;
        }
    }
    Ok(())
}

/// Refuses to let a client in that was contained and has no new secret; else closes its part of the incident and
/// tells which incidents those were.
pub(super) fn let_in(change: &Change<'_>, record: &ClientRecord) -> Result<Vec<i64>, Error> {
    let client_id = &record.client.client_id;
    let open = change.writer.open_parts(client_id)?;
    if let Some((incident, _)) = open.iter().find(|(_, part)| part.step == Step::Pending) {
        let sentence = format!(
            "{} was contained in incident {incident} and has no new secret yet. Make one (rotate, or incident set \
             {incident} rotated), hand it over, then enable the client.",
            record.client.name
        );
        return Err(Error::Conflict { sentence, field: None });
    }
    Ok(change.writer.close_incident_parts(client_id, &change.stamp)?)
}
