//! The vault key, to which client secrets are sealed so that those who may can show them again. Anyone can
//! seal to its public half; only holders of the private half can open.

use zeroize::Zeroizing;

use super::canonical::Encoder;
use super::context::RegistryId;
use super::entropy::{Entropy, EntropyError};
use super::hpke_box::{self, OpenError, PrivateKey, SealError};
use super::labels;
use super::secret::is_well_formed;
use crate::domain::Plaintext;

/// The private half (X25519). Wiped when dropped, no `Debug`.
pub struct VaultKey(PrivateKey);

/// The public half, 32 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VaultPublicKey([u8; 32]);

/// What a sealed copy is bound to: it opens in this place only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealContext<'a> {
    /// The registry.
    pub registry: RegistryId,
    /// The client that the secret belongs to.
    pub client_id: &'a str,
    /// Which of the client's secrets it is.
    pub generation: u32,
    /// Which vault key pair it is sealed to: 1, 2, 3 …
    pub key_generation: u32,
}

/// A client secret sealed to the vault key: encapsulated key (32 bytes), ciphertext, tag (16).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedCopy(Vec<u8>);

impl VaultKey {
    /// A new key pair.
    pub fn generate(entropy: &mut dyn Entropy) -> Result<Self, EntropyError> {
        PrivateKey::generate(entropy).map(Self)
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> VaultPublicKey {
        VaultPublicKey(self.0.public())
    }

    pub(super) fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        PrivateKey::from_bytes(bytes).map(Self)
    }

    pub(super) fn bytes(&self) -> Zeroizing<[u8; 32]> {
        self.0.bytes()
    }

    /// Opens a sealed copy in its own place.
    pub fn open(&self, copy: &SealedCopy, context: &SealContext<'_>) -> Result<Plaintext, OpenError> {
        let block = hpke_box::open(&copy.0, &self.0, labels::SEALED_SECRET, &context.form())?;
        unpad(&block).ok_or(OpenError)
    }
}

impl VaultPublicKey {
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

    /// Seals a client secret so that it opens in this place only.
    pub fn seal(
        &self,
        secret: &Plaintext,
        context: &SealContext<'_>,
        entropy: &mut dyn Entropy,
    ) -> Result<SealedCopy, SealError> {
        let block = pad(secret).ok_or(SealError::TooLong)?;
        hpke_box::seal(&block, &self.0, labels::SEALED_SECRET, &context.form(), entropy).map(SealedCopy)
    }
}

impl SealedCopy {
    /// A copy that was stored. It is checked when it is opened.
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

impl SealContext<'_> {
    fn form(&self) -> Vec<u8> {
        let mut form = Encoder::new(labels::SEALED_SECRET);
        form.bytes(self.registry.as_bytes()).text(self.client_id);
        form.number(self.generation.into()).number(self.key_generation.into());
        form.into_bytes()
    }
}

// What is sealed: the length (u16, big-endian), the secret, zeros up to the size of a block. There is one size
// for generated secrets and one for imported ones, so that the file does not tell how long a weak one is.
const LENGTH_BYTES: usize = 2;
const GENERATED_BLOCK: usize = 64;
const IMPORTED_BLOCK: usize = LENGTH_BYTES + 256;

fn block_length(secret: &str) -> usize {
    if is_well_formed(secret) { GENERATED_BLOCK } else { IMPORTED_BLOCK }
}

fn pad(secret: &Plaintext) -> Option<Zeroizing<Vec<u8>>> {
    let secret = secret.expose();
    let length = u16::try_from(secret.len()).ok()?;
    let mut block = Zeroizing::new(vec![0; block_length(secret)]);
    block[..LENGTH_BYTES].copy_from_slice(&length.to_be_bytes());
    block.get_mut(LENGTH_BYTES..LENGTH_BYTES + secret.len())?.copy_from_slice(secret.as_bytes());
    Some(block)
}

fn unpad(block: &[u8]) -> Option<Plaintext> {
    let (length, content) = block.split_first_chunk::<LENGTH_BYTES>()?;
    let (secret, zeros) = content.split_at_checked(u16::from_be_bytes(*length).into())?;
    let secret = Plaintext::new(str::from_utf8(secret).ok()?.to_owned());
    let canonical = block.len() == block_length(secret.expose()) && zeros.iter().all(|&byte| byte == 0);
    canonical.then_some(secret)
}

#[cfg(test)]
mod tests;
