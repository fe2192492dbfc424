//! A registry of made-up clients: whole, or not there.

use std::fs;
use std::ops::ControlFlow;

use super::{Bench, Hand, world};
use crate::service::{Error, demo};

fn indexes(sql: &rusqlite::Connection) -> Vec<String> {
    let mut statement =
        sql.prepare("SELECT name FROM sqlite_schema WHERE type = 'index' ORDER BY 1").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn it_is_a_registry_like_any_other() {
    let founded = Bench::new();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demo.db");
    let mut told = Vec::new();
    let clock: &Hand = &founded.clock;
    let mut service = demo::build(&path, 5_500, world(clock), |made| {
        told.push(made);
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(told.last(), Some(&5_500));
    let steps = told.iter().scan(0, |before, now| Some(now - std::mem::replace(before, *now)));
    assert!(steps.max() <= Some(64), "with the cost of a real registry that is a second or two");
    let report = service.verify_log(None).unwrap();
    assert_eq!((report.findings, report.entries), (vec![], 5_500 + 2), "read to its end");
    let mut linted = 0;
    let look = |_| {
        linted += 1;
        Ok::<(), Error>(())
    };
    service.lint(&[], look).unwrap();
    assert_eq!(linted, 5_500, "batch after batch, to the last");
    service.set_setting("idle_lock", "60").unwrap();
    let sql = rusqlite::Connection::open(&path).unwrap();
    assert_eq!(indexes(&sql), indexes(&founded.sql()), "every index is there again");
    let mode: String = sql.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
    let sound: String = sql.pragma_query_value(None, "integrity_check", |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");
    let signed: i64 = sql
        .query_row("SELECT count(*) FROM audit_entry WHERE signature IS NOT NULL", [], |row| row.get(0))
        .unwrap();
    assert_eq!(signed, 5_500 + 3, "the founding, the partners, each client, the setting");
    let count = |of: &str| -> i64 { sql.query_row(of, [], |row| row.get(0)).unwrap() };
    let public = count("SELECT count(*) FROM client WHERE client_type = 'public'");
    assert!(public > 0);
    assert_eq!(count("SELECT count(*) FROM client_secret"), 5_500 - public, "one each");
    let public = count(
        "SELECT count(*) FROM client_secret s JOIN client c ON c.id = s.client WHERE client_type = 'public'",
    );
    assert_eq!(public, 0);
    let (first, last, now) = (
        count("SELECT min(created_at) FROM client"),
        count("SELECT max(created_at) FROM client"),
        service.now(),
    );
    assert!(last <= now && first < now - 365 * 86_400 && first > now - 10 * 365 * 86_400, "{first} {last}");
}

#[test]
fn where_it_is_interrupted_nothing_is_left() {
    let clock = Bench::new().clock;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demo.db");
    let made = demo::build(&path, 5_500, world(&clock), |_| ControlFlow::Break(()));
    assert!(matches!(made, Err(Error::Interrupted)));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
