//! What opens an operator's keys, and what does not.

use super::*;
use crate::vault::RegistryKey;
use crate::vault::slow_hash::count;
use crate::vault::tests::{flips, plain, registry, seeded, wrong_lengths};

const POLICY: PasswordPolicy = PasswordPolicy::at(Cost::SMALLEST);

fn pinned(seed: u64) -> RegistryPublicKey {
    RegistryKey::generate(&mut seeded(seed)).unwrap().public()
}

fn keyring(seed: u64) -> Keyring {
    Keyring::generate(pinned(seed), &mut seeded(seed)).unwrap()
}

fn locked(seed: u64, password: &str, operator: i64) -> LockedKeyring {
    let password = plain(password);
    LockedKeyring::lock(keyring(seed), &password, registry(1), operator, POLICY, &mut seeded(seed + 100))
        .unwrap()
}

fn unlock(locked: &LockedKeyring, password: &str, operator: i64) -> Result<OpenKeyring, UnlockError> {
    locked.unlock(&plain(password), registry(1), operator, POLICY)
}

#[test]
fn the_right_password_opens_the_keys_that_were_locked() {
    let open = unlock(&locked(1, "correct horse", 7), "correct horse", 7).unwrap();
    assert_eq!(open.public(), keyring(1).public());
    assert_eq!(open.pinned(), pinned(1));
}

#[test]
fn any_other_password_is_wrong() {
    let locked = locked(1, "correct horse", 7);
    for wrong in ["", "correct hors", "correct horse ", "Correct horse", "correct  horse"] {
        assert!(matches!(unlock(&locked, wrong, 7), Err(UnlockError::WrongPassword)), "{wrong}");
    }
}

#[test]
fn a_password_typed_on_another_keyboard_is_the_same() {
    let forms = ["Zoë's ﬁne №5 pass", "Zoe\u{308}'s fine No5 pass", "Ｚoë's fine No５ pass"];
    for one in forms {
        let locked = locked(1, one, 7);
        for other in forms {
            assert!(unlock(&locked, other, 7).is_ok(), "{one} / {other}");
        }
        assert!(unlock(&locked, "Zoe's fine No5 pass", 7).is_err());
    }
}

#[test]
fn every_changed_bit_is_noticed() {
    let sound = locked(1, "correct horse", 7);
    for blob in flips(&sound.blob).chain(wrong_lengths(&sound.blob)) {
        let changed = LockedKeyring { blob, ..sound.clone() };
        assert!(matches!(unlock(&changed, "correct horse", 7), Err(UnlockError::Damaged)));
    }
    for salt in flips(&sound.salt) {
        let changed = LockedKeyring { salt: salt.try_into().unwrap(), ..sound.clone() };
        assert!(matches!(unlock(&changed, "correct horse", 7), Err(UnlockError::WrongPassword)));
    }
    for hash in flips(&sound.sign_on_hash) {
        let changed = LockedKeyring { sign_on_hash: hash.try_into().unwrap(), ..sound.clone() };
        assert!(matches!(unlock(&changed, "correct horse", 7), Err(UnlockError::WrongPassword)));
    }
    for (memory, time, lanes) in [(9, 1, 1), (8, 2, 1), (16, 1, 2)] {
        let changed = LockedKeyring { cost: Cost::new(memory, time, lanes).unwrap(), ..sound.clone() };
        assert!(matches!(unlock(&changed, "correct horse", 7), Err(UnlockError::WrongPassword)));
    }
}

#[test]
fn keys_moved_elsewhere_do_not_open() {
    let mine = locked(1, "the same password", 7);
    assert!(matches!(unlock(&mine, "the same password", 8), Err(UnlockError::Damaged)));
    let elsewhere = mine.unlock(&plain("the same password"), registry(2), 7, POLICY);
    assert!(matches!(elsewhere, Err(UnlockError::Damaged)));
    let other = LockedKeyring { blob: locked(2, "the same password", 7).blob, ..mine };
    assert!(matches!(unlock(&other, "the same password", 7), Err(UnlockError::Damaged)));
}

#[test]
fn the_blob_is_bound_to_its_cost() {
    let open = unlock(&locked(1, "correct horse", 7), "correct horse", 7).unwrap();
    let contexts: Vec<_> = [(8, 1, 1), (9, 1, 1), (8, 2, 1), (16, 1, 2)]
        .map(|(memory, time, lanes)| {
            context(registry(1), 7, &open.salt, Cost::new(memory, time, lanes).unwrap())
        })
        .into();
    for (index, one) in contexts.iter().enumerate() {
        assert!(contexts[index + 1..].iter().all(|other| other != one));
    }
}

#[test]
fn a_password_below_the_floor_is_refused_before_any_work() {
    let locked = locked(1, "correct horse", 7);
    let floor = PasswordPolicy::at(Cost::new(16, 1, 1).unwrap());
    let derivations = count(|| {
        let refused = locked.unlock(&plain("correct horse"), registry(1), 7, floor);
        assert!(matches!(refused, Err(UnlockError::CostOutOfBounds)));
    });
    assert!(derivations.is_empty());
    assert!(locked.unlock(&plain("correct horse"), registry(1), 7, PasswordPolicy::PRODUCTION).is_err());
}

#[test]
fn right_wrong_and_unknown_take_the_same_work() {
    let policy = PasswordPolicy::at(Cost::new(16, 2, 1).unwrap());
    let password = plain("correct horse");
    let locked = LockedKeyring::lock(keyring(1), &password, registry(1), 7, policy, &mut seeded(1)).unwrap();
    let right = count(|| assert!(locked.unlock(&password, registry(1), 7, policy).is_ok()));
    let wrong = count(|| assert!(locked.unlock(&plain("wrong"), registry(1), 7, policy).is_err()));
    let unknown = count(|| burn(&plain("wrong"), policy).unwrap());
    assert_eq!(right, [policy.cost()]);
    assert_eq!(wrong, right);
    assert_eq!(unknown, right);
}

#[test]
fn a_newer_registry_key_is_pinned_without_another_derivation() {
    let before = locked(1, "correct horse", 7);
    let mut open = unlock(&before, "correct horse", 7).unwrap();
    let mut after = None;
    let derivations = count(|| {
        open.pin(pinned(2));
        after = Some(open.locked(&mut seeded(5)).unwrap());
    });
    assert!(derivations.is_empty());
    let after = after.unwrap();
    assert!(after.blob != before.blob && after.salt == before.salt);
    let reopened = unlock(&after, "correct horse", 7).unwrap();
    assert_eq!(reopened.pinned(), pinned(2));
    assert_eq!(reopened.public(), keyring(1).public());
}

#[test]
fn a_new_password_keeps_the_keys_and_ends_the_old_one() {
    let before = locked(1, "correct horse", 7);
    let open = unlock(&before, "correct horse", 7).unwrap();
    let costlier = PasswordPolicy::at(Cost::new(16, 1, 1).unwrap());
    let open = open.change_password(&plain("battery staple"), costlier, &mut seeded(6)).unwrap();
    let after = open.locked(&mut seeded(7)).unwrap();
    assert!(after.salt != before.salt);
    assert_eq!(after.cost, costlier.cost());
    assert!(matches!(unlock(&after, "correct horse", 7), Err(UnlockError::WrongPassword)));
    assert_eq!(unlock(&after, "battery staple", 7).unwrap().public(), keyring(1).public());
}
