//! What the form takes in: the client and the registry around it as they are read, and somebody else's newer save.

use super::{ClientForm, fields};
use crate::domain::{ClientRecord, Draft, SecretRecord, field};
use crate::tui::message::{Effect, Merged, Notice};
use crate::tui::request::{Answer, ClientSheet, Request};
use crate::tui::screen::Facts;

impl ClientForm {
    pub(super) fn answered(&mut self, answer: Answer, facts: &Facts) -> Vec<Effect> {
        match answer {
            Answer::Choices(Ok(choices)) => {
                fields::offer(&mut self.form, &choices);
                self.around.choices = Some(choices);
                self.tell_all(facts);
                Vec::new()
            }
            Answer::ClientId(Ok(client_id)) => {
                self.take_client_id(client_id, facts);
                Vec::new()
            }
            Answer::Members(Ok(members)) => {
                self.take_users(members, facts);
                Vec::new()
            }
            Answer::Client(Ok(read)) => self.read(*read, facts),
            Answer::Staged(Ok(secret)) => self.stage(secret, facts),
            Answer::Saved(result) => self.saved(result, facts),
            Answer::Shown(Ok(secret)) => self.show(secret),
            Answer::Copied(Ok(copied)) => self.copied(&copied, facts),
            Answer::Client(Err(failure)) if self.record.is_none() => {
                vec![Effect::Close, Effect::Say(Notice::error(failure))]
            }
            Answer::Choices(Err(failure))
            | Answer::Client(Err(failure))
            | Answer::ClientId(Err(failure))
            | Answer::Members(Err(failure))
            | Answer::Staged(Err(failure))
            | Answer::Shown(Err(failure))
            | Answer::Copied(Err(failure)) => vec![Effect::Say(Notice::error(failure))],
            _ => Vec::new(),
        }
    }

    fn take_client_id(&mut self, client_id: String, facts: &Facts) {
        if self.draft.is_empty(field::CLIENT_ID) {
            let unchanged = !self.form.changed();
            self.draft.set(field::CLIENT_ID, vec![client_id.clone()]);
            self.form.set_values(field::CLIENT_ID, self.draft.get(field::CLIENT_ID));
            if unchanged {
                self.form.keep();
            }
        }
        self.own_id = client_id;
        self.tell_all(facts);
    }

    /// Takes a client that was read: into the fields the first time and while nothing was typed, else only what
    /// is known of its secrets; somebody else's newer save is told.
    fn read(&mut self, mut sheet: ClientSheet, facts: &Facts) -> Vec<Effect> {
        self.around.take(&mut sheet);
        self.secrets = sheet.secrets;
        let overtaken = self.overtaken(&sheet.record);
        if self.record.is_none() || (overtaken.is_some() && !self.is_changed()) {
            self.begin_with(sheet.record);
            self.began_generation = newest(&self.secrets);
        } else if self.record.as_ref().is_some_and(|record| record.version == sheet.record.version) {
            self.began_generation = newest(&self.secrets);
        }
        let mut effects = self.ask_users();
        self.tell_all(facts);
        if std::mem::take(&mut self.stage_when_read) {
            effects.push(Effect::Ask(Request::StageSecret));
        } else {
            effects.extend(overtaken.map(Effect::Say));
        }
        effects
    }

    /// Starts from this save: nothing is changed then.
    pub(super) fn begin_with(&mut self, record: ClientRecord) {
        self.draft = Draft::of(&record.client);
        self.form.fill(&self.draft);
        self.form.keep();
        self.record = Some(record);
    }

    /// Goes on from somebody else's newer save with what the operator chose.
    pub(super) fn merged(&mut self, merged: Merged, facts: &Facts) -> Vec<Effect> {
        let client_id = merged.theirs.client.client_id.clone();
        self.begin_with(merged.theirs);
        self.draft = merged.draft;
        self.form.fill(&self.draft);
        if !merged.keeps_secret {
            self.staged = None;
        }
        let mut effects = self.ask_users();
        self.tell_all(facts);
        effects.push(Effect::Ask(Request::Client(client_id)));
        effects
    }
}

/// The newest generation.
fn newest(secrets: &[SecretRecord]) -> u32 {
    secrets.iter().map(|secret| secret.generation).max().unwrap_or_default()
}
