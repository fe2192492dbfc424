//! What the audit log and the incidents tell of a client's secrets: who came to know them, and whether a leak was
//! followed by a new one. Nothing here changes anything.

use super::error::Error;
use super::{Service, ledger};
use crate::domain::incident::Step;
use crate::domain::ledger::{HandOver, holders};
use crate::domain::{Known, SecretRecord};
use crate::store::Reader;

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

/// The same, of secrets that were read already.
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
    let ledger = ledger::read(reader, client_id)?;
    let is_newest = |one: &&HandOver| one.generation.is_none_or(|generation| generation == newest);
    let handed_over = ledger.iter().filter(is_newest).any(|one| one.handed_out);
    Ok(Known { holders: holders(&ledger, &accepted), handed_over, incident })
}
