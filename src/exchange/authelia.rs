//! Authelia's clients: `identity_providers.oidc.clients` of its YAML configuration. Its argon2id
//! digests are verifiers as they are kept here; what clientkeep knows besides of a secret that it generated
//! stands in a comment, which Authelia passes over.

use std::fmt;
use std::io::{self, Read, Write};

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::mapping::Mapping;
use super::yaml::{self, Members};
use super::{Clients, Format, Lost, Unreadable, lost};
use crate::domain::{ClientType, Declared, GivenSecret, Outgoing, OutgoingSecret, Plaintext, Word, field};

/// The format.
pub const FORMAT: Format = Format {
    name: "authelia",
    about: "Authelia's clients, in its YAML configuration",
    json: false,
    verifiers: true,
    disabled: false,
    read,
    begin: |_| "identity_providers:\n  oidc:\n    clients:\n".to_owned(),
    between: "",
    end: "",
    write: |client, _, out| write(client, out),
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
];
/// How a digest that is none begins.
const PLAINTEXT: &str = "$plaintext$";
/// What the comment beside a secret begins with.
const SHA256: &str = "clientkeep sha256 ";
/// The scopes of a client that names none.
const SCOPES: &[&str] = &["openid", "groups", "profile", "email"];
/// What members were called before version 4.38.
const OLDER: &[(&str, &str)] =
    &[("id", field::CLIENT_ID), ("description", field::CLIENT_NAME), ("secret", field::CLIENT_SECRET)];

/// The clients of a configuration, of a part of it that they are in, or of a list of them.
#[derive(Default)]
struct Configuration(Vec<Members>);

impl<'de> Deserialize<'de> for Configuration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Within)
    }
}

struct Within;

impl<'de> Visitor<'de> for Within {
    type Value = Configuration;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("clients")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Configuration, A::Error> {
        let mut found = Configuration::default();
        while let Some(members) = items.next_element()? {
            found.0.push(members);
        }
        Ok(found)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Configuration, A::Error> {
        let mut found = Configuration::default();
        while let Some(name) = members.next_key::<String>()? {
            match name.as_str() {
                "identity_providers" | "oidc" | "clients" => found = members.next_value()?,
                _ => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(found)
    }

    fn visit_unit<E>(self) -> Result<Configuration, E> {
        Ok(Configuration::default())
    }
}

fn read<'r>(mut input: Box<dyn Read + 'r>) -> Clients<'r> {
    let Configuration(clients) = match yaml::read(&mut *input) {
        Ok(configuration) => configuration,
        Err(error) => return Box::new(std::iter::once(Err::<Declared, Unreadable>(error))),
    };
    let number = |(number, members)| Ok(client(yaml::element(number, members)));
    Box::new((1..).zip(clients).map(number))
}

fn client(mut element: super::element::Element) -> Declared {
    for (older, name) in OLDER {
        // Where both are there, the older one is left out, and told so.
        if element.members.contains_key(*name) {
            continue;
        }
        if let Some(value) = element.members.remove(*older) {
            element.members.insert((*name).to_owned(), value);
            element
                .lines
                .iter_mut()
                .filter(|(found, _)| found == older)
                .for_each(|(found, _)| (*name).clone_into(found));
        }
    }
    let mut mapping = Mapping::of(element);
    if let Some(public) = mapping.boolean("public") {
        let kind = if public { ClientType::Public } else { ClientType::Confidential };
        mapping.name(field::CLIENT_TYPE, vec![kind.word().to_owned()], "public");
    }
    mapping.registration();
    mapping.list("scopes", field::SCOPE);
    if !mapping.declared().names(field::SCOPE) {
        let line = mapping.declared().line;
        mapping.declared().name(field::SCOPE, SCOPES.iter().map(|&scope| scope.to_owned()).collect(), line);
    }
    let pkce = mapping.boolean(field::REQUIRE_PKCE).unwrap_or(false);
    mapping.name(field::REQUIRE_PKCE, vec![pkce.to_string()], field::REQUIRE_PKCE);
    let comment =
        mapping.comment(field::CLIENT_SECRET).and_then(|comment| comment.trim().strip_prefix(SHA256));
    let sha256 = comment.map(|digits| digits.trim().to_owned());
    mapping.secret(field::CLIENT_SECRET);
    plaintext(mapping.declared());
    mapping.fingerprint(sha256.as_deref(), field::CLIENT_SECRET);
    mapping.no_secret_of_public(field::CLIENT_SECRET);
    mapping.ignore(&[field::RESPONSE_TYPES, "response_modes", "pkce_challenge_method"]);
    mapping.finish()
}

/// A digest that is the secret itself.
fn plaintext(declared: &mut Declared) {
    if let GivenSecret::Plain(text) = &declared.secret
        && let Some(secret) = text.expose().strip_prefix(PLAINTEXT)
    {
        declared.secret = GivenSecret::Plain(Plaintext::new(secret.to_owned()));
    }
}

fn write(client: &Outgoing<'_>, out: &mut dyn Write) -> io::Result<Lost> {
    let told = &client.record.client;
    write!(out, "      - client_id: ")?;
    scalar(&told.client_id, out)?;
    member("client_name", &told.name, out)?;
    match &client.secret {
        OutgoingSecret::None => {}
        OutgoingSecret::Verifier { phc, sha256 } => {
            member("client_secret", phc, out)?;
            if let Some(sha256) = sha256 {
                write!(out, "  # {SHA256}{}", data_encoding::HEXLOWER.encode(sha256))?;
            }
        }
        OutgoingSecret::Plain(secret) => {
            write!(out, "\n        client_secret: ")?;
            let mut digest = String::with_capacity(PLAINTEXT.len() + secret.expose().len());
            digest.push_str(PLAINTEXT);
            digest.push_str(secret.expose());
            scalar(Plaintext::new(digest).expose(), out)?;
        }
    }
    write!(out, "\n        public: {}", told.client_type == ClientType::Public)?;
    write!(out, "\n        require_pkce: {}", told.require_pkce)?;
    list("redirect_uris", &told.redirect_uris, out)?;
    list("scopes", &told.scopes, out)?;
    list("grant_types", &told.grant_types, out)?;
    let responses: Vec<String> = told.response_types().into_iter().map(str::to_owned).collect();
    list("response_types", &responses, out)?;
    member("token_endpoint_auth_method", told.auth_method.word(), out)?;
    writeln!(out)?;
    Ok(lost(client, KEPT))
}

fn member(name: &str, text: &str, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "\n        {name}: ")?;
    scalar(text, out)
}

fn list(name: &str, items: &[String], out: &mut dyn Write) -> io::Result<()> {
    write!(out, "\n        {name}:")?;
    if items.is_empty() {
        write!(out, " []")?;
    }
    for item in items {
        write!(out, "\n          - ")?;
        scalar(item, out)?;
    }
    Ok(())
}

/// A text that YAML reads as it is: in single quotes, or as JSON writes it where it is not plain.
fn scalar(text: &str, out: &mut dyn Write) -> io::Result<()> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        out.write_all(b"'")?;
        for (at, part) in text.split('\'').enumerate() {
            if at > 0 {
                out.write_all(b"''")?;
            }
            out.write_all(part.as_bytes())?;
        }
        return out.write_all(b"'");
    }
    Ok(serde_json::to_writer(out, text)?)
}
