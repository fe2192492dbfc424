//! The requests about partners and their users. Each is one call at the service's door.

use super::Worker;
use crate::service::{PartnerChange, Telling};
use crate::tui::request::{Answer, Members, Request};

impl Worker {
    pub(super) fn partner(&mut self, request: Request, tell: Telling<'_>) -> Answer {
        match request {
            Request::Partners => Answer::Partners(self.call(|service| service.partner_records())),
            Request::AddPartner { name, subdomain } => {
                Answer::PartnerSaved(self.call(|service| service.add_partner(&name, &subdomain)))
            }
            Request::UpdatePartner { before, change } => {
                let change = PartnerChange { seen: Some(before.clone()), ..change };
                Answer::PartnerSaved(self.call(|service| service.update_partner(&before.subdomain, &change)))
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
                Answer::PartnerUserSaved(self.call(|service| {
                    service.update_partner_user(&partner, &before.user_name, &email, Some(&before))
                }))
            }
            Request::DeletePartnerUsers { partner, users } => Answer::PartnerUsersDeleted(
                self.call(|service| service.delete_partner_users(&partner, &users)),
            ),
            other => self.keep(other, tell),
        }
    }
}
