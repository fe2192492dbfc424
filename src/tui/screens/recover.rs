//! The way back in: with the recovery code an administrator gets a new password, and is signed on.

use ratatui::layout::Rect;

use super::{panels, twice};
use crate::domain::field;
use crate::domain::text::quoted;
use crate::service::Error;
use crate::tui::canvas::Canvas;
use crate::tui::dialog::Dialog;
use crate::tui::form::{Field, Form, Outcome};
use crate::tui::keys::{Command, Context};
use crate::tui::message::{Effect, Message, Notice};
use crate::tui::request::{Answer, Failure, Request};
use crate::tui::screen::{Facts, Screen, form_contexts, form_outcome, refused};

/// Cells that the inside is wide at most.
const WIDEST: u16 = 74;
const CODE: &str = "recovery_code";
const TEXT: &str = "The recovery code was shown once, when the registry was created. It gives an administrator a new \
     password; failed sign-ons don't hold it up. Everything that is done with it is in the audit log.";

/// Code, administrator, new password.
pub struct Recover {
    form: Form,
    asked: bool,
}

impl Recover {
    /// An empty form.
    #[must_use]
    pub fn new() -> Self {
        let code = Field::password(CODE, "Recovery code")
            .help("As it was written down; blanks and dashes don't matter.");
        let admin = Field::line(field::USER_NAME, "Administrator").help("The user name of an administrator.");
        let fields = [code, admin].into_iter().chain(twice::fields("New password"));
        let form = Form::new(fields, [Command::SetPassword, Command::Back])
            .enter_presses(twice::AGAIN, Command::SetPassword);
        Self { form, asked: false }
    }

    fn recover(&mut self) -> Vec<Effect> {
        self.form.clear_errors();
        let password = twice::read(&mut self.form);
        let (Some(code), Some(password)) = (self.form.copy_password(CODE), password) else {
            return Vec::new();
        };
        self.asked = true;
        let admin = self.form.text(field::USER_NAME).trim().to_owned();
        vec![Effect::Ask(Request::Recover { code, admin, password })]
    }

    fn answered(&mut self, answer: Answer) -> Vec<Effect> {
        match answer {
            Answer::SignedOn(Ok(entry)) => {
                self.form.wipe_passwords();
                let name = quoted(&entry.session.operator);
                let said = format!("{name} has a new password, and has signed on with the recovery code.");
                vec![Effect::Switch(panels::first()), Effect::Say(Notice::good(said))]
            }
            Answer::SignedOn(Err(failure)) => {
                self.asked = false;
                if let Failure::Service(error) = &failure
                    && let Error::Code(sentence) = error.as_ref()
                {
                    self.form.set_errors([(CODE, sentence.clone())]);
                    self.form.focus_first_error();
                    return Vec::new();
                }
                refused(&mut self.form, &failure)
            }
            _ => Vec::new(),
        }
    }
}

impl Default for Recover {
    fn default() -> Self {
        Self::new()
    }
}

impl Screen for Recover {
    fn contexts(&self) -> Vec<Context> {
        form_contexts(&self.form, &[Context::Question])
    }

    fn update(&mut self, message: Message, _facts: &Facts) -> Vec<Effect> {
        match message {
            Message::Answer(answer) => return self.answered(answer),
            Message::Do(Command::Back) => return vec![Effect::Close],
            _ => {}
        }
        match form_outcome(&mut self.form, message) {
            Outcome::Pressed(Command::SetPassword) if !self.asked => self.recover(),
            Outcome::Pressed(Command::Back) => vec![Effect::Close],
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, _facts: &Facts) {
        Dialog { title: "Recovery", text: TEXT, form: &self.form, widest: WIDEST }.view(canvas, area);
    }
}
