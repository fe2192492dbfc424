//! What the audit log and the incidents tell of a client's secrets: who came to know them, and whether a leak was
//! followed by a new one. Nothing here changes anything.

use super::Service;
use super::error::Error;
use crate::domain::incident::Step;
use crate::domain::ledger::{HandOver, holders};
use crate::domain::{Known, SecretRecord, Word, audit::Origin};
use crate::store::{LogQuery, Reader};

impl Service {
    /// What is known of a client's secrets.
    ///
    /// # Errors
    /// No such client; a registry that can't be read.
    pub fn known(&self, client: &str) -> Result<Known, Error> {
        let now = self.now();
        self.store.snapshot(|reader| {
            let (id, record) = super::find_client(reader, client)?;
            read(reader, &record.client.client_id, &reader.secrets(id)?, now)
        })
    }
}

/// The same, of secrets that were read already. A secret that the command line or a program made was handed out as
/// it was made.
pub(super) fn read(
    reader: &Reader<'_>,
    client_id: &str,
    secrets: &[SecretRecord],
    now: i64,
) -> Result<Known, Error> {
    let accepted = secrets.iter().filter(|secret| secret.is_accepted(now));
    let accepted: Vec<u32> = accepted.map(|secret| secret.generation).collect();
    let open = reader.open_parts(client_id)?;
    let incident = open.iter().find(|(_, part)| part.step == Step::Pending).map(|(incident, _)| *incident);
    let Some(newest) = accepted.iter().max().copied() else {
        return Ok(Known { incident, ..Known::default() });
    };
    let (mut ledger, mut handed_over) = (Vec::new(), false);
    let query = LogQuery { client: Some(client_id.to_owned()), ..LogQuery::default() };
    for entry in reader.log(&query)?.iter().rev() {
        let operator = entry.operator.as_ref().map_or(entry.system_user.as_str(), |(_, name)| name);
        let told =
            HandOver::read(entry.number, entry.time, operator, &entry.action, client_id, &entry.details);
        let Some(told) = told else { continue };
        let on_screen = entry.origin.split(' ').next() == Some(Origin::Tui.word());
        let is_newest = told.generation.is_none_or(|generation| generation == newest);
        handed_over |= is_newest && (told.how != "made" || !on_screen);
        ledger.push(told);
    }
    Ok(Known { holders: holders(&ledger, &accepted), handed_over, incident })
}
