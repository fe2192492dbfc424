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

/// What is wrong with one declared client, told with where it stands.
struct Trouble<'d> {
    declared: &'d Declared,
    problems: Vec<ImportProblem>,
}

impl<'d> Trouble<'d> {
    /// With what was wrong when it was read.
    fn of(declared: &'d Declared) -> Self {
        let mut trouble = Self { declared, problems: Vec::new() };
        for Located { line, problem } in &declared.problems {
            let told = trouble.told(problem.clone(), invalid());
            trouble.problems.push(ImportProblem { line: *line, ..told });
        }
        trouble
    }

    fn told(&self, problem: Problem, code: u8) -> ImportProblem {
        let line = self.declared.line_of(problem.field);
        ImportProblem { line, number: self.declared.number, problem, code }
    }

    fn add(&mut self, found: impl IntoIterator<Item = Problem>, code: u8) {
        for problem in found {
            self.problems.push(self.told(problem, code));
        }
    }

    /// Notes an error that a field is to blame for.
    fn note(&mut self, error: Error) -> Result<(), Failed> {
        let (code, found) = (error.exit_code(), error.problems());
        if found.is_empty() {
            return Err(Failed::Unreadable(error));
        }
        self.add(found, code);
        Ok(())
    }

    fn settled<T>(self, what: T) -> Result<T, Failed> {
        if self.problems.is_empty() { Ok(what) } else { Err(Failed::Problems(self.problems)) }
    }
}

/// The exit code for what may not be.
fn invalid() -> u8 {
    Error::Invalid(Vec::new()).exit_code()
}

/// The step for one declared client; none where it is as declared.
fn step(
    reader: &Reader<'_>,
    declared: &Declared,
    seen: &mut Seen,
    kept: &mut HashSet<String>,
) -> Result<Option<Step>, Failed> {
    let before = existing(reader, declared).map_err(Failed::Unreadable)?;
    let mut client = wanted(declared, before.as_ref())?;
    let mut trouble = Trouble::of(declared);
    let mut note = |error: Error| trouble.note(error);
    refuse_misfit(reader, before.as_ref(), &mut client, &mut note)?;
    seen.add(&client, declared.number).or_else(&mut note)?;
    let client = Box::new(trouble.settled(client)?);
    let Some(record) = before else {
        return Ok(Some(Step::Create { client, enabled: declared.enabled.unwrap_or(true) }));
    };
    kept.insert(record.client.client_id.clone());
    let enabled = declared.enabled.unwrap_or(record.enabled);
    if record.client == *client && record.enabled == enabled {
        return Ok(None);
    }
    Ok(Some(Step::Change { before: Box::new(record), client, enabled }))
}

/// The client as it was declared, over what it is now; its ID is empty where one is to be made.
fn wanted(declared: &Declared, before: Option<&ClientRecord>) -> Result<Client, Failed> {
    let mut trouble = Trouble::of(declared);
    if !matches!(declared.secret, GivenSecret::None) {
        let sentence =
            "A declaration holds no secret: take it out. New clients get one, import brings others in.";
        trouble.add([Problem::new(field::CLIENT_SECRET, "", sentence)], invalid());
    }
    trouble.add(declared.end_of_new_secret(), invalid());
    let mut draft = declared.over(before.map_or_else(
        || Draft::new(declared.profile.unwrap_or_default()),
        |record| Draft::of(&record.client),
    ));
    let to_be_made = import::client_id_to_be_made(&mut draft).unwrap_or_else(|problem| {
        trouble.add([problem], invalid());
        true
    });
    if draft.is_empty(field::SECURITY_CLASS) {
        let sentence = "A new client has a security class: declare security_class.";
        trouble.add([Problem::new(field::SECURITY_CLASS, "", sentence)], invalid());
        draft.set(field::SECURITY_CLASS, vec!["USER".to_owned()]);
    }
    let mut client = draft.check().unwrap_or_else(|found| {
        trouble.add(found, invalid());
        Client::default()
    });
    if to_be_made {
        client.client_id = String::new();
    }
    trouble.settled(client)
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
