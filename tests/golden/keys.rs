//! Keyrings, the recovery code, wrapped keys and the registry key.

use clientkeep::vault::{
    Holder, Keyring, LockedKeyring, LockedRecovery, OpenKeyring, RecoveryCode, RegistryId, RegistryKey,
    RegistryPublicKey, SeededEntropy, Signature, Succession, VaultKey, WrapContext, WrappedKey, follow,
};

use crate::vectors::{Vector, file};

/// Registry, registry key and keyring, drawn in the order of the vectors.
fn registry_and_keyring(vector: &Vector, entropy: &mut SeededEntropy) -> (RegistryId, Keyring) {
    let registry = RegistryId::generate(entropy).unwrap();
    assert_eq!(registry.as_bytes(), &vector.part("registry").array());
    let pinned = RegistryKey::generate(entropy).unwrap().public();
    assert_eq!(pinned.as_bytes(), &vector.part("pinned").array());
    let keyring = Keyring::generate(pinned, entropy).unwrap();
    assert_eq!(keyring.public(), vector.part("public").public_keys());
    (registry, keyring)
}

#[test]
fn keyrings_stay_openable() {
    for vector in file("keyring").list() {
        let mut entropy = vector.entropy();
        let (registry, keyring) = registry_and_keyring(&vector, &mut entropy);
        let operator = vector.part("operator").number();
        let (password, policy) = (vector.part("password").secret(), vector.part("cost").policy());
        let open = OpenKeyring::under_password(keyring, &password, registry, operator, policy, &mut entropy)
            .unwrap();
        let locked = open.locked(&mut entropy).unwrap();
        let stored = LockedKeyring {
            salt: vector.part("salt").array(),
            cost: vector.part("cost").cost(),
            sign_on_hash: vector.part("sign_on_hash").array(),
            blob: vector.part("blob").bytes(),
        };
        assert!(locked == stored);
        for same in vector.part("same_password").list() {
            let open = stored.unlock(&same.secret(), registry, operator, policy).unwrap();
            assert_eq!(open.public(), vector.part("public").public_keys());
            assert_eq!(open.pinned().as_bytes(), &vector.part("pinned").array());
        }
    }
}

#[test]
fn recovery_codes_stay_usable() {
    let vector = file("recovery");
    let mut entropy = vector.entropy();
    let (registry, keyring) = registry_and_keyring(&vector, &mut entropy);
    let code = RecoveryCode::generate(&mut entropy).unwrap();
    assert_eq!(code.text().expose(), vector.part("code").text());
    let locked = code.lock(&keyring, registry, &mut entropy).unwrap();
    let stored =
        LockedRecovery { proof_hash: vector.part("proof_hash").array(), blob: vector.part("blob").bytes() };
    assert!(locked == stored);
    for same in vector.part("same_code").list() {
        let code = RecoveryCode::parse(&same.secret()).unwrap();
        assert_eq!(code.unlock(&stored, registry).unwrap().public(), keyring.public());
    }
}

#[test]
fn wrapped_keys_stay_openable() {
    let vector = file("wrapped");
    let mut entropy = vector.entropy();
    let registry = RegistryId::generate(&mut entropy).unwrap();
    let registry_key = RegistryKey::generate(&mut entropy).unwrap();
    let vault_key = VaultKey::generate(&mut entropy).unwrap();
    let keyring = Keyring::generate(registry_key.public(), &mut entropy).unwrap();
    assert_eq!(registry_key.public().as_bytes(), &vector.part("registry_public").array());
    assert_eq!(vault_key.public().as_bytes(), &vector.part("vault_public").array());
    assert_eq!(keyring.public(), vector.part("public").public_keys());
    let to = keyring.public().receive;

    for (holder, name) in [(Holder::Operator(7), "operator"), (Holder::Recovery, "recovery")] {
        let context = WrapContext { registry, holder, key_generation: 3 };
        let wrapped = vault_key.wrap(&to, &context, &mut entropy).unwrap();
        let stored = WrappedKey::from_bytes(vector.part(&format!("vault_to_{name}")).bytes());
        assert_eq!(wrapped, stored);
        let opened = VaultKey::unwrap(&stored, &keyring, &context, &vault_key.public()).unwrap();
        assert_eq!(opened.public(), vault_key.public());

        let context = WrapContext { key_generation: 2, ..context };
        let wrapped = registry_key.wrap(&to, &context, &mut entropy).unwrap();
        let stored = WrappedKey::from_bytes(vector.part(&format!("registry_to_{name}")).bytes());
        assert_eq!(wrapped, stored);
        let opened = RegistryKey::unwrap(&stored, &keyring, &context, &registry_key.public()).unwrap();
        assert_eq!(opened.public(), registry_key.public());
    }
}

#[test]
fn charters_and_successions_stay_verifiable() {
    let vector = file("registry_key");
    let mut entropy = vector.entropy();
    let registry = RegistryId::generate(&mut entropy).unwrap();
    assert_eq!(registry.as_bytes(), &vector.part("registry").array());
    let keys: Vec<_> = (0..3).map(|_| RegistryKey::generate(&mut entropy).unwrap()).collect();
    for (key, public) in keys.iter().zip(vector.part("keys").list()) {
        assert_eq!(key.public().as_bytes(), &public.array());
    }
    let charter = vector.part("charter").bytes();
    let signature = Signature::from_bytes(vector.part("signature").array());
    assert_eq!(keys[0].sign_charter(registry, &charter), signature);
    keys[0].public().verify_charter(registry, &charter, &signature).unwrap();

    let chain: Vec<_> = vector
        .part("chain")
        .list()
        .iter()
        .map(|link| Succession {
            generation: link.part("generation").small(),
            successor: RegistryPublicKey::from_bytes(link.part("successor").array()),
            signature: Signature::from_bytes(link.part("signature").array()),
        })
        .collect();
    for (old, link) in keys.iter().zip(&chain) {
        assert_eq!(old.sign_successor(registry, link.generation, &link.successor), link.signature);
    }
    for key in &keys {
        assert_eq!(follow(registry, &key.public(), &chain).unwrap(), keys[2].public());
    }
}
