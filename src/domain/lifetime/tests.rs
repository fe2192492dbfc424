//! What is read as a span of time, and how it is said.

use proptest::prelude::*;

use super::*;

fn rule_and_sentence<T: std::fmt::Debug>(result: Checked<T>) -> (&'static str, String) {
    let problem = result.unwrap_err().remove(0);
    (problem.rule, problem.sentence)
}

#[test]
fn empty_and_default_mean_the_registrys_default() {
    for typed in ["", "  ", "default", " default "] {
        assert_eq!(access_lifetime(typed), Ok(None));
        assert_eq!(refresh_lifetime(typed), Ok(None));
    }
}

#[test]
fn seconds_and_durations_are_read() {
    for (typed, seconds) in [
        ("1", 1),
        ("43200", 43_200),
        ("007", 7),
        ("90m", 5_400),
        ("12h", 43_200),
        ("30d", 2_592_000),
        ("1h30m", 5_400),
        ("1h 30m", 5_400),
        ("2w", 1_209_600),
        ("1w1d1h1m1s", 694_861),
        ("45s", 45),
        ("0h5m", 300),
        (" 12h ", 43_200),
        ("31536000", MAX),
        ("365d", MAX),
        ("8760h", MAX),
    ] {
        assert_eq!(access_lifetime(typed), Ok(Some(Lifetime::Seconds(seconds))), "{typed}");
        assert_eq!(refresh_lifetime(typed), Ok(Some(Lifetime::Seconds(seconds))), "{typed}");
    }
}

#[test]
fn minus_one_is_for_access_tokens_only() {
    assert_eq!(access_lifetime("-1"), Ok(Some(Lifetime::Never)));
    let (rule, sentence) = rule_and_sentence(refresh_lifetime("-1"));
    assert_eq!(rule, "L-68");
    assert_eq!(sentence, "A lifetime can't be \"-1\". Type 1 or more.");
}

#[test]
fn nothing_and_negatives_are_refused_by_rule() {
    for typed in ["0", "00", "0s", "0h0m", "-2", "-01", "-0", "-", "-12h", "--1", "-1s"] {
        assert_eq!(rule_and_sentence(access_lifetime(typed)).0, "L-68", "{typed}");
        assert_eq!(rule_and_sentence(refresh_lifetime(typed)).0, "L-68", "{typed}");
    }
}

#[test]
fn more_than_a_year_is_refused_however_it_is_typed() {
    let long = "9".repeat(400);
    for typed in ["31536001", "366d", "53w", "365d1s", "99999999999999999999", &long, &format!("{long}w1s")] {
        let (_, sentence) = rule_and_sentence(access_lifetime(typed));
        assert!(sentence.contains("longer than 31536000 seconds (365 days)"), "{sentence}");
    }
}

#[test]
fn what_is_no_span_of_time_is_refused_with_the_forms() {
    for typed in [
        "h",
        "12x",
        "12H",
        "1.5h",
        "1,000",
        "+5",
        "5 m",
        "30m1h",
        "1h1h",
        "1h30",
        "٣",
        "１２",
        "12h\u{200b}",
        "1e3",
        "−1",
        "Default",
        "never",
        "1h\t30m",
    ] {
        let (rule, sentence) = rule_and_sentence(refresh_lifetime(typed));
        assert!(rule.is_empty() && sentence.contains("Type seconds, or a duration"), "{typed}: {sentence}");
    }
}

#[test]
fn lifetimes_are_said_in_words() {
    for (seconds, words) in [
        (1, "1 second"),
        (60, "1 minute"),
        (5_400, "1 hour 30 minutes"),
        (43_200, "12 hours"),
        (86_400, "1 day"),
        (2_592_000, "30 days"),
        (93_784, "1 day 2 hours 3 minutes 4 seconds"),
        (MAX, "365 days"),
    ] {
        assert_eq!(Lifetime::Seconds(seconds).words(), words);
    }
    assert_eq!(span_words(0), "0 seconds");
    assert_eq!(Lifetime::Never.words(), "never expires");
    assert_eq!(words_or_default(None, Lifetime::Seconds(43_200)), "default (12 hours)");
    assert_eq!(words_or_default(None, Lifetime::Never), "default (never expires)");
    assert_eq!(words_or_default(Some(Lifetime::Never), Lifetime::Seconds(1)), "never expires");
}

#[test]
fn the_registry_keeps_minus_one_for_never() {
    for lifetime in [Lifetime::Never, Lifetime::Seconds(1), Lifetime::Seconds(MAX)] {
        assert_eq!(Lifetime::from_seconds(lifetime.as_seconds()), Some(lifetime));
    }
    for seconds in [0, -2, i64::MIN, i64::from(MAX) + 1, i64::MAX] {
        assert_eq!(Lifetime::from_seconds(seconds), None);
    }
    assert!(Lifetime::Never > Lifetime::Seconds(MAX));
}

#[test]
fn spans_have_their_own_range() {
    assert_eq!(grace("24h"), Ok(86_400));
    assert_eq!(grace("1w"), Ok(604_800));
    assert!(rule_and_sentence(grace("0")).1.contains("Type 1 second to 365 days"));
    assert!(rule_and_sentence(grace("")).1.contains("is no span of time"));
    assert!(rule_and_sentence(grace("-1")).1.contains("is no span of time"));
    assert_eq!(span("idle_lock", "10m", 60, 3_600), Ok(600));
    let (_, sentence) = rule_and_sentence(span("idle_lock", "2h", 60, 3_600));
    assert_eq!(sentence, "\"2h\" is out of range. Type 1 minute to 1 hour.");
}

proptest! {
    #[test]
    fn what_is_shown_can_be_typed_again(seconds in 1..=MAX) {
        let lifetime = Lifetime::Seconds(seconds);
        prop_assert_eq!(refresh_lifetime(&lifetime.typed()), Ok(Some(lifetime)));
        prop_assert_eq!(refresh_lifetime(&seconds.to_string()), Ok(Some(lifetime)));
    }

    #[test]
    fn any_text_gets_an_answer_in_range(typed in any::<String>()) {
        if let Ok(Some(Lifetime::Seconds(seconds))) = access_lifetime(&typed) {
            prop_assert!((1..=MAX).contains(&seconds));
        }
    }

    #[test]
    fn durations_of_every_make_get_an_answer(typed in "[-0-9wdhms ]{0,12}") {
        if let Ok(Some(Lifetime::Seconds(seconds))) = refresh_lifetime(&typed) {
            prop_assert!((1..=MAX).contains(&seconds));
        }
    }
}
