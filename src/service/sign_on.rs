//! Signing on: password to keys, keys to charter. An unknown operator and a wrong password look and last
//! the same, and failures in a row lock for a growing while.

use serde_json::json;

use super::error::Error;
use super::session::{Session, SignedOn};
use super::{Service, charter, trail};
use crate::domain::Plaintext;
use crate::domain::audit::Action;
use crate::store::{LockedKeys, OperatorRow};
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
        if let Some(until) = failures.locked_until.filter(|&until| until > now) {
            return Err(Error::Locked { seconds: until - now });
        }
        let failures_since = reader.all_sign_on_failures(&counted)?;
        let told = row.as_ref().map(|row| row.operator.user_name.clone());
        let row = row.filter(|row| !row.operator.disabled);
        match self.unlock(row.as_ref(), password, registry) {
            Ok(keyring) => {
                let row = row.ok_or(Error::NotSignedOn)?;
                self.begin(&row, keyring, registry, failures_since)
            }
            Err(Error::WrongPassword { .. }) => Err(self.sign_on_failed(&counted, told.as_deref())?),
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

    fn begin(
        &mut self,
        row: &OperatorRow,
        mut keyring: OpenKeyring,
        registry: RegistryId,
        failures_since: i64,
    ) -> Result<SignedOn, Error> {
        let trusted = self.store.snapshot(|reader| charter::verify(reader, &keyring.pinned()))?;
        // Who it is and what they may is what the charter says, not what was read before it was checked.
        let operator = trusted.operator(row.operator.id, &keyring.public()).ok_or(Error::SignedOff)?.clone();
        let told = SignedOn {
            last_sign_on_at: operator.last_sign_on_at,
            failures_since,
            must_change_password: operator.must_change_password,
            went_back_from: self.went_back_from(registry)?,
        };
        let newer = trusted.registry_key != keyring.pinned();
        keyring.pin(trusted.registry_key);
        if !self.store.read_only() {
            let world = &mut self.world;
            self.store.change(|writer| {
                if newer {
                    writer.lock_keys(operator.id, &locked(&keyring.locked(&mut *world.entropy)?))?;
                }
                writer.signed_on(&operator, world.clock.now())?;
                let details =
                    json!({ "failures_since": failures_since, "went_back_from": told.went_back_from });
                trail::append(writer, world, Some((&operator, &keyring)), Action::SignedOn, None, &details)
            })?;
        }
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

    /// Counts a failure, and logs it. The log learns the names of operators only: other text may be a password.
    fn sign_on_failed(&mut self, counted: &str, operator: Option<&str>) -> Result<Error, Error> {
        if self.store.read_only() {
            return Ok(Error::WrongPassword { locked_for: None });
        }
        let world = &mut self.world;
        self.store.change(|writer| {
            let now = world.clock.now();
            let mut failures = writer.sign_on_failures(counted, &world.system_user)?;
            if failures.count == 0 {
                failures.since = now;
            }
            failures.count += 1;
            let locked_for = lock_for(failures.count);
            failures.locked_until = locked_for.map(|seconds| now + seconds);
            writer.put_sign_on_failures(counted, &world.system_user, &failures)?;
            let details = match operator {
                Some(name) => json!({ "user_name": name, "failures": failures.count }),
                None => json!({ "tried": "the name of no operator", "failures": failures.count }),
            };
            trail::append(writer, world, None, Action::SignOnRefused, None, &details)?;
            Ok(Error::WrongPassword { locked_for })
        })
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
    let beyond = u32::try_from(failures - LOCKS_AT).ok()?;
    Some(FIRST_LOCK.checked_shl(beyond.min(16)).unwrap_or(LONGEST_LOCK).min(LONGEST_LOCK))
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
        assert_eq!(lock_for(i64::MAX), None, "more than any clock can count");
    }
}
