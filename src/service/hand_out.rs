//! Handing out a secret that is still at hand after it was made, as in a show-once registry, which keeps no
//! copy of it. The audit log is told first, as for a secret that is opened again.

use super::secrets::{Credentials, Disclosure};
use super::{Service, clients, error::Error, verify};
use crate::domain::Plaintext;

impl Service {
    /// Records that this secret, which servers accept for the client when it is enabled, becomes known to somebody, and gives
    /// the credentials.
    ///
    /// # Errors
    /// No right; no such client; servers do not accept the secret (any more).
    pub fn hand_out(
        &mut self,
        client_id: &str,
        secret: &Plaintext,
        how: &Disclosure,
    ) -> Result<Credentials, Error> {
        let (right, action) = how.told();
        let cost = self.verifier_cost()?;
        let reader = self.store.read();
        // Whether the client is enabled does not matter: it may be made ready before it is.
        let (id, _) = clients::find(&reader, client_id)?;
        let stored: Vec<_> = reader.usable_secrets(id)?.iter().map(verify::stored).collect();
        let Some(generation) = self.verifier.check(secret.expose(), &stored, cost)? else {
            let sentence =
                "Servers do not accept this secret any more. Generate a new one and hand that over.";
            return Err(Error::NoSecret(sentence.to_owned()));
        };
        self.change(right, |change| {
            let (_, record) = clients::find(change.writer, client_id)?;
            change.record(action, Some(&record.client.client_id), &how.details(generation))?;
            Ok(Credentials { client_id: record.client.client_id, secret: secret.clone() })
        })
    }
}
