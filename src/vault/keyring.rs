//! A holder's own keys and the registry key that it trusts, and the blob in which they are stored under a
//! symmetric key. Where that key comes from is not known here.

use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use ed25519_dalek::SigningKey;
use zeroize::Zeroizing;

use super::entropy::{Entropy, EntropyError, draw, draw_secret};
use super::hpke_box::PrivateKey;
use super::registry_key::RegistryPublicKey;

/// The keys of an operator or of the recovery code. Wiped when dropped, no `Debug`, no copy.
pub struct Keyring {
    receive: PrivateKey,
    sign: SigningKey,
    pinned: RegistryPublicKey,
}

/// The public halves, stored beside the holder's row and signed in the charter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKeys {
    /// X25519: wrapped keys are made out to it.
    pub receive: [u8; 32],
    /// Ed25519: verifies the holder's audit entries.
    pub sign: [u8; 32],
}

/// Private half to receive, seed to sign, pinned registry key.
const CONTENT_LENGTH: usize = 96;
const NONCE_LENGTH: usize = 24;
const TAG_LENGTH: usize = 16;
/// Bytes of a stored keyring: nonce, ciphertext, tag.
pub const BLOB_LENGTH: usize = NONCE_LENGTH + CONTENT_LENGTH + TAG_LENGTH;

impl Keyring {
    /// New keys, trusting this registry key.
    pub fn generate(pinned: RegistryPublicKey, entropy: &mut dyn Entropy) -> Result<Self, EntropyError> {
        let receive = PrivateKey::generate(entropy)?;
        let sign = SigningKey::from_bytes(&*draw_secret(entropy)?);
        Ok(Self { receive, sign, pinned })
    }

    /// The public halves.
    #[must_use]
    pub fn public(&self) -> PublicKeys {
        PublicKeys { receive: self.receive.public(), sign: self.sign.verifying_key().to_bytes() }
    }

    /// The registry key that this holder trusted last.
    #[must_use]
    pub const fn pinned(&self) -> RegistryPublicKey {
        self.pinned
    }

    pub(super) const fn receive_key(&self) -> &PrivateKey {
        &self.receive
    }

    pub(super) const fn sign_key(&self) -> &SigningKey {
        &self.sign
    }

    pub(super) const fn pin(&mut self, newest: RegistryPublicKey) {
        self.pinned = newest;
    }

    /// The keyring as it is stored (XChaCha20-Poly1305 under a fresh nonce), bound to `context`.
    pub(super) fn seal(
        &self,
        key: &[u8; 32],
        context: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, EntropyError> {
        let nonce = XNonce::from(draw::<NONCE_LENGTH>(entropy)?);
        let mut keys = Zeroizing::new([0; CONTENT_LENGTH]);
        keys[..32].copy_from_slice(&*self.receive.bytes());
        keys[32..64].copy_from_slice(self.sign.as_bytes());
        keys[64..].copy_from_slice(self.pinned.as_bytes());
        let tag = XChaCha20Poly1305::new(key.into())
            .encrypt_inout_detached(&nonce, context, keys.as_mut_slice().into())
            .expect("96 bytes are within the cipher's limit");
        Ok([nonce.as_slice(), keys.as_slice(), tag.as_slice()].concat())
    }

    /// Opens what [`Keyring::seal`] made; `None` if key, context or any bit differs.
    pub(super) fn open(blob: &[u8], key: &[u8; 32], context: &[u8]) -> Option<Self> {
        let blob: &[u8; BLOB_LENGTH] = blob.try_into().ok()?;
        let (nonce, sealed) = blob.split_first_chunk::<NONCE_LENGTH>()?;
        let (sealed, tag) = sealed.split_first_chunk::<CONTENT_LENGTH>()?;
        let tag: [u8; TAG_LENGTH] = tag.try_into().ok()?;
        let mut keys = Zeroizing::new(*sealed);
        XChaCha20Poly1305::new(key.into())
            .decrypt_inout_detached(&(*nonce).into(), context, keys.as_mut_slice().into(), &tag.into())
            .ok()?;
        let (receive, rest) = keys.split_first_chunk::<32>()?;
        let (sign, pinned) = rest.split_first_chunk::<32>()?;
        Some(Self {
            receive: PrivateKey::from_bytes(receive)?,
            sign: SigningKey::from_bytes(sign),
            pinned: RegistryPublicKey::from_bytes(pinned.try_into().ok()?),
        })
    }
}
