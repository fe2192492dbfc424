//! What was written is read back: every attribute that a format does not call lost.

use proptest::prelude::*;

use super::*;
use crate::domain::{
    ClientRecord, ClientType, Draft, Lifetime, OutgoingSecret, Plaintext, Profile, Stamp, With, grant,
};

/// When the secrets that are told end.
const END_OF_SECRET: i64 = 1_900_000_000;

fn record(client: Client) -> ClientRecord {
    let stamp = Stamp { at: 1_700_000_000, by: "ada".to_owned() };
    ClientRecord {
        client,
        enabled: true,
        deleted_at: None,
        version: 1,
        created: stamp.clone(),
        updated: stamp,
        tokens_not_before: None,
        secret_at: None,
        last_used_at: None,
    }
}

fn clients() -> Vec<Client> {
    let filled = |profile: Profile, name: &str, id: &str| Client {
        name: name.to_owned(),
        client_id: id.to_owned(),
        security_class: "USER".to_owned(),
        ..profile.client()
    };
    vec![
        Client {
            scopes: vec!["read".to_owned(), "write".to_owned()],
            access_token_ttl: Some(Lifetime::Seconds(900)),
            notes: "two\nlines, a \"quote\" and a ; # sign".to_owned(),
            email: Some("ops@abc.example".to_owned()),
            ..filled(Profile::Service, "It's \u{fc}ber: 'quoted' \"twice\"", "abc-1")
        },
        Client {
            redirect_uris: vec!["https://a.example/cb,x".to_owned(), "https://b.example/?a='b'".to_owned()],
            refresh_token_ttl: Some(Lifetime::Seconds(86_400)),
            ..filled(Profile::Web, "Portal", "portal")
        },
        Client {
            redirect_uris: vec!["http://127.0.0.1/cb".to_owned()],
            require_pkce: true,
            ..filled(Profile::Native, "App", "app")
        },
        Client {
            access_token_ttl: Some(Lifetime::Never),
            grant_types: vec![grant::CLIENT_CREDENTIALS.to_owned(), grant::TOKEN_EXCHANGE.to_owned()],
            partner: Some("abc".to_owned()),
            ..filled(Profile::Service, "Exchange", "abc-exchange")
        },
    ]
}

/// Writes clients and reads them back.
fn through(
    format: &'static Format,
    with: With,
    all: &[(ClientRecord, OutgoingSecret)],
) -> (Vec<Declared>, Vec<Lost>) {
    let (mut text, mut lost) = (Vec::new(), Vec::new());
    let mut document = Document::new(format, with);
    for (record, secret) in all {
        let secret = match secret {
            OutgoingSecret::None => OutgoingSecret::None,
            OutgoingSecret::Plain(secret) => OutgoingSecret::Plain(secret.clone()),
            OutgoingSecret::Verifier { phc, sha256 } => {
                OutgoingSecret::Verifier { phc: phc.clone(), sha256: *sha256 }
            }
        };
        let secret_expires_at = (!matches!(secret, OutgoingSecret::None)).then_some(END_OF_SECRET);
        lost.push(document.add(&Outgoing { record, secret, secret_expires_at }, &mut text).unwrap());
    }
    document.end(&mut text).unwrap();
    (read(format.name, &String::from_utf8(text).unwrap()), lost)
}

#[test]
fn every_attribute_that_is_not_lost_comes_back() {
    let all: Vec<_> = clients().into_iter().map(|client| (record(client), OutgoingSecret::None)).collect();
    for format in FORMATS {
        let (found, lost) = through(format, With::Nothing, &all);
        assert_eq!(found.len(), all.len(), "{}", format.name);
        for (at, client) in found.iter().enumerate() {
            assert_eq!(client.problems, [], "{}", format.name);
            let draft =
                client.over(Draft::of(&Client { restrict_to_partner_users: true, ..Client::default() }));
            let told = &all[at].0.client;
            for attribute in ATTRIBUTES.iter().filter(|attribute| !lost[at].contains(&attribute.name)) {
                let (mut before, mut after) = ((attribute.read)(told), draft.get(attribute.name).to_vec());
                before.sort();
                after.sort();
                if attribute.name == field::REDIRECT_URIS && format.name == "csv" {
                    after = crate::domain::redirect_uri::split(&after.join("\n"))
                        .into_iter()
                        .map(str::to_owned)
                        .collect();
                }
                before.retain(|text| !text.is_empty());
                after.retain(|text| !text.is_empty());
                assert_eq!(after, before, "{}: {} of {}", format.name, attribute.name, told.name);
            }
        }
    }
}

#[test]
fn formats_of_our_own_lose_nothing() {
    let all: Vec<_> = clients().into_iter().map(|client| (record(client), OutgoingSecret::None)).collect();
    for name in ["rfc7591", "csv"] {
        let (_, lost) = through(super::super::format(name).unwrap(), With::Nothing, &all);
        assert!(lost.iter().all(Vec::is_empty), "{name}: {lost:?}");
    }
}

#[test]
fn verifiers_and_secrets_carry_over() {
    const PHC: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY";
    let confidential = || record(clients().remove(0));
    for format in FORMATS {
        let plain = OutgoingSecret::Plain(Plaintext::new("it's \"a\", $secret: #1".to_owned()));
        let (found, _) = through(format, With::Secrets, &[(confidential(), plain)]);
        assert_eq!(kind(&found[0]), "plain it's \"a\", $secret: #1", "{}", format.name);
        if format.verifiers {
            let verifier = OutgoingSecret::Verifier { phc: PHC.to_owned(), sha256: Some([7; 32]) };
            let (found, _) = through(format, With::Verifiers, &[(confidential(), verifier)]);
            // A fixture of Django has no place for more than the hash.
            assert_eq!(kind(&found[0]), format!("{PHC} {}", format.name != "django"), "{}", format.name);
        }
    }
}

#[test]
fn the_end_of_a_secret_comes_back_or_is_told_as_lost() {
    const END: &str = "client_secret_expires_at";
    for format in FORMATS {
        let plain = || OutgoingSecret::Plain(Plaintext::new("an imported secret".to_owned()));
        let verifier = || OutgoingSecret::Verifier {
            phc: "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg".to_owned(),
            sha256: None,
        };
        let mut ways = vec![(With::Secrets, plain())];
        ways.extend(format.verifiers.then(|| (With::Verifiers, verifier())));
        for (with, secret) in ways {
            let (found, lost) = through(format, with, &[(record(clients().remove(0)), secret)]);
            let kept = found[0].secret_expires_at;
            assert_eq!(kept.is_none(), lost[0].contains(&END), "{}: {:?}", format.name, lost[0]);
            assert_eq!(kept.unwrap_or(END_OF_SECRET), END_OF_SECRET, "{}", format.name);
            let keeps = ["rfc7591", "csv", "node-oidc-provider"].contains(&format.name);
            assert_eq!(kept.is_some(), keeps, "{}", format.name);
        }
    }
}

#[test]
fn disabled_clients_stay_disabled_where_a_format_can_say_so() {
    let disabled = ClientRecord { enabled: false, ..record(clients().remove(0)) };
    for format in FORMATS.iter().filter(|format| format.disabled) {
        let (found, _) = through(format, With::Nothing, &[(disabled.clone(), OutgoingSecret::None)]);
        assert_eq!(found[0].enabled, Some(false), "{}", format.name);
    }
}

#[test]
fn nothing_at_all_is_a_document_too() {
    for format in FORMATS {
        let (found, _) = through(format, With::Nothing, &[]);
        assert!(found.is_empty(), "{}", format.name);
    }
}

#[test]
fn public_clients_have_no_secret_on_the_way() {
    for format in FORMATS {
        let (found, _) =
            through(format, With::Nothing, &[(record(clients().remove(2)), OutgoingSecret::None)]);
        let draft = found[0].over(Draft::of(&Client::default()));
        assert_eq!(
            draft.text(field::CLIENT_TYPE),
            crate::domain::Word::word(ClientType::Public),
            "{}",
            format.name
        );
        assert_eq!(kind(&found[0]), "none");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_name_and_secret_comes_back(name in "\\PC{1,40}", secret in "[ -~]{16,60}") {
        let client = Client { name: name.clone(), ..clients().remove(0) };
        for format in FORMATS {
            let plain = OutgoingSecret::Plain(Plaintext::new(secret.clone()));
            let (found, _) = through(format, With::Secrets, &[(record(client.clone()), plain)]);
            prop_assert_eq!(found[0].text(field::CLIENT_NAME), &name, "{}", format.name);
            let same = matches!(&found[0].secret, GivenSecret::Plain(read) if read.expose() == secret);
            prop_assert!(same || secret.starts_with(['$', '*']), "{}: {}", format.name, kind(&found[0]));
        }
    }
}
