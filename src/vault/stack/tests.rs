//! After each operation on a secret nothing of it is left on the stack of the thread that did it.

use std::collections::HashSet;
use std::fs::{self, File};
use std::hint::black_box;
use std::os::unix::fs::FileExt;
use std::thread;

use crate::domain::Plaintext;
use crate::vault::tests::{plain, registry, seeded};
use crate::vault::{Cost, Fingerprint, LockedKeyring, PasswordPolicy, SealContext, VaultKey, generate, hash};

/// So many characters in a row are something of a secret.
const PIECE: usize = 8;

/// Every piece of the text, with its bits turned so that this set is none of what is looked for.
fn turned_pieces(text: &str) -> HashSet<[u8; PIECE]> {
    let turned: Vec<u8> = text.bytes().map(|byte| !byte).collect();
    turned.windows(PIECE).map(|piece| piece.try_into().unwrap()).collect()
}

/// How many pieces of a text are on this thread's stack.
fn left_on_stack(pieces: &HashSet<[u8; PIECE]>) -> usize {
    let here = 0u8;
    let here = &raw const here as u64;
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    let stack = maps.lines().find_map(|line| {
        let (start, end) = line.split_once(' ')?.0.split_once('-')?;
        let (start, end) = (u64::from_str_radix(start, 16).ok()?, u64::from_str_radix(end, 16).ok()?);
        (start..end).contains(&here).then_some((start, end))
    });
    let (start, end) = stack.unwrap();
    let mut copy = vec![0; usize::try_from(end - start).unwrap()];
    File::open("/proc/self/mem").unwrap().read_exact_at(&mut copy, start).unwrap();
    for byte in &mut copy {
        *byte = !*byte;
    }
    // Most of a stack is zeros: they need no look into the set.
    copy.windows(PIECE).filter(|piece| piece[0] != !0 && pieces.contains(*piece)).count()
}

/// Acts so far down the stack (16 KiB a level) that looking at it afterwards overwrites nothing.
#[inline(never)]
fn deep_down(levels: u32, act: &dyn Fn()) {
    let space = [0u8; 1 << 14];
    black_box(&space);
    match levels {
        0 => act(),
        _ => deep_down(levels - 1, act),
    }
    black_box(&space);
}

/// Makes the secret of this seed, which no other test uses, works on it, drops it, and counts what is left.
fn left_of_a_secret(seed: u64, work: fn(&Plaintext)) -> usize {
    thread::spawn(move || {
        // On a stack of its own, which is not looked at.
        let pieces =
            thread::spawn(move || turned_pieces(&generate(&mut seeded(seed)).unwrap().expose()[5..]));
        let pieces = pieces.join().unwrap();
        deep_down(8, &|| work(&generate(&mut seeded(seed)).unwrap()));
        left_on_stack(&pieces)
    })
    .join()
    .unwrap()
}

#[test]
fn a_piece_that_is_there_is_found() {
    let pieces = turned_pieces("0123456789");
    let text = *b"-0123456789-";
    assert_eq!(left_on_stack(&pieces), 3, "{text:?}");
}

#[test]
fn nothing_is_left_of_a_secret_that_was_made() {
    assert_eq!(left_of_a_secret(90_001, |_| ()), 0);
}

#[test]
fn nothing_is_left_of_a_secret_that_was_recognised() {
    assert_eq!(left_of_a_secret(90_002, |secret| assert!(Fingerprint::of(secret.expose()).is_some())), 0);
}

#[test]
fn nothing_is_left_of_a_secret_that_was_hashed() {
    let left = left_of_a_secret(90_003, |secret| {
        hash(secret, Cost::SMALLEST, &mut seeded(1)).unwrap();
    });
    assert_eq!(left, 0);
}

#[test]
fn nothing_is_left_of_a_secret_that_was_sealed_and_opened() {
    let left = left_of_a_secret(90_004, |secret| {
        let key = VaultKey::generate(&mut seeded(1)).unwrap();
        let context = SealContext { registry: registry(1), client_id: "a", generation: 1, key_generation: 1 };
        let copy = key.public().seal(secret, &context, &mut seeded(2)).unwrap();
        assert!(key.open(&copy, &context).unwrap().expose() == secret.expose());
    });
    assert_eq!(left, 0);
}

#[test]
fn nothing_is_left_of_a_password() {
    let left = left_of_a_secret(90_005, |secret| {
        let pinned = crate::vault::RegistryKey::generate(&mut seeded(1)).unwrap().public();
        let keyring = crate::vault::Keyring::generate(pinned, &mut seeded(1)).unwrap();
        let policy = PasswordPolicy::at(Cost::SMALLEST);
        // Not ASCII, so that it is normalised.
        let mut password = String::with_capacity(100);
        password.extend([secret.expose(), "é"]);
        let password = Plaintext::new(password);
        let locked = LockedKeyring::lock(keyring, &password, registry(1), 1, policy, &mut seeded(1)).unwrap();
        assert!(locked.unlock(&password, registry(1), 1, policy).is_ok());
        assert!(locked.unlock(&plain("wrong"), registry(1), 1, policy).is_err());
    });
    assert_eq!(left, 0);
}
