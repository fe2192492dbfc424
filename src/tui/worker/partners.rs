//! The requests about partners and their users. Each is one call at the service's door, after a
//! look whether somebody else was quicker.

use super::Worker;
use crate::domain::text::quoted;
use crate::domain::{Partner, PartnerRecord, PartnerUser};
use crate::service::PartnerChange;
use crate::tui::request::{Answer, Failure, Members, Request};

impl Worker {
    pub(super) fn partner(&mut self, request: Request) -> Answer {
        match request {
            Request::Partners => Answer::Partners(self.call(|service| service.partner_records())),
            Request::AddPartner { name, subdomain } => {
                Answer::PartnerSaved(self.call(|service| service.add_partner(&name, &subdomain)))
            }
            Request::UpdatePartner { before, change } => {
                Answer::PartnerSaved(self.update_partner(&before, &change))
            }
            Request::DeletePartner(subdomain) => {
                Answer::PartnerDeleted(self.call(|service| service.delete_partner(&subdomain)))
            }
            Request::PartnerUsers(partner) => {
                Answer::PartnerUsers(self.call(|service| service.partner_users(&partner)))
            }
            Request::Members(partner) => Answer::Members(self.call(|service| {
                let users = service.partner_users(&partner)?;
                Ok(Members { partner, users })
            })),
            Request::AddPartnerUser { partner, user_name, email } => Answer::PartnerUserSaved(
                self.call(|service| service.add_partner_user(&partner, &user_name, &email)),
            ),
            Request::UpdatePartnerUser { partner, before, email } => {
                Answer::PartnerUserSaved(self.update_partner_user(&partner, &before, &email))
            }
            Request::DeletePartnerUsers { partner, users } => Answer::PartnerUsersDeleted(
                self.call(|service| service.delete_partner_users(&partner, &users)),
            ),
            other => self.keep(other),
        }
    }

    fn update_partner(&mut self, before: &Partner, change: &PartnerChange) -> Result<PartnerRecord, Failure> {
        let now = self.call(|service| service.partner(&before.subdomain))?.partner;
        let overtaken = (change.name.is_some() && now.name != before.name)
            || (change.active.is_some() && now.active != before.active);
        if overtaken {
            return Err(quicker(&before.subdomain));
        }
        self.call(|service| service.update_partner(&before.subdomain, change))
    }

    fn update_partner_user(
        &mut self,
        partner: &str,
        before: &PartnerUser,
        email: &str,
    ) -> Result<PartnerUser, Failure> {
        let users = self.call(|service| service.partner_users(partner))?;
        let now = users.iter().find(|user| user.user_name == before.user_name);
        if now.is_some_and(|now| now.email != before.email) {
            return Err(quicker(&before.user_name));
        }
        self.call(|service| service.update_partner_user(partner, &before.user_name, email))
    }
}

fn quicker(name: &str) -> Failure {
    Failure::words(format!(
        "Somebody else changed {} meanwhile. Nothing of yours is saved: go back, look, and change it again.",
        quoted(name)
    ))
}
