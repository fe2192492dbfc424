//! Whether credentials are accepted, and if not, why not. The same questions are asked of the registry
//! whatever the answer, and the vault's work depends on the presented text alone.

use super::Service;
use super::error::Error;
use crate::domain::{Plaintext, Status};
use crate::store::LiveSecret;
use crate::vault::{Fingerprint, StoredVerifier};

/// What became of presented credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether a server accepts them now.
    pub accepted: bool,
    /// The client ID that was presented.
    pub client_id: String,
    /// One plain word or three.
    pub reason: &'static str,
}

pub(super) fn stored(secret: &LiveSecret) -> StoredVerifier {
    StoredVerifier {
        generation: secret.generation,
        phc: secret.phc.clone(),
        fingerprint: secret.sha256.map(Fingerprint::from_bytes),
    }
}

impl Service {
    /// Checks credentials as an authorization server does. Needs no sign-on.
    ///
    /// # Errors
    /// A registry that can't be read.
    pub fn verify(&mut self, client_id: &str, secret: &Plaintext) -> Result<Verdict, Error> {
        let fallback = self.verifier_cost()?;
        let presented = Fingerprint::of(secret.expose());
        let (client, live, known) = self.store.snapshot(|reader| {
            let client =
                reader.client_by_id(client_id)?.filter(|(_, record)| record.client.client_id == client_id);
            let live = reader.live_secrets(client_id)?;
            let known = reader.secret_of(presented.as_ref().map_or(&[0; 32], Fingerprint::as_bytes))?;
            Ok::<_, Error>((client, live, known))
        })?;
        let live: Vec<StoredVerifier> = live.iter().map(stored).collect();
        let generation = self.verifier.check(secret.expose(), &live, fallback)?;
        let own = known.is_some_and(|(owner, _)| owner == client_id);
        let reason = match (generation, client.map(|(_, record)| record.status())) {
            (Some(_), Some(Status::Enabled)) => "accepted",
            (_, None) => "unknown client",
            (_, Some(Status::Deleted)) => "deleted client",
            (_, Some(Status::Disabled)) => "disabled client",
            (_, Some(Status::Enabled)) if own => "retired secret",
            (_, Some(Status::Enabled)) => "wrong secret",
        };
        Ok(Verdict { accepted: reason == "accepted", client_id: client_id.to_owned(), reason })
    }
}
