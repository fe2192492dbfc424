//! Sign-on: operator and password. The same screen asks again after the lock, then for the same operator,
//! and closes over what was typed before.

use ratatui::layout::Rect;

use super::own_password::OwnPassword;
use super::panels;
use super::recover::Recover;
use crate::domain::{field, time};
use crate::service::SignedOn;
use crate::tui::canvas::Canvas;
use crate::tui::dialog::Dialog;
use crate::tui::form::{Field, Form, Outcome};
use crate::tui::keys::{Command, Context};
use crate::tui::message::{Effect, Message, Notice};
use crate::tui::question::Question;
use crate::tui::request::{Answer, Entry, Request};
use crate::tui::screen::{Facts, Screen, form_contexts, form_outcome};

/// Cells that the inside is wide at most.
const WIDEST: u16 = 64;
/// Why the screen is locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nobody pressed a key.
    Idle,
    /// The operator was disabled or deleted.
    ShutOut,
}

impl Why {
    fn words(self) -> &'static str {
        match self {
            Self::Idle => "Nobody was here for a while. What was typed is still there: sign on to go on.",
            Self::ShutOut => {
                "Your account was disabled or deleted. What was typed is still there: ask an administrator, then sign \
                 on to go on."
            }
        }
    }
}

/// Who are you?
pub struct SignOn {
    form: Form,
    locked: Option<Why>,
    asked: bool,
}

impl SignOn {
    /// For anybody; `operator` is proposed.
    #[must_use]
    pub fn new(operator: &str) -> Self {
        Self::with(Field::line(field::USER_NAME, "Operator").proposes(operator), None)
    }

    /// After the lock, for the one who was there.
    #[must_use]
    pub fn locked(operator: &str, why: Why) -> Self {
        let field = Field::line(field::USER_NAME, "Operator").value(&[operator.to_owned()]).read_only();
        Self::with(field, Some(why))
    }

    fn with(operator: Field, locked: Option<Why>) -> Self {
        let operator = operator.help("Your user name here.");
        let password = Field::password(field::PASSWORD, "Password").help("Enter signs on.");
        let form = Form::new([operator, password], [Command::SignOn, Command::Exit])
            .enter_presses(field::PASSWORD, Command::SignOn);
        Self { form, locked, asked: false }
    }

    fn sign_on(&mut self) -> Vec<Effect> {
        let operator = self.form.text(field::USER_NAME).trim().to_owned();
        if operator.is_empty() {
            self.form.focus_field(field::USER_NAME);
            return vec![Effect::Say(Notice::error("Type your user name."))];
        }
        let Some(password) = self.form.take_password(field::PASSWORD) else { return Vec::new() };
        self.asked = true;
        vec![Effect::Ask(Request::SignOn { operator, password })]
    }

    fn answered(&mut self, answer: Answer, now: i64) -> Vec<Effect> {
        match answer {
            Answer::SignedOn(Ok(entry)) => self.signed_on(&entry, now),
            Answer::SignedOn(Err(failure)) => {
                self.asked = false;
                self.form.focus_field(field::PASSWORD);
                vec![Effect::Say(Notice::error(failure))]
            }
            _ => Vec::new(),
        }
    }

    fn signed_on(&self, entry: &Entry, now: i64) -> Vec<Effect> {
        let must = entry.session.must_change_password;
        let mut effects = match (self.locked.is_some(), must) {
            (true, _) => vec![Effect::Close],
            (false, true) => vec![Effect::Switch(Box::new(OwnPassword::forced(false)))],
            (false, false) => vec![Effect::Switch(panels::first())],
        };
        if self.locked.is_some() && must {
            effects.push(Effect::Open(Box::new(OwnPassword::forced(true))));
        }
        let Some(signed_on) = &entry.signed_on else { return effects };
        if let Some(seen) = signed_on.went_back_from {
            let text = went_back(seen);
            let question =
                Question::new("The registry went back in time", text, vec![(Command::Continue, Vec::new())]);
            effects.push(Effect::Open(Box::new(question)));
        }
        effects.push(Effect::Say(greeting(signed_on, now)));
        effects
    }
}

/// What it means that the log does not have an entry any more that this account saw.
fn went_back(seen: i64) -> String {
    format!(
        "WARNING: this account has seen entry {seen} of the audit log, and the log does not have it any more. Somebody \
         has put an older file in place of the registry, or cut its log. Changes made since then are lost: secrets \
         that were retired may work again, operators who left may be back.\nTrust nothing in it before you know why. \
         Compare it with a backup, and check the audit log."
    )
}

/// The last sign-on, and what was tried since.
fn greeting(signed_on: &SignedOn, now: i64) -> Notice {
    let last = signed_on.last_sign_on_at.map_or_else(
        || "This is your first sign-on.".to_owned(),
        |at| format!("Your last sign-on was {} ({} UTC).", time::ago(at, now), time::minute(at)),
    );
    match signed_on.failures_since {
        0 => Notice::good(last),
        1 => Notice::warning(format!("{last} One sign-on under your name has failed since then.")),
        n => Notice::warning(format!("{last} {n} sign-ons under your name have failed since then.")),
    }
}

impl Screen for SignOn {
    fn contexts(&self) -> Vec<Context> {
        let more: &[Context] =
            if self.locked.is_some() { &[Context::Entrance] } else { &[Context::SignOn, Context::Entrance] };
        form_contexts(&self.form, more)
    }

    fn update(&mut self, message: Message, facts: &Facts) -> Vec<Effect> {
        if let Message::Answer(answer) = message {
            return self.answered(answer, facts.now);
        }
        if matches!(message, Message::Do(Command::Recover)) {
            return vec![Effect::Open(Box::new(Recover::new()))];
        }
        match form_outcome(&mut self.form, message) {
            Outcome::Pressed(Command::SignOn) if !self.asked => self.sign_on(),
            Outcome::Pressed(Command::Exit) => vec![Effect::Leave],
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, facts: &Facts) {
        let registry = format!("Registry: {}", facts.registry.display());
        let (title, text) = self.locked.map_or(("Sign on", registry.as_str()), |why| ("Locked", why.words()));
        Dialog { title, text, form: &self.form, widest: WIDEST }.view(canvas, area);
    }
}
