//! Nothing in an audit entry can change without its hash, chain or signature.

use std::collections::HashSet;

use super::*;
use crate::vault::tests::{flips, registry, seeded};
use crate::vault::{RegistryKey, digest};

fn keyring(seed: u64) -> Keyring {
    let pinned = RegistryKey::generate(&mut seeded(seed)).unwrap().public();
    Keyring::generate(pinned, &mut seeded(seed)).unwrap()
}

fn row(entity: &str, key: &str, content: Option<&[u8]>) -> RowDigest {
    RowDigest { entity: entity.to_owned(), key: key.to_owned(), digest: content.map(digest) }
}

fn entry(rows: &[RowDigest]) -> EntryForm<'_> {
    EntryForm {
        number: 5,
        time: 1_700_000_000,
        operator: Some(Actor { number: 1, name: "alice" }),
        system_user: "al",
        origin: "tui",
        action: "client.update",
        client: Some("acme"),
        details: "{}",
        operation_id: b"0123456789abcdef",
        rows,
    }
}

#[test]
fn every_field_is_in_the_hash() {
    let rows = [row("client", "acme", Some(b"1")), row("secret", "acme/1", None)];
    let changed_rows = [
        vec![],
        vec![rows[0].clone()],
        vec![rows[1].clone(), rows[0].clone()],
        vec![row("client", "acme", Some(b"2")), rows[1].clone()],
        vec![row("client", "acme", None), rows[1].clone()],
        vec![row("client", "acm", Some(b"1")), rows[1].clone()],
        vec![row("clientacme", "", Some(b"1")), rows[1].clone()],
    ];
    let base = entry(&rows);
    let mut forms = vec![
        base.clone(),
        EntryForm { number: 6, ..base.clone() },
        EntryForm { time: 1_700_000_001, ..base.clone() },
        EntryForm { operator: None, ..base.clone() },
        EntryForm { operator: Some(Actor { number: 2, name: "alice" }), ..base.clone() },
        EntryForm { operator: Some(Actor { number: 1, name: "alicea" }), system_user: "l", ..base.clone() },
        EntryForm { system_user: "root", ..base.clone() },
        EntryForm { origin: "cli", ..base.clone() },
        EntryForm { action: "client.delete", ..base.clone() },
        EntryForm { client: None, ..base.clone() },
        EntryForm { client: Some(""), ..base.clone() },
        EntryForm { details: "{ }", ..base.clone() },
        EntryForm { operation_id: b"0123456789abcdeF", ..base.clone() },
    ];
    forms.extend(changed_rows.iter().map(|rows| entry(rows)));
    let hashes: HashSet<_> =
        forms.iter().map(|form| entry_hash(&chain_start(registry(1)), &form.canonical())).collect();
    assert_eq!(hashes.len(), forms.len());
}

#[test]
fn an_entry_hangs_on_all_before_it() {
    let canonical = entry(&[]).canonical();
    let hash = entry_hash(&chain_start(registry(1)), &canonical);
    assert_ne!(chain_start(registry(1)), chain_start(registry(2)));
    assert_ne!(hash, entry_hash(&chain_start(registry(2)), &canonical));
    assert_ne!(hash, entry_hash(&hash, &canonical));
    assert_ne!(hash, digest(&canonical));
}

#[test]
fn a_signature_is_of_one_operator_in_one_registry() {
    let hash = entry_hash(&chain_start(registry(1)), &entry(&[]).canonical());
    let signature = sign_entry(&keyring(1), registry(1), &hash);
    let public = keyring(1).public().sign;
    assert_eq!(verify_entry(&public, registry(1), &hash, &signature), Ok(()));
    let wrong = Err(SignatureError::Wrong);
    assert_eq!(verify_entry(&keyring(2).public().sign, registry(1), &hash, &signature), wrong);
    assert_eq!(verify_entry(&public, registry(2), &hash, &signature), wrong);
    assert_eq!(verify_entry(&public, registry(1), &digest(b"other"), &signature), wrong);
    for changed in flips(signature.as_bytes()) {
        let changed = Signature::from_bytes(changed.try_into().unwrap());
        assert_eq!(verify_entry(&public, registry(1), &hash, &changed), wrong);
    }
}
