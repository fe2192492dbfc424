//! Sealed copies opened: the secret in one must be the one that servers check. Whether somebody may see it was asked,
//! and the audit log told, before.

use super::Service;
use super::change::Change;
use super::charter::Trusted;
use super::error::Error;
use super::session::Session;
use crate::domain::Plaintext;
use crate::store::{LiveSecret, Reader, SealedCopyRow};
use crate::vault::{SealContext, SealedCopy, StoredVerifier, VaultKey};

/// The private half of the vault key that is in use.
pub(super) struct CopyKey {
    generation: u32,
    key: VaultKey,
}

impl CopyKey {
    /// As the charter names it; none in a registry that keeps no secrets.
    pub fn of(session: &Session, reader: &Reader<'_>, trusted: &Trusted) -> Result<Option<Self>, Error> {
        let Some((generation, public)) = &trusted.vault_key else { return Ok(None) };
        let key = session.vault_key(reader, *generation, public)?;
        Ok(Some(Self { generation: *generation, key }))
    }

    /// The same, in a change.
    pub fn in_change(change: &Change<'_>) -> Result<Option<Self>, Error> {
        Self::of(change.session, change.writer, &change.trusted)
    }
}

/// What is wrong with a sealed copy.
#[derive(Clone, Copy)]
pub(super) struct Broken(pub &'static str);

impl From<Broken> for Error {
    fn from(Broken(why): Broken) -> Self {
        Self::Tampered(why)
    }
}

/// The key that opens a copy: the one that is in use.
pub(super) fn key_of<'k>(copy: &SealedCopyRow, key: Option<&'k CopyKey>) -> Result<&'k CopyKey, Broken> {
    key.filter(|key| key.generation == copy.key_generation)
        .ok_or(Broken("a sealed copy is for a key that is not in use"))
}

impl Service {
    /// Opens a copy; `stored` is what verifies the secret of its generation.
    pub(super) fn open_copy(
        &mut self,
        copy: SealedCopyRow,
        stored: Option<&LiveSecret>,
        key: Option<&CopyKey>,
    ) -> Result<Result<Plaintext, Broken>, Error> {
        let registry = self.session.as_ref().ok_or(Error::NotSignedOn)?.registry;
        let key = match key_of(&copy, key) {
            Ok(found) => &found.key,
            Err(broken) => return Ok(Err(broken)),
        };
        let context = SealContext {
            registry,
            client_id: &copy.client_id,
            generation: copy.generation,
            key_generation: copy.key_generation,
        };
        let Ok(secret) = key.open(&SealedCopy::from_bytes(copy.sealed), &context) else {
            return Ok(Err(Broken("a sealed copy does not open in its place")));
        };
        let own = stored.filter(|stored| stored.generation == copy.generation);
        let own: Vec<StoredVerifier> = own.map(super::verify::stored).into_iter().collect();
        let cost = self.verifier_cost()?;
        let same = self.verifier.check(secret.expose(), &own, cost)? == Some(copy.generation);
        Ok(if same { Ok(secret) } else { Err(Broken("a sealed copy is not the secret that servers check")) })
    }
}
