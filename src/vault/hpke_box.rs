//! Public-key encryption in the vault's one suite: HPKE base mode (RFC 9180) with DHKEM(X25519,
//! HKDF-SHA256), HKDF-SHA256 and ChaCha20-Poly1305. What is encrypted and bound to what is not known here.

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, HpkeError, Kem, OpModeR, OpModeS, Serializable};
use zeroize::Zeroizing;

use super::entropy::{Entropy, EntropyError, Lent, draw_secret};
use super::stack::cover_stack;

/// Bytes of the encapsulated key in front of each ciphertext.
const ENCAPSULATED_LENGTH: usize = 32;

/// Something could not be encrypted.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// No such public key exists.
    #[error("The registry holds a public key that can't be one; it may have been tampered with.")]
    BadPublicKey,
    /// Longer than a client secret may be.
    #[error("A client secret has at most 256 characters.")]
    TooLong,
    /// No ephemeral key could be drawn.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
}

/// Something could not be decrypted: another key, another place, or a changed bit; which one can't be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "This stored copy does not open: it was damaged, moved here from elsewhere, or made for another key."
)]
pub struct OpenError;

/// An X25519 private key (RFC 7748), kept clamped. Wiped when dropped, no `Debug`.
pub(super) struct PrivateKey(<X25519HkdfSha256 as Kem>::PrivateKey);

impl PrivateKey {
    pub(super) fn generate(entropy: &mut dyn Entropy) -> Result<Self, EntropyError> {
        let mut bytes = draw_secret::<32>(entropy)?;
        bytes[0] &= 0b1111_1000;
        bytes[31] = bytes[31] & 0b0111_1111 | 0b0100_0000;
        Ok(Self::from_bytes(&bytes).expect("a clamped key is canonical"))
    }

    /// Reads a stored key; `None` unless it is clamped, for every key is stored so.
    pub(super) fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        let key = Self(Deserializable::from_bytes(bytes).ok()?);
        (*key.bytes() == *bytes).then_some(key)
    }

    pub(super) fn bytes(&self) -> Zeroizing<[u8; 32]> {
        let mut bytes = Zeroizing::new([0; 32]);
        self.0.write_exact(bytes.as_mut_slice());
        bytes
    }

    pub(super) fn public(&self) -> [u8; 32] {
        X25519HkdfSha256::sk_to_pk(&self.0).to_bytes().into()
    }
}

/// Encrypts to the public key `to`: the encapsulated key, then the ciphertext with its tag. `label` is
/// HPKE's info, `context` its additional data.
pub(super) fn seal(
    plain: &[u8],
    to: &[u8; 32],
    label: &str,
    context: &[u8],
    entropy: &mut dyn Entropy,
) -> Result<Vec<u8>, SealError> {
    let to = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(to).map_err(|_| SealError::BadPublicKey)?;
    let mut random = Lent::new(entropy);
    let sealed = single_shot_seal(plain, &to, label, context, &mut random);
    cover_stack::<4096>();
    let (encapsulated, ciphertext) = random.settle(sealed)?.map_err(|_| SealError::BadPublicKey)?;
    Ok([encapsulated.to_bytes().as_slice(), &ciphertext].concat())
}

/// Opens what [`seal`] made for this key, label and context.
pub(super) fn open(
    sealed: &[u8],
    key: &PrivateKey,
    label: &str,
    context: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let (encapsulated, ciphertext) = sealed.split_first_chunk::<ENCAPSULATED_LENGTH>().ok_or(OpenError)?;
    let encapsulated = EncappedKey::from_bytes(encapsulated).map_err(|_| OpenError)?;
    let opened = single_shot_open(&encapsulated, ciphertext, key, label, context);
    cover_stack::<4096>();
    opened.map(Zeroizing::new).map_err(|_| OpenError)
}

type EncappedKey = <X25519HkdfSha256 as Kem>::EncappedKey;

/// In a frame of its own, which [`cover_stack`] then overwrites.
#[inline(never)]
fn single_shot_seal(
    plain: &[u8],
    to: &<X25519HkdfSha256 as Kem>::PublicKey,
    label: &str,
    context: &[u8],
    random: &mut Lent<'_>,
) -> Result<(EncappedKey, Vec<u8>), HpkeError> {
    hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        to,
        label.as_bytes(),
        plain,
        context,
        random,
    )
}

/// In a frame of its own, which [`cover_stack`] then overwrites.
#[inline(never)]
fn single_shot_open(
    encapsulated: &EncappedKey,
    ciphertext: &[u8],
    key: &PrivateKey,
    label: &str,
    context: &[u8],
) -> Result<Vec<u8>, HpkeError> {
    hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &key.0,
        encapsulated,
        label.as_bytes(),
        ciphertext,
        context,
    )
}
