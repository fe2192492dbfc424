//! Somebody changes not the rows but what the file computes: views that servers read, triggers that changes run,
//! what keeps rows unique.

use super::*;
use crate::service::{Error, Registry};

/// One of each kind, and what is told of it.
const CHANGES: &[(&str, &str)] = &[
    (
        "CREATE TRIGGER more AFTER UPDATE ON client WHEN NEW.redirect_uris NOT LIKE '%evil%' BEGIN
             UPDATE client SET redirect_uris = '[\"https://evil.example/\"]' WHERE id = NEW.id; END",
        "the trigger \"more\" is none of clientkeep's",
    ),
    ("DROP TRIGGER client_is_changed", "the trigger \"client_is_changed\" is missing"),
    ("CREATE VIEW more AS SELECT * FROM client", "the view \"more\" is none of clientkeep's"),
    ("DROP VIEW partner_user", "the view \"partner_user\" is missing"),
    ("CREATE TABLE more (one)", "the table \"more\" is none of clientkeep's"),
    ("ALTER TABLE client ADD COLUMN more TEXT", "the table \"client\" was changed"),
    ("CREATE INDEX more ON client (notes)", "the index \"more\" is none of clientkeep's"),
    ("DROP INDEX client_by_name", "the index \"client_by_name\" is missing"),
    (
        "DROP INDEX client_by_name; CREATE INDEX client_by_name ON client (name_key) WHERE deleted_at IS NULL",
        "the index \"client_by_name\" was changed",
    ),
];

/// The view of the secrets that servers accept, with one more, which somebody else knows.
fn one_more_secret(bench: &mut Bench, client_id: &str) -> Plaintext {
    let known = bench.service.stage_secret().unwrap().into_plaintext();
    let sha256 = crate::vault::Fingerprint::of(known.expose()).unwrap();
    let hex = data_encoding::HEXLOWER.encode(sha256.as_bytes());
    let view = "SELECT sql FROM sqlite_schema WHERE name = 'live_secret'";
    let view: String = bench.sql().query_row(view, [], |row| row.get(0)).unwrap();
    let more = format!("UNION ALL SELECT '{client_id}', 99, 'x', x'{hex}', NULL");
    bench.sql().execute_batch(&format!("DROP VIEW live_secret; {view} {more}")).unwrap();
    known
}

#[test]
fn a_secret_that_somebody_wrote_into_the_view_for_servers_is_never_accepted() {
    let mut bench = Bench::new();
    let id = bench.create("ABC Shipping").record.client.client_id;
    let mut server = Registry::open_read_only(&bench.path).unwrap();
    server.client(&id).unwrap().expect("it may be used");
    let known = one_more_secret(&mut bench, &id);
    let refused = |error: Error| {
        let sentence = error.to_string();
        assert!(sentence.contains("the view \"live_secret\" was changed"), "{sentence}");
        assert_eq!(error.exit_code(), 7);
    };
    // By those that run since before, and by those that start now.
    refused(server.verify(&id, &known).map(drop).unwrap_err());
    refused(server.client(&id).map(drop).unwrap_err());
    refused(server.has_partner_user("abc", "jane").map(drop).unwrap_err());
    refused(bench.service.verify(&id, &known).map(drop).unwrap_err());
    refused(Registry::open_read_only(&bench.path).map(drop).unwrap_err());
    refused(Service::open(&bench.path, world(&bench.clock)).map(drop).unwrap_err());
}

#[test]
fn nobody_changes_a_registry_whose_schema_is_another_and_check_names_it() {
    for (change, told) in CHANGES {
        let mut bench = Bench::new();
        bench.create("ABC Shipping");
        bench.sql().execute_batch(change).unwrap();
        let opened = Service::open(&bench.path, world(&bench.clock)).map(drop).unwrap_err();
        assert!(opened.to_string().contains(told), "{opened}");
        let running = bench.service.create_client(&draft("Another"), None).map(drop).unwrap_err();
        assert!(running.to_string().contains(told), "{running}");
        assert_eq!(bench.sql().query_row("SELECT count(*) FROM client", [], |row| row.get(0)), Ok(1));
        let service = Service::open_to_check(&bench.path, world(&bench.clock)).unwrap();
        for findings in [service.check().unwrap(), bench.service.check().unwrap()] {
            assert!(findings.iter().any(|finding| finding.sentence.contains(told)), "{findings:?}");
        }
    }
}

#[test]
fn a_trigger_in_an_older_registry_does_not_survive_its_being_brought_up_to_date() {
    let bench = Bench::new();
    bench.sql().execute_batch(BACK_TO_THE_FIRST_SCHEMA).unwrap();
    bench.sql().execute_batch(CHANGES[0].0).unwrap();
    let opened = Service::open(&bench.path, world(&bench.clock)).map(drop).unwrap_err();
    assert!(opened.to_string().contains(CHANGES[0].1), "{opened}");
    assert_eq!(bench.sql().pragma_query_value(None, "user_version", |row| row.get(0)), Ok(1));
    assert!(!bench.path.with_file_name("registry.db.schema-1").exists(), "nothing is copied");
}

#[test]
fn statistics_that_an_administrator_let_sqlite_make_are_no_change_of_the_schema() {
    let mut bench = Bench::new();
    bench.create("ABC Shipping");
    bench.sql().execute_batch("ANALYZE; VACUUM").unwrap();
    bench.create("Another");
    assert_eq!(Service::open(&bench.path, world(&bench.clock)).unwrap().check().unwrap(), []);
}
