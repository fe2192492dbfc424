//! A client secret's slow verifier as text: the PHC string of argon2id, in the one spelling that is
//! accepted, so that any argon2 implementation can check it.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use data_encoding::BASE64_NOPAD;

use super::cost::Cost;
use super::entropy::{Entropy, draw};
use super::slow_hash::{HashError, Memory, SALT_LENGTH};
use crate::domain::Plaintext;

/// Bytes that the salt of a verifier from elsewhere may have; ours have 16.
const SALTS: RangeInclusive<usize> = 8..=48;
/// Bytes that the hash of a verifier from elsewhere may have; ours have 32.
const HASHES: RangeInclusive<usize> = 16..=64;

/// `$argon2id$v=19$m=…,t=…,p=…$salt$hash`, both in base64 without padding. Ours have a salt of 16 bytes and a hash
/// of 32; those from elsewhere may have others. Printed by `Display` to be stored; no `Debug`, for a verifier
/// belongs in no log.
pub struct Phc {
    cost: Cost,
    salt: Vec<u8>,
    hash: Vec<u8>,
}

/// Text that is no canonical PHC string of argon2id, or one out of bounds.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("The stored verifier is damaged; rotate the secret.")]
pub struct NotCanonical;

/// Hashes a client secret with a fresh salt. For a batch keep a [`super::Verifier`], which reuses its memory.
pub fn hash(secret: &Plaintext, cost: Cost, entropy: &mut dyn Entropy) -> Result<Phc, HashError> {
    Phc::make(secret, cost, entropy, &mut Memory::default())
}

impl Phc {
    pub(super) fn make(
        secret: &Plaintext,
        cost: Cost,
        entropy: &mut dyn Entropy,
        memory: &mut Memory,
    ) -> Result<Self, HashError> {
        let salt: [u8; SALT_LENGTH] = draw(entropy)?;
        let hash = memory.derive(secret.expose().as_bytes(), &salt, cost)?;
        Ok(Self { cost, salt: salt.to_vec(), hash: hash.to_vec() })
    }

    /// What it costs to check a text against it.
    #[must_use]
    pub const fn cost(&self) -> Cost {
        self.cost
    }

    pub(super) fn salt(&self) -> &[u8] {
        &self.salt
    }

    pub(super) fn hash(&self) -> &[u8] {
        &self.hash
    }
}

impl fmt::Display for Phc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (salt, hash) = (BASE64_NOPAD.encode(&self.salt), BASE64_NOPAD.encode(&self.hash));
        write!(f, "$argon2id$v=19${}${salt}${hash}", self.cost)
    }
}

impl FromStr for Phc {
    type Err = NotCanonical;

    fn from_str(text: &str) -> Result<Self, NotCanonical> {
        let phc = parse(text).ok_or(NotCanonical)?;
        // Leading zeros, plus signs and the like: read, but not written that way.
        if phc.to_string() == text { Ok(phc) } else { Err(NotCanonical) }
    }
}

fn parse(text: &str) -> Option<Phc> {
    let (cost, rest) = text.strip_prefix("$argon2id$v=19$m=")?.split_once('$')?;
    let (salt, hash) = rest.split_once('$')?;
    let (memory, cost) = cost.split_once(",t=")?;
    let (time, parallelism) = cost.split_once(",p=")?;
    let cost = Cost::new(memory.parse().ok()?, time.parse().ok()?, parallelism.parse().ok()?).ok()?;
    Some(Phc { cost, salt: unbase64(salt, &SALTS)?, hash: unbase64(hash, &HASHES)? })
}

fn unbase64(text: &str, lengths: &RangeInclusive<usize>) -> Option<Vec<u8>> {
    if text.len() > 2 * lengths.end() {
        return None;
    }
    BASE64_NOPAD.decode(text.as_bytes()).ok().filter(|bytes| lengths.contains(&bytes.len()))
}

#[cfg(test)]
mod tests;
