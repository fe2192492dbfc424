//! Operators: added, given another role, disabled, deleted, their passwords set and changed. The last
//! administrator stays one.

use serde_json::json;

use super::Service;
use super::change::Change;
use super::error::Error;
use super::holders::{Holding, Progress};
use super::sign_on::locked;
use crate::domain::audit::Action;
use crate::domain::text::quoted;
use crate::domain::{Operator, Plaintext, Right, Role, Word, field, name, password};
use crate::store::{LockedKeys, OperatorRow, Reader};
use crate::vault::{Keyring, OpenKeyring};

/// An operator to be added.
pub struct NewOperator {
    /// What is typed at the sign-on.
    pub user_name: String,
    /// For people; may be empty.
    pub full_name: String,
    /// What it may do.
    pub role: Role,
    /// A first password, to be changed at the first sign-on.
    pub password: Plaintext,
}

/// An operator as the panel shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorRecord {
    /// Who it is.
    pub operator: Operator,
    /// Failed sign-ons since the last good one.
    pub failures: i64,
    /// Somebody is locked out of it until then, Unix seconds.
    pub locked_until: Option<i64>,
}

/// What of an operator is to be changed; `None` stays.
#[derive(Clone, Debug, Default)]
pub struct OperatorChange {
    /// For people.
    pub full_name: Option<String>,
    /// What it may do.
    pub role: Option<Role>,
    /// Whether it can't sign on.
    pub disabled: Option<bool>,
    /// How it was when the change was decided: where somebody else changed the same since, it is refused.
    pub seen: Option<Operator>,
}

impl OperatorChange {
    fn is_overtaken(&self, now: &Operator) -> bool {
        self.seen.as_ref().is_some_and(|seen| {
            seen.id != now.id
                || (self.full_name.is_some() && now.full_name != seen.full_name)
                || (self.role.is_some() && now.role != seen.role)
                || (self.disabled.is_some() && now.disabled != seen.disabled)
        })
    }
}

impl Service {
    /// Every operator.
    ///
    /// # Errors
    /// A registry that can't be read.
    pub fn operators(&self) -> Result<Vec<OperatorRecord>, Error> {
        let now = self.now();
        self.store.snapshot(|reader| {
            let record = |row: OperatorRow| {
                let locked_until = reader.locked_until(&row.operator.user_name)?.filter(|&until| until > now);
                let failures = reader.all_sign_on_failures(&row.operator.user_name)?;
                Ok(OperatorRecord { operator: row.operator, failures, locked_until })
            };
            reader.operators()?.into_iter().map(record).collect()
        })
    }

    /// Adds an operator, who must change the password at the first sign-on.
    ///
    /// # Errors
    /// Every problem with what was typed; a name that is taken; no right.
    pub fn add_operator(&mut self, new: &NewOperator) -> Result<OperatorRecord, Error> {
        let mut problems = name::operator_name(&new.user_name).err().unwrap_or_default();
        problems.extend(name::full_name(&new.full_name).err().unwrap_or_default());
        problems.extend(password::check(&new.password, &new.user_name).err().unwrap_or_default());
        if !problems.is_empty() {
            return Err(problems.into());
        }
        self.change(Right::Operators, |change| {
            if change.writer.operator(&new.user_name)?.is_some() {
                let sentence = format!("There is already an operator {}.", quoted(&new.user_name));
                return Err(Error::conflict(field::USER_NAME, sentence));
            }
            let operator = Operator {
                id: change.writer.next_operator()?,
                user_name: new.user_name.clone(),
                full_name: name::full_name(&new.full_name)?,
                role: new.role,
                disabled: false,
                must_change_password: true,
                last_sign_on_at: None,
                created: change.stamp.clone(),
            };
            let row = change.with_new_keys(operator, &new.password)?;
            change.writer.add_operator(&row)?;
            change.settle_keys(&row.operator, Holding::NOTHING, &mut |_, _| ())?;
            let details = json!({
                "operator": new.user_name,
                "full_name": row.operator.full_name,
                "role": new.role.word(),
            });
            change.record(Action::OperatorAdded, None, &details)
        })?;
        self.operator(&new.user_name)
    }

    /// Changes full name, role or state. Who loses the right to show secrets or to administer loses the keys
    /// too: they are made anew, and `progress` tells how far the sealed copies are.
    ///
    /// # Errors
    /// No such operator, the last administrator, somebody else was quicker, no right.
    pub fn update_operator(
        &mut self,
        user_name: &str,
        wanted: &OperatorChange,
        progress: Progress<'_>,
    ) -> Result<OperatorRecord, Error> {
        let full_name = wanted.full_name.as_deref().map(name::full_name).transpose()?;
        self.change(Right::Operators, |change| {
            let before = find(change.writer, user_name)?.operator;
            if wanted.is_overtaken(&before) {
                return Err(Error::overtaken(&before.user_name));
            }
            let after = Operator {
                full_name: full_name.unwrap_or_else(|| before.full_name.clone()),
                role: wanted.role.unwrap_or(before.role),
                disabled: wanted.disabled.unwrap_or(before.disabled),
                ..before.clone()
            };
            change.writer.update_operator(&after)?;
            administrator_left(change.writer, &before)?;
            let sum = change.settle_keys(&after, Holding::of(&before), progress)?;
            let details = json!({
                "operator": before.user_name,
                "full_name": [before.full_name, after.full_name],
                "role": [before.role.word(), after.role.word()],
                "disabled": [before.disabled, after.disabled],
            });
            change.record_sum(Action::OperatorUpdated, None, &details, sum)
        })?;
        self.store.forget_destroyed();
        self.operator(user_name)
    }

    /// Deletes an operator: the password opens nothing of the file any more.
    ///
    /// # Errors
    /// No such operator, the last administrator, no right.
    pub fn delete_operator(&mut self, user_name: &str, progress: Progress<'_>) -> Result<(), Error> {
        self.change(Right::Operators, |change| {
            let before = find(change.writer, user_name)?.operator;
            change.writer.delete_operator(before.id, change.stamp.at)?;
            administrator_left(change.writer, &before)?;
            let sum = change.settle_keys(&before, Holding::of(&before), progress)?;
            change.record_sum(Action::OperatorDeleted, None, &json!({ "operator": before.user_name }), sum)
        })?;
        self.store.forget_destroyed();
        Ok(())
    }

    /// Ends every lock of an operator's name.
    ///
    /// # Errors
    /// No such operator, no right.
    pub fn unlock_operator(&mut self, user_name: &str) -> Result<OperatorRecord, Error> {
        self.change(Right::Operators, |change| {
            let operator = find(change.writer, user_name)?.operator;
            change.writer.forget_sign_on_failures(&operator.user_name)?;
            change.record(Action::OperatorUnlocked, None, &json!({ "operator": operator.user_name }))
        })?;
        self.operator(user_name)
    }

    /// Sets another operator's password: new keys under it, to be changed at the next sign-on.
    ///
    /// # Errors
    /// A password that may not be, no such operator, no right.
    pub fn reset_password(&mut self, user_name: &str, new: &Plaintext) -> Result<OperatorRecord, Error> {
        password::check(new, user_name)?;
        self.change(Right::Operators, |change| {
            let before = find(change.writer, user_name)?.operator;
            if before.id == change.session.operator.id {
                let sentence =
                    "Change your own password with the old one: clientkeep operator passwd".to_owned();
                return Err(Error::conflict(field::USER_NAME, sentence));
            }
            let operator = Operator { must_change_password: true, ..before.clone() };
            let row = change.with_new_keys(operator, new)?;
            change.writer.update_operator(&row.operator)?;
            change.writer.put_operator_keys(&row, change.stamp.at)?;
            change.writer.forget_sign_on_failures(&before.user_name)?;
            change.settle_keys(&row.operator, Holding::NOTHING, &mut |_, _| ())?;
            change.record(Action::PasswordReset, None, &json!({ "operator": before.user_name }))
        })?;
        self.operator(user_name)
    }

    /// Changes the password of whoever signed on. The keys stay the same.
    ///
    /// # Errors
    /// A password that may not be, or the same as before.
    pub fn change_password(&mut self, old: &Plaintext, new: &Plaintext) -> Result<(), Error> {
        let user_name = self.session.as_ref().ok_or(Error::NotSignedOn)?.operator().to_owned();
        password::check(new, &user_name)?;
        if old.expose() == new.expose() {
            let sentence = "The new password is the old one: choose another.".to_owned();
            return Err(Error::conflict(field::PASSWORD, sentence));
        }
        // Signing on with the old one proves that it is still the same person; whoever is not stays where the
        // real one left off.
        let before = self.session.take();
        if let Err(error) = self.sign_on(&user_name, old) {
            self.session = before;
            return Err(error);
        }
        let policy = self.world.policy.passwords;
        let session = self.session.take().ok_or(Error::NotSignedOn)?;
        let keyring = session.keyring.change_password(new, policy, &mut *self.world.entropy)?;
        self.session = Some(super::Session { keyring, ..session });
        self.change(Right::OwnPassword, |change| {
            let locked = change.lock_own_keys()?;
            // As the operator is now: role and state may have changed since the sign-on.
            let now = change.session_now()?;
            let operator = Operator { must_change_password: false, ..now.clone() };
            change.writer.update_operator(&operator)?;
            change.writer.lock_keys(operator.id, &locked)?;
            change.record(Action::PasswordChanged, None, &json!({ "operator": operator.user_name }))
        })
    }

    fn operator(&self, user_name: &str) -> Result<OperatorRecord, Error> {
        let same = |record: &OperatorRecord| record.operator.user_name.eq_ignore_ascii_case(user_name);
        self.operators()?.into_iter().find(same).ok_or_else(|| Error::not_found("operator", user_name))
    }
}

impl Change<'_> {
    /// New key pairs for an operator, locked under a password.
    fn with_new_keys(&mut self, operator: Operator, password: &Plaintext) -> Result<OperatorRow, Error> {
        let pinned = self.trusted.registry_key;
        let (_, session, world) = self.parts();
        let policy = world.policy.passwords;
        let entropy = &mut *world.entropy;
        let keyring = Keyring::generate(pinned, entropy)?;
        let keyring =
            OpenKeyring::under_password(keyring, password, session.registry, operator.id, policy, entropy)?;
        let (public, locked) = (keyring.public(), locked(&keyring.locked(entropy)?));
        Ok(OperatorRow { operator, receive_key: public.receive, sign_key: public.sign, locked: Some(locked) })
    }

    fn lock_own_keys(&mut self) -> Result<LockedKeys, Error> {
        let (_, session, world) = self.parts();
        Ok(locked(&session.keyring.locked(&mut *world.entropy)?))
    }
}

fn find(reader: &Reader<'_>, user_name: &str) -> Result<OperatorRow, Error> {
    reader.operator(user_name)?.ok_or_else(|| Error::not_found("operator", user_name))
}

/// Refuses to lose the last administrator who can sign on.
fn administrator_left(reader: &Reader<'_>, changed: &Operator) -> Result<(), Error> {
    let left = reader.operators()?.iter().any(|row| Holding::of(&row.operator).registry);
    if left {
        return Ok(());
    }
    let sentence = format!(
        "{} is the last administrator and stays one: make somebody else an administrator first.",
        changed.user_name
    );
    Err(Error::conflict(field::USER_NAME, sentence))
}
