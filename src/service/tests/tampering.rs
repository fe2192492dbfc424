//! Somebody writes the file by plain SQL: every column of every row that the audit log answers for, one
//! after the other, and every column of the log itself.

use std::fs;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::log::busy;
use super::*;

/// Told by servers, by sign-ons and by failed ones, without an entry in the log.
const FREE: &[&str] = &["last_used_at", "last_sign_on_at"];
/// Tables that the log does not answer for: SQLite's own, and counters.
const APART: &[&str] = &["sqlite_sequence", "sqlite_stat1", "sign_on_failure", "spent_client_id"];

fn strings(sql: &Connection, query: &str) -> Vec<String> {
    let mut statement = sql.prepare(query).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// The same kind of value, but another.
fn other(value: Value) -> Value {
    match value {
        Value::Null => Value::Integer(7),
        Value::Integer(number) => Value::Integer(if number == 1 { 0 } else { number + 1 }),
        Value::Real(number) => Value::Real(number + 1.0),
        Value::Text(text) => Value::Text(format!("{text}x")),
        Value::Blob(mut bytes) => {
            bytes[0] ^= 1;
            Value::Blob(bytes)
        }
    }
}

/// Changes one column of one row; tells whether SQLite let it.
fn tamper(sql: &Connection, table: &str, column: &str, offset: usize) -> bool {
    let keys =
        strings(sql, &format!("SELECT name FROM pragma_table_info('{table}') WHERE pk > 0 ORDER BY pk"));
    let keys = keys.join(", ");
    let row = format!("({keys}) = (SELECT {keys} FROM {table} LIMIT 1 OFFSET {offset})");
    let Ok(value) = sql.query_row(&format!("SELECT {column} FROM {table} WHERE {row}"), [], |row| row.get(0))
    else {
        return false;
    };
    let set = format!("UPDATE {table} SET {column} = ? WHERE {row}");
    let value = other(value);
    let as_text = Value::Text("70000".to_owned());
    [value, as_text].into_iter().any(|value| sql.execute(&set, params_from_iter([value])) == Ok(1))
}

fn open_raw(path: &std::path::Path) -> Connection {
    let sql = Connection::open(path).unwrap();
    sql.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON").unwrap();
    sql
}

#[test]
fn each_of_hundreds_of_changes_by_plain_sql_is_found() {
    let bench = busy();
    let whole = bench.folder.path().join("whole.db");
    bench.service.backup(&whole).unwrap();
    let tables: Vec<String> =
        strings(&open_raw(&whole), "SELECT name FROM sqlite_schema WHERE type = 'table'")
            .into_iter()
            .filter(|table| !APART.contains(&table.as_str()))
            .collect();
    let (mut tried, mut missed) = (0, Vec::new());
    for table in &tables {
        let columns = strings(&open_raw(&whole), &format!("SELECT name FROM pragma_table_info('{table}')"));
        for column in columns.iter().filter(|column| !FREE.contains(&column.as_str())) {
            for offset in [0, 1, 3, 9] {
                let path = bench.folder.path().join("changed.db");
                fs::copy(&whole, &path).unwrap();
                if !tamper(&open_raw(&path), table, column, offset) {
                    continue;
                }
                tried += 1;
                // A registry that can't even be opened or read any more is found too.
                let found = Service::open(&path, world(&bench.clock)).and_then(|service| service.check());
                if found.is_ok_and(|findings| findings.is_empty()) {
                    missed.push(format!("{table}.{column} of row {offset}"));
                }
                for end in ["changed.db-wal", "changed.db-shm"] {
                    let _gone = fs::remove_file(bench.folder.path().join(end));
                }
            }
        }
    }
    assert_eq!(missed, [] as [String; 0]);
    assert!(tried >= 200, "{tried} changes were tried");
}
