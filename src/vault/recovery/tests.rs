//! How a recovery code is typed, and what it opens.

use proptest::prelude::*;

use super::*;
use crate::vault::RegistryKey;
use crate::vault::tests::{Scripted, flips, plain, registry, seeded, wrong_lengths};

fn code(seed: u64) -> RecoveryCode {
    RecoveryCode::generate(&mut seeded(seed)).unwrap()
}

fn keyring(seed: u64) -> Keyring {
    let pinned = RegistryKey::generate(&mut seeded(seed)).unwrap().public();
    Keyring::generate(pinned, &mut seeded(seed)).unwrap()
}

#[test]
fn a_code_is_fourteen_groups_of_four() {
    let text = code(1).text();
    let groups: Vec<_> = text.expose().split('-').collect();
    assert_eq!(groups.len(), 14);
    for group in groups {
        assert_eq!(group.len(), 4);
        assert!(group.bytes().all(|b| b"0123456789ABCDEFGHJKMNPQRSTVWXYZ".contains(&b)), "{group}");
    }
}

#[test]
fn every_mistyped_character_is_noticed() {
    let text = code(2).text();
    let right: Vec<char> = text.expose().chars().filter(|&letter| letter != '-').collect();
    for at in 0..right.len() {
        for letter in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars().filter(|&letter| letter != right[at]) {
            let mut typed = right.clone();
            typed[at] = letter;
            let typed = Plaintext::new(typed.into_iter().collect());
            assert_eq!(RecoveryCode::parse(&typed).err(), Some(RecoveryCodeError::Checksum));
        }
        if at > 0 && right[at] != right[at - 1] {
            let mut typed = right.clone();
            typed.swap(at, at - 1);
            let typed = Plaintext::new(typed.into_iter().collect());
            assert_eq!(RecoveryCode::parse(&typed).err(), Some(RecoveryCodeError::Checksum));
        }
    }
}

#[test]
fn what_has_not_its_shape_is_no_code() {
    let text = code(3).text();
    let text = text.expose();
    let shapes = [
        String::new(),
        text[1..].to_owned(),
        text[..text.len() - 1].to_owned(),
        format!("{text}0"),
        text.replacen(|letter: char| letter.is_ascii_digit(), "U", 1),
        text.replacen('-', "!", 1),
        text.replacen('-', "=", 1),
        text.replacen('-', "é", 1),
    ];
    for shape in shapes {
        assert_eq!(RecoveryCode::parse(&plain(&shape)).err(), Some(RecoveryCodeError::Shape), "{shape}");
    }
}

proptest! {
    #[test]
    fn a_code_is_read_as_it_is_shown(random: [u8; 32], lower: bool, blank in "[ \t\n-]{0,2}") {
        let code = RecoveryCode::generate(&mut Scripted(random.to_vec())).unwrap();
        let mut text = code.text().expose().replace('-', &blank);
        if lower {
            text.make_ascii_lowercase();
        }
        prop_assert!(*RecoveryCode::parse(&plain(&text)).unwrap().0 == random);
    }

    #[test]
    fn no_text_makes_it_panic(text in ".*") {
        prop_assert!(RecoveryCode::parse(&plain(&text)).is_err());
    }
}

#[test]
fn the_code_opens_its_own_keys_only() {
    let locked = code(1).lock(&keyring(9), registry(1), &mut seeded(5)).unwrap();
    let open = code(1).unlock(&locked, registry(1)).unwrap();
    assert_eq!((open.public(), open.pinned()), (keyring(9).public(), keyring(9).pinned()));
    assert_eq!(code(2).unlock(&locked, registry(1)).err(), Some(RecoveryError::WrongCode));
    assert_eq!(code(1).unlock(&locked, registry(2)).err(), Some(RecoveryError::Damaged));
}

#[test]
fn every_changed_bit_is_noticed() {
    let sound = code(1).lock(&keyring(9), registry(1), &mut seeded(5)).unwrap();
    for blob in flips(&sound.blob).chain(wrong_lengths(&sound.blob)) {
        let changed = LockedRecovery { blob, ..sound.clone() };
        assert_eq!(code(1).unlock(&changed, registry(1)).err(), Some(RecoveryError::Damaged));
    }
    for hash in flips(&sound.proof_hash) {
        let changed = LockedRecovery { proof_hash: hash.try_into().unwrap(), ..sound.clone() };
        assert_eq!(code(1).unlock(&changed, registry(1)).err(), Some(RecoveryError::WrongCode));
    }
}
