//! What a private key is for that is wrapped to those who hold it. The words are stored, and part of what a wrapped
//! key is bound to.

use super::client::Word;

/// Which of a registry's private keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyPurpose {
    /// The vault key, which opens sealed copies.
    Vault,
    /// The registry signing key, which signs the charter.
    Registry,
}

impl Word for KeyPurpose {
    const WORDS: &'static [(Self, &'static str, &'static str)] =
        &[(Self::Vault, "vault", "vault key"), (Self::Registry, "registry", "registry signing key")];
}
