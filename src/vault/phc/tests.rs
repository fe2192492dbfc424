//! PHC strings are read as they are written, and in no other way.

use proptest::prelude::*;

use super::*;
use crate::vault::tests::{plain, seeded};

proptest! {
    #[test]
    fn a_phc_string_is_read_as_it_is_written(
        memory in 128..=1_048_576_i64, time in 1..=16_i64, lanes in 1..=16_i64, salt: [u8; 16], hash: [u8; 32],
    ) {
        let text = Phc { cost: Cost::new(memory, time, lanes).unwrap(), salt, hash }.to_string();
        let read: Phc = text.parse().map_err(|_| TestCaseError::fail("refused"))?;
        prop_assert_eq!((read.salt(), read.hash()), (&salt, &hash));
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
