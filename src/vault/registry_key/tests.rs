//! What the registry key signs, and how its successors are followed.

use super::*;
use crate::vault::tests::{flips, registry, seeded};

fn key(seed: u64) -> RegistryKey {
    RegistryKey::generate(&mut seeded(seed)).unwrap()
}

/// The keys of these seeds, each signed by the one before.
fn chain(seeds: &[u64]) -> Vec<Succession> {
    seeds
        .windows(2)
        .zip(2..)
        .map(|(pair, generation)| {
            let successor = key(pair[1]).public();
            let signature = key(pair[0]).sign_successor(registry(1), generation, &successor);
            Succession { generation, successor, signature }
        })
        .collect()
}

fn newest(pinned: u64, chain: &[Succession]) -> Result<RegistryPublicKey, SignatureError> {
    follow(registry(1), &key(pinned).public(), chain)
}

#[test]
fn a_charter_is_signed_for_one_registry_by_one_key() {
    let signature = key(1).sign_charter(registry(1), b"charter");
    let public = key(1).public();
    assert_eq!(public.verify_charter(registry(1), b"charter", &signature), Ok(()));
    let wrong = Err(SignatureError::Wrong);
    assert_eq!(public.verify_charter(registry(2), b"charter", &signature), wrong);
    assert_eq!(public.verify_charter(registry(1), b"charteR", &signature), wrong);
    assert_eq!(public.verify_charter(registry(1), b"", &signature), wrong);
    assert_eq!(key(2).public().verify_charter(registry(1), b"charter", &signature), wrong);
    for changed in flips(signature.as_bytes()) {
        let changed = Signature::from_bytes(changed.try_into().unwrap());
        assert_eq!(public.verify_charter(registry(1), b"charter", &changed), wrong);
    }
    for changed in flips(public.as_bytes()) {
        let changed = RegistryPublicKey::from_bytes(changed.try_into().unwrap());
        assert_eq!(changed.verify_charter(registry(1), b"charter", &signature), wrong);
    }
}

#[test]
fn a_signature_has_one_spelling() {
    // The order of the group (RFC 8032 §5.1): S + L would satisfy the same equation.
    let order = data_encoding::HEXLOWER
        .decode(b"edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
        .unwrap();
    let mut bytes = *key(1).sign_charter(registry(1), b"charter").as_bytes();
    let mut carry = 0;
    for (byte, add) in bytes[32..].iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        *byte = sum.to_le_bytes()[0];
        carry = sum >> 8;
    }
    let again = Signature::from_bytes(bytes);
    assert!(key(1).public().verify_charter(registry(1), b"charter", &again).is_err());
}

#[test]
fn a_public_key_that_signs_anything_is_refused() {
    // The neutral point in its own spelling and in one that is not reduced, with a signature that fits both.
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let mut unreduced = [0xff; 32];
    unreduced[0] = 0xee;
    unreduced[31] = 0x7f;
    let mut signature = [0; 64];
    signature[0] = 1;
    for weak in [neutral, unreduced, [0; 32]] {
        let weak = RegistryPublicKey::from_bytes(weak);
        assert!(weak.verify_charter(registry(1), b"any", &Signature::from_bytes(signature)).is_err());
    }
}

#[test]
fn the_newest_key_is_found_from_any_that_was_pinned() {
    let keys = [1, 2, 3, 4];
    let chain = chain(&keys);
    for seed in keys {
        assert_eq!(newest(seed, &chain), Ok(key(4).public()));
    }
    assert_eq!(newest(1, &[]), Ok(key(1).public()));
}

#[test]
fn a_succession_that_does_not_follow_is_refused() {
    let broken = Err(SignatureError::BrokenSuccession);
    let sound = chain(&[1, 2, 3]);
    assert_eq!(newest(9, &sound), broken, "a key of another registry");
    assert_eq!(newest(1, &sound[1..]), broken, "a gap at the beginning");
    assert_eq!(newest(3, &sound[..1]), broken, "an older file");
    assert_eq!(follow(registry(2), &key(1).public(), &sound), broken);
    assert_eq!(newest(1, &[sound[1], sound[0]]), broken, "another order");
    assert_eq!(newest(1, &[sound[0], sound[0]]), broken, "one twice");

    let mut forged = sound.clone();
    forged[1].successor = key(66).public();
    assert_eq!(newest(1, &forged), broken);
    forged[1].signature = key(66).sign_successor(registry(1), 3, &key(66).public());
    assert_eq!(newest(1, &forged), broken);
    assert_eq!(newest(2, &forged), broken);

    let mut renumbered = sound;
    renumbered[1].generation = 4;
    assert_eq!(newest(1, &renumbered), broken);
    assert_eq!(newest(3, &renumbered), broken);
}

#[test]
fn a_signature_for_one_purpose_serves_no_other() {
    let successor = key(2).public();
    let form = successor_form(registry(1), 2, &successor);
    let as_charter = key(1).sign_charter(registry(1), &form);
    let link = Succession { generation: 2, successor, signature: as_charter };
    assert_eq!(newest(1, &[link]), Err(SignatureError::BrokenSuccession));
    let as_successor = key(1).sign_successor(registry(1), 2, &successor);
    assert!(key(1).public().verify_charter(registry(1), &form, &as_successor).is_err());
}
