//! Partners and their users: added, changed, deleted.

use serde_json::json;

use super::Service;
use super::error::Error;
use crate::domain::audit::Action;
use crate::domain::text::quoted;
use crate::domain::{Partner, PartnerUser, Right, email, field, name};
use crate::store::Reader;

/// What of a partner is to be changed; `None` stays.
#[derive(Clone, Debug, Default)]
pub struct PartnerChange {
    /// For people.
    pub name: Option<String>,
    /// A DNS label. Client IDs that begin with the old one stay as they are.
    pub subdomain: Option<String>,
    /// Whether its users are told to servers.
    pub active: Option<bool>,
}

impl Service {
    /// The users of a partner.
    ///
    /// # Errors
    /// No such partner.
    pub fn partner_users(&self, subdomain: &str) -> Result<Vec<PartnerUser>, Error> {
        let reader = self.store.read();
        Ok(reader.partner_users(&find(&reader, subdomain)?.subdomain)?)
    }

    /// Adds a partner.
    ///
    /// # Errors
    /// A name or subdomain that may not be or is taken; no right.
    pub fn add_partner(&mut self, typed: &str, subdomain: &str) -> Result<Partner, Error> {
        let mut problems = name::partner_name(typed).err().unwrap_or_default();
        problems.extend(name::subdomain(subdomain).err().unwrap_or_default());
        if !problems.is_empty() {
            return Err(problems.into());
        }
        let partner = Partner {
            name: name::partner_name(typed)?,
            subdomain: name::subdomain(subdomain)?,
            active: true,
        };
        self.change(Right::Partners, |change| {
            free(change.writer, &partner, None)?;
            change.writer.add_partner(&partner)?;
            let details = json!({ "partner": partner.subdomain, "name": partner.name });
            change.record(Action::PartnerAdded, None, &details)?;
            Ok(partner)
        })
    }

    /// Changes a partner's name, subdomain or state.
    ///
    /// # Errors
    /// No such partner; a value that may not be or is taken; no right.
    pub fn update_partner(&mut self, subdomain: &str, wanted: &PartnerChange) -> Result<Partner, Error> {
        let typed = wanted.name.as_deref().map(name::partner_name).transpose()?;
        let moved = wanted.subdomain.as_deref().map(name::subdomain).transpose()?;
        self.change(Right::Partners, |change| {
            let before = find(change.writer, subdomain)?;
            let after = Partner {
                name: typed.unwrap_or_else(|| before.name.clone()),
                subdomain: moved.unwrap_or_else(|| before.subdomain.clone()),
                active: wanted.active.unwrap_or(before.active),
            };
            free(change.writer, &after, Some(&before.subdomain))?;
            change.writer.update_partner(&before.subdomain, &after)?;
            let details = json!({
                "partner": [before.subdomain, after.subdomain],
                "name": [before.name, after.name],
                "active": [before.active, after.active],
            });
            change.record(Action::PartnerUpdated, None, &details)?;
            Ok(after)
        })
    }

    /// Deletes a partner that no client refers to, and its users.
    ///
    /// # Errors
    /// No such partner, one in use, no right.
    pub fn delete_partner(&mut self, subdomain: &str) -> Result<(), Error> {
        self.change(Right::Partners, |change| {
            let found = find(change.writer, subdomain)?;
            let clients = change.writer.clients_of_partner(&found.subdomain)?;
            if clients > 0 {
                let s = if clients == 1 { "" } else { "s" };
                let sentence = format!(
                    "{} is the partner of {clients} client{s}, those in the trash included. Give them another first.",
                    quoted(&found.subdomain)
                );
                return Err(Error::conflict(field::PARTNER, sentence));
            }
            change.writer.delete_partner(&found.subdomain)?;
            change.record(Action::PartnerDeleted, None, &json!({ "partner": found.subdomain }))
        })
    }

    /// Adds a user of a partner, or gives one another address.
    ///
    /// # Errors
    /// No such partner; a name or address that may not be; no right.
    pub fn put_partner_user(
        &mut self,
        subdomain: &str,
        user: &str,
        address: &str,
    ) -> Result<PartnerUser, Error> {
        let user_name = name::partner_user(user)?;
        let email = email::contact(&[address])?;
        self.change(Right::Partners, |change| {
            let partner = find(change.writer, subdomain)?;
            let user = PartnerUser { user_name, email };
            change.writer.put_partner_user(&partner.subdomain, &user)?;
            let details =
                json!({ "partner": partner.subdomain, "user_name": user.user_name, "email": user.email });
            change.record(Action::PartnerUserAdded, None, &details)?;
            Ok(user)
        })
    }

    /// Deletes a user of a partner.
    ///
    /// # Errors
    /// No such partner or user, no right.
    pub fn delete_partner_user(&mut self, subdomain: &str, user: &str) -> Result<(), Error> {
        self.change(Right::Partners, |change| {
            let partner = find(change.writer, subdomain)?;
            if !change.writer.delete_partner_user(&partner.subdomain, user)? {
                return Err(Error::not_found("partner user", user));
            }
            let details = json!({ "partner": partner.subdomain, "user_name": user });
            change.record(Action::PartnerUserDeleted, None, &details)
        })
    }
}

fn find(reader: &Reader<'_>, subdomain: &str) -> Result<Partner, Error> {
    reader.partner(subdomain)?.ok_or_else(|| Error::not_found("partner", subdomain))
}

fn free(reader: &Reader<'_>, wanted: &Partner, own: Option<&str>) -> Result<(), Error> {
    let others = reader.partners()?.into_iter().filter(|other| Some(other.subdomain.as_str()) != own);
    for other in others {
        if other.subdomain.eq_ignore_ascii_case(&wanted.subdomain) {
            let sentence =
                format!("There is already a partner with the subdomain {}.", quoted(&wanted.subdomain));
            return Err(Error::conflict(field::SUBDOMAIN, sentence));
        }
        if name::name_key(&other.name) == name::name_key(&wanted.name) {
            let sentence = format!("There is already a partner with the name {}.", quoted(&wanted.name));
            return Err(Error::conflict(field::PARTNER, sentence));
        }
    }
    Ok(())
}
