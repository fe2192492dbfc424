//! The public views, read as an authorization server reads them.

use rusqlite::{OptionalExtension, Row};

use super::Reader;
use super::client_row::{list, word};
use super::error::StoreError;
use crate::domain::{Facts, Status};

fn facts(row: &Row<'_>) -> rusqlite::Result<Facts> {
    let scope: String = row.get("scope")?;
    Ok(Facts {
        client_id: row.get("client_id")?,
        client_name: row.get("client_name")?,
        client_type: word(row, "client_type")?,
        security_class: row.get("security_class")?,
        partner: row.get("partner")?,
        restrict_to_partner_users: row.get("restrict_to_partner_users")?,
        scopes: scope.split_ascii_whitespace().map(str::to_owned).collect(),
        grant_types: list(row, "grant_types")?,
        response_types: list(row, "response_types")?,
        redirect_uris: list(row, "redirect_uris")?,
        auth_method: word(row, "token_endpoint_auth_method")?,
        require_pkce: row.get("require_pkce")?,
        access_token_ttl: row.get("access_token_ttl")?,
        refresh_token_ttl: row.get("refresh_token_ttl")?,
        tokens_not_before: row.get("tokens_not_before")?,
        updated_at: row.get("updated_at")?,
    })
}

impl Reader<'_> {
    /// A client that may be used, by its exact ID.
    pub fn active_client(&self, client_id: &str) -> Result<Option<Facts>, StoreError> {
        let sql = "SELECT * FROM active_client WHERE client_id = ?1";
        Ok(self.0.prepare_cached(sql)?.query_row([client_id], facts).optional()?)
    }

    /// What became of the client with exactly this ID; none where there never was one, or it was purged.
    pub fn client_status(&self, client_id: &str) -> Result<Option<Status>, StoreError> {
        let sql = "SELECT enabled, deleted_at IS NOT NULL FROM client WHERE client_id = ?1";
        let status = |row: &Row<'_>| {
            Ok(match (row.get(1)?, row.get(0)?) {
                (true, _) => Status::Deleted,
                (false, true) => Status::Enabled,
                (false, false) => Status::Disabled,
            })
        };
        Ok(self.0.prepare_cached(sql)?.query_row([client_id], status).optional()?)
    }

    /// Whether an active partner has this user.
    pub fn has_partner_user(&self, partner: &str, user_name: &str) -> Result<bool, StoreError> {
        let sql = "SELECT count(*) FROM partner_user WHERE partner = ?1 AND user_name = ?2";
        Ok(self.0.prepare_cached(sql)?.query_row([partner, user_name], |row| row.get::<_, i64>(0))? > 0)
    }
}
