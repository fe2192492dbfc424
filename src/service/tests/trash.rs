//! Deleted clients come back with a new secret, or go for good.

use super::*;
use crate::domain::{SecretState, Status};
use crate::service::Error;

fn deleted(bench: &mut Bench, name: &str) -> (String, Plaintext) {
    let issued = bench.create(name);
    let id = issued.record.client.client_id;
    bench.service.delete(std::slice::from_ref(&id)).unwrap();
    (id, issued.secret.unwrap())
}

#[test]
fn a_restored_client_works_with_its_new_secret_only_and_is_enabled_as_it_was() {
    let mut bench = Bench::new();
    let (id, old) = deleted(&mut bench, "ABC Shipping");
    let off = bench.create("Off").record.client.client_id;
    bench.service.set_enabled(std::slice::from_ref(&off), false).unwrap();
    bench.service.delete(std::slice::from_ref(&off)).unwrap();
    assert_eq!(bench.service.trash().unwrap().len(), 2);
    bench.clock.pass(60);

    let restored = bench.service.restore(&["abc shipping".to_owned(), off.clone(), id.clone()]).unwrap();
    let statuses: Vec<Status> = restored.iter().map(|issued| issued.record.status()).collect();
    assert_eq!(statuses, [Status::Enabled, Status::Disabled]);
    let new = restored[0].secret.as_ref().unwrap();
    assert!(bench.accepted(&id, new) && !bench.accepted(&id, &old));
    let now = bench.service.now();
    assert_eq!(restored[0].record.tokens_not_before, Some(now), "tokens from before are void");
    let secrets = bench.service.secrets(&id).unwrap();
    let states: Vec<SecretState> = secrets.iter().map(|secret| secret.state(now)).collect();
    assert_eq!(states, [SecretState::Live, SecretState::Retired]);
    assert_eq!(secrets[1].retired_why.as_deref(), Some("deleted"));
    assert_eq!(bench.service.trash().unwrap(), []);
    assert_eq!(bench.service.check().unwrap(), []);
}

#[test]
fn a_name_that_was_taken_meanwhile_keeps_a_client_in_the_trash() {
    let mut bench = Bench::new();
    let (first, _) = deleted(&mut bench, "ABC Shipping");
    let (second, _) = deleted(&mut bench, "ABC Shipping");
    let error = bench.service.restore(&["ABC Shipping".to_owned()]).err().unwrap();
    assert_eq!(error.exit_code(), 4);
    assert!(error.to_string().contains(&first) && error.to_string().contains(&second), "{error}");
    bench.service.restore(std::slice::from_ref(&second)).unwrap();
    assert_eq!(bench.service.restore(std::slice::from_ref(&first)).err().unwrap().exit_code(), 4);
    assert_eq!(bench.service.restore(std::slice::from_ref(&second)).err().unwrap().exit_code(), 3);
    assert_eq!(bench.service.trash().unwrap().len(), 1);
}

#[test]
fn a_purged_client_leaves_its_id_spent_and_its_entries_in_the_log() {
    let mut bench = Bench::new();
    let (id, secret) = deleted(&mut bench, "ABC Shipping");
    let alive = bench.create("DEF").record.client.client_id;
    let error = bench.service.purge(std::slice::from_ref(&alive)).err().unwrap();
    assert!(matches!(error, Error::NotFound { .. }), "only what is in the trash: {error}");
    bench.service.purge(std::slice::from_ref(&id)).unwrap();
    assert_eq!(bench.service.trash().unwrap(), []);
    assert!(!bench.accepted(&id, &secret));
    let mut again = draft("ABC Shipping");
    again.set("client_id", vec![id.to_uppercase()]);
    assert_eq!(bench.service.create_client(&again, None).err().unwrap().exit_code(), 4);
    assert_eq!(bench.service.check().unwrap(), []);
    bench.sql().execute("DELETE FROM spent_client_id", []).unwrap();
    assert_eq!(bench.service.check().unwrap().len(), 1, "nobody gives the ID back unnoticed");
}

#[test]
fn what_was_accepted_for_a_client_goes_when_it_is_purged() {
    let mut bench = Bench::new();
    let id = bench.create("ABC Shipping").record.client.client_id;
    bench.service.accept_advice(&id, "L-71", "It needs none.", "2099-01-01").unwrap();
    bench.service.delete(std::slice::from_ref(&id)).unwrap();
    bench.service.purge(std::slice::from_ref(&id)).unwrap();
    assert_eq!(bench.service.check().unwrap(), []);
}
