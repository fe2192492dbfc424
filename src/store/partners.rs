//! Partners and their users.

use rusqlite::{OptionalExtension, Row, params};

use super::error::StoreError;
use super::rows::RowKey;
use super::{Reader, Writer};
use crate::domain::{Partner, PartnerRecord, PartnerUser, name};

/// A partner with its counts. Those of clients come from their indexes, of which the first is one of plain text.
const RECORD: &str = "SELECT subdomain, name, active,
        (SELECT count(*) FROM partner_member WHERE partner = subdomain),
        (SELECT count(*) FROM client WHERE ifnull(partner, '') = '' || subdomain AND deleted_at IS NULL),
        (SELECT count(*) FROM client WHERE partner = subdomain AND deleted_at IS NOT NULL)
    FROM partner";

fn record(row: &Row<'_>) -> rusqlite::Result<PartnerRecord> {
    Ok(PartnerRecord {
        partner: partner(row)?,
        users: row.get(3)?,
        clients: row.get(4)?,
        in_trash: row.get(5)?,
    })
}

fn user(row: &Row<'_>) -> rusqlite::Result<PartnerUser> {
    let email: String = row.get(1)?;
    Ok(PartnerUser { user_name: row.get(0)?, email: Some(email).filter(|email| !email.is_empty()) })
}

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

    /// The partner of a name, without regard to case.
    pub fn partner_by_name(&self, typed: &str) -> Result<Option<Partner>, StoreError> {
        let sql = "SELECT subdomain, name, active FROM partner WHERE name_key = ?1";
        Ok(self.0.prepare_cached(sql)?.query_row([name::name_key(typed)], partner).optional()?)
    }

    /// Every partner with what belongs to it, by subdomain.
    pub fn partner_records(&self) -> Result<Vec<PartnerRecord>, StoreError> {
        let sql = format!("{RECORD} ORDER BY subdomain");
        Ok(self.0.prepare_cached(&sql)?.query_map([], record)?.collect::<Result<_, _>>()?)
    }

    /// One partner with what belongs to it, by its subdomain.
    pub fn partner_record(&self, subdomain: &str) -> Result<Option<PartnerRecord>, StoreError> {
        let sql = format!("{RECORD} WHERE subdomain = ?1");
        Ok(self.0.prepare_cached(&sql)?.query_row([subdomain], record).optional()?)
    }

    /// The users of a partner by name.
    pub fn partner_users(&self, subdomain: &str) -> Result<Vec<PartnerUser>, StoreError> {
        let sql = "SELECT user_name, email FROM partner_member WHERE partner = ?1
                   ORDER BY user_name COLLATE NOCASE, user_name";
        Ok(self.0.prepare_cached(sql)?.query_map([subdomain], user)?.collect::<Result<_, _>>()?)
    }

    /// One user of a partner, by exactly the name.
    pub fn partner_user(&self, subdomain: &str, user_name: &str) -> Result<Option<PartnerUser>, StoreError> {
        let sql = "SELECT user_name, email FROM partner_member WHERE partner = ?1 AND user_name = ?2";
        Ok(self.0.prepare_cached(sql)?.query_row([subdomain, user_name], user).optional()?)
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

    /// Deletes a user of a partner.
    pub fn delete_partner_user(&self, subdomain: &str, user_name: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM partner_member WHERE partner = ?1 AND user_name = ?2";
        self.connection().prepare_cached(sql)?.execute(params![subdomain, user_name])?;
        self.touch(RowKey::new("partner_user", format!("{subdomain}/{user_name}")));
        Ok(())
    }

    fn touch_partner_users(&self, subdomain: &str) -> Result<(), StoreError> {
        for user in self.partner_users(subdomain)? {
            self.touch(RowKey::new("partner_user", format!("{subdomain}/{}", user.user_name)));
        }
        Ok(())
    }
}
