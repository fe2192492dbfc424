use super::*;
use crate::domain::{Reason, Refusal, Rotation, SecretState};
use crate::service::{Disclosure, Error, Registry};

fn copy() -> Disclosure {
    Disclosure::Copy { channel: "test".to_owned() }
}

fn rotation(grace: Option<i64>) -> Rotation {
    Rotation { reason: Reason::Routine, grace }
}

#[test]
fn what_is_copied_is_what_verifies() {
    let mut bench = Bench::new();
    let issued = bench.create("ABC Shipping");
    let id = issued.record.client.client_id;
    let credentials = bench.service.disclose(&id, &copy()).unwrap();
    assert_eq!(credentials.secret.expose(), issued.secret.unwrap().expose());
    assert_eq!(credentials.line().expose(), format!("{id}:{}", credentials.secret.expose()));
    assert!(bench.accepted(&id, &credentials.secret));
    assert_eq!(bench.actions().last().unwrap(), "secret.copied");
}

#[test]
fn a_staged_secret_changes_nothing_until_it_is_saved() {
    let mut bench = Bench::new();
    let issued = bench.create("ABC Shipping");
    let (id, old) = (issued.record.client.client_id.clone(), issued.secret.unwrap());
    let staged = bench.service.stage_secret().unwrap();
    let new = staged.plaintext().clone();
    assert!(bench.accepted(&id, &old) && !bench.accepted(&id, &new));
    let draft = Draft::of(&issued.record.client);
    bench.service.update_client(&id, issued.record.version, &draft, Some((staged, rotation(None)))).unwrap();
    assert!(!bench.accepted(&id, &old) && bench.accepted(&id, &new));
    assert_eq!(bench.service.verify(&id, &old).unwrap().reason, "retired secret");
    let states: Vec<SecretState> =
        bench.service.secrets(&id).unwrap().iter().map(|secret| secret.stored_state).collect();
    assert_eq!(states, [SecretState::Live, SecretState::Retired]);
}

#[test]
fn saving_other_attributes_touches_no_secret() {
    let mut bench = Bench::new();
    let issued = bench.create("ABC Shipping");
    let (id, secret) = (issued.record.client.client_id.clone(), issued.secret.unwrap());
    let before = bench.service.secrets(&id).unwrap();
    let mut draft = Draft::of(&issued.record.client);
    draft.set("notes", vec!["by hand".to_owned()]);
    bench.service.update_client(&id, 1, &draft, None).unwrap();
    assert_eq!(bench.service.secrets(&id).unwrap(), before);
    assert!(bench.accepted(&id, &secret));
}

#[test]
fn grace_keeps_one_older_secret_and_a_third_retires_the_oldest() {
    let mut bench = Bench::new();
    let issued = bench.create("ABC Shipping");
    let (id, first) = (issued.record.client.client_id, issued.secret.unwrap());
    let ids = [id.clone()];
    let second = bench.service.rotate(&ids, rotation(Some(3600))).unwrap().remove(0).secret.unwrap();
    assert!(bench.accepted(&id, &first) && bench.accepted(&id, &second));
    let third = bench.service.rotate(&ids, rotation(Some(3600))).unwrap().remove(0).secret.unwrap();
    assert!(!bench.accepted(&id, &first) && bench.accepted(&id, &second) && bench.accepted(&id, &third));
    bench.clock.pass(3600);
    let now = bench.service.now();
    let states: Vec<SecretState> =
        bench.service.secrets(&id).unwrap().iter().map(|secret| secret.state(now)).collect();
    assert_eq!(states, [SecretState::Live, SecretState::Retired, SecretState::Retired]);
}

#[test]
fn the_log_tells_when_grace_ends_where_an_older_secret_has_it() {
    let mut bench = Bench::new();
    let ids = [bench.create("ABC Shipping").record.client.client_id];
    let end = |bench: &Bench| {
        let query = LogQuery { limit: Some(1), ..LogQuery::default() };
        let details = bench.service.log(&query).unwrap().remove(0).details;
        serde_json::from_str::<serde_json::Value>(&details).unwrap()["grace_ends_at"].clone()
    };
    bench.service.rotate(&ids, rotation(Some(3600))).unwrap();
    let ends = crate::domain::time::rfc3339(bench.service.now() + 3600);
    assert_eq!(end(&bench), ends);
    bench.service.contain(&ids, "leak", None).unwrap();
    bench.service.rotate(&ids, rotation(Some(3600))).unwrap();
    assert!(end(&bench).is_null());
}

#[test]
fn a_leak_gets_no_grace_and_voids_tokens() {
    let mut bench = Bench::new();
    let id = bench.create("ABC Shipping").record.client.client_id;
    let leak = Rotation { reason: Reason::Leak, grace: Some(60) };
    let error = bench.service.rotate(std::slice::from_ref(&id), leak).err().unwrap();
    assert_eq!(error.exit_code(), 6);
    let leak = Rotation { reason: Reason::Leak, grace: None };
    let record = bench.service.rotate(&[id], leak).unwrap().remove(0).record;
    assert_eq!(record.tokens_not_before, Some(bench.service.now()));
}

#[test]
fn a_client_named_twice_in_one_rotation_gets_one_new_secret() {
    let mut bench = Bench::new();
    let id = bench.create("ABC Shipping").record.client.client_id;
    let both = [id.clone(), "abc shipping".to_owned()];
    let mut issued = bench.service.rotate(&both, rotation(None)).unwrap();
    assert_eq!(issued.len(), 1);
    assert!(bench.accepted(&id, &issued.remove(0).secret.unwrap()));
}

#[test]
fn a_disabled_or_deleted_client_is_refused_with_its_right_secret() {
    let mut bench = Bench::new();
    let issued = bench.create("ABC Shipping");
    let (ids, secret) = ([issued.record.client.client_id], issued.secret.unwrap());
    bench.service.set_enabled(&ids, false).unwrap();
    assert_eq!(bench.service.verify(&ids[0], &secret).unwrap().reason, "disabled client");
    bench.service.set_enabled(&ids, true).unwrap();
    assert!(bench.accepted(&ids[0], &secret));
    bench.service.delete(&ids).unwrap();
    assert_eq!(bench.service.verify(&ids[0], &secret).unwrap().reason, "deleted client");
    assert_eq!(bench.service.verify("nobody", &secret).unwrap().reason, "unknown client");
}

#[test]
fn a_show_once_registry_keeps_nothing_to_show() {
    let mut bench = Bench::with(Retention::ShowOnce);
    let issued = bench.create("ABC Shipping");
    let id = issued.record.client.client_id;
    assert!(bench.accepted(&id, &issued.secret.unwrap()));
    let error = bench.service.disclose(&id, &copy()).err().unwrap();
    assert!(matches!(error, Error::NoSecret(_)), "{error}");
    let count = |table: &str| {
        bench
            .sql()
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0))
            .unwrap()
    };
    assert_eq!((count("sealed_copy"), count("vault_key")), (0, 0));
    assert_eq!(bench.service.settings().unwrap().secret_retention, Retention::ShowOnce);
}

#[test]
fn a_sealed_copy_that_was_moved_to_another_client_does_not_open() {
    let mut bench = Bench::new();
    let one = bench.create("One").record.client.client_id;
    bench.create("Two");
    bench
        .sql()
        .execute_batch("UPDATE sealed_copy SET sealed = (SELECT sealed FROM sealed_copy WHERE client = 2) WHERE client = 1")
        .unwrap();
    let error = bench.service.disclose(&one, &Disclosure::Show).err().unwrap();
    assert!(matches!(error, Error::Tampered(_)), "{error}");
}

#[test]
fn a_verifier_is_no_secret() {
    let mut bench = Bench::new();
    let id = bench.create("ABC Shipping").record.client.client_id;
    let (phc, hex): (String, String) = bench
        .sql()
        .query_row("SELECT phc, lower(hex(sha256)) FROM live_secret", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    assert!(!bench.accepted(&id, &Plaintext::new(phc)) && !bench.accepted(&id, &Plaintext::new(hex)));
}

#[test]
fn nothing_of_a_destroyed_copy_or_of_any_secret_is_in_the_file_or_its_log() {
    let mut bench = Bench::new();
    let issued = bench.create("ABC Shipping");
    let (id, first) = (issued.record.client.client_id, issued.secret.unwrap());
    let sealed: Vec<u8> =
        bench.sql().query_row("SELECT sealed FROM sealed_copy", [], |row| row.get(0)).unwrap();
    let second = bench.service.rotate(&[id], rotation(None)).unwrap().remove(0).secret.unwrap();
    let mut bytes = std::fs::read(&bench.path).unwrap();
    bytes.extend(std::fs::read(bench.path.with_extension("db-wal")).unwrap());
    let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    assert!(!holds(&sealed), "the old sealed copy");
    assert!(!holds(&sealed[32..64]), "a part of the old sealed copy");
    assert!(!holds(first.expose().as_bytes()) && !holds(second.expose().as_bytes()), "a secret");
    assert!(!holds(PASSWORD.as_bytes()) && !holds(bench.recovery_code.expose().as_bytes()), "a password");
}

#[test]
fn servers_read_what_is_accepted_and_no_more() {
    let mut bench = Bench::new();
    let id = bench.create("ABC Shipping").record.client.client_id;
    bench.service.rotate(std::slice::from_ref(&id), rotation(Some(3600))).unwrap();
    let sql = bench.sql();
    let count = |view: &str| {
        sql.query_row(&format!("SELECT count(*) FROM {view}"), [], |row| row.get::<_, i64>(0)).unwrap()
    };
    assert_eq!((count("active_client"), count("live_secret")), (1, 2));
    // The view has the machine's time: a grace that is over there is over.
    sql.execute("UPDATE client_secret SET grace_ends_at = unixepoch() - 1 WHERE state = 'grace'", [])
        .unwrap();
    assert_eq!(count("live_secret"), 1);
    bench.service.set_enabled(&[id], false).unwrap();
    assert_eq!((count("active_client"), count("live_secret")), (0, 0));
}

#[test]
fn a_server_gets_the_facts_of_whom_it_verified_and_the_reason_of_whom_it_refused() {
    let mut bench = Bench::new();
    let issued = bench.create("ABC Shipping");
    let (id, secret) = (issued.record.client.client_id, issued.secret.unwrap());
    let mut server = Registry::open_read_only(&bench.path).unwrap();
    let facts = server.verify(&id, &secret).unwrap().unwrap();
    assert_eq!((facts.client_name.as_str(), facts.access_token_ttl), ("ABC Shipping", 12 * 3600));
    assert_eq!(server.client(&id).unwrap(), Some(facts));
    let other = Plaintext::new("no secret of ours at all".to_owned());
    assert_eq!(server.verify(&id, &other).unwrap(), Err(Refusal::WrongSecret));
    assert_eq!(server.verify(&id.to_uppercase(), &secret).unwrap(), Err(Refusal::UnknownClient));
    bench.service.rotate(std::slice::from_ref(&id), rotation(None)).unwrap();
    assert_eq!(server.verify(&id, &secret).unwrap(), Err(Refusal::RetiredSecret));
    bench.service.set_enabled(std::slice::from_ref(&id), false).unwrap();
    assert_eq!(server.verify(&id, &secret).unwrap(), Err(Refusal::DisabledClient));
    assert_eq!(server.client(&id).unwrap(), None);
}

#[test]
fn a_new_secret_ends_by_itself_where_somebody_said_when() {
    let mut bench = Bench::new();
    let now = bench.service.now();
    let staged = bench.service.stage_secret().unwrap().until(Some(now + 600));
    let id = bench.service.create_client(&draft("One"), Some(staged)).unwrap().record.client.client_id;
    let end = |bench: &Bench| bench.service.secrets(&id).unwrap()[0].expires_at;
    assert_eq!(end(&bench), Some(now + 600));
    assert_eq!(bench.service.disclose(&id, &copy()).unwrap().expires_at, Some(now + 600));
    let served: i64 =
        bench.sql().query_row("SELECT not_after FROM live_secret", [], |row| row.get(0)).unwrap();
    assert_eq!(served, now + 600, "servers see it");
    bench.clock.pass(600);
    assert_eq!(bench.service.secrets(&id).unwrap()[0].state(now + 600), SecretState::Retired);
    let clients = std::slice::from_ref(&id);
    let mut on = |_, _| std::ops::ControlFlow::Continue(());
    let over = bench.service.rotate_until(clients, rotation(None), Some(now + 600), &mut on).err().unwrap();
    assert_eq!(over.problems()[0].field, field::SECRET_EXPIRES_AT);
    assert_eq!(end(&bench), Some(now + 600), "nothing was changed");
    bench.service.rotate_until(clients, rotation(None), Some(now + 900), &mut on).unwrap();
    assert_eq!(end(&bench), Some(now + 900));
    bench.service.rotate(clients, rotation(None)).unwrap();
    assert_eq!(end(&bench), None, "the next one has none of its own accord");
    assert_eq!(bench.service.check().unwrap(), []);
}

#[test]
fn each_secret_is_hashed_with_a_salt_of_its_own() {
    let mut bench = Bench::new();
    let ids: Vec<String> =
        (1..=5).map(|n| bench.create(&format!("No. {n}")).record.client.client_id).collect();
    bench.service.rotate(&ids, rotation(Some(60))).unwrap();
    let sql = bench.sql();
    let mut statement = sql.prepare("SELECT phc FROM client_secret").unwrap();
    let phcs = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let salts: std::collections::BTreeSet<String> =
        phcs.map(|phc| phc.unwrap().split('$').nth(4).unwrap().to_owned()).collect();
    assert_eq!(salts.len(), 10);
    assert!(salts.iter().all(|salt| salt.len() == 22), "16 bytes in base64: {salts:?}");
}

#[test]
fn a_grace_that_runs_already_can_be_made_shorter_and_not_longer() {
    let mut bench = Bench::new();
    let ids = [bench.create("ABC Shipping").record.client.client_id];
    let now = bench.service.now();
    let mut on = |_, _| std::ops::ControlFlow::Continue(());
    // The newest has ended by the next rotation, so that the one before it keeps its grace.
    for (after, grace, ends) in [(0, 3_600, 3_600), (10, 100, 110), (10, 9_999, 110)] {
        bench.clock.pass(after);
        let end = bench.service.now() + 5;
        bench.service.rotate_until(&ids, rotation(Some(grace)), Some(end), &mut on).unwrap();
        let secrets = bench.service.secrets(&ids[0]).unwrap();
        assert_eq!(secrets.last().unwrap().grace_ends_at, Some(now + ends), "{grace}");
    }
}

#[test]
fn a_public_client_gets_no_secret_and_nobody_else_does_beside_it() {
    let mut bench = Bench::new();
    let app = bench.service.create_client(&public("App"), None).unwrap();
    assert!(app.secret.is_none());
    let ids = [bench.create("One").record.client.client_id, app.record.client.client_id];
    let (before, mut hashed) = (bench.actions(), 0);
    let mut count = |_, _| {
        hashed += 1;
        std::ops::ControlFlow::Continue(())
    };
    let refused = bench.service.rotate_telling(&ids, rotation(None), &mut count).err().unwrap();
    assert!(matches!(refused, Error::NoSecret(_)), "{refused}");
    assert_eq!((bench.actions(), hashed), (before, 0));
    assert!(bench.service.secrets(&ids[1]).unwrap().is_empty());
}
