//! The recovery code: 256 random bits on paper, one more holder of the registry's keys, with a keyring of
//! its own. Shown once, stored nowhere.

use std::sync::LazyLock;

use data_encoding::{Encoding, Specification};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::canonical::Encoder;
use super::context::{Holder, RegistryId};
use super::entropy::{Entropy, EntropyError, draw_secret};
use super::keyring::Keyring;
use super::labels;
use super::locked_keyring::{expand, hash_of};
use crate::domain::Plaintext;

const CODE_LENGTH: usize = 32;
const CHECKSUM_LENGTH: usize = 3;
/// Base32 digits of code and checksum: 35 bytes fill them exactly.
const DIGITS: usize = 56;
/// Digits between two dashes.
const GROUP: usize = 4;

/// Crockford's base32, which has no I, L, O and U; the first three are read as the digits they look like.
static BASE32: LazyLock<Encoding> = LazyLock::new(|| {
    let mut alphabet = Specification::new();
    alphabet.symbols.push_str("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    alphabet.translate.from.push_str("abcdefghjkmnpqrstvwxyzOoIiLl");
    alphabet.translate.to.push_str("ABCDEFGHJKMNPQRSTVWXYZ001111");
    alphabet.encoding().expect("the alphabet is a valid one")
});

/// 256 random bits. Wiped when dropped, no `Debug`.
pub struct RecoveryCode(Zeroizing<[u8; CODE_LENGTH]>);

/// Text that is no recovery code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryCodeError {
    /// Too few, too many or impossible characters.
    #[error("A recovery code has 56 letters and digits, in groups of four.")]
    Shape,
    /// The checksum does not fit.
    #[error("This recovery code has a typing mistake; compare it group by group.")]
    Checksum,
}

/// The recovery code's keyring as it is stored. No `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct LockedRecovery {
    /// SHA-256 of the key that verifies the code.
    pub proof_hash: [u8; 32],
    /// The encrypted keys ([`super::BLOB_LENGTH`] bytes: nonce, ciphertext, tag).
    pub blob: Vec<u8>,
}

/// The recovery code's keyring could not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryError {
    /// A code of another registry, or one that was replaced.
    #[error("This recovery code is not the one of this registry.")]
    WrongCode,
    /// The code is right and yet the keys do not open.
    #[error("The keys of the recovery code were damaged behind clientkeep's back.")]
    Damaged,
}

impl RecoveryCode {
    /// A new code.
    pub fn generate(entropy: &mut dyn Entropy) -> Result<Self, EntropyError> {
        draw_secret(entropy).map(Self)
    }

    /// The code to be written down: 14 groups of four letters and digits, a checksum at the end.
    #[must_use]
    pub fn text(&self) -> Plaintext {
        let mut bytes = Zeroizing::new([0; CODE_LENGTH + CHECKSUM_LENGTH]);
        bytes[..CODE_LENGTH].copy_from_slice(&*self.0);
        bytes[CODE_LENGTH..].copy_from_slice(&checksum(&self.0));
        let digits = Zeroizing::new(BASE32.encode(bytes.as_slice()));
        let mut text = String::with_capacity(DIGITS + DIGITS / GROUP);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && index % GROUP == 0 {
                text.push('-');
            }
            text.push(digit);
        }
        Plaintext::new(text)
    }

    /// Reads a code that was typed: case, blanks, dashes and line breaks do not matter, nor O for 0, I and L for 1.
    pub fn parse(text: &Plaintext) -> Result<Self, RecoveryCodeError> {
        let mut digits = Zeroizing::new(String::with_capacity(text.expose().len()));
        digits.extend(text.expose().chars().filter(|&letter| !letter.is_whitespace() && !is_dash(letter)));
        let bytes =
            BASE32.decode(digits.as_bytes()).map(Zeroizing::new).map_err(|_| RecoveryCodeError::Shape)?;
        let bytes: &[u8; CODE_LENGTH + CHECKSUM_LENGTH] =
            bytes.as_slice().try_into().map_err(|_| RecoveryCodeError::Shape)?;
        let (code, check) = bytes.split_first_chunk().ok_or(RecoveryCodeError::Shape)?;
        if checksum(code) == check {
            Ok(Self(Zeroizing::new(*code)))
        } else {
            Err(RecoveryCodeError::Checksum)
        }
    }

    /// Locks the keyring that belongs to this code.
    pub fn lock(
        &self,
        keyring: &Keyring,
        registry: RegistryId,
        entropy: &mut dyn Entropy,
    ) -> Result<LockedRecovery, EntropyError> {
        let blob = keyring.seal(&expand(&self.0, labels::RECOVERY_KEY), &context(registry), entropy)?;
        Ok(LockedRecovery { proof_hash: self.proof_hash(), blob })
    }

    /// Opens the keyring that belongs to this code.
    pub fn unlock(&self, locked: &LockedRecovery, registry: RegistryId) -> Result<Keyring, RecoveryError> {
        if !bool::from(self.proof_hash().ct_eq(&locked.proof_hash)) {
            return Err(RecoveryError::WrongCode);
        }
        Keyring::open(&locked.blob, &expand(&self.0, labels::RECOVERY_KEY), &context(registry))
            .ok_or(RecoveryError::Damaged)
    }

    fn proof_hash(&self) -> [u8; 32] {
        hash_of(&expand(&self.0, labels::RECOVERY_PROOF))
    }
}

/// The dashes of keyboards and of word processors.
fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The first three bytes of SHA-256 over label, zero byte and code.
fn checksum(code: &[u8; CODE_LENGTH]) -> [u8; CHECKSUM_LENGTH] {
    let mut hash = Sha256::new();
    hash.update(labels::RECOVERY_CODE);
    hash.update([0]);
    hash.update(code);
    let hash: [u8; 32] = hash.finalize().into();
    [hash[0], hash[1], hash[2]]
}

fn context(registry: RegistryId) -> Vec<u8> {
    let mut form = Encoder::new(labels::RECOVERY_KEYRING);
    form.bytes(registry.as_bytes());
    Holder::Recovery.write(&mut form);
    form.into_bytes()
}

#[cfg(test)]
mod tests;
