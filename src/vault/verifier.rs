//! Whether a presented text is one of a client's live secrets. The work depends on the presented text
//! alone, never on what is stored: nobody can time out what a registry holds.

use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use zeroize::Zeroizing;

use super::cost::Cost;
use super::entropy::Entropy;
use super::phc::{NotCanonical, Phc};
use super::secret::Fingerprint;
use super::slow_hash::{HashError, Memory, OUTPUT_LENGTH, SALT_LENGTH};
use crate::domain::Plaintext;

/// A client has at most this many live secrets.
pub const SLOTS: usize = 2;

/// What a registry keeps of one secret: enough to recognise it, not enough to know it. No `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredVerifier {
    /// Which of the client's secrets it is: 1, 2, 3 …
    pub generation: u32,
    /// The canonical PHC string of argon2id.
    pub phc: String,
    /// Of a generated secret; `None` marks an imported one.
    pub fingerprint: Option<Fingerprint>,
}

/// A presented text could not be checked. A server answers as it does to a wrong secret.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The verifier of an imported secret can't be read.
    #[error("The verifier of secret {0} is damaged; rotate the secret.")]
    Damaged(u32),
    /// More secrets than a client can have.
    #[error("This client has more live secrets than it may have; the registry may have been tampered with.")]
    TooMany,
    /// The hash could not be made.
    #[error(transparent)]
    Hash(#[from] HashError),
}

/// How much work a [`Verifier`] has done since it was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Work {
    /// argon2id derivations.
    slow_hashes: u64,
    /// SHA-256 fingerprints taken.
    fingerprints: u64,
    /// Constant-time comparisons.
    comparisons: u64,
}

/// Checks and makes verifiers, one after the other, reusing argon2id's memory: one for each thread.
#[derive(Default)]
pub struct Verifier {
    memory: Memory,
    work: Work,
}

impl Verifier {
    /// One that has done no work and holds no memory yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes what is stored of a secret; the fingerprint only where it is a generated one.
    pub fn store(
        &mut self,
        generation: u32,
        secret: &Plaintext,
        cost: Cost,
        entropy: &mut dyn Entropy,
    ) -> Result<StoredVerifier, HashError> {
        self.work.slow_hashes += 1;
        let phc = Phc::make(secret, cost, entropy, &mut self.memory)?.to_string();
        Ok(StoredVerifier { generation, phc, fingerprint: Fingerprint::of(secret.expose()) })
    }

    /// The generation of the live secret that `presented` is, if it is one. `candidates` are the client's live
    /// secrets, none for a client that is unknown or disabled; `dummy` is the registry's cost for verifiers,
    /// spent where there is nothing to compare with.
    ///
    /// A well-formed generated secret takes one SHA-256 and two comparisons; anything else one argon2id and one
    /// comparison.
    pub fn check(
        &mut self,
        presented: &str,
        candidates: &[StoredVerifier],
        dummy: Cost,
    ) -> Result<Option<u32>, CheckError> {
        match Fingerprint::of(presented) {
            Some(fingerprint) => self.check_generated(&fingerprint, candidates),
            None => self.check_imported(presented, candidates, dummy),
        }
    }

    fn check_generated(
        &mut self,
        presented: &Fingerprint,
        candidates: &[StoredVerifier],
    ) -> Result<Option<u32>, CheckError> {
        self.work.fingerprints += 1;
        let mut stored = candidates.iter().filter_map(|one| Some((one.generation, one.fingerprint?)));
        let (mut found, mut generation) = (Choice::from(0), 0);
        for _ in 0..SLOTS {
            let slot = stored.next();
            let present = Choice::from(u8::from(slot.is_some()));
            let (number, fingerprint) = slot.unwrap_or((0, Fingerprint::from_bytes([0; 32])));
            let same = self.compare(presented.as_bytes(), fingerprint.as_bytes()) & present;
            generation.conditional_assign(&number, same);
            found |= same;
        }
        if stored.next().is_some() {
            return Err(CheckError::TooMany);
        }
        Ok(bool::from(found).then_some(generation))
    }

    fn check_imported(
        &mut self,
        presented: &str,
        candidates: &[StoredVerifier],
        dummy: Cost,
    ) -> Result<Option<u32>, CheckError> {
        let mut imported = candidates.iter().filter(|one| one.fingerprint.is_none());
        let stored = imported.next().map(|one| (one.generation, one.phc.parse::<Phc>()));
        let (cost, salt, hash) = match &stored {
            Some((_, Ok(phc))) => (phc.cost(), phc.salt(), phc.hash()),
            _ => (dummy, [0; SALT_LENGTH].as_slice(), [0; OUTPUT_LENGTH].as_slice()),
        };
        self.work.slow_hashes += 1;
        let mut derived = Zeroizing::new(vec![0; hash.len()]);
        self.memory.derive_into(presented.as_bytes(), salt, cost, &mut derived)?;
        let same = bool::from(self.compare(&derived, hash));
        // Only now, after the same work as ever, does the answer depend on what is stored.
        if imported.next().is_some() {
            return Err(CheckError::TooMany);
        }
        match stored {
            None => Ok(None),
            Some((generation, Err(NotCanonical))) => Err(CheckError::Damaged(generation)),
            Some((generation, Ok(_))) => Ok(same.then_some(generation)),
        }
    }

    fn compare(&mut self, one: &[u8], other: &[u8]) -> Choice {
        self.work.comparisons += 1;
        one.ct_eq(other)
    }
}

#[cfg(test)]
mod tests;
