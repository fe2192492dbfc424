//! What servers report: taken over by whoever opens the registry, never believed blindly, never in the way.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::*;
use crate::domain::rule::Severity;
use crate::domain::{ListQuery, PageAt, Reason, Refusal, Rotation, SecretRecord, TriedAgain, column};
use crate::service::Registry;
use crate::store::Store;

impl Bench {
    fn usage(&self) -> PathBuf {
        self.folder.path().join("own").join("registry.usage.db")
    }

    fn reported(&self, sql: &str) {
        Connection::open(self.usage()).unwrap().execute_batch(sql).unwrap();
    }

    fn secret(&self, client_id: &str, generation: u32) -> SecretRecord {
        let secrets = self.service.secrets(client_id).unwrap();
        secrets.into_iter().find(|secret| secret.generation == generation).unwrap()
    }

    fn server(&self) -> Registry {
        Registry::open_read_only(&self.path).unwrap()
    }
}

/// Waits until the background thread is done with everything.
fn settle(server: &Registry) {
    let end = Instant::now() + Duration::from_mins(2);
    while server.usage_reports().noted > server.usage_reports().settled + server.usage_reports().dropped {
        assert!(Instant::now() < end, "{:?}", server.usage_reports());
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn row(client_id: &str, generation: u32, outcome: &str, at: i64, times: i64) -> String {
    format!("INSERT INTO secret_use VALUES ('{client_id}', {generation}, '{outcome}', {at}, {times});")
}

#[test]
fn use_that_a_server_sees_shows_in_the_registry_and_the_log_still_agrees() {
    let mut bench = Bench::new();
    let issued = bench.create("ABC");
    let (id, secret) = (issued.record.client.client_id, issued.secret.unwrap());
    let mut server = bench.server();
    for _ in 0..3 {
        assert!(server.verify(&id, &secret).unwrap().is_ok());
    }
    assert_eq!(server.verify(&id, &Plaintext::new("wrong".repeat(9))).unwrap(), Err(Refusal::WrongSecret));
    settle(&server);
    assert_eq!((server.usage_reports().settled, server.usage_reports().dropped), (4, 0));
    bench.clock.pass(5);
    assert!(bench.service.client(&id).unwrap().last_used_at.is_none(), "nothing was merged yet");
    assert!(!bench.service.use_is_reported().unwrap());
    assert!(bench.service.merge_usage());
    assert!(bench.service.use_is_reported().unwrap());
    let used = bench.service.client(&id).unwrap().last_used_at.unwrap();
    assert!((bench.service.now() - used).abs() < 60);
    assert_eq!(bench.secret(&id, 1).last_used_at, Some(used));
    assert!(!bench.service.merge_usage(), "nothing is new");
    assert_eq!(bench.service.check().unwrap(), []);
}

#[test]
fn a_secret_that_leaked_and_is_tried_again_flags_its_client() {
    let mut bench = Bench::new();
    let issued = bench.create("ABC");
    let (id, old) = (issued.record.client.client_id, issued.secret.unwrap());
    let rotation = Rotation { reason: Reason::Leak, grace: None };
    bench.service.rotate(std::slice::from_ref(&id), rotation).unwrap();
    let mut server = bench.server();
    for _ in 0..2 {
        assert_eq!(server.verify(&id, &old).unwrap(), Err(Refusal::RetiredSecret));
    }
    settle(&server);
    assert!(bench.service.merge_usage());
    let secret = bench.secret(&id, 1);
    assert_eq!(secret.tried_again.map(|tried| tried.times), Some(2));
    assert!(secret.leak_tried_again());
    assert_eq!(secret.last_used_at, None);
    let mut told = Vec::new();
    bench
        .service
        .lint(&[id], |linted| {
            told.extend(linted.told);
            Ok::<(), crate::service::Error>(())
        })
        .unwrap();
    let (advice, _) = told.iter().find(|(advice, _)| advice.rule == "L-101").unwrap();
    assert_eq!(advice.severity, Severity::Error);
    assert!(advice.sentence.contains("tried 2 times"), "{}", advice.sentence);
    assert_eq!(bench.service.check().unwrap(), []);
}

#[test]
fn what_cannot_be_is_ignored() {
    let mut bench = Bench::new();
    let id = bench.create("ABC").record.client.client_id;
    let now = bench.service.now();
    bench.reported(&row("nobody", 1, "accepted", now, 1));
    bench.reported(&row(&id, 2, "accepted", now, 1));
    bench.reported(&row(&id, 1, "refused", now, 1));
    bench.reported(&row(&id, 1, "accepted", now + 100_000, 1));
    bench.reported(&row(&id.to_uppercase(), 1, "accepted", now - 1_000, 1));
    assert!(!bench.service.merge_usage());
    assert_eq!(bench.service.client(&id).unwrap().last_used_at, None);
    assert_eq!(bench.secret(&id, 1).tried_again, None, "a live secret was not retired");
    bench.reported(&format!("UPDATE secret_use SET last_at = {} WHERE generation = 1", now - 100_000));
    assert!(!bench.service.merge_usage(), "before the secret was made");
    bench.reported(&format!("UPDATE secret_use SET last_at = {} WHERE outcome = 'accepted'", now + 30));
    assert!(bench.service.merge_usage());
    assert_eq!(bench.service.client(&id).unwrap().last_used_at, Some(now), "a clock that is ahead");
}

#[test]
fn counts_only_rise_and_a_file_made_anew_takes_nothing_away() {
    let mut bench = Bench::new();
    let id = bench.create("ABC").record.client.client_id;
    bench.service.rotate(std::slice::from_ref(&id), Rotation::default()).unwrap();
    let now = bench.service.now();
    bench.reported(&row(&id, 1, "refused", now - 5, i64::MAX));
    assert!(bench.service.merge_usage());
    let tried = bench.secret(&id, 1).tried_again.unwrap();
    assert_eq!((tried.at, tried.times), (now - 5, 1_000_000_000), "capped");
    fs::remove_file(bench.usage()).unwrap();
    assert!(!bench.service.merge_usage());
    let another = bench.another();
    bench.reported(&row(&id, 1, "refused", now, 1));
    assert!(another.merge_usage());
    assert_eq!(bench.secret(&id, 1).tried_again, Some(TriedAgain { at: now, times: 1_000_000_000 }));
}

#[test]
fn whatever_lies_in_its_place_opening_and_verifying_go_on() {
    let loop_for_ever = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT 'x', i, 'accepted', 5, 5 FROM n";
    let schemas = [
        format!("DROP TABLE secret_use; CREATE VIEW secret_use AS {loop_for_ever};"),
        format!("CREATE TRIGGER more BEFORE INSERT ON secret_use BEGIN {loop_for_ever}; END;"),
        "ALTER TABLE secret_use ADD COLUMN more TEXT AS (hex(zeroblob(1000000)));".to_owned(),
        "DROP INDEX secret_use_by_time;".to_owned(),
        "CREATE TABLE more (x);".to_owned(),
        "PRAGMA user_version = 9; PRAGMA application_id = 5; DROP TABLE secret_use;".to_owned(),
    ];
    let mut bench = Bench::new();
    let issued = bench.create("ABC");
    let (id, secret) = (issued.record.client.client_id, issued.secret.unwrap());
    let usage = bench.usage();
    let undisturbed = |what: &str| {
        let began = Instant::now();
        let mut server = bench.server();
        assert!(server.verify(&id, &secret).unwrap().is_ok(), "{what}");
        assert!(began.elapsed() < Duration::from_secs(2), "{what}");
        drop(server);
        let another = bench.another();
        assert_eq!(another.client(&id).unwrap().last_used_at, None, "{what}");
        assert!(began.elapsed() < Duration::from_secs(6), "{what}");
    };
    let whole = fs::read(&usage).unwrap();
    for schema in &schemas {
        fs::write(&usage, &whole).unwrap();
        Connection::open(&usage).unwrap().execute_batch(schema).unwrap();
        undisturbed(schema);
    }
    for (what, bytes) in [
        ("empty", Vec::new()),
        ("noise", b"SQLite format 3\0 and then something else".repeat(400)),
        ("cut short", whole[..whole.len() / 2].to_vec()),
        ("the registry", fs::read(&bench.path).unwrap()),
    ] {
        fs::write(&usage, bytes).unwrap();
        undisturbed(what);
    }
    fs::remove_file(&usage).unwrap();
    std::os::unix::fs::symlink(&bench.path, &usage).unwrap();
    undisturbed("a link");
    fs::remove_file(&usage).unwrap();
    fs::create_dir(&usage).unwrap();
    undisturbed("a folder");
    fs::remove_dir(&usage).unwrap();
    rustix::fs::mknodat(rustix::fs::CWD, &usage, rustix::fs::FileType::Fifo, rustix::fs::Mode::RWXU, 0)
        .unwrap();
    undisturbed("a pipe");
}

#[test]
fn a_locked_file_delays_nothing_and_the_reports_come_later() {
    let mut bench = Bench::new();
    let issued = bench.create("ABC");
    let (id, secret) = (issued.record.client.client_id, issued.secret.unwrap());
    let lock = Connection::open(bench.usage()).unwrap();
    lock.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let mut server = bench.server();
    let began = Instant::now();
    for _ in 0..100 {
        assert!(server.verify(&id, &secret).unwrap().is_ok());
    }
    assert!(!bench.service.merge_usage());
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    lock.execute_batch("ROLLBACK").unwrap();
    settle(&server);
    assert_eq!(server.usage_reports().dropped, 0);
    assert!(bench.service.merge_usage());
    assert!(bench.service.client(&id).unwrap().last_used_at.is_some());
}

#[test]
fn a_busy_registry_is_opened_at_once_and_takes_the_reports_over_later() {
    let mut bench = Bench::new();
    let id = bench.create("ABC").record.client.client_id;
    bench.reported(&row(&id, 1, "accepted", bench.service.now(), 1));
    let lock = bench.sql();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    let began = Instant::now();
    assert!(!bench.service.merge_usage());
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    lock.execute_batch("ROLLBACK").unwrap();
    assert!(bench.service.merge_usage());
}

#[test]
fn who_can_only_read_sees_it_too_and_lists_sort_by_it() {
    let mut bench = Bench::new();
    let ids: Vec<String> =
        ["One", "Two", "Three"].iter().map(|name| bench.create(name).record.client.client_id).collect();
    bench.service.rotate(&ids[..1], Rotation::default()).unwrap();
    let now = bench.service.now();
    let store = Store::open_read_only(&bench.path).unwrap();
    assert!(!store.merge_usage(now), "nothing was reported");
    bench.reported(&row(&ids[1], 1, "accepted", now - 7, 1));
    bench.reported(&row(&ids[2], 1, "accepted", now - 9, 1));
    bench.reported(&row(&ids[0], 1, "refused", now - 1, 4));
    assert!(store.merge_usage(now));
    let query = ListQuery {
        search: String::new(),
        filters: Vec::new(),
        sort: column("last_used").unwrap(),
        descending: true,
        page: PageAt::First,
        limit: Some(2),
    };
    let page = store.snapshot(|reader| reader.clients(&query, now)).unwrap();
    let used: Vec<_> =
        page.rows.iter().map(|(_, record)| (record.client.name.as_str(), record.last_used_at)).collect();
    assert_eq!(used, [("Two", Some(now - 7)), ("Three", Some(now - 9))]);
    let number = store.read().client_by_id(&ids[0]).unwrap().unwrap().0;
    let secrets = store.read().secrets(number).unwrap();
    assert_eq!(secrets[1].tried_again, Some(TriedAgain { at: now - 1, times: 4 }));
    assert_eq!(store.read().active_client(&ids[1]).unwrap().unwrap().client_id, ids[1]);
    bench.reported(&format!("UPDATE secret_use SET last_at = {} WHERE client_id = '{}'", now - 2, ids[2]));
    assert!(store.merge_usage(now));
    let page = store.snapshot(|reader| reader.clients(&query, now)).unwrap();
    assert_eq!(page.rows[0].1.last_used_at, Some(now - 2), "newer reports are laid over the older");
    assert!(bench.service.client(&ids[1]).unwrap().last_used_at.is_none(), "nothing was written");
}

#[test]
fn what_a_server_saw_last_is_written_before_it_has_ended() {
    let mut bench = Bench::new();
    let issued = bench.create("ABC");
    let (id, secret) = (issued.record.client.client_id, issued.secret.unwrap());
    let mut server = bench.server();
    assert!(server.verify(&id, &secret).unwrap().is_ok());
    let began = Instant::now();
    drop(server);
    let waited = began.elapsed();
    let is_written = bench.service.merge_usage();
    assert!(is_written || waited >= Duration::from_millis(250), "it waited for {waited:?} only");
}

#[test]
fn a_server_that_has_nothing_to_write_ends_at_once() {
    let bench = Bench::new();
    let end = || {
        let server = bench.server();
        let began = Instant::now();
        drop(server);
        began.elapsed()
    };
    // The quickest of some: the machine may have more to do.
    let quickest = (0..5).map(|_| end()).min().unwrap();
    assert!(quickest < Duration::from_millis(200), "{quickest:?}");
}

#[test]
fn a_registry_that_is_opened_twice_has_one_queue_whatever_else_is_opened() {
    let (one, other) = (Bench::new(), Bench::new());
    let mut first = one.server();
    let between = other.server();
    let again = one.server();
    let unknown = first.verify("nobody", &Plaintext::new("wrong".repeat(9))).unwrap();
    assert_eq!(unknown, Err(Refusal::UnknownClient));
    assert_eq!((again.usage_reports().noted, between.usage_reports().noted), (1, 0));
}
