//! A page of the list of clients, sorted by any column, searched and filtered. Pages are found through
//! the column's index by where they begin; rows are counted, never skipped.

use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use super::Reader;
use super::client_row;
use super::error::StoreError;
use crate::domain::{ClientRecord, Cursor, ListQuery, Page, PageAt, SortValue};

/// What a column is sorted by: its key, the expression that its index has, whether that is text, and
/// whether it runs the other way (the youngest secret is the newest).
struct SortKey {
    column: &'static str,
    expression: &'static str,
    text: bool,
    reversed: bool,
}

const fn sort(column: &'static str, expression: &'static str, text: bool, reversed: bool) -> SortKey {
    SortKey { column, expression, text, reversed }
}

const SORT_KEYS: &[SortKey] = &[
    sort("name", "name_key", true, false),
    sort("client_id", "client_id_key", true, false),
    sort("class", "security_class", true, false),
    sort("partner", "ifnull(partner, '')", true, false),
    sort("email", "email", true, false),
    sort("grants", "grant_types", true, false),
    sort("status", "enabled", false, true),
    sort("secret_age", "secret_at", false, true),
    sort("last_used", "last_used_at", false, false),
    sort("updated", "updated_at", false, false),
    sort("created", "created_at", false, false),
];

/// Where a term is looked for: the word before the colon, and the text.
const SEARCHED: &[(&str, &str)] = &[
    ("name", "client_name"),
    ("client_id", "client_id"),
    ("email", "email"),
    ("partner", "ifnull(partner, '')"),
    ("class", "security_class"),
    ("scope", "scope"),
    ("redirect_uri", "redirect_uris"),
    ("notes", "notes"),
];

/// What may be asked for exactly: the word, and the value as text.
const FILTERED: &[(&str, &str)] = &[
    ("name", "client_name"),
    ("client_id", "client_id"),
    ("class", "security_class"),
    ("partner", "ifnull(partner, '')"),
    ("email", "email"),
    ("status", "iif(enabled, 'enabled', 'disabled')"),
    ("client_type", "client_type"),
    ("token_endpoint_auth_method", "token_endpoint_auth_method"),
    ("require_pkce", "iif(require_pkce, 'true', 'false')"),
    ("restrict_to_partner_users", "iif(restrict_to_partner_users, 'true', 'false')"),
];

/// Filters on lists: the word, and a condition with one parameter.
const LISTED: &[(&str, &str)] = &[
    ("grant_type", "EXISTS (SELECT 1 FROM json_each(grant_types) WHERE value = ?)"),
    ("scope", "instr(' ' || scope || ' ', ' ' || ? || ' ') > 0"),
    ("redirect_uri", "EXISTS (SELECT 1 FROM json_each(redirect_uris) WHERE value = ?)"),
];

/// The words that `--filter` takes.
pub fn filters() -> impl Iterator<Item = &'static str> {
    FILTERED.iter().chain(LISTED).map(|(word, _)| *word)
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
        let narrowed = term.split_once(':').and_then(|(word, rest)| {
            SEARCHED.iter().find(|(known, _)| *known == word).map(|found| (std::slice::from_ref(found), rest))
        });
        let (fields, text) = narrowed.unwrap_or((SEARCHED, term));
        let pattern = pattern(text);
        let one_of: Vec<String> =
            fields.iter().map(|(_, text)| format!("{text} LIKE ? ESCAPE '\\'")).collect();
        self.conditions.push(format!("({})", one_of.join(" OR ")));
        self.values.extend(fields.iter().map(|_| Value::from(pattern.clone())));
    }

    fn filter(&mut self, word: &str, value: &str) {
        let exact = FILTERED.iter().find(|(known, _)| *known == word).map(|(_, text)| format!("{text} = ?"));
        let listed =
            LISTED.iter().find(|(known, _)| *known == word).map(|(_, condition)| (*condition).to_owned());
        if let Some(condition) = exact.or(listed) {
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
    key: &'static SortKey,
    descending: bool,
    within: &'q Where,
}

type Placed = (Cursor, ClientRecord);

impl Walk<'_> {
    /// Rows that follow a place, its own included or not. Two steps, for the index is used in both: those
    /// of the same value and a higher number, then those of higher values.
    fn rows(
        &self,
        reader: &Reader<'_>,
        from: Option<(&Cursor, bool)>,
        limit: i64,
    ) -> Result<Vec<Placed>, StoreError> {
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
    ) -> Result<Vec<Placed>, StoreError> {
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
        let key = SORT_KEYS.iter().find(|key| key.column == query.sort.key).unwrap_or(&SORT_KEYS[0]);
        let within = Where::of(query);
        let walk = Walk { key, descending: query.descending != key.reversed, within: &within };
        let back = Walk { key, descending: !walk.descending, within: &within };
        let total = count(self, &within)?;
        let limit = query.limit.unwrap_or(total).max(0);
        let backwards = |mut rows: Vec<Placed>| {
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
    fn every_column_of_the_list_sorts() {
        for column in COLUMNS.iter() {
            assert!(SORT_KEYS.iter().any(|key| key.column == column.key), "{}", column.key);
        }
    }

    #[test]
    fn a_pattern_finds_text_as_it_is() {
        assert_eq!(pattern("50%_A\\"), "%50\\%\\_a\\\\%");
    }
}
