//! The secret on the form: staged until Save, masked until asked for, copied only once it counts.

use super::{ClientForm, Given, Then, fields};
use crate::domain::{ClientType, Plaintext, Retention, SecretState, Word, field, time};
use crate::service::StagedSecret;
use crate::tui::keys::Command;
use crate::tui::message::{Effect, Message, Notice};
use crate::tui::question::Question;
use crate::tui::request::{Copied, Handout, Request};
use crate::tui::screen::Facts;
use crate::tui::screens::clients::copied_words;
use crate::tui::to_tell;

/// Why a public client's secret can't be made, shown or copied.
pub const NO_SECRET: &str = "A public client has no secret.";

impl ClientForm {
    fn is_public(&self) -> bool {
        self.draft.text(field::CLIENT_TYPE) == ClientType::Public.word()
    }

    /// The staged secret, where such a client has one.
    pub(super) fn staged_for_save(&self) -> Option<StagedSecret> {
        self.staged.clone().filter(|_| !self.is_public())
    }

    pub(super) fn secret_refusal(&self, command: Command) -> Option<String> {
        let about_secret =
            matches!(command, Command::GenerateSecret | Command::CopyCredentials | Command::ShowOrHideSecret);
        (about_secret && self.is_public()).then(|| NO_SECRET.to_owned())
    }

    /// Takes a new secret. Nothing changes for anybody until it is saved.
    pub(super) fn stage(&mut self, secret: StagedSecret, facts: &Facts) -> Vec<Effect> {
        let first = self.is_new() && self.staged.is_none();
        self.staged = Some(secret);
        self.form.hide_secrets();
        self.tell_all(facts);
        if first {
            return Vec::new();
        }
        let mut words =
            "A new secret is generated. It counts once you save; until then the old one works.".to_owned();
        let holders = &self.around.known.holders;
        if !holders.is_empty() {
            words.push(' ');
            words.push_str(&to_tell::sentence(holders));
        }
        vec![Effect::Say(Notice::good(words))]
    }

    /// Says at the field what is known of the secret. Hides it.
    pub(super) fn tell_secret(&mut self, now: i64) {
        let public = self.is_public();
        fields::allow_rotation(&mut self.form, self.staged.is_some(), public);
        if self.form.shows_secret() {
            return;
        }
        let (exists, words) = if self.is_public() {
            (false, "a public client has no secret".to_owned())
        } else if self.staged.is_some() {
            (true, "new: counts once saved".to_owned())
        } else {
            self.known_secret(now)
        };
        self.form.describe_secret(field::CLIENT_SECRET, exists, words);
    }

    fn known_secret(&self, now: i64) -> (bool, String) {
        let live = self.secrets.iter().filter(|secret| secret.state(now) == SecretState::Live);
        let Some(newest) = live.max_by_key(|secret| secret.generation) else {
            return (false, "no secret that works".to_owned());
        };
        let grace = self.secrets.iter().filter(|secret| secret.state(now) == SecretState::Grace).count();
        let older = match grace {
            0 => String::new(),
            1 => ", an older one in grace".to_owned(),
            n => format!(", {n} older ones in grace"),
        };
        let made = time::ago(newest.created.at, now);
        let ends = newest.expires_at.map_or_else(String::new, |at| format!(", expires {}", time::minute(at)));
        (true, format!("generation {}, made {made}{ends}{older}", newest.generation))
    }

    /// Shows the secret, or hides it where it is shown.
    pub(super) fn show_or_hide(&mut self) -> Vec<Effect> {
        if self.form.shows_secret() {
            self.form.hide_secrets();
            return Vec::new();
        }
        if let Some(staged) = &self.staged {
            let secret = staged.plaintext().clone();
            return self.show(secret);
        }
        self.handout().map_or_else(Vec::new, |handout| vec![Effect::Ask(Request::Show(handout))])
    }

    pub(super) fn show(&mut self, secret: Plaintext) -> Vec<Effect> {
        self.form.show_secret(field::CLIENT_SECRET, secret);
        self.form.focus_field(field::CLIENT_SECRET);
        vec![Effect::HideSoon]
    }

    fn handout(&self) -> Option<Handout> {
        let client_id = self.client_id.clone()?;
        Some(Handout { client_id, at_hand: self.at_hand.clone() })
    }

    /// Copies; credentials that do not work yet are saved first, if the operator wants that.
    pub(super) fn ask_copy(&mut self) -> Vec<Effect> {
        if !self.is_new() && self.staged.is_none() {
            return self.copy(Then::Stay);
        }
        let text = format!("These credentials are not saved yet, so they do not work yet.{}", self.old_one());
        let yes = vec![Effect::Tell(Message::Do(Command::SaveAndCopy))];
        let answers = vec![(Command::SaveAndCopy, yes), (Command::Cancel, Vec::new())];
        let question = Question::new("Save and copy?", text, answers).focus(Command::SaveAndCopy);
        vec![Effect::Open(Box::new(question))]
    }

    /// What becomes of the secret that works now, once the new one is saved.
    fn old_one(&self) -> String {
        if self.is_new() || !self.secrets.iter().any(|secret| secret.retired.is_none()) {
            return String::new();
        }
        match self.form.text(field::GRACE).trim() {
            "" => " Once they are saved, the secret that works now is refused at once.".to_owned(),
            grace => format!(" Once they are saved, the secret that works now still works for {grace}."),
        }
    }

    /// What became of the secret that worked until now, at the moment the new one is saved.
    pub(super) fn renewed(&self) -> String {
        if self.is_new() || self.staged_for_save().is_none() {
            return String::new();
        }
        match self.form.text(field::GRACE).trim() {
            "" => " Its new secret works now; older ones are refused.".to_owned(),
            grace => format!(" Its new secret works now; the older one still works for {grace}."),
        }
    }

    pub(super) fn copy(&mut self, then: Then) -> Vec<Effect> {
        self.after_copy = then;
        self.handout().map_or_else(Vec::new, |handout| vec![Effect::Ask(Request::Copy(handout))])
    }

    /// Says what became of a copy.
    pub(super) fn copied(&mut self, copied: &Copied, facts: &Facts) -> Vec<Effect> {
        self.given = if copied.handed.confirmed { Given::Copied } else { Given::Sent };
        let notice = copied_words(copied, facts);
        match std::mem::replace(&mut self.after_copy, Then::Stay) {
            // Where nobody knows whether it arrived, the operator closes, once it was pasted.
            Then::Close if self.given == Given::Copied || self.at_hand.is_none() => {
                self.leave().into_iter().chain([Effect::Say(notice)]).collect()
            }
            _ => vec![Effect::Say(notice)],
        }
    }

    /// Keeps the secret of a save at hand where the registry keeps none.
    pub(super) fn keep_at_hand(&mut self, secret: Option<Plaintext>, facts: &Facts) {
        if secret.is_some() {
            self.given = Given::Not;
            self.at_hand = secret.filter(|_| facts.settings.secret_retention == Retention::ShowOnce);
        }
    }
}
