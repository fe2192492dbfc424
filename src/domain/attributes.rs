//! A client's attributes: the plain struct that holds them and the table that tells of each. A new attribute
//! is a field and a row here, a migration, and its lines in the store's row mapping; nothing else names it.

#[cfg(test)]
mod tests;

use super::attribute::{
    Attribute, Edit, Input, ListColumn, Shape, boolean, flag, one, optional, seconds, single, word, words,
};
use super::client::{AuthMethod, ClientType, Word};
use super::lifetime::Lifetime;
use super::problem::field;
use super::{client_id, email, grant, lifetime, name, redirect_uri, scope};

/// The attributes that an operator gives a client. Each has one row in [`ATTRIBUTES`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client {
    /// For the record only, never part of a request.
    pub name: String,
    /// The immutable key, and the user-id of Basic authentication.
    pub client_id: String,
    /// The name of a defined security class.
    pub security_class: String,
    /// Confidential or public.
    pub client_type: ClientType,
    /// The subdomain of its partner.
    pub partner: Option<String>,
    /// Whether only users listed for the partner may use it.
    pub restrict_to_partner_users: bool,
    /// One address.
    pub email: Option<String>,
    /// Scope tokens, in the order they were given.
    pub scopes: Vec<String>,
    /// Grant types by their RFC 7591 names.
    pub grant_types: Vec<String>,
    /// As typed; compared exactly.
    pub redirect_uris: Vec<String>,
    /// How it authenticates at the token endpoint.
    pub auth_method: AuthMethod,
    /// Whether a request without PKCE is refused.
    pub require_pkce: bool,
    /// `None` is the registry's default.
    pub access_token_ttl: Option<Lifetime>,
    /// `None` is the registry's default; never endless.
    pub refresh_token_ttl: Option<Lifetime>,
    /// Free text of up to 2,000 characters.
    pub notes: String,
}

/// A row with what most attributes have in common.
const PLAIN: Attribute = Attribute {
    name: "",
    label: "",
    help: "",
    flag: None,
    input: Input::Line,
    json: Shape::Text,
    edit: Edit::Always,
    group: "",
    column: None,
    searched: false,
    read: |_| Vec::new(),
    write: |_, _| Ok(()),
    unavailable: |_| None,
};

const fn column(key: &'static str, title: &'static str, least: u16, wanted: u16) -> ListColumn {
    ListColumn { key, title, width: (least, wanted) }
}

/// Every attribute, in the order of the form.
pub static ATTRIBUTES: &[Attribute] = &[
    Attribute {
        name: field::CLIENT_NAME,
        label: "Name",
        help: "For the record only; never part of a request. Read-only once the client exists.",
        edit: Edit::AtCreation,
        group: IDENTITY,
        column: Some(column("name", "Name", 12, 27)),
        searched: true,
        read: |client| one(&client.name),
        write: |client, text| {
            client.name = name::client_name(single(field::CLIENT_NAME, text)?)?;
            Ok(())
        },
        ..PLAIN
    },
    Attribute {
        name: field::CLIENT_ID,
        label: "Client ID",
        help: "What requests carry. Never changes and is never given to another client.",
        flag: Some("client-id"),
        edit: Edit::AtCreation,
        group: IDENTITY,
        column: Some(column("client_id", "Client ID", 12, 32)),
        searched: true,
        read: |client| one(&client.client_id),
        write: |client, text| {
            client.client_id = client_id::client_id(single(field::CLIENT_ID, text)?, None)?;
            Ok(())
        },
        ..PLAIN
    },
    Attribute {
        name: field::SECURITY_CLASS,
        label: "Security class",
        help: "One of the classes that the registry defines.",
        flag: Some("class"),
        input: Input::SecurityClass,
        group: IDENTITY,
        column: Some(column("class", "Security class", 8, 14)),
        searched: true,
        read: |client| one(&client.security_class),
        write: |client, text| {
            client.security_class = name::chosen_class(single(field::SECURITY_CLASS, text)?)?;
            Ok(())
        },
        ..PLAIN
    },
    Attribute {
        name: field::CLIENT_TYPE,
        label: "Type",
        help: "Whether it can keep a secret. Chosen at creation and never changed.",
        flag: Some("client-type"),
        input: Input::Choice(words::<ClientType>),
        edit: Edit::AtCreation,
        group: IDENTITY,
        read: |client| one(client.client_type.word()),
        write: |client, text| {
            client.client_type = word(field::CLIENT_TYPE, text)?;
            Ok(())
        },
        ..PLAIN
    },
    Attribute {
        name: field::PARTNER,
        label: "Partner",
        help: "Whose users the client serves; its subdomain begins the client ID.",
        flag: Some("partner"),
        input: Input::Partner,
        json: Shape::TextOrNull,
        group: IDENTITY,
        column: Some(column("partner", "Partner", 8, 16)),
        searched: true,
        read: |client| optional(client.partner.as_ref()),
        write: |client, text| {
            let typed = single(field::PARTNER, text)?.trim();
            client.partner = if typed.is_empty() { None } else { Some(name::subdomain(typed)?) };
            Ok(())
        },
        ..PLAIN
    },
    Attribute {
        name: field::RESTRICT_TO_PARTNER_USERS,
        label: "Restrict to Partner Users",
        help: "Only users that are listed for the partner may use the client.",
        flag: Some("restrict-to-partner-users"),
        input: Input::Flag,
        json: Shape::Flag,
        group: USERS,
        read: |client| flag(client.restrict_to_partner_users),
        write: |client, text| {
            client.restrict_to_partner_users = boolean(field::RESTRICT_TO_PARTNER_USERS, text)?;
            Ok(())
        },
        unavailable: |draft| {
            draft.is_empty(field::PARTNER).then_some("It means nothing without a partner: choose one first.")
        },
        ..PLAIN
    },
    Attribute {
        name: field::CONTACTS,
        label: "E-mail",
        help: "One address to write to about this client, or nothing.",
        flag: Some("email"),
        input: Input::Email,
        json: Shape::AtMostOne,
        group: USERS,
        column: Some(column("email", "E-mail", 12, 26)),
        searched: true,
        read: |client| optional(client.email.as_ref()),
        write: |client, text| {
            client.email = email::contact(text)?;
            Ok(())
        },
        ..PLAIN
    },
    Attribute {
        name: field::SCOPE,
        label: "Scopes",
        help: "What its tokens may do. Each is independent of the others.",
        flag: Some("scope"),
        input: Input::Scopes,
        json: Shape::Joined,
        group: RIGHTS,
        searched: true,
        read: |client| client.scopes.clone(),
        write: |client, text| {
            client.scopes = scope::tokens(text)?;
            Ok(())
        },
        ..PLAIN
    },
    Attribute {
        name: field::GRANT_TYPES,
        label: "Grant types",
        help: "How it gets its tokens. At least one.",
        flag: Some("grant-type"),
        input: Input::Choices(grant::CHOICES),
        json: Shape::Array,
        group: RIGHTS,
        column: Some(column("grants", "Grants", 10, 24)),
        read: |client| client.grant_types.clone(),
        write: |client, text| {
            client.grant_types = grant::list(text)?;
            Ok(())
        },
        ..PLAIN
    },
    Attribute {
        name: field::REDIRECT_URIS,
        label: "Redirect URIs",
        help: "One a line, complete: each is compared exactly as typed.",
        flag: Some("redirect-uri"),
        input: Input::Lines,
        json: Shape::Array,
        group: RIGHTS,
        searched: true,
        read: |client| client.redirect_uris.clone(),
        write: |client, text| {
            client.redirect_uris = redirect_uri::list(text)?;
            Ok(())
        },
        unavailable: |draft| {
            let redirects = draft.get(field::GRANT_TYPES).iter().any(|grant| grant::redirects(grant));
            (!redirects)
                .then_some("Only the grants authorization_code and implicit redirect: choose one first.")
        },
        ..PLAIN
    },
    Attribute {
        name: field::TOKEN_ENDPOINT_AUTH_METHOD,
        label: "Auth method",
        help: "How it authenticates at the token endpoint.",
        flag: Some("token-endpoint-auth-method"),
        input: Input::Choice(words::<AuthMethod>),
        group: PROTOCOL,
        read: |client| one(client.auth_method.word()),
        write: |client, text| {
            client.auth_method = word::<AuthMethod>(field::TOKEN_ENDPOINT_AUTH_METHOD, text)?;
            Ok(())
        },
        unavailable: |draft| {
            let public = draft.text(field::CLIENT_TYPE) == ClientType::Public.word();
            public.then_some("A public client has no secret to authenticate with: none.")
        },
        ..PLAIN
    },
    Attribute {
        name: field::REQUIRE_PKCE,
        label: "Require PKCE",
        help: "Refuse authorization requests without a code challenge (RFC 7636).",
        flag: Some("require-pkce"),
        input: Input::Flag,
        json: Shape::Flag,
        group: PROTOCOL,
        read: |client| flag(client.require_pkce),
        write: |client, text| {
            client.require_pkce = boolean(field::REQUIRE_PKCE, text)?;
            Ok(())
        },
        ..PLAIN
    },
    Attribute {
        name: field::ACCESS_TOKEN_TTL,
        label: "Access token lifetime",
        help: "Seconds, or 90m, 12h, 30d; -1 never expires; empty is the registry's default.",
        flag: Some("access-token-ttl"),
        input: Input::Lifetime,
        json: Shape::NumberOrNull,
        group: PROTOCOL,
        read: |client| seconds(client.access_token_ttl),
        write: |client, text| {
            client.access_token_ttl = lifetime::access_lifetime(single(field::ACCESS_TOKEN_TTL, text)?)?;
            Ok(())
        },
        ..PLAIN
    },
    Attribute {
        name: field::REFRESH_TOKEN_TTL,
        label: "Refresh token lifetime",
        help: "Seconds, or 90m, 12h, 30d; empty is the registry's default.",
        flag: Some("refresh-token-ttl"),
        input: Input::Lifetime,
        json: Shape::NumberOrNull,
        group: PROTOCOL,
        read: |client| seconds(client.refresh_token_ttl),
        write: |client, text| {
            client.refresh_token_ttl = lifetime::refresh_lifetime(single(field::REFRESH_TOKEN_TTL, text)?)?;
            Ok(())
        },
        ..PLAIN
    },
    Attribute {
        name: field::NOTES,
        label: "Notes",
        help: "For the next operator. No secrets here.",
        flag: Some("notes"),
        input: Input::Text,
        group: "Notes",
        searched: true,
        read: |client| one(&client.notes),
        write: |client, text| {
            client.notes = name::notes(single(field::NOTES, text)?)?;
            Ok(())
        },
        ..PLAIN
    },
];

const IDENTITY: &str = "Identity";
const USERS: &str = "Users and contact";
const RIGHTS: &str = "Scopes, grants and redirects";
const PROTOCOL: &str = "Tokens and protocol";

/// The attribute that a person calls so: by its flag, with dashes or underscores, by its name or its column.
#[must_use]
pub fn attribute_called(word: &str) -> Option<&'static Attribute> {
    ATTRIBUTES.iter().find(|attribute| attribute.is_called(word))
}

/// The attribute of an RFC 7591 name.
#[must_use]
pub fn attribute(name: &str) -> Option<&'static Attribute> {
    ATTRIBUTES.iter().find(|attribute| attribute.name == name)
}
