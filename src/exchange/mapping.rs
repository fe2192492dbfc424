//! From the members of an element to a [`Declared`] client: what each format's reader is written with. A member
//! of the wrong shape is a problem with its line; what nobody asked for is told as left out, and wiped.

use serde_json::Value;
use zeroize::Zeroize;

use super::classify;
use super::element::Element;
use super::object::SECRET_EXPIRES;
use crate::domain::{
    AuthMethod, ClientType, Declared, GivenSecret, Located, Plaintext, Problem, Word, field, grant,
};

/// An element that is being read.
pub struct Mapping {
    element: Element,
    declared: Declared,
}

impl Mapping {
    /// Begins to read an element.
    #[must_use]
    pub fn of(mut element: Element) -> Self {
        let declared = Declared {
            number: element.number,
            line: element.line,
            problems: element.problem.take().into_iter().collect(),
            ..Declared::default()
        };
        Self { element, declared }
    }

    /// What was read so far.
    pub fn declared(&mut self) -> &mut Declared {
        &mut self.declared
    }

    /// Whether the element has a member that says something.
    #[must_use]
    pub fn has(&self, member: &str) -> bool {
        self.element.members.get(member).is_some_and(says_something)
    }

    /// The names of the members that are left.
    #[must_use]
    pub fn members(&self) -> Vec<String> {
        self.element.members.keys().cloned().collect()
    }

    /// The comment beside a member.
    #[must_use]
    pub fn comment(&self, member: &str) -> Option<&str> {
        self.element.comments.iter().find(|(name, _)| name == member).map(|(_, comment)| comment.as_str())
    }

    /// Takes a member; null is none.
    pub fn take(&mut self, member: &str) -> Option<Value> {
        self.element.members.remove(member).filter(|value| !value.is_null())
    }

    /// Takes a member as it is.
    pub fn take_or_null(&mut self, member: &str) -> Value {
        self.element.members.remove(member).unwrap_or_default()
    }

    /// Puts the members of a member in place of the rest, such as `fields` of a fixture.
    pub fn descend(&mut self, member: &str) {
        match self.take(member) {
            Some(Value::Object(members)) => self.element.members = members,
            Some(mut other) => {
                wipe(&mut other);
                self.problem(member, "", "an object");
            }
            None => {}
        }
    }

    /// Says that a member has the wrong shape.
    pub fn problem(&mut self, member: &str, field: &'static str, wanted: &str) {
        self.refuse(member, Problem::new(field, "", format!("{member} wants {wanted}.")));
    }

    /// Says what is wrong with a member.
    pub fn refuse(&mut self, member: &str, problem: Problem) {
        let line = self.element.line_of(member);
        self.declared.problems.push(Located { line, problem });
    }

    /// Names an attribute that a member told.
    pub fn name(&mut self, field: &'static str, text: Vec<String>, member: &str) {
        let line = self.element.line_of(member);
        self.declared.name(field, text, line);
    }

    /// A member that is a string.
    pub fn string(&mut self, member: &str) -> Option<String> {
        match self.take(member)? {
            Value::String(text) => Some(text),
            mut other => {
                wipe(&mut other);
                self.problem(member, "", "a string");
                None
            }
        }
    }

    /// A member that is `true` or `false`.
    pub fn boolean(&mut self, member: &str) -> Option<bool> {
        let flag = self.take(member)?.as_bool();
        if flag.is_none() {
            self.problem(member, "", "true or false");
        }
        flag
    }

    /// A member that is an array of strings.
    pub fn strings(&mut self, member: &str) -> Option<Vec<String>> {
        let value = self.take(member)?;
        let items = value.as_array().map(|items| items.iter().map(|item| item.as_str().map(str::to_owned)));
        let strings = items.and_then(Iterator::collect);
        if strings.is_none() {
            self.problem(member, "", "an array of strings");
        }
        strings
    }

    /// Names an attribute by a member that is a string.
    pub fn text(&mut self, member: &str, field: &'static str) {
        if let Some(text) = self.string(member) {
            self.name(field, vec![text], member);
        }
    }

    /// Names an attribute by a member that is an array of strings.
    pub fn list(&mut self, member: &str, field: &'static str) {
        if let Some(list) = self.strings(member) {
            self.name(field, list, member);
        }
    }

    /// Names an attribute by a member that is a string of elements parted by blanks.
    pub fn words(&mut self, member: &str, field: &'static str) {
        if let Some(text) = self.string(member) {
            self.name(field, text.split_ascii_whitespace().map(str::to_owned).collect(), member);
        }
    }

    /// What a member says that the client authenticates with.
    pub fn secret(&mut self, member: &str) {
        let line = self.element.line_of(member);
        if let Some(text) = self.string(member) {
            self.declared.secret = classify::given(Plaintext::new(text));
            self.declared.secret_line = Some(line);
        }
    }

    /// The SHA-256 that a clientkeep kept beside a hash of a secret that it generated.
    pub fn fingerprint(&mut self, text: Option<&str>, member: &str) {
        let Some(text) = text else { return };
        match (classify::sha256(text), &mut self.declared.secret) {
            (Some(found), GivenSecret::Argon2id { sha256, .. }) => *sha256 = Some(found),
            (Some(_), _) => {}
            (None, _) => self.problem(member, field::CLIENT_SECRET, "64 hexadecimal digits"),
        }
    }

    /// From when on the secret is refused (RFC 7591 §3.2.1): 0 is never.
    pub fn secret_expires(&mut self) {
        match self.take(SECRET_EXPIRES).map(|value| value.as_i64()) {
            None | Some(Some(0)) => {}
            Some(Some(at)) => self.declared.secret_expires_at = Some(at),
            Some(None) => self.problem(SECRET_EXPIRES, field::CLIENT_SECRET, "a number of seconds"),
        }
    }

    /// What most systems call as RFC 7591 does; a document that names no grant type means the authorization code.
    pub fn registration(&mut self) {
        self.text(field::CLIENT_ID, field::CLIENT_ID);
        self.text(field::CLIENT_NAME, field::CLIENT_NAME);
        self.list(field::REDIRECT_URIS, field::REDIRECT_URIS);
        self.list(field::CONTACTS, field::CONTACTS);
        self.list(field::GRANT_TYPES, field::GRANT_TYPES);
        self.text(field::TOKEN_ENDPOINT_AUTH_METHOD, field::TOKEN_ENDPOINT_AUTH_METHOD);
        if !self.declared.names(field::GRANT_TYPES) {
            self.assume(field::GRANT_TYPES, grant::AUTHORIZATION_CODE);
        }
    }

    /// Names an attribute that the document does not, as the system understands that.
    pub fn assume(&mut self, field: &'static str, text: &str) {
        let line = self.element.line;
        self.declared.name(field, vec![text.to_owned()], line);
    }

    /// Public clients keep no secret; one that stands there nevertheless is told as left out.
    pub fn no_secret_of_public(&mut self, member: &str) {
        let public = self.declared.text(field::CLIENT_TYPE) == ClientType::Public.word()
            || self.declared.text(field::TOKEN_ENDPOINT_AUTH_METHOD) == AuthMethod::None.word();
        if public && !matches!(self.declared.secret, GivenSecret::None) {
            self.declared.secret = GivenSecret::None;
            self.declared.left_out.push(member.to_owned());
        }
    }

    /// Leaves members out without a word: they are facts that an import takes no notice of.
    pub fn ignore(&mut self, members: &[&str]) {
        for member in members {
            if let Some(mut value) = self.element.members.remove(*member) {
                wipe(&mut value);
            }
        }
    }

    /// The client, and the names of the members that nobody asked for.
    #[must_use]
    pub fn finish(mut self) -> Declared {
        for (name, mut value) in std::mem::take(&mut self.element.members) {
            if says_something(&value) {
                self.declared.left_out.push(name);
            }
            wipe(&mut value);
        }
        self.declared
    }
}

fn says_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Bool(true) | Value::Number(_) => true,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => items.iter().any(says_something),
        Value::Object(members) => members.values().any(says_something),
    }
}

/// Overwrites the strings in a value: nobody knows what they were.
fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(items) => items.iter_mut().for_each(wipe),
        Value::Object(members) => members.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
