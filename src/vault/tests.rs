//! What the vault's tests share, and what holds for all of it: labels, no private type that prints itself,
//! no result made of failed randomness.

use std::collections::HashSet;
use std::fmt::{Debug, Display};
use std::mem::needs_drop;

use super::hpke_box::PrivateKey;
use super::*;
use crate::domain::Plaintext;

pub(super) fn seeded(seed: u64) -> SeededEntropy {
    SeededEntropy::new(seed)
}

pub(super) fn plain(text: &str) -> Plaintext {
    Plaintext::new(text.to_owned())
}

pub(super) fn registry(number: u8) -> RegistryId {
    RegistryId::from_bytes([number; 16])
}

/// `bytes` with each bit flipped in turn.
pub(super) fn flips(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..bytes.len() * 8).map(|bit| {
        let mut flipped = bytes.to_vec();
        flipped[bit / 8] ^= 1 << (bit % 8);
        flipped
    })
}

/// `bytes` cut anywhere, at either end, or with one more byte.
pub(super) fn wrong_lengths(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let cut = (0..bytes.len()).flat_map(|at| [bytes[..at].to_vec(), bytes[at + 1..].to_vec()]);
    cut.chain([[bytes, &[0]].concat(), [&[0], bytes].concat()])
}

/// Gives these bytes, then fails.
pub(super) struct Scripted(pub Vec<u8>);

impl Entropy for Scripted {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyError> {
        if out.len() > self.0.len() {
            return Err(EntropyError::new("the script is over"));
        }
        out.copy_from_slice(&self.0.drain(..out.len()).collect::<Vec<_>>());
        Ok(())
    }
}

#[test]
fn a_private_key_is_clamped_whatever_was_drawn() {
    for drawn in [0x00, 0xff] {
        let key = PrivateKey::generate(&mut Scripted(vec![drawn; 32])).unwrap().bytes();
        assert_eq!((key[0] & 0b111, key[31] >> 6), (0, 0b01), "{drawn:#x}");
    }
}

#[test]
fn no_label_stands_for_two_things() {
    let table = include_str!("labels.rs");
    let labels: Vec<_> =
        table.lines().filter_map(|line| line.split_once(" = \"")).map(|(_, label)| label).collect();
    assert_eq!(labels.len(), table.matches("const").count());
    assert_eq!(labels.iter().collect::<HashSet<_>>().len(), labels.len());
    for label in labels {
        assert!(label.starts_with("clientkeep ") && label.ends_with(" v1\";"), "{label}");
    }
}

/// Does not compile for a type that implements the trait.
macro_rules! never {
    ($trait:path: $($type:ty),+) => {{
        trait Ambiguous<T> {
            fn ask() {}
        }
        impl<T: ?Sized> Ambiguous<()> for T {}
        impl<T: ?Sized + $trait> Ambiguous<u8> for T {}
        $(<$type as Ambiguous<_>>::ask();)+
    }};
}

#[test]
fn private_types_print_nothing_copy_nothing_and_are_wiped() {
    never!(Debug: VaultKey, RegistryKey, Keyring, OpenKeyring, RecoveryCode, Phc, LockedKeyring, LockedRecovery,
        StoredVerifier, Fingerprint, SeededEntropy);
    never!(Display: VaultKey, RegistryKey, Keyring, OpenKeyring, RecoveryCode, LockedKeyring, LockedRecovery,
        StoredVerifier, Fingerprint);
    never!(Clone: VaultKey, RegistryKey, Keyring, OpenKeyring, RecoveryCode, Verifier);
    assert!(needs_drop::<VaultKey>() && needs_drop::<RegistryKey>() && needs_drop::<Keyring>());
    assert!(needs_drop::<OpenKeyring>() && needs_drop::<RecoveryCode>() && needs_drop::<Verifier>());
}

#[test]
fn nothing_is_made_without_randomness() {
    let mut none = Scripted(Vec::new());
    let vault = VaultKey::generate(&mut seeded(1)).unwrap();
    let registry_key = RegistryKey::generate(&mut seeded(2)).unwrap();
    let pinned = registry_key.public();
    let keyring = || Keyring::generate(pinned, &mut seeded(3)).unwrap();
    let policy = PasswordPolicy::at(Cost::SMALLEST);
    let context = SealContext { registry: registry(1), client_id: "a", generation: 1, key_generation: 1 };
    let wrap = WrapContext { registry: registry(1), holder: Holder::Recovery, key_generation: 1 };
    let to = keyring().public().receive;

    assert!(generate(&mut none).is_err());
    assert!(client_id(&mut none).is_err());
    assert!(RegistryId::generate(&mut none).is_err());
    assert!(VaultKey::generate(&mut none).is_err());
    assert!(RegistryKey::generate(&mut none).is_err());
    assert!(RecoveryCode::generate(&mut none).is_err());
    assert!(Keyring::generate(pinned, &mut none).is_err());
    assert!(Keyring::generate(pinned, &mut Scripted(vec![7; 32])).is_err());
    assert!(hash(&plain("x"), Cost::SMALLEST, &mut none).is_err());
    let sealed = vault.public().seal(&plain("x"), &context, &mut none);
    assert!(matches!(sealed, Err(SealError::Entropy(_))));
    assert!(matches!(vault.wrap(&to, &wrap, &mut none), Err(SealError::Entropy(_))));
    assert!(matches!(registry_key.wrap(&to, &wrap, &mut none), Err(SealError::Entropy(_))));
    let locked = LockedKeyring::lock(keyring(), &plain("x"), registry(1), 1, policy, &mut none);
    assert!(matches!(locked, Err(HashError::Entropy(_))));
    let locked =
        LockedKeyring::lock(keyring(), &plain("x"), registry(1), 1, policy, &mut Scripted(vec![7; 16]));
    assert!(matches!(locked, Err(HashError::Entropy(_))));
    let code = RecoveryCode::generate(&mut seeded(4)).unwrap();
    assert!(code.lock(&keyring(), registry(1), &mut none).is_err());
}
