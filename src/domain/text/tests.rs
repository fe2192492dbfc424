//! What is drawn of hostile and of honest text.

use proptest::prelude::*;

use super::*;

#[test]
fn honest_text_is_drawn_as_it_is_without_a_copy() {
    for text in [
        "",
        "ABC Shipping",
        "Łódź Café \u{65}\u{301}",
        "日本の会社",
        "한국",
        "العربية",
        "שלום",
        "हिन्दी",
        "😀 ✓",
        "\u{A0}no-break",
        "C:\\new",
        "~!@#$%^&*()",
        "\u{600}1",
    ] {
        assert!(matches!(drawn(text), Cow::Borrowed(same) if same == text), "{text:?}");
        assert!(matches!(drawn_lines(text), Cow::Borrowed(same) if same == text), "{text:?}");
    }
}

#[test]
fn what_cannot_be_seen_is_made_visible() {
    for (text, seen) in [
        ("a\u{1b}[31mb", "a\\u{1B}[31mb"),
        ("\u{0}", "\\u{0}"),
        ("\u{7f}", "\\u{7F}"),
        ("\u{9b}31m", "\\u{9B}31m"),
        ("\u{85}", "\\u{85}"),
        ("a\tb\rc\nd", "a\\tb\\rc\\nd"),
        ("abc\u{202e}txt.exe", "abc\\u{202E}txt.exe"),
        ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
        ("\u{200e}\u{200f}\u{61c}", "\\u{200E}\\u{200F}\\u{61C}"),
        ("pay\u{200b}pal", "pay\\u{200B}pal"),
        ("\u{feff}x\u{200d}\u{200c}\u{2060}", "\\u{FEFF}x\\u{200D}\\u{200C}\\u{2060}"),
        ("soft\u{ad}hyphen", "soft\\u{AD}hyphen"),
        ("\u{e0041}\u{e007f}", "\\u{E0041}\\u{E007F}"),
        ("\u{e000}\u{f8ff}\u{10fffd}", "\\u{E000}\\u{F8FF}\\u{10FFFD}"),
        ("\u{378}\u{ffff}", "\\u{378}\\u{FFFF}"),
        ("\u{2028}\u{2029}", "\\u{2028}\\u{2029}"),
        ("x\u{fe0f}\u{e0100}", "x\\u{FE0F}\\u{E0100}"),
        ("\u{3164}\u{115f}\u{34f}", "\\u{3164}\\u{115F}\\u{34F}"),
        ("\u{ffa0}\u{1160}", "\\u{FFA0}\\u{1160}"),
    ] {
        assert_eq!(drawn(text), seen, "{text:?}");
    }
}

#[test]
fn several_lines_keep_their_newlines_and_nothing_else() {
    assert_eq!(drawn_lines("one\r\ntwo\n\u{1b}three\t"), "one\\r\ntwo\n\\u{1B}three\\t");
    assert!(matches!(drawn_lines("one\ntwo"), Cow::Borrowed(_)));
}

#[test]
fn a_heap_of_marks_does_not_smear_over_other_rows() {
    let heap: String = std::iter::once('o').chain(std::iter::repeat_n('\u{301}', 10)).collect();
    let seen = drawn(&heap);
    assert_eq!(seen.chars().filter(|&c| is_mark(c)).count(), 8);
    assert!(seen.ends_with("\\u{301}\\u{301}"), "{seen}");
}

#[test]
fn a_sentence_quotes_visible_text_and_cuts_what_is_long() {
    assert_eq!(quoted("a\u{1b}"), "\"a\\u{1B}\"");
    assert_eq!(quoted(&"x".repeat(60)), format!("\"{}\"", "x".repeat(60)));
    assert_eq!(quoted(&"ł".repeat(61)), format!("\"{}…\"", "ł".repeat(60)));
}

#[test]
fn every_single_character_ends_up_visible() {
    for c in '\0'..=char::MAX {
        let seen = drawn(c.encode_utf8(&mut [0; 4])).into_owned();
        assert!(seen.chars().all(|c| Unseen::of(c).is_none()), "{c:?}");
        assert_eq!(Unseen::of(c).is_none(), seen.chars().eq([c]), "{c:?}");
    }
}

proptest! {
    #[test]
    fn nothing_unseen_is_left_and_twice_is_once(text in any::<String>()) {
        let once = drawn(&text).into_owned();
        prop_assert!(once.chars().all(|c| Unseen::of(c).is_none()));
        prop_assert_eq!(drawn(&once), once.as_str());
        let lines = drawn_lines(&text).into_owned();
        prop_assert!(lines.chars().all(|c| c == '\n' || Unseen::of(c).is_none()));
        prop_assert_eq!(drawn_lines(&lines), lines.as_str());
        prop_assert_eq!(drawn(&lines), drawn(&once));
    }

    #[test]
    fn heaps_of_marks_and_overrides_are_drawn_once(text in "[a\u{301}\u{308}\u{202e}\u{1b}\n]{0,40}") {
        let once = drawn(&text).into_owned();
        prop_assert_eq!(drawn(&once), once.as_str());
    }
}

#[test]
fn numbers_are_told_as_people_count() {
    assert_eq!((grouped(1_000_000), grouped(999)), ("1,000,000".to_owned(), "999".to_owned()));
    assert_eq!((counted(1, "client"), counted(1204, "client")), ("1 client".into(), "1,204 clients".into()));
}

proptest! {
    #[test]
    fn a_drawn_json_document_means_the_same_and_hides_nothing(text in any::<String>()) {
        let document = serde_json::to_string_pretty(&[&text]).unwrap();
        let mut drawn = String::new();
        draw_json(&document, &mut |piece| drawn.push_str(piece));
        prop_assert_eq!(serde_json::from_str::<Vec<String>>(&drawn).unwrap(), [text]);
        prop_assert!(drawn.chars().all(|c| c == '\n' || Unseen::of(c).is_none()), "{:?}", drawn);
    }
}

#[test]
fn json_is_escaped_as_json_escapes() {
    let mut drawn = String::new();
    draw_json("[\n\"a\u{202e}\u{9b}\u{e0041}ä\"\n]", &mut |piece| drawn.push_str(piece));
    assert_eq!(drawn, "[\n\"a\\u202e\\u009b\\udb40\\udc41ä\"\n]");
}
