//! Whether credentials are accepted, and if not, why not. The same questions are asked of the registry
//! whatever the answer, and the vault's work depends on the presented text alone.

use super::Service;
use super::error::Error;
use crate::domain::{Facts, Outcome, Plaintext, Refusal, Settings, Status, Word};
use crate::store::{LiveSecret, Reader, Store};
use crate::vault::{Cost, Fingerprint, StoredVerifier, Verifier};

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
        let policy = self.world.policy.verifiers;
        let answer = credentials(&self.store, &mut self.verifier, client_id, secret, |reader| {
            policy.map_or_else(|| verifier_cost(&reader.settings()?), Ok)
        })?
        .verdict;
        let reason = answer.as_ref().map_or_else(|refusal| refusal.word(), |_| "accepted");
        Ok(Verdict { accepted: answer.is_ok(), client_id: client_id.to_owned(), reason })
    }
}

/// What became of presented credentials, and what there is to report of the secret.
pub(super) struct Answer {
    pub verdict: Result<Facts, Refusal>,
    pub report: Option<(u32, Outcome)>,
}

/// The one verification. `cost` is asked where the presented text is no generated secret, whatever the client.
pub(super) fn credentials(
    store: &Store,
    verifier: &mut Verifier,
    client_id: &str,
    secret: &Plaintext,
    cost: impl FnOnce(&Reader<'_>) -> Result<Cost, Error>,
) -> Result<Answer, Error> {
    let presented = Fingerprint::of(secret.expose());
    store.snapshot(|reader| {
        let status = reader.client_status(client_id)?;
        let facts = reader.active_client(client_id)?;
        let live: Vec<StoredVerifier> = reader.live_secrets(client_id)?.iter().map(stored).collect();
        let known = reader.secret_of(presented.as_ref().map_or(&[0; 32], Fingerprint::as_bytes))?;
        let cost = if presented.is_some() { Cost::SERVERS } else { cost(reader)? };
        let generation = verifier.check(secret.expose(), &live, cost)?;
        let own = known.filter(|(owner, _)| owner == client_id).map(|(_, generation)| generation);
        let verdict = match (facts, status) {
            (Some(facts), _) if generation.is_some() => Ok(facts),
            (_, None) => Err(Refusal::UnknownClient),
            (_, Some(Status::Deleted)) => Err(Refusal::DeletedClient),
            (_, Some(Status::Disabled)) => Err(Refusal::DisabledClient),
            (_, Some(Status::Enabled)) if own.is_some() => Err(Refusal::RetiredSecret),
            (_, Some(Status::Enabled)) => Err(Refusal::WrongSecret),
        };
        let report = match (&verdict, generation, own) {
            (Ok(_), Some(generation), _) => Some((generation, Outcome::Accepted)),
            (Err(_), _, Some(generation)) => Some((generation, Outcome::Refused)),
            _ => None,
        };
        Ok(Answer { verdict, report })
    })
}

/// What a verifier costs under these settings.
pub(super) fn verifier_cost(settings: &Settings) -> Result<Cost, Error> {
    let [memory, time, lanes] =
        [settings.argon2_memory_kib, settings.argon2_time, settings.argon2_parallelism].map(i64::from);
    Cost::new(memory, time, lanes).map_err(|_| Error::Tampered("the cost of verifiers is out of bounds"))
}
