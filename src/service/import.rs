//! Clients that come in from documents: first all are looked at and every problem is told, then all are stored in
//! one transaction, or none. Secrets are hashed on all cores before it begins, as far as memory allows.

mod judge;
mod seen;

use serde_json::json;

use super::change::Change;
use super::error::Error;
use super::hashing::{DrawnSecret, Staging, staging};
use super::secrets::{self, Bare, StagedSecret};
use super::{Service, Telling, clients};
use crate::domain::audit::Action;
use crate::domain::{Client, Declared, Draft, Plaintext, Problem, Profile, Right, Unverifiable, field};
use crate::store::Reader;
use crate::vault::{self, Cost};
pub(super) use judge::client_id_to_be_made;
use judge::{Judged, Sure};
pub(super) use seen::Seen;

/// Clients that are hashed before the transaction begins, and that wait in memory at most.
const WINDOW: usize = 10_000;
/// Problems that are told at most; the rest are counted.
const TOLD: usize = 10_000;

/// The clients of a document, as the exchange reads them.
pub type Incoming<'a> = &'a mut dyn Iterator<Item = Result<Declared, Error>>;

/// How clients come in.
#[derive(Clone, Debug, Default)]
pub struct ImportRules {
    /// What attributes that a document does not name start from.
    pub profile: Profile,
    /// The security class of clients for which the document names none.
    pub class: Option<String>,
    /// What becomes of those whose secret can't be checked here.
    pub unverifiable: Unverifiable,
    /// Whether clients with a problem are left out, instead of all of them.
    pub skip_invalid: bool,
}

/// What keeps a client from coming in.
#[derive(Clone, Debug)]
pub struct ImportProblem {
    /// The line to mend.
    pub line: u64,
    /// Which of the document's clients, from 1.
    pub number: u64,
    /// What is wrong.
    pub problem: Problem,
    /// The exit code that it would have by itself (SPEC §3).
    pub code: u8,
}

/// What was found in a document.
#[derive(Default)]
pub struct Survey {
    /// How many clients it has.
    pub clients: u64,
    /// How many of them would come in.
    pub sound: u64,
    /// How many of those would get a new secret.
    pub new_secrets: u64,
    /// How many secrets are to be hashed.
    pub to_hash: u64,
    /// For how many of them the document says when a secret ends that does not come in.
    pub ends_left_out: u64,
    /// What is wrong, in the order of the document.
    problems: Vec<ImportProblem>,
    /// How many problems there are beside those.
    pub more_problems: u64,
    /// Scopes that the registry does not define.
    pub undefined_scopes: Vec<String>,
    /// The numbers of the clients that stay out.
    left_out: Vec<u64>,
}

impl Survey {
    /// What is wrong, in the order of the document.
    #[must_use]
    pub fn problems(&self) -> &[ImportProblem] {
        &self.problems
    }

    /// How many clients stay out.
    #[must_use]
    pub fn skipped(&self) -> u64 {
        self.left_out.len() as u64
    }

    fn note(&mut self, declared: &Declared, problem: Problem, line: u64, code: u8) {
        if self.problems.len() < TOLD {
            self.problems.push(ImportProblem { line, number: declared.number, problem, code });
        } else {
            self.more_problems += 1;
        }
    }
}

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
    /// Looks at every client of a document, and changes nothing.
    ///
    /// # Errors
    /// No right; a document or a registry that can't be read.
    pub fn survey(&mut self, source: Incoming<'_>, rules: &ImportRules) -> Result<Survey, Error> {
        // Nothing is changed, but who may not change anything may not look at this either.
        self.change(Right::Import, |_| Ok(()))?;
        let (mut survey, mut seen) = (Survey::default(), Seen::at("on line"));
        self.store.snapshot(|reader| {
            for declared in source {
                let declared = declared?;
                survey.clients += 1;
                let sound = look(reader, &declared, rules, &mut survey, &mut seen)?;
                match sound {
                    None => survey.left_out.push(declared.number),
                    Some(secret) => {
                        survey.sound += 1;
                        survey.new_secrets += u64::from(matches!(secret, Sure::New));
                        survey.to_hash += u64::from(matches!(secret, Sure::New | Sure::Plain(_)));
                        let stays_out = matches!(secret, Sure::New | Sure::Nothing);
                        survey.ends_left_out += u64::from(stays_out && declared.secret_expires_at.is_some());
                    }
                }
            }
            Ok::<(), Error>(())
        })?;
        Ok(survey)
    }

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
            refuse(&survey.problems)?;
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

/// Refuses to begin where there is a problem.
pub(super) fn refuse(found: &[ImportProblem]) -> Result<(), Error> {
    if found.is_empty() {
        return Ok(());
    }
    Err(Error::Invalid(found.iter().map(|one| one.problem.clone()).collect()))
}

/// Looks at one client: what is sure of its secret, or none where it stays out.
fn look(
    reader: &Reader<'_>,
    declared: &Declared,
    rules: &ImportRules,
    survey: &mut Survey,
    seen: &mut Seen,
) -> Result<Option<Sure>, Error> {
    let (client, secret) = match judge::judge(declared, rules) {
        Judged::Sound { client, secret } => (client, secret),
        Judged::Skipped => return Ok(None),
        Judged::Unsound(problems) => {
            let invalid = Error::Invalid(Vec::new()).exit_code();
            for located in problems {
                survey.note(declared, located.problem, located.line, invalid);
            }
            return Ok(None);
        }
    };
    let mut fits = true;
    let mut note = |error: Error| -> Result<(), Error> {
        let code = error.exit_code();
        let problems = error.problems();
        if problems.is_empty() {
            return Err(error);
        }
        fits = false;
        for problem in problems {
            let line = declared.line_of(problem.field);
            survey.note(declared, problem, line, code);
        }
        Ok(())
    };
    clients::refer(reader, (*client).clone()).map(drop).or_else(&mut note)?;
    clients::name_is_free(reader, &client, None).or_else(&mut note)?;
    if !client.client_id.is_empty() {
        clients::client_id_is_free(reader, &client).or_else(&mut note)?;
    }
    seen.add(&client, declared.line).or_else(&mut note)?;
    let mut missing = Vec::new();
    for scope in &client.scopes {
        if reader.scope(scope)?.is_none() {
            note(clients::undefined_scope(scope))?;
            missing.push(scope);
        }
    }
    let sound = fits.then_some(secret);
    for scope in missing {
        if !survey.undefined_scopes.contains(scope) && survey.undefined_scopes.len() < TOLD {
            survey.undefined_scopes.push(scope.clone());
        }
    }
    Ok(sound)
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
            handed = new.then(|| staged.into_plaintext());
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

/// What a client starts from where the document says nothing.
fn base(rules: &ImportRules, own: Option<Profile>) -> Draft {
    let mut draft = Draft::new(own.unwrap_or(rules.profile));
    if let Some(class) = &rules.class {
        draft.set(field::SECURITY_CLASS, vec![class.clone()]);
    }
    draft
}

/// The least that a stored verifier may cost is argon2id's own; what is out of bounds is no verifier.
fn readable(phc: &str) -> bool {
    phc.parse::<vault::Phc>().is_ok_and(|phc| phc.cost().reaches(Cost::SMALLEST))
}
