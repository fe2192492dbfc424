//! Signing on: password to keys, keys to charter. An unknown operator and a wrong password look and last
//! the same, and failures in a row lock for a growing while.

use serde_json::json;

use super::error::Error;
use super::session::{Session, SignedOn};
use super::world::World;
use super::{Service, charter, trail};
use crate::domain::Plaintext;
use crate::domain::audit::Action;
use crate::store::{LockedKeys, OperatorRow, Reader, Writer};
use crate::vault::{Cost, Encoder, LockedKeyring, OpenKeyring, RegistryId, UnlockError, burn, label};

/// Failures in a row that lock.
const LOCKS_AT: i64 = 3;
/// Seconds of the first lock; each further failure doubles it.
const FIRST_LOCK: i64 = 30;
/// Seconds that a lock lasts at most.
const LONGEST_LOCK: i64 = 300;

impl Service {
    /// Signs an operator on.
    ///
    /// # Errors
    /// A wrong name or password, a lock, or keys that were tampered with.
    pub fn sign_on(&mut self, user_name: &str, password: &Plaintext) -> Result<SignedOn, Error> {
        self.session = None;
        let reader = self.store.read();
        let registry = charter::identity(&reader)?;
        let row = reader.operator(user_name)?;
        let counted = counted_as(row.as_ref(), user_name, registry);
        let failures = reader.sign_on_failures(&counted, &self.world.system_user)?;
        let now = self.world.clock.now();
        let told = row.as_ref().map(|row| row.operator.user_name.clone());
        let tried = Tried { counted, operator: told };
        if let Some(seconds) = failures.locked_for(now) {
            return Err(self.refuse_locked(&tried, seconds)?);
        }
        let row = row.filter(|row| !row.operator.disabled);
        match self.unlock(row.as_ref(), password, registry) {
            Ok(keyring) => {
                let row = row.ok_or(Error::NotSignedOn)?;
                self.begin(&row, &tried, keyring, registry)
            }
            Err(Error::WrongPassword { .. }) => Err(self.sign_on_failed(&tried)?),
            Err(error) => Err(error),
        }
    }

    /// Ends the sign-on and wipes its keys.
    pub fn sign_off(&mut self) {
        self.session = None;
        self.store.forget_texts();
    }

    fn unlock(
        &self,
        row: Option<&OperatorRow>,
        password: &Plaintext,
        registry: RegistryId,
    ) -> Result<OpenKeyring, Error> {
        let policy = self.world.policy.passwords;
        let Some((row, locked)) = row.and_then(|row| Some((row, row.locked.as_ref()?))) else {
            burn(password, policy)?;
            return Err(UnlockError::WrongPassword.into());
        };
        let open = stored(locked)?.unlock(password, registry, row.operator.id, policy)?;
        let public = open.public();
        if public.receive != row.receive_key || public.sign != row.sign_key {
            return Err(Error::Tampered("the public keys of your account are not yours"));
        }
        Ok(open)
    }

    /// Who it is and what they may is what the charter says in the transaction that notes the sign-on, and so is
    /// whether it is locked: while the password was tried, others may have changed the one and caused the other.
    fn begin(
        &mut self,
        row: &OperatorRow,
        tried: &Tried,
        mut keyring: OpenKeyring,
        registry: RegistryId,
    ) -> Result<SignedOn, Error> {
        let went_back_from = self.went_back_from(registry)?;
        let (id, public) = (row.operator.id, keyring.public());
        let trusted = |reader: &Reader<'_>, keyring: &OpenKeyring| {
            let trusted = charter::verify(reader, &keyring.pinned())?;
            let operator = trusted.operator(id, &public).ok_or(Error::SignedOff)?.clone();
            Ok::<_, Error>((operator, trusted.registry_key, reader.all_sign_on_failures(&tried.counted)?))
        };
        let (operator, failures_since) = if self.store.read_only() {
            let (operator, registry_key, failures) =
                self.store.snapshot(|reader| trusted(reader, &keyring))?;
            keyring.pin(registry_key);
            (operator, failures)
        } else {
            let world = &mut self.world;
            let noted = self.store.change(|writer| {
                let now = world.clock.now();
                let failures = writer.sign_on_failures(&tried.counted, &world.system_user)?;
                if let Some(seconds) = failures.locked_for(now) {
                    return Ok(Err(tried.refused_while_locked(writer, world, seconds)?));
                }
                let (operator, registry_key, failures_since) = trusted(writer, &keyring)?;
                if registry_key != keyring.pinned() {
                    keyring.pin(registry_key);
                    writer.lock_keys(id, &locked(&keyring.locked(&mut *world.entropy)?))?;
                }
                writer.signed_on(&operator, now)?;
                let details = json!({ "failures_since": failures_since, "went_back_from": went_back_from });
                let signer = Some((&operator, &*keyring));
                trail::append(writer, world, signer, Action::SignedOn, None, &details)?;
                Ok::<_, Error>(Ok((operator, failures_since)))
            })?;
            noted?
        };
        let told = SignedOn {
            last_sign_on_at: operator.last_sign_on_at,
            failures_since,
            must_change_password: operator.must_change_password,
            went_back_from,
        };
        self.session = Some(Session { operator, keyring, registry });
        self.remember();
        self.merge_usage();
        Ok(told)
    }

    /// The entry of the log that this account saw last, where the log does not have it any more.
    fn went_back_from(&self, registry: RegistryId) -> Result<Option<i64>, Error> {
        let Some((number, hash)) = self.world.memory.as_ref().and_then(|memory| memory.head(registry)) else {
            return Ok(None);
        };
        let there = self.store.read().audit_entries(number, 1)?;
        let same =
            there.first().is_some_and(|entry| entry.number == number && entry.hash == *hash.as_bytes());
        Ok((!same).then_some(number))
    }

    /// Remembers the newest entry of the log.
    pub(super) fn remember(&self) {
        if let (Some(memory), Some(session), Ok(Some(head))) =
            (&self.world.memory, &self.session, self.log_head())
        {
            memory.keep(session.registry, head);
        }
    }

    /// Counts a failure, and logs it.
    fn sign_on_failed(&mut self, tried: &Tried) -> Result<Error, Error> {
        if self.store.read_only() {
            return Ok(Error::WrongPassword { locked_for: None });
        }
        let world = &mut self.world;
        self.store.change(|writer| {
            let now = world.clock.now();
            let mut failures = writer.sign_on_failures(&tried.counted, &world.system_user)?;
            // Those who try at once are told no more of the password than those who try in turn.
            if let Some(seconds) = failures.locked_for(now) {
                return tried.refused_while_locked(writer, world, seconds);
            }
            if failures.count == 0 {
                failures.since = now;
            }
            failures.count = failures.count.saturating_add(1);
            let locked_for = lock_for(failures.count);
            failures.locked_until = locked_for.map(|seconds| now + seconds);
            writer.put_sign_on_failures(&tried.counted, &world.system_user, &failures)?;
            tried.refused(writer, world, "failures", failures.count)?;
            Ok(Error::WrongPassword { locked_for })
        })
    }

    /// Logs an attempt during a lock.
    fn refuse_locked(&mut self, tried: &Tried, seconds: i64) -> Result<Error, Error> {
        if self.store.read_only() {
            return Ok(Error::Locked { seconds });
        }
        let world = &mut self.world;
        self.store.change(|writer| tried.refused_while_locked(writer, world, seconds))
    }
}

/// A user name that was tried.
struct Tried {
    /// Under which name its failures are counted.
    counted: String,
    /// The operator whom it names, where it names one.
    operator: Option<String>,
}

impl Tried {
    /// Logs a sign-on that was refused. The log learns the names of operators only: other text may be a password.
    fn refused(&self, writer: &Writer<'_>, world: &mut World, what: &str, number: i64) -> Result<(), Error> {
        let details = match &self.operator {
            Some(name) => json!({ "user_name": name, what: number }),
            None => json!({ "tried": "the name of no operator", what: number }),
        };
        trail::append(writer, world, None, Action::SignOnRefused, None, &details)
    }

    fn refused_while_locked(
        &self,
        writer: &Writer<'_>,
        world: &mut World,
        seconds: i64,
    ) -> Result<Error, Error> {
        self.refused(writer, world, "locked_for_seconds", seconds)?;
        Ok(Error::Locked { seconds })
    }
}

/// Under which name failures are counted. Text that names no operator may be a password typed into the wrong
/// field: it is not kept, but one of 4,096 digests, which tells as good as nothing of it and locks as a name does.
fn counted_as(row: Option<&OperatorRow>, user_name: &str, registry: RegistryId) -> String {
    if let Some(row) = row {
        return row.operator.user_name.clone();
    }
    let mut form = Encoder::new(label::NO_OPERATOR);
    form.bytes(registry.as_bytes()).text(&user_name.to_ascii_lowercase());
    let digest = form.digest();
    let [first, second, ..] = digest.as_bytes();
    // No operator's name has a question mark.
    format!("?{:03x}", (u16::from(*first) << 8 | u16::from(*second)) >> 4)
}

/// Seconds that sign-ons are refused for after so many failures in a row.
fn lock_for(failures: i64) -> Option<i64> {
    let beyond = u32::try_from(failures.saturating_sub(LOCKS_AT).min(16)).ok()?;
    Some(FIRST_LOCK.checked_shl(beyond).unwrap_or(LONGEST_LOCK).min(LONGEST_LOCK))
}

/// Locked keys as the store holds them.
pub(super) fn locked(keyring: &LockedKeyring) -> LockedKeys {
    let cost = keyring.cost;
    LockedKeys {
        salt: keyring.salt.to_vec(),
        cost: [cost.memory_kib(), cost.time(), cost.parallelism()].map(i64::from),
        sign_on_hash: keyring.sign_on_hash.to_vec(),
        blob: keyring.blob.clone(),
    }
}

fn stored(locked: &LockedKeys) -> Result<LockedKeyring, Error> {
    let strange = Error::Tampered("the keys of your account have another form");
    let [memory, time, lanes] = locked.cost;
    let (Ok(salt), Ok(sign_on_hash), Ok(cost)) = (
        locked.salt.as_slice().try_into(),
        locked.sign_on_hash.as_slice().try_into(),
        Cost::new(memory, time, lanes),
    ) else {
        return Err(strange);
    };
    Ok(LockedKeyring { salt, cost, sign_on_hash, blob: locked.blob.clone() })
}

#[cfg(test)]
mod tests {
    use super::lock_for;

    #[test]
    fn the_third_failure_locks_and_the_lock_doubles_to_five_minutes() {
        let locks: Vec<Option<i64>> = (1..=8).map(lock_for).collect();
        let told = [None, None, Some(30), Some(60), Some(120), Some(240), Some(300), Some(300)];
        assert_eq!(locks, told);
        assert_eq!(
            (lock_for(i64::MAX), lock_for(i64::MIN)),
            (Some(300), None),
            "whatever stands in the file"
        );
    }
}
