//! Credentials in every form in which they travel, with answers known from outside.

use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Result<(String, String), CredentialsError> {
    Credentials::parse(text).map(|it| (it.client_id.clone(), it.secret.expose().to_owned()))
}

fn pair(client_id: &str, secret: &str) -> (String, String) {
    (client_id.to_owned(), secret.to_owned())
}

fn credentials(client_id: &str, secret: &str) -> Credentials {
    Credentials { client_id: client_id.to_owned(), secret: Plaintext::new(secret.to_owned()) }
}

/// From Audience Manager's documentation and from RFC 6749 §2.3.1.
const KNOWN: [(&str, &str, &str); 2] = [
    ("testId", "testSecret", "dGVzdElkOnRlc3RTZWNyZXQ="),
    ("s6BhdRkqt3", "7Fjfp0ZBr1KtDRbnfVdmIw", "czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3"),
];

#[test]
fn known_answers_are_read_and_written() {
    for (client_id, secret, token) in KNOWN {
        assert_eq!(credentials(client_id, secret).basic().expose(), token);
        for text in [
            format!("{client_id}:{secret}"),
            format!("{client_id}:{secret}\n"),
            format!("{client_id}:{secret}\r\n"),
            format!("Basic {token}"),
            format!("basic  {token} \n"),
            format!("Authorization: Basic {token}"),
            format!("authorization:BASIC {token}\r\n"),
        ] {
            assert_eq!(read(&text), Ok(pair(client_id, secret)), "{text:?}");
        }
    }
}

#[test]
fn a_line_is_parted_at_its_first_colon() {
    assert_eq!(read("id:a:b:"), Ok(pair("id", "a:b:")));
    assert_eq!(read(" id : s "), Ok(pair(" id ", " s ")));
    assert_eq!(read("Basic:secret"), Ok(pair("Basic", "secret")));
    assert_eq!(read("Authorization:secret"), Ok(pair("Authorization", "secret")));
}

#[test]
fn what_holds_no_credentials_says_what_is_missing() {
    for (text, error) in [
        ("", CredentialsError::NoColon),
        ("\n", CredentialsError::NoColon),
        ("id", CredentialsError::NoColon),
        (":secret", CredentialsError::NoClientId),
        (":", CredentialsError::NoClientId),
        ("id:", CredentialsError::NoSecret),
        ("id:\n", CredentialsError::NoSecret),
        ("id:s\nid:s\n", CredentialsError::SeveralLines),
        ("id:s\n\n", CredentialsError::SeveralLines),
        ("Basic ", CredentialsError::NoColon),
        ("Basic !", CredentialsError::NotBase64),
        ("Basic dGVzdElkOnRlc3RTZWNyZXQ", CredentialsError::NotBase64),
        ("Basic dGVzdElkOnRlc3RTZWNyZXR=", CredentialsError::NotBase64),
        ("Basic /zo=", CredentialsError::NotBase64),
        ("Basic aWQ=", CredentialsError::NoColon),
        ("Authorization: Basic OnM=", CredentialsError::NoClientId),
    ] {
        assert_eq!(read(text), Err(error), "{text:?}");
    }
}

#[test]
fn form_encoded_halves_are_decoded_only_where_it_makes_a_difference() {
    let plain =
        |one: Option<Credentials>| one.map(|it| (it.client_id.clone(), it.secret.expose().to_owned()));
    for (client_id, secret, decoded) in [
        ("a%7Eb", "x%2By+z%3A", Some(pair("a~b", "x+y z:"))),
        ("id", "%C3%BC", Some(pair("id", "ü"))),
        ("id", "plain-._*", None),
        ("id", "100%", None),
        ("id", "%4", None),
        ("id", "%zz", None),
        ("id", "%ff", None),
        ("id", "%+4", None),
    ] {
        assert_eq!(plain(credentials(client_id, secret).form_decoded()), decoded, "{client_id}:{secret}");
    }
}

#[test]
fn no_error_repeats_what_was_given() {
    for text in
        ["Basic aHVudGVyMg==", "hunter2", "hunter2:", ":hunter2", "hunter2:x\nhunter2:x", "Basic hunter2"]
    {
        let said = Credentials::parse(text).err().unwrap().to_string();
        assert!(!said.contains("hunter2") && !said.contains("aHVudGVyMg"), "{said}");
    }
}

proptest! {
    #[test]
    fn any_text_gets_an_answer(text in any::<String>()) {
        let _ = read(&text);
        let _ = read(&format!("Basic {text}"));
        let _ = credentials(&text, &text).form_decoded().map(|it| it.line());
    }

    #[test]
    fn what_is_written_is_read_again(client_id in "[A-Za-z0-9][A-Za-z0-9._~-]{2,20}", secret in "[ -~]{1,60}") {
        let written = credentials(&client_id, &secret);
        let expected = pair(&client_id, &secret);
        prop_assert_eq!(read(&format!("Basic {}", written.basic().expose())).unwrap(), expected.clone());
        prop_assert_eq!(read(written.line().expose()).unwrap(), expected);
    }

    #[test]
    fn what_a_client_form_encodes_is_found_again(client_id in "[A-Za-z0-9._~-]{3,20}", secret in "[ -~]{1,60}") {
        let encode = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let sent = credentials(&encode(&client_id), &encode(&secret));
        let found = sent.form_decoded().unwrap_or(sent);
        prop_assert_eq!((found.client_id.as_str(), found.secret.expose()), (client_id.as_str(), secret.as_str()));
    }
}
