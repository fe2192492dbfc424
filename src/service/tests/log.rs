use super::*;
use crate::domain::{Reason, Role, Rotation};
use crate::service::{Error, LogQuery, Memory, NewOperator, OperatorChange};
use crate::vault::Digest;

/// A registry with a little of everything in its log.
pub fn busy() -> Bench {
    let mut bench = Bench::new();
    for name in ["One", "Two", "Three", "Four"] {
        bench.create(name);
    }
    let rotation = Rotation { reason: Reason::Routine, grace: Some(60) };
    bench.service.rotate(&["One".to_owned(), "Two".to_owned()], rotation).unwrap();
    let role = Role::Operator;
    let password = Plaintext::new("a first password of his".to_owned());
    let bob = NewOperator { user_name: "bob".to_owned(), full_name: String::new(), role, password };
    bench.service.add_operator(&bob).unwrap();
    bench.service.contain(&["Three".to_owned()], "In a log.", Some(1)).unwrap();
    bench.service.delete(&["Three".to_owned()]).unwrap();
    let auditor = OperatorChange { role: Some(Role::Auditor), ..OperatorChange::default() };
    bench.service.update_operator("bob", &auditor, &mut |_, _| ()).unwrap();
    bench.service.accept_advice("One", "L-66", "Legacy.", "10d").unwrap();
    // After the copies were sealed afresh: one goes, one comes.
    bench.service.rotate(&["Two".to_owned()], rotation).unwrap();
    bench
}

fn found(bench: &Bench, sql: &str) -> String {
    let connection = bench.sql();
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    connection.execute_batch(sql).unwrap();
    let findings = bench.service.check().unwrap();
    let told: Vec<String> =
        findings.iter().map(|finding| format!("{} [{}]\n", finding.sentence, finding.last_good)).collect();
    told.concat()
}

#[test]
fn an_untouched_registry_has_no_finding() {
    let bench = busy();
    assert_eq!(bench.service.check().unwrap(), []);
    let report = bench.service.verify_log(None).unwrap();
    assert_eq!(report.head, bench.service.log_head().unwrap());
    assert_eq!(Some(report.entries), report.head.map(|(number, _)| number));
}

#[test]
fn a_sign_on_that_failed_has_nobody_to_sign_it_and_is_no_finding() {
    let bench = busy();
    let mut stranger = Service::open(&bench.path, world(&bench.clock)).unwrap();
    assert!(stranger.sign_on("nobody", &Plaintext::new(PASSWORD.to_owned())).is_err());
    assert_eq!(bench.newest(1)[0].0, "operator.sign_on_refused");
    assert_eq!(bench.service.check().unwrap(), []);
}

#[test]
fn each_finding_says_what_was_done() {
    let told = found(&busy(), "DELETE FROM audit_entry WHERE number = 3");
    assert!(told.starts_with("Entries 3 to 3 of the audit log are missing. [2]\n"), "{told}");
    let bench = busy();
    let last = bench.service.log_head().unwrap().unwrap().0;
    let told = found(&bench, "INSERT INTO security_class VALUES ('EVIL', '')");
    let row = format!("The row class EVIL was put in behind clientkeep's back. [{last}]\n");
    assert!(told.starts_with(&row), "{told}");
    let told = found(&busy(), "UPDATE incident SET reason = 'Nothing'");
    let (row, what) = told.split_once(", which entry ").unwrap();
    assert_eq!(row, "The row incident 1");
    assert!(what.contains(" tells of, was changed behind clientkeep's back."), "{told}");
}

#[test]
fn every_change_by_plain_sql_is_found() {
    for sql in [
        "UPDATE audit_entry SET time = time + 1 WHERE number = 3",
        "UPDATE audit_entry SET details = '{}' WHERE number = 2",
        "UPDATE audit_entry SET operator_name = 'eve' WHERE number = 2",
        "UPDATE audit_entry SET signature = NULL WHERE number = 2",
        "UPDATE audit_entry SET operator = NULL, operator_name = NULL, signature = NULL WHERE number = 2",
        "UPDATE audit_entry SET row_digests = '[]' WHERE number = 4",
        "DELETE FROM audit_entry WHERE number = 3",
        "UPDATE audit_entry SET number = 1000 WHERE number = 3",
        "UPDATE client SET email = 'eve@example.com' WHERE client_name = 'One'",
        "UPDATE client SET enabled = 0 WHERE client_name = 'Two'",
        "UPDATE client SET redirect_uris = '[\"https://evil.example/\"]' WHERE client_name = 'Four'",
        "UPDATE client SET deleted_at = NULL WHERE client_name = 'Three'",
        "UPDATE client_secret SET state = 'live' WHERE state = 'retired'",
        "UPDATE client_secret SET grace_ends_at = grace_ends_at + 9999 WHERE state = 'grace'",
        "UPDATE client_secret SET sha256 = zeroblob(32) WHERE client = 1 AND generation = 2",
        "DELETE FROM client_secret WHERE client = 4",
        "DELETE FROM sealed_copy WHERE client = 4",
        "UPDATE sealed_copy SET sealed = zeroblob(length(sealed)) WHERE client = 2",
        "UPDATE sealed_copy SET sealed = zeroblob(length(sealed)) WHERE client = 1",
        "INSERT INTO sealed_copy SELECT 3, 1, key_generation, sealed FROM sealed_copy LIMIT 1",
        "UPDATE operator SET role = 'admin' WHERE user_name = 'bob'",
        "UPDATE operator SET must_change_password = 0 WHERE user_name = 'bob'",
        "UPDATE operator SET sign_on_hash = zeroblob(32) WHERE user_name = 'ada'",
        "INSERT INTO operator_sign_key VALUES (1, zeroblob(32), 0)",
        "UPDATE setting SET value = '-1' WHERE key = 'access_token_ttl'",
        "INSERT INTO security_class VALUES ('EVIL', '')",
        "UPDATE vault_key SET public_key = zeroblob(32)",
        "UPDATE registry SET charter_signature = zeroblob(64)",
        "UPDATE incident SET reason = 'Nothing'",
        "UPDATE incident_client SET step = 'verified'",
        "DELETE FROM incident_client",
        "DELETE FROM recovery",
        "INSERT INTO wrapped_key VALUES (2, 'vault', 2, x'00')",
    ] {
        let told = found(&busy(), sql);
        assert!(!told.is_empty(), "{sql}");
    }
}

#[test]
fn a_finding_names_the_row_or_entry_and_the_last_good_one() {
    let told = found(&busy(), "UPDATE audit_entry SET details = '{}' WHERE number = 3");
    assert_eq!(told, "Entry 3 of the audit log was changed. [2]\n");
    let bench = busy();
    let id = bench.service.client("One").unwrap().client.client_id;
    bench.sql().execute("UPDATE client SET notes = 'x' WHERE client_name = 'One'", []).unwrap();
    let findings = bench.service.check().unwrap();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].client.as_deref(), Some(id.as_str()));
    assert!(
        findings[0].sentence.contains("was changed behind clientkeep's back"),
        "{}",
        findings[0].sentence
    );
    let bench = busy();
    bench.sql().execute("UPDATE incident_client SET step = 'verified'", []).unwrap();
    let part: String =
        bench.sql().query_row("SELECT client_id FROM incident_client", [], |row| row.get(0)).unwrap();
    assert_eq!(bench.service.check().unwrap()[0].client, Some(part));
}

#[test]
fn a_cut_tail_is_found_with_a_head_that_was_kept_elsewhere() {
    let bench = busy();
    let head = bench.service.log_head().unwrap();
    assert_eq!(bench.service.verify_log(head).unwrap().findings, []);
    let another = head.map(|(number, _)| (number, Digest::from_bytes([1; 32])));
    let findings = bench.service.verify_log(another).unwrap().findings;
    assert!(findings[0].sentence.contains("the log was written anew"), "{findings:?}");
    bench
        .sql()
        .execute("DELETE FROM audit_entry WHERE number = (SELECT max(number) FROM audit_entry)", [])
        .unwrap();
    let findings = bench.service.verify_log(head).unwrap().findings;
    assert!(findings.iter().any(|finding| finding.sentence.contains("its end was cut")), "{findings:?}");
}

#[test]
fn a_registry_that_went_back_in_time_is_told_at_the_sign_on() {
    let mut bench = Bench::new();
    let memory = Memory::in_folder(bench.folder.path().join("heads"));
    let world = || World { memory: Some(memory.clone()), ..world(&bench.clock) };
    let password = Plaintext::new(PASSWORD.to_owned());
    let mut service = Service::open(&bench.path, world()).unwrap();
    for _ in 0..2 {
        assert_eq!(service.sign_on("ada", &password).unwrap().went_back_from, None);
    }
    let backup = bench.folder.path().join("backup.db");
    service.backup(&backup).unwrap();
    service.create_client(&draft("Later"), None).unwrap();
    let seen = service.log_head().unwrap().unwrap().0;
    // Others work on with the older file, until it has as many entries.
    let mut others = Service::open(&backup, self::world(&bench.clock)).unwrap();
    others.sign_on("ada", &password).unwrap();
    while others.log_head().unwrap().unwrap().0 <= seen {
        others.sign_on("ada", &password).unwrap();
    }
    let mut older = Service::open(&backup, world()).unwrap();
    assert_eq!(older.sign_on("ada", &password).unwrap().went_back_from, Some(seen));
    bench.create("Untouched");
}

#[test]
fn a_backup_is_the_registry_as_it_was() {
    let mut bench = busy();
    let backup = bench.folder.path().join("backup.db");
    bench.service.backup(&backup).unwrap();
    assert_eq!(bench.service.backup(&backup).err().unwrap().exit_code(), 4);
    bench.create("Later");
    let mut copy = Service::open(&backup, world(&bench.clock)).unwrap();
    copy.sign_on("ada", &Plaintext::new(PASSWORD.to_owned())).unwrap();
    assert_eq!(copy.check().unwrap(), []);
    assert!(copy.client("Later").is_err() && copy.client("One").is_ok());
}

#[test]
fn a_sealed_copy_that_does_not_open_is_named() {
    let mut bench = busy();
    let mut told = Vec::new();
    assert_eq!(bench.service.check_sealed(&mut |done, all| told.push((done, all))).unwrap(), []);
    assert_eq!(told, [(3, 3)]);
    let id = bench.service.client("Four").unwrap().client.client_id;
    bench
        .sql()
        .execute("UPDATE sealed_copy SET sealed = zeroblob(length(sealed)) WHERE client = 4", [])
        .unwrap();
    let findings = bench.service.check_sealed(&mut |_, _| ()).unwrap();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].client, Some(id));
}

#[test]
fn the_log_is_read_by_operator_client_action_time_and_words() {
    let bench = busy();
    let count = |query: LogQuery| bench.service.log(&query).unwrap().len();
    let all = count(LogQuery::default());
    assert_eq!(count(LogQuery { operator: Some("ADA".to_owned()), ..LogQuery::default() }), all);
    assert_eq!(count(LogQuery { action: Some("client".to_owned()), ..LogQuery::default() }), 6);
    assert_eq!(count(LogQuery { action: Some("client.deleted".to_owned()), ..LogQuery::default() }), 1);
    // With its quotes: three letters alone may stand in a client ID.
    assert_eq!(count(LogQuery { search: "\"BOB\"".to_owned(), ..LogQuery::default() }), 2);
    assert_eq!(count(LogQuery { limit: Some(3), ..LogQuery::default() }), 3);
    let id = bench.service.client("One").unwrap().client.client_id;
    assert_eq!(count(LogQuery { client: Some(id), ..LogQuery::default() }), 3);
}

#[test]
fn pages_of_the_log_go_both_ways_and_know_their_place() {
    let bench = busy();
    let page = |query: &LogQuery| {
        let page = bench.service.log_page(query).unwrap();
        let numbers: Vec<i64> = page.entries.iter().map(|entry| entry.number).collect();
        (numbers, page.offset, page.total)
    };
    let last = bench.service.log_head().unwrap().unwrap().0;
    let all = LogQuery { limit: Some(3), ..LogQuery::default() };
    assert_eq!(page(&all), (vec![last, last - 1, last - 2], 0, last));
    let next = LogQuery { before: Some(last - 2), ..all.clone() };
    assert_eq!(page(&next), (vec![last - 3, last - 4, last - 5], 3, last));
    let back = LogQuery { after: Some(last - 3), ..all.clone() };
    assert_eq!(page(&back).0, [last, last - 1, last - 2]);
    let oldest = LogQuery { after: Some(0), ..all };
    assert_eq!(page(&oldest), (vec![3, 2, 1], last - 3, last));
    let created = LogQuery { action: Some("client.created".to_owned()), ..LogQuery::default() };
    let (numbers, ..) = page(&created);
    let second = LogQuery { before: Some(numbers[0]), limit: Some(2), ..created };
    assert_eq!(page(&second), (numbers[1..3].to_vec(), 1, 4));
}

#[test]
fn who_is_an_operator_or_was_one_has_acted() {
    let bench = busy();
    let acted = |name: &str| bench.service.has_acted(name).unwrap();
    assert!(acted("ADA") && acted("bob") && !acted("eve"), "bob has not signed on yet");
    bench.sql().execute("UPDATE audit_entry SET operator_name = 'eve' WHERE number = 2", []).unwrap();
    assert!(acted("Eve") && !acted("mallory"));
}

#[test]
fn every_word_of_a_search_is_found_somewhere_in_the_entry() {
    let bench = busy();
    let count = |search: &str| {
        let query = LogQuery { search: search.to_owned(), ..LogQuery::default() };
        bench.service.log_page(&query).unwrap().total
    };
    assert_eq!(count("created one"), 1);
    assert_eq!(count("ONE  Created"), 1);
    assert_eq!(count("created library tester"), 5);
    assert_eq!(count("created nowhere"), 0);
}

#[test]
fn an_entry_says_whether_it_is_as_it_was_written() {
    let bench = busy();
    let state = |number: i64| {
        let entry = bench.service.log_entry(number).unwrap();
        [entry.follows, entry.unchanged, entry.signed]
    };
    let last = bench.service.log_head().unwrap().unwrap().0;
    assert!((1..=last).all(|number| state(number) == [true; 3]));
    assert_eq!(bench.service.log_entry(last + 1).err().unwrap().exit_code(), 3);
    bench.sql().execute("UPDATE audit_entry SET details = '{}' WHERE number = 3", []).unwrap();
    assert_eq!(state(3), [true, false, true]);
    bench.sql().execute("UPDATE audit_entry SET signature = zeroblob(64) WHERE number = 4", []).unwrap();
    assert_eq!(state(4), [true, true, false]);
    bench.sql().execute("DELETE FROM audit_entry WHERE number = 5", []).unwrap();
    assert_eq!(state(6), [false, true, true]);
}

#[test]
fn a_count_of_the_health_makes_way_for_whoever_waits() {
    let mut bench = Bench::new();
    bench.create("ABC Shipping");
    let counted = bench.service.health(&mut || std::ops::ControlFlow::Break(()));
    assert!(matches!(counted, Err(Error::Interrupted)));
}
