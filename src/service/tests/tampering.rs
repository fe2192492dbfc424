//! Somebody writes the file by plain SQL: every column of every row that the audit log answers for, one
//! after the other, and every column of the log itself.

use std::collections::HashMap;
use std::fs;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::log::busy;
use super::*;
use crate::service::Error;
use crate::service::log::{hash_of, rows_of};
use crate::service::trail::{row_digest, rows_text};
use crate::store::{AuditRow, entities};

/// Told by servers, by sign-ons and by failed ones, or counted, without an entry in the log.
const FREE: &[&str] = &["last_used_at", "last_sign_on_at", "tried_at", "tried_times", "changes"];
/// Tables that the log does not answer for: SQLite's own, and counters.
const APART: &[&str] = &["sqlite_sequence", "sqlite_stat1", "sign_on_failure", "client_change"];

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
    let mut bench = busy();
    let gone = bench.create("Gone").record.client.client_id;
    bench.service.delete(std::slice::from_ref(&gone)).unwrap();
    bench.service.purge(&[gone]).unwrap();
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

/// Makes the log agree with the rows as they are now, as somebody would who knows how it is made but has no
/// key: digests and hashes are right again, signatures are as they were.
fn recompute_the_chain(bench: &Bench) {
    let store = &bench.service.store;
    let mut rows = HashMap::new();
    for entity in entities() {
        store
            .read()
            .each_row(entity, |row| {
                rows.insert((row.row.entity.to_owned(), row.row.key.clone()), row_digest(&row).digest);
            })
            .unwrap();
    }
    let entries = store.read().audit_entries(1, 1_000).unwrap();
    let sql = open_raw(&bench.path);
    let mut previous = entries[0].previous;
    for mut entry in entries {
        let mut digests = rows_of(&entry.row_digests).unwrap();
        for digest in &mut digests {
            if let Some(now) = rows.get(&(digest.entity.clone(), digest.key.clone())) {
                digest.digest = *now;
            }
        }
        entry.previous = previous;
        entry.row_digests = rows_text(&digests);
        entry.hash = *hash_of(&entry, &digests).as_bytes();
        previous = entry.hash;
        let set = "UPDATE audit_entry SET previous = ?2, row_digests = ?3, hash = ?4 WHERE number = ?1";
        sql.execute(set, rusqlite::params![entry.number, entry.previous, entry.row_digests, entry.hash])
            .unwrap();
    }
}

#[test]
fn a_role_or_key_that_was_changed_is_noticed_though_the_chain_was_recomputed() {
    for change in [
        "UPDATE operator SET role = 'admin' WHERE user_name = 'bob'",
        "UPDATE operator SET disabled = 1 WHERE user_name = 'ada'",
        "UPDATE operator SET receive_key = randomblob(32) WHERE user_name = 'bob'",
        "UPDATE operator SET sign_key = randomblob(32) WHERE user_name = 'bob'",
        "UPDATE vault_key SET public_key = randomblob(32) WHERE retired_at IS NULL",
        "UPDATE setting SET value = '1' WHERE key = 'access_token_ttl'",
        "INSERT INTO operator_sign_key VALUES (1, randomblob(32), 0)",
    ] {
        let bench = busy();
        open_raw(&bench.path).execute_batch(change).unwrap();
        recompute_the_chain(&bench);
        assert_ne!(bench.service.check().unwrap(), [], "{change}");
        let mut service = Service::open(&bench.path, world(&bench.clock)).unwrap();
        let error = service.sign_on("ada", &Plaintext::new(PASSWORD.to_owned())).expect_err(change);
        assert!(matches!(error, Error::Tampered(_) | Error::WrongPassword { .. }), "{change}: {error}");
    }
}

/// Another secret for a client, and an entry for it, chained to the last, that somebody makes who has no key.
fn plant_a_secret(bench: &mut Bench) {
    let sql = open_raw(&bench.path);
    sql.execute("UPDATE client_secret SET sha256 = randomblob(32) WHERE client = 1 AND generation = 2", [])
        .unwrap();
    let store = &bench.service.store;
    let mut planted = None;
    store
        .read()
        .each_row("secret", |row| {
            let digest = row_digest(&row);
            planted = planted.take().or_else(|| row.row.key.ends_with("/2").then_some(digest));
        })
        .unwrap();
    let (rows, head) = (vec![planted.unwrap()], store.read().audit_head().unwrap().unwrap());
    let mut entry = AuditRow {
        number: head.number + 1,
        operator: None,
        action: "operator.sign_on_refused".to_owned(),
        client: None,
        details: "{}".to_owned(),
        operation_id: [7; 16],
        row_digests: rows_text(&rows),
        previous: head.hash,
        signature: None,
        ..head
    };
    entry.hash = *hash_of(&entry, &rows).as_bytes();
    bench.service.store.change(|writer| writer.add_audit_entry(&entry)).unwrap();
}

/// What `check` and `audit verify` say.
fn told(bench: &Bench) -> [Vec<String>; 2] {
    let checks = [bench.service.check().unwrap(), bench.service.verify_log(None).unwrap().findings];
    checks.map(|findings| findings.into_iter().map(|finding| finding.sentence).collect())
}

#[test]
fn an_entry_that_nobody_signed_vouches_for_no_row() {
    let mut bench = busy();
    plant_a_secret(&mut bench);
    for told in told(&bench) {
        assert!(told.iter().any(|told| told.contains("is not signed by whom it names")), "{told:?}");
    }
}

#[test]
fn a_signing_key_that_no_administrator_vouches_for_is_found_by_both() {
    let bench = busy();
    open_raw(&bench.path).execute("INSERT INTO operator_sign_key VALUES (1, randomblob(32), 0)", []).unwrap();
    recompute_the_chain(&bench);
    for told in told(&bench) {
        assert!(told.iter().any(|told| told.contains("the signature over operators, keys")), "{told:?}");
    }
}

#[test]
fn an_entry_before_the_first_is_found() {
    let bench = busy();
    let sql = open_raw(&bench.path);
    sql.execute_batch(
        "CREATE TEMP TABLE entry AS SELECT * FROM audit_entry WHERE number = 3;
         UPDATE entry SET number = -5, operation_id = randomblob(16);
         INSERT INTO audit_entry SELECT * FROM entry",
    )
    .unwrap();
    for told in told(&bench) {
        assert!(told[0].contains("Entry -5 of the audit log stands where it does not belong"), "{told:?}");
    }
}

#[test]
fn numbers_of_the_log_that_leave_no_room_are_told_and_nothing_is_changed() {
    for last in [i64::MAX, i64::MAX - 1] {
        let mut bench = busy();
        let sql = open_raw(&bench.path);
        let set = "UPDATE audit_entry SET number = ?1 WHERE number = (SELECT max(number) FROM audit_entry)";
        sql.execute(set, [last]).unwrap();
        let error = bench.service.create_client(&draft("Late"), None).err().unwrap();
        assert!(matches!(error, Error::Tampered(_)), "{error}");
        assert!(bench.service.client("Late").is_err());
    }
}
