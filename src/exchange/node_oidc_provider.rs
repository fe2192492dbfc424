//! The `clients` of node-oidc-provider's configuration: an array of registrations. The provider
//! compares plain secrets, so there are no verifiers.

use super::elements::Elements;
use super::mapping::Mapping;
use super::object::{Object, SECRET_EXPIRES};
use super::{BETWEEN, END, Format, array, element::Element, lost};
use crate::domain::{Declared, Outgoing, OutgoingSecret, Word, field};

/// The format.
pub const FORMAT: Format = Format {
    name: "node-oidc-provider",
    about: "the clients of a node-oidc-provider configuration",
    json: true,
    verifiers: false,
    disabled: false,
    read: |input| Box::new(Elements::new(input, &["clients"]).map(|element| element.map(client))),
    begin: array,
    between: BETWEEN,
    end: END,
    write: |client, _, out| {
        serde_json::to_writer(out, &object(client, client.secret_expires_at))?;
        Ok(lost(client, KEPT))
    },
};

const KEPT: &[&str] = &[
    field::CLIENT_ID,
    field::CLIENT_NAME,
    field::CLIENT_TYPE,
    field::CONTACTS,
    field::SCOPE,
    field::GRANT_TYPES,
    field::REDIRECT_URIS,
    field::TOKEN_ENDPOINT_AUTH_METHOD,
    SECRET_EXPIRES,
];

fn client(element: Element) -> Declared {
    let mut mapping = Mapping::of(element);
    mapping.registration();
    mapping.words(field::SCOPE, field::SCOPE);
    mapping.assume(field::REQUIRE_PKCE, "false");
    mapping.secret(field::CLIENT_SECRET);
    mapping.secret_expires();
    mapping.no_secret_of_public(field::CLIENT_SECRET);
    // They follow from the grants.
    mapping.ignore(&[field::RESPONSE_TYPES, "client_id_issued_at"]);
    mapping.finish()
}

/// The members that a registration has, as far as there is something to tell; with when its secret expires, as far as
/// the system takes that in.
pub fn object(client: &Outgoing<'_>, expires_at: Option<i64>) -> Object {
    let told = &client.record.client;
    let mut object = Object::default();
    object.put(field::CLIENT_ID, told.client_id.clone());
    object.put(field::CLIENT_NAME, told.name.clone());
    if let OutgoingSecret::Plain(secret) = &client.secret {
        object.put_secret(secret.clone(), expires_at);
    }
    object.put(field::GRANT_TYPES, told.grant_types.clone());
    object.put(field::RESPONSE_TYPES, told.response_types());
    object.put(field::REDIRECT_URIS, told.redirect_uris.clone());
    object.put(field::TOKEN_ENDPOINT_AUTH_METHOD, told.auth_method.word());
    if !told.scopes.is_empty() {
        object.put(field::SCOPE, told.scopes.join(" "));
    }
    if let Some(email) = &told.email {
        object.put(field::CONTACTS, vec![email.clone()]);
    }
    object
}
