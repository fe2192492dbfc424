//! All clients of a document are looked at and every problem is told, each with its line; nothing is changed.

use super::judge::{self, ImportRules, Judged, Sure};
use super::seen::Seen;
use crate::domain::{Advice, Declared, Problem, Right, imported_secret};
use crate::service::{Error, Service, fits};
use crate::store::Reader;

/// Problems, and as many pieces of advice, that are told at most; the rest are counted.
const TOLD: usize = 10_000;

/// The clients of a document, as the exchange reads them.
pub type Incoming<'a> = &'a mut dyn Iterator<Item = Result<Declared, Error>>;

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

/// What there is to be said of a client that comes in all the same.
#[derive(Clone, Debug)]
pub struct ImportAdvice {
    /// The line that it is about.
    pub line: u64,
    /// What is the matter.
    pub advice: Advice,
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
    /// What there is to be said of clients that come in, in the order of the document. It is told now or never: of a
    /// secret that came in only its hash is kept.
    pub advice: Vec<ImportAdvice>,
    /// How many pieces of advice there are beside those.
    pub more_advice: u64,
    /// Scopes that the registry does not define.
    pub undefined_scopes: Vec<String>,
    /// The numbers of the clients that stay out.
    pub(super) left_out: Vec<u64>,
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

    fn advise(&mut self, declared: &Declared, secret: &Sure) {
        let Sure::Plain(plaintext) = secret else { return };
        let Some(advice) = imported_secret::advice(plaintext) else { return };
        if self.advice.len() < TOLD {
            self.advice.push(ImportAdvice { line: declared.line_of(advice.field), advice });
        } else {
            self.more_advice += 1;
        }
    }

    fn note(&mut self, declared: &Declared, problem: Problem, line: u64, code: u8) {
        if self.problems.len() < TOLD {
            self.problems.push(ImportProblem { line, number: declared.number, problem, code });
        } else {
            self.more_problems += 1;
        }
    }
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
                        survey.advise(&declared, &secret);
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
}

/// Refuses to begin where there is a problem.
pub fn refuse(found: &[ImportProblem]) -> Result<(), Error> {
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
    fits::refer(reader, (*client).clone()).map(drop).or_else(&mut note)?;
    fits::name_is_free(reader, &client, None).or_else(&mut note)?;
    if !client.client_id.is_empty() {
        fits::client_id_is_free(reader, &client).or_else(&mut note)?;
    }
    seen.add(&client, declared.line).or_else(&mut note)?;
    let mut missing = Vec::new();
    for scope in &client.scopes {
        if reader.scope(scope)?.is_none() {
            note(fits::undefined_scope(scope))?;
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
