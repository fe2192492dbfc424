//! Saving: what is asked of the service, and what follows a yes, a no, and somebody else's newer save.

use super::{ClientForm, Then, fields};
use crate::domain::text::quoted;
use crate::domain::{ClientRecord, Problem, Reason, Rotation, SecretRecord, Word, field, lifetime, time};
use crate::service::{Error, Issued};
use crate::tui::message::{Effect, Notice};
use crate::tui::request::{Failure, Request};
use crate::tui::screen::{Facts, refused};
use crate::tui::screens::conflict::{Conflict, Secrets};

impl ClientForm {
    pub(super) fn save(&mut self, then: Then, facts: &Facts) -> Vec<Effect> {
        if self.saving.is_some() {
            return Vec::new();
        }
        self.form.read_into(&mut self.draft);
        self.form.clear_errors();
        let draft = self.draft.clone();
        let request = match self.client_id.clone() {
            None => {
                let Ok(expires_at) = self.expiry(facts.now) else { return Vec::new() };
                let secret = self.staged_for_save().map(|secret| secret.until(expires_at));
                Request::CreateClient { draft, secret }
            }
            Some(_) if !self.is_changed() && then == Then::Close => return self.close(),
            Some(client_id) => {
                let Some(version) = self.record.as_ref().map(|record| record.version) else {
                    return Vec::new();
                };
                let (Ok(how), Ok(expires_at)) = (self.rotation(), self.expiry(facts.now)) else {
                    return Vec::new();
                };
                let rotation = self.staged_for_save().map(|secret| (secret.until(expires_at), how));
                Request::UpdateClient { client_id, version, draft, rotation }
            }
        };
        self.saving = Some(then);
        vec![Effect::Ask(request)]
    }

    /// How the older secrets end, as the fields say; an error stands at its field.
    fn rotation(&mut self) -> Result<Rotation, ()> {
        let reason = Reason::from_word(&self.form.text(fields::REASON)).unwrap_or_default();
        let typed = self.form.text(field::GRACE);
        if self.staged.is_none() || typed.trim().is_empty() {
            return Ok(Rotation { reason, grace: None });
        }
        let grace = lifetime::grace(&typed).map_err(|problems| self.blame(&problems))?;
        Ok(Rotation { reason, grace: Some(grace.into()) })
    }

    /// When the new secret ends, as its field says; an error stands there.
    fn expiry(&mut self, now: i64) -> Result<Option<i64>, ()> {
        let typed = self.form.text(field::SECRET_EXPIRES_AT);
        if self.staged_for_save().is_none() || typed.trim().is_empty() {
            return Ok(None);
        }
        let end = time::deadline(field::SECRET_EXPIRES_AT, &typed, now);
        end.map(Some).map_err(|problems| self.blame(&problems))
    }

    fn blame(&mut self, problems: &[Problem]) {
        self.form.set_problems(problems);
        self.form.focus_first_error();
    }

    /// Reads the client again, after somebody else changed the registry.
    pub(super) fn look_again(&self) -> Vec<Effect> {
        let read = self.record.as_ref().filter(|_| self.saving.is_none());
        read.map(|record| Effect::Ask(Request::Client(record.client.client_id.clone()))).into_iter().collect()
    }

    /// What to say where this is a newer save than the one that the form began with, once for each.
    pub(super) fn overtaken(&mut self, now: &ClientRecord) -> Option<Notice> {
        let newest = self.record.as_ref()?.version.max(self.newest_seen);
        if now.version <= newest {
            return None;
        }
        self.newest_seen = now.version;
        let said = format!(
            "{} has saved this client at {} UTC",
            quoted(&now.updated.by),
            time::minute(now.updated.at)
        );
        Some(if self.is_changed() {
            Notice::warning(format!(
                "{said}, while you are editing. What you typed stays; Save will show both."
            ))
        } else {
            Notice::good(format!("{said}; the form shows it."))
        })
    }

    pub(super) fn saved(&mut self, result: Result<Box<Issued>, Failure>, facts: &Facts) -> Vec<Effect> {
        let then = self.saving.take().unwrap_or(Then::Stay);
        match result {
            Ok(issued) => self.save_done(*issued, then, facts),
            Err(Failure::Service(error)) => match *error {
                Error::Stale { theirs, secret } => self.overtaken_save(*theirs, secret.map(|secret| *secret)),
                error => refused(&mut self.form, &error.into()),
            },
            Err(failure) => refused(&mut self.form, &failure),
        }
    }

    /// Shows both saves; a secret that was made meanwhile is told, for yours would end it.
    fn overtaken_save(&mut self, theirs: ClientRecord, secret: Option<SecretRecord>) -> Vec<Effect> {
        let secrets = Secrets {
            theirs: secret.filter(|secret| secret.generation > self.began_generation),
            yours: self.staged_for_save().and_then(|_| self.rotation().ok()),
        };
        vec![Effect::Open(Box::new(Conflict::new(self.record.as_ref(), &self.draft, theirs, &secrets)))]
    }

    fn save_done(&mut self, issued: Issued, then: Then, facts: &Facts) -> Vec<Effect> {
        let word = if self.is_new() { "Created" } else { "Saved" };
        let (before, after) = (self.record.as_ref(), &issued.record.client.security_class);
        let before = before.map(|record| &record.client.security_class).filter(|before| *before != after);
        let class = before.map_or_else(String::new, |before| format!(" Security class {before} → {after}."));
        let said = format!("{word} {}.{}{class}", fields::called(&issued.record.client), self.renewed());
        let said = Effect::Say(Notice::good(said));
        let client_id = issued.record.client.client_id.clone();
        self.staged = None;
        self.saved = true;
        self.keep_at_hand(issued.secret, facts);
        if self.is_new() {
            self.form = fields::for_existing();
            self.client_id = Some(client_id.clone());
        }
        self.begin_with(issued.record);
        self.form.hide_secrets();
        self.tell_all(facts);
        let mut effects = match then {
            Then::Close => self.close(),
            Then::Copy => self.copy(Then::Stay),
            Then::Stay => Vec::new(),
        };
        if then != Then::Close || self.at_hand.is_some() {
            // The form stays for now: its drop-downs and what it knows of secrets are read anew.
            effects.extend([Effect::Ask(Request::Choices), Effect::Ask(Request::Client(client_id))]);
        }
        effects.push(said);
        effects
    }
}
