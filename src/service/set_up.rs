//! Set-up: a registry with its keys, classes, scopes and settings, the first administrator, and a
//! recovery code. The file appears whole or not at all.

use std::path::Path;

use serde_json::json;

use super::holders::{Recipient, Wrapping};
use super::sign_on::locked;
use super::world::World;
use super::{Error, Service, Session, charter, trail};
use crate::domain::audit::Action;
use crate::domain::class::{FIRST_CLASSES, FIRST_SCOPES};
use crate::domain::{Operator, Plaintext, Retention, Role, Settings, Stamp, Word as _, name, password};
use crate::store::{Access, OperatorRow, RecoveryRow, Store, Unfinished, Writer};
use crate::vault::{Holder, Keyring, OpenKeyring, RecoveryCode, RegistryId, RegistryKey, VaultKey, Verifier};

/// What set-up asks for.
pub struct SetUp {
    /// The first administrator's user name.
    pub admin: String,
    /// Its full name; may be empty.
    pub full_name: String,
    /// Its password.
    pub password: Plaintext,
    /// Whether secrets can be shown again.
    pub retention: Retention,
    /// A group of the system whose members may read the file.
    pub group: Option<String>,
    /// Whether they may write it too.
    pub group_writes: bool,
}

/// A registry that was just made.
pub struct Founded {
    /// Open, the administrator signed on.
    pub service: Service,
    /// To be shown once and kept elsewhere.
    pub recovery_code: Plaintext,
}

impl SetUp {
    /// Checks what was typed.
    ///
    /// # Errors
    /// Every problem, each with its field.
    pub fn check(&self) -> Result<(), Error> {
        let mut problems = Vec::new();
        problems.extend(name::operator_name(&self.admin).err().unwrap_or_default());
        problems.extend(name::full_name(&self.full_name).err().unwrap_or_default());
        problems.extend(password::check(&self.password, &self.admin).err().unwrap_or_default());
        if problems.is_empty() { Ok(()) } else { Err(problems.into()) }
    }

    /// Who may read the file, once everything that was typed is checked.
    fn access(&self) -> Result<Access, Error> {
        self.check()?;
        Ok(Access {
            group: self.group.as_deref().map(group_number).transpose()?,
            group_writes: self.group_writes,
        })
    }
}

impl Service {
    /// Makes a registry and signs its administrator on.
    ///
    /// # Errors
    /// A file that is there already, a folder that can't be written, or values that may not be.
    pub fn create(path: &Path, mut world: World, set_up: &SetUp) -> Result<Founded, Error> {
        let access = set_up.access()?;
        let keys = Keys::generate(&mut world, set_up)?;
        let store = Store::create(path, &access, |writer| keys.found(writer, &mut world, set_up))?;
        Ok(Self::founded(keys, store, world))
    }

    /// As [`Service::create`], but the registry appears with [`Service::finish`] only: for filling it.
    pub(super) fn create_to_fill(
        path: &Path,
        mut world: World,
        set_up: &SetUp,
    ) -> Result<(Founded, Unfinished), Error> {
        let access = set_up.access()?;
        let keys = Keys::generate(&mut world, set_up)?;
        let (store, unfinished) =
            Store::begin(path, &access, |writer| keys.found(writer, &mut world, set_up))?;
        Ok((Self::founded(keys, store, world), unfinished))
    }

    /// Lets a registry that was begun appear.
    pub(super) fn finish(mut self, unfinished: Unfinished) -> Result<Self, Error> {
        self.store = self.store.finish(unfinished)?;
        Ok(self)
    }

    fn founded(keys: Keys, store: Store, world: World) -> Founded {
        let session = Session { operator: keys.operator, keyring: keys.keyring, registry: keys.registry };
        let service = Self { store, world, session: Some(session), verifier: Verifier::new(), channel: None };
        Founded { service, recovery_code: keys.code.text() }
    }
}

/// Everything that is drawn for a new registry.
struct Keys {
    registry: RegistryId,
    registry_key: RegistryKey,
    vault_key: Option<VaultKey>,
    operator: Operator,
    keyring: OpenKeyring,
    code: RecoveryCode,
    recovery: Keyring,
}

/// The first of each kind of key.
const FIRST: u32 = 1;

impl Keys {
    fn generate(world: &mut World, set_up: &SetUp) -> Result<Self, Error> {
        let now = world.clock.now();
        let policy = world.policy.passwords;
        let entropy = &mut *world.entropy;
        let registry = RegistryId::generate(entropy)?;
        let registry_key = RegistryKey::generate(entropy)?;
        let vault_key = match set_up.retention {
            Retention::Sealed => Some(VaultKey::generate(entropy)?),
            Retention::ShowOnce => None,
        };
        let operator = Operator {
            id: 1,
            user_name: set_up.admin.clone(),
            full_name: name::full_name(&set_up.full_name)?,
            role: Role::Admin,
            disabled: false,
            must_change_password: false,
            last_sign_on_at: None,
            created: Stamp { at: now, by: set_up.admin.clone() },
        };
        let keyring = Keyring::generate(registry_key.public(), entropy)?;
        let keyring =
            OpenKeyring::under_password(keyring, &set_up.password, registry, operator.id, policy, entropy)?;
        let code = RecoveryCode::generate(entropy)?;
        let recovery = Keyring::generate(registry_key.public(), entropy)?;
        Ok(Self { registry, registry_key, vault_key, operator, keyring, code, recovery })
    }

    fn found(&self, writer: &Writer<'_>, world: &mut World, set_up: &SetUp) -> Result<(), Error> {
        let now = world.clock.now();
        writer.found(*self.registry.as_bytes(), now)?;
        writer.put_settings(&Settings { secret_retention: set_up.retention, ..Settings::default() })?;
        for (name, description) in FIRST_CLASSES {
            writer.add_class(name, description)?;
        }
        for (name, description) in FIRST_SCOPES {
            writer.add_scope(name, description)?;
        }
        writer.add_registry_key(FIRST, self.registry_key.public().as_bytes(), None, now)?;
        if let Some(key) = &self.vault_key {
            writer.add_vault_key(FIRST, key.public().as_bytes(), now)?;
        }
        let public = self.keyring.public();
        writer.add_operator(&OperatorRow {
            operator: self.operator.clone(),
            receive_key: public.receive,
            sign_key: public.sign,
            locked: Some(locked(&self.keyring.locked(&mut *world.entropy)?)),
        })?;
        writer.signed_on(&self.operator, now)?;
        let recovery = self.code.lock(&self.recovery, self.registry, &mut *world.entropy)?;
        let recovery_public = self.recovery.public();
        writer.put_recovery(
            &RecoveryRow {
                receive_key: recovery_public.receive,
                sign_key: recovery_public.sign,
                proof_hash: recovery.proof_hash,
                blob: recovery.blob,
            },
            now,
        )?;
        let holders = [
            Recipient { holder: Holder::Operator(self.operator.id), receive: public.receive },
            Recipient { holder: Holder::Recovery, receive: recovery_public.receive },
        ];
        let mut wrapping = Wrapping { writer, entropy: &mut *world.entropy, registry: self.registry };
        for holder in holders {
            wrapping.registry(&self.registry_key, FIRST, holder)?;
            if let Some(key) = &self.vault_key {
                wrapping.vault(key, FIRST, holder)?;
            }
        }
        charter::sign(writer, &self.registry_key, FIRST)?;
        let details = json!({ "secret_retention": set_up.retention.word() });
        let signer = Some((&self.operator, &*self.keyring));
        trail::append(writer, world, signer, Action::RegistryCreated, None, &details)
    }
}

/// The number of a group of the system.
fn group_number(name: &str) -> Result<u32, Error> {
    let groups = std::fs::read_to_string("/etc/group").unwrap_or_default();
    let entries = groups.lines().map(|line| line.split(':').collect::<Vec<_>>());
    let mut named = entries.filter(|entry| entry.first() == Some(&name));
    let number = named.next().and_then(|entry| entry.get(2)?.parse().ok());
    number.ok_or_else(|| Error::not_found("group on this system:", name))
}
