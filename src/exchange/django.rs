//! Fixtures of django-oauth-toolkit: what `dumpdata oauth2_provider.application` prints and `loaddata` reads.
//! Django's argon2 hashes are argon2id PHC strings after the name of its hasher. An application has one grant, with
//! which refresh tokens come by themselves.

use std::io;

use super::elements::Elements;
use super::mapping::Mapping;
use super::object::Object;
use super::{BETWEEN, END, Format, Lost, array, element::Element, lost};
use crate::domain::{ClientType, Declared, Outgoing, OutgoingSecret, Problem, Word, field, grant, time};

/// The format.
pub const FORMAT: Format = Format {
    name: "django",
    about: "fixtures of django-oauth-toolkit's applications",
    json: true,
    verifiers: true,
    disabled: false,
    read: |input| {
        let elements = Elements::new(input, &[]);
        Box::new(elements.filter_map(|element| element.map(client).transpose()))
    },
    begin: array,
    between: BETWEEN,
    end: END,
    write: |client, _, out| write(client, out),
};

const KEPT: &[&str] = &[
    field::CLIENT_ID,
    field::CLIENT_NAME,
    field::CLIENT_TYPE,
    field::REDIRECT_URIS,
    field::TOKEN_ENDPOINT_AUTH_METHOD,
    field::GRANT_TYPES,
];
/// How the names of models end that applications have.
const MODEL: &str = ".application";
/// The name of the model.
const OWN_MODEL: &str = "oauth2_provider.application";
/// The name of Django's hasher, which stands before the PHC string.
const HASHER: &str = "argon2";
/// The grants: what Django calls them, what they are, and whether refresh tokens come with them. The first that a
/// client has is told.
const GRANTS: &[(&str, &str, bool)] = &[
    ("authorization-code", grant::AUTHORIZATION_CODE, true),
    ("openid-hybrid", grant::AUTHORIZATION_CODE, true),
    ("password", grant::PASSWORD, true),
    (grant::DEVICE_CODE, grant::DEVICE_CODE, true),
    ("client-credentials", grant::CLIENT_CREDENTIALS, false),
    ("implicit", grant::IMPLICIT, false),
];

/// Reads one object of a fixture; none where it is no application.
fn client(element: Element) -> Option<Declared> {
    let mut mapping = Mapping::of(element);
    if let Some(model) = mapping.string("model")
        && !model.to_ascii_lowercase().ends_with(MODEL)
    {
        mapping.descend("fields");
        let _wiped = mapping.finish();
        return None;
    }
    mapping.descend("fields");
    mapping.text(field::CLIENT_ID, field::CLIENT_ID);
    mapping.text("name", field::CLIENT_NAME);
    mapping.text(field::CLIENT_TYPE, field::CLIENT_TYPE);
    mapping.words(field::REDIRECT_URIS, field::REDIRECT_URIS);
    grants(&mut mapping);
    mapping.assume(field::REQUIRE_PKCE, "false");
    mapping.secret(field::CLIENT_SECRET);
    mapping.no_secret_of_public(field::CLIENT_SECRET);
    mapping.ignore(&["pk", "created", "updated", "hash_client_secret"]);
    Some(mapping.finish())
}

fn grants(mapping: &mut Mapping) {
    const MEMBER: &str = "authorization_grant_type";
    let Some(word) = mapping.string(MEMBER) else { return };
    let Some((_, grant, refreshes)) = GRANTS.iter().find(|(known, ..)| *known == word) else {
        let known: Vec<&str> = GRANTS.iter().map(|(word, ..)| *word).collect();
        let sentence = format!("{MEMBER} is none of {}.", known.join(", "));
        return mapping.refuse(MEMBER, Problem::new(field::GRANT_TYPES, "", sentence));
    };
    let refresh = refreshes.then_some(grant::REFRESH_TOKEN);
    let grants = [*grant].into_iter().chain(refresh).map(str::to_owned).collect();
    mapping.name(field::GRANT_TYPES, grants, MEMBER);
}

fn write(client: &Outgoing<'_>, out: &mut dyn io::Write) -> io::Result<Lost> {
    let told = &client.record.client;
    let has = |grant: &str| told.grant_types.iter().any(|own| own == grant);
    let main = GRANTS.iter().find(|(_, grant, _)| has(grant));
    let mut fields = Object::default();
    fields.put(field::CLIENT_ID, told.client_id.clone());
    fields.put("user", serde_json::Value::Null);
    fields.put(field::REDIRECT_URIS, told.redirect_uris.join(" "));
    fields.put("post_logout_redirect_uris", "");
    fields.put(field::CLIENT_TYPE, told.client_type.word());
    fields.put("authorization_grant_type", main.map_or("", |(word, ..)| word));
    match &client.secret {
        OutgoingSecret::None => fields.put(field::CLIENT_SECRET, ""),
        OutgoingSecret::Plain(secret) => fields.put_plaintext(field::CLIENT_SECRET, secret.clone()),
        OutgoingSecret::Verifier { phc, .. } => fields.put(field::CLIENT_SECRET, format!("{HASHER}{phc}")),
    }
    fields.put("hash_client_secret", told.client_type == ClientType::Confidential);
    fields.put("name", told.name.clone());
    fields.put("skip_authorization", false);
    fields.put("created", time::rfc3339(client.record.created.at));
    fields.put("updated", time::rfc3339(client.record.updated.at));
    fields.put("algorithm", "");
    fields.put("allowed_origins", "");
    let mut object = Object::default();
    object.put("model", OWN_MODEL);
    object.put("pk", serde_json::Value::Null);
    object.put_object("fields", fields);
    serde_json::to_writer(out, &object)?;
    let told_all = main.is_some_and(|(_, main, refreshes)| {
        let others = |own: &String| own != main && own != grant::REFRESH_TOKEN;
        has(grant::REFRESH_TOKEN) == *refreshes && !told.grant_types.iter().any(others)
    });
    Ok(lost(client, if told_all { KEPT } else { &KEPT[..KEPT.len() - 1] }))
}
