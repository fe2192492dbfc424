//! The only cryptography: formats, keys, verifiers, signatures. It does no input or output, reads no clock,
//! knows no SQL, and draws random bytes only from the [`Entropy`] that it is given. Every format is
//! permanent: each has a label in one table, a canonical spelling and golden vectors.

mod audit;
mod canonical;
mod context;
mod cost;
mod entropy;
mod hpke_box;
mod keyring;
mod labels;
mod locked_keyring;
#[cfg(feature = "exchange")]
mod parcel;
mod phc;
mod recovery;
mod registry_key;
mod secret;
mod slow_hash;
mod stack;
mod vault_key;
mod verifier;
mod wrapping;

pub use audit::{Actor, EntryForm, RowDigest, chain_start, entry_hash, sign_entry, verify_entry};
pub use canonical::{Digest, Encoder, NotADigest, digest};
pub use context::{Holder, RegistryId};
pub use cost::{Cost, CostOutOfBounds, PasswordPolicy};
pub use entropy::{
    CLIENT_ID_ALPHABET, CLIENT_ID_LENGTH, Entropy, EntropyError, OsEntropy, SeededEntropy, below, choose,
    client_id, draw, draw_secret,
};
pub use hpke_box::{OpenError, SealError};
pub use keyring::{BLOB_LENGTH, Keyring, PublicKeys};
pub use locked_keyring::{LockedKeyring, OpenKeyring, UnlockError, burn};
#[cfg(feature = "exchange")]
pub use parcel::{NotARecipient, ParcelError, Recipient, seal_parcel};
pub use phc::{NotCanonical, Phc, hash};
pub use recovery::{LockedRecovery, RecoveryCode, RecoveryCodeError, RecoveryError};
pub use registry_key::{RegistryKey, RegistryPublicKey, Signature, SignatureError, Succession, follow};
pub use secret::{Fingerprint, generate, is_well_formed};
pub use slow_hash::HashError;
pub use vault_key::{SealContext, SealedCopy, VaultKey, VaultPublicKey};
pub use verifier::{CheckError, StoredVerifier, Verifier};
pub use wrapping::{WrapContext, WrappedKey};

/// The labels of canonical forms that are written outside, so that one table has them all.
pub mod label {
    pub use super::labels::{CHARTER_ROWS, NO_OPERATOR, ROW};
}

/// What a generated client secret looks like.
pub mod secret_format {
    pub use super::secret::{CHECKSUM_DIGITS, LENGTH, PREFIX, RANDOM_DIGITS};
}

#[cfg(test)]
mod tests;
