//! The form of a security class: its name while it is new, and what it is for.

use ratatui::layout::Rect;

use crate::domain::text::quoted;
use crate::domain::{Right, SecurityClass, field};
use crate::tui::canvas::Canvas;
use crate::tui::dialog::Dialog;
use crate::tui::form::{Field, Form, Outcome};
use crate::tui::keys::{Command, Context};
use crate::tui::message::{Effect, Message, Notice};
use crate::tui::question::Question;
use crate::tui::request::{Answer, Request};
use crate::tui::screen::{Facts, Screen, form_contexts, form_outcome, may, refused};

/// Cells that the inside is wide at most.
const WIDEST: u16 = 76;

/// A security class, new or not.
pub struct ClassForm {
    form: Form,
    new: bool,
    asked: bool,
}

impl ClassForm {
    /// For a new class.
    #[must_use]
    pub fn create() -> Self {
        let help = "Up to 32 letters, digits and . _ - Read-only once it exists.";
        Self::with(Field::line(field::SECURITY_CLASS, "Name").help(help), "", true)
    }

    /// For a class that exists.
    #[must_use]
    pub fn update(class: &SecurityClass) -> Self {
        let name =
            Field::line(field::SECURITY_CLASS, "Name").value(std::slice::from_ref(&class.name)).read_only();
        Self::with(name, &class.description, false)
    }

    fn with(name: Field, description: &str, new: bool) -> Self {
        let description = Field::line(field::DESCRIPTION, "Description")
            .value(&[description.to_owned()])
            .help("What clients of this class are for; may be empty.");
        Self { form: Form::new([name, description], [Command::Save, Command::Cancel]), new, asked: false }
    }

    fn command(&mut self, command: Command) -> Option<Vec<Effect>> {
        Some(match command {
            Command::Save if self.asked => Vec::new(),
            Command::Save => {
                self.asked = true;
                let name = self.form.text(field::SECURITY_CLASS);
                let description = self.form.text(field::DESCRIPTION);
                vec![Effect::Ask(Request::SaveClass { name, description, new: self.new })]
            }
            Command::Cancel if self.form.changed() => {
                vec![Effect::Open(Box::new(Question::discard(vec![Effect::Close])))]
            }
            Command::Cancel => vec![Effect::Close],
            _ => return None,
        })
    }

    fn answered(&mut self, answer: Answer) -> Vec<Effect> {
        match answer {
            Answer::ClassSaved(Ok(class)) => {
                let word = if self.new { "Created" } else { "Saved" };
                let said = Notice::good(format!("{word} the security class {}.", quoted(&class.name)));
                vec![Effect::Close, Effect::Say(said)]
            }
            Answer::ClassSaved(Err(failure)) => {
                self.asked = false;
                refused(&mut self.form, &failure)
            }
            _ => Vec::new(),
        }
    }
}

impl Screen for ClassForm {
    fn contexts(&self) -> Vec<Context> {
        form_contexts(&self.form, &[Context::Editor])
    }

    fn update(&mut self, message: Message, _facts: &Facts) -> Vec<Effect> {
        if let Message::Answer(answer) = message {
            return self.answered(answer);
        }
        if let Message::Do(command) = message
            && let Some(effects) = self.command(command)
        {
            return effects;
        }
        match form_outcome(&mut self.form, message) {
            Outcome::Pressed(command) => self.command(command).unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, _facts: &Facts) {
        let title = if self.new { "Create security class" } else { "Update security class" };
        Dialog { title, text: "", form: &self.form, widest: WIDEST }.view(canvas, area);
    }

    fn is_dialog(&self) -> bool {
        true
    }

    fn is_unsaved(&self) -> bool {
        self.form.changed()
    }

    fn refusal(&self, command: Command, facts: &Facts) -> Option<String> {
        (command == Command::Save).then(|| may(Right::Classes, facts)).flatten()
    }
}
