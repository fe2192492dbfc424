//! A registry as an authorization server uses it: opened for reading only, no sign-on. Each question reads
//! what is committed now; nothing is kept between two of them, so there is no stale yes.

use std::path::Path;
use std::sync::Arc;

use super::error::Error;
use super::reporter::{Reporter, UsageReports};
use super::verify::{self, verifier_cost};
use super::world::{Clock as _, SystemClock};
use crate::domain::{Facts, Plaintext, Refusal};
use crate::store::Store;
use crate::vault::Verifier;

/// An open registry that verifies credentials. One a thread: hashing needs memory of its own.
///
/// ```no_run
/// use clientkeep::domain::Plaintext;
/// use clientkeep::service::Registry;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mut registry = Registry::open_read_only("/srv/clientkeep/registry.db".as_ref())?;
/// let secret = Plaintext::new(String::from("cks1_…"));   // from the Authorization header
/// match registry.verify("abc-jane", &secret)? {
///     Ok(client) => println!("issue a token for {:?} that lives {} s", client.scopes, client.access_token_ttl),
///     Err(refusal) => println!("invalid_client; for the log only: {refusal:?}"),
/// }
/// # Ok(())
/// # }
/// ```
pub struct Registry {
    store: Store,
    verifier: Verifier,
    reporter: Arc<Reporter>,
}

impl Registry {
    /// Opens a registry for reading only. The file's group may do it, from a folder that it can't write, also
    /// while no clientkeep runs.
    ///
    /// # Errors
    /// A file that is no registry to trust, or whose views are not as clientkeep made them.
    pub fn open_read_only(path: &Path) -> Result<Self, Error> {
        let store = Store::open_read_only(path)?;
        let reporter = Reporter::of(store.path());
        Ok(Self { store, verifier: Verifier::new(), reporter })
    }

    /// Whether these credentials are accepted now: the client's facts, or why not. The use of a secret, and that a
    /// retired one was tried again, is reported to `registry.usage.db` in the background, for clientkeep to show:
    /// no verification waits for that or fails by it.
    ///
    /// # Errors
    /// A registry that can't be read. Refuse the request then.
    pub fn verify(&mut self, client_id: &str, secret: &Plaintext) -> Result<Result<Facts, Refusal>, Error> {
        let answer = verify::credentials(&self.store, &mut self.verifier, client_id, secret, |reader| {
            verifier_cost(&reader.settings()?)
        })?;
        self.reporter.note(client_id, SystemClock.now(), answer.report);
        Ok(answer.verdict)
    }

    /// What became of the reports of use so far, for a server's own figures. Nothing depends on them.
    #[must_use]
    pub fn usage_reports(&self) -> UsageReports {
        self.reporter.counts()
    }

    /// A client that may be used, without its secret: for a public client, or an authorization request.
    ///
    /// # Errors
    /// A registry that can't be read.
    pub fn client(&self, client_id: &str) -> Result<Option<Facts>, Error> {
        Ok(self.store.snapshot(|reader| reader.active_client(client_id))?)
    }

    /// Whether a user may use a client that is restricted to its partner's users.
    ///
    /// # Errors
    /// A registry that can't be read.
    pub fn has_partner_user(&self, partner: &str, user_name: &str) -> Result<bool, Error> {
        Ok(self.store.snapshot(|reader| reader.has_partner_user(partner, user_name))?)
    }
}
