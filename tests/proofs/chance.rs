//! Numbers that look random and come again: the seed is printed, and `CLIENTKEEP_PROOF_SEED` gives it back.

use std::time::{SystemTime, UNIX_EPOCH};

/// How many of something: as the environment says, or the short form.
pub fn count(variable: &str, short: usize) -> usize {
    std::env::var(variable).map_or(short, |text| text.parse().unwrap_or_else(|_| panic!("{variable}={text}")))
}

/// The generator `SplitMix64`.
pub struct Chance(u64);

impl Chance {
    pub fn new() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let seed = std::env::var("CLIENTKEEP_PROOF_SEED")
            .map_or(u64::from(now.subsec_nanos()) << 20 ^ now.as_secs(), |text| text.parse().unwrap());
        println!("CLIENTKEEP_PROOF_SEED={seed}");
        Self(seed)
    }

    /// The same for the same number.
    pub fn of(number: usize) -> Self {
        Self(u64::try_from(number).unwrap() << 32)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Less than `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }

    pub fn heads(&mut self) -> bool {
        self.next() & 1 == 1
    }

    pub fn pick<'a, T>(&mut self, some: &'a [T]) -> &'a T {
        &some[self.below(some.len())]
    }
}
