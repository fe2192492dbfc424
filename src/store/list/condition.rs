//! What a list is searched for, filtered by and sorted by, as SQL and as plain terms.

use rusqlite::types::Value;

use crate::domain::health::FACTS;
use crate::domain::name::search_fold;
use crate::domain::{ATTRIBUTES, Attribute, Cursor, ListQuery, Shape, SortValue, attribute_called};
use crate::store::client_row::Placed;

/// What a column is sorted by: the expression that its index has, whether that is text, and whether it runs
/// the other way (the youngest secret is the newest).
#[derive(Clone, Copy)]
pub struct SortKey {
    pub expression: &'static str,
    pub text: bool,
    pub reversed: bool,
}

impl SortKey {
    pub fn of(column: &str) -> Self {
        let fact = |expression, reversed| Self { expression, text: false, reversed };
        match column {
            "status" => fact("enabled", false),
            "secret_age" => fact("secret_at", true),
            "last_used" => fact("last_used_at", false),
            "updated" => fact("updated_at", false),
            "created" => fact("created_at", false),
            _ => {
                let named = |row: &&Attribute| row.column.is_some_and(|listed| listed.key == column);
                let attribute = ATTRIBUTES.iter().find(named).unwrap_or(&ATTRIBUTES[0]);
                Self { expression: Placed::of(attribute).sorted, text: true, reversed: false }
            }
        }
    }
}

/// The value of a place, for binding.
pub fn bound(cursor: &Cursor) -> Value {
    match &cursor.value {
        SortValue::Text(text) => Value::from(text.clone()),
        SortValue::Number(number) => Value::from(*number),
    }
}

/// The words that `--filter` takes.
pub fn filters() -> impl Iterator<Item = &'static str> {
    let mut facts: Vec<&str> = FACTS.iter().map(|(word, ..)| *word).collect();
    facts.dedup();
    ATTRIBUTES.iter().map(Attribute::called).chain([STATUS]).chain(facts)
}

/// Whether a word is a filter.
#[must_use]
pub fn is_filter(word: &str) -> bool {
    word == STATUS || fact(word).is_some() || filtered(word).is_some()
}

/// The attribute that a filter is about; none for the status.
#[must_use]
pub fn filtered(word: &str) -> Option<&'static Attribute> {
    attribute_called(word)
}

/// The words that may stand before the colon of a term.
pub fn fields() -> impl Iterator<Item = &'static str> {
    searched_attributes().map(Attribute::called).chain([STATUS])
}

/// A word before the colon of a term that looks like a field, and is none.
#[must_use]
pub fn unknown_field(search: &str) -> Option<&str> {
    let stranger = |typed: &'_ str| {
        let at = typed.find(':')?;
        let (word, rest) = (&typed[..at], &typed[at + 1..]);
        let looks =
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic() || b"_-".contains(&byte));
        // Else it is a URI, which may stand in what is searched.
        let uri = rest.starts_with('/') || word.eq_ignore_ascii_case("urn");
        (looks && !uri && place_of(word).is_none()).then_some(at)
    };
    search.split_whitespace().find_map(|typed| stranger(typed).map(|at| &typed[..at]))
}

const STATUS: &str = "status";
/// What the status may be: enabled or not.
pub const STATUS_WORDS: [&str; 2] = ["enabled", "disabled"];
/// The status as it is filtered by and searched for.
const STATUS_TEXT: &str = "iif(enabled, 'enabled', 'disabled')";

/// The condition of a fact, or of being one of those whose IDs a JSON array names. Its last parameter is the value;
/// those before it are the time that it is now.
fn fact(word: &str) -> Option<&'static str> {
    Some(match word {
        "secret_age" => {
            "CASE WHEN client_type = 'public' THEN 'public' WHEN secret_at = 0 THEN 'none'
             WHEN secret_at > ? - 2592000 THEN 'under-30d'
             WHEN secret_at > ? - 7776000 THEN '30d-90d'
             WHEN secret_at > ? - 31536000 THEN '90d-1y' ELSE 'over-1y' END = ?"
        }
        "expiring" => {
            "EXISTS (SELECT 1 FROM client_secret AS own WHERE own.client = client.id AND own.state <> 'retired'
             AND own.expires_at > ?
             AND own.expires_at <= ? + CASE ? WHEN '7d' THEN 604800 WHEN '30d' THEN 2592000 END)"
        }
        "grace" => {
            "iif(EXISTS (SELECT 1 FROM client_secret AS own WHERE own.client = client.id AND own.state = 'grace'
             AND own.grace_ends_at > ?), 'running', 'none') = ?"
        }
        "last_used" => {
            "CASE WHEN last_used_at = 0 THEN 'never' WHEN last_used_at < ? - 7776000 THEN 'over-90d'
             ELSE 'recently' END = ?"
        }
        "tried_again" => {
            "iif(EXISTS (SELECT 1 FROM client_secret AS own WHERE own.client = client.id
             AND own.tried_at IS NOT NULL AND own.retired_why = 'leak'), 'leak', 'none') = ?"
        }
        "contained" => {
            "iif(EXISTS (SELECT 1 FROM incident_client AS part WHERE part.client_id = client.client_id
             AND part.closed_at IS NULL), 'open', 'none') = ?"
        }
        AMONG => "client_id IN (SELECT value FROM json_each(?))",
        _ => return None,
    })
}

/// Chooses clients by a JSON array of their IDs.
pub const AMONG: &str = "among";

/// What a search looks for: a folded text, in one of [`searched`] or in any; the place behind them is the status,
/// which only SQL knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    pub field: Option<usize>,
    pub text: String,
}

/// The expressions whose texts are searched.
pub fn searched() -> impl Iterator<Item = &'static str> {
    searched_attributes().map(|attribute| Placed::of(attribute).text)
}

fn searched_attributes() -> impl Iterator<Item = &'static Attribute> {
    ATTRIBUTES.iter().filter(|attribute| attribute.searched)
}

/// Where a term looks that has this word before its colon.
fn place_of(word: &str) -> Option<usize> {
    let status = (word == STATUS).then(|| searched().count());
    status.or_else(|| searched_attributes().position(|attribute| attribute.is_called(word)))
}

/// The terms of a search: all must be found.
pub fn terms(search: &str) -> Vec<Term> {
    let term = |typed: &str| {
        let narrowed = typed
            .split_once(':')
            .and_then(|(word, rest)| Some(Term { field: Some(place_of(word)?), text: search_fold(rest) }));
        narrowed.unwrap_or_else(|| Term { field: None, text: search_fold(typed) })
    };
    search.split_whitespace().map(term).collect()
}

/// A condition with one parameter: the attribute has, or its list holds, exactly this value.
fn exactly(attribute: &'static Attribute) -> String {
    let text = Placed::of(attribute).text;
    match attribute.json {
        Shape::Array => format!("EXISTS (SELECT 1 FROM json_each({text}) WHERE value = ?)"),
        Shape::Joined => format!("instr(' ' || {text} || ' ', ' ' || ? || ' ') > 0"),
        Shape::Flag => format!("iif({text}, 'true', 'false') = ?"),
        Shape::NumberOrNull => format!("CAST(ifnull({text}, '') AS TEXT) = ?"),
        Shape::Text | Shape::TextOrNull | Shape::AtMostOne => format!("{text} = ?"),
    }
}

/// Conditions and their parameters.
#[derive(Clone)]
pub struct Where {
    conditions: Vec<String>,
    pub values: Vec<Value>,
}

impl Where {
    /// Clients that are not in the trash and meet every filter at this time.
    pub fn filtered(filters: &[(String, String)], now: i64) -> Self {
        let mut found = Self { conditions: vec!["deleted_at IS NULL".to_owned()], values: Vec::new() };
        for (word, value) in filters {
            found.filter(word, value, now);
        }
        found
    }

    pub fn of(query: &ListQuery, now: i64) -> Self {
        let mut found = Self::filtered(&query.filters, now);
        for term in terms(&query.search) {
            found.term(&term);
        }
        found
    }

    /// Whether it is every client that is not in the trash.
    pub fn is_everything(&self) -> bool {
        self.values.is_empty()
    }

    /// Where clients that meet this are counted: where only the status is asked for, its index holds all that is needed,
    /// which SQLite does not see.
    pub fn counted_in(&self) -> &'static str {
        let mut others = self.conditions.iter().skip(1).filter(|condition| !condition.contains(STATUS_TEXT));
        let is_status = self.conditions.len() > 1 && others.next().is_none();
        if is_status { "client INDEXED BY client_by_status" } else { "client" }
    }

    fn term(&mut self, term: &Term) {
        let fields: Vec<&str> = match term.field {
            Some(at) => searched().chain([STATUS_TEXT]).skip(at).take(1).collect(),
            None => searched().collect(),
        };
        let one_of: Vec<String> = fields.iter().map(|text| format!("{text} LIKE ? ESCAPE '\\'")).collect();
        self.conditions.push(format!("({})", one_of.join(" OR ")));
        self.values.extend(fields.iter().map(|_| Value::from(pattern(&term.text))));
    }

    fn filter(&mut self, word: &str, value: &str, now: i64) {
        let named = filtered(word).map(exactly);
        let status = (word == STATUS).then(|| format!("{STATUS_TEXT} = ?"));
        if let Some(condition) = fact(word).map(str::to_owned).or(status).or(named) {
            let times = condition.matches('?').count() - 1;
            self.values.extend(std::iter::repeat_n(Value::from(now), times));
            self.values.push(Value::from(value.to_owned()));
            self.conditions.push(condition);
        }
    }

    pub fn and(&self, condition: &str, values: impl IntoIterator<Item = Value>) -> Self {
        let mut more = self.clone();
        more.conditions.push(condition.to_owned());
        more.values.extend(values);
        more
    }

    pub fn sql(&self) -> String {
        self.conditions.join(" AND ")
    }
}

/// A LIKE pattern that finds a folded text as it is.
fn pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::COLUMNS;

    #[test]
    fn every_column_sorts_by_something_of_its_own() {
        let mut keys: Vec<&str> = COLUMNS.iter().map(|column| SortKey::of(column.key).expression).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), COLUMNS.len());
    }

    #[test]
    fn a_filter_is_named_by_column_flag_or_json_name() {
        for word in ["class", "security_class", "scope", "grant-type", "grant_type", "grant_types", "status"]
        {
            assert!(is_filter(word), "{word}");
        }
        assert!(!is_filter("") && !is_filter("nope"));
    }

    #[test]
    fn a_word_that_looks_like_a_field_and_is_none_is_told() {
        assert_eq!(unknown_field("abc name:x clas:ADMIN"), Some("clas"));
        for known in ["status:dis", "class:A", "https://x", "urn:ietf:x", "com.example:/x", ":x", "e-mail"] {
            assert_eq!(unknown_field(known), None, "{known}");
        }
        let [enabled, disabled] = STATUS_WORDS;
        assert_eq!(STATUS_TEXT, format!("iif(enabled, '{enabled}', '{disabled}')"));
    }

    #[test]
    fn a_pattern_finds_text_as_it_is() {
        assert_eq!(pattern(&search_fold("50%_A\\")), "%50\\%\\_a\\\\%");
    }

    #[test]
    fn a_term_before_whose_colon_stands_no_field_is_looked_for_as_it_is() {
        let found = terms("name:Foo https://X class:");
        let in_all = |text: &str| Term { field: None, text: text.to_owned() };
        assert_eq!(found[1], in_all("https://x"));
        assert_eq!(found[0], Term { field: Some(0), text: "foo".to_owned() });
        assert!(found[2].field.is_some() && found[2].text.is_empty());
    }
}
