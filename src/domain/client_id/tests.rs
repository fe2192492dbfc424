//! Which client IDs are taken and what is said of the others.

use proptest::prelude::*;

use super::*;

#[test]
fn unreserved_characters_make_a_client_id() {
    let longest = "x".repeat(100);
    for id in ["abc", "s6BhdRkqt3", "acme-jane.doe_2~x", "123", "A--", longest.as_str()] {
        assert_eq!(client_id(id, None).as_deref(), Ok(id));
    }
}

#[test]
fn anything_else_is_refused_with_its_rule() {
    for (id, rule, part) in [
        ("", "", "0 characters"),
        ("ab", "", "2 characters"),
        (&*"x".repeat(101), "", "101 characters"),
        ("ab:cd", "L-04", "no colon"),
        ("ab cd", "L-01", "\" \""),
        ("ab/cd", "L-01", "\"/\""),
        ("ab%20", "L-01", "\"%\""),
        ("abé", "L-01", "\"é\""),
        ("abc\n", "L-01", "\\n"),
        ("abc\u{202e}", "L-01", "\\u{202E}"),
        ("ab\u{661}", "L-01", "can't have"),
        ("-abc", "L-01", "begins with"),
        (".abc", "L-01", "begins with"),
        ("_abc", "L-01", "begins with"),
        ("~abc", "L-01", "begins with"),
    ] {
        let problems = client_id(id, None).unwrap_err();
        assert_eq!(problems.len(), 1, "{id:?}: {problems:?}");
        assert_eq!((problems[0].field, problems[0].rule), ("client_id", rule), "{id:?}");
        assert!(problems[0].sentence.contains(part), "{id:?}: {}", problems[0]);
    }
}

#[test]
fn every_problem_is_told_at_once() {
    let rules: Vec<_> = client_id("-:", None).unwrap_err().into_iter().map(|problem| problem.rule).collect();
    assert_eq!(rules, ["L-04", "L-01", ""]);
}

#[test]
fn the_bare_prefix_of_the_partner_is_refused_in_any_case() {
    for bare in ["acme-", "ACME-", "Acme-"] {
        let problems = client_id(bare, Some("acme")).unwrap_err();
        assert!(problems[0].sentence.contains("prefix alone"), "{bare}");
        assert!(client_id(bare, None).is_ok());
    }
    assert!(client_id("acme-jane", Some("acme")).is_ok());
    assert!(client_id("jane", Some("acme")).is_ok());
    assert_eq!(prefix("acme"), "acme-");
}

#[test]
fn client_ids_are_the_same_without_regard_to_case() {
    assert_eq!(key("Acme-Jane"), key("aCME-jANE"));
    assert_ne!(key("acme-jane"), key("acme_jane"));
}

proptest! {
    #[test]
    fn a_client_id_that_is_taken_survives_a_request(typed in any::<String>(), subdomain in "[a-z]{1,5}") {
        if let Ok(id) = client_id(&typed, Some(&subdomain)) {
            prop_assert_eq!(url::form_urlencoded::byte_serialize(id.replace('~', "").as_bytes()).collect::<String>(),
                id.replace('~', ""));
        }
    }

    #[test]
    fn every_client_id_of_the_grammar_is_taken(id in "[A-Za-z0-9][A-Za-z0-9._~-]{2,99}") {
        prop_assert_eq!(client_id(&id, None), Ok(id));
    }
}
