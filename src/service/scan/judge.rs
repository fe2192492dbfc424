//! Whose a candidate is, and whether it opens anything: asked of the registry as it is now. Texts that may be
//! imported secrets are hashed once each, and not without end.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use super::candidate::Candidate;
use crate::domain::sighting::{Form, SightedClient, SightedState, Sighting};
use crate::domain::{ClientRecord, Plaintext, SecretOrigin};
use crate::service::Error;
use crate::service::verify;
use crate::store::Reader;
use crate::vault::{Cost, Fingerprint, StoredVerifier, Verifier};

/// Different pairs that are hashed at most; later ones are *unchecked*.
pub const HASHED_AT_MOST: usize = 1_000;
/// Answers about generated secrets that are kept at most.
const KEPT_AT_MOST: usize = 4_096;

/// Asks the registry about candidates.
pub struct Judge<'s> {
    reader: Reader<'s>,
    verifier: &'s mut Verifier,
    cost: Cost,
    now: i64,
    generated: HashMap<[u8; 32], Option<(SightedClient, u32, SightedState)>>,
    /// Which of the client's secrets each pair is, by a hash that nobody outside can compute.
    pairs: HashMap<u64, Option<u32>>,
    marks: RandomState,
}

impl<'s> Judge<'s> {
    /// One that has been asked nothing.
    pub fn new(reader: Reader<'s>, verifier: &'s mut Verifier, cost: Cost, now: i64) -> Self {
        let (generated, pairs, marks) = (HashMap::new(), HashMap::new(), RandomState::new());
        Self { reader, verifier, cost, now, generated, pairs, marks }
    }

    /// What a candidate is; nothing where it is no secret of anybody.
    ///
    /// # Errors
    /// A registry that can't be read.
    pub fn judge(&mut self, candidate: &Candidate) -> Result<Option<Sighting>, Error> {
        match candidate {
            Candidate::Generated(form, fingerprint) => self.generated(*form, *fingerprint).map(Some),
            Candidate::Presented(form, client_id, texts) => self.presented(*form, client_id, texts),
        }
    }

    fn generated(&mut self, form: Form, fingerprint: Fingerprint) -> Result<Sighting, Error> {
        let key = *fingerprint.as_bytes();
        if self.generated.len() >= KEPT_AT_MOST {
            self.generated.clear();
        }
        if !self.generated.contains_key(&key) {
            let found = self.owner(&key)?;
            self.generated.insert(key, found);
        }
        Ok(match self.generated.get(&key).cloned().flatten() {
            Some((client, generation, state)) => {
                Sighting { form, client: Some(client), generation: Some(generation), state }
            }
            None => Sighting { form, client: None, generation: None, state: SightedState::Unknown },
        })
    }

    fn owner(&self, sha256: &[u8; 32]) -> Result<Option<(SightedClient, u32, SightedState)>, Error> {
        let Some((client_id, generation)) = self.reader.secret_of(sha256)? else { return Ok(None) };
        let Some((id, record)) = self.reader.client_by_id(&client_id)? else { return Ok(None) };
        let state = state(&self.reader, id, generation, self.now)?;
        Ok(Some((sighted(&record), generation, state)))
    }

    fn presented(
        &mut self,
        form: Form,
        client_id: &str,
        texts: &[Plaintext],
    ) -> Result<Option<Sighting>, Error> {
        let exact = |(_, record): &(i64, ClientRecord)| record.client.client_id == client_id;
        let Some((id, record)) = self.reader.client_by_id(client_id)?.filter(exact) else { return Ok(None) };
        let imported = self.imported(id)?;
        let mut unchecked = false;
        for text in texts.iter().filter(|_| !imported.is_empty()) {
            let mark = self.marks.hash_one((client_id, text.expose()));
            let generation = match self.pairs.get(&mark) {
                Some(known) => *known,
                None if self.pairs.len() < HASHED_AT_MOST => {
                    let found = self.hash(text, &imported)?;
                    self.pairs.insert(mark, found);
                    found
                }
                None => {
                    unchecked = true;
                    None
                }
            };
            if let Some(generation) = generation {
                let state = state(&self.reader, id, generation, self.now)?;
                let client = Some(sighted(&record));
                return Ok(Some(Sighting { form, client, generation: Some(generation), state }));
            }
        }
        let state = match (unchecked, form) {
            (true, _) => SightedState::Unchecked,
            // A header is one whatever is in it; a pair without a known secret is only text with a colon.
            (false, Form::Basic) => SightedState::Unknown,
            (false, _) => return Ok(None),
        };
        Ok(Some(Sighting { form, client: Some(sighted(&record)), generation: None, state }))
    }

    /// What verifies a client's imported secrets, retired ones too.
    fn imported(&self, client: i64) -> Result<Vec<StoredVerifier>, Error> {
        let mut found = Vec::new();
        for secret in self.reader.secrets(client)? {
            if secret.origin == SecretOrigin::Imported {
                found.extend(
                    self.reader.secret_verifier(client, secret.generation)?.iter().map(verify::stored),
                );
            }
        }
        Ok(found)
    }

    fn hash(&mut self, text: &Plaintext, imported: &[StoredVerifier]) -> Result<Option<u32>, Error> {
        for stored in imported {
            let found = self.verifier.check(text.expose(), std::slice::from_ref(stored), self.cost)?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}

/// A sighting as it is by now; one of a client that was purged is of nobody that is known.
///
/// # Errors
/// A registry that can't be read.
pub fn again(reader: &Reader<'_>, seen: &Sighting, now: i64) -> Result<Sighting, Error> {
    let mut sighting = seen.clone();
    let Some(client) = &seen.client else { return Ok(sighting) };
    let Some((id, record)) = reader.client_by_id(&client.client_id)? else {
        let state = SightedState::Unknown;
        return Ok(Sighting { form: seen.form, client: None, generation: None, state });
    };
    if let Some(generation) = seen.generation {
        sighting.state = state(reader, id, generation, now)?;
    }
    sighting.client = Some(sighted(&record));
    Ok(sighting)
}

fn state(reader: &Reader<'_>, client: i64, generation: u32, now: i64) -> Result<SightedState, Error> {
    let secrets = reader.secrets(client)?;
    let secret = secrets.iter().find(|secret| secret.generation == generation);
    Ok(secret.map_or(SightedState::Unknown, |secret| SightedState::of(secret, now)))
}

fn sighted(record: &ClientRecord) -> SightedClient {
    let client_id = record.client.client_id.clone();
    SightedClient { client_id, name: record.client.name.clone(), status: record.status() }
}
