//! A registry as an authorization server uses it: opened for reading only, no sign-on. Each question reads
//! what is committed now; nothing is kept between two of them, so there is no stale yes.

use std::path::Path;

use super::error::Error;
use super::verify::{self, verifier_cost};
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
}

impl Registry {
    /// Opens a registry for reading only. The file's group may do it, from a folder that it can't write, also
    /// while no clientkeep runs.
    ///
    /// # Errors
    /// A file that is no registry to trust.
    pub fn open_read_only(path: &Path) -> Result<Self, Error> {
        Ok(Self { store: Store::open_read_only(path)?, verifier: Verifier::new() })
    }

    /// Whether these credentials are accepted now: the client's facts, or why not.
    ///
    /// # Errors
    /// A registry that can't be read. Refuse the request then.
    pub fn verify(&mut self, client_id: &str, secret: &Plaintext) -> Result<Result<Facts, Refusal>, Error> {
        verify::credentials(&self.store, &mut self.verifier, client_id, secret, |reader| {
            verifier_cost(&reader.settings()?)
        })
    }

    /// A client that may be used, without its secret: for a public client, or an authorization request.
    ///
    /// # Errors
    /// A registry that can't be read.
    pub fn client(&self, client_id: &str) -> Result<Option<Facts>, Error> {
        Ok(self.store.read().active_client(client_id)?)
    }

    /// Whether a user may use a client that is restricted to its partner's users.
    ///
    /// # Errors
    /// A registry that can't be read.
    pub fn has_partner_user(&self, partner: &str, user_name: &str) -> Result<bool, Error> {
        Ok(self.store.read().has_partner_user(partner, user_name)?)
    }
}
