//! What may be a name, and which names are the same.

use proptest::prelude::*;

use super::*;

fn sentences(result: Checked<String>) -> String {
    result.unwrap_err().into_iter().map(|problem| problem.sentence).collect::<Vec<_>>().join(" ")
}

#[test]
fn names_that_people_have_are_taken() {
    for name in [
        "ABC Shipping",
        "A",
        "Łódź-Verkehr Café",
        "株式会社カード",
        "한국 전자",
        "ООО Ромашка",
        "ABC-Логистика",
        "שלום",
        "شركة النقل",
        "O'Brien & Sons (EU) #2",
        "हिन्दी",
        "Nguyễn Văn",
        "R2-D2 @ 50 % off, \"quoted\"",
        "100 \u{b5}m",
    ] {
        assert_eq!(client_name(name).as_deref(), Ok(name));
        assert_eq!(partner_name(name).as_deref(), Ok(name));
        assert_eq!(full_name(name).as_deref(), Ok(name));
    }
}

#[test]
fn names_are_trimmed_and_composed() {
    assert_eq!(client_name("  ABC Shipping \t\n").unwrap(), "ABC Shipping");
    assert_eq!(client_name("\u{a0}\u{3000}A\u{2003}").unwrap(), "A");
    assert_eq!(client_name("Cafe\u{301}").unwrap(), "Caf\u{e9}");
}

#[test]
fn an_empty_name_is_refused_and_an_empty_full_name_is_not() {
    for empty in ["", "   ", "\n\t"] {
        assert!(sentences(client_name(empty)).contains("is empty"));
        assert!(sentences(partner_name(empty)).contains("is empty"));
        assert_eq!(full_name(empty).unwrap(), "");
    }
}

#[test]
fn a_name_has_a_hundred_characters_at_most_counted_after_trimming_and_composing() {
    for letter in ["x", "ł", "日", "e\u{301}"] {
        assert!(client_name(&format!("  {}  ", letter.repeat(100))).is_ok(), "{letter}");
        let long = client_name(&letter.repeat(101));
        assert_eq!(sentences(long), "The name has 101 characters. Shorten it to 100.");
    }
}

#[test]
fn characters_that_cannot_be_seen_are_refused_by_kind_and_number() {
    for (name, part) in [
        ("a\u{1b}[31m", "a control character (U+001B)"),
        ("a\nb", "a control character (U+000A)"),
        ("a\u{85}b", "a control character (U+0085)"),
        ("a\u{202e}b", "changes the direction of text (U+202E)"),
        ("a\u{2067}b", "changes the direction of text (U+2067)"),
        ("a\u{200b}b", "a zero-width character (U+200B)"),
        ("a\u{feff}b", "a zero-width character (U+FEFF)"),
        ("a\u{e0041}b", "an invisible tag character (U+E0041)"),
        ("a\u{e000}b", "a private-use character (U+E000)"),
        ("a\u{378}b", "an unassigned character (U+0378)"),
        ("a\u{ffff}b", "an unassigned character (U+FFFF)"),
    ] {
        for check in [client_name, partner_name, full_name] {
            let said = sentences(check(name));
            assert!(said.contains(part), "{name:?}: {said}");
        }
    }
}

#[test]
fn two_marks_stand_in_a_row_and_a_third_is_refused() {
    assert!(client_name("x\u{301}\u{308} y\u{301}\u{308}").is_ok());
    assert!(sentences(client_name("x\u{301}\u{308}\u{30a}")).contains("combining marks"));
}

#[test]
fn a_word_of_mixed_scripts_is_refused_and_the_stranger_is_named() {
    let said = sentences(client_name("My p\u{430}ypal shop"));
    assert!(
        said.contains("\"p\u{430}ypal\"") && said.contains("U+0430") && said.contains("Cyrillic"),
        "{said}"
    );
    for name in ["\u{421}OMPANY", "αbc", "abcд", "Kカード", "x\u{5d0}", "abc\u{661}", "q\u{301}\u{430}"]
    {
        assert!(sentences(client_name(name)).contains("mixes scripts"), "{name}");
    }
    for name in ["漢字かなカナ", "한글漢字", "Москва 2 Berlin", "a_б"] {
        assert!(client_name(name).is_ok(), "{name}");
    }
}

#[test]
fn every_problem_of_a_name_is_told_at_once() {
    let problems =
        client_name(&format!("p\u{430}y\u{200b}\u{301}\u{301}\u{301}{}", "x".repeat(100))).unwrap_err();
    assert_eq!(problems.len(), 4);
    assert!(problems.iter().all(|problem| problem.field == "client_name"));
}

#[test]
fn identifiers_have_one_to_thirty_two_plain_characters() {
    let longest = "x".repeat(32);
    for name in ["ADMIN", "a", "jane.doe_2-x", "-", ".", "0", longest.as_str()] {
        assert_eq!(class_name(name).as_deref(), Ok(name));
        assert_eq!(operator_name(name).as_deref(), Ok(name));
    }
    for name in ["", " ", "a b", " a", "a\n", "a/b", "é", "a:b", "a\u{200b}", "x".repeat(33).as_str()] {
        assert_eq!(class_name(name).unwrap_err()[0].field, "security_class", "{name:?}");
        assert_eq!(operator_name(name).unwrap_err()[0].field, "user_name", "{name:?}");
    }
}

#[test]
fn a_subdomain_is_one_dns_label() {
    let longest = "x".repeat(63);
    for label in ["acme", "a", "9", "a-b", "xn--bcher-kva", "ACME", longest.as_str()] {
        assert_eq!(subdomain(label).as_deref(), Ok(label));
    }
    for label in ["", "-", "-a", "a-", "a.b", "a_b", "a b", "bücher", "a\n", "x".repeat(64).as_str()] {
        assert!(sentences(subdomain(label)).contains("DNS label"), "{label:?}");
    }
}

#[test]
fn notes_keep_what_was_typed_up_to_two_thousand_characters() {
    let longest = "ł".repeat(2_000);
    for text in ["", "  two\n\n lines \t", "\u{1b}[31m", longest.as_str()] {
        assert_eq!(notes(text).as_deref(), Ok(text));
        assert_eq!(description(text).as_deref(), Ok(text));
    }
    assert!(sentences(notes(&"ł".repeat(2_001))).contains("2001 characters"));
    assert!(sentences(notes("a\0b")).contains("zero byte"));
}

#[test]
fn the_same_name_in_another_case_or_form_has_the_same_key() {
    for (one, other) in [
        ("ABC Shipping", " abc shipping "),
        ("CAFÉ", "cafe\u{301}"),
        ("STRASSE", "straße"),
        ("straẞe", "strasse"),
        ("ΟΔΟΣ", "οδος"),
        ("οδος", "οδοσ"),
        ("МОСКВА", "москва"),
        ("ﬁx", "FIX"),
        ("\u{212a}", "k"),
        ("\u{1fb4}", "\u{3b1}\u{345}\u{301}"),
    ] {
        assert_eq!(name_key(one), name_key(other), "{one} {other}");
    }
    assert_ne!(name_key("a b"), name_key("ab"));
    assert_ne!(name_key("cafe"), name_key("café"));
}

#[test]
fn the_key_of_every_cased_character_is_that_of_both_its_cases_and_of_itself() {
    for c in '\0'..='\u{1FFFF}' {
        let text = format!("x{c}x");
        let key = name_key(&text);
        assert_eq!(name_key(&key), key, "{c:?}");
        assert_eq!(name_key(&text.to_uppercase()), key, "{c:?}");
        assert_eq!(name_key(&text.to_lowercase()), key, "{c:?}");
    }
}

#[test]
fn search_folds_ascii_only() {
    assert_eq!(search_fold("ABC É Ω"), "abc É Ω");
    assert_eq!(search_fold("E\u{301}X"), "\u{c9}x");
}

proptest! {
    #[test]
    fn a_name_that_was_taken_is_taken_again_unchanged(typed in any::<String>()) {
        if let Ok(name) = client_name(&typed) {
            prop_assert_eq!(client_name(&name), Ok(name.clone()));
            prop_assert!((1..=NAME_MAX).contains(&name.chars().count()));
            prop_assert_eq!(super::super::text::drawn(&name), name.as_str());
        }
    }

    #[test]
    fn folding_twice_is_folding_once(text in any::<String>()) {
        let key = name_key(&text);
        prop_assert_eq!(name_key(&key), key.as_str());
        let folded = search_fold(&text);
        prop_assert_eq!(search_fold(&folded), folded.as_str());
    }
}

#[test]
fn names_look_alike_by_case_blanks_and_letters() {
    for (one, other) in [
        ("ABC Shipping", "abc  shipping"),
        ("ABC Shipping", "ABCShipping"),
        ("Paypal", "Pаypаl"),
        ("Modern", "Modem"),
        ("B0OK", "book"),
        ("Alpha l", "Alpha 1"),
        ("ALPHA I", "alpha l"),
    ] {
        assert_eq!(look(one), look(other), "{one} {other}");
    }
    for (one, other) in [("ABC 1", "ABC 2"), ("Client 010", "Client 011"), ("Alpha", "Alpha 2")] {
        assert_ne!(look(one), look(other), "{one} {other}");
    }
}

#[test]
fn a_class_that_is_not_chosen_yet_is_to_be_chosen_and_not_typed() {
    let said = |problems: Result<String, Vec<Problem>>| problems.unwrap_err()[0].sentence.clone();
    assert_eq!(said(chosen_class("")), "No security class is chosen. Choose one.");
    assert!(said(class_name("")).contains("Type 1 to 32 characters"));
    assert_eq!(chosen_class("USER").unwrap(), "USER");
}
