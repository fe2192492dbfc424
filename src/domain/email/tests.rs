//! Which addresses are taken, and what is said of the others.

use proptest::prelude::*;

use super::*;

#[test]
fn addresses_of_rfc_5321_are_taken_as_typed() {
    let longest =
        format!("{}@{}.example", "x".repeat(64), ["y".repeat(60), "z".repeat(60), "w".repeat(59)].join("."));
    assert_eq!(longest.len(), 254);
    for typed in [
        "jane@example.com",
        "Jane.Doe+tag@Example.COM",
        "o'brien@example.com",
        "a@b",
        "root@localhost",
        "x@xn--bcher-kva.example",
        "!#$%&'*+-/=?^_`{|}~@example.com",
        "\"jane doe\"@example.com",
        "\"a@b\"@example.com",
        "\"a\\\"b\"@example.com",
        "\"\"@example.com",
        "jane@[192.0.2.1]",
        "jane@[IPv6:2001:db8::1]",
        "jane@9.example",
        longest.as_str(),
    ] {
        assert_eq!(address(typed).as_deref(), Ok(typed));
        assert_eq!(contact(&[typed]), Ok(Some(typed.to_owned())));
    }
}

#[test]
fn blanks_around_an_address_are_left_out_and_nothing_is_no_contact() {
    assert_eq!(contact(&[" jane@example.com\n", ""]), Ok(Some("jane@example.com".to_owned())));
    for nothing in [&[][..], &[""], &[" ", ""]] {
        assert_eq!(contact::<&str>(nothing), Ok(None));
    }
}

#[test]
fn anything_else_is_refused_by_rule_and_says_why() {
    let long_local = format!("{}@example.com", "x".repeat(65));
    let too_long = format!("x@{}com", "yyyyyyyyy.".repeat(25));
    for (typed, part) in [
        ("jane", "has no @"),
        ("jane.example.com", "has no @"),
        ("@example.com", "before the @"),
        ("jane@", "after the @"),
        (".jane@example.com", "before the @"),
        ("jane.@example.com", "before the @"),
        ("ja..ne@example.com", "before the @"),
        ("ja(ne)@example.com", "before the @"),
        ("ja\u{7}ne@example.com", "before the @"),
        ("\"ja\"ne\"@example.com", "before the @"),
        ("\"jane\\\"@example.com", "before the @"),
        ("jane@example..com", "after the @"),
        ("jane@.com", "after the @"),
        ("jane@example.com.", "after the @"),
        ("jane@-a.com", "after the @"),
        ("jane@a-.com", "after the @"),
        ("jane@a_b.com", "after the @"),
        ("jane@[300.1.1.1]", "after the @"),
        ("jane@[2001:db8::1]", "after the @"),
        ("jane@[192.0.2.1", "after the @"),
        ("jane@exam ple.com", "after the @"),
        ("jane@example.com\u{0}", "after the @"),
        ("jané@example.com", "other than ASCII"),
        ("jane@bücher.example", "other than ASCII"),
        ("jane@example.com\u{200b}", "other than ASCII"),
        ("a@x.com,b@x.com", "not exactly one"),
        ("a@x.com b@x.com", "not exactly one"),
        ("a@x.com; b@x.com", "not exactly one"),
        ("Jane <jane@example.com>", "not exactly one"),
        ("a@b@c", "not exactly one"),
        (&long_local, "65 characters before"),
        (&too_long, "255 characters"),
    ] {
        let problems = address(typed).unwrap_err();
        assert_eq!(
            (problems.len(), problems[0].rule, problems[0].field),
            (1, "L-83", "contacts"),
            "{typed:?}"
        );
        assert!(problems[0].sentence.contains(part), "{typed:?}: {}", problems[0]);
    }
}

#[test]
fn two_contacts_are_one_too_many() {
    let problem = contact(&["a@example.com", "b@example.com"]).unwrap_err().remove(0);
    assert!(problem.sentence.contains("one e-mail address at most"));
}

proptest! {
    #[test]
    fn any_text_gets_an_answer_and_what_is_taken_is_plain(typed in any::<String>()) {
        if let Ok(taken) = address(&typed) {
            prop_assert!(taken.bytes().all(|byte| matches!(byte, b' '..=b'~')) && taken.len() <= MAX);
        }
    }

    #[test]
    fn made_up_addresses_are_taken_again_unchanged(typed in "[a-z\".\\\\ @]{0,8}@[a-z0-9.\\[\\]:-]{0,12}") {
        if let Ok(taken) = address(&typed) {
            prop_assert_eq!(address(&taken), Ok(taken));
        }
    }
}
