//! So many argon2id hashes at a registry's cost, on all cores, and nothing else: what `tests/exchange.sh` compares a
//! day's work with. Run it as `cargo run --release --example hashes -- 2000`.

use std::thread::{self, available_parallelism};

use clientkeep::domain::Plaintext;
use clientkeep::vault::{Cost, SeededEntropy, Verifier};

fn main() {
    let count: usize = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(2_000);
    let cores = available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for core in 0..cores {
            let share = count / cores + usize::from(core < count % cores);
            scope.spawn(move || {
                let (mut verifier, mut entropy) = (Verifier::new(), SeededEntropy::new(core as u64));
                for number in 0..share {
                    let secret = Plaintext::new(format!("a secret of sixteen and more {number}"));
                    let stored = verifier.store(0, &secret, Cost::SERVERS, &mut entropy);
                    assert!(stored.is_ok());
                }
            });
        }
    });
}
