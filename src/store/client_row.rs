//! How a client lies in its table: one line for each attribute to write, one to read.

use rusqlite::Row;
use rusqlite::types::{FromSql, FromSqlError, Type, Value};

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

/// The values of a row, one after the other: a million rows are read sooner by place than by name.
struct Values<'r, 's> {
    row: &'r Row<'s>,
    at: usize,
}

impl Values<'_, '_> {
    fn place(&mut self) -> usize {
        self.at += 1;
        self.at - 1
    }

    fn next<T: FromSql>(&mut self) -> rusqlite::Result<T> {
        let at = self.place();
        self.row.get(at)
    }

    fn some(&mut self) -> rusqlite::Result<Option<i64>> {
        Ok(Some(self.next()?).filter(|&seconds| seconds != 0))
    }

    fn word<W: Word>(&mut self) -> rusqlite::Result<W> {
        let at = self.place();
        word_at(self.row, at)
    }

    fn list(&mut self) -> rusqlite::Result<Vec<String>> {
        let at = self.place();
        list_at(self.row, at)
    }

    fn words(&mut self) -> rusqlite::Result<Vec<String>> {
        let at = self.place();
        let text = self.row.get_ref(at)?.as_str()?;
        Ok(text.split_ascii_whitespace().map(str::to_owned).collect())
    }

    fn lifetime(&mut self) -> rusqlite::Result<Option<Lifetime>> {
        let at = self.place();
        let seconds: Option<i64> = self.row.get(at)?;
        let known =
            |seconds| Lifetime::from_seconds(seconds).ok_or_else(|| strange(self.row, at, "no lifetime"));
        seconds.map(known).transpose()
    }

    fn stamp(&mut self) -> rusqlite::Result<Stamp> {
        Ok(Stamp { at: self.next()?, by: self.next()? })
    }
}

/// A row of [`COLUMNS`], in their order: the client's number and its record.
pub fn read(row: &Row<'_>) -> rusqlite::Result<(i64, ClientRecord)> {
    let mut values = Values { row, at: 0 };
    let id = values.next()?;
    let client = Client {
        client_id: values.next()?,
        name: values.next()?,
        client_type: values.word()?,
        security_class: values.next()?,
        partner: values.next()?,
        restrict_to_partner_users: values.next()?,
        email: Some(values.next::<String>()?).filter(|email| !email.is_empty()),
        scopes: values.words()?,
        grant_types: values.list()?,
        redirect_uris: values.list()?,
        auth_method: values.word()?,
        require_pkce: values.next()?,
        access_token_ttl: values.lifetime()?,
        refresh_token_ttl: values.lifetime()?,
        notes: values.next()?,
    };
    let record = ClientRecord {
        client,
        enabled: values.next()?,
        tokens_not_before: values.next()?,
        version: values.next()?,
        created: values.stamp()?,
        updated: values.stamp()?,
        deleted_at: values.next()?,
        secret_at: values.some()?,
        last_used_at: values.some()?,
    };
    Ok((id, record))
}

/// A column that holds a word of a closed set.
pub fn word<W: Word>(row: &Row<'_>, column: &str) -> rusqlite::Result<W> {
    word_at(row, row.as_ref().column_index(column)?)
}

fn word_at<W: Word>(row: &Row<'_>, at: usize) -> rusqlite::Result<W> {
    let text = row.get_ref(at)?.as_str()?;
    W::from_word(text).ok_or_else(|| strange(row, at, &format!("{text} is not known")))
}

/// A column that holds a JSON array of texts.
pub fn list(row: &Row<'_>, column: &str) -> rusqlite::Result<Vec<String>> {
    list_at(row, row.as_ref().column_index(column)?)
}

fn list_at(row: &Row<'_>, at: usize) -> rusqlite::Result<Vec<String>> {
    let text = row.get_ref(at)?.as_str()?;
    serde_json::from_str(text).map_err(|error| strange(row, at, &error.to_string()))
}

fn json(list: &[String]) -> Value {
    Value::from(serde_json::Value::from(list).to_string())
}

/// What can't stand in a column.
pub fn strange(row: &Row<'_>, at: usize, what: &str) -> rusqlite::Error {
    let column = row.as_ref().column_name(at).unwrap_or_default();
    let error = FromSqlError::Other(format!("{column}: {what}").into());
    rusqlite::Error::FromSqlConversionFailure(at, Type::Text, Box::new(error))
}
