//! The charter: what administrators vouch for, in one canonical document that the registry signing key
//! signs. Operators' roles and keys, the vault key, classes, scopes and settings are trusted only as far
//! as its signature holds.

use super::error::Error;
use crate::domain::{Operator, SETTINGS, Settings, Word};
use crate::store::{OperatorRow, Reader, Writer};
use crate::vault::{
    Encoder, PublicKeys, RegistryId, RegistryKey, RegistryPublicKey, Signature, Succession, VaultPublicKey,
    follow, label,
};

/// What the charter says, its signature checked.
pub(super) struct Trusted {
    /// Operators that were not deleted.
    pub operators: Vec<OperatorRow>,
    /// The newest vault key; none in a show-once registry.
    pub vault_key: Option<(u32, VaultPublicKey)>,
    /// The settings.
    pub settings: Settings,
    /// The registry key that is in use now.
    pub registry_key: RegistryPublicKey,
}

impl Trusted {
    /// The operator of a number, while it has these keys and is not disabled.
    pub fn operator(&self, id: i64, keys: &PublicKeys) -> Option<&Operator> {
        let same = |row: &&OperatorRow| {
            row.operator.id == id && row.sign_key == keys.sign && row.receive_key == keys.receive
        };
        self.operators.iter().find(same).map(|row| &row.operator).filter(|operator| !operator.disabled)
    }
}

/// The registry's identity.
pub(super) fn identity(reader: &Reader<'_>) -> Result<RegistryId, Error> {
    Ok(RegistryId::from_bytes(reader.charter()?.registry_id))
}

/// Reads what the charter covers and checks its signature, starting from the key that the operator's own
/// keys vouch for.
pub(super) fn verify(reader: &Reader<'_>, pinned: &RegistryPublicKey) -> Result<Trusted, Error> {
    let charter = reader.charter()?;
    let registry = RegistryId::from_bytes(charter.registry_id);
    let registry_key = follow(registry, pinned, &successions(reader)?)?;
    registry_key.verify_charter(registry, &document(reader)?, &Signature::from_bytes(charter.signature))?;
    Ok(Trusted {
        operators: reader.operators()?,
        vault_key: reader.vault_key()?.map(|(generation, key)| (generation, VaultPublicKey::from_bytes(key))),
        settings: reader.settings()?,
        registry_key,
    })
}

/// Checks the signature for whoever has not signed on and vouches for no key: starting from the registry's first one.
pub(super) fn vouched(reader: &Reader<'_>) -> Result<(), Error> {
    let first = reader.registry_keys()?.first().map(|key| RegistryPublicKey::from_bytes(key.public));
    verify(reader, &first.ok_or(Error::Tampered("it has no signing key"))?).map(drop)
}

/// Signs the charter anew, as the last step of a change to what it covers.
pub(super) fn sign(writer: &Writer<'_>, key: &RegistryKey, key_generation: u32) -> Result<(), Error> {
    let registry = identity(writer)?;
    let signature = key.sign_charter(registry, &document(writer)?);
    writer.sign_charter(key_generation, signature.as_bytes())?;
    Ok(())
}

fn successions(reader: &Reader<'_>) -> Result<Vec<Succession>, Error> {
    let chain = reader.registry_keys()?.into_iter().filter_map(|key| {
        Some(Succession {
            generation: key.generation,
            successor: RegistryPublicKey::from_bytes(key.public),
            signature: Signature::from_bytes(key.signature?),
        })
    });
    Ok(chain.collect())
}

fn document(reader: &Reader<'_>) -> Result<Vec<u8>, Error> {
    let mut form = Encoder::new(label::CHARTER_ROWS);
    let operators = reader.operators()?;
    form.list(operators.len());
    for row in &operators {
        let operator = &row.operator;
        form.number(operator.id).text(&operator.user_name).text(operator.role.word()).flag(operator.disabled);
        form.bytes(&row.receive_key).bytes(&row.sign_key);
    }
    let sign_keys = reader.operator_sign_keys()?;
    form.list(sign_keys.len());
    for (operator, key) in &sign_keys {
        form.number(*operator).bytes(key);
    }
    let recovery = reader.recovery()?;
    form.optional_bytes(recovery.as_ref().map(|recovery| recovery.receive_key.as_slice()));
    match reader.vault_key()? {
        Some((generation, key)) => form.number(generation.into()).bytes(&key),
        None => form.absent(),
    };
    let classes = reader.class_texts()?;
    form.list(classes.len());
    for (name, description) in &classes {
        form.text(name).text(description);
    }
    let scopes = reader.scopes()?;
    form.list(scopes.len());
    for scope in &scopes {
        form.text(&scope.name).text(&scope.description);
    }
    let settings = reader.settings()?;
    form.list(SETTINGS.len());
    for setting in SETTINGS {
        form.text(setting.key).text(&(setting.read)(&settings));
    }
    Ok(form.into_bytes())
}
