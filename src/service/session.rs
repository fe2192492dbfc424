//! Somebody who signed on: who it is and the keys that the password opened. Wiped when dropped.

use super::error::Error;
use crate::domain::{KeyPurpose, Operator, Role};
use crate::store::Reader;
use crate::vault::{
    Holder, OpenKeyring, RegistryId, RegistryKey, RegistryPublicKey, VaultKey, VaultPublicKey, WrapContext,
    WrappedKey,
};

/// A sign-on.
pub struct Session {
    pub(super) operator: Operator,
    pub(super) keyring: OpenKeyring,
    pub(super) registry: RegistryId,
}

/// What signing on tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedOn {
    /// The sign-on before this one, Unix seconds.
    pub last_sign_on_at: Option<i64>,
    /// Failed sign-ons since then.
    pub failures_since: i64,
    /// The registry is older than what this account saw of it: the entry that it saw last.
    pub went_back_from: Option<i64>,
    /// Whether everything but changing the password is refused.
    pub must_change_password: bool,
}

impl Session {
    /// The user name.
    #[must_use]
    pub fn operator(&self) -> &str {
        &self.operator.user_name
    }

    /// For people; may be empty.
    #[must_use]
    pub fn full_name(&self) -> &str {
        &self.operator.full_name
    }

    /// What it may do.
    #[must_use]
    pub fn role(&self) -> Role {
        self.operator.role
    }

    /// The private half of a vault key that the charter vouches for, where it was wrapped to this operator.
    pub(super) fn vault_key(
        &self,
        reader: &Reader<'_>,
        generation: u32,
        public: &VaultPublicKey,
    ) -> Result<VaultKey, Error> {
        let wrapped = self.wrapped(reader, KeyPurpose::Vault, generation)?;
        Ok(VaultKey::unwrap(&wrapped, &self.keyring, &self.context(generation), public)?)
    }

    /// The private half of the registry signing key, where it was wrapped to this operator.
    pub(super) fn registry_key(
        &self,
        reader: &Reader<'_>,
        generation: u32,
        public: &RegistryPublicKey,
    ) -> Result<RegistryKey, Error> {
        let wrapped = self.wrapped(reader, KeyPurpose::Registry, generation)?;
        Ok(RegistryKey::unwrap(&wrapped, &self.keyring, &self.context(generation), public)?)
    }

    fn wrapped(
        &self,
        reader: &Reader<'_>,
        purpose: KeyPurpose,
        generation: u32,
    ) -> Result<WrappedKey, Error> {
        reader
            .wrapped_key(self.operator.id, purpose, generation)?
            .map(WrappedKey::from_bytes)
            .ok_or(Error::Tampered("a key that your role needs is missing"))
    }

    fn context(&self, key_generation: u32) -> WrapContext {
        WrapContext { registry: self.registry, holder: Holder::Operator(self.operator.id), key_generation }
    }
}
