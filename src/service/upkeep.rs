//! Upkeep: is the registry whole, and a consistent copy of it while it is in use.

use std::ops::ControlFlow;
use std::path::Path;

use serde_json::json;

use super::copies::{Broken, CopyKey};
use super::error::Error;
use super::log::Finding;
use super::{Service, charter};
use crate::domain::Right;
use crate::domain::audit::Action;
use crate::store::SealedCopyRow;

impl Service {
    /// What is not as it was made in the registry's schema: where there is anything, nothing that the registry answers is
    /// to be believed.
    ///
    /// # Errors
    /// A registry that can't be read at all.
    pub fn check_schema(&self) -> Result<Vec<Finding>, Error> {
        let differences = self.store.read().schema_differences()?;
        let told = |difference| {
            format!(
                "The registry's schema is not as clientkeep made it: {difference}; nothing else was checked."
            )
        };
        Ok(differences.iter().map(|difference| found(told(difference), None)).collect())
    }

    /// Checks the file, the audit log with every row that it answers for, and the charter's signature; of a registry
    /// whose schema somebody changed, only that is told.
    ///
    /// # Errors
    /// A registry that can't be read at all.
    pub fn check(&self) -> Result<Vec<Finding>, Error> {
        let strange = self.check_schema()?;
        if !strange.is_empty() {
            return Ok(strange);
        }
        let mut findings: Vec<Finding> = self
            .store
            .read()
            .integrity()?
            .into_iter()
            .map(|sentence| found(format!("SQLite finds damage: {sentence}"), None))
            .collect();
        findings.extend(self.verify_log(None)?.findings);
        if !self.store.read().tally_is_right()? {
            findings.push(found(
                "The number of clients that is kept is not the one that is counted.".to_owned(),
                None,
            ));
        }
        Ok(findings)
    }

    /// Opens every sealed copy and compares it with its verifier.
    ///
    /// # Errors
    /// No right, or a registry that can't be read.
    pub fn check_sealed(&mut self, progress: super::Progress<'_>) -> Result<Vec<Finding>, Error> {
        self.change(Right::CheckSealed, |change| {
            change.record(Action::SealedCopiesChecked, None, &json!({}))
        })?;
        let count = self.store.read().count_sealed_copies()?;
        let (mut after, mut done, mut findings) = ((0, 0), 0, Vec::new());
        loop {
            let copies = self.store.read().sealed_copies(after, 500)?;
            let Some(last) = copies.last() else { break };
            after = (last.client, last.generation);
            for copy in &copies {
                if let Err(Broken(why)) = self.copy_is_whole(copy)?
                    && self.copy_is_there(copy)?
                {
                    let sentence = format!("{}, secret {}: {why}.", copy.client_id, copy.generation);
                    findings.push(found(sentence, Some(&copy.client_id)));
                }
                done += 1;
            }
            progress(done, count);
        }
        Ok(findings)
    }

    /// Whether a copy is still as it was read: a rotation meanwhile is no damage.
    fn copy_is_there(&self, copy: &SealedCopyRow) -> Result<bool, Error> {
        let now = self.store.read().sealed_copy(copy.client)?;
        Ok(now.is_some_and(|now| now.generation == copy.generation && now.sealed == copy.sealed))
    }

    fn copy_is_whole(&mut self, copy: &SealedCopyRow) -> Result<Result<(), Broken>, Error> {
        let session = self.session.as_ref().ok_or(Error::NotSignedOn)?;
        let reader = self.store.read();
        let trusted = charter::verify(&reader, &session.keyring.pinned())?;
        let key = CopyKey::of(session, &reader, &trusted)?;
        let stored = reader.secret_verifier(copy.client, copy.generation)?;
        Ok(self.open_copy(copy.clone(), stored.as_ref(), key.as_ref())?.map(drop))
    }

    /// Whether nothing that was destroyed is left in the write-ahead log. Where something reads, it stays there
    /// for the next opener.
    #[must_use]
    pub fn destroyed_is_gone(&self) -> bool {
        self.store.read_only() || self.store.forget_destroyed()
    }

    /// Writes a consistent copy of the registry to a new file, while it is in use.
    ///
    /// # Errors
    /// A file that is there already or can't be written.
    pub fn backup(&mut self, to: &Path) -> Result<(), Error> {
        self.backup_while(to, || ControlFlow::Continue(()))
    }

    /// As [`Service::backup`], for as long as `go_on` says so; what was written goes where it is broken off.
    ///
    /// # Errors
    /// As [`Service::backup`], or that it was broken off.
    pub fn backup_while(
        &mut self,
        to: &Path,
        go_on: impl FnMut() -> ControlFlow<()> + Send + 'static,
    ) -> Result<(), Error> {
        Ok(self.store.backup(to, go_on)?)
    }
}

fn found(sentence: String, client: Option<&str>) -> Finding {
    Finding { sentence, client: client.map(str::to_owned), last_good: 0 }
}

#[cfg(test)]
mod tests {
    use crate::domain::Rotation;
    use crate::service::tests::Bench;
    use crate::store::SealedCopyRow;

    #[test]
    fn a_copy_that_a_rotation_or_a_new_vault_key_took_away_meanwhile_is_no_damage() {
        let mut bench = Bench::new();
        let id = bench.create("ABC Shipping").record.client.client_id;
        let copy = |bench: &Bench| bench.service.store.read().sealed_copies((0, 0), 500).unwrap().remove(0);
        let first = copy(&bench);
        assert!(bench.service.copy_is_there(&first).unwrap());
        bench.service.rotate(&[id], Rotation::default()).unwrap();
        let second = copy(&bench);
        assert!(!bench.service.copy_is_there(&first).unwrap());
        let before = SealedCopyRow { sealed: first.sealed, ..second.clone() };
        assert!(!bench.service.copy_is_there(&before).unwrap(), "it was sealed afresh since");
        assert!(bench.service.copy_is_there(&second).unwrap());
    }
}
