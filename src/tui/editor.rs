//! A small form in a box that saves one thing: a class, a partner, one of its users. What is saved, and what is
//! said then, comes from whoever opens it; it knows nothing else.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::dialog::Dialog;
use super::form::{Field, Form, Outcome};
use super::keys::{self, Command, Context};
use super::message::{Effect, Message, Notice};
use super::question::Question;
use super::request::{Answer, Failure, Request};
use super::screen::{Facts, Screen, form_contexts, form_outcome, may, refused};
use super::to_tell::ToTell;
use crate::domain::Right;

/// Cells that the inside is wide at most.
const WIDEST: u16 = 76;

/// What the form asks for when it is saved.
type Save = Box<dyn Fn(&Form) -> Request>;
/// What an answer says, where it is the one that is waited for.
type Saved = Box<dyn Fn(Answer) -> Option<Result<Notice, Failure>>>;

/// The box.
pub struct Editor {
    title: String,
    text: String,
    form: Form,
    right: Right,
    save: Save,
    saved: Saved,
    asked: bool,
    /// Whether it can be given up while it is saved.
    breaks_off: bool,
    /// Who has to be told, where that is a matter.
    to_tell: Option<ToTell>,
}

impl Editor {
    /// A box with these fields, for whoever has the right.
    #[must_use]
    pub fn new(
        title: impl Into<String>,
        fields: impl IntoIterator<Item = Field>,
        right: Right,
        save: impl Fn(&Form) -> Request + 'static,
        saved: impl Fn(Answer) -> Option<Result<Notice, Failure>> + 'static,
    ) -> Self {
        Self {
            title: title.into(),
            text: String::new(),
            form: Form::new(fields, [Command::Save, Command::Cancel]),
            right,
            save: Box::new(save),
            saved: Box::new(saved),
            asked: false,
            breaks_off: false,
            to_tell: None,
        }
    }

    /// With sentences above the fields.
    #[must_use]
    pub fn says(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    /// Can be given up while it is saved, because that takes long.
    #[must_use]
    pub fn breaks_off(mut self) -> Self {
        self.breaks_off = true;
        self
    }

    /// Tells who has to be told about these clients.
    #[must_use]
    pub fn telling(mut self, client_ids: Vec<String>) -> Self {
        self.to_tell = Some(ToTell::about(client_ids));
        self
    }

    fn command(&mut self, command: Command) -> Option<Vec<Effect>> {
        Some(match command {
            Command::Cancel if self.asked && self.breaks_off => vec![Effect::Ask(Request::BreakOff)],
            // What is being saved stays until the answer is there.
            Command::Save | Command::Cancel if self.asked => Vec::new(),
            Command::Save => {
                self.asked = true;
                self.form.clear_errors();
                let key = keys::names(&[Context::Editor], Command::Cancel);
                let words = Notice::good(format!("{key} breaks it off; nothing is kept then."));
                let told = self.breaks_off.then_some(Effect::Say(words));
                std::iter::once(Effect::Ask((self.save)(&self.form))).chain(told).collect()
            }
            Command::Cancel => Question::closing(self.form.changed()),
            _ => return None,
        })
    }

    fn answered(&mut self, answer: Answer) -> Vec<Effect> {
        match (self.saved)(answer) {
            Some(Ok(said)) => vec![Effect::Close, Effect::Say(said)],
            Some(Err(failure)) => {
                self.asked = false;
                refused(&mut self.form, &failure)
            }
            None => Vec::new(),
        }
    }
}

impl Screen for Editor {
    fn contexts(&self) -> Vec<Context> {
        form_contexts(&self.form, &[Context::Editor])
    }

    fn update(&mut self, message: Message, facts: &Facts) -> Vec<Effect> {
        self.form.set_now(facts.now);
        if let (Message::Shown, Some(why)) = (&message, may(self.right, facts)) {
            // Whoever may not save only reads, and is told so first.
            self.form.set_button_disabled(Command::Save, Some(why));
            self.form.lock();
        }
        if let (Message::Shown, Some(to_tell)) = (&message, &mut self.to_tell) {
            return to_tell.ask();
        }
        if let Message::Answer(answer) = message {
            if let Some(to_tell) = &mut self.to_tell {
                to_tell.take(&answer);
            }
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

    fn view(&self, canvas: &mut Canvas, area: Rect, facts: &Facts) {
        let Self { title, text, form, .. } = self;
        let told = self.to_tell.as_ref().map(|to_tell| to_tell.below(text));
        let told = may(self.right, facts).or(told);
        let text = told.as_deref().unwrap_or(text);
        Dialog { title, text, form, widest: WIDEST }.view(canvas, area);
    }

    fn is_dialog(&self) -> bool {
        true
    }

    fn is_unsaved(&self) -> bool {
        self.form.changed()
    }

    fn refusal(&self, command: Command, facts: &Facts) -> Option<String> {
        (command == Command::Save).then(|| may(self.right, facts)).flatten()
    }
}
