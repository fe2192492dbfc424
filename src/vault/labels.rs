//! Every domain separation string of the vault, in one table. A label names one use of one key or hash;
//! changing one makes everything written under it unreadable, so a new format takes a new label.

/// Prefixed to a generated secret before its SHA-256 fingerprint.
pub(super) const SECRET: &str = "clientkeep secret v1";
/// Starts each block of the repeatable random stream.
pub(super) const SEEDED_ENTROPY: &str = "clientkeep seeded entropy v1";
/// HKDF info of the key whose SHA-256 verifies an operator's sign-on.
pub(super) const SIGN_ON: &str = "clientkeep sign-on v1";
/// HKDF info of the key that opens an operator's keyring.
pub(super) const KEYRING_KEY: &str = "clientkeep keyring key v1";
/// Additional data of an operator's keyring.
pub(super) const KEYRING: &str = "clientkeep keyring v1";
/// Prefixed to a recovery code before its checksum.
pub(super) const RECOVERY_CODE: &str = "clientkeep recovery code v1";
/// HKDF info of the key whose SHA-256 verifies a recovery code.
pub(super) const RECOVERY_PROOF: &str = "clientkeep recovery proof v1";
/// HKDF info of the key that opens the recovery code's keyring.
pub(super) const RECOVERY_KEY: &str = "clientkeep recovery key v1";
/// Additional data of the recovery code's keyring.
pub(super) const RECOVERY_KEYRING: &str = "clientkeep recovery keyring v1";
/// HPKE info and additional data of a sealed client secret.
pub(super) const SEALED_SECRET: &str = "clientkeep sealed secret v1";
/// HPKE info and additional data of a key wrapped to one of its holders.
pub(super) const WRAPPED_KEY: &str = "clientkeep wrapped key v1";
/// What the registry key signs: the charter.
pub(super) const CHARTER: &str = "clientkeep charter v1";
/// What the registry key signs: the key that comes after it.
pub(super) const SUCCESSOR: &str = "clientkeep registry key successor v1";
/// The hash before the first audit entry.
pub(super) const AUDIT_START: &str = "clientkeep audit start v1";
/// The canonical form of an audit entry.
pub(super) const AUDIT_ENTRY: &str = "clientkeep audit entry v1";
/// The hash of an audit entry and the hash before it.
pub(super) const AUDIT_CHAIN: &str = "clientkeep audit chain v1";
/// What an operator signs: an audit entry's hash.
pub(super) const AUDIT_SIGNATURE: &str = "clientkeep audit signature v1";
/// The canonical form of what the charter says, which the service writes.
pub const CHARTER_ROWS: &str = "clientkeep charter rows v1";
/// The canonical form of one row of the registry, which the service writes.
pub const ROW: &str = "clientkeep row v1";
/// What was typed at sign-on and names no operator; failures are counted under a few bits of its digest.
pub const NO_OPERATOR: &str = "clientkeep no operator v1";
