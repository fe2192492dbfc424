//! Partners and their users.

use rusqlite::{OptionalExtension, Row, params};

use super::error::StoreError;
use super::rows::RowKey;
use super::{Reader, Writer};
use crate::domain::{Partner, PartnerUser, name};

fn partner(row: &Row<'_>) -> rusqlite::Result<Partner> {
    Ok(Partner { subdomain: row.get(0)?, name: row.get(1)?, active: row.get(2)? })
}

impl Reader<'_> {
    /// Every partner by subdomain.
    pub fn partners(&self) -> Result<Vec<Partner>, StoreError> {
        let sql = "SELECT subdomain, name, active FROM partner ORDER BY subdomain";
        Ok(self.0.prepare_cached(sql)?.query_map([], partner)?.collect::<Result<_, _>>()?)
    }

    /// The partner of a subdomain, without regard to case.
    pub fn partner(&self, subdomain: &str) -> Result<Option<Partner>, StoreError> {
        let sql = "SELECT subdomain, name, active FROM partner WHERE subdomain = ?1";
        Ok(self.0.prepare_cached(sql)?.query_row([subdomain], partner).optional()?)
    }

    /// The users of a partner by name.
    pub fn partner_users(&self, subdomain: &str) -> Result<Vec<PartnerUser>, StoreError> {
        let sql = "SELECT user_name, email FROM partner_member WHERE partner = ?1 ORDER BY user_name";
        let user = |row: &Row<'_>| {
            let email: String = row.get(1)?;
            Ok(PartnerUser { user_name: row.get(0)?, email: Some(email).filter(|email| !email.is_empty()) })
        };
        Ok(self.0.prepare_cached(sql)?.query_map([subdomain], user)?.collect::<Result<_, _>>()?)
    }

    /// How many clients refer to a partner, those in the trash included.
    pub fn clients_of_partner(&self, subdomain: &str) -> Result<i64, StoreError> {
        let sql = "SELECT count(*) FROM client WHERE partner = ?1";
        Ok(self.0.prepare_cached(sql)?.query_row([subdomain], |row| row.get(0))?)
    }
}

impl Writer<'_> {
    /// Adds a partner.
    pub fn add_partner(&self, partner: &Partner) -> Result<(), StoreError> {
        let sql = "INSERT INTO partner (subdomain, name, name_key, active) VALUES (?1, ?2, ?3, ?4)";
        self.connection().prepare_cached(sql)?.execute(params![
            partner.subdomain,
            partner.name,
            name::name_key(&partner.name),
            partner.active
        ])?;
        self.touch(RowKey::new("partner", &*partner.subdomain));
        Ok(())
    }

    /// Changes a partner. Another subdomain goes along to its users and clients.
    pub fn update_partner(&self, subdomain: &str, partner: &Partner) -> Result<(), StoreError> {
        if subdomain != partner.subdomain {
            self.touch_partner_users(subdomain)?;
        }
        let sql =
            "UPDATE partner SET subdomain = ?2, name = ?3, name_key = ?4, active = ?5 WHERE subdomain = ?1";
        self.connection().prepare_cached(sql)?.execute(params![
            subdomain,
            partner.subdomain,
            partner.name,
            name::name_key(&partner.name),
            partner.active
        ])?;
        self.touch(RowKey::new("partner", subdomain));
        self.touch(RowKey::new("partner", &*partner.subdomain));
        if subdomain != partner.subdomain {
            self.touch_partner_users(&partner.subdomain)?;
            let sql = "SELECT client_id FROM client WHERE partner = ?1";
            let mut statement = self.connection().prepare_cached(sql)?;
            for client_id in statement.query_map([&partner.subdomain], |row| row.get::<_, String>(0))? {
                self.touch(RowKey::client(&client_id?));
            }
        }
        Ok(())
    }

    /// Deletes a partner and its users.
    pub fn delete_partner(&self, subdomain: &str) -> Result<(), StoreError> {
        self.touch_partner_users(subdomain)?;
        self.connection().prepare_cached("DELETE FROM partner WHERE subdomain = ?1")?.execute([subdomain])?;
        self.touch(RowKey::new("partner", subdomain));
        Ok(())
    }

    /// Adds a user of a partner, or gives one another address.
    pub fn put_partner_user(&self, subdomain: &str, user: &PartnerUser) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO partner_member (partner, user_name, email) VALUES (?1, ?2, ?3)";
        let email = user.email.as_deref().unwrap_or_default();
        self.connection().prepare_cached(sql)?.execute(params![subdomain, user.user_name, email])?;
        self.touch(RowKey::new("partner_user", format!("{subdomain}/{}", user.user_name)));
        Ok(())
    }

    /// Deletes a user of a partner; tells whether there was one.
    pub fn delete_partner_user(&self, subdomain: &str, user_name: &str) -> Result<bool, StoreError> {
        let sql = "DELETE FROM partner_member WHERE partner = ?1 AND user_name = ?2";
        let gone = self.connection().prepare_cached(sql)?.execute(params![subdomain, user_name])?;
        self.touch(RowKey::new("partner_user", format!("{subdomain}/{user_name}")));
        Ok(gone > 0)
    }

    fn touch_partner_users(&self, subdomain: &str) -> Result<(), StoreError> {
        for user in self.partner_users(subdomain)? {
            self.touch(RowKey::new("partner_user", format!("{subdomain}/{}", user.user_name)));
        }
        Ok(())
    }
}
