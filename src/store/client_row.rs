//! How a client lies in its table: one line for each attribute to write, one to read.

use rusqlite::Row;
use rusqlite::types::{FromSqlError, Type, Value};

use crate::domain::{Attribute, Client, ClientRecord, Lifetime, Stamp, Word, client_id, name};

/// What every query for a client selects.
pub const COLUMNS: &str = "id, client_id, client_name, client_type, security_class, partner, \
     restrict_to_partner_users, email, scope, grant_types, redirect_uris, token_endpoint_auth_method, \
     require_pkce, access_token_ttl, refresh_token_ttl, notes, enabled, tokens_not_before, version, \
     created_at, created_by, updated_at, updated_by, deleted_at, secret_at, last_used_at";

/// Where an attribute lies, for searching and sorting.
pub struct Placed {
    /// Its text; empty where it is absent.
    pub text: &'static str,
    /// What its index sorts by.
    pub sorted: &'static str,
}

impl Placed {
    /// In the column of its own name, but for a few.
    pub fn of(attribute: &'static Attribute) -> Self {
        match attribute.name {
            "client_name" => Self { text: "client_name", sorted: "name_key" },
            "client_id" => Self { text: "client_id", sorted: "client_id_key" },
            "contacts" => Self { text: "email", sorted: "email" },
            "partner" => Self { text: "ifnull(partner, '')", sorted: "ifnull(partner, '')" },
            name => Self { text: name, sorted: name },
        }
    }
}

/// The attributes of a client as columns and values.
pub fn values(client: &Client) -> Vec<(&'static str, Value)> {
    let text = |text: &str| Value::from(text.to_owned());
    let seconds = |lifetime: Option<Lifetime>| Value::from(lifetime.map(Lifetime::as_seconds));
    vec![
        ("client_id", text(&client.client_id)),
        ("client_id_key", Value::from(client_id::key(&client.client_id))),
        ("client_name", text(&client.name)),
        ("name_key", Value::from(name::name_key(&client.name))),
        ("client_type", text(client.client_type.word())),
        ("security_class", text(&client.security_class)),
        ("partner", Value::from(client.partner.clone())),
        ("restrict_to_partner_users", Value::from(client.restrict_to_partner_users)),
        ("email", text(client.email.as_deref().unwrap_or_default())),
        ("scope", Value::from(client.scopes.join(" "))),
        ("grant_types", json(&client.grant_types)),
        ("redirect_uris", json(&client.redirect_uris)),
        ("token_endpoint_auth_method", text(client.auth_method.word())),
        ("require_pkce", Value::from(client.require_pkce)),
        ("access_token_ttl", seconds(client.access_token_ttl)),
        ("refresh_token_ttl", seconds(client.refresh_token_ttl)),
        ("notes", text(&client.notes)),
    ]
}

/// A row of [`COLUMNS`]: the client's number and its record.
pub fn read(row: &Row<'_>) -> rusqlite::Result<(i64, ClientRecord)> {
    let email: String = row.get("email")?;
    let scope: String = row.get("scope")?;
    let client = Client {
        name: row.get("client_name")?,
        client_id: row.get("client_id")?,
        security_class: row.get("security_class")?,
        client_type: word(row, "client_type")?,
        partner: row.get("partner")?,
        restrict_to_partner_users: row.get("restrict_to_partner_users")?,
        email: Some(email).filter(|email| !email.is_empty()),
        scopes: scope.split_ascii_whitespace().map(str::to_owned).collect(),
        grant_types: list(row, "grant_types")?,
        redirect_uris: list(row, "redirect_uris")?,
        auth_method: word(row, "token_endpoint_auth_method")?,
        require_pkce: row.get("require_pkce")?,
        access_token_ttl: lifetime(row, "access_token_ttl")?,
        refresh_token_ttl: lifetime(row, "refresh_token_ttl")?,
        notes: row.get("notes")?,
    };
    let record = ClientRecord {
        client,
        enabled: row.get("enabled")?,
        deleted_at: row.get("deleted_at")?,
        version: row.get("version")?,
        created: Stamp { at: row.get("created_at")?, by: row.get("created_by")? },
        updated: Stamp { at: row.get("updated_at")?, by: row.get("updated_by")? },
        tokens_not_before: row.get("tokens_not_before")?,
        secret_at: some(row.get("secret_at")?),
        last_used_at: some(row.get("last_used_at")?),
    };
    Ok((row.get("id")?, record))
}

/// A column that holds a word of a closed set.
pub fn word<W: Word>(row: &Row<'_>, column: &str) -> rusqlite::Result<W> {
    let text: String = row.get(column)?;
    W::from_word(&text).ok_or_else(|| strange(row, column, &format!("{text} is not known")))
}

/// A column that holds a JSON array of texts.
pub fn list(row: &Row<'_>, column: &str) -> rusqlite::Result<Vec<String>> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|error| strange(row, column, &error.to_string()))
}

fn lifetime(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Lifetime>> {
    let seconds: Option<i64> = row.get(column)?;
    let known = |seconds| Lifetime::from_seconds(seconds).ok_or_else(|| strange(row, column, "no lifetime"));
    seconds.map(known).transpose()
}

fn json(list: &[String]) -> Value {
    Value::from(serde_json::Value::from(list).to_string())
}

fn some(seconds: i64) -> Option<i64> {
    Some(seconds).filter(|&seconds| seconds != 0)
}

fn strange(row: &Row<'_>, column: &str, what: &str) -> rusqlite::Error {
    let at = row.as_ref().column_index(column).unwrap_or_default();
    let error = FromSqlError::Other(format!("{column}: {what}").into());
    rusqlite::Error::FromSqlConversionFailure(at, Type::Text, Box::new(error))
}
