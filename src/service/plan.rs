//! Declared clients against those that there are: what would change, and why it can't. Nothing is changed here.

use std::collections::HashSet;

use super::error::Error;
use super::import::{self, ImportProblem, Seen};
use super::{Service, fits, listing};
use crate::domain::{
    Client, ClientRecord, ClientType, Declared, Draft, GivenSecret, Located, Problem, Right, field,
};
use crate::store::Reader;

/// What is to be done about one client.
pub enum Step {
    /// It is to be made; its ID may be empty, to be made too.
    Create {
        /// As it will be.
        client: Box<Client>,
        /// Whether it may be used.
        enabled: bool,
    },
    /// It is to be changed.
    Change {
        /// As it is.
        before: Box<ClientRecord>,
        /// As it will be.
        client: Box<Client>,
        /// Whether it may be used.
        enabled: bool,
    },
    /// It is to be deleted, for it is not declared.
    Delete(Box<ClientRecord>),
}

/// What is to be done.
#[derive(Default)]
pub struct Plan {
    pub(super) steps: Vec<Step>,
    unchanged: u64,
    problems: Vec<ImportProblem>,
}

impl Plan {
    /// In the order of the declarations; what is deleted comes last. They are told and never given: each client in
    /// them was checked.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How many clients are as they were declared.
    #[must_use]
    pub fn unchanged(&self) -> u64 {
        self.unchanged
    }

    /// Why it can't be done.
    #[must_use]
    pub fn problems(&self) -> &[ImportProblem] {
        &self.problems
    }

    /// How many clients would be deleted.
    #[must_use]
    pub fn deleted(&self) -> usize {
        self.steps.iter().filter(|step| matches!(step, Step::Delete(_))).count()
    }

    /// How many new clients get a secret.
    #[must_use]
    pub fn new_secrets(&self) -> usize {
        let confidential = |step: &&Step| matches!(step, Step::Create { client, .. } if has_secret(client));
        self.steps.iter().filter(confidential).count()
    }

    /// The strongest right that it takes.
    pub(super) fn right(&self) -> Right {
        let renames = |step: &Step| matches!(step, Step::Change { before, client, .. } if before.client.name != client.name);
        if self.deleted() > 0 {
            Right::Delete
        } else if self.steps.iter().any(renames) {
            Right::Rename
        } else {
            Right::Apply
        }
    }
}

/// Whether a new client gets a secret.
pub(super) fn has_secret(client: &Client) -> bool {
    client.client_type == ClientType::Confidential
}

impl Service {
    /// What it takes until the registry is as declared; with `prune`, clients that are not declared go. Needs no
    /// sign-on and changes nothing.
    ///
    /// # Errors
    /// A registry that can't be read.
    pub fn plan(&self, declared: &[Declared], prune: bool) -> Result<Plan, Error> {
        let (mut plan, mut seen, mut kept) = (Plan::default(), Seen::at("of declaration"), HashSet::new());
        self.store.snapshot(|reader| {
            for one in declared {
                match step(reader, one, &mut seen, &mut kept) {
                    Ok(Some(step)) => plan.steps.push(step),
                    Ok(None) => plan.unchanged += 1,
                    Err(Failed::Problems(mut problems)) => plan.problems.append(&mut problems),
                    Err(Failed::Unreadable(error)) => return Err(error),
                }
            }
            if prune && plan.problems.is_empty() {
                listing::each(reader, &[], &mut |_, record| {
                    if !kept.contains(&record.client.client_id) {
                        plan.steps.push(Step::Delete(Box::new(record)));
                    }
                    Ok(())
                })?;
            }
            Ok::<(), Error>(())
        })?;
        Ok(plan)
    }
}

/// Why there is no step.
enum Failed {
    Problems(Vec<ImportProblem>),
    Unreadable(Error),
}

/// The step for one declared client; none where it is as declared.
fn step(
    reader: &Reader<'_>,
    declared: &Declared,
    seen: &mut Seen,
    kept: &mut HashSet<String>,
) -> Result<Option<Step>, Failed> {
    let mut problems: Vec<ImportProblem> = Vec::new();
    let tell = |problem: Problem, code: u8| ImportProblem {
        line: declared.line_of(problem.field),
        number: declared.number,
        problem,
        code,
    };
    let invalid = Error::Invalid(Vec::new()).exit_code();
    for Located { line, problem } in &declared.problems {
        problems.push(ImportProblem { line: *line, ..tell(problem.clone(), invalid) });
    }
    if !matches!(declared.secret, GivenSecret::None) {
        let sentence =
            "A declaration holds no secret: take it out. New clients get one, import brings others in.";
        problems.push(tell(Problem::new(field::CLIENT_SECRET, "", sentence), invalid));
    }
    problems.extend(declared.end_of_new_secret().map(|problem| tell(problem, invalid)));
    let before = existing(reader, declared).map_err(Failed::Unreadable)?;
    let base = before
        .as_ref()
        .map_or_else(|| Draft::new(declared.profile.unwrap_or_default()), |record| Draft::of(&record.client));
    let mut draft = declared.over(base);
    let to_be_made = import::client_id_to_be_made(&mut draft).unwrap_or_else(|problem| {
        problems.push(tell(problem, invalid));
        true
    });
    if draft.is_empty(field::SECURITY_CLASS) {
        let sentence = "A new client has a security class: declare security_class.";
        problems.push(tell(Problem::new(field::SECURITY_CLASS, "", sentence), invalid));
        draft.set(field::SECURITY_CLASS, vec!["USER".to_owned()]);
    }
    let checked = match draft.check() {
        Ok(client) => Some(client),
        Err(found) => {
            problems.extend(found.into_iter().map(|problem| tell(problem, invalid)));
            None
        }
    };
    let Some(mut client) = checked.filter(|_| problems.is_empty()) else {
        return Err(Failed::Problems(problems));
    };
    if to_be_made {
        client.client_id = String::new();
    }
    let mut note = |error: Error| -> Result<(), Failed> {
        let (code, found) = (error.exit_code(), error.problems());
        if found.is_empty() {
            return Err(Failed::Unreadable(error));
        }
        problems.extend(found.into_iter().map(|problem| tell(problem, code)));
        Ok(())
    };
    refuse_misfit(reader, before.as_ref(), &mut client, &mut note)?;
    seen.add(&client, declared.number).or_else(&mut note)?;
    if !problems.is_empty() {
        return Err(Failed::Problems(problems));
    }
    let Some(record) = before else {
        let enabled = declared.enabled.unwrap_or(true);
        return Ok(Some(Step::Create { client: Box::new(client), enabled }));
    };
    kept.insert(record.client.client_id.clone());
    let enabled = declared.enabled.unwrap_or(record.enabled);
    if record.client == client && record.enabled == enabled {
        return Ok(None);
    }
    Ok(Some(Step::Change { before: Box::new(record), client: Box::new(client), enabled }))
}

/// The client that a declaration is about: that of its ID, or, where it names none, that of its name.
fn existing(reader: &Reader<'_>, declared: &Declared) -> Result<Option<ClientRecord>, Error> {
    let client_id = declared.text(field::CLIENT_ID);
    let found = if client_id.is_empty() {
        reader.client_by_name(declared.text(field::CLIENT_NAME))?
    } else {
        reader.client_by_id(client_id)?
    };
    Ok(found.map(|(_, record)| record).filter(|record| record.deleted_at.is_none()))
}

/// Notes why a client does not fit beside the others, and spells it as the registry does.
fn refuse_misfit(
    reader: &Reader<'_>,
    before: Option<&ClientRecord>,
    client: &mut Client,
    note: &mut dyn FnMut(Error) -> Result<(), Failed>,
) -> Result<(), Failed> {
    match fits::refer(reader, client.clone()) {
        Ok(spelt) => *client = spelt,
        Err(error) => note(error)?,
    }
    let scopes = before.map_or(&[][..], |record| &record.client.scopes);
    fits::scopes_are_defined(reader, scopes, client).or_else(&mut *note)?;
    let Some(record) = before else {
        fits::name_is_free(reader, client, None).or_else(&mut *note)?;
        if !client.client_id.is_empty() {
            fits::client_id_is_free(reader, client).or_else(&mut *note)?;
        }
        return Ok(());
    };
    let same_name = Client { name: record.client.name.clone(), ..client.clone() };
    fits::created_once(&record.client, &same_name).or_else(&mut *note)?;
    if record.client.name != client.name {
        let found = reader
            .client_by_id(&record.client.client_id)
            .map_err(|error| Failed::Unreadable(error.into()))?;
        fits::name_is_free(reader, client, found.map(|(id, _)| id)).or_else(&mut *note)?;
    }
    Ok(())
}
