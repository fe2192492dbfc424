//! The registry's signing key (Ed25519, RFC 8032): it signs the charter, which says who the operators are
//! and what holds in the registry, and the key that comes after it.

use ed25519_dalek::{Signature as Ed25519Signature, Signer, SigningKey, VerifyingKey};
use zeroize::Zeroizing;

use super::canonical::Encoder;
use super::context::RegistryId;
use super::entropy::{Entropy, EntropyError, draw_secret};
use super::labels;

/// An Ed25519 signature, 64 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature([u8; 64]);

impl Signature {
    /// A signature that was stored.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 64]) -> Self {
        Self(bytes)
    }

    /// The 64 bytes to store.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}

/// A signature that does not belong to what it is said to sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// Another key, another text, or a key or signature in a form that is not accepted.
    #[error("A signature is wrong: somebody changed the registry behind clientkeep's back.")]
    Wrong,
    /// The registry keys do not follow one from the other.
    #[error("The registry's keys do not follow from the one that you last saw; it may have been replaced.")]
    BrokenSuccession,
}

/// Signs `message` with `key`.
pub(super) fn sign(key: &SigningKey, message: &[u8]) -> Signature {
    Signature(key.sign(message).to_bytes())
}

/// Checks a signature strictly: canonical encodings and no key of low order, so that nothing has two
/// signatures or two spellings.
pub(super) fn verify(public: &[u8; 32], message: &[u8], signature: &Signature) -> Result<(), SignatureError> {
    let key = VerifyingKey::from_bytes(public).map_err(|_| SignatureError::Wrong)?;
    if key.to_edwards().compress().as_bytes() != public {
        return Err(SignatureError::Wrong);
    }
    key.verify_strict(message, &Ed25519Signature::from_bytes(&signature.0)).map_err(|_| SignatureError::Wrong)
}

/// The private half: only administrators hold it. Wiped when dropped, no `Debug`.
pub struct RegistryKey(SigningKey);

/// The public half, 32 bytes; pinned in every operator's keyring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegistryPublicKey([u8; 32]);

impl RegistryKey {
    /// A new key.
    pub fn generate(entropy: &mut dyn Entropy) -> Result<Self, EntropyError> {
        Ok(Self(SigningKey::from_bytes(&*draw_secret(entropy)?)))
    }

    pub(super) fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    pub(super) fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> RegistryPublicKey {
        RegistryPublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs the charter: the canonical form ([`Encoder`]) of operators' roles, keys and states, the vault's
    /// public key, classes, scopes and settings.
    #[must_use]
    pub fn sign_charter(&self, registry: RegistryId, charter: &[u8]) -> Signature {
        sign(&self.0, &charter_form(registry, charter))
    }

    /// Signs the key that takes over as the registry's key of this generation.
    #[must_use]
    pub fn sign_successor(
        &self,
        registry: RegistryId,
        generation: u32,
        successor: &RegistryPublicKey,
    ) -> Signature {
        sign(&self.0, &successor_form(registry, generation, successor))
    }
}

impl RegistryPublicKey {
    /// A key that was stored. It is checked when it is used.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes to store.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Whether this key signed this charter of this registry.
    pub fn verify_charter(
        &self,
        registry: RegistryId,
        charter: &[u8],
        signature: &Signature,
    ) -> Result<(), SignatureError> {
        verify(&self.0, &charter_form(registry, charter), signature)
    }
}

/// One registry key that took over from another, as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Succession {
    /// 2 for the first that took over, then 3, 4 … The key that a registry begins with is 1.
    pub generation: u32,
    /// The key that took over.
    pub successor: RegistryPublicKey,
    /// By the key before it.
    pub signature: Signature,
}

/// The newest registry key, found by following the signatures from the `pinned` one. `chain` is every key that
/// ever took over, from generation 2 on without a gap; none if the first is still in use.
pub fn follow(
    registry: RegistryId,
    pinned: &RegistryPublicKey,
    chain: &[Succession],
) -> Result<RegistryPublicKey, SignatureError> {
    let in_order = chain.iter().zip(2..).all(|(link, generation)| link.generation == generation);
    if !in_order {
        return Err(SignatureError::BrokenSuccession);
    }
    // A pinned key that never took over is the first one: its successor is the first link.
    let seen = chain.iter().rposition(|link| link.successor == *pinned).map_or(0, |index| index + 1);
    chain[seen..].iter().try_fold(*pinned, |key, link| {
        verify(&key.0, &successor_form(registry, link.generation, &link.successor), &link.signature)
            .map(|()| link.successor)
            .map_err(|_| SignatureError::BrokenSuccession)
    })
}

fn charter_form(registry: RegistryId, charter: &[u8]) -> Vec<u8> {
    let mut form = Encoder::new(labels::CHARTER);
    form.bytes(registry.as_bytes()).bytes(charter);
    form.into_bytes()
}

fn successor_form(registry: RegistryId, generation: u32, successor: &RegistryPublicKey) -> Vec<u8> {
    let mut form = Encoder::new(labels::SUCCESSOR);
    form.bytes(registry.as_bytes()).number(generation.into()).bytes(&successor.0);
    form.into_bytes()
}

#[cfg(test)]
mod tests;
