//! The search of the audit log: words that are looked for, and terms such as `operator:ada` that narrow. Both
//! directions, so that the filter's form and the search line are the same thing.

use crate::domain::Problem;
use crate::domain::time::{self, Edge};
use crate::service::LogQuery;

/// The words before the colon.
pub const OPERATOR: &str = "operator";
pub const CLIENT: &str = "client";
pub const ACTION: &str = "action";
pub const SINCE: &str = "since";
pub const UNTIL: &str = "until";

/// All of them, in the order of the form.
pub const TERMS: [&str; 5] = [OPERATOR, CLIENT, ACTION, SINCE, UNTIL];

/// What a search asks for; or, for a time that is none, the sentence that says so.
pub fn query(search: &str, now: i64) -> Result<LogQuery, String> {
    let mut query = LogQuery::default();
    let mut words = Vec::new();
    let point = |field, typed: &str, edge| {
        let first = |problems: Vec<Problem>| {
            problems.into_iter().next().map(|problem| problem.sentence).unwrap_or_default()
        };
        time::point(field, typed, now, edge).map(Some).map_err(first)
    };
    for (key, value) in terms(search) {
        match (key, value) {
            (Some(OPERATOR), value) => query.operator = Some(value),
            (Some(CLIENT), value) => query.client = Some(value),
            (Some(ACTION), value) => query.action = Some(value.to_ascii_lowercase()),
            (Some(SINCE), value) => query.since = point(SINCE, &value, Edge::Start)?,
            (Some(UNTIL), value) => query.until = point(UNTIL, &value, Edge::End)?,
            (_, word) => words.push(word),
        }
    }
    query.search = words.join(" ");
    Ok(query)
}

/// The terms of a search, each with its word before the colon where it is one of [`TERMS`]. Quotes keep blanks.
pub fn terms(search: &str) -> Vec<(Option<&'static str>, String)> {
    let mut all = vec![String::new()];
    let mut quoted = false;
    for c in search.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => all.push(String::new()),
            c => all.last_mut().into_iter().for_each(|term| term.push(c)),
        }
    }
    let part = |term: String| {
        let named = term.split_once(':').and_then(|(word, value)| {
            let known = TERMS.iter().find(|known| known.eq_ignore_ascii_case(word))?;
            (!value.is_empty()).then(|| (*known, value.to_owned()))
        });
        match named {
            Some((key, value)) => (Some(key), value),
            None => (None, term),
        }
    };
    all.into_iter().filter(|term| !term.is_empty()).map(part).collect()
}

/// The search line of these terms.
pub fn line(terms: impl IntoIterator<Item = (Option<&'static str>, String)>) -> String {
    let term = |(key, value): (Option<&str>, String)| {
        let value = value.trim().replace('"', "");
        let value = if value.contains(char::is_whitespace) { format!("\"{value}\"") } else { value };
        key.map_or_else(|| value.clone(), |key| format!("{key}:{value}"))
    };
    let all = terms.into_iter().filter(|(_, value)| !value.trim().is_empty());
    all.map(term).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_312_175;

    #[test]
    fn terms_narrow_and_other_words_are_looked_for() {
        let found =
            query("routine Operator:bob client:\"ABC Shipping\" leak action:secret since:1h", NOW).unwrap();
        assert_eq!(found.operator.as_deref(), Some("bob"));
        assert_eq!(found.client.as_deref(), Some("ABC Shipping"));
        assert_eq!(found.action.as_deref(), Some("secret"));
        assert_eq!((found.since, found.until), (Some(NOW - 3600), None));
        assert_eq!(found.search, "routine leak");
    }

    #[test]
    fn a_day_lasts_until_its_end() {
        let found = query("since:2026-11-22 until:2026-11-22", NOW).unwrap();
        let midnight = NOW - NOW % 86_400;
        assert_eq!((found.since, found.until), (Some(midnight), Some(midnight + 86_399)));
        let found = query("since:\"2026-11-22 01:49\"", NOW).unwrap();
        assert_eq!(found.since, Some(NOW - 35));
    }

    #[test]
    fn what_is_no_time_is_told_and_what_is_no_term_is_a_word() {
        assert!(query("since:yesterday", NOW).unwrap_err().contains("no time"));
        assert_eq!(query("cat:egory since: a:b", NOW).unwrap().search, "cat:egory since: a:b");
        assert!(query("  ", NOW).unwrap().is_all());
    }

    #[test]
    fn a_line_is_read_back_as_it_was_written() {
        let text = "operator:bob client:\"ABC Shipping\" since:\"2026-11-22 01:49\" leak";
        assert_eq!(line(terms(text)), text);
        assert_eq!(
            line([(Some(CLIENT), "say \"hi\"".to_owned()), (Some(UNTIL), " ".to_owned())]),
            "client:\"say hi\""
        );
    }
}
