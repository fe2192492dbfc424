//! New secrets for an incident's clients, batch by batch. What a batch made counts, so it is given out whatever comes
//! after it: an error, or somebody who interrupts.

use std::collections::HashMap;

use super::error::Error;
use super::handout::Handout;
use super::interrupt::Interrupt;
use super::output::{self, Output};
use super::progress::Progress;
use crate::domain::ClientRecord;
use crate::domain::incident::renew_command;
use crate::service::{self, Issued, Service};

/// The new secrets that were made, and why not all were.
pub struct Renewal {
    incident: i64,
    made: Vec<Issued>,
    /// Clients that still wait, as far as that is known.
    left: usize,
    stopped: Option<service::Error>,
    interrupt: Interrupt,
}

impl Renewal {
    /// Makes the new secrets of an incident's clients that wait for one, and tells how far it is.
    ///
    /// # Errors
    /// Where signals can't be heard; then none was made.
    pub fn make(service: &mut Service, incident: i64) -> Result<Self, Error> {
        let interrupt = Interrupt::listen()?;
        let mut progress = Progress::of("new secrets");
        let (mut made, mut left) = (Vec::new(), 0);
        let renewed = service.renew(incident, |issued, done, all| {
            made.extend(issued);
            left = all - done;
            progress.tell(done as u64, all as u64);
            interrupt.flow().is_continue()
        });
        drop(progress);
        // Giving out what was made may wait for a reader: whoever ends the program then means it.
        interrupt.release();
        Ok(Self { incident, made, left, stopped: renewed.err(), interrupt })
    }

    /// Whether every client had its new secret before.
    #[must_use]
    pub fn had_nothing_to_do(&self) -> bool {
        self.made.is_empty() && self.stopped.is_none() && self.left == 0
    }

    /// Hands out what was made: in the order of `clients`, and those without a new secret too, where they are named.
    /// Then it says what stopped it, if anything did.
    ///
    /// # Errors
    /// What [`Handout::give`] says, else what stopped it; stdout is empty where none was made.
    pub fn give(
        self,
        handout: Handout,
        output: Output,
        clients: Option<Vec<ClientRecord>>,
        several: bool,
    ) -> Result<(), Error> {
        let Self { incident, made, left, stopped, interrupt } = self;
        let count = made.len();
        if count > 0 || stopped.is_none() {
            let issued = match clients {
                Some(clients) => in_order(clients, made),
                None => made,
            };
            handout.give(output, issued, several)?;
        }
        if stopped.is_some() || left > 0 {
            output::say(&format!(
                "New secrets that were made before it stopped: {count}. The other clients wait for theirs: {} goes on.",
                renew_command(incident)
            ));
        }
        interrupt.obey();
        stopped.map_or(Ok(()), |error| Err(error.into()))
    }
}

/// The new secrets in the order of their clients.
fn in_order(clients: Vec<ClientRecord>, made: Vec<Issued>) -> Vec<Issued> {
    let mut made: HashMap<String, Issued> =
        made.into_iter().map(|one| (one.record.client.client_id.clone(), one)).collect();
    let issued = |record: ClientRecord| {
        made.remove(&record.client.client_id).unwrap_or(Issued { record, secret: None })
    };
    clients.into_iter().map(issued).collect()
}
