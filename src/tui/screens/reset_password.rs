//! Another operator's password, set by an administrator: it must be changed at the next sign-on.

use ratatui::layout::Rect;

use super::twice;
use crate::domain::Right;
use crate::domain::text::quoted;
use crate::tui::canvas::Canvas;
use crate::tui::dialog::Dialog;
use crate::tui::form::{Form, Outcome};
use crate::tui::keys::{Command, Context};
use crate::tui::message::{Effect, Message, Notice};
use crate::tui::question::Question;
use crate::tui::request::{Answer, Request};
use crate::tui::screen::{Facts, Screen, form_contexts, form_outcome, may, refused};

/// Cells that the inside is wide at most.
const WIDEST: u16 = 72;

/// A new first password.
pub struct ResetPassword {
    form: Form,
    user_name: String,
    asked: bool,
}

impl ResetPassword {
    /// For this operator.
    #[must_use]
    pub fn new(user_name: String) -> Self {
        let form = Form::new(twice::fields("New password"), [Command::Save, Command::Cancel])
            .enter_presses(twice::AGAIN, Command::Save);
        Self { form, user_name, asked: false }
    }

    fn command(&mut self, command: Command) -> Option<Vec<Effect>> {
        Some(match command {
            // What is being saved stays until the answer is there.
            Command::Save | Command::Cancel if self.asked => Vec::new(),
            Command::Save => {
                let Some(password) = twice::read(&mut self.form) else { return Some(Vec::new()) };
                self.asked = true;
                let user_name = self.user_name.clone();
                vec![Effect::Ask(Request::ResetPassword { user_name, password })]
            }
            Command::Cancel => Question::closing(self.form.changed()),
            _ => return None,
        })
    }

    fn answered(&mut self, answer: Answer) -> Vec<Effect> {
        match answer {
            Answer::PasswordReset(Ok(_)) => {
                let name = quoted(&self.user_name);
                let said = format!("{name} has a new password, to be changed at the next sign-on.");
                vec![Effect::Close, Effect::Say(Notice::good(said))]
            }
            Answer::PasswordReset(Err(failure)) => {
                self.asked = false;
                refused(&mut self.form, &failure)
            }
            _ => Vec::new(),
        }
    }
}

impl Screen for ResetPassword {
    fn contexts(&self) -> Vec<Context> {
        form_contexts(&self.form, &[Context::Editor])
    }

    fn update(&mut self, message: Message, _facts: &Facts) -> Vec<Effect> {
        match message {
            Message::Answer(answer) => return self.answered(answer),
            Message::Do(command) if let Some(effects) = self.command(command) => return effects,
            _ => {}
        }
        match form_outcome(&mut self.form, message) {
            Outcome::Pressed(command) => self.command(command).unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, _facts: &Facts) {
        let text = format!(
            "The password of {} ends, with the keys that it opened. Tell the new one to nobody else: it has \
             to be changed at the next sign-on.",
            quoted(&self.user_name)
        );
        Dialog { title: "New password", text: &text, form: &self.form, widest: WIDEST }.view(canvas, area);
    }

    fn is_dialog(&self) -> bool {
        true
    }

    fn is_unsaved(&self) -> bool {
        self.form.changed()
    }

    fn refusal(&self, command: Command, facts: &Facts) -> Option<String> {
        (command == Command::Save).then(|| may(Right::Operators, facts)).flatten()
    }
}
