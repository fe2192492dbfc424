//! JSON documents: a client as SPEC §3 lists it, built by walking the attribute table; and the other way
//! round, an RFC 7591 document as a draft.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};

use super::error::Error;
use crate::domain::{
    ATTRIBUTES, ClientRecord, Draft, Plaintext, Problem, Word, attribute, field, grant, time,
};

/// Facts about a client that a document may carry and that its creation takes no notice of.
const FACTS: &[&str] = &["status", "version", "created_at", "updated_at", "last_used_at"];
/// Members of RFC 7591 §3.2.1 about a secret; only the first is text to keep out.
const SECRET_EXPIRES: &str = "client_secret_expires_at";

/// A JSON object whose members stay in the order in which they were put.
#[derive(Default)]
pub struct Object(Vec<(&'static str, Member)>);

enum Member {
    Value(Value),
    Secret(Plaintext),
}

impl Object {
    /// An object of these members.
    #[must_use]
    pub fn of<const N: usize>(members: [(&'static str, Value); N]) -> Self {
        Self(members.into_iter().map(|(name, value)| (name, Member::Value(value))).collect())
    }

    /// Adds a member.
    pub fn put(&mut self, name: &'static str, value: impl Into<Value>) {
        self.0.push((name, Member::Value(value.into())));
    }

    /// Adds `client_secret`, and that it does not expire (RFC 7591 §3.2.1).
    pub fn put_secret(&mut self, secret: Plaintext) {
        self.0.push((field::CLIENT_SECRET, Member::Secret(secret)));
        self.put(SECRET_EXPIRES, 0);
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, member) in &self.0 {
            match member {
                Member::Value(value) => map.serialize_entry(name, value)?,
                Member::Secret(secret) => map.serialize_entry(name, secret.expose())?,
            }
        }
        map.end()
    }
}

/// An object without secrets as one line.
///
/// # Errors
/// None that an object of plain values can have.
pub fn text(object: &Object) -> Result<String, Error> {
    serde_json::to_string(object)
        .map_err(|error| Error::Unavailable(format!("No JSON could be made: {error}.")))
}

/// An array on its way to stdout, an element a line.
#[derive(Default)]
pub struct Array {
    begun: bool,
}

impl Array {
    /// The text of one more element.
    ///
    /// # Errors
    /// As [`text`].
    pub fn add(&mut self, object: &Object) -> Result<String, Error> {
        let before = if self.begun { ",\n" } else { "[\n" };
        self.begun = true;
        Ok(before.to_owned() + &text(object)?)
    }

    /// The text that ends it.
    #[must_use]
    pub fn end(self) -> &'static str {
        if self.begun { "\n]\n" } else { "[]\n" }
    }
}

/// A client: its attributes in the order of the table, then what the registry knows of it.
#[must_use]
pub fn client(record: &ClientRecord) -> Object {
    let mut object = Object::default();
    for attribute in ATTRIBUTES {
        object.put(attribute.name, attribute.json(&record.client));
        if attribute.name == field::GRANT_TYPES {
            object.put(field::RESPONSE_TYPES, record.client.response_types());
        }
    }
    object.put("status", record.status().word());
    object.put("version", record.version);
    object.put("created_at", time::rfc3339(record.created.at));
    object.put("updated_at", time::rfc3339(record.updated.at));
    object.put("last_used_at", record.last_used_at.map(time::rfc3339));
    object
}

/// What a document said, besides the values that are in the draft by now.
#[derive(Debug, Default)]
pub struct Document {
    /// The attributes that it named.
    pub named: Vec<&'static str>,
    /// Its members that are not understood, which RFC 7591 §2 asks to ignore.
    pub unknown: Vec<String>,
}

/// Reads an RFC 7591 document into a draft.
///
/// # Errors
/// [`Error::Invalid`] with every member of the wrong shape, for text that is no JSON object, and for a
/// secret: secrets are generated here.
pub fn read_client(document: &str, draft: &mut Draft) -> Result<Document, Error> {
    let members: Map<String, Value> = serde_json::from_str(document)
        .map_err(|error| invalid("", "RFC 7591 §3.1", format!("stdin is no JSON object: {error}.")))?;
    if members.contains_key(field::CLIENT_SECRET) {
        let sentence = "A client secret is generated, never given: take client_secret out of the document.";
        return Err(invalid(field::CLIENT_SECRET, "", sentence.to_owned()));
    }
    let mut problems = Vec::new();
    let mut document = Document::default();
    for (name, value) in &members {
        match attribute(name) {
            Some(attribute) => match attribute.text_of(value) {
                Ok(text) => {
                    draft.set(attribute.name, text);
                    document.named.push(attribute.name);
                }
                Err(problem) => problems.push(problem),
            },
            None if FACTS.contains(&name.as_str())
                || name == field::RESPONSE_TYPES
                || name == SECRET_EXPIRES => {}
            None => document.unknown.push(name.clone()),
        }
    }
    if redirects_without_grants(&members) {
        // RFC 7591 §2: a document that names no grant type means this one.
        draft.set(field::GRANT_TYPES, vec![grant::AUTHORIZATION_CODE.to_owned()]);
    }
    if let Some(stated) = members.get(field::RESPONSE_TYPES) {
        let stated: Vec<&str> = stated.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        problems.extend(grant::response_types_problem(draft.get(field::GRANT_TYPES), &stated));
    }
    if problems.is_empty() { Ok(document) } else { Err(Error::Invalid(problems)) }
}

fn redirects_without_grants(members: &Map<String, Value>) -> bool {
    let has_redirects =
        members.get(field::REDIRECT_URIS).and_then(Value::as_array).is_some_and(|uris| !uris.is_empty());
    has_redirects && !members.contains_key(field::GRANT_TYPES)
}

fn invalid(field: &'static str, source: &'static str, sentence: String) -> Error {
    Error::Invalid(vec![Problem::new(field, source, sentence)])
}
