//! One's own password, changed: because one wants to, or because an administrator set it, and then nothing
//! else can be done before.

use ratatui::layout::Rect;

use super::{panels, twice};
use crate::service::Error;
use crate::tui::canvas::Canvas;
use crate::tui::dialog::Dialog;
use crate::tui::form::{Field, Form, Outcome};
use crate::tui::keys::{Command, Context};
use crate::tui::message::{Effect, Message, Notice};
use crate::tui::question::Question;
use crate::tui::request::{Answer, Failure, Request};
use crate::tui::screen::{Facts, Screen, form_contexts, form_outcome, refused};

/// Cells that the inside is wide at most.
const WIDEST: u16 = 72;
const PRESENT: &str = "present_password";
const FORCED: &str = "An administrator set your password. Choose your own before anything else.";
const WANTED: &str = "Your keys stay the same; only what opens them changes.";

/// Why the password is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    Wanted,
    /// After signing on.
    Forced,
    /// After signing on to a locked screen: what was typed lies below.
    ForcedOver,
}

/// The present password, and the new one twice.
pub struct OwnPassword {
    form: Form,
    why: Why,
    asked: bool,
}

impl OwnPassword {
    /// Because one wants to.
    #[must_use]
    pub fn wanted() -> Self {
        Self::with(Why::Wanted)
    }

    /// Because it must be; `over` what was there before a lock.
    #[must_use]
    pub fn forced(over: bool) -> Self {
        Self::with(if over { Why::ForcedOver } else { Why::Forced })
    }

    fn with(why: Why) -> Self {
        let present = Field::password(PRESENT, "Present password").help("The one that you have just used.");
        let buttons = match why {
            Why::Wanted => [Command::Save, Command::Cancel],
            Why::Forced | Why::ForcedOver => [Command::SetPassword, Command::Exit],
        };
        let fields = [present].into_iter().chain(twice::fields("New password"));
        let form = Form::new(fields, buttons).enter_presses(twice::AGAIN, buttons[0]);
        Self { form, why, asked: false }
    }

    fn command(&mut self, command: Command) -> Option<Vec<Effect>> {
        Some(match command {
            // What is being saved stays until the answer is there.
            Command::Save | Command::SetPassword | Command::Cancel if self.asked => Vec::new(),
            Command::Save | Command::SetPassword => {
                self.form.clear_errors();
                let new = twice::read(&mut self.form);
                let (Some(old), Some(new)) = (self.form.copy_password(PRESENT), new) else {
                    return Some(Vec::new());
                };
                self.asked = true;
                vec![Effect::Ask(Request::ChangePassword { old, new })]
            }
            Command::Cancel => Question::closing(self.form.changed()),
            Command::Exit => vec![Effect::Leave],
            _ => return None,
        })
    }

    fn answered(&mut self, answer: Answer) -> Vec<Effect> {
        match answer {
            Answer::PasswordChanged(Ok(())) => {
                let said = Notice::good("Your password is changed.");
                vec![self.done(), Effect::Say(said)]
            }
            Answer::PasswordChanged(Err(Failure::Service(error)))
                if matches!(*error, Error::WrongPassword { .. } | Error::Locked { .. }) =>
            {
                self.asked = false;
                drop(self.form.take_password(PRESENT));
                self.form.set_errors([(PRESENT, error.to_string())]);
                self.form.focus_field(PRESENT);
                Vec::new()
            }
            Answer::PasswordChanged(Err(failure)) => {
                self.asked = false;
                refused(&mut self.form, &failure)
            }
            _ => Vec::new(),
        }
    }

    fn done(&self) -> Effect {
        match self.why {
            Why::Wanted | Why::ForcedOver => Effect::Close,
            Why::Forced => Effect::Switch(panels::first()),
        }
    }
}

impl Screen for OwnPassword {
    fn contexts(&self) -> Vec<Context> {
        let more = if self.why == Why::Wanted { Context::Editor } else { Context::Entrance };
        form_contexts(&self.form, &[more])
    }

    fn update(&mut self, message: Message, facts: &Facts) -> Vec<Effect> {
        let must = facts.session.as_ref().is_some_and(|session| session.must_change_password);
        match message {
            Message::Answer(answer) => return self.answered(answer),
            // It was changed in a form that lay over this one.
            Message::Shown if self.why != Why::Wanted && !must => return vec![self.done()],
            Message::Do(command) if let Some(effects) = self.command(command) => return effects,
            _ => {}
        }
        match form_outcome(&mut self.form, message) {
            Outcome::Pressed(command) => self.command(command).unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, _facts: &Facts) {
        let (title, text) = match self.why {
            Why::Wanted => ("Change password", WANTED),
            Why::Forced | Why::ForcedOver => ("Choose a password", FORCED),
        };
        Dialog { title, text, form: &self.form, widest: WIDEST }.view(canvas, area);
    }

    fn is_dialog(&self) -> bool {
        self.why == Why::Wanted
    }

    fn is_unsaved(&self) -> bool {
        self.why == Why::Wanted && self.form.changed()
    }
}
