//! Lifetimes of tokens and other spans of time: read from seconds or from durations such as `1h30m`, and
//! said in words.

use super::problem::{Checked, Problem, field};
use super::rule;
use super::text::quoted;

#[cfg(test)]
mod tests;

/// The longest lifetime of a token, in seconds: 365 days.
pub const MAX: u32 = 31_536_000;

/// The units that a duration may have, the longest first: letter, seconds, and the word for one.
const UNITS: [(char, u32, &str); 5] = [
    ('w', 604_800, "week"),
    ('d', 86_400, "day"),
    ('h', 3_600, "hour"),
    ('m', 60, "minute"),
    ('s', 1, "second"),
];

/// How a span of time may be typed, for sentences and help.
pub const FORMS: &str = "seconds, or a duration such as 90m, 12h, 30d or 1h30m";

/// How long a token lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lifetime {
    /// For so many seconds, 1 to [`MAX`].
    Seconds(u32),
    /// For ever; access tokens only.
    Never,
}

impl Lifetime {
    /// Seconds as the registry and its views have them: −1 for never.
    #[must_use]
    pub fn as_seconds(self) -> i64 {
        match self {
            Self::Seconds(seconds) => i64::from(seconds),
            Self::Never => -1,
        }
    }

    /// The lifetime of so many seconds, −1 for never; `None` where there is none.
    #[must_use]
    pub fn from_seconds(seconds: i64) -> Option<Self> {
        match seconds {
            -1 => Some(Self::Never),
            _ => u32::try_from(seconds).ok().filter(|it| (1..=MAX).contains(it)).map(Self::Seconds),
        }
    }

    /// In words, such as `1 hour 30 minutes` or `never expires`.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Seconds(seconds) => span_words(seconds),
            Self::Never => "never expires".to_owned(),
        }
    }

    /// As it can be typed again, such as `1h30m` or `-1`.
    #[must_use]
    pub fn typed(self) -> String {
        match self {
            Self::Seconds(seconds) => span_typed(seconds),
            Self::Never => "-1".to_owned(),
        }
    }
}

/// In words, with the registry's default where the client has none of its own: `default (12 hours)`.
#[must_use]
pub fn words_or_default(own: Option<Lifetime>, default: Lifetime) -> String {
    own.map_or_else(|| format!("default ({})", default.words()), Lifetime::words)
}

/// The lifetime of access tokens: empty or `default` is `None`, the registry's default; `-1` never expires.
pub fn access_lifetime(typed: &str) -> Checked<Option<Lifetime>> {
    lifetime(field::ACCESS_TOKEN_TTL, typed, true)
}

/// The lifetime of refresh tokens: empty or `default` is `None`, the registry's default.
pub fn refresh_lifetime(typed: &str) -> Checked<Option<Lifetime>> {
    lifetime(field::REFRESH_TOKEN_TTL, typed, false)
}

/// A span of time in whole seconds, `least` to `most`, such as a grace period or a setting.
pub fn span(field: &'static str, typed: &str, least: u32, most: u32) -> Checked<u32> {
    let sentence = match read(typed.trim()) {
        Some(seconds) if (u64::from(least)..=u64::from(most)).contains(&seconds) => {
            return Ok(u32::try_from(seconds).unwrap_or(most));
        }
        Some(_) => {
            format!("{} is out of range. Type {} to {}.", quoted(typed), span_words(least), span_words(most))
        }
        None => format!("{} is no span of time. Type {FORMS}.", quoted(typed)),
    };
    Err(vec![Problem::new(field, "", sentence)])
}

/// How long a replaced secret stays usable: one second to 365 days.
pub fn grace(typed: &str) -> Checked<u32> {
    span(field::GRACE, typed, 1, MAX)
}

fn lifetime(field: &'static str, typed: &str, may_be_endless: bool) -> Checked<Option<Lifetime>> {
    let trimmed = typed.trim();
    if trimmed.is_empty() || trimmed == "default" {
        return Ok(None);
    }
    let endless = if may_be_endless { ", or -1 for tokens that never expire" } else { "" };
    if trimmed.starts_with('-') {
        if trimmed == "-1" && may_be_endless {
            return Ok(Some(Lifetime::Never));
        }
        let sentence = format!("A lifetime can't be {}. Type 1 or more{endless}.", quoted(trimmed));
        return Err(vec![Problem::by(rule::L68, field, sentence)]);
    }
    let problem = match read(trimmed) {
        Some(0) => {
            Problem::by(rule::L68, field, format!("A lifetime can't be 0 seconds. Type 1 or more{endless}."))
        }
        Some(seconds) if seconds <= u64::from(MAX) => {
            return Ok(Some(Lifetime::Seconds(u32::try_from(seconds).unwrap_or(MAX))));
        }
        Some(_) => {
            let sentence = format!(
                "{} is longer than {MAX} seconds ({}). Type less{endless}.",
                quoted(trimmed),
                span_words(MAX)
            );
            Problem::new(field, "", sentence)
        }
        None => {
            let sentence = format!("{} is no lifetime. Type {FORMS}{endless}.", quoted(trimmed));
            Problem::new(field, "", sentence)
        }
    };
    Err(vec![problem])
}

/// Whole seconds of a number or a duration, whose units come once each, the longest first; blanks may
/// stand between them. Numbers that are too big become the biggest.
fn read(text: &str) -> Option<u64> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(number(text));
    }
    let mut units = UNITS.iter();
    let mut total = 0_u64;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let unit = rest[digits..].chars().next().filter(|_| digits > 0)?;
        let &(_, seconds, _) = units.find(|(letter, ..)| *letter == unit)?;
        total = total.saturating_add(number(&rest[..digits]).saturating_mul(u64::from(seconds)));
        rest = rest[digits + unit.len_utf8()..].trim_start_matches(' ');
    }
    (!text.is_empty()).then_some(total)
}

/// The value of ASCII digits; the biggest number where they tell more.
fn number(digits: &str) -> u64 {
    digits.parse().unwrap_or(u64::MAX)
}

/// A span of seconds in words, such as `1 hour 30 minutes`; days are the longest unit.
#[must_use]
pub fn span_words(seconds: u32) -> String {
    let words: Vec<String> = parts(seconds)
        .map(|(count, _, word)| format!("{count} {word}{}", if count == 1 { "" } else { "s" }))
        .collect();
    if words.is_empty() { "0 seconds".to_owned() } else { words.join(" ") }
}

/// A span of seconds as it can be typed again, such as `1h30m`.
#[must_use]
pub fn span_typed(seconds: u32) -> String {
    let typed: Vec<String> = parts(seconds).map(|(count, letter, _)| format!("{count}{letter}")).collect();
    if typed.is_empty() { "0s".to_owned() } else { typed.concat() }
}

/// How many of each unit but weeks make up `seconds`, leaving out those of which there are none.
fn parts(mut seconds: u32) -> impl Iterator<Item = (u32, char, &'static str)> {
    UNITS[1..].iter().filter_map(move |&(letter, size, word)| {
        let count = seconds / size;
        seconds %= size;
        (count > 0).then_some((count, letter, word))
    })
}
