//! The audit log's canonical form, hash chain and signatures. What is worth an entry, and where it is
//! stored, is not known here; no secret, password or verifier may come in.

use super::canonical::{Digest, Encoder};
use super::context::RegistryId;
use super::keyring::Keyring;
use super::labels;
use super::registry_key::{Signature, SignatureError, sign, verify};

/// One audit entry, as it is hashed.
#[derive(Clone, Debug)]
pub struct EntryForm<'a> {
    /// 1, 2, 3 … without a gap.
    pub number: i64,
    /// Unix time, in the unit that the registry stores.
    pub time: i64,
    /// Who acted; `None` where nobody was signed on.
    pub operator: Option<Actor<'a>>,
    /// The account under which the program ran.
    pub system_user: &'a str,
    /// From where: screen, command line or library, and the SSH peer.
    pub origin: &'a str,
    /// What was done.
    pub action: &'a str,
    /// The client ID that it was done to, if it was done to one.
    pub client: Option<&'a str>,
    /// What changed, as it is stored.
    pub details: &'a str,
    /// The identifier under which an operation of unknown outcome is looked up again.
    pub operation_id: &'a [u8],
    /// The rows that the operation wrote, in the order in which they are stored.
    pub rows: &'a [RowDigest],
}

/// An operator in an audit entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor<'a> {
    /// The operator's number, which is never given to another.
    pub number: i64,
    /// The user name at that time.
    pub name: &'a str,
}

/// A row as an operation left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowDigest {
    /// The kind of row.
    pub entity: String,
    /// Its key within its kind.
    pub key: String,
    /// The digest of its canonical form; `None` where the operation removed it.
    pub digest: Option<Digest>,
}

impl EntryForm<'_> {
    /// The bytes that are hashed.
    #[must_use]
    pub fn canonical(&self) -> Vec<u8> {
        let mut form = Encoder::new(labels::AUDIT_ENTRY);
        form.number(self.number).number(self.time);
        match self.operator {
            Some(actor) => form.number(actor.number).text(actor.name),
            None => form.absent(),
        };
        form.text(self.system_user).text(self.origin).text(self.action);
        form.optional_text(self.client).text(self.details).bytes(self.operation_id);
        form.list(self.rows.len());
        for row in self.rows {
            form.text(&row.entity).text(&row.key);
            form.optional_bytes(row.digest.as_ref().map(|digest| digest.as_bytes().as_slice()));
        }
        form.into_bytes()
    }
}

/// The hash that the first entry of a registry follows.
#[must_use]
pub fn chain_start(registry: RegistryId) -> Digest {
    let mut form = Encoder::new(labels::AUDIT_START);
    form.bytes(registry.as_bytes());
    form.digest()
}

/// The hash of an entry: SHA-256 over the hash before it and its own canonical form.
#[must_use]
pub fn entry_hash(previous: &Digest, canonical: &[u8]) -> Digest {
    let mut form = Encoder::new(labels::AUDIT_CHAIN);
    form.bytes(previous.as_bytes()).bytes(canonical);
    form.digest()
}

/// Signs an entry as the operator who acted. It covers the unsigned entries before it, through the chain.
#[must_use]
pub fn sign_entry(keyring: &Keyring, registry: RegistryId, hash: &Digest) -> Signature {
    sign(keyring.sign_key(), &signed_form(registry, hash))
}

/// Checks an entry's signature against the public signing key of the operator who acted.
pub fn verify_entry(
    sign_key: &[u8; 32],
    registry: RegistryId,
    hash: &Digest,
    signature: &Signature,
) -> Result<(), SignatureError> {
    verify(sign_key, &signed_form(registry, hash), signature)
}

fn signed_form(registry: RegistryId, hash: &Digest) -> Vec<u8> {
    let mut form = Encoder::new(labels::AUDIT_SIGNATURE);
    form.bytes(registry.as_bytes()).bytes(hash.as_bytes());
    form.into_bytes()
}

#[cfg(test)]
mod tests;
