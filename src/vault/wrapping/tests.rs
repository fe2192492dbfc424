//! Wrapped keys open for their holder, as what they are, and only if they are the expected ones.

use super::*;
use crate::vault::tests::{flips, registry, seeded, wrong_lengths};

const HERE: WrapContext =
    WrapContext { registry: RegistryId::from_bytes([1; 16]), holder: Holder::Operator(7), key_generation: 2 };

fn vault_key(seed: u64) -> VaultKey {
    VaultKey::generate(&mut seeded(seed)).unwrap()
}

fn registry_key(seed: u64) -> RegistryKey {
    RegistryKey::generate(&mut seeded(seed)).unwrap()
}

fn keyring(seed: u64) -> Keyring {
    Keyring::generate(registry_key(seed).public(), &mut seeded(seed)).unwrap()
}

fn wrapped_vault() -> WrappedKey {
    vault_key(1).wrap(&keyring(3).public().receive, &HERE, &mut seeded(9)).unwrap()
}

fn wrapped_registry() -> WrappedKey {
    registry_key(2).wrap(&keyring(3).public().receive, &HERE, &mut seeded(9)).unwrap()
}

fn opens_vault(wrapped: &WrappedKey, keyring: &Keyring, context: &WrapContext) -> bool {
    VaultKey::unwrap(wrapped, keyring, context, &vault_key(1).public()).is_ok()
}

fn opens_registry(wrapped: &WrappedKey, keyring: &Keyring, context: &WrapContext) -> bool {
    RegistryKey::unwrap(wrapped, keyring, context, &registry_key(2).public()).is_ok()
}

#[test]
fn a_wrapped_key_opens_for_its_holder_in_its_own_place_only() {
    assert!(opens_vault(&wrapped_vault(), &keyring(3), &HERE));
    assert!(opens_registry(&wrapped_registry(), &keyring(3), &HERE));
    for elsewhere in [
        WrapContext { registry: registry(2), ..HERE },
        WrapContext { holder: Holder::Operator(8), ..HERE },
        WrapContext { holder: Holder::Operator(-7), ..HERE },
        WrapContext { holder: Holder::Recovery, ..HERE },
        WrapContext { key_generation: 1, ..HERE },
    ] {
        assert!(!opens_vault(&wrapped_vault(), &keyring(3), &elsewhere), "{elsewhere:?}");
        assert!(!opens_registry(&wrapped_registry(), &keyring(3), &elsewhere), "{elsewhere:?}");
    }
    assert!(!opens_vault(&wrapped_vault(), &keyring(4), &HERE));
    assert!(!opens_registry(&wrapped_registry(), &keyring(4), &HERE));
}

#[test]
fn one_kind_of_key_never_opens_as_the_other() {
    // The same 32 bytes, so that the kind alone tells them apart.
    let (key, keyring) = (vault_key(1), keyring(3));
    let twin = RegistryKey::from_seed(&key.bytes());
    let to = keyring.public().receive;
    let wrapped = key.wrap(&to, &HERE, &mut seeded(9)).unwrap();
    assert!(RegistryKey::unwrap(&wrapped, &keyring, &HERE, &twin.public()).is_err());
    let wrapped = twin.wrap(&to, &HERE, &mut seeded(9)).unwrap();
    assert!(VaultKey::unwrap(&wrapped, &keyring, &HERE, &key.public()).is_err());
}

#[test]
fn a_key_of_somebody_elses_making_is_refused() {
    let (keyring, to) = (keyring(3), keyring(3).public().receive);
    let forged = vault_key(66).wrap(&to, &HERE, &mut seeded(9)).unwrap();
    assert!(!opens_vault(&forged, &keyring, &HERE));
    let forged = registry_key(66).wrap(&to, &HERE, &mut seeded(9)).unwrap();
    assert!(!opens_registry(&forged, &keyring, &HERE));
}

#[test]
fn every_changed_bit_and_every_cut_is_noticed() {
    let (vault, registry) = (wrapped_vault(), wrapped_registry());
    assert_eq!((vault.as_bytes().len(), registry.as_bytes().len()), (80, 80));
    for changed in flips(vault.as_bytes()).chain(wrong_lengths(vault.as_bytes())) {
        assert!(!opens_vault(&WrappedKey::from_bytes(changed), &keyring(3), &HERE));
    }
    for changed in flips(registry.as_bytes()).chain(wrong_lengths(registry.as_bytes())) {
        assert!(!opens_registry(&WrappedKey::from_bytes(changed), &keyring(3), &HERE));
    }
}

#[test]
fn a_wrapped_key_in_another_spelling_is_refused() {
    let keyring = keyring(3);
    let wrap_raw = |bytes: &[u8]| {
        let form = HERE.form(KeyPurpose::Vault);
        let to = keyring.public().receive;
        WrappedKey(hpke_box::seal(bytes, &to, labels::WRAPPED_KEY, &form, &mut seeded(1)).unwrap())
    };
    let key = vault_key(1).bytes();
    assert!(opens_vault(&wrap_raw(&*key), &keyring, &HERE));
    let mut unclamped = *key;
    unclamped[0] |= 1;
    for refused in [&unclamped[..], &key[..31], &[&key[..], &[0]].concat()] {
        assert!(!opens_vault(&wrap_raw(refused), &keyring, &HERE));
    }
}
