//! The one way in which fields become bytes to be hashed, signed or bound to a ciphertext: different
//! fields never give the same bytes. Only written, never read back; not for secrets, for it is not wiped.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

// One byte before each field says what follows; lengths and counts are u64, big-endian.
const TEXT: u8 = 1;
const BYTES: u8 = 2;
const NUMBER: u8 = 3;
const FLAG: u8 = 4;
const ABSENT: u8 = 5;
const LIST: u8 = 6;

/// Writes a canonical form: the length-prefixed label, then each field as a type byte and its value.
pub struct Encoder(Vec<u8>);

impl Encoder {
    /// A form of the kind that `label` names, without any field yet.
    #[must_use]
    pub fn new(label: &str) -> Self {
        let mut form = Self(Vec::with_capacity(128));
        form.prefixed(label.as_bytes());
        form
    }

    /// UTF-8 text, byte for byte as given: no trimming, no normalising.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.0.push(TEXT);
        self.prefixed(text.as_bytes())
    }

    /// Bytes of any length.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.push(BYTES);
        self.prefixed(bytes)
    }

    /// A signed number.
    pub fn number(&mut self, number: i64) -> &mut Self {
        self.0.push(NUMBER);
        self.0.extend_from_slice(&number.to_be_bytes());
        self
    }

    /// Yes or no.
    pub fn flag(&mut self, flag: bool) -> &mut Self {
        self.0.extend_from_slice(&[FLAG, u8::from(flag)]);
        self
    }

    /// A value that is not there, which is neither empty nor zero.
    pub fn absent(&mut self) -> &mut Self {
        self.0.push(ABSENT);
        self
    }

    /// Text that may be absent.
    pub fn optional_text(&mut self, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.text(text),
            None => self.absent(),
        }
    }

    /// Bytes that may be absent.
    pub fn optional_bytes(&mut self, bytes: Option<&[u8]>) -> &mut Self {
        match bytes {
            Some(bytes) => self.bytes(bytes),
            None => self.absent(),
        }
    }

    /// Announces a list of `count` items; write as many items after it.
    pub fn list(&mut self, count: usize) -> &mut Self {
        self.0.push(LIST);
        self.length(count)
    }

    /// The form as bytes.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// The SHA-256 of the form.
    #[must_use]
    pub fn digest(&self) -> Digest {
        digest(&self.0)
    }

    fn prefixed(&mut self, bytes: &[u8]) -> &mut Self {
        self.length(bytes.len());
        self.0.extend_from_slice(bytes);
        self
    }

    fn length(&mut self, length: usize) -> &mut Self {
        self.0.extend_from_slice(&(length as u64).to_be_bytes());
        self
    }
}

/// A SHA-256 hash, 32 bytes; written as 64 lower-case hexadecimal digits and read from exactly those.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// A hash that was stored.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The SHA-256 of `bytes` (FIPS 180-4).
#[must_use]
pub fn digest(bytes: &[u8]) -> Digest {
    Digest(Sha256::digest(bytes).into())
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// Text that is no digest.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("A hash is written as 64 digits of 0-9 and a-f.")]
pub struct NotADigest;

impl FromStr for Digest {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Self, NotADigest> {
        let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| NotADigest)?;
        Ok(Self(bytes.try_into().map_err(|_| NotADigest)?))
    }
}

#[cfg(test)]
mod tests;
