//! The requests that keep a registry in order: advice, rotation of several clients, the trash, scopes. Each is one
//! call at the service's door.

use super::Worker;
use crate::domain::{Acceptance, Advice, Rotation, field, lifetime, time};
use crate::service::{Error, Telling};
use crate::tui::request::{Answer, Failure, Request};

impl Worker {
    pub(super) fn keep(&mut self, request: Request, tell: Telling<'_>) -> Answer {
        match request {
            Request::Advice(client_id) => Answer::Advice(self.advice(client_id)),
            Request::AcceptAdvice { client_id, rule, reason, until } => Answer::AdviceAccepted(
                self.call(|service| service.accept_advice(&client_id, &rule, &reason, &until)),
            ),
            Request::WithdrawAdvice { client_id, rule } => Answer::AdviceWithdrawn(
                self.call(|service| service.withdraw_advice(&client_id, &rule)).map(|()| rule),
            ),
            Request::Rotate { client_ids, reason, grace, expires } => Answer::Rotated(self.call(|service| {
                let typed = |text: &str| !text.trim().is_empty();
                let grace = if typed(&grace) { Some(lifetime::grace(&grace)?.into()) } else { None };
                let now = service.now();
                let end = typed(&expires).then(|| time::deadline(field::SECRET_EXPIRES_AT, &expires, now));
                let rotation = Rotation { reason, grace };
                if tell(0, client_ids.len() as u64).is_break() {
                    return Err(Error::Interrupted);
                }
                let issued = service.rotate_until(&client_ids, rotation, end.transpose()?, tell)?;
                Ok(issued.into_iter().map(|issued| issued.record).collect())
            })),
            Request::Trash => Answer::Trash(self.call(|service| service.trash())),
            Request::Restore(client_ids) => {
                Answer::Restored(self.call(|service| service.restore(&client_ids)))
            }
            Request::Purge(client_ids) => Answer::Purged(self.call(|service| service.purge(&client_ids))),
            Request::Scopes => Answer::Scopes(self.call(|service| service.scopes())),
            Request::AddScope { name, description } => {
                Answer::ScopeAdded(self.call(|service| service.add_scope(&name, &description)))
            }
            Request::DeleteScope(name) => {
                Answer::ScopeDeleted(self.call(|service| service.delete_scope(&name)).map(|()| name))
            }
            other => self.leak(other, tell),
        }
    }

    fn advice(&mut self, client_id: String) -> Result<Vec<(Advice, Option<Acceptance>)>, Failure> {
        let mut told = Vec::new();
        self.call(|service| {
            service.lint(&[client_id], |linted| {
                told = linted.told;
                Ok(())
            })
        })?;
        Ok(told)
    }
}
