//! The requests about leaks: whose a secret is, contain, new secrets batch by batch, incidents. Each is one call at
//! the service's door.

use std::ops::ControlFlow;

use super::Worker;
use crate::domain::Retention;
use crate::domain::time::{self, Edge};
use crate::domain::{Plaintext, field};
use crate::service::{Contained, Error, Telling};
use crate::tui::request::{Answer, Failure, Held, Renewed, Request};

impl Worker {
    pub(super) fn leak(&mut self, request: Request, tell: Telling<'_>) -> Answer {
        match request {
            Request::Whose(text) => Answer::Whose(self.whose(&text)),
            Request::SeenAgain(seen) => Answer::SeenAgain(self.call(|service| service.seen_again(&seen))),
            Request::ContainPreview(client_ids) => Answer::ContainPreview(
                self.call(|service| service.contain_preview(&client_ids)).map(Box::new),
            ),
            Request::Contain { client_ids, reason, since } => {
                Answer::Contained(self.contain(&client_ids, &reason, &since).map(Box::new))
            }
            Request::Renew { incident, done, left } => {
                if left > 0 {
                    let _ = tell(done as u64, (done + left) as u64);
                }
                Answer::Renewed(self.renew(incident, done).map_err(|failure| {
                    Failure::words(format!(
                        "Making new secrets for incident {incident} has stopped: {failure}"
                    ))
                }))
            }
            Request::Incidents => Answer::Incidents(self.call(|service| service.incidents(false))),
            Request::Incident(id) => {
                Answer::Incident(self.call(|service| service.incident_report(id)).map(Box::new))
            }
            Request::SetIncidentStep { incident, client_ids, step } => Answer::IncidentStepSet(
                self.call(|service| service.set_incident_step(incident, &client_ids, step)),
            ),
            Request::Holders(client_ids) => {
                Answer::Holders(self.call(|service| service.holders_of_any(&client_ids)))
            }
            Request::Holding(client_id) => Answer::Holding(
                self.call(|service| {
                    let exposure = service.exposure(&client_id, service.now())?;
                    let (ledger, secrets) = (service.ledger(&client_id)?, service.secrets(&client_id)?);
                    Ok(Held { ledger, secrets, exposure })
                })
                .map(Box::new),
            ),
            other => self.read(other),
        }
    }

    /// The health of the registry; nothing where somebody waited before it was counted.
    pub(super) fn health(&mut self, mut somebody_waits: impl FnMut() -> bool) -> Option<Answer> {
        let mut go_on = || if somebody_waits() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
        let counted = self.service().map(|service| service.health(&mut go_on));
        match counted {
            Ok(Err(Error::Interrupted)) => None,
            counted => Some(Answer::Health(counted.and_then(|told| Ok(Box::new(told?))))),
        }
    }

    fn whose(&mut self, text: &Plaintext) -> Result<Vec<crate::domain::sighting::Sighting>, Failure> {
        self.call(|service| service.whose(text.expose()))
    }

    fn contain(&mut self, client_ids: &[String], reason: &str, since: &str) -> Result<Contained, Failure> {
        self.call(|service| {
            let typed = Some(since.trim()).filter(|typed| !typed.is_empty());
            let since = typed.map(|typed| time::point(field::SINCE, typed, service.now(), Edge::Start));
            let since = since.transpose().map_err(Error::Invalid)?;
            service.contain(client_ids, reason, since)
        })
    }

    /// One batch, so that others' requests are not kept waiting. A show-once registry gets none: nobody would see
    /// them.
    fn renew(&mut self, incident: i64, before: usize) -> Result<Renewed, Failure> {
        let kept_back = self.call(|service| service.settings())?.secret_retention == Retention::ShowOnce;
        let (mut made, mut left) = (0, 0);
        if !kept_back {
            self.call(|service| {
                service.renew(incident, |_, done, all| {
                    (made, left) = (done, all - done);
                    false
                })
            })?;
        }
        Ok(Renewed { incident, done: before + made, left, kept_back })
    }
}
