//! A page of the list of clients, sorted by any column, searched and filtered. Pages are found through
//! the column's index by where they begin; rows are counted, never skipped.

use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use super::Reader;
use super::client_row::{self, Placed};
use super::error::StoreError;
use crate::domain::{ATTRIBUTES, Attribute, ClientRecord, Cursor, ListQuery, Page, PageAt, Shape, SortValue};

/// What a column is sorted by: the expression that its index has, whether that is text, and whether it runs
/// the other way (the youngest secret is the newest).
#[derive(Clone, Copy)]
struct SortKey {
    expression: &'static str,
    text: bool,
    reversed: bool,
}

impl SortKey {
    fn of(column: &str) -> Self {
        let fact = |expression, reversed| Self { expression, text: false, reversed };
        match column {
            "status" => fact("enabled", true),
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

/// Whether a word before a colon, or after `--filter`, means this attribute: its column, its flag or its name.
fn means(attribute: &Attribute, word: &str) -> bool {
    let flag = attribute.flag.is_some_and(|flag| flag == word || flag.replace('-', "_") == word);
    flag || attribute.name == word || attribute.column.is_some_and(|column| column.key == word)
}

/// The words that `--filter` takes.
pub fn filters() -> impl Iterator<Item = &'static str> {
    let word = |row: &'static Attribute| row.column.map_or(row.flag.unwrap_or(row.name), |column| column.key);
    ATTRIBUTES.iter().map(word).chain([STATUS])
}

/// Whether a word is a filter.
#[must_use]
pub fn is_filter(word: &str) -> bool {
    word == STATUS || ATTRIBUTES.iter().any(|attribute| means(attribute, word))
}

const STATUS: &str = "status";

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
struct Where {
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Where {
    fn of(query: &ListQuery) -> Self {
        let mut found = Self { conditions: vec!["deleted_at IS NULL".to_owned()], values: Vec::new() };
        for term in query.search.split_whitespace() {
            found.term(term);
        }
        for (word, value) in &query.filters {
            found.filter(word, value);
        }
        found
    }

    fn term(&mut self, term: &str) {
        let searched = || ATTRIBUTES.iter().filter(|attribute| attribute.searched);
        let narrowed = term.split_once(':').and_then(|(word, rest)| {
            searched().find(|attribute| means(attribute, word)).map(|attribute| (vec![attribute], rest))
        });
        let (fields, text) = narrowed.unwrap_or_else(|| (searched().collect(), term));
        let pattern = pattern(text);
        let found_in = |row: &&'static Attribute| format!("{} LIKE ? ESCAPE '\\'", Placed::of(row).text);
        let one_of: Vec<String> = fields.iter().map(found_in).collect();
        self.conditions.push(format!("({})", one_of.join(" OR ")));
        self.values.extend(fields.iter().map(|_| Value::from(pattern.clone())));
    }

    fn filter(&mut self, word: &str, value: &str) {
        let named = ATTRIBUTES.iter().find(|attribute| means(attribute, word)).map(exactly);
        let status = (word == STATUS).then(|| "iif(enabled, 'enabled', 'disabled') = ?".to_owned());
        if let Some(condition) = status.or(named) {
            self.conditions.push(condition);
            self.values.push(Value::from(value.to_owned()));
        }
    }

    fn and(&self, condition: &str, values: impl IntoIterator<Item = Value>) -> Self {
        let mut more = self.clone();
        more.conditions.push(condition.to_owned());
        more.values.extend(values);
        more
    }

    fn sql(&self) -> String {
        self.conditions.join(" AND ")
    }
}

/// A LIKE pattern that finds the text as it is.
fn pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in crate::domain::name::search_fold(text).chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// A walk through the list in one direction.
struct Walk<'q> {
    key: SortKey,
    descending: bool,
    within: &'q Where,
}

type Found = (Cursor, ClientRecord);

impl Walk<'_> {
    /// Rows that follow a place, its own included or not. Two steps, for the index is used in both: those
    /// of the same value and a higher number, then those of higher values.
    fn rows(
        &self,
        reader: &Reader<'_>,
        from: Option<(&Cursor, bool)>,
        limit: i64,
    ) -> Result<Vec<Found>, StoreError> {
        let key = self.key.expression;
        let (beyond, order) = if self.descending { ("<", "DESC") } else { (">", "ASC") };
        let sorted = format!("ORDER BY {key} {order}, id {order}");
        let Some((cursor, own)) = from else { return self.select(reader, self.within, &sorted, limit) };
        let value = match &cursor.value {
            SortValue::Text(text) => Value::from(text.clone()),
            SortValue::Number(number) => Value::from(*number),
        };
        let including = if own { "=" } else { "" };
        let same = self
            .within
            .and(&format!("{key} = ? AND id {beyond}{including} ?"), [value.clone(), Value::from(cursor.id)]);
        let mut rows = self.select(reader, &same, &format!("ORDER BY id {order}"), limit)?;
        let left = limit - i64::try_from(rows.len()).unwrap_or(limit);
        if left > 0 {
            let further = self.within.and(&format!("{key} {beyond} ?"), [value]);
            rows.extend(self.select(reader, &further, &sorted, left)?);
        }
        Ok(rows)
    }

    fn select(
        &self,
        reader: &Reader<'_>,
        within: &Where,
        order: &str,
        limit: i64,
    ) -> Result<Vec<Found>, StoreError> {
        let sql = format!(
            "SELECT {}, {} AS sorted FROM client WHERE {} {order} LIMIT {limit}",
            client_row::COLUMNS,
            self.key.expression,
            within.sql()
        );
        let mut statement = reader.0.prepare_cached(&sql)?;
        let placed = |row: &Row<'_>| {
            let (id, record) = client_row::read(row)?;
            let value = if self.key.text {
                SortValue::Text(row.get("sorted")?)
            } else {
                SortValue::Number(row.get("sorted")?)
            };
            Ok((Cursor { value, id }, record))
        };
        Ok(statement.query_map(params_from_iter(&within.values), placed)?.collect::<Result<_, _>>()?)
    }

    /// How many rows stand before a place.
    fn before(&self, reader: &Reader<'_>, cursor: &Cursor) -> Result<i64, StoreError> {
        let key = self.key.expression;
        let beyond = if self.descending { ">" } else { "<" };
        let value = match &cursor.value {
            SortValue::Text(text) => Value::from(text.clone()),
            SortValue::Number(number) => Value::from(*number),
        };
        let lower = self.within.and(&format!("{key} {beyond} ?"), [value.clone()]);
        let ties = self.within.and(&format!("{key} = ? AND id {beyond} ?"), [value, Value::from(cursor.id)]);
        Ok(count(reader, &lower)? + count(reader, &ties)?)
    }
}

fn count(reader: &Reader<'_>, within: &Where) -> Result<i64, StoreError> {
    let sql = format!("SELECT count(*) FROM client WHERE {}", within.sql());
    Ok(reader.0.prepare_cached(&sql)?.query_row(params_from_iter(&within.values), |row| row.get(0))?)
}

impl Reader<'_> {
    /// A page of the list.
    pub fn clients(&self, query: &ListQuery) -> Result<Page, StoreError> {
        let key = SortKey::of(query.sort.key);
        let within = Where::of(query);
        let walk = Walk { key, descending: query.descending != key.reversed, within: &within };
        let back = Walk { key, descending: !walk.descending, within: &within };
        let total = count(self, &within)?;
        let limit = query.limit.unwrap_or(total).max(0);
        let backwards = |mut rows: Vec<Found>| {
            rows.reverse();
            rows
        };
        let rows = match &query.page {
            PageAt::First => walk.rows(self, None, limit)?,
            PageAt::Last => backwards(back.rows(self, None, limit)?),
            PageAt::After(cursor) => walk.rows(self, Some((cursor, false)), limit)?,
            PageAt::From(cursor) => walk.rows(self, Some((cursor, true)), limit)?,
            PageAt::Before(cursor) => backwards(back.rows(self, Some((cursor, false)), limit)?),
            PageAt::Position(position) => {
                let through = walk.rows(self, None, position.saturating_add(limit))?;
                let skipped = usize::try_from(*position).unwrap_or(usize::MAX);
                through.into_iter().skip(skipped).collect()
            }
        };
        let offset = match rows.first() {
            None => total,
            Some((cursor, _)) if !matches!(query.page, PageAt::First) => walk.before(self, cursor)?,
            Some(_) => 0,
        };
        Ok(Page { rows, total, offset })
    }
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
    fn a_pattern_finds_text_as_it_is() {
        assert_eq!(pattern("50%_A\\"), "%50\\%\\_a\\\\%");
    }
}
