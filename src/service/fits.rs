//! Whether a client fits beside what the registry has: its class, partner and scopes are there, its name and ID are
//! free, and what was chosen at creation stays. Everything here reads; nothing is changed.

use super::error::Error;
use crate::domain::text::quoted;
use crate::domain::{ATTRIBUTES, Client, ClientRecord, Edit, Problem, field, rule};
use crate::store::Reader;

/// Checks that class and partner exist, and spells them as the registry does.
pub(super) fn refer(reader: &Reader<'_>, mut client: Client) -> Result<Client, Error> {
    let missing =
        |what, name: &str, field| Error::NotFound { what, name: name.to_owned(), field: Some(field) };
    client.security_class = reader
        .class_name(&client.security_class)?
        .ok_or_else(|| missing("security class", &client.security_class, field::SECURITY_CLASS))?;
    if let Some(typed) = client.partner.take() {
        let known = reader.partner(&typed)?.ok_or_else(|| missing("partner", &typed, field::PARTNER))?;
        client.partner = Some(known.subdomain);
    }
    Ok(client)
}

/// Refuses a scope that the registry does not define, unless the client has it already.
pub(super) fn scopes_are_defined(
    reader: &Reader<'_>,
    before: &[String],
    client: &Client,
) -> Result<(), Error> {
    for name in client.scopes.iter().filter(|name| !before.contains(name)) {
        if reader.scope(name)?.is_none() {
            return Err(undefined_scope(name));
        }
    }
    Ok(())
}

/// What is said of a scope that the registry does not define.
pub(super) fn undefined_scope(name: &str) -> Error {
    Error::NotFound { what: "scope", name: name.to_owned(), field: Some(field::SCOPE) }
}

/// Refuses to change what is chosen at creation and stays.
pub(super) fn created_once(before: &Client, after: &Client) -> Result<(), Error> {
    let fixed = ATTRIBUTES.iter().filter(|attribute| attribute.edit == Edit::AtCreation);
    let changed = fixed.filter(|attribute| (attribute.read)(before) != (attribute.read)(after));
    let problems: Vec<Problem> = changed
        .map(|attribute| {
            let sentence = format!("{} is fixed once the client exists.", attribute.label);
            Problem::by(rule::L84, attribute.name, sentence)
        })
        .collect();
    if problems.is_empty() { Ok(()) } else { Err(problems.into()) }
}

/// Refuses a name that is another client's, or its ID; `own` is the number of the client that has it already.
pub(super) fn name_is_free(reader: &Reader<'_>, client: &Client, own: Option<i64>) -> Result<(), Error> {
    let name = &client.name;
    let other = |found: Option<(i64, ClientRecord)>| found.filter(|(id, _)| Some(*id) != own);
    if other(reader.client_by_name(name)?).is_some() {
        let sentence = format!("There is already a client with the name {}. Choose another.", quoted(name));
        return Err(Error::conflict(field::CLIENT_NAME, sentence));
    }
    if other(reader.client_by_id(name)?).is_some() {
        let sentence = format!("{} is the client ID of another client. Choose another name.", quoted(name));
        return Err(Error::conflict(field::CLIENT_NAME, sentence));
    }
    Ok(())
}

/// Refuses an ID that is or was another client's, or its name.
pub(super) fn client_id_is_free(reader: &Reader<'_>, client: &Client) -> Result<(), Error> {
    let client_id = &client.client_id;
    if reader.client_by_id(client_id)?.is_some() || reader.client_id_spent(client_id)? {
        let sentence = format!(
            "The client ID {} is or was another client's; IDs are never given twice.",
            quoted(client_id)
        );
        return Err(Error::conflict(field::CLIENT_ID, sentence));
    }
    if reader.client_by_name(client_id)?.is_some() {
        let sentence = format!("{} is the name of another client. Choose another ID.", quoted(client_id));
        return Err(Error::conflict(field::CLIENT_ID, sentence));
    }
    Ok(())
}
