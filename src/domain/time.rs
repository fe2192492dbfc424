//! Times as people read them. Everything inside is Unix seconds in UTC.

use jiff::Timestamp;

/// RFC 3339 in UTC, such as `2026-11-22T01:49:35Z`.
#[must_use]
pub fn rfc3339(seconds: i64) -> String {
    Timestamp::from_second(seconds).map_or_else(|_| seconds.to_string(), |time| time.to_string())
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
    use super::*;

    #[test]
    fn ages_are_told_in_their_largest_unit() {
        assert_eq!(age(0, 59), "just now");
        assert_eq!(age(0, 60), "1 minute");
        assert_eq!(age(0, 3 * 86_400 + 5), "3 days");
        assert_eq!(ago(0, 7200), "2 hours ago");
        assert_eq!(age(100, 0), "just now", "a clock that went back is no reason to fail");
    }

    #[test]
    fn times_are_in_utc_and_never_fail() {
        assert_eq!(rfc3339(1_795_312_175), "2026-11-22T01:49:35Z");
        assert_eq!(minute(1_795_312_175), "2026-11-22 01:49");
        assert_eq!(rfc3339(i64::MAX), i64::MAX.to_string());
    }
}
