//! A registry's private keys wrapped to those who hold them: the vault key to whoever may show secrets, the
//! registry key to administrators, both to the recovery code.

use zeroize::Zeroizing;

use super::canonical::Encoder;
use super::context::{Holder, RegistryId};
use super::entropy::Entropy;
use super::hpke_box::{self, OpenError, SealError};
use super::keyring::Keyring;
use super::labels;
use super::registry_key::{RegistryKey, RegistryPublicKey};
use super::vault_key::{VaultKey, VaultPublicKey};
use crate::domain::{KeyPurpose, Word as _};

/// What a wrapped key is bound to: it opens for this holder, as this generation of this registry's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrapContext {
    /// The registry.
    pub registry: RegistryId,
    /// Whom it is wrapped to.
    pub holder: Holder,
    /// Which key of its kind it is: 1, 2, 3 …
    pub key_generation: u32,
}

/// A private key wrapped to one holder: encapsulated key (32 bytes), ciphertext (32), tag (16).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrappedKey(Vec<u8>);

impl WrappedKey {
    /// A wrapped key that was stored. It is checked when it is opened.
    #[must_use]
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes to store.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl VaultKey {
    /// Wraps this key to a holder's public key to receive.
    pub fn wrap(
        &self,
        to: &[u8; 32],
        context: &WrapContext,
        entropy: &mut dyn Entropy,
    ) -> Result<WrappedKey, SealError> {
        wrap(&self.bytes(), to, context, KeyPurpose::Vault, entropy)
    }

    /// Opens the wrapped vault key; refused unless it is the private half of `expected`, for anyone who
    /// writes the file can wrap a key of their own.
    pub fn unwrap(
        wrapped: &WrappedKey,
        keyring: &Keyring,
        context: &WrapContext,
        expected: &VaultPublicKey,
    ) -> Result<Self, OpenError> {
        let bytes = unwrap(wrapped, keyring, context, KeyPurpose::Vault)?;
        Self::from_bytes(&bytes).filter(|key| key.public() == *expected).ok_or(OpenError)
    }
}

impl RegistryKey {
    /// Wraps this key to an administrator's public key to receive.
    pub fn wrap(
        &self,
        to: &[u8; 32],
        context: &WrapContext,
        entropy: &mut dyn Entropy,
    ) -> Result<WrappedKey, SealError> {
        wrap(&self.seed(), to, context, KeyPurpose::Registry, entropy)
    }

    /// Opens the wrapped registry key; refused unless it is the private half of `expected`, which is the
    /// keyring's pinned key or its newest successor.
    pub fn unwrap(
        wrapped: &WrappedKey,
        keyring: &Keyring,
        context: &WrapContext,
        expected: &RegistryPublicKey,
    ) -> Result<Self, OpenError> {
        let seed = unwrap(wrapped, keyring, context, KeyPurpose::Registry)?;
        Some(Self::from_seed(&seed)).filter(|key| key.public() == *expected).ok_or(OpenError)
    }
}

fn wrap(
    key: &[u8; 32],
    to: &[u8; 32],
    context: &WrapContext,
    purpose: KeyPurpose,
    entropy: &mut dyn Entropy,
) -> Result<WrappedKey, SealError> {
    hpke_box::seal(key, to, labels::WRAPPED_KEY, &context.form(purpose), entropy).map(WrappedKey)
}

fn unwrap(
    wrapped: &WrappedKey,
    keyring: &Keyring,
    context: &WrapContext,
    purpose: KeyPurpose,
) -> Result<Zeroizing<[u8; 32]>, OpenError> {
    let form = context.form(purpose);
    let opened = hpke_box::open(&wrapped.0, keyring.receive_key(), labels::WRAPPED_KEY, &form)?;
    opened.as_slice().try_into().map(Zeroizing::new).map_err(|_| OpenError)
}

impl WrapContext {
    fn form(&self, purpose: KeyPurpose) -> Vec<u8> {
        let mut form = Encoder::new(labels::WRAPPED_KEY);
        form.bytes(self.registry.as_bytes());
        self.holder.write(&mut form);
        // So that one key never opens as the other.
        form.text(purpose.word());
        form.number(self.key_generation.into());
        form.into_bytes()
    }
}

#[cfg(test)]
mod tests;
