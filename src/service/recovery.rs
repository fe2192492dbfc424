//! The recovery code: one more holder of the registry's keys, with which an administrator who lost the
//! password gets a new one.

use serde_json::json;

use super::error::Error;
use super::holders::{Progress, Recipient, Wrapping};
use super::session::Session;
use super::sign_on::locked;
use super::{Service, charter, trail};
use crate::domain::audit::Action;
use crate::domain::{KeyPurpose, Operator, Plaintext, Right, Role, field, password};
use crate::store::{OperatorRow, Reader, RecoveryRow};
use crate::vault::{
    Holder, Keyring, LockedRecovery, OpenKeyring, RecoveryCode, RegistryId, RegistryKey, VaultKey,
    WrapContext, WrappedKey,
};

impl Service {
    /// Gives an administrator a new password by the recovery code, and signs on. Locks don't hold it up.
    ///
    /// # Errors
    /// A code that is not this registry's, no such administrator, a password that may not be.
    pub fn recover(&mut self, code: &Plaintext, admin: &str, new: &Plaintext) -> Result<(), Error> {
        password::check(new, admin)?;
        let code = RecoveryCode::parse(code).map_err(|error| Error::Code(error.to_string()))?;
        self.session = None;
        let world = &mut self.world;
        let recovered = self.store.change(|writer| {
            let registry = charter::identity(writer)?;
            let own = unlock(writer, &code, registry)?;
            let trusted = charter::verify(writer, &own.pinned())?;
            let before = writer.operator(admin)?.filter(|row| row.operator.role == Role::Admin);
            let before = before.ok_or_else(|| Error::NotFound {
                what: "administrator",
                name: admin.to_owned(),
                field: Some(field::USER_NAME),
            })?;
            let operator = Operator { disabled: false, must_change_password: false, ..before.operator };
            let policy = world.policy.passwords;
            let keyring = Keyring::generate(trusted.registry_key, &mut *world.entropy)?;
            let keyring = OpenKeyring::under_password(
                keyring,
                new,
                registry,
                operator.id,
                policy,
                &mut *world.entropy,
            )?;
            let public = keyring.public();
            let locked = locked(&keyring.locked(&mut *world.entropy)?);
            writer.update_operator(&operator)?;
            let row = OperatorRow {
                operator: operator.clone(),
                receive_key: public.receive,
                sign_key: public.sign,
                locked: Some(locked),
            };
            writer.put_operator_keys(&row, world.clock.now())?;
            let to = Recipient { holder: Holder::Operator(operator.id), receive: public.receive };
            let generation = writer.charter()?.key_generation;
            let wrapped = wrapped(writer, KeyPurpose::Registry, generation)?;
            let context = |key_generation| WrapContext { registry, holder: Holder::Recovery, key_generation };
            let registry_key =
                RegistryKey::unwrap(&wrapped, &own, &context(generation), &trusted.registry_key)?;
            let mut wrapping = Wrapping { writer, entropy: &mut *world.entropy, registry };
            wrapping.registry(&registry_key, generation, to)?;
            if let Some((in_use, key)) = trusted.vault_key {
                let wrapped = self::wrapped(writer, KeyPurpose::Vault, in_use)?;
                let vault_key = VaultKey::unwrap(&wrapped, &own, &context(in_use), &key)?;
                wrapping.vault(&vault_key, in_use, to)?;
            }
            charter::sign(writer, &registry_key, generation)?;
            writer.signed_on(&operator, world.clock.now())?;
            let details = json!({ "operator": operator.user_name });
            trail::append(writer, world, Some((&operator, &keyring)), Action::Recovered, None, &details)?;
            Ok::<_, Error>(Session { operator, keyring, registry })
        });
        if let Err(Error::Code(_)) = recovered {
            let world = &mut self.world;
            let details = json!({ "tried": "a recovery code" });
            self.store
                .change(|writer| trail::append(writer, world, None, Action::SignOnRefused, None, &details))?;
        }
        self.session = Some(recovered?);
        Ok(())
    }

    /// Puts a new recovery code in place of the old one, which opens nothing from then on. It is told now only. As
    /// when an operator goes, the keys that it held are made anew; `progress` tells how far the sealed copies are.
    ///
    /// # Errors
    /// No right.
    pub fn replace_recovery_code(&mut self, progress: Progress<'_>) -> Result<Plaintext, Error> {
        let code = self.change(Right::RecoveryCode, |change| {
            let registry = change.session.registry;
            let pinned = change.trusted.registry_key;
            let code = RecoveryCode::generate(change.entropy())?;
            let keyring = Keyring::generate(pinned, change.entropy())?;
            let locked = code.lock(&keyring, registry, change.entropy())?;
            let public = keyring.public();
            let row = RecoveryRow {
                receive_key: public.receive,
                sign_key: public.sign,
                proof_hash: locked.proof_hash,
                blob: locked.blob,
            };
            change.writer.put_recovery(&row, change.stamp.at)?;
            let sum = change.renew_keys(progress)?;
            change.record_sum(Action::RecoveryCodeReplaced, None, &json!({}), sum)?;
            Ok(code.text())
        })?;
        self.store.forget_destroyed();
        Ok(code)
    }
}

/// The recovery code's number among the holders of wrapped keys.
const RECOVERY: i64 = 0;

fn unlock(reader: &Reader<'_>, code: &RecoveryCode, registry: RegistryId) -> Result<Keyring, Error> {
    let stored = reader.recovery()?.ok_or(Error::Tampered("the recovery holder is missing"))?;
    let locked = LockedRecovery { proof_hash: stored.proof_hash, blob: stored.blob };
    code.unlock(&locked, registry).map_err(|error| Error::Code(error.to_string()))
}

fn wrapped(reader: &Reader<'_>, purpose: KeyPurpose, generation: u32) -> Result<WrappedKey, Error> {
    let found = reader.wrapped_key(RECOVERY, purpose, generation)?;
    found.map(WrappedKey::from_bytes).ok_or(Error::Tampered("a key of the recovery code is missing"))
}
