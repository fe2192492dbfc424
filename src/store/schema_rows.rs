//! Whether the schema that stands in the file is the one that the steps make, word for word: a view or trigger that
//! somebody else put there would compute what servers accept and what changes keep.

use std::cell::Cell;
use std::fmt;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use super::error::StoreError;
use super::schema;
use crate::domain::text::quoted;

/// What the newest schema is made of, sorted; a test keeps it true, and writes it with `UPDATE=1`.
const AS_MADE: &str = include_str!("../../assets/schema.sql");
/// What parts one of its objects from the next, whose line of names begins so.
const NEXT: &str = ";\n\n-- ";
/// What SQLite's ANALYZE makes; whoever administers the file may run it.
const STATISTICS: &[(&str, &str)] = &[
    ("sqlite_stat1", "CREATE TABLE sqlite_stat1(tbl,idx,stat)"),
    ("sqlite_stat4", "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)"),
];

/// The schema as a connection last found it in order; asked for again where the file says that it changed.
pub struct Watched {
    /// SQLite's own number of the schema, which each of its changes raises.
    cookie: Cell<i64>,
}

impl Watched {
    /// Refuses a version of the schema that is not known, words that are no text, and whatever is not as it was made.
    pub fn refusing(connection: &Connection) -> Result<Self, StoreError> {
        // All of it as it is at one time: another program may bring the schema up to date just now.
        let same = connection.unchecked_transaction()?;
        let watched = Self { cookie: Cell::new(0) };
        watched.look(&same)?;
        Ok(watched)
    }

    /// Refuses, inside a transaction, a schema that somebody changed since.
    pub fn again(&self, connection: &Connection) -> Result<(), StoreError> {
        if cookie(connection)? == self.cookie.get() { Ok(()) } else { self.look(connection) }
    }

    fn look(&self, connection: &Connection) -> Result<(), StoreError> {
        schema::refuse_unknown(connection)?;
        let cookie = cookie(connection)?;
        if schema::older(connection)?.is_some() || !is_newest(connection)? {
            let found = differences(connection)?;
            if !found.is_empty() {
                return Err(StoreError::AnotherSchema(found));
            }
        }
        self.cookie.set(cookie);
        Ok(())
    }
}

fn cookie(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.prepare_cached("PRAGMA main.schema_version")?.query_row([], |row| row.get(0))?)
}

/// One row of `sqlite_schema`, whose names and words are text.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Object<'a> {
    kind: &'a str,
    name: &'a str,
    table: &'a str,
    /// The statement that made it; none for the index of a primary key or a unique column.
    sql: &'a str,
}

impl<'a> Object<'a> {
    /// Refuses words that are no text: asking for the name of a column would panic.
    fn of(row: &'a Row<'_>) -> Result<Self, StoreError> {
        let word = |column| match row.get_ref(column)? {
            ValueRef::Text(words) => std::str::from_utf8(words)
                .map_err(|_| StoreError::Damaged("its schema is garbled".to_owned())),
            _ => Ok(""),
        };
        Ok(Self { kind: word(0)?, name: word(1)?, table: word(2)?, sql: word(3)? })
    }

    fn is_statistics(&self) -> bool {
        self.kind == "table" && self.table == self.name && STATISTICS.contains(&(self.name, self.sql))
    }

    /// One of those that the newest schema is made of.
    fn told(text: &'a str) -> Option<Self> {
        let (names, sql) = text.split_once('\n')?;
        let mut names = names.split(' ');
        Some(Self { kind: names.next()?, name: names.next()?, table: names.next()?, sql })
    }
}

const ROWS: &str = "SELECT type, name, tbl_name, sql FROM main.sqlite_schema ORDER BY type, name";

/// Tells of each object; ends early where `work` says so, and tells whether it did not.
fn each(connection: &Connection, mut work: impl FnMut(Object<'_>) -> bool) -> Result<bool, StoreError> {
    let mut statement = connection.prepare(ROWS)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let object = Object::of(row)?;
        if !object.is_statistics() && !work(object) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn is_newest(connection: &Connection) -> Result<bool, StoreError> {
    let made = AS_MADE.strip_prefix("-- ").and_then(|made| made.strip_suffix(";\n")).unwrap_or_default();
    let mut wanted = made.split(NEXT).map(Object::told);
    let same = each(connection, |found| wanted.next().flatten() == Some(found))?;
    Ok(same && wanted.next().is_none())
}

/// What is wrong with an object of the schema, as part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    object: String,
    wrong: &'static str,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} {}", self.object, self.wrong)
    }
}

/// How the schema differs from what the steps up to its version make.
pub fn differences(connection: &Connection) -> Result<Vec<Difference>, StoreError> {
    let mut sound = Connection::open_in_memory()?;
    schema::migrate_to(&mut sound, schema::version(connection)?.min(schema::VERSION))?;
    let (wanted, found) = (told(&sound)?, told(connection)?);
    let difference = |(object, _): &(String, String), wrong| Difference { object: object.clone(), wrong };
    let mut all = Vec::new();
    for (at, one) in found.iter().enumerate() {
        if found[..at].iter().any(|(object, _)| *object == one.0) {
            all.push(difference(one, "is there twice"));
        }
        match wanted.iter().find(|(object, _)| *object == one.0) {
            None => all.push(difference(one, "is none of clientkeep's")),
            Some(as_made) if as_made != one => all.push(difference(one, "was changed")),
            Some(_) => {}
        }
    }
    let gone = wanted.iter().filter(|one| !found.iter().any(|(object, _)| *object == one.0));
    all.extend(gone.map(|one| difference(one, "is missing")));
    Ok(all)
}

/// Each object as it is named to people, and what it is.
fn told(connection: &Connection) -> Result<Vec<(String, String)>, StoreError> {
    let mut all = Vec::new();
    each(connection, |object| {
        let Object { kind, name, table, sql } = object;
        all.push((format!("{kind} {}", quoted(name)), format!("{table}\n{sql}")));
        true
    })?;
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_newest_schema_is_made_of_is_what_the_steps_make() {
        let mut sound = Connection::open_in_memory().unwrap();
        schema::migrate(&mut sound).unwrap();
        let mut all = Vec::new();
        each(&sound, |Object { kind, name, table, sql }| {
            all.push(format!("-- {kind} {name} {table}\n{sql};\n"));
            true
        })
        .unwrap();
        let all = all.join("\n");
        if std::env::var_os("UPDATE").is_some() {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/schema.sql");
            std::fs::write(path, &all).unwrap();
        } else {
            assert_eq!(AS_MADE, all, "write it with: UPDATE=1 cargo test --lib schema_rows");
            assert!(is_newest(&sound).unwrap());
        }
    }

    #[test]
    fn a_schema_is_known_at_every_version() {
        for version in 1..=schema::VERSION {
            let mut sound = Connection::open_in_memory().unwrap();
            schema::migrate_to(&mut sound, version).unwrap();
            let watched = Watched::refusing(&sound).unwrap();
            assert_eq!(differences(&sound).unwrap(), []);
            sound.execute_batch("ANALYZE").unwrap();
            watched.again(&sound).unwrap();
            sound.execute_batch("CREATE VIEW more AS SELECT 1").unwrap();
            assert!(matches!(watched.again(&sound), Err(StoreError::AnotherSchema(_))), "{version}");
        }
    }
}
