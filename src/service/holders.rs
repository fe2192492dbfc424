//! Who holds which private key: the vault key is wrapped to whoever may show secrets, the registry signing
//! key to administrators, both to the recovery code. When a holder leaves, the key is made anew.

use super::Error;
use super::change::Change;
use super::trail::{SEALED_SUM, combine, row_digest};
use crate::domain::{KeyPurpose, Operator, Role};
use crate::store::{TouchedRow, WrappedKey, Writer};
use crate::vault::{
    Digest, Entropy, Holder, RegistryId, RegistryKey, RowDigest, SealContext, SealedCopy, VaultKey,
    WrapContext,
};

/// Sealed copies that are sealed afresh between two tellings of the progress.
const BATCH: i64 = 500;

/// How far a long work is: done, and in all.
pub type Progress<'p> = &'p mut dyn FnMut(u64, u64);

/// Where wrapped keys go.
#[derive(Clone, Copy)]
pub(super) struct Recipient {
    pub holder: Holder,
    /// Public half of the holder's X25519 key.
    pub receive: [u8; 32],
}

/// Wraps keys of one generation each to holders.
pub(super) struct Wrapping<'a> {
    pub writer: &'a Writer<'a>,
    pub entropy: &'a mut dyn Entropy,
    pub registry: RegistryId,
}

impl Wrapping<'_> {
    pub fn vault(&mut self, key: &VaultKey, generation: u32, to: Recipient) -> Result<(), Error> {
        let context = WrapContext { registry: self.registry, holder: to.holder, key_generation: generation };
        let wrapped = key.wrap(&to.receive, &context, self.entropy)?.as_bytes().to_vec();
        self.put(to, KeyPurpose::Vault, generation, wrapped)
    }

    pub fn registry(&mut self, key: &RegistryKey, generation: u32, to: Recipient) -> Result<(), Error> {
        let context = WrapContext { registry: self.registry, holder: to.holder, key_generation: generation };
        let wrapped = key.wrap(&to.receive, &context, self.entropy)?.as_bytes().to_vec();
        self.put(to, KeyPurpose::Registry, generation, wrapped)
    }

    fn put(
        &self,
        to: Recipient,
        purpose: KeyPurpose,
        generation: u32,
        wrapped: Vec<u8>,
    ) -> Result<(), Error> {
        let holder = match to.holder {
            Holder::Operator(number) => number,
            Holder::Recovery => 0,
        };
        Ok(self.writer.put_wrapped_key(&WrappedKey { holder, purpose, generation, wrapped })?)
    }
}

/// Which keys somebody holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Holding {
    pub vault: bool,
    pub registry: bool,
}

impl Holding {
    pub const NOTHING: Self = Self { vault: false, registry: false };

    pub fn of(operator: &Operator) -> Self {
        if operator.disabled {
            return Self::NOTHING;
        }
        Self { vault: operator.role.shows_secrets(), registry: operator.role == Role::Admin }
    }
}

/// Everybody who holds a key now, the recovery code included.
fn holders(writer: &Writer<'_>, of: impl Fn(Holding) -> bool) -> Result<Vec<Recipient>, Error> {
    let operators = writer.operators()?.into_iter().filter(|row| of(Holding::of(&row.operator)));
    let mut all: Vec<Recipient> = operators
        .map(|row| Recipient { holder: Holder::Operator(row.operator.id), receive: row.receive_key })
        .collect();
    if let Some(recovery) = writer.recovery()? {
        all.push(Recipient { holder: Holder::Recovery, receive: recovery.receive_key });
    }
    Ok(all)
}

impl Change<'_> {
    /// Gives an operator the keys that its new state holds and makes anew those that it held before, then
    /// signs the charter. The operator's row was changed already. Tells the sum of all sealed copies where they
    /// were sealed afresh.
    pub(super) fn settle_keys(
        &mut self,
        operator: &Operator,
        before: Holding,
        progress: Progress<'_>,
    ) -> Result<Option<RowDigest>, Error> {
        let after = self.writer.operators()?.into_iter().find(|row| row.operator.id == operator.id);
        let holding = after.as_ref().map_or(Holding::NOTHING, |row| Holding::of(&row.operator));
        let mut sum = None;
        if before.vault && !holding.vault {
            sum = self.renew_vault_key(progress)?;
        }
        if before.registry && !holding.registry {
            return self.renew_registry_key().map(|()| sum);
        }
        if let Some(row) = after {
            let to = Recipient { holder: Holder::Operator(operator.id), receive: row.receive_key };
            self.wrap_to(to, holding)?;
        }
        self.sign_charter().map(|()| sum)
    }

    /// Makes every key anew, for those who hold it now; signs the charter. Tells the sum of all sealed copies.
    pub(super) fn renew_keys(&mut self, progress: Progress<'_>) -> Result<Option<RowDigest>, Error> {
        let sum = self.renew_vault_key(progress)?;
        self.renew_registry_key().map(|()| sum)
    }

    /// Wraps the keys in use to a holder.
    pub(super) fn wrap_to(&mut self, to: Recipient, holding: Holding) -> Result<(), Error> {
        let charter = self.writer.charter()?;
        let in_use = self.trusted.vault_key.filter(|_| holding.vault);
        let registry_public = self.trusted.registry_key;
        let (writer, session, world) = self.parts();
        let mut wrapping = Wrapping { writer, entropy: &mut *world.entropy, registry: session.registry };
        if let Some((generation, public)) = in_use {
            wrapping.vault(&session.vault_key(writer, generation, &public)?, generation, to)?;
        }
        if holding.registry {
            let key = session.registry_key(writer, charter.key_generation, &registry_public)?;
            wrapping.registry(&key, charter.key_generation, to)?;
        }
        Ok(())
    }

    /// A new vault key: every copy is sealed afresh, and the key is wrapped to those who hold it now.
    fn renew_vault_key(&mut self, progress: Progress<'_>) -> Result<Option<RowDigest>, Error> {
        let Some((generation, public)) = self.trusted.vault_key else { return Ok(None) };
        let now = self.stamp.at;
        let (writer, session, world) = self.parts();
        let old = session.vault_key(writer, generation, &public)?;
        let new = VaultKey::generate(&mut *world.entropy)?;
        let next = writer.next_vault_key()?;
        writer.retire_vault_key(generation, now)?;
        writer.add_vault_key(next, new.public().as_bytes(), now)?;
        let count = writer.count_sealed_copies()?;
        let (mut after, mut done, mut sum) = ((0, 0), 0, Digest::from_bytes([0; 32]));
        loop {
            let copies = writer.sealed_copies(after, BATCH)?;
            let Some(last) = copies.last() else { break };
            after = (last.client, last.generation);
            for copy in &copies {
                let place = |key_generation| SealContext {
                    registry: session.registry,
                    client_id: &copy.client_id,
                    generation: copy.generation,
                    key_generation,
                };
                let secret =
                    old.open(&SealedCopy::from_bytes(copy.sealed.clone()), &place(copy.key_generation))?;
                let sealed = new.public().seal(&secret, &place(next), &mut *world.entropy)?;
                writer.reseal(copy.client, copy.generation, next, sealed.as_bytes())?;
                let row = TouchedRow { fields: writer.row_fields(&copy.key())?, row: copy.key() };
                sum = row_digest(&row).digest.map_or(sum, |digest| combine(sum, digest));
                done += 1;
            }
            progress(done, count);
        }
        let mut wrapping = Wrapping { writer, entropy: &mut *world.entropy, registry: session.registry };
        for holder in holders(writer, |holding| holding.vault)? {
            wrapping.vault(&new, next, holder)?;
        }
        self.trusted.vault_key = Some((next, new.public()));
        Ok(Some(sealed_sum(sum)))
    }

    /// A new registry signing key, signed by the one before it; the charter is signed with it.
    fn renew_registry_key(&mut self) -> Result<(), Error> {
        let generation = self.writer.charter()?.key_generation;
        let now = self.stamp.at;
        let public = self.trusted.registry_key;
        let (writer, session, world) = self.parts();
        let old = session.registry_key(writer, generation, &public)?;
        let new = RegistryKey::generate(&mut *world.entropy)?;
        let next = generation + 1;
        let signature = old.sign_successor(session.registry, next, &new.public());
        writer.add_registry_key(next, new.public().as_bytes(), Some(signature.as_bytes()), now)?;
        writer.remove_wrapped_keys(KeyPurpose::Registry, None)?;
        let mut wrapping = Wrapping { writer, entropy: &mut *world.entropy, registry: session.registry };
        for holder in holders(writer, |holding| holding.registry)? {
            wrapping.registry(&new, next, holder)?;
        }
        super::charter::sign(writer, &new, next)?;
        self.trusted.registry_key = new.public();
        Ok(())
    }

    /// Destroys every sealed copy and takes the vault key out of use: the registry becomes show-once.
    pub(super) fn forget_sealed_copies(&mut self) -> Result<Option<RowDigest>, Error> {
        let Some((generation, _)) = self.trusted.vault_key else { return Ok(None) };
        self.writer.destroy_all_sealed_copies()?;
        self.writer.retire_vault_key(generation, self.stamp.at)?;
        self.trusted.vault_key = None;
        Ok(Some(sealed_sum(Digest::from_bytes([0; 32]))))
    }

    /// Makes a vault key where there is none: the registry becomes sealed, for secrets made from now on.
    pub(super) fn begin_sealing(&mut self) -> Result<(), Error> {
        let now = self.stamp.at;
        let (writer, session, world) = self.parts();
        let new = VaultKey::generate(&mut *world.entropy)?;
        let next = writer.next_vault_key()?;
        writer.add_vault_key(next, new.public().as_bytes(), now)?;
        let mut wrapping = Wrapping { writer, entropy: &mut *world.entropy, registry: session.registry };
        for holder in holders(writer, |holding| holding.vault)? {
            wrapping.vault(&new, next, holder)?;
        }
        self.trusted.vault_key = Some((next, new.public()));
        Ok(())
    }
}

fn sealed_sum(sum: Digest) -> RowDigest {
    RowDigest { entity: SEALED_SUM.to_owned(), key: "*".to_owned(), digest: Some(sum) }
}
