//! Looks whether somebody else changed the registry, while somebody is signed on. It says nothing where nobody
//! did, so that an idle screen stays idle.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::Worker;
use crate::service::Service;
use crate::tui::desk::{Envelope, Standing, Word};

/// What was seen last, and when to look again.
#[derive(Default)]
pub(super) struct Watch {
    seen: Option<i64>,
    next: Option<Instant>,
    reports: Option<Instant>,
}

/// Between two looks at what servers reported of use: on a busy day it changes all the time.
const REPORTS_EVERY: Duration = Duration::from_secs(30);

impl Watch {
    /// Begins anew: what is there now is known.
    pub(super) fn begin(&mut self, service: Option<&Service>) {
        self.seen = service.and_then(|service| service.data_version().ok());
        self.next = Some(Instant::now());
        self.reports = Some(Instant::now() + REPORTS_EVERY);
    }
}

impl Worker {
    /// Waits for a request, but no longer than until the next look.
    pub(super) fn wait(&self, requests: &Receiver<Envelope>) -> Result<Envelope, RecvTimeoutError> {
        match self.watch.next.filter(|_| self.is_watching()) {
            Some(next) => requests.recv_timeout(next.saturating_duration_since(Instant::now())),
            None => requests.recv().map_err(|_| RecvTimeoutError::Disconnected),
        }
    }

    /// Looks, where it is time to, and says so where something changed.
    pub(super) fn look(&mut self, say: &dyn Fn(Word)) {
        let now = Instant::now();
        if !self.is_watching() || self.watch.next.is_some_and(|next| next > now) {
            return;
        }
        self.watch.next = self.outside.look_every.map(|pause| now + pause);
        let Some(service) = &self.outside.service else { return };
        // Where it can't be read just now, the next request says why.
        let Ok(version) = service.data_version() else { return };
        let mut reported = false;
        if self.watch.reports.is_none_or(|due| due <= now) {
            self.watch.reports = Some(now + REPORTS_EVERY);
            reported = service.merge_usage();
        }
        if self.watch.seen.replace(version) != Some(version) || reported {
            self.tell_standing(say);
        }
    }

    /// Tells what holds now for whoever signed on.
    pub(super) fn tell_standing(&self, say: &dyn Fn(Word)) {
        if let Some(standing) = self.outside.service.as_ref().and_then(standing) {
            say(Word::Changed(Box::new(standing)));
        }
    }

    fn is_watching(&self) -> bool {
        let signed_on = self.outside.service.as_ref().is_some_and(|service| service.session().is_some());
        signed_on && self.outside.look_every.is_some()
    }
}

fn standing(service: &Service) -> Option<Standing> {
    let own = service.session()?.operator();
    let operators = service.operators().ok()?;
    let found = operators.iter().map(|record| &record.operator).find(|operator| operator.user_name == own);
    let role = found.filter(|operator| !operator.disabled).map(|operator| operator.role);
    Some(Standing { settings: service.settings().ok()?, role })
}
