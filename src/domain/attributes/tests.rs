//! What the rows of the table say of each attribute, as forms, searches and documents rely on it.

use serde_json::json;

use super::*;
use crate::domain::draft::Draft;
use crate::domain::profile::Profile;
use crate::domain::settings::Settings;

#[test]
fn a_search_looks_into_these_and_no_others() {
    let searched: Vec<&str> = ATTRIBUTES.iter().filter(|row| row.searched).map(Attribute::called).collect();
    assert_eq!(searched.join(" "), "name client_id class partner email scope redirect-uri notes");
}

#[test]
fn an_attribute_is_found_by_its_flag_its_name_and_its_column_and_by_nothing_else() {
    for word in ["redirect-uri", "redirect_uri", "redirect_uris"] {
        assert_eq!(attribute_called(word).map(|row| row.name), Some(field::REDIRECT_URIS), "{word}");
    }
    for word in ["grants", "grant-type", "grant_types"] {
        assert_eq!(attribute_called(word).map(|row| row.name), Some(field::GRANT_TYPES), "{word}");
    }
    for word in ["redirect", "Grants", "", "secret"] {
        assert_eq!(attribute_called(word), None);
    }
    assert_eq!(attribute_called("name"), attribute(field::CLIENT_NAME));
    assert_ne!(attribute_called("name"), attribute_called("client-id"));
    assert_eq!(format!("{:?}", attribute_called("name").unwrap()), field::CLIENT_NAME);
}

#[test]
fn a_value_in_words_is_what_a_screen_says() {
    for (name, text, words) in [
        (field::REQUIRE_PKCE, "true", "yes"),
        (field::REQUIRE_PKCE, "false", "no"),
        (field::ACCESS_TOKEN_TTL, "43200", "12 hours"),
        (field::ACCESS_TOKEN_TTL, "-1", "never expires"),
        (field::CLIENT_TYPE, "public", "Public: a native or browser application"),
        (field::GRANT_TYPES, "password", "Password"),
        (field::GRANT_TYPES, "urn:example:other", "urn:example:other"),
        (field::NOTES, "true", "true"),
    ] {
        assert_eq!(attribute(name).unwrap().in_words(text), words, "{name} {text}");
    }
}

#[test]
fn a_lifetime_of_its_own_or_the_registrys() {
    let settings = Settings::default();
    let defaults = |row: &Attribute| row.default_words(&settings).map(|words| (row.name, words));
    assert_eq!(
        ATTRIBUTES.iter().filter_map(defaults).collect::<Vec<_>>(),
        [
            (field::ACCESS_TOKEN_TTL, "default (12 hours)".to_owned()),
            (field::REFRESH_TOKEN_TTL, "default (30 days)".to_owned()),
        ]
    );
}

#[test]
fn one_value_is_wanted_and_yes_or_no_is_true_or_false() {
    let write = |name: &str, texts: &[&str]| {
        let mut client = Client { notes: "as before".to_owned(), ..Client::default() };
        let texts: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
        let written = (attribute(name).unwrap().write)(&mut client, &texts);
        written.map(|()| client).map_err(|problems| problems[0].sentence.clone())
    };
    assert_eq!(write(field::NOTES, &[]).unwrap().notes, "");
    assert_eq!(write(field::NOTES, &["a", "b"]).unwrap_err(), "This takes one value, not several.");
    assert!(!write(field::REQUIRE_PKCE, &["false"]).unwrap().require_pkce);
    assert!(write(field::REQUIRE_PKCE, &["true"]).unwrap().require_pkce);
    for other in ["", "yes", "TRUE"] {
        assert_eq!(write(field::REQUIRE_PKCE, &[other]).unwrap_err(), "This is either true or false.");
    }
}

#[test]
fn three_attributes_are_lists() {
    let lists: Vec<&str> = ATTRIBUTES.iter().filter(|row| row.input.is_list()).map(|row| row.name).collect();
    assert_eq!(lists, [field::SCOPE, field::GRANT_TYPES, field::REDIRECT_URIS]);
}

/// The attributes that can't be typed into this draft.
fn closed(draft: &Draft) -> Vec<&'static str> {
    ATTRIBUTES.iter().filter(|row| (row.unavailable)(draft).is_some()).map(|row| row.name).collect()
}

#[test]
fn what_means_nothing_just_now_can_not_be_typed() {
    let mut draft = Draft::new(Profile::Service);
    assert_eq!(closed(&draft), [field::RESTRICT_TO_PARTNER_USERS, field::REDIRECT_URIS]);
    draft.set(field::PARTNER, vec!["acme".to_owned()]);
    assert_eq!(closed(&draft), [field::REDIRECT_URIS]);
    for (grant, redirects) in [("implicit", true), ("password", false), ("authorization_code", true)] {
        draft.set(field::GRANT_TYPES, vec!["client_credentials".to_owned(), grant.to_owned()]);
        assert_eq!(closed(&draft).is_empty(), redirects, "{grant}");
    }
    draft.set(field::CLIENT_TYPE, vec!["public".to_owned()]);
    assert_eq!(closed(&draft), [field::TOKEN_ENDPOINT_AUTH_METHOD]);
}

#[test]
fn a_value_in_json_is_read_as_it_is_written() {
    let client = Client {
        name: "ABC Shipping".to_owned(),
        client_id: "acme-billing".to_owned(),
        security_class: "USER".to_owned(),
        client_type: ClientType::Public,
        partner: Some("acme".to_owned()),
        restrict_to_partner_users: true,
        email: Some("ops@acme.example".to_owned()),
        scopes: ["read", "write"].map(str::to_owned).into(),
        grant_types: ["authorization_code", "refresh_token"].map(str::to_owned).into(),
        redirect_uris: ["https://acme.example/a", "https://acme.example/b"].map(str::to_owned).into(),
        auth_method: AuthMethod::None,
        require_pkce: true,
        access_token_ttl: Lifetime::from_seconds(-1),
        refresh_token_ttl: Lifetime::from_seconds(86_400),
        notes: "Two\nlines.".to_owned(),
    };
    let bare = Client {
        partner: None,
        email: None,
        scopes: Vec::new(),
        redirect_uris: Vec::new(),
        access_token_ttl: None,
        refresh_token_ttl: None,
        notes: String::new(),
        ..client.clone()
    };
    for client in [client, bare] {
        let mut again = Client::default();
        for row in ATTRIBUTES {
            let text = row.text_of(&row.json(&client)).unwrap_or_else(|problem| panic!("{problem:?}"));
            (row.write)(&mut again, &text).unwrap_or_else(|problems| panic!("{problems:?}"));
        }
        assert_eq!(again, client);
    }
}

#[test]
fn response_types_follow_from_the_grants() {
    let grants = ["authorization_code", "implicit", "refresh_token"].map(str::to_owned).into();
    let client = Client { grant_types: grants, ..Client::default() };
    assert_eq!(client.response_types(), ["code", "token"]);
    assert!(client.redirects() && !Client::default().redirects());
}

#[test]
fn what_a_client_has_not_is_null_or_empty_in_json() {
    let bare = Client::default();
    let json = |name: &str| attribute(name).unwrap().json(&bare);
    for (name, value) in [
        (field::PARTNER, json!(null)),
        (field::CONTACTS, json!([])),
        (field::SCOPE, json!("")),
        (field::REDIRECT_URIS, json!([])),
        (field::ACCESS_TOKEN_TTL, json!(null)),
        (field::NOTES, json!("")),
    ] {
        assert_eq!(json(name), value, "{name}");
    }
}

#[test]
fn a_value_of_another_shape_is_told_with_the_shape_that_is_wanted() {
    for (name, wrong, wanted) in [
        (field::CLIENT_NAME, json!(1), "client_name wants a string."),
        (field::CLIENT_NAME, json!(null), "client_name wants a string."),
        (field::PARTNER, json!(["acme"]), "partner wants a string or null."),
        (field::CONTACTS, json!("a@b.example"), "contacts wants an array of at most one string."),
        (field::CONTACTS, json!([1]), "contacts wants an array of at most one string."),
        (field::REQUIRE_PKCE, json!("true"), "require_pkce wants true or false."),
        (field::GRANT_TYPES, json!("password"), "grant_types wants an array of strings."),
        (field::SCOPE, json!(["read"]), "scope wants one string, its elements parted by blanks."),
        (field::ACCESS_TOKEN_TTL, json!("12h"), "access_token_ttl wants a number of seconds or null."),
    ] {
        let problem = attribute(name).unwrap().text_of(&wrong).unwrap_err();
        assert_eq!((problem.field, problem.sentence.as_str()), (name, wanted));
    }
}

#[test]
fn a_drop_down_offers_every_word_with_what_it_is_called() {
    let options = |name: &str| match attribute(name).unwrap().input {
        Input::Choice(options) => options(),
        _ => Vec::new(),
    };
    let kinds = [
        ("confidential", "Confidential: a server that can keep a secret"),
        ("public", "Public: a native or browser application"),
    ];
    assert_eq!(options(field::CLIENT_TYPE), kinds);
    let methods = options(field::TOKEN_ENDPOINT_AUTH_METHOD);
    assert_eq!(
        methods.iter().map(|(word, _)| *word).collect::<Vec<_>>(),
        ["client_secret_basic", "client_secret_post", "none"]
    );
}

/// What a person and a program see of an attribute: names, flag, heading, when and how it is typed, how it stands in JSON and list.
fn told(row: &Attribute) -> String {
    let Attribute { name, label, help, flag, input, json, edit, group, column, .. } = row;
    let input = format!("{input:?}");
    let input = input.split_once('(').map_or(input.as_str(), |(kind, _)| kind);
    let flag = flag.map_or_else(String::new, |flag| format!(" --{flag}"));
    let column = column.map_or_else(String::new, |column| {
        format!("; column {} {:?} {}-{}", column.key, column.title, column.width.0, column.width.1)
    });
    format!("{group}: {label:?} {name}{flag}; {input} {edit:?}, {json:?}{column}\n  {help}")
}

#[test]
fn each_attribute_is_called_and_typed_as_the_contract_says() {
    let rows: Vec<String> = ATTRIBUTES.iter().map(told).collect();
    insta::assert_snapshot!(rows.join("\n"), @r#"
    Identity: "Name" client_name; Line AtCreation, Text; column name "Name" 12-27
      For the record only; never part of a request. Read-only once the client exists.
    Identity: "Client ID" client_id --client-id; Line AtCreation, Text; column client_id "Client ID" 12-32
      What requests carry. Never changes and is never given to another client.
    Identity: "Security class" security_class --class; SecurityClass Always, Text; column class "Security class" 8-14
      One of the classes that the registry defines.
    Identity: "Type" client_type --client-type; Choice AtCreation, Text
      Whether it can keep a secret. Chosen at creation and never changed.
    Identity: "Partner" partner --partner; Partner Always, TextOrNull; column partner "Partner" 8-16
      Whose users the client serves; its subdomain begins the client ID.
    Users and contact: "Restrict to Partner Users" restrict_to_partner_users --restrict-to-partner-users; Flag Always, Flag
      Only users that are listed for the partner may use the client.
    Users and contact: "E-mail" contacts --email; Email Always, AtMostOne; column email "E-mail" 12-26
      One address to write to about this client, or nothing.
    Scopes, grants and redirects: "Scopes" scope --scope; Scopes Always, Joined
      What its tokens may do. Each is independent of the others.
    Scopes, grants and redirects: "Grant types" grant_types --grant-type; Choices Always, Array; column grants "Grants" 10-24
      How it gets its tokens. At least one.
    Scopes, grants and redirects: "Redirect URIs" redirect_uris --redirect-uri; Lines Always, Array
      One a line, complete: each is compared exactly as typed.
    Tokens and protocol: "Auth method" token_endpoint_auth_method --token-endpoint-auth-method; Choice Always, Text
      How it authenticates at the token endpoint.
    Tokens and protocol: "Require PKCE" require_pkce --require-pkce; Flag Always, Flag
      Refuse authorization requests without a code challenge (RFC 7636).
    Tokens and protocol: "Access token lifetime" access_token_ttl --access-token-ttl; Lifetime Always, NumberOrNull
      Seconds, or 90m, 12h, 30d; -1 never expires; empty is the registry's default.
    Tokens and protocol: "Refresh token lifetime" refresh_token_ttl --refresh-token-ttl; Lifetime Always, NumberOrNull
      Seconds, or 90m, 12h, 30d; empty is the registry's default.
    Notes: "Notes" notes --notes; Text Always, Text
      For the next operator. No secrets here.
    "#);
}
