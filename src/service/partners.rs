//! Partners and their users: added, changed, deleted.

use serde_json::json;

use super::Service;
use super::error::Error;
use crate::domain::audit::Action;
use crate::domain::text::quoted;
use crate::domain::{Checked, Partner, PartnerRecord, PartnerUser, Right, both, email, field, name};
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
    /// How it was when the change was decided: where somebody else changed the same since, it is refused.
    pub seen: Option<Partner>,
}

impl PartnerChange {
    fn is_overtaken(&self, now: &Partner) -> bool {
        self.seen.as_ref().is_some_and(|seen| {
            (self.name.is_some() && now.name != seen.name)
                || (self.subdomain.is_some() && now.subdomain != seen.subdomain)
                || (self.active.is_some() && now.active != seen.active)
        })
    }
}

impl Service {
    /// Every partner with what belongs to it.
    pub fn partner_records(&self) -> Result<Vec<PartnerRecord>, Error> {
        Ok(self.store.read().partner_records()?)
    }

    /// One partner, by its subdomain, or else by its name.
    ///
    /// # Errors
    /// No such partner.
    pub fn partner(&self, reference: &str) -> Result<PartnerRecord, Error> {
        record(&self.store.read(), reference)
    }

    /// The users of a partner.
    ///
    /// # Errors
    /// No such partner.
    pub fn partner_users(&self, partner: &str) -> Result<Vec<PartnerUser>, Error> {
        let reader = self.store.read();
        Ok(reader.partner_users(&find(&reader, partner)?.subdomain)?)
    }

    /// Adds a partner.
    ///
    /// # Errors
    /// A name or subdomain that may not be or is taken; no right.
    pub fn add_partner(&mut self, typed: &str, subdomain: &str) -> Result<PartnerRecord, Error> {
        let (name, subdomain) = both(name::partner_name(typed), name::subdomain(subdomain))?;
        let partner = Partner { name, subdomain, active: true };
        self.change(Right::Partners, |change| {
            free(change.writer, &partner, None)?;
            change.writer.add_partner(&partner)?;
            let details = json!({ "partner": partner.subdomain, "name": partner.name });
            change.record(Action::PartnerAdded, None, &details)?;
            record(change.writer, &partner.subdomain)
        })
    }

    /// Changes a partner's name, subdomain or state.
    ///
    /// # Errors
    /// No such partner; a value that may not be or is taken; somebody else was quicker; no right.
    pub fn update_partner(&mut self, partner: &str, wanted: &PartnerChange) -> Result<PartnerRecord, Error> {
        let (typed, moved) = both(
            wanted.name.as_deref().map(name::partner_name).transpose(),
            wanted.subdomain.as_deref().map(name::subdomain).transpose(),
        )?;
        self.change(Right::Partners, |change| {
            let before = find(change.writer, partner)?;
            if wanted.is_overtaken(&before) {
                return Err(Error::overtaken(&before.subdomain));
            }
            let after = Partner {
                name: typed.unwrap_or_else(|| before.name.clone()),
                subdomain: moved.unwrap_or_else(|| before.subdomain.clone()),
                active: wanted.active.unwrap_or(before.active),
            };
            if after != before {
                free(change.writer, &after, Some(&before.subdomain))?;
                change.writer.update_partner(&before.subdomain, &after)?;
                let details = json!({
                    "partner": [before.subdomain, after.subdomain],
                    "name": [before.name, after.name],
                    "active": [before.active, after.active],
                });
                change.record(Action::PartnerUpdated, None, &details)?;
            }
            record(change.writer, &after.subdomain)
        })
    }

    /// Deletes a partner that no client refers to, and its users.
    ///
    /// # Errors
    /// No such partner, one in use, no right.
    pub fn delete_partner(&mut self, partner: &str) -> Result<PartnerRecord, Error> {
        self.change(Right::Partners, |change| {
            let found = record(change.writer, partner)?;
            if let Some(sentence) = found.why_it_stays() {
                return Err(Error::conflict(field::PARTNER, sentence));
            }
            let subdomain = &found.partner.subdomain;
            change.writer.delete_partner(subdomain)?;
            change.record(Action::PartnerDeleted, None, &json!({ "partner": subdomain }))?;
            Ok(found)
        })
    }

    /// Adds a user of a partner.
    ///
    /// # Errors
    /// No such partner; a name or address that may not be; a user who is listed already; no right.
    pub fn add_partner_user(
        &mut self,
        partner: &str,
        user: &str,
        address: &str,
    ) -> Result<PartnerUser, Error> {
        let user = read_user(user, address)?;
        self.change(Right::Partners, |change| {
            let subdomain = find(change.writer, partner)?.subdomain;
            if change.writer.partner_user(&subdomain, &user.user_name)?.is_some() {
                let sentence =
                    format!("{} is listed for the partner {subdomain} already.", quoted(&user.user_name));
                return Err(Error::conflict(field::USER_NAME, sentence));
            }
            change.writer.put_partner_user(&subdomain, &user)?;
            let details = json!({ "partner": subdomain, "user_name": user.user_name, "email": user.email });
            change.record(Action::PartnerUserAdded, None, &details)?;
            Ok(user)
        })
    }

    /// Gives a user of a partner another address; `seen` is the user as it was when that was decided.
    ///
    /// # Errors
    /// No such partner or user; an address that may not be; somebody else was quicker; no right.
    pub fn update_partner_user(
        &mut self,
        partner: &str,
        user: &str,
        address: &str,
        seen: Option<&PartnerUser>,
    ) -> Result<PartnerUser, Error> {
        let email = email::contact(&[address])?;
        self.change(Right::Partners, |change| {
            let subdomain = find(change.writer, partner)?.subdomain;
            let before = find_user(change.writer, &subdomain, user)?;
            if seen.is_some_and(|seen| seen.email != before.email) {
                return Err(Error::overtaken(user));
            }
            let after = PartnerUser { email, ..before.clone() };
            if after != before {
                change.writer.put_partner_user(&subdomain, &after)?;
                let details = json!({
                    "partner": subdomain, "user_name": user, "email": [before.email, after.email],
                });
                change.record(Action::PartnerUserUpdated, None, &details)?;
            }
            Ok(after)
        })
    }

    /// Deletes users of a partner, all of them or none.
    ///
    /// # Errors
    /// No such partner or user, no right.
    pub fn delete_partner_users(
        &mut self,
        partner: &str,
        users: &[String],
    ) -> Result<Vec<PartnerUser>, Error> {
        self.change(Right::Partners, |change| {
            let subdomain = find(change.writer, partner)?.subdomain;
            let mut deleted: Vec<PartnerUser> = Vec::with_capacity(users.len());
            for user in users {
                if deleted.iter().any(|known| known.user_name == *user) {
                    continue;
                }
                deleted.push(find_user(change.writer, &subdomain, user)?);
                change.writer.delete_partner_user(&subdomain, user)?;
                let details = json!({ "partner": subdomain, "user_name": user });
                change.record(Action::PartnerUserDeleted, None, &details)?;
            }
            Ok(deleted)
        })
    }
}

fn read_user(user: &str, address: &str) -> Checked<PartnerUser> {
    both(name::partner_user(user), email::contact(&[address]))
        .map(|(user_name, email)| PartnerUser { user_name, email })
}

/// A partner by its subdomain, or else by its name.
fn find(reader: &Reader<'_>, reference: &str) -> Result<Partner, Error> {
    let found = match reader.partner(reference)? {
        Some(found) => Some(found),
        None => reader.partner_by_name(reference)?,
    };
    found.ok_or_else(|| Error::not_found("partner", reference))
}

fn record(reader: &Reader<'_>, reference: &str) -> Result<PartnerRecord, Error> {
    let subdomain = find(reader, reference)?.subdomain;
    reader.partner_record(&subdomain)?.ok_or_else(|| Error::not_found("partner", reference))
}

fn find_user(reader: &Reader<'_>, subdomain: &str, user: &str) -> Result<PartnerUser, Error> {
    reader.partner_user(subdomain, user)?.ok_or_else(|| Error::not_found("partner user", user))
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
