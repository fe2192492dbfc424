//! Client secrets: staged, saved, rotated. A secret is hashed before the transaction that stores it begins.

use std::ops::ControlFlow;

use serde_json::json;

use super::change::Change;
use super::error::Error;
use super::{Service, Telling};
use crate::domain::audit::Action;
use crate::domain::secret::LIVE_AT_MOST;
use crate::domain::{
    ClientRecord, ClientType, Plaintext, Problem, Reason, Right, Rotation, SecretOrigin, SecretState, Word,
    field, time,
};
use crate::store::NewSecret;
use crate::vault::{Fingerprint, SealContext, StoredVerifier};

/// A new secret that nothing knows of yet. Dropped, it is gone.
#[derive(Clone)]
pub struct StagedSecret {
    plaintext: Plaintext,
    stored: StoredVerifier,
    origin: SecretOrigin,
    /// From when on it is refused, Unix seconds.
    expires_at: Option<i64>,
}

impl StagedSecret {
    /// The secret.
    #[must_use]
    pub fn plaintext(&self) -> &Plaintext {
        &self.plaintext
    }

    /// The same, to end by itself at a time, Unix seconds; nothing for never.
    #[must_use]
    pub fn until(self, expires_at: Option<i64>) -> Self {
        Self { expires_at, ..self }
    }

    pub(super) fn new(plaintext: Plaintext, stored: StoredVerifier, origin: SecretOrigin) -> Self {
        Self { plaintext, stored, origin, expires_at: None }
    }

    /// When it ends, which must be to come.
    pub(super) fn end(&self, now: i64) -> Result<Option<i64>, Error> {
        if self.expires_at.is_some_and(|end| end <= now) {
            let sentence = "A new secret can't end before it begins: name a time to come.";
            return Err(vec![Problem::new(field::SECRET_EXPIRES_AT, "", sentence)].into());
        }
        Ok(self.expires_at)
    }

    pub(super) fn into_plaintext(self) -> Plaintext {
        self.plaintext
    }
}

/// A client after a change, and its new secret where it got one.
pub struct Issued {
    /// The client as it is now.
    pub record: ClientRecord,
    /// Its new secret.
    pub secret: Option<Plaintext>,
}

impl Service {
    /// Makes a secret and hashes it; the registry does not learn of it.
    pub fn stage_secret(&mut self) -> Result<StagedSecret, Error> {
        self.stage_secrets(1)?
            .pop()
            .ok_or_else(|| Error::Machine("No secret was made; try again.".to_owned()))
    }

    /// Gives clients new secrets, all of them or none.
    ///
    /// # Errors
    /// A client that does not exist or is public, grace after a leak, no right.
    pub fn rotate(&mut self, clients: &[String], rotation: Rotation) -> Result<Vec<Issued>, Error> {
        self.rotate_telling(clients, rotation, &mut |_, _| ControlFlow::Continue(()))
    }

    /// As [`Service::rotate`], and tells how many secrets are hashed.
    ///
    /// # Errors
    /// As [`Service::rotate`]; [`Error::Interrupted`] where it was broken off, and then nothing is changed.
    pub fn rotate_telling(
        &mut self,
        clients: &[String],
        rotation: Rotation,
        tell: Telling<'_>,
    ) -> Result<Vec<Issued>, Error> {
        self.rotate_until(clients, rotation, None, tell)
    }

    /// As [`Service::rotate_telling`], with new secrets that end by themselves at a time, Unix seconds.
    ///
    /// # Errors
    /// As [`Service::rotate_telling`]; a time that is over.
    pub fn rotate_until(
        &mut self,
        clients: &[String],
        rotation: Rotation,
        expires_at: Option<i64>,
        tell: Telling<'_>,
    ) -> Result<Vec<Issued>, Error> {
        self.may_rotate(clients, rotation)?;
        let mut staged = self.draw_secrets(clients.len())?.hash_telling(tell)?.into_iter();
        let mut made = Vec::with_capacity(clients.len());
        let records = self.each(Right::Rotate, clients, |change, id, record| {
            if let Some(staged) = staged.next() {
                let staged = staged.until(expires_at);
                made.push(replace(change, id, record, staged, rotation)?);
            }
            Ok(())
        })?;
        self.store.forget_destroyed();
        Ok(records
            .into_iter()
            .zip(made)
            .map(|(record, secret)| Issued { record, secret: Some(secret) })
            .collect())
    }

    /// Refuses what [`Service::rotate`] would refuse, so that nobody is told of consequences that do not come.
    ///
    /// # Errors
    /// As [`Service::rotate`].
    pub fn may_rotate(&mut self, clients: &[String], rotation: Rotation) -> Result<(), Error> {
        check_rotation(rotation)?;
        self.may_try(Right::Rotate)?;
        clients.iter().try_for_each(|reference| has_secrets(&self.client(reference)?))
    }

    /// Refuses early what a change would refuse, before work that takes a while; the change asks again.
    pub(super) fn may_try(&mut self, right: Right) -> Result<(), Error> {
        let session = self.session.as_ref().ok_or(Error::NotSignedOn)?;
        if session.role().may(right) && !session.operator.must_change_password {
            Ok(())
        } else {
            self.change(right, |_| Ok(()))
        }
    }
}

/// Refuses grace after a leak.
pub(super) fn check_rotation(rotation: Rotation) -> Result<(), Error> {
    if rotation.reason == Reason::Leak && rotation.grace.is_some() {
        let sentence = "A leaked secret gets no grace: leave the grace out, or give another reason.";
        return Err(vec![Problem::new(field::GRACE, "", sentence)].into());
    }
    Ok(())
}

pub(super) fn has_secrets(record: &ClientRecord) -> Result<(), Error> {
    if record.client.client_type == ClientType::Public {
        let sentence = format!("{} is a public client: it has no secret.", record.client.name);
        return Err(Error::NoSecret(sentence));
    }
    Ok(())
}

/// Stores a secret of a client, sealed to the vault key that the charter vouches for.
pub(super) fn add(
    change: &mut Change<'_>,
    id: i64,
    client_id: &str,
    staged: &StagedSecret,
) -> Result<u32, Error> {
    let generation = change.writer.next_generation(client_id)?;
    let registry = change.session.registry;
    let sealed = match change.trusted.vault_key {
        None => None,
        Some((key_generation, key)) => {
            let context = SealContext { registry, client_id, generation, key_generation };
            Some((key_generation, key.seal(&staged.plaintext, &context, change.entropy())?))
        }
    };
    change.writer.add_secret(&NewSecret {
        client: id,
        client_id,
        generation,
        origin: staged.origin,
        created: &change.stamp,
        expires_at: staged.expires_at,
        phc: &staged.stored.phc,
        sha256: staged.stored.fingerprint.as_ref().map(|fingerprint: &Fingerprint| *fingerprint.as_bytes()),
        sealed: sealed.as_ref().map(|(key_generation, copy)| (*key_generation, copy.as_bytes())),
    })?;
    super::incidents::has_new_secret(change, client_id)?;
    Ok(generation)
}

/// What verifies a secret that nobody here has seen.
pub(super) struct Bare {
    /// A canonical PHC string.
    pub phc: String,
    /// Its SHA-256, where a clientkeep made it.
    pub sha256: Option<[u8; 32]>,
    /// From when on it is refused, Unix seconds.
    pub expires_at: Option<i64>,
}

/// Stores what verifies a secret of a client; there is nothing to seal.
pub(super) fn add_bare(change: &mut Change<'_>, id: i64, client_id: &str, bare: &Bare) -> Result<u32, Error> {
    let generation = change.writer.next_generation(client_id)?;
    change.writer.add_secret(&NewSecret {
        client: id,
        client_id,
        generation,
        origin: SecretOrigin::Imported,
        created: &change.stamp,
        expires_at: bare.expires_at,
        phc: &bare.phc,
        sha256: bare.sha256,
        sealed: None,
    })?;
    Ok(generation)
}

/// Puts a new secret in place of a client's older ones, which retire at once or after their grace.
pub(super) fn replace(
    change: &mut Change<'_>,
    id: i64,
    record: &ClientRecord,
    staged: StagedSecret,
    rotation: Rotation,
) -> Result<Plaintext, Error> {
    has_secrets(record)?;
    let client_id = &record.client.client_id;
    let now = change.stamp.at;
    let (why, end) = (rotation.reason.word(), staged.end(now)?);
    let older = change.writer.secrets(id)?;
    let mut kept = 0;
    for secret in older.iter().filter(|secret| secret.stored_state != SecretState::Retired) {
        let spare = kept + 1 < LIVE_AT_MOST && secret.is_accepted(now);
        match rotation.grace {
            Some(grace) if spare => {
                // A grace that runs already is not made longer.
                let until = secret.grace_ends_at.map_or(now + grace, |end| end.min(now + grace));
                change.writer.grant_grace(id, client_id, secret.generation, until)?;
                kept += 1;
            }
            _ => change.writer.retire_secret(id, client_id, secret.generation, &change.stamp, why)?,
        }
    }
    let generation = add(change, id, client_id, &staged)?;
    match rotation.reason {
        Reason::Leak => change.writer.void_tokens(id, client_id, now, &change.stamp)?,
        Reason::Routine | Reason::Lost => change.writer.client_changed(id, client_id, &change.stamp)?,
    }
    let grace_ends = rotation.grace.filter(|_| kept > 0).map(|grace| time::rfc3339(now + grace));
    let details = json!({
        "generation": generation,
        "reason": why,
        "grace_ends_at": grace_ends,
        "expires_at": end.map(time::rfc3339),
        "channel": change.channel,
    });
    change.record(Action::SecretRotated, Some(client_id), &details)?;
    Ok(staged.into_plaintext())
}
