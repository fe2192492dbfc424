//! Partners and their users.

use rusqlite::{OptionalExtension, Row, params};

use super::error::StoreError;
use super::rows::RowKey;
use super::{Reader, Writer};
use crate::domain::{Partner, name};

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
}
