//! Ory Hydra's OAuth 2.0 clients: what `hydra import client` reads and `hydra list clients` prints. Hydra keeps
//! hashes that are not argon2id, and takes plain secrets in.

use super::elements::Elements;
use super::mapping::Mapping;
use super::object::Object;
use super::{BETWEEN, END, Format, array, element::Element, lost, node_oidc_provider};
use crate::domain::{Declared, Lifetime, Outgoing, field, grant};

/// The format.
pub const FORMAT: Format = Format {
    name: "hydra",
    about: "Ory Hydra's clients, as hydra import reads them",
    json: true,
    verifiers: false,
    disabled: false,
    read: |input| Box::new(Elements::new(input, &["items"]).map(|element| element.map(client))),
    begin: array,
    between: BETWEEN,
    end: END,
    write: |client, _, out| {
        let (object, endless) = object(client);
        serde_json::to_writer(out, &object)?;
        Ok(lost(client, if endless { &KEPT[..KEPT.len() - 1] } else { KEPT }))
    },
};

/// What has a place; the last where a token ends some day.
const KEPT: &[&str] = &[
    field::CLIENT_ID,
    field::CLIENT_NAME,
    field::CLIENT_TYPE,
    field::CONTACTS,
    field::SCOPE,
    field::GRANT_TYPES,
    field::REDIRECT_URIS,
    field::TOKEN_ENDPOINT_AUTH_METHOD,
    field::REFRESH_TOKEN_TTL,
    field::ACCESS_TOKEN_TTL,
];

/// How long access tokens live, by the grant that gave them.
const ACCESS: &[(&str, &str)] = &[
    (grant::AUTHORIZATION_CODE, "authorization_code_grant_access_token_lifespan"),
    (grant::CLIENT_CREDENTIALS, "client_credentials_grant_access_token_lifespan"),
    (grant::IMPLICIT, "implicit_grant_access_token_lifespan"),
    (grant::REFRESH_TOKEN, "refresh_token_grant_access_token_lifespan"),
    (grant::DEVICE_CODE, "device_authorization_grant_access_token_lifespan"),
];
/// How long refresh tokens live, likewise.
const REFRESH: &[(&str, &str)] = &[
    (grant::AUTHORIZATION_CODE, "authorization_code_grant_refresh_token_lifespan"),
    (grant::REFRESH_TOKEN, "refresh_token_grant_refresh_token_lifespan"),
    (grant::DEVICE_CODE, "device_authorization_grant_refresh_token_lifespan"),
];

fn client(element: Element) -> Declared {
    let mut mapping = Mapping::of(element);
    mapping.registration();
    mapping.words(field::SCOPE, field::SCOPE);
    mapping.assume(field::REQUIRE_PKCE, "false");
    mapping.secret(field::CLIENT_SECRET);
    mapping.secret_expires();
    mapping.no_secret_of_public(field::CLIENT_SECRET);
    lifetime(&mut mapping, ACCESS, field::ACCESS_TOKEN_TTL);
    lifetime(&mut mapping, REFRESH, field::REFRESH_TOKEN_TTL);
    // Response types follow from the grants; the rest says nothing of what the client may do.
    mapping.ignore(&[
        field::RESPONSE_TYPES,
        "created_at",
        "updated_at",
        "registration_access_token",
        "registration_client_uri",
        "subject_type",
        "userinfo_signed_response_alg",
    ]);
    mapping.finish()
}

/// The shortest lifetime of those that are told: one has to do for all grants here.
fn lifetime(mapping: &mut Mapping, members: &[(&str, &str)], field: &'static str) {
    let mut shortest: Option<(u64, &str)> = None;
    for (_, member) in members {
        let Some(text) = mapping.string(member).filter(|text| !text.is_empty()) else { continue };
        match seconds(&text) {
            None => mapping.problem(member, field, "a duration such as 1h30m0s"),
            Some(seconds) => {
                if shortest.is_none_or(|(least, _)| seconds < least) {
                    shortest = Some((seconds, member));
                }
            }
        }
    }
    if let Some((seconds, member)) = shortest {
        mapping.name(field, vec![seconds.to_string()], member);
    }
}

/// The whole seconds of a duration as Go writes it, such as `1h30m0s`.
fn seconds(text: &str) -> Option<u64> {
    let (mut all, mut number) = (0u64, None::<u64>);
    for c in text.chars() {
        if let Some(digit) = c.to_digit(10) {
            number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add(digit.into())?);
            continue;
        }
        let unit = match c {
            'h' => 3_600,
            'm' => 60,
            's' => 1,
            _ => return None,
        };
        all = all.checked_add(number.take()?.checked_mul(unit)?)?;
    }
    number.is_none().then_some(all).filter(|_| !text.is_empty())
}

/// The client, and whether its access tokens never end, which has no place.
fn object(client: &Outgoing<'_>) -> (Object, bool) {
    let told = &client.record.client;
    // Hydra documents that a secret's end is not supported and always 0.
    let mut object = node_oidc_provider::object(client, None);
    let mut put = |members: &[(&str, &'static str)], lifetime: Option<Lifetime>| {
        if let Some(Lifetime::Seconds(seconds)) = lifetime {
            for (grant, member) in members {
                if told.grant_types.iter().any(|own| own == grant) {
                    object.put(member, format!("{seconds}s"));
                }
            }
        }
    };
    put(ACCESS, told.access_token_ttl);
    put(REFRESH, told.refresh_token_ttl);
    (object, told.access_token_ttl == Some(Lifetime::Never))
}
