//! PHC strings are read as they are written, and in no other way.

use proptest::prelude::*;

use super::*;
use crate::vault::tests::{plain, seeded};

proptest! {
    #[test]
    fn a_phc_string_is_read_as_it_is_written(
        memory in 128..=1_048_576_i64, time in 1..=16_i64, lanes in 1..=16_i64,
        salt in prop::collection::vec(any::<u8>(), 8..=48), hash in prop::collection::vec(any::<u8>(), 16..=64),
    ) {
        let cost = Cost::new(memory, time, lanes).unwrap();
        let text = Phc { cost, salt: salt.clone(), hash: hash.clone() }.to_string();
        let read: Phc = text.parse().map_err(|_| TestCaseError::fail("refused"))?;
        prop_assert_eq!((read.salt(), read.hash()), (&*salt, &*hash));
        prop_assert_eq!(read.cost().to_string(), format!("m={memory},t={time},p={lanes}"));
    }

    #[test]
    fn no_text_makes_it_panic(text in ".*", inner in "[$,=mtp0-9A-Za-z+/]{0,80}") {
        prop_assert!(text.parse::<Phc>().is_err());
        let _ = format!("$argon2id$v=19$m={inner}").parse::<Phc>();
    }
}

#[test]
fn the_same_secret_never_has_the_same_verifier() {
    let mut entropy = seeded(1);
    let [one, other] = [(), ()].map(|()| hash(&plain("same"), Cost::SMALLEST, &mut entropy).unwrap());
    assert_ne!(one.to_string(), other.to_string());
    assert_ne!(one.salt(), other.salt());
}

/// Made by the reference implementation: a salt of 22 letters, as Django draws them, and a hash of 16 bytes.
#[test]
fn verifiers_of_other_makers_are_read_and_checked() {
    for (text, secret) in [
        (
            "$argon2id$v=19$m=1024,t=2,p=8$YWJjZGVmZ2hpamtsbW5vcHFyc3R1dg$kx48CS1JAlwurJTTeb46IjyjrSNe7DY7RGRNlZkyYOQ",
            "an imported secret",
        ),
        ("$argon2id$v=19$m=2048,t=3,p=4$MDEyMzQ1Njc4OWFiY2RlZg$w23kr9sYE4MePIPM1Ta/Rw", "an imported secret"),
    ] {
        let stored = super::super::StoredVerifier { generation: 3, phc: text.to_owned(), fingerprint: None };
        let mut verifier = super::super::Verifier::new();
        let candidates = [stored];
        assert_eq!(verifier.check(secret, &candidates, Cost::SMALLEST).unwrap(), Some(3), "{text}");
        assert_eq!(verifier.check("another secret here", &candidates, Cost::SMALLEST).unwrap(), None);
    }
}

#[test]
fn salts_and_hashes_of_odd_lengths_are_refused() {
    let text = |salt: usize, hash: usize| {
        let [salt, hash] = [salt, hash].map(|length| BASE64_NOPAD.encode(&vec![7; length]));
        format!("$argon2id$v=19$m=1024,t=2,p=1${salt}${hash}")
    };
    for (salt, hash, taken) in
        [(8, 16, true), (48, 64, true), (7, 32, false), (49, 32, false), (16, 15, false), (16, 65, false)]
    {
        assert_eq!(text(salt, hash).parse::<Phc>().is_ok(), taken, "{salt} {hash}");
    }
}
