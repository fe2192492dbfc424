//! Sealed copies open where they belong, whole, and nowhere else.

use proptest::prelude::*;

use super::*;
use crate::vault::generate;
use crate::vault::tests::{flips, plain, registry, seeded, wrong_lengths};

fn key(seed: u64) -> VaultKey {
    VaultKey::generate(&mut seeded(seed)).unwrap()
}

fn place(client_id: &str) -> SealContext<'_> {
    SealContext { registry: registry(1), client_id, generation: 2, key_generation: 3 }
}

fn sealed(secret: &str) -> SealedCopy {
    key(1).public().seal(&plain(secret), &place("acme"), &mut seeded(9)).unwrap()
}

fn open(bytes: Vec<u8>) -> Result<String, OpenError> {
    let secret = key(1).open(&SealedCopy::from_bytes(bytes), &place("acme"))?;
    Ok(secret.expose().to_owned())
}

#[test]
fn a_sealed_copy_opens_in_its_own_place_only() {
    let copy = sealed("an imported secret");
    assert_eq!(key(1).open(&copy, &place("acme")).unwrap().expose(), "an imported secret");
    let here = place("acme");
    for elsewhere in [
        SealContext { registry: registry(2), ..here },
        SealContext { client_id: "acm", ..here },
        SealContext { client_id: "acme2", ..here },
        SealContext { client_id: "ACME", ..here },
        SealContext { generation: 3, ..here },
        SealContext { key_generation: 2, ..here },
        SealContext { generation: 3, key_generation: 2, ..here },
    ] {
        assert!(key(1).open(&copy, &elsewhere).is_err(), "{elsewhere:?}");
    }
    assert!(key(2).open(&copy, &here).is_err());
}

#[test]
fn every_changed_bit_and_every_cut_is_noticed() {
    let generated = generate(&mut seeded(4)).unwrap();
    for secret in [generated.expose(), "an imported secret"] {
        let copy = sealed(secret);
        for changed in flips(copy.as_bytes()).chain(wrong_lengths(copy.as_bytes())) {
            assert_eq!(open(changed), Err(OpenError));
        }
    }
}

#[test]
fn parts_of_two_copies_make_no_third() {
    let mut entropy = seeded(5);
    let [one, other] = ["the first imported secret", "the other imported secret"]
        .map(|secret| key(1).public().seal(&plain(secret), &place("acme"), &mut entropy).unwrap());
    for cut in [16, 32, 48, one.as_bytes().len() - 16] {
        let mixed = [&one.as_bytes()[..cut], &other.as_bytes()[cut..]].concat();
        assert_eq!(open(mixed), Err(OpenError), "{cut}");
    }
}

#[test]
fn two_copies_of_one_secret_have_nothing_in_common() {
    let mut entropy = seeded(6);
    let [one, other] = [(), ()]
        .map(|()| key(1).public().seal(&plain("the same secret"), &place("acme"), &mut entropy).unwrap());
    assert!(one.as_bytes().windows(8).all(|part| !other.as_bytes().windows(8).any(|same| same == part)));
}

#[test]
fn the_length_of_an_imported_secret_is_not_told() {
    let lengths: Vec<_> =
        [16, 54, 62, 63, 255, 256].map(|n| sealed(&"ab".repeat(128)[..n]).as_bytes().len()).into();
    assert_eq!(lengths, [32 + 258 + 16; 6]);
    let generated = generate(&mut seeded(4)).unwrap();
    assert_eq!(sealed(generated.expose()).as_bytes().len(), 32 + 64 + 16);
}

#[test]
fn a_text_longer_than_a_secret_is_not_sealed() {
    for length in [257, 258, 65_535, 65_536, 100_000] {
        let refused = key(1).public().seal(&plain(&"x".repeat(length)), &place("acme"), &mut seeded(1));
        assert!(matches!(refused, Err(SealError::TooLong)), "{length}");
    }
}

#[test]
fn a_block_that_is_padded_otherwise_is_refused() {
    let seal = |block: &[u8]| {
        let form = place("acme").form();
        hpke_box::seal(block, key(1).public().as_bytes(), labels::SEALED_SECRET, &form, &mut seeded(1))
            .unwrap()
    };
    let block = |length: u16, text: &[u8], size: usize| {
        let mut block = [&length.to_be_bytes(), text].concat();
        block.resize(size, 0);
        block
    };
    let generated = generate(&mut seeded(4)).unwrap();
    let generated = generated.expose().as_bytes();
    assert!(open(seal(&block(54, generated, 64))).is_ok());
    assert!(open(seal(&block(8, b"imported", 258))).is_ok());
    let mut stray = block(8, b"imported", 258);
    stray[257] = 1;
    for refused in [
        stray,
        block(54, generated, 258),
        block(8, b"imported", 64),
        block(8, b"imported", 259),
        block(8, b"imported", 10),
        block(7, b"imported", 258),
        block(257, b"imported", 258),
        block(65_535, b"imported", 258),
        block(2, b"\xc3\x28", 258),
        vec![0],
        vec![],
    ] {
        assert_eq!(open(seal(&refused)), Err(OpenError), "{refused:?}");
    }
}

#[test]
fn nothing_is_sealed_to_a_public_key_that_anyone_can_open() {
    // Points of low order (RFC 7748 §7): whatever the private key, the shared secret is zero.
    let mut one = [0; 32];
    one[0] = 1;
    for weak in [[0; 32], one] {
        let refused = VaultPublicKey::from_bytes(weak).seal(&plain("secret"), &place("acme"), &mut seeded(1));
        assert!(matches!(refused, Err(SealError::BadPublicKey)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_is_sealed_opens_again(
        secret in "[ -~]{0,256}", client_id in "[A-Za-z0-9._~-]{3,100}", generation: u32, key_generation: u32, seed: u64,
    ) {
        let context = SealContext { registry: registry(7), client_id: &client_id, generation, key_generation };
        let copy = key(1).public().seal(&plain(&secret), &context, &mut seeded(seed)).unwrap();
        let stored = SealedCopy::from_bytes(copy.as_bytes().to_vec());
        let opened = key(1).open(&stored, &context).unwrap();
        prop_assert_eq!(opened.expose(), secret);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(open(bytes), Err(OpenError));
    }
}
