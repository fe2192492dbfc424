//! Where random characters and numbers come from, and what happens when none come.

use std::collections::HashSet;

use rand::Rng as _;

use super::*;
use crate::vault::tests::{Scripted, seeded};

#[test]
fn client_ids_are_32_letters_and_digits_and_never_the_same() {
    let mut entropy = OsEntropy;
    let ids: HashSet<_> = (0..100).map(|_| client_id(&mut entropy).unwrap()).collect();
    assert_eq!(ids.len(), 100);
    for id in ids {
        assert_eq!(id.len(), 32);
        assert!(id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()), "{id}");
    }
}

#[test]
fn letters_are_equally_likely() {
    let text = choose(&mut seeded(1), CLIENT_ID_ALPHABET, 36_000).unwrap();
    for letter in CLIENT_ID_ALPHABET.chars() {
        let count = text.chars().filter(|&one| one == letter).count();
        assert!((880..1_120).contains(&count), "{letter}: {count}");
    }
}

#[test]
fn bytes_that_would_favour_the_first_letters_are_drawn_again() {
    // 252 is the largest multiple of 36 in a byte.
    let text = choose(&mut Scripted(vec![252, 255, 251, 0, 35, 36]), CLIENT_ID_ALPHABET, 4).unwrap();
    assert_eq!(text, "9a9a");
    let whole = choose(&mut Scripted(vec![0, 254, 255]), &"ab".repeat(128), 3).unwrap();
    assert_eq!(whole, "aab");
}

#[test]
fn numbers_stay_below_their_bound_and_favour_none() {
    assert_eq!(below(&mut Scripted(Vec::new()), 0).unwrap(), 0);
    assert_eq!(below(&mut Scripted(Vec::new()), 1).unwrap(), 0);
    // 2^32 − 1 is a multiple of 3, so that the last value is one too many.
    let script = [u32::MAX.to_be_bytes(), 5u32.to_be_bytes()].concat();
    assert_eq!(below(&mut Scripted(script), 3).unwrap(), 2);
    let last = (u32::MAX - 1).to_be_bytes();
    assert_eq!(below(&mut Scripted(last.to_vec()), 3).unwrap(), 2);
    assert_eq!(below(&mut Scripted(u32::MAX.to_be_bytes().to_vec()), 2).unwrap(), 1);
    let mut entropy = seeded(2);
    let mut seen = [0; 10];
    for _ in 0..10_000 {
        seen[below(&mut entropy, 10).unwrap() as usize] += 1;
    }
    assert!(seen.iter().all(|count| (850..1_150).contains(count)), "{seen:?}");
}

#[test]
fn another_seed_is_another_stream() {
    assert_ne!(draw::<32>(&mut seeded(1)).unwrap(), draw::<32>(&mut seeded(2)).unwrap());
    assert_ne!(draw::<32>(&mut OsEntropy).unwrap(), draw::<32>(&mut OsEntropy).unwrap());
    assert_eq!(*draw_secret::<32>(&mut seeded(1)).unwrap(), draw::<32>(&mut seeded(1)).unwrap());
}

#[test]
fn a_failure_inside_an_algorithm_comes_out_as_an_error() {
    let mut script = Scripted(vec![1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 9]);
    let mut lent = Lent::new(&mut script);
    assert_eq!(lent.next_u32(), 1);
    assert_eq!(lent.next_u64(), 2);
    assert_eq!(lent.settle("made").unwrap(), "made");

    let mut lent = Lent::new(&mut script);
    let mut bytes = [5, 5];
    lent.fill_bytes(&mut bytes);
    assert_eq!(bytes, [0, 0]);
    let mut last = [5];
    lent.fill_bytes(&mut last);
    assert_eq!(last, [9]);
    let error = lent.settle("made").unwrap_err();
    assert_eq!(
        error.to_string(),
        "The system gave no random numbers (the script is over); nothing was made, so try again."
    );
}
