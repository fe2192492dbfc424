//! A JSON object whose members stay in the order in which they were put, and may be secrets.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use crate::domain::{Plaintext, field};

/// Members of RFC 7591 §3.2.1 about a secret; only the first is text to keep out.
pub const SECRET_EXPIRES: &str = field::SECRET_EXPIRES_AT;

/// A JSON object whose members stay in the order in which they were put.
#[derive(Default)]
pub struct Object(Vec<(&'static str, Member)>);

enum Member {
    Value(Value),
    Secret(Plaintext),
    Object(Object),
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

    /// Adds `client_secret`, and when it expires, Unix seconds: 0 for never (RFC 7591 §3.2.1).
    pub fn put_secret(&mut self, secret: Plaintext, expires_at: Option<i64>) {
        self.put_plaintext(field::CLIENT_SECRET, secret);
        self.put_secret_expires(expires_at);
    }

    /// Adds when the secret expires, likewise.
    pub fn put_secret_expires(&mut self, expires_at: Option<i64>) {
        self.put(SECRET_EXPIRES, expires_at.unwrap_or(0));
    }

    /// Adds a member that is a secret.
    pub fn put_plaintext(&mut self, name: &'static str, secret: Plaintext) {
        self.0.push((name, Member::Secret(secret)));
    }

    /// Adds a member that is an object.
    pub fn put_object(&mut self, name: &'static str, object: Self) {
        self.0.push((name, Member::Object(object)));
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, member) in &self.0 {
            match member {
                Member::Value(value) => map.serialize_entry(name, value)?,
                Member::Secret(secret) => map.serialize_entry(name, secret.expose())?,
                Member::Object(object) => map.serialize_entry(name, object)?,
            }
        }
        map.end()
    }
}
