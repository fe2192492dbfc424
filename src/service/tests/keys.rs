//! Somebody has the file and a password, and ignores the program: every wrapped key and every sealed copy is
//! tried with every key that the password opens.

use super::*;
use crate::domain::Role;
use crate::service::{Disclosure, NewOperator, OperatorChange, Session, charter};
use crate::vault::{
    Holder, PublicKeys, RegistryKey, RegistryPublicKey, SealContext, SealedCopy, VaultKey, VaultPublicKey,
    WrapContext, WrappedKey,
};

const FIRST: &str = "a first password of hers";
const OWN: &str = "one of her own making";

fn secret(text: &str) -> Plaintext {
    Plaintext::new(text.to_owned())
}

fn signed_on(bench: &mut Bench, name: &str, role: Role) -> Service {
    let new =
        NewOperator { user_name: name.to_owned(), full_name: String::new(), role, password: secret(FIRST) };
    bench.service.add_operator(&new).unwrap();
    let mut service = Service::open(&bench.path, world(&bench.clock)).unwrap();
    service.sign_on(name, &secret(FIRST)).unwrap();
    service.change_password(&secret(FIRST), &secret(OWN)).unwrap();
    service
}

fn blobs(bench: &Bench, sql: &str) -> Vec<Vec<u8>> {
    let connection = bench.sql();
    let mut statement = connection.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// How many of the file's wrapped keys and sealed copies this session's keys open, wherever they claim to be.
fn opened(bench: &Bench, session: &Session) -> usize {
    let publics = |table: &str| -> Vec<[u8; 32]> {
        let keys = blobs(bench, &format!("SELECT public_key FROM {table}"));
        keys.into_iter().map(|key| key.try_into().unwrap()).collect()
    };
    let (vault_keys, registry_keys) = (publics("vault_key"), publics("registry_key"));
    let mut holders = vec![Holder::Recovery];
    holders.extend((1..6).map(Holder::Operator));
    let mut count = 0;
    for wrapped in blobs(bench, "SELECT wrapped FROM wrapped_key") {
        let wrapped = WrappedKey::from_bytes(wrapped);
        for &holder in &holders {
            for key_generation in 1..4 {
                let context = WrapContext { registry: session.registry, holder, key_generation };
                for public in &vault_keys {
                    let public = VaultPublicKey::from_bytes(*public);
                    let Ok(key) = VaultKey::unwrap(&wrapped, &session.keyring, &context, &public) else {
                        continue;
                    };
                    count += 1 + copies(bench, session, &key);
                }
                for public in &registry_keys {
                    let public = RegistryPublicKey::from_bytes(*public);
                    let opens = RegistryKey::unwrap(&wrapped, &session.keyring, &context, &public).is_ok();
                    count += usize::from(opens);
                }
            }
        }
    }
    count
}

fn copies(bench: &Bench, session: &Session, key: &VaultKey) -> usize {
    let ids = ["One", "Two"].map(|name| bench.service.client(name).unwrap().client.client_id);
    let sealed = blobs(bench, "SELECT sealed FROM sealed_copy");
    let opens = |copy: &&Vec<u8>| {
        ids.iter().any(|client_id| {
            (1..4).any(|key_generation| {
                let registry = session.registry;
                let place = SealContext { registry, client_id, generation: 1, key_generation };
                key.open(&SealedCopy::from_bytes((*copy).clone()), &place).is_ok()
            })
        })
    };
    sealed.iter().filter(opens).count()
}

fn two_clients() -> Bench {
    let mut bench = Bench::new();
    bench.create("One");
    bench.create("Two");
    bench
}

#[test]
fn the_keys_of_auditor_and_automation_open_nothing_and_an_operators_no_signing_key() {
    let mut bench = two_clients();
    for (name, role, opens) in
        [("looks", Role::Auditor, 0), ("runs", Role::Automation, 0), ("shows", Role::Operator, 3)]
    {
        let service = signed_on(&mut bench, name, role);
        assert_eq!(opened(&bench, service.session().unwrap()), opens, "{name}");
    }
    assert_eq!(opened(&bench, bench.service.session().unwrap()), 4, "both keys and both copies");
}

#[test]
fn the_keys_of_who_was_removed_open_nothing_of_the_new_file() {
    let mut bench = two_clients();
    let gone = signed_on(&mut bench, "gone", Role::Admin);
    let session = gone.session().unwrap();
    assert_eq!(opened(&bench, session), 4);
    bench.service.delete_operator("gone", &mut |_, _| ()).unwrap();
    assert_eq!(opened(&bench, session), 0);
    let id = bench.service.client("One").unwrap().client.client_id;
    bench.service.disclose(&id, &Disclosure::Show).unwrap();
}

#[test]
fn the_charter_knows_an_operator_by_number_and_both_keys() {
    let bench = Bench::new();
    let session = bench.service.session().unwrap();
    let (id, own) = (session.operator.id, session.keyring.public());
    let trusted = charter::verify(&bench.service.store.read(), &session.keyring.pinned()).unwrap();
    assert!(trusted.operator(id, &own).is_some());
    assert!(trusted.operator(id + 1, &own).is_none());
    assert!(trusted.operator(id, &PublicKeys { sign: [7; 32], ..own }).is_none());
    assert!(trusted.operator(id, &PublicKeys { receive: [7; 32], ..own }).is_none());
}

#[test]
fn who_becomes_an_operator_shows_the_secrets_that_were_there_before_and_the_signing_key_stays() {
    let mut bench = two_clients();
    drop(signed_on(&mut bench, "bob", Role::Auditor));
    let keys = "SELECT public_key FROM registry_key";
    let before = blobs(&bench, keys);
    let operator = OperatorChange { role: Some(Role::Operator), ..OperatorChange::default() };
    bench.service.update_operator("bob", &operator, &mut |_, _| ()).unwrap();
    let mut bob = Service::open(&bench.path, world(&bench.clock)).unwrap();
    bob.sign_on("bob", &secret(OWN)).unwrap();
    let shown = bob.disclose("One", &Disclosure::Copy { channel: "test".to_owned() }).unwrap();
    assert!(bench.accepted(&shown.client_id, &shown.secret));
    assert_eq!(blobs(&bench, keys), before, "no administrator went");
    assert_eq!(bench.service.check().unwrap(), []);
}
