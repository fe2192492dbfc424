//! Which passwords are taken, and what is said of the others.

use proptest::prelude::*;

use super::*;

fn said(password: &str, user_name: &str) -> String {
    match check(&Plaintext::new(password.to_owned()), user_name) {
        Ok(()) => String::new(),
        Err(problems) => {
            assert_eq!((problems.len(), problems[0].field), (1, "password"));
            problems[0].sentence.clone()
        }
    }
}

#[test]
fn long_and_uncommon_passwords_of_any_characters_are_taken() {
    for password in [
        "for demonstration only",
        "gravel umbrella sonnet",
        "xkQ9#vTr2!mLp0z",
        "Zwölf Boxkämpfer jagen",
        "наше лето было долгим",
        "春眠不覚暁処処聞啼鳥夜来風雨声",
        "tab\tand\nnewline and \u{1b}",
        "🦀🐙🌵🎷🧊🪁🧲🛶🎡🧵🪴🧭🎈🗿🐝",
        "824901735526849",
        "football sunshine dragon princess",
        "jane.doe keeps the registry",
        "adminton shuttlecocks",
        "football#7xfootball#7x",
    ] {
        assert_eq!(said(password, "jane.doe"), "", "{password}");
    }
    assert_eq!(said("for demonstration only", "admin"), "");
}

#[test]
fn a_password_has_fifteen_to_a_thousand_and_twenty_four_characters() {
    assert!(said("", "admin").contains("has 0 characters"));
    assert!(said("gravel umbrell", "admin").contains("has 14 characters"));
    assert_eq!(said("gravel umbrella", "admin"), "");
    let longest: String = "gravel umbrella sonnet ".chars().cycle().take(1_022).chain("Qz".chars()).collect();
    assert_eq!(said(&longest, "admin"), "");
    assert!(said(&format!("{longest}x"), "admin").contains("more than 1024"));
    assert!(said(&"x".repeat(3_000_000), "admin").contains("more than 1024"));
}

#[test]
fn characters_are_counted_in_the_form_that_is_hashed() {
    // Fourteen characters that NFKC makes fifteen, and sixteen that it makes fourteen.
    assert_eq!(said("gravel umbreﬃ", "admin"), "");
    assert!(said("gravel ube\u{301}rle\u{301}z", "admin").contains("has 14 characters"));
}

#[test]
fn what_is_guessed_first_is_refused() {
    for password in [
        "password1234567",
        "Password2024!!!",
        "P@ssw0rd!2024!!",
        "passwordpassword",
        "password password",
        "Administrator2025",
        "iloveyouiloveyou",
        "letmeinletmein123",
        "correct horse battery staple",
        "CorrectHorseBatteryStaple1",
        "qwertyuiopasdfgh",
        "QWERTZUIOP123456",
        "poiuytrewq098765",
        "1q2w3e4r5t6y7u8i",
        "1qaz2wsx3edc4rfv",
        "zaq12wsxcde34rfv",
        "!@#$%^&*()!@#$%^",
        "123456789012345",
        "098765432109876",
        "abcdefghijklmnop",
        "zyxwvutsrqponml",
        "aaaaaaaaaaaaaaa",
        "aaaaaaaabbbbbbbb",
        "abcabcabcabcabc",
        "Kx9#zKx9#zKx9#z",
        "               ",
        "...............",
        "p a s s w o r d 1 2 3",
        "football2024dragon",
        "changeme-changeme",
        "clientkeepclientkeep",
        "football#7football#7",
        "ｐａｓｓｗｏｒｄ１２３４５６７",
        "пппппппппппппппп",
    ] {
        assert!(said(password, "jane").contains("guessed first"), "{password}");
        assert!(!said(password, "jane").contains("user name"), "{password}");
    }
}

#[test]
fn a_password_made_of_the_user_name_is_refused_and_one_that_only_has_it_is_not() {
    for (password, user_name) in [
        ("jane.doe-Jane.Doe-x", "jane.doe"),
        ("JaneDoe123456789", "jane.doe"),
        ("hildegard2025!!", "hildegard"),
        ("rumpelstiltskin", "rumpelstiltskin"),
        ("password-hildegard", "hildegard"),
        ("k_lumsy K_LUMSY 99", "klumsy"),
    ] {
        assert!(said(password, user_name).contains("made of the user name"), "{password}");
        assert!(!said(password, user_name).contains(password));
    }
    assert_eq!(said("hildegard von der Quelle", "hildegard"), "");
    assert_eq!(said("gravel umbrella sonnet", "a"), "");
    assert_eq!(said("gravel umbrella sonnet", ""), "");
}

#[test]
fn three_characters_in_a_row_are_a_piece_and_so_is_a_year() {
    for password in ["abcmnorst456xyz", "cbaonmtsr654zyx", "19722031194820651988"] {
        assert!(guess::is_guessed_early(password, ""), "{password}");
    }
    for password in
        ["abmnrs45xyghqrtu", "19qz20wk19vj20hg19fk", "19q420w419v420h419f4", "x7#kq2!vx7#kq2!v", "\0b\0d\0f"]
    {
        assert!(!guess::is_guessed_early(password, ""), "{password:?}");
    }
}

#[test]
fn the_list_is_sorted_plain_and_without_doubles() {
    let words: Vec<&str> = guess::COMMON.lines().collect();
    assert!(words.len() > 900);
    assert!(words.is_sorted_by(|one, next| one < next));
    for word in words {
        assert!(
            word.len() >= 4 && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()),
            "{word}"
        );
    }
}

proptest! {
    #[test]
    fn any_text_gets_an_answer_that_does_not_show_it(password in any::<String>(), user_name in "[a-z._-]{0,10}") {
        let answer = said(&password, &user_name);
        prop_assert!(password.chars().count() < MIN || !answer.contains(&password));
    }

    #[test]
    fn repeating_a_short_part_is_never_enough(part in "[ -~]{1,7}") {
        prop_assert_ne!(said(&part.repeat(15), "admin"), "");
    }

    #[test]
    fn a_common_word_is_refused_whatever_its_case_and_whatever_year_follows(
        at in 0..900_usize, year in 1900..2100_u32, upper in any::<bool>()
    ) {
        let word = guess::COMMON.lines().nth(at).unwrap();
        let word = if upper { word.to_uppercase() } else { word.to_owned() };
        let password = format!("{word}{year}{year}aaaaaaaa");
        prop_assert!(said(&password, "admin").contains("guessed first"), "{}", password);
    }
}
