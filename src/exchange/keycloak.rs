//! Keycloak's client representation: one, an array of them, or the `clients` of an exported realm. Keycloak keeps
//! plain secrets, and masks them in some exports.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::elements::Elements;
use super::mapping::Mapping;
use super::object::Object;
use super::{BETWEEN, END, Format, array, element::Element, lost};
use crate::domain::{
    ClientType, Declared, Lifetime, Outgoing, OutgoingSecret, Problem, Status, Word, field, grant,
};

/// The format.
pub const FORMAT: Format = Format {
    name: "keycloak",
    about: "Keycloak's client representations, or a realm with its clients",
    json: true,
    verifiers: false,
    disabled: true,
    read: |input| Box::new(Elements::new(input, &["clients"]).map(|element| element.map(client))),
    begin: array,
    between: BETWEEN,
    end: END,
    write: |client, _, out| {
        serde_json::to_writer(out, &object(client))?;
        let endless = client.record.client.access_token_ttl == Some(Lifetime::Never);
        let all = client.record.client.grant_types.iter().all(|grant| is_known(grant));
        let kept: Vec<&str> = KEPT
            .iter()
            .copied()
            .filter(|field| !(endless && *field == field::ACCESS_TOKEN_TTL))
            .filter(|field| all || *field != field::GRANT_TYPES)
            .collect();
        Ok(lost(client, &kept))
    },
};

const KEPT: &[&str] = &[
    field::CLIENT_ID,
    field::CLIENT_NAME,
    field::CLIENT_TYPE,
    field::SCOPE,
    field::GRANT_TYPES,
    field::REDIRECT_URIS,
    field::TOKEN_ENDPOINT_AUTH_METHOD,
    field::REQUIRE_PKCE,
    field::ACCESS_TOKEN_TTL,
    field::NOTES,
];

/// Members that switch a grant on, and whether they do where they are not there.
const FLOWS: &[(&str, &str, bool)] = &[
    ("standardFlowEnabled", grant::AUTHORIZATION_CODE, true),
    ("implicitFlowEnabled", grant::IMPLICIT, false),
    ("directAccessGrantsEnabled", grant::PASSWORD, false),
    ("serviceAccountsEnabled", grant::CLIENT_CREDENTIALS, false),
];
/// Attributes that do where they are `true`.
const SWITCHES: &[(&str, &str)] = &[
    ("oauth2.device.authorization.grant.enabled", grant::DEVICE_CODE),
    ("standard.token.exchange.enabled", grant::TOKEN_EXCHANGE),
];
/// Whether refresh tokens are given: `true` where it is not there.
const REFRESH: &str = "use.refresh.tokens";
const LIFETIME: &str = "access.token.lifespan";
const PKCE: &str = "pkce.code.challenge.method";
const SECRET: &str = "secret";
const SCOPES: &[&str] = &["defaultClientScopes", "optionalClientScopes"];
/// What Keycloak calls a client that authenticates with a secret.
const BY_SECRET: &str = "client-secret";

fn is_known(name: &str) -> bool {
    name == grant::REFRESH_TOKEN
        || FLOWS.iter().any(|(_, known, _)| *known == name)
        || SWITCHES.iter().any(|(_, known)| *known == name)
}

fn client(element: Element) -> Declared {
    let mut mapping = Mapping::of(element);
    mapping.text("clientId", field::CLIENT_ID);
    mapping.text("name", field::CLIENT_NAME);
    mapping.text("description", field::NOTES);
    mapping.list("redirectUris", field::REDIRECT_URIS);
    let enabled = mapping.boolean("enabled");
    mapping.declared().enabled = enabled;
    protocol(&mut mapping);
    let mut attributes = attributes(&mut mapping);
    grants(&mut mapping, &mut attributes);
    scopes(&mut mapping);
    if let Some(lifetime) = attributes.remove(LIFETIME).filter(|text| !text.is_empty()) {
        mapping.name(field::ACCESS_TOKEN_TTL, vec![lifetime], LIFETIME);
    }
    let pkce = attributes.remove(PKCE).is_some_and(|method| !method.is_empty());
    mapping.name(field::REQUIRE_PKCE, vec![pkce.to_string()], PKCE);
    attributes.retain(|_, text| text != "false");
    let left: Vec<String> = attributes.keys().map(|name| format!("attributes.{name}")).collect();
    mapping.declared().left_out.extend(left);
    mapping.secret(SECRET);
    mapping.no_secret_of_public(SECRET);
    mapping.ignore(&["id", "access", "nodeReRegistrationTimeout"]);
    mapping.finish()
}

/// Type and auth method.
fn protocol(mapping: &mut Mapping) {
    if mapping.string("protocol").is_some_and(|protocol| protocol != "openid-connect") {
        let sentence = "This client speaks another protocol than OAuth2: leave it out.";
        mapping.refuse("protocol", Problem::new("", "", sentence));
    }
    let public = mapping.boolean("publicClient").unwrap_or(false);
    let kind = if public { ClientType::Public } else { ClientType::Confidential };
    mapping.name(field::CLIENT_TYPE, vec![kind.word().to_owned()], "publicClient");
    let by = mapping.string("clientAuthenticatorType");
    if !public && by.is_some_and(|by| by != BY_SECRET) {
        let sentence = format!("Only clients that authenticate with a secret ({BY_SECRET}) are known here.");
        let problem = Problem::new(field::TOKEN_ENDPOINT_AUTH_METHOD, "RFC 7591 §2", sentence);
        mapping.refuse("clientAuthenticatorType", problem);
    }
}

/// The attributes that are text and say something.
fn attributes(mapping: &mut Mapping) -> BTreeMap<String, String> {
    let Some(Value::Object(members)) = mapping.take("attributes") else { return BTreeMap::new() };
    let text = |(name, value): (String, Value)| match value {
        Value::String(text) if !text.is_empty() => Some((name, text)),
        _ => None,
    };
    members.into_iter().filter_map(text).collect()
}

fn grants(mapping: &mut Mapping, attributes: &mut BTreeMap<String, String>) {
    let bearer_only = mapping.boolean("bearerOnly").unwrap_or(false);
    let mut found: Vec<String> = Vec::new();
    for (member, grant, default) in FLOWS {
        if mapping.boolean(member).unwrap_or(*default) && !bearer_only {
            found.push((*grant).to_owned());
        }
    }
    for (attribute, grant) in SWITCHES {
        if attributes.remove(*attribute).is_some_and(|on| on == "true") {
            found.push((*grant).to_owned());
        }
    }
    let gives =
        |grant: &String| [grant::AUTHORIZATION_CODE, grant::PASSWORD, grant::DEVICE_CODE].contains(&&**grant);
    let refreshes = attributes.remove(REFRESH).is_none_or(|on| on != "false");
    if refreshes && found.iter().any(gives) {
        found.push(grant::REFRESH_TOKEN.to_owned());
    }
    mapping.name(field::GRANT_TYPES, found, "standardFlowEnabled");
}

fn scopes(mapping: &mut Mapping) {
    let mut all = Vec::new();
    for member in SCOPES {
        for scope in mapping.strings(member).unwrap_or_default() {
            if !all.contains(&scope) {
                all.push(scope);
            }
        }
    }
    mapping.name(field::SCOPE, all, SCOPES[0]);
}

fn object(client: &Outgoing<'_>) -> Object {
    let told = &client.record.client;
    let has = |grant: &str| told.grant_types.iter().any(|own| own == grant);
    let public = told.client_type == ClientType::Public;
    let mut object = Object::default();
    object.put("clientId", told.client_id.clone());
    object.put("name", told.name.clone());
    object.put("description", told.notes.clone());
    object.put("enabled", client.record.status() == Status::Enabled);
    object.put("protocol", "openid-connect");
    object.put("publicClient", public);
    object.put("bearerOnly", false);
    if !public {
        object.put("clientAuthenticatorType", BY_SECRET);
    }
    if let OutgoingSecret::Plain(secret) = &client.secret {
        object.put_plaintext(SECRET, secret.clone());
    }
    for (member, grant, _) in FLOWS {
        object.put(member, has(grant));
    }
    object.put("redirectUris", told.redirect_uris.clone());
    object.put(SCOPES[0], told.scopes.clone());
    object.put(SCOPES[1], Vec::<String>::new());
    let mut attributes = Map::new();
    let mut put = |name: &str, value: String| attributes.insert(name.to_owned(), value.into());
    put(REFRESH, has(grant::REFRESH_TOKEN).to_string());
    for (attribute, grant) in SWITCHES {
        put(attribute, has(grant).to_string());
    }
    if told.require_pkce {
        put(PKCE, "S256".to_owned());
    }
    if let Some(Lifetime::Seconds(seconds)) = told.access_token_ttl {
        put(LIFETIME, seconds.to_string());
    }
    object.put("attributes", Value::Object(attributes));
    object
}
