//! Clients that come in from documents: first all are looked at and every problem is told, then all are stored in
//! one transaction, or none. Secrets are hashed on all cores before it begins, as far as memory allows.

mod judge;
mod seen;
mod survey;

use serde_json::json;

use super::change::Change;
use super::error::Error;
use super::hashing::{DrawnSecret, Staging, staging};
use super::secrets::{self, Bare, StagedSecret};
use super::{Service, Telling, clients};
use crate::domain::audit::Action;
use crate::domain::{Client, Plaintext, Right};
use crate::vault;
pub use judge::ImportRules;
pub(super) use judge::client_id_to_be_made;
use judge::{Judged, Sure};
pub(super) use seen::Seen;
pub(super) use survey::refuse;
pub use survey::{ImportAdvice, ImportProblem, Incoming, Survey};

/// Clients that are hashed before the transaction begins, and that wait in memory at most.
const WINDOW: usize = 10_000;

/// A client that came in, and its new secret where it got one.
pub struct Arrived {
    /// The client's ID.
    pub client_id: String,
    /// Its new secret.
    pub secret: Option<Plaintext>,
}

/// A client on its way in.
struct Coming {
    client: Box<Client>,
    enabled: bool,
    secret: Kept,
}

/// What is stored of its secret.
enum Kept {
    /// Nothing: it is public.
    Nothing,
    /// What is being hashed; new ones are handed out.
    Hashed { new: bool, expires_at: Option<i64> },
    /// What was found.
    Verifier(Bare),
}

impl Service {
    /// Stores the clients of a document that was surveyed, in one transaction, and tells how many secrets are
    /// hashed.
    ///
    /// # Errors
    /// No right; a document with problems, unless such clients are left out, or one that differs from what was
    /// surveyed; a client that fits no more; [`Error::Interrupted`]. Nothing is kept then.
    pub fn import(
        &mut self,
        source: Incoming<'_>,
        rules: &ImportRules,
        survey: &Survey,
        tell: Telling<'_>,
    ) -> Result<Vec<Arrived>, Error> {
        self.may_try(Right::Import)?;
        if !rules.skip_invalid {
            refuse(survey.problems())?;
        }
        let cost = self.verifier_cost()?;
        staging(cost, |staging| {
            let mut feed = Feed { source, rules, survey, over: false };
            feed.fill(staging, &mut *self.world.entropy)?;
            let all = survey.to_hash;
            let mut told = |done| if tell(done, all).is_break() { Err(Error::Interrupted) } else { Ok(()) };
            while staging.wait()? {
                told(staging.done)?;
            }
            self.change(Right::Import, |change| {
                let mut arrived = Vec::with_capacity(usize::try_from(survey.sound).unwrap_or_default());
                while let Some((coming, staged)) = staging.pop()? {
                    arrived.push(store(change, coming, staged)?);
                    if arrived.len() % 64 == 0 {
                        told(staging.done)?;
                    }
                    feed.fill(staging, change.entropy())?;
                }
                Ok(arrived)
            })
        })
    }
}

/// Takes clients from the document as there is room for them.
struct Feed<'a> {
    source: Incoming<'a>,
    rules: &'a ImportRules,
    survey: &'a Survey,
    over: bool,
}

impl Feed<'_> {
    fn fill(&mut self, staging: &mut Staging<Coming>, entropy: &mut dyn vault::Entropy) -> Result<(), Error> {
        while !self.over && staging.len() < WINDOW {
            let Some(declared) = self.source.next() else {
                self.over = true;
                break;
            };
            let declared = declared?;
            if self.survey.left_out.binary_search(&declared.number).is_ok() {
                continue;
            }
            let Judged::Sound { mut client, secret } = judge::judge(&declared, self.rules) else {
                return Err(changed(declared.line));
            };
            if client.client_id.is_empty() {
                client.client_id = vault::client_id(entropy)?;
            }
            let expires_at = declared.secret_expires_at;
            let (secret, drawn) = match secret {
                Sure::Nothing => (Kept::Nothing, None),
                Sure::New => {
                    (Kept::Hashed { new: true, expires_at: None }, Some(DrawnSecret::generated(entropy)?))
                }
                Sure::Plain(plaintext) => {
                    let drawn = DrawnSecret::imported(plaintext, entropy)?;
                    (Kept::Hashed { new: false, expires_at }, Some(drawn))
                }
                Sure::Verifier { phc, sha256 } => (Kept::Verifier(Bare { phc, sha256, expires_at }), None),
            };
            let enabled = declared.enabled.unwrap_or(true);
            staging.push(Coming { client, enabled, secret }, drawn)?;
        }
        Ok(())
    }
}

fn changed(line: u64) -> Error {
    Error::Unreadable {
        line,
        sentence: "The file was changed while it was read. Import it again.".to_owned(),
    }
}

fn store(change: &mut Change<'_>, coming: Coming, staged: Option<StagedSecret>) -> Result<Arrived, Error> {
    let Coming { client, enabled, secret } = coming;
    let (id, client, mut given) = clients::add_one(change, *client, enabled)?;
    let client_id = client.client_id;
    let mut handed = None;
    let told = match (secret, staged) {
        (Kept::Hashed { new, expires_at }, Some(staged)) => {
            let staged = staged.until(expires_at);
            secrets::add(change, id, &client_id, &staged)?;
            if new {
                given["channel"] = json!(change.channel);
                handed = Some(staged.into_plaintext());
            }
            if new { "new" } else { "imported" }
        }
        (Kept::Verifier(bare), _) => {
            secrets::add_bare(change, id, &client_id, &bare)?;
            "verifier"
        }
        (Kept::Nothing | Kept::Hashed { .. }, _) => "none",
    };
    given["secret"] = json!(told);
    if told != "none" {
        given["generation"] = json!(1);
    }
    change.record(Action::ClientImported, Some(&client_id), &given)?;
    Ok(Arrived { client_id, secret: handed })
}
