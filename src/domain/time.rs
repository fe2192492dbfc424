//! Times as people read them. Everything inside is Unix seconds in UTC.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;

use super::lifetime;
use super::problem::{Checked, Problem};
use super::text::quoted;

/// Characters of a date without a time, such as `2026-11-22`.
const DATE: usize = 10;

/// The latest point in time that is told: 9999-12-30 22:00 UTC. What is typed as a later one is this one.
const LATEST: i64 = 253_402_207_200;

/// Which end of a day a date without a time means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Its first second.
    Start,
    /// Its last second.
    End,
}

/// A point in time as it is typed, in Unix seconds: RFC 3339, `2026-11-22 01:49` or `2026-11-22` in UTC, or a
/// span such as `36h` before `now`.
pub fn point(field: &'static str, typed: &str, now: i64, edge: Edge) -> Checked<i64> {
    let typed = typed.trim();
    let before = typed.ends_with(|c: char| c.is_ascii_lowercase()).then(|| {
        let ago = lifetime::span(field, typed, 0, u32::MAX).ok()?;
        Some(now.saturating_sub(ago.into()))
    });
    let stamp = || typed.parse::<Timestamp>().ok().map(Timestamp::as_second);
    let civil = || {
        let start = typed.parse::<DateTime>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        let last = if typed.len() == DATE && edge == Edge::End { 86_399 } else { 0 };
        Some((start.timestamp().as_second() + last).min(LATEST))
    };
    // Some hours of the last days that can be written are later than what can be told of every zone.
    let latest = || {
        let date = Pieces::parse(typed).ok()?.date();
        (date.year() == 9999 && date.month() == 12 && date.day() >= 30).then_some(LATEST)
    };
    before.flatten().or_else(stamp).or_else(civil).or_else(latest).ok_or_else(|| {
        let sentence = format!(
            "{} is no time. Type one such as 2026-11-22, 2026-11-22 01:49 (UTC), 2026-11-22T01:49:35Z, or 36h ago as 36h.",
            quoted(typed)
        );
        vec![Problem::new(field, "RFC 3339", sentence)]
    })
}

/// A point in time to come as it is typed, in Unix seconds: as [`point`] takes it, but that a span such as `90d`
/// is one from `now` on, and a date is its last second.
pub fn deadline(field: &'static str, typed: &str, now: i64) -> Checked<i64> {
    const FORMS: &str = "Type a time to come, such as 90d, 2030-12-31 or 2030-12-31 18:00 (UTC).";
    let wrong = |is: &str| vec![Problem::new(field, "", format!("{} {is}. {FORMS}", quoted(typed)))];
    let span = typed.trim().starts_with(|c: char| c.is_ascii_digit())
        && typed.trim().ends_with(|c: char| c.is_ascii_lowercase())
        && !typed.contains('-');
    let at = if span {
        // What is a span at all is told how long it may be.
        lifetime::span(field, typed, 0, u32::MAX).map_err(|_| wrong("is no time"))?;
        now.saturating_add(lifetime::span(field, typed, 1, lifetime::MAX)?.into())
    } else {
        point(field, typed, now, Edge::End).map_err(|_| wrong("is no time"))?
    };
    if at > now { Ok(at) } else { Err(wrong("is over")) }
}

/// RFC 3339 in UTC, such as `2026-11-22T01:49:35Z`.
#[must_use]
pub fn rfc3339(seconds: i64) -> String {
    let mut text = String::with_capacity(RFC3339);
    push_rfc3339(&mut text, seconds);
    text
}

/// Characters of a time such as `2026-11-22T01:49:35Z`.
const RFC3339: usize = 20;

/// Adds what [`rfc3339`] tells, for lists with millions of times.
pub fn push_rfc3339(text: &mut String, seconds: i64) {
    let Ok(time) = Timestamp::from_second(seconds) else { return text.push_str(&seconds.to_string()) };
    let civil = Offset::UTC.to_datetime(time);
    let Ok(year) = u16::try_from(civil.year()) else { return text.push_str(&time.to_string()) };
    let mut digits = *b"0000-00-00T00:00:00Z";
    let parts = [civil.month(), civil.day(), civil.hour(), civil.minute(), civil.second()];
    let parts = parts.map(|part| u16::from(part.unsigned_abs()));
    for (at, part) in [year / 100, year % 100].into_iter().chain(parts).enumerate() {
        // The year has no mark between its halves.
        let at = if at == 0 { 0 } else { 3 * at - 1 };
        for (digit, value) in digits[at..at + 2].iter_mut().zip([part / 10, part % 10]) {
            *digit += u8::try_from(value).unwrap_or_default();
        }
    }
    text.push_str(std::str::from_utf8(&digits).unwrap_or_default());
}

/// To the minute in UTC, such as `2026-11-22 01:49`.
#[must_use]
pub fn minute(seconds: i64) -> String {
    Timestamp::from_second(seconds)
        .map_or_else(|_| seconds.to_string(), |time| time.strftime("%Y-%m-%d %H:%M").to_string())
}

/// How old something is, in its largest unit, such as `3 days`.
#[must_use]
pub fn age(at: i64, now: i64) -> String {
    const UNITS: &[(i64, &str)] =
        &[(365 * 86_400, "year"), (30 * 86_400, "month"), (86_400, "day"), (3600, "hour"), (60, "minute")];
    let passed = now.saturating_sub(at).max(0);
    let unit = UNITS.iter().find(|(seconds, _)| passed >= *seconds);
    unit.map_or_else(
        || "just now".to_owned(),
        |(seconds, name)| {
            let count = passed / seconds;
            format!("{count} {name}{}", if count == 1 { "" } else { "s" })
        },
    )
}

/// How long ago something was, such as `3 days ago`.
#[must_use]
pub fn ago(at: i64, now: i64) -> String {
    match age(at, now).as_str() {
        "just now" => "just now".to_owned(),
        age => format!("{age} ago"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_time_is_told_as_its_crate_tells_it(seconds in -400_000_000_000_i64..300_000_000_000) {
            let told = Timestamp::from_second(seconds).map_or_else(|_| seconds.to_string(), |time| time.to_string());
            prop_assert_eq!(rfc3339(seconds), told);
        }
    }

    #[test]
    fn a_time_has_two_digits_a_part() {
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00Z");
        assert_eq!(rfc3339(1_795_312_175), "2026-11-22T01:49:35Z");
        assert_eq!(rfc3339(i64::MAX), i64::MAX.to_string());
    }

    #[test]
    fn ages_are_told_in_their_largest_unit() {
        assert_eq!(age(0, 59), "just now");
        assert_eq!(age(0, 60), "1 minute");
        assert_eq!(age(0, 3 * 86_400 + 5), "3 days");
        assert_eq!(ago(0, 7200), "2 hours ago");
        assert_eq!(age(100, 0), "just now", "a clock that went back is no reason to fail");
    }

    #[test]
    fn a_time_is_typed_as_it_is_printed_or_as_long_ago() {
        let now = 1_795_312_175;
        let start = |typed: &str| point("since", typed, now, Edge::Start);
        assert_eq!(start(&rfc3339(now)), Ok(now));
        assert_eq!(start("2026-11-22T02:49:35+01:00"), Ok(now));
        assert_eq!(start(&minute(now)), Ok(now - 35));
        assert_eq!(start("2026-11-22"), Ok(now - now % 86_400));
        assert_eq!(point("until", "2026-11-22", now, Edge::End), Ok(now - now % 86_400 + 86_399));
        assert_eq!(point("until", "2026-11-22 01:49", now, Edge::End), Ok(now - 35));
        assert_eq!((start("36h"), start("1d12h")), (Ok(now - 129_600), Ok(now - 129_600)));
        for wrong in ["", "yesterday", "2026", "-1", "2026-13-01", "2026-11-22T25:00:00Z", "12:00"] {
            assert!(start(wrong).unwrap_err()[0].sentence.contains("no time"), "{wrong}");
        }
    }

    #[test]
    fn a_deadline_is_a_date_with_its_whole_day_or_a_span_from_now() {
        let now = 1_795_312_175;
        let until = |typed: &str| deadline("until", typed, now);
        assert_eq!(until("2026-11-22"), Ok(now - now % 86_400 + 86_399));
        assert_eq!(until("90d"), Ok(now + 90 * 86_400));
        assert_eq!(until("2026-11-22T02:00:00Z"), Ok(now + 625));
        assert_eq!(until(&rfc3339(now + 1)), Ok(now + 1), "a second from now is to come");
        assert!(until(&rfc3339(now)).unwrap_err()[0].sentence.contains("is over"), "now is not to come");
        for wrong in ["2026-11-21", "2026-11-22 01:49", "0d", "", "soon", "2026-02-30"] {
            assert_eq!(until(wrong).unwrap_err()[0].field, "until", "{wrong}");
        }
        let sentence = |typed: &str| until(typed).unwrap_err()[0].sentence.clone();
        for (typed, what) in [("soon", "is no time"), ("3600", "is no time"), ("2026-11-21", "is over")] {
            let said = sentence(typed);
            assert!(said.contains(what) && said.contains("such as 90d, 2030-12-31"), "{said}");
        }
        assert!(sentence("900d").contains("is out of range"), "{}", sentence("900d"));
    }

    #[test]
    fn a_time_may_be_written_in_lower_case() {
        let upper = deadline("until", "2030-12-31T00:00:00Z", 0).unwrap();
        assert_eq!(deadline("until", "2030-12-31t00:00:00z", 0), Ok(upper));
        assert_eq!(point("since", "2030-12-31t00:00:00z", 0, Edge::Start), Ok(upper));
    }

    #[test]
    fn the_end_of_all_years_is_the_latest_time_that_is_told() {
        for typed in [
            "9999-12-31",
            "9999-12-31 23:59",
            "9999-12-31T23:59:59Z",
            "9999-12-30",
            "9999-12-31t00:00:00-01:00",
        ] {
            assert_eq!(deadline("until", typed, 0), Ok(LATEST), "{typed}");
            assert_eq!(point("since", typed, 0, Edge::End), Ok(LATEST), "{typed}");
        }
        assert_eq!(rfc3339(LATEST), Timestamp::MAX.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
        assert_eq!(deadline("until", "9999-12-29 22:00", 0), Ok(LATEST - 86_400));
        for wrong in ["9999-12-32", "9999-12-31 25:00", "10000-01-01"] {
            assert!(deadline("until", wrong, 0).is_err(), "{wrong}");
        }
    }

    #[test]
    fn times_are_in_utc_and_never_fail() {
        assert_eq!(rfc3339(1_795_312_175), "2026-11-22T01:49:35Z");
        assert_eq!(minute(1_795_312_175), "2026-11-22 01:49");
        assert_eq!(rfc3339(i64::MAX), i64::MAX.to_string());
    }
}
