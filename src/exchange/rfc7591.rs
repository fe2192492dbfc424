//! RFC 7591 client metadata, with the members that clientkeep adds: what `--json` prints, `create -` reads, and
//! `export` writes, as an object or an array of them.

use serde_json::Value;

use super::elements::Elements;
use super::mapping::Mapping;
use super::object::Object;
use super::{BETWEEN, END, Format, Lost, array, element::Element};
use crate::domain::{
    ATTRIBUTES, ClientRecord, Declared, GivenSecret, Named, Outgoing, OutgoingSecret, Profile, Shape, Status,
    Word, attribute, field, grant, time,
};

/// The format.
pub const FORMAT: Format = Format {
    name: "rfc7591",
    about: "RFC 7591 client metadata, as --json prints it",
    json: true,
    verifiers: true,
    disabled: true,
    read: |input| Box::new(Elements::new(input, &["clients"]).map(|element| element.map(client))),
    begin: array,
    between: BETWEEN,
    end: END,
    write: |client, _, out| {
        serde_json::to_writer(&mut *out, &object(client))?;
        out.flush().map(|()| Lost::new())
    },
};

/// What verifies a secret, beside it.
pub const VERIFIER: &str = "client_secret_verifier";
/// What clientkeep keeps beside that, of a secret that it generated; hexadecimal digits.
pub const SHA256: &str = "client_secret_sha256";
/// Whether the client may be used.
pub const STATUS: &str = "status";
/// What a new client starts from.
const PROFILE: &str = "profile";
/// Facts that a document may carry and that nothing takes notice of.
pub const FACTS: &[&str] =
    &["version", "created_at", "updated_at", "last_used_at", "client_id_issued_at", "response_types"];

/// Reads a client, and assumes what RFC 7591 says of what it leaves out.
pub fn client(element: Element) -> Declared {
    read(element, true)
}

/// Reads the members of a client, and assumes nothing.
pub fn members(element: Element) -> Declared {
    read(element, false)
}

fn read(element: Element, assume: bool) -> Declared {
    let mut mapping = Mapping::of(element);
    for member in mapping.members() {
        let Some(attribute) = attribute(&member) else { continue };
        let mut value = mapping.take_or_null(&member);
        if let (Shape::NumberOrNull, Value::String(typed)) = (attribute.json, &mut value) {
            // A lifetime may be typed as a duration, as everywhere else.
            let typed = std::mem::take(typed);
            mapping.name(attribute.name, vec![typed], &member);
            continue;
        }
        match attribute.text_of(&value) {
            Ok(text) => mapping.name(attribute.name, text, &member),
            Err(problem) => mapping.refuse(&member, problem),
        }
    }
    let says = |named: &Named| named.field == field::REDIRECT_URIS && !named.text.is_empty();
    let redirects = mapping.declared().named.iter().any(says) || mapping.has(field::RESPONSE_TYPES);
    if assume && redirects && !mapping.declared().names(field::GRANT_TYPES) {
        // RFC 7591 §2: a document that names no grant type means this one.
        mapping.name(field::GRANT_TYPES, vec![grant::AUTHORIZATION_CODE.to_owned()], field::REDIRECT_URIS);
    }
    response_types(&mut mapping);
    status(&mut mapping);
    profile(&mut mapping);
    secret(&mut mapping);
    mapping.ignore(FACTS);
    mapping.finish()
}

fn response_types(mapping: &mut Mapping) {
    let Some(stated) = mapping.strings(field::RESPONSE_TYPES) else { return };
    let named = mapping.declared().named.iter().find(|named| named.field == field::GRANT_TYPES);
    if let Some(problem) = named.and_then(|grants| grant::response_types_problem(&grants.text, &stated)) {
        mapping.refuse(field::RESPONSE_TYPES, problem);
    }
}

fn status(mapping: &mut Mapping) {
    let Some(word) = mapping.string(STATUS) else { return };
    match Status::from_word(&word) {
        Some(Status::Enabled) => mapping.declared().enabled = Some(true),
        Some(Status::Disabled) => mapping.declared().enabled = Some(false),
        _ => mapping.problem(STATUS, "", "enabled or disabled"),
    }
}

fn profile(mapping: &mut Mapping) {
    let Some(word) = mapping.string(PROFILE) else { return };
    let profile = Profile::from_word(&word);
    if profile.is_none() {
        mapping.problem(PROFILE, "", "service, web, native or audience-manager");
    }
    mapping.declared().profile = profile;
}

/// The secret, or what verifies it, whichever is there.
fn secret(mapping: &mut Mapping) {
    mapping.secret(field::CLIENT_SECRET);
    mapping.secret_expires();
    if mapping.has(VERIFIER) {
        mapping.secret(VERIFIER);
        if matches!(mapping.declared().secret, GivenSecret::Plain(_)) {
            mapping.declared().secret = GivenSecret::None;
            mapping.problem(VERIFIER, field::CLIENT_SECRET, "a hash, such as $argon2id$v=19$…");
        }
    }
    let fingerprint = mapping.string(SHA256);
    mapping.fingerprint(fingerprint.as_deref(), SHA256);
}

/// A client as a document: its attributes in the order of the table, then what the registry knows of it.
#[must_use]
pub fn document(record: &ClientRecord) -> Object {
    let mut object = Object::default();
    for attribute in ATTRIBUTES {
        object.put(attribute.name, attribute.json(&record.client));
        if attribute.name == field::GRANT_TYPES {
            object.put(field::RESPONSE_TYPES, record.client.response_types());
        }
    }
    object.put(STATUS, record.status().word());
    object.put("version", record.version);
    object.put("created_at", time::rfc3339(record.created.at));
    object.put("updated_at", time::rfc3339(record.updated.at));
    object.put("last_used_at", record.last_used_at.map(time::rfc3339));
    object
}

fn object(client: &Outgoing<'_>) -> Object {
    let mut object = document(client.record);
    match &client.secret {
        OutgoingSecret::None => {}
        OutgoingSecret::Plain(secret) => object.put_secret(secret.clone(), client.secret_expires_at),
        OutgoingSecret::Verifier { phc, sha256 } => {
            object.put(VERIFIER, phc.clone());
            if let Some(sha256) = sha256 {
                object.put(SHA256, data_encoding::HEXLOWER.encode(sha256));
            }
            object.put_secret_expires(client.secret_expires_at);
        }
    }
    object
}
