//! The memory that argon2id works in: as large as needed, reused, and wiped where it could tell something.

use super::*;

fn derive(memory: &mut Memory, cost: (i64, i64, i64)) -> [u8; 32] {
    let cost = Cost::new(cost.0, cost.1, cost.2).unwrap();
    *memory.derive(b"password", &[7; SALT_LENGTH], cost).unwrap()
}

fn is_wiped(memory: &Memory) -> bool {
    memory.0.iter().all(|block| block.as_ref().iter().all(|&word| word == 0))
}

#[test]
fn what_was_in_memory_before_changes_nothing() {
    let mut used = Memory::default();
    let costs = [(64, 2, 1), (8, 1, 1), (128, 3, 4), (9, 1, 1), (64, 2, 1), (17, 2, 2)];
    for cost in costs {
        assert_eq!(derive(&mut used, cost), derive(&mut Memory::default(), cost), "{cost:?}");
    }
    assert_eq!(used.0.len(), 128);
}

#[test]
fn a_single_pass_leaves_no_fast_hash_of_the_text_behind() {
    let mut memory = Memory::default();
    derive(&mut memory, (64, 1, 1));
    assert!(is_wiped(&memory));
    derive(&mut memory, (64, 2, 1));
    assert!(!is_wiped(&memory));
}

#[test]
fn memory_that_is_large_enough_is_used_as_it_is() {
    let mut memory = Memory::default();
    derive(&mut memory, (64, 2, 1));
    memory.grow(64).unwrap();
    assert!(!is_wiped(&memory));
    memory.grow(65).unwrap();
    assert!(is_wiped(&memory));
}

#[test]
fn memory_that_is_not_there_is_an_error() {
    assert_eq!(Memory::default().grow(usize::MAX / 1024), Err(()));
}
