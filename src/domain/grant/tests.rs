//! Which grants are taken, and which response types follow from them.

use proptest::prelude::*;

use super::*;

#[test]
fn the_seven_grants_of_the_screen_are_taken() {
    let all: Vec<&str> = CHOICES.iter().map(|(name, _)| *name).collect();
    assert_eq!(all.len(), 7);
    assert_eq!(list(&all).unwrap(), all);
}

#[test]
fn an_extension_grant_is_an_absolute_uri() {
    for uri in [
        "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "https://example.com/grants/saml?v=2",
        "urn:openid:params:grant-type:ciba",
    ] {
        assert_eq!(list(&[uri]), Ok(vec![uri.to_owned()]));
    }
    let long = format!("urn:x:{}", "y".repeat(2_043));
    for text in [
        "jwt-bearer",
        "/grants/saml",
        "urn:",
        "urn",
        "1:x",
        "urn:a b",
        "urn:é",
        "urn:a#b",
        "urn:\u{1b}",
        " urn:a:b",
        "https://",
        "code",
        "none",
        long.as_str(),
    ] {
        let problems = list(&[text]).unwrap_err();
        assert_eq!(
            (problems.len(), problems[0].rule, problems[0].field),
            (1, "L-39", "grant_types"),
            "{text}"
        );
    }
}

#[test]
fn what_is_no_grant_is_told_with_those_that_are() {
    let problem = &list(&["code"]).unwrap_err()[0];
    for (known, _) in CHOICES {
        assert!(problem.sentence.contains(known), "{known}: {problem}");
    }
}

#[test]
fn a_known_grant_in_another_spelling_is_refused_with_the_right_one() {
    for (typed, meant) in [
        ("Authorization_Code", AUTHORIZATION_CODE),
        ("authorization-code", AUTHORIZATION_CODE),
        ("Authorization Code", AUTHORIZATION_CODE),
        (" password", PASSWORD),
        ("IMPLICIT", IMPLICIT),
        ("refresh token", REFRESH_TOKEN),
        ("URN:ietf:params:oauth:grant-type:device_code", DEVICE_CODE),
        ("device code", DEVICE_CODE),
        ("urn:ietf:params:oauth:grant-type:Token-Exchange", TOKEN_EXCHANGE),
    ] {
        let problem = list(&[typed]).unwrap_err().remove(0);
        assert!(problem.sentence.ends_with(&format!("Type {meant}.")), "{problem}");
        assert_eq!(problem.rule, "L-39");
    }
}

#[test]
fn a_client_without_any_grant_is_refused() {
    for none in [&[][..], &[""], &["", ""]] {
        assert_eq!(list::<&str>(none).unwrap_err()[0].rule, "L-38");
    }
}

#[test]
fn a_grant_counts_once() {
    assert_eq!(list(&["password", "", "password"]), Ok(vec!["password".to_owned()]));
}

#[test]
fn response_types_follow_from_the_grants() {
    for (grants, types) in [
        (&[AUTHORIZATION_CODE][..], &["code"][..]),
        (&[IMPLICIT], &["token"]),
        (&[IMPLICIT, AUTHORIZATION_CODE], &["code", "token"]),
        (&[CLIENT_CREDENTIALS, PASSWORD, REFRESH_TOKEN, DEVICE_CODE, TOKEN_EXCHANGE], &[]),
        (&["urn:x:authorization_code"], &[]),
        (&[], &[]),
    ] {
        assert_eq!(response_types(grants), types);
        assert_eq!(response_types_problem(grants, types), None);
        assert_eq!(grants.iter().any(|grant| redirects(grant)), !types.is_empty());
    }
}

#[test]
fn stated_response_types_that_do_not_belong_are_refused() {
    for (grants, stated, part) in [
        (&[AUTHORIZATION_CODE][..], &["token"][..], "State code,"),
        (&[AUTHORIZATION_CODE], &[], "State code,"),
        (&[AUTHORIZATION_CODE, IMPLICIT], &["code"], "State code and token,"),
        (&[CLIENT_CREDENTIALS], &["code"], "State none,"),
        (&[AUTHORIZATION_CODE], &["code", "code id_token"], "State code,"),
    ] {
        let problem = response_types_problem(grants, stated).unwrap();
        assert_eq!((problem.rule, problem.field), ("L-34", "response_types"));
        assert!(problem.sentence.contains(part), "{problem}");
    }
    assert_eq!(response_types_problem(&[AUTHORIZATION_CODE, IMPLICIT], &["token", "code"]), None);
}

proptest! {
    #[test]
    fn any_text_gets_an_answer(text in any::<String>()) {
        if let Ok(grants) = list(&[&text]) {
            prop_assert_eq!(grants, vec![text]);
        }
    }
}
