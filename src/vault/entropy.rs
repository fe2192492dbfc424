//! Where random bytes come from: the operating system, or a repeatable stream for tests and made-up
//! registries. Nothing here keeps what it drew.

use std::convert::Infallible;

use rand::rngs::SysRng;
use rand::{TryCryptoRng, TryRng};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::labels;

/// A source of random bytes. It enters from outside, so that tests can repeat themselves.
pub trait Entropy: Send {
    /// Fills the whole of `out` with random bytes, or fails and leaves it unspecified.
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyError>;
}

/// No random bytes could be had.
#[derive(Debug, thiserror::Error)]
#[error("The system gave no random numbers ({0}); nothing was made, so try again.")]
pub struct EntropyError(String);

impl EntropyError {
    /// An error for the stated reason.
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

/// The operating system's random source: the only one for a registry that is in use.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyError> {
        SysRng.try_fill_bytes(out).map_err(|error| EntropyError(error.to_string()))
    }
}

/// A stream that is the same for the same seed, today and in every later version: SHA-256 over a label, the
/// seed and a counter. For tests and for the made-up clients of `demo`; **never** for keys, secrets or
/// passwords of a registry that is in use, because whoever knows the seed knows them all.
pub struct SeededEntropy {
    seed: u64,
    counter: u64,
    block: [u8; 32],
    used: usize,
}

impl SeededEntropy {
    /// The stream of this seed, from its beginning.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { seed, counter: 0, block: [0; 32], used: 32 }
    }

    fn next_byte(&mut self) -> u8 {
        if self.used == self.block.len() {
            let mut hash = Sha256::new();
            hash.update(labels::SEEDED_ENTROPY);
            hash.update([0]);
            hash.update(self.seed.to_be_bytes());
            hash.update(self.counter.to_be_bytes());
            self.block = hash.finalize().into();
            self.counter += 1;
            self.used = 0;
        }
        self.used += 1;
        self.block[self.used - 1]
    }
}

impl Entropy for SeededEntropy {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyError> {
        out.fill_with(|| self.next_byte());
        Ok(())
    }
}

/// An array of random bytes that is no secret: a salt, a nonce, an identifier.
pub fn draw<const N: usize>(entropy: &mut dyn Entropy) -> Result<[u8; N], EntropyError> {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes)?;
    Ok(bytes)
}

/// An array of random bytes that is wiped when dropped: a key, a seed.
pub fn draw_secret<const N: usize>(entropy: &mut dyn Entropy) -> Result<Zeroizing<[u8; N]>, EntropyError> {
    let mut bytes = Zeroizing::new([0; N]);
    entropy.fill(bytes.as_mut_slice())?;
    Ok(bytes)
}

/// A number from 0 to `bound` − 1, each as likely as the next; 0 where `bound` is 0.
pub fn below(entropy: &mut dyn Entropy, bound: u32) -> Result<u32, EntropyError> {
    if bound < 2 {
        return Ok(0);
    }
    // Values from here on would make the low remainders more likely.
    let limit = u64::from(bound) * ((1 << 32) / u64::from(bound));
    loop {
        let value = u32::from_be_bytes(draw(entropy)?);
        if u64::from(value) < limit {
            return Ok(value % bound);
        }
    }
}

/// The characters of a generated client ID.
pub const CLIENT_ID_ALPHABET: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
/// The length of a generated client ID.
pub const CLIENT_ID_LENGTH: usize = 32;

/// A fresh client ID: 32 characters `[a-z0-9]`, 165 bits.
pub fn client_id(entropy: &mut dyn Entropy) -> Result<String, EntropyError> {
    choose(entropy, CLIENT_ID_ALPHABET, CLIENT_ID_LENGTH)
}

/// `count` characters of an ASCII `alphabet` of 1 to 256, each as likely as the next.
pub fn choose(entropy: &mut dyn Entropy, alphabet: &str, count: usize) -> Result<String, EntropyError> {
    let letters = alphabet.as_bytes();
    // Bytes from here on would make the first letters more likely.
    let limit = 256 - 256 % letters.len();
    let mut text = String::with_capacity(count);
    while text.len() < count {
        let [byte] = draw(entropy)?;
        if usize::from(byte) < limit {
            text.push(char::from(letters[usize::from(byte) % letters.len()]));
        }
    }
    Ok(text)
}

/// Lends an [`Entropy`] to an algorithm that wants an infallible generator. A failure is remembered and
/// zeros are handed out in its place; [`Lent::settle`] then refuses, so that no result made of them is used.
pub(super) struct Lent<'a> {
    entropy: &'a mut dyn Entropy,
    failure: Option<EntropyError>,
}

impl<'a> Lent<'a> {
    pub(super) fn new(entropy: &'a mut dyn Entropy) -> Self {
        Self { entropy, failure: None }
    }

    /// Passes `made` on if every byte that was drawn for it was random.
    pub(super) fn settle<T>(self, made: T) -> Result<T, EntropyError> {
        match self.failure {
            None => Ok(made),
            Some(failure) => Err(failure),
        }
    }

    fn array<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    fn fill(&mut self, out: &mut [u8]) {
        if let Err(failure) = self.entropy.fill(out) {
            out.fill(0);
            self.failure = Some(failure);
        }
    }
}

impl TryRng for Lent<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_le_bytes(self.array()))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_le_bytes(self.array()))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        self.fill(out);
        Ok(())
    }
}

impl TryCryptoRng for Lent<'_> {}

#[cfg(test)]
mod tests;
