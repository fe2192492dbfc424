//! An operator's keyring under a password: one argon2id derivation gives the key that verifies the sign-on
//! and the key that opens the private keys. What a password may be is not decided here.

use std::hint::black_box;
use std::ops::Deref;

use hkdf::Hkdf;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::canonical::Encoder;
use super::context::{Holder, RegistryId};
use super::cost::{Cost, PasswordPolicy};
use super::entropy::{Entropy, EntropyError, draw};
use super::keyring::Keyring;
use super::labels;
use super::registry_key::RegistryPublicKey;
use super::slow_hash::{HashError, Memory, SALT_LENGTH};
use crate::domain::Plaintext;

/// A locked keyring as it is stored, each field in a column of its own. No `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct LockedKeyring {
    /// argon2id's salt.
    pub salt: [u8; SALT_LENGTH],
    /// argon2id's cost.
    pub cost: Cost,
    /// SHA-256 of the key that verifies the sign-on.
    pub sign_on_hash: [u8; 32],
    /// The encrypted keys ([`super::BLOB_LENGTH`] bytes: nonce, ciphertext, tag).
    pub blob: Vec<u8>,
}

/// A keyring could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum UnlockError {
    /// Not the password, or not the recovery code, that it was locked with.
    #[error("The user name or password is wrong.")]
    WrongPassword,
    /// The password is right and yet the keys do not open.
    #[error(
        "These keys were damaged or moved behind clientkeep's back; an administrator must set a new password."
    )]
    Damaged,
    /// The stored cost is below the floor.
    #[error(
        "The stored cost of this password is below what clientkeep accepts; the registry may have been tampered with."
    )]
    CostOutOfBounds,
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
}

/// A keyring that the right password opened; it can lock itself again without that password.
pub struct OpenKeyring {
    keyring: Keyring,
    key: Zeroizing<[u8; 32]>,
    salt: [u8; SALT_LENGTH],
    cost: Cost,
    sign_on_hash: [u8; 32],
    registry: RegistryId,
    operator: i64,
}

impl Deref for OpenKeyring {
    type Target = Keyring;

    fn deref(&self) -> &Keyring {
        &self.keyring
    }
}

impl OpenKeyring {
    /// Puts a keyring under a password: for a new operator, a new password, a reset. Store
    /// [`OpenKeyring::locked`] of it.
    pub fn under_password(
        keyring: Keyring,
        password: &Plaintext,
        registry: RegistryId,
        operator: i64,
        policy: PasswordPolicy,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, HashError> {
        let (salt, cost) = (draw(entropy)?, policy.cost());
        let PasswordKeys { sign_on, key } = PasswordKeys::derive(password, &salt, cost)?;
        Ok(Self { keyring, key, salt, cost, sign_on_hash: hash_of(&sign_on), registry, operator })
    }

    /// The same keys under a new password.
    pub fn change_password(
        self,
        password: &Plaintext,
        policy: PasswordPolicy,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, HashError> {
        Self::under_password(self.keyring, password, self.registry, self.operator, policy, entropy)
    }

    /// Trusts a newer registry key, which [`super::follow`] found; store [`OpenKeyring::locked`] afterwards.
    pub const fn pin(&mut self, newest: RegistryPublicKey) {
        self.keyring.pin(newest);
    }

    /// The keyring as it is stored, under the same password; takes no derivation.
    pub fn locked(&self, entropy: &mut dyn Entropy) -> Result<LockedKeyring, EntropyError> {
        let context = context(self.registry, self.operator, &self.salt, self.cost);
        Ok(LockedKeyring {
            salt: self.salt,
            cost: self.cost,
            sign_on_hash: self.sign_on_hash,
            blob: self.keyring.seal(&self.key, &context, entropy)?,
        })
    }
}

impl LockedKeyring {
    /// Locks a keyring for storing, where nobody goes on working with it.
    #[cfg(test)]
    pub fn lock(
        keyring: Keyring,
        password: &Plaintext,
        registry: RegistryId,
        operator: i64,
        policy: PasswordPolicy,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, HashError> {
        let open = OpenKeyring::under_password(keyring, password, registry, operator, policy, entropy)?;
        Ok(open.locked(entropy)?)
    }

    /// Opens the keyring: one derivation, whether the password is right or wrong.
    pub fn unlock(
        &self,
        password: &Plaintext,
        registry: RegistryId,
        operator: i64,
        policy: PasswordPolicy,
    ) -> Result<OpenKeyring, UnlockError> {
        if !self.cost.reaches(policy.floor()) {
            return Err(UnlockError::CostOutOfBounds);
        }
        let PasswordKeys { sign_on, key } = PasswordKeys::derive(password, &self.salt, self.cost)?;
        if !bool::from(hash_of(&sign_on).ct_eq(&self.sign_on_hash)) {
            return Err(UnlockError::WrongPassword);
        }
        let context = context(registry, operator, &self.salt, self.cost);
        let keyring = Keyring::open(&self.blob, &key, &context).ok_or(UnlockError::Damaged)?;
        Ok(OpenKeyring {
            keyring,
            key,
            salt: self.salt,
            cost: self.cost,
            sign_on_hash: self.sign_on_hash,
            registry,
            operator,
        })
    }
}

/// Does the work of refusing a wrong password, for an operator who does not exist.
pub fn burn(password: &Plaintext, policy: PasswordPolicy) -> Result<(), HashError> {
    let keys = PasswordKeys::derive(password, &[0; SALT_LENGTH], policy.cost())?;
    black_box(hash_of(&keys.sign_on).ct_eq(&[0; 32]));
    Ok(())
}

struct PasswordKeys {
    sign_on: Zeroizing<[u8; 32]>,
    key: Zeroizing<[u8; 32]>,
}

impl PasswordKeys {
    fn derive(password: &Plaintext, salt: &[u8; SALT_LENGTH], cost: Cost) -> Result<Self, HashError> {
        let password = normalised(password);
        let root = Memory::default().derive(password.as_bytes(), salt, cost)?;
        Ok(Self { sign_on: expand(&root, labels::SIGN_ON), key: expand(&root, labels::KEYRING_KEY) })
    }
}

/// NFKC (UAX 15), so that a password typed on another keyboard is the same password.
fn normalised(password: &Plaintext) -> Zeroizing<String> {
    let text = password.expose();
    if text.is_ascii() {
        return Zeroizing::new(text.to_owned());
    }
    // The whole length at once: a string that grows leaves copies behind.
    let length = text.nfkc().map(char::len_utf8).sum();
    let mut normal = Zeroizing::new(String::with_capacity(length));
    normal.extend(text.nfkc());
    normal
}

/// One 32-byte key from a root of 256 bits, by HKDF-SHA256 (RFC 5869) without salt.
pub(super) fn expand(root: &[u8; 32], label: &str) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(None, root)
        .expand(label.as_bytes(), key.as_mut_slice())
        .expect("32 bytes are within HKDF's limit");
    key
}

/// What is stored of a key that verifies something.
pub(super) fn hash_of(key: &[u8; 32]) -> [u8; 32] {
    Sha256::digest(key).into()
}

fn context(registry: RegistryId, operator: i64, salt: &[u8; SALT_LENGTH], cost: Cost) -> Vec<u8> {
    let mut form = Encoder::new(labels::KEYRING);
    form.bytes(registry.as_bytes());
    Holder::Operator(operator).write(&mut form);
    form.bytes(salt);
    form.number(cost.memory_kib().into()).number(cost.time().into()).number(cost.parallelism().into());
    form.into_bytes()
}

#[cfg(test)]
mod tests;
