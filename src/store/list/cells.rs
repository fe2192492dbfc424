//! The list as bare cells, for whoever prints a million of them: only what the columns tell is read, and no client is
//! made of a row.

use std::borrow::Cow;

use rusqlite::Row;
use rusqlite::types::ValueRef;

use super::condition::Where;
use super::{SortKey, Walk, count, known_total, place};
use crate::domain::{COLUMNS, Column, Cursor, ListQuery, PageAt, Shape, Status, Told, Word};
use crate::store::client_row::{Placed, strange};
use crate::store::error::StoreError;
use crate::store::{Reader, Store};

/// How a cell is stored.
#[derive(Clone, Copy)]
enum Stored {
    Attribute(Shape),
    Status,
    Time,
    /// 0 where there is none.
    TimeOrNone,
}

impl Stored {
    fn of(column: &Column) -> Self {
        match (column.attribute(), column.key) {
            (Some(attribute), _) => Self::Attribute(attribute.json),
            (None, "status") => Self::Status,
            (None, "secret_age" | "last_used") => Self::TimeOrNone,
            (None, _) => Self::Time,
        }
    }

    fn tell<'r>(self, row: &'r Row<'_>, at: usize) -> rusqlite::Result<Told<'r>> {
        let value = row.get_ref(at)?;
        if value == ValueRef::Null {
            return Ok(Told::NOTHING);
        }
        let text = |text| Ok(Told::Text(text));
        match self {
            Self::Time => Ok(Told::Time(value.as_i64()?)),
            Self::TimeOrNone => {
                Ok(Some(value.as_i64()?).filter(|&at| at != 0).map_or(Told::NOTHING, Told::Time))
            }
            Self::Status => {
                let status = if value.as_i64()? == 0 { Status::Disabled } else { Status::Enabled };
                text(Cow::Borrowed(status.word()))
            }
            Self::Attribute(Shape::Text | Shape::TextOrNull | Shape::AtMostOne) => {
                text(Cow::Borrowed(value.as_str()?))
            }
            Self::Attribute(Shape::Array) => {
                text(elements(value.as_str()?).map_err(|error| strange(row, at, &error.to_string()))?)
            }
            Self::Attribute(Shape::Joined) => {
                text(Cow::Owned(value.as_str()?.split_ascii_whitespace().collect::<Vec<_>>().join(LISTED)))
            }
            Self::Attribute(Shape::Flag) => {
                text(Cow::Borrowed(if value.as_i64()? == 0 { "false" } else { "true" }))
            }
            Self::Attribute(Shape::NumberOrNull) => text(Cow::Owned(value.as_i64()?.to_string())),
        }
    }
}

/// What stands between the elements of a list.
const LISTED: &str = ", ";

/// The elements of a JSON array of texts.
fn elements(json: &str) -> serde_json::Result<Cow<'_, str>> {
    let only = json.strip_prefix("[\"").and_then(|rest| rest.strip_suffix("\"]"));
    match only.filter(|only| !only.bytes().any(|byte| byte == b'"' || byte == b'\\' || byte < b' ')) {
        Some(only) => Ok(Cow::Borrowed(only)),
        None => Ok(Cow::Owned(serde_json::from_str::<Vec<Cow<'_, str>>>(json)?.join(LISTED))),
    }
}

/// A part of the list whose cells were told.
#[derive(Debug)]
pub struct PartTold {
    /// How many rows it had.
    pub rows: i64,
    /// Where its last row stands, if it has as many as were asked for: the list may go on behind it.
    pub last: Option<Cursor>,
}

impl Reader<'_> {
    fn client_cells(
        &self,
        query: &ListQuery,
        now: i64,
        mut tell: impl FnMut(usize, Told<'_>),
    ) -> Result<PartTold, StoreError> {
        let key = SortKey::of(query.sort.key);
        let within = Where::of(query, now);
        let walk = Walk { key, descending: query.descending != key.reversed, within: &within };
        let limit = query.limit.unwrap_or(i64::MAX).max(0);
        let begin = match &query.page {
            PageAt::Position(position) => {
                let total = known_total(query, &within, self.tally()?);
                let all = total.map_or_else(|| count(self, &within), Ok)?;
                let Some(first) = walk.at(self, *position, all)? else {
                    return Ok(PartTold { rows: 0, last: None });
                };
                Some((first, true))
            }
            PageAt::After(cursor) => Some((cursor.clone(), false)),
            PageAt::From(cursor) => Some((cursor.clone(), true)),
            _ => None,
        };
        let stored: Vec<Stored> = COLUMNS.iter().map(Stored::of).collect();
        let expressions: Vec<&str> = COLUMNS.iter().map(expression).collect();
        let columns = format!("id, {}", expressions.join(", "));
        let (mut rows, mut last) = (0, None);
        let from = begin.as_ref().map(|(cursor, own)| (cursor, *own));
        walk.each(self, &columns, from, limit, &mut |row| {
            for (column, stored) in stored.iter().enumerate() {
                tell(column, stored.tell(row, column + 1)?);
            }
            rows += 1;
            if rows == limit {
                last = Some(place(row, key)?);
            }
            Ok(())
        })?;
        Ok(PartTold { rows, last })
    }
}

fn expression(column: &Column) -> &'static str {
    column
        .attribute()
        .map_or_else(|| SortKey::of(column.key).expression, |attribute| Placed::of(attribute).text)
}

impl Store {
    /// Tells the cells of a page of the list as it is at this time, row by row, in the order of [`COLUMNS`]: `tell` gets the place of the
    /// column and what stands there. It can't be the last page, or one that ends at a place.
    ///
    /// # Errors
    /// When the registry can't be read. What was told before counts.
    pub fn client_cells(
        &self,
        query: &ListQuery,
        now: i64,
        tell: impl FnMut(usize, Told<'_>),
    ) -> Result<PartTold, StoreError> {
        self.snapshot(|reader| reader.client_cells(query, now, tell))
    }
}

#[cfg(test)]
mod tests {
    use super::elements;

    #[test]
    fn the_elements_of_a_list_are_those_that_json_says() {
        for list in [&[][..], &[""], &["a"], &["a, b", "c"], &["\"", "\\", "\n", "é"], &["a\",\"b"]] {
            let json = serde_json::to_string(list).unwrap();
            assert_eq!(elements(&json).unwrap(), list.join(", "), "{json}");
        }
        for wrong in ["", "[", "[\"]", "[\"a\"", "[1]", "[\"a\nb\"]", "\"a\""] {
            assert!(elements(wrong).is_err(), "{wrong}");
        }
    }
}
