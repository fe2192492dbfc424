//! The format of a generated client secret, `cks1_` and 49 more characters, and its fingerprint. It
//! knows nothing of imported secrets but that they are not shaped like this.

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::entropy::{Entropy, EntropyError, draw_secret};
use super::labels;
use super::stack::cover_stack;
use crate::domain::Plaintext;

/// What every generated secret begins with; `1` is the version of the format.
pub const PREFIX: &str = "cks1_";
/// Base62 digits of the 256 random bits, the most significant first.
pub const RANDOM_DIGITS: usize = 43;
/// Base62 digits of the CRC-32, the most significant first.
pub const CHECKSUM_DIGITS: usize = 6;
/// Characters of a generated secret, all of them ASCII: 54.
pub const LENGTH: usize = PREFIX.len() + RANDOM_DIGITS + CHECKSUM_DIGITS;

/// In the order of ASCII, so that texts sort as their numbers do.
const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A new client secret: the prefix, 256 random bits, and the CRC-32 (IEEE) of all that stands before it.
/// RFC 3986 unreserved characters only.
pub fn generate(entropy: &mut dyn Entropy) -> Result<Plaintext, EntropyError> {
    let mut number = draw_secret::<32>(entropy)?;
    let mut digits = Zeroizing::new([0; RANDOM_DIGITS]);
    for digit in digits.iter_mut().rev() {
        *digit = divide(&mut number);
    }
    // The whole length at once: a string that grows leaves copies behind.
    let mut text = String::with_capacity(LENGTH);
    text.push_str(PREFIX);
    text.extend(digits.iter().map(|&digit| letter(digit)));
    let mut checksum = checksum(&text);
    let mut check = [0; CHECKSUM_DIGITS];
    for digit in check.iter_mut().rev() {
        *digit = (checksum % 62).to_le_bytes()[0];
        checksum /= 62;
    }
    text.extend(check.iter().map(|&digit| letter(digit)));
    Ok(Plaintext::new(text))
}

/// Whether `text` is what [`generate`] could have made: shape, range and checksum. It says nothing about
/// whether such a secret was ever handed out.
#[must_use]
pub fn is_well_formed(text: &str) -> bool {
    let Some(digits) = text.strip_prefix(PREFIX) else { return false };
    if digits.len() != RANDOM_DIGITS + CHECKSUM_DIGITS || !digits.is_ascii() {
        return false;
    }
    let (random, checksum) = digits.split_at(RANDOM_DIGITS);
    fits_256_bits(random) && read_u32(checksum) == Some(self::checksum(&text[..PREFIX.len() + RANDOM_DIGITS]))
}

/// SHA-256 of `"clientkeep secret v1" ‖ 0x00 ‖ secret`, 32 bytes. Only of generated secrets, whose 256 random
/// bits make it as hard to invert as a slow hash; equality takes constant time.
#[derive(Clone, Copy)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of a generated secret; `None` for any other text, which may be weak.
    #[must_use]
    pub fn of(secret: &str) -> Option<Self> {
        is_well_formed(secret).then(|| {
            let fingerprint = hash(secret);
            cover_stack::<1024>();
            fingerprint
        })
    }

    /// A fingerprint that was stored.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes to store.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl ConstantTimeEq for Fingerprint {
    fn ct_eq(&self, other: &Self) -> subtle::Choice {
        self.0.ct_eq(&other.0)
    }
}

impl PartialEq for Fingerprint {
    fn eq(&self, other: &Self) -> bool {
        self.ct_eq(other).into()
    }
}

impl Eq for Fingerprint {}

/// CRC-32 (IEEE 802.3), bit by bit: fast enough for 48 characters, and none of them leaves the registers.
fn checksum(text: &str) -> u32 {
    !text.bytes().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg()))
    })
}

/// In a frame of its own, which [`cover_stack`] then overwrites.
#[inline(never)]
fn hash(secret: &str) -> Fingerprint {
    let mut hash = Sha256::new();
    hash.update(labels::SECRET);
    hash.update([0]);
    hash.update(secret);
    Fingerprint(hash.finalize().into())
}

/// Divides the big-endian number by 62 and gives the remainder.
fn divide(number: &mut [u8; 32]) -> u8 {
    let mut remainder = 0u16;
    for byte in number.iter_mut() {
        let value = remainder * 256 + u16::from(*byte);
        [*byte, _] = (value / 62).to_le_bytes();
        remainder = value % 62;
    }
    remainder.to_le_bytes()[0]
}

fn letter(digit: u8) -> char {
    char::from(BASE62[usize::from(digit)])
}

fn value(letter: u8) -> Option<u8> {
    match letter {
        b'0'..=b'9' => Some(letter - b'0'),
        b'A'..=b'Z' => Some(letter - b'A' + 10),
        b'a'..=b'z' => Some(letter - b'a' + 36),
        _ => None,
    }
}

/// Whether base62 `digits` are digits, of a number below 2^256.
fn fits_256_bits(digits: &str) -> bool {
    let mut number = Zeroizing::new([0u8; 32]);
    for letter in digits.bytes() {
        let Some(digit) = value(letter) else { return false };
        let mut carry = u16::from(digit);
        for byte in number.iter_mut().rev() {
            let [high, low] = (u16::from(*byte) * 62 + carry).to_be_bytes();
            *byte = low;
            carry = u16::from(high);
        }
        if carry != 0 {
            return false;
        }
    }
    true
}

fn read_u32(digits: &str) -> Option<u32> {
    let mut number = 0u64;
    for letter in digits.bytes() {
        number = number * 62 + u64::from(value(letter)?);
    }
    u32::try_from(number).ok()
}

#[cfg(test)]
mod tests;
