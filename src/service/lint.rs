//! All advice about clients, one after the other, and the acceptance of it. Reading needs no sign-on; nothing here
//! changes a client.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::ControlFlow;

use serde_json::json;

use super::error::Error;
use super::{Service, known};
use crate::domain::audit::Action;
use crate::domain::rule::{self, Effect};
use crate::domain::text::quoted;
use crate::domain::{
    Acceptance, Advice, AdviceInput, ClientRecord, EstateInput, Partner, Right, Settings, advise, both,
    estate, field, name, reason, time,
};
use crate::store::Reader;

/// Clients that are read at a time.
const BATCH: i64 = 1_000;

/// A client with all that is advised about it.
pub struct Linted {
    /// The client.
    pub record: ClientRecord,
    /// The advice, each with its acceptance where one holds now.
    pub told: Vec<(Advice, Option<Acceptance>)>,
}

impl Service {
    /// Tells of each of these clients, or of every client by name where none is given, what is advised about it.
    ///
    /// # Errors
    /// No such client, before anything is told; a registry that can't be read; what `tell` says.
    pub fn lint<E: From<Error>>(
        &self,
        references: &[String],
        tell: impl FnMut(Linted) -> Result<(), E>,
    ) -> Result<(), E> {
        self.lint_while(references, &mut || ControlFlow::Continue(()), tell)
    }

    /// As [`Service::lint`], as long as `go_on` says so: it is asked at each client, and while names are compared.
    ///
    /// # Errors
    /// As [`Service::lint`]; [`Error::Interrupted`].
    pub(super) fn lint_while<E: From<Error>>(
        &self,
        references: &[String],
        go_on: &mut dyn FnMut() -> ControlFlow<()>,
        mut tell: impl FnMut(Linted) -> Result<(), E>,
    ) -> Result<(), E> {
        let now = self.now();
        let mut failed = None;
        let read = self.store.snapshot(|reader| {
            let found = references
                .iter()
                .map(|name| super::find_client(reader, name))
                .collect::<Result<Vec<_>, _>>()?;
            let mut around = Around::read(reader, now)?;
            around.lookalikes = Lookalikes::read(reader, go_on)?;
            let mut after: Option<String> = None;
            let mut batch = once_each(found);
            loop {
                if references.is_empty() {
                    batch = reader.clients_after(after.as_deref(), BATCH)?;
                }
                after = batch.last().map(|(_, record)| record.client.name.clone());
                for (id, record) in batch.drain(..) {
                    if go_on().is_break() {
                        return Err(Error::Interrupted);
                    }
                    let linted = around.lint(reader, id, record)?;
                    if let Err(error) = tell(linted) {
                        failed = Some(error);
                        return Ok(());
                    }
                }
                if !references.is_empty() || after.is_none() {
                    return Ok::<(), Error>(());
                }
            }
        });
        read?;
        failed.map_or(Ok(()), Err)
    }

    /// The advice that was accepted for a client and still holds.
    ///
    /// # Errors
    /// No such client.
    pub fn acceptances(&self, client: &str) -> Result<Vec<Acceptance>, Error> {
        let reader = self.store.read();
        let (id, _) = super::find_client(&reader, client)?;
        let mut accepted = reader.acceptances(id)?;
        accepted.retain(|one| one.holds(self.now()));
        Ok(accepted)
    }

    /// Whether servers report use to this registry at all.
    pub fn use_is_reported(&self) -> Result<bool, Error> {
        Ok(self.store.read().use_is_reported()?)
    }

    /// Accepts an advice about a client for a reason, until a time as it is typed. It takes the place of an earlier
    /// acceptance.
    ///
    /// # Errors
    /// No such client; a rule that is none or refuses; advice that is not given; an empty reason; a time that is
    /// over; no right.
    pub fn accept_advice(
        &mut self,
        client: &str,
        rule: &str,
        why: &str,
        until: &str,
    ) -> Result<Acceptance, Error> {
        let rule = acceptable(rule)?;
        let now = self.now();
        let (reason, until) = both(reason(why), time::deadline(field::UNTIL, until, now))?;
        self.change(Right::LintAccept, |change| {
            let (id, record) = super::find_client(change.writer, client)?;
            let (name, client_id) = (quoted(&record.client.name), record.client.client_id.clone());
            let mut around = Around::read(change.writer, now)?;
            if rule.id == rule::L87.id {
                around.lookalikes = Lookalikes::read(change.writer, &mut || ControlFlow::Continue(()))?;
            }
            let linted = around.lint(change.writer, id, record)?;
            if !linted.told.iter().any(|(advice, _)| advice.rule == rule.id) {
                let sentence =
                    format!("{} advises nothing about {name}: there is nothing to accept.", rule.id);
                return Err(Error::conflict(field::RULE, sentence));
            }
            let accepted =
                Acceptance { rule: rule.id.to_owned(), reason, until, accepted: change.stamp.clone() };
            change.writer.accept_advice(id, &client_id, &accepted)?;
            let details =
                json!({ "rule": rule.id, "reason": accepted.reason, "until": time::rfc3339(until) });
            change.record(Action::AdviceAccepted, Some(&client_id), &details)?;
            Ok(accepted)
        })
    }
}

impl Service {
    /// Takes back that an advice about a client is accepted, so that it is given again.
    ///
    /// # Errors
    /// No such client or rule; advice that is not accepted; no right.
    pub fn withdraw_advice(&mut self, client: &str, rule: &str) -> Result<(), Error> {
        let rule = acceptable(rule)?;
        self.change(Right::LintAccept, |change| {
            let (id, record) = super::find_client(change.writer, client)?;
            let client_id = record.client.client_id;
            if !change.writer.withdraw_advice(id, &client_id, rule.id)? {
                let name = quoted(&record.client.name);
                let sentence =
                    format!("{} is not accepted for {name}: there is nothing to withdraw.", rule.id);
                return Err(Error::conflict(field::RULE, sentence));
            }
            change.record(Action::AdviceWithdrawn, Some(&client_id), &json!({ "rule": rule.id }))
        })
    }
}

/// The rule of a number, where what it says can be accepted.
fn acceptable(typed: &str) -> Result<&'static rule::Rule, Error> {
    let known = rule::ALL.iter().find(|rule| rule.id.eq_ignore_ascii_case(typed.trim()));
    match known {
        Some(rule) if rule.effect == Effect::Refuse => {
            let sentence =
                format!("{} is not advice: what breaks it is refused, and can't be accepted.", rule.id);
            Err(Error::Usage(sentence))
        }
        Some(rule) => Ok(rule),
        None => Err(Error::Usage(format!("{} is no rule. Type one such as L-66.", quoted(typed)))),
    }
}

fn once_each(found: Vec<(i64, ClientRecord)>) -> Vec<(i64, ClientRecord)> {
    let mut seen = HashSet::new();
    found.into_iter().filter(|(id, _)| seen.insert(*id)).collect()
}

/// What advice about any client depends on.
struct Around {
    settings: Settings,
    classes: HashSet<String>,
    partners: HashMap<String, Partner>,
    /// The user names of each partner that was asked about.
    users: HashMap<String, Vec<String>>,
    lookalikes: Lookalikes,
    use_is_reported: bool,
    now: i64,
}

impl Around {
    fn read(reader: &Reader<'_>, now: i64) -> Result<Self, Error> {
        let partners = reader.partners()?.into_iter().map(|partner| (partner.subdomain.clone(), partner));
        Ok(Self {
            settings: reader.settings()?,
            classes: reader.class_texts()?.into_iter().map(|(name, _)| name).collect(),
            partners: partners.collect(),
            users: HashMap::new(),
            lookalikes: Lookalikes::default(),
            use_is_reported: reader.use_is_reported()?,
            now,
        })
    }

    fn lint(&mut self, reader: &Reader<'_>, id: i64, record: ClientRecord) -> Result<Linted, Error> {
        let secrets = reader.secrets(id)?;
        let client = &record.client;
        if let Some(partner) = client.partner.as_ref().filter(|partner| !self.users.contains_key(*partner)) {
            let users = reader.partner_users(partner)?.into_iter().map(|user| user.user_name).collect();
            self.users.insert(partner.clone(), users);
        }
        let partner_users = client.partner.as_ref().and_then(|partner| self.users.get(partner));
        let mut given = advise(&AdviceInput {
            client,
            settings: &self.settings,
            partner_users: partner_users.map_or(&[], Vec::as_slice),
            has_live_secret: secrets.iter().any(|secret| secret.is_accepted(self.now)),
        });
        given.extend(estate(&EstateInput {
            record: &record,
            secrets: &secrets,
            class_exists: self.classes.contains(&client.security_class),
            partner: client.partner.as_ref().and_then(|partner| self.partners.get(partner)),
            lookalike: self.lookalikes.of(id, &client.name),
            use_is_reported: self.use_is_reported,
            known: &known::read(reader, &client.client_id, &secrets, self.now)?,
            now: self.now,
        }));
        let accepted = if given.is_empty() { Vec::new() } else { reader.acceptances(id)? };
        let told = given.into_iter().map(|advice| {
            let acceptance = Acceptance::of(&advice, &accepted, self.now).cloned();
            (advice, acceptance)
        });
        Ok(Linted { told: told.collect(), record })
    }
}

/// Names that look like another client's, each with the clients that have it.
#[derive(Default)]
struct Lookalikes(HashMap<String, Vec<(i64, String)>>);

impl Lookalikes {
    /// Looks at every name twice, so that of a million names only those are kept that look alike.
    fn read(reader: &Reader<'_>, go_on: &mut dyn FnMut() -> ControlFlow<()>) -> Result<Self, Error> {
        let (mut seen, mut shared) = (HashSet::new(), HashSet::new());
        let mut read = reader.each_client_name(|_, name| {
            let mark = mark(&name::look(name));
            if !seen.insert(mark) {
                shared.insert(mark);
            }
            go_on()
        })?;
        let mut alike: HashMap<String, Vec<(i64, String)>> = HashMap::new();
        if read.is_continue() && !shared.is_empty() {
            read = reader.each_client_name(|id, name| {
                let look = name::look(name);
                if shared.contains(&mark(&look)) {
                    alike.entry(look).or_default().push((id, name.to_owned()));
                }
                go_on()
            })?;
        }
        if read.is_break() { Err(Error::Interrupted) } else { Ok(Self(alike)) }
    }

    /// The name of another client that looks like this one's.
    fn of(&self, id: i64, name: &str) -> Option<&str> {
        if self.0.is_empty() {
            return None;
        }
        let others = self.0.get(&name::look(name))?;
        others.iter().find(|(other, _)| *other != id).map(|(_, name)| name.as_str())
    }
}

fn mark(look: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    look.hash(&mut hasher);
    hasher.finish()
}
