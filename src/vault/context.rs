//! Which registry and whose key: what every ciphertext and signature is bound to, so that one moved
//! elsewhere does not open.

use std::fmt;

use data_encoding::HEXLOWER;

use super::canonical::Encoder;
use super::entropy::{Entropy, EntropyError, draw};

/// The identity of a registry: 16 random bytes from its set-up, never changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RegistryId([u8; 16]);

impl RegistryId {
    /// A fresh identity.
    pub fn generate(entropy: &mut dyn Entropy) -> Result<Self, EntropyError> {
        draw(entropy).map(Self)
    }

    /// An identity that was stored.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The 16 bytes to store.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

/// 32 lower-case hexadecimal digits.
impl fmt::Display for RegistryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

/// Who holds a keyring, to which keys can be wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holder {
    /// The operator with this number, which is never given to another.
    Operator(i64),
    /// Whoever has the recovery code.
    Recovery,
}

impl Holder {
    pub(super) fn write(self, form: &mut Encoder) {
        match self {
            Self::Operator(number) => form.text("operator").number(number),
            Self::Recovery => form.text("recovery").absent(),
        };
    }
}

#[cfg(test)]
mod tests;
