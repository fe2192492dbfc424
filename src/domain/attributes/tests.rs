//! What the rows of the table say of each attribute, as forms, searches and documents rely on it.

use serde_json::json;

use super::*;
use crate::domain::draft::Draft;
use crate::domain::profile::Profile;

#[test]
fn a_search_looks_into_these_and_no_others() {
    let searched: Vec<&str> = ATTRIBUTES.iter().filter(|row| row.searched).map(Attribute::called).collect();
    assert_eq!(searched.join(" "), "name client_id class partner email scope redirect-uri notes");
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
