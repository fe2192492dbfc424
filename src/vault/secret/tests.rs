//! Which texts are generated secrets, and that nothing close to one is.

use proptest::prelude::*;

use super::*;
use crate::vault::OsEntropy;
use crate::vault::tests::{Scripted, seeded};

#[test]
fn a_generated_secret_is_54_unreserved_characters() {
    let secret = generate(&mut OsEntropy).unwrap();
    let text = secret.expose();
    assert_eq!((text.len(), LENGTH), (54, 54));
    assert!(text.starts_with("cks1_"));
    assert!(text[5..].bytes().all(|b| b.is_ascii_alphanumeric()));
    assert!(generate(&mut OsEntropy).unwrap().expose() != text);
}

#[test]
fn every_changed_character_is_noticed() {
    let secret = generate(&mut seeded(3)).unwrap();
    let text = secret.expose();
    for at in 0..text.len() {
        for letter in ' '..='~' {
            let mut changed = text.to_owned();
            changed.replace_range(at..=at, &letter.to_string());
            assert_eq!(is_well_formed(&changed), changed == text, "{changed}");
        }
    }
}

proptest! {
    #[test]
    fn every_generated_secret_is_well_formed(random: [u8; 32]) {
        let secret = generate(&mut Scripted(random.to_vec())).unwrap();
        prop_assert!(is_well_formed(secret.expose()));
        prop_assert!(Fingerprint::of(secret.expose()).is_some());
    }

    #[test]
    fn texts_sort_as_their_numbers_do(one: [u8; 32], other: [u8; 32]) {
        let [first, second] = [one, other].map(|random| generate(&mut Scripted(random.to_vec())).unwrap());
        prop_assert_eq!(one.cmp(&other), first.expose()[..48].cmp(&second.expose()[..48]));
    }

    #[test]
    fn no_text_makes_it_panic(text in ".*", digits in "[0-9A-Za-zé]{0,50}") {
        prop_assert!(!is_well_formed(&text));
        let _ = is_well_formed(&format!("{PREFIX}{digits}"));
    }
}

#[test]
fn a_fingerprint_is_of_one_secret() {
    let [one, other] = [1, 2].map(|seed| generate(&mut seeded(seed)).unwrap());
    let fingerprint = Fingerprint::of(one.expose()).unwrap();
    assert!(fingerprint == Fingerprint::from_bytes(*fingerprint.as_bytes()));
    assert!(fingerprint != Fingerprint::of(other.expose()).unwrap());
    let mut nearly = *fingerprint.as_bytes();
    nearly[31] ^= 1;
    assert!(fingerprint != Fingerprint::from_bytes(nearly));
}

#[test]
fn the_checksum_is_that_of_ieee_802_3() {
    assert_eq!(checksum("123456789"), 0xCBF4_3926);
}

#[test]
fn the_largest_number_of_256_bits_fits_and_the_next_does_not() {
    assert!(fits_256_bits("yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp1"));
    assert!(!fits_256_bits("yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp2"));
    assert!(!fits_256_bits(&"z".repeat(43)));
    assert!(fits_256_bits("0") && !fits_256_bits("-"));
}
