//! A question with buttons, and perhaps a field for what must be typed. Each button carries the effects of
//! its *yes*; the question knows nothing else. Esc goes back.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::dialog::Dialog;
use super::form::{Field, Form, Outcome};
use super::keys::{Command, Context};
use super::message::{Effect, Message};
use super::screen::{Facts, Screen, form_contexts, form_outcome};
use super::to_tell::ToTell;

/// The name of the field for what must be typed.
const TYPED: &str = "typed";
/// Cells that a question is wide at most.
const WIDEST: u16 = 72;

/// What must be typed before a button can be pressed.
struct Lock {
    expected: String,
    button: Command,
    reason: String,
}

/// A question.
pub struct Question {
    title: String,
    text: String,
    form: Form,
    answers: Vec<(Command, Vec<Effect>)>,
    lock: Option<Lock>,
    contexts: &'static [Context],
    /// Who has to be told, where that is a matter.
    to_tell: Option<ToTell>,
}

impl Question {
    /// A question with these buttons; the last one has the focus and should be the harmless one.
    #[must_use]
    pub fn new(
        title: impl Into<String>,
        text: impl Into<String>,
        answers: Vec<(Command, Vec<Effect>)>,
    ) -> Self {
        let mut form = Form::new([], answers.iter().map(|(command, _)| *command));
        if let Some((last, _)) = answers.last() {
            form.focus_button(*last);
        }
        let contexts = &[Context::Question];
        Self { title: title.into(), text: text.into(), form, answers, lock: None, contexts, to_tell: None }
    }

    /// Whether what was changed may be thrown away; the effects of *Discard*.
    #[must_use]
    pub fn discard(yes: Vec<Effect>) -> Self {
        let answers = vec![(Command::Discard, yes), (Command::KeepEditing, Vec::new())];
        let mut question = Self::new("Unsaved changes", "What you changed here is not saved.", answers);
        question.contexts = &[Context::Guard, Context::Question];
        question
    }

    /// Closes a box, and asks first where something would be thrown away.
    #[must_use]
    pub fn closing(is_unsaved: bool) -> Vec<Effect> {
        if is_unsaved {
            vec![Effect::Open(Box::new(Self::discard(vec![Effect::Close])))]
        } else {
            vec![Effect::Close]
        }
    }

    /// Gives this button the focus.
    #[must_use]
    pub fn focus(mut self, button: Command) -> Self {
        self.form.focus_button(button);
        self
    }

    /// Wants `expected` typed into a field before `button` can be pressed; Enter in the field presses it.
    #[must_use]
    pub fn typed(mut self, label: &str, expected: String, button: Command, reason: &str) -> Self {
        let field = Field::line(TYPED, label).help(reason);
        let buttons = self.answers.iter().map(|(command, _)| *command);
        self.form = Form::new([field], buttons).enter_presses(TYPED, button);
        self.form.set_button_disabled(button, Some(reason));
        self.lock = Some(Lock { expected, button, reason: reason.to_owned() });
        self
    }

    /// Tells who has to be told about these clients.
    #[must_use]
    pub fn telling(mut self, client_ids: Vec<String>) -> Self {
        self.to_tell = Some(ToTell::about(client_ids));
        self
    }

    fn outcome(&mut self, outcome: Outcome) -> Vec<Effect> {
        match outcome {
            Outcome::Changed(_) => {
                self.check();
                Vec::new()
            }
            Outcome::Pressed(command) => self.answer(command),
            Outcome::Ignored | Outcome::Moved => Vec::new(),
        }
    }

    fn check(&mut self) {
        if let Some(lock) = &self.lock {
            let matches = self.form.text(TYPED).trim() == lock.expected.trim();
            self.form.set_button_disabled(lock.button, (!matches).then_some(lock.reason.as_str()));
        }
    }

    fn answer(&mut self, command: Command) -> Vec<Effect> {
        let at = self.answers.iter().position(|(answer, _)| *answer == command);
        let yes = at.map(|at| std::mem::take(&mut self.answers[at].1)).unwrap_or_default();
        std::iter::once(Effect::Close).chain(yes).collect()
    }
}

impl Screen for Question {
    fn contexts(&self) -> Vec<Context> {
        form_contexts(&self.form, self.contexts)
    }

    fn update(&mut self, message: Message, _facts: &Facts) -> Vec<Effect> {
        match (&message, &mut self.to_tell) {
            (Message::Do(Command::Back), _) => return vec![Effect::Close],
            (Message::Shown, Some(to_tell)) => return to_tell.ask(),
            (Message::Answer(answer), Some(to_tell)) => to_tell.take(answer),
            _ => {}
        }
        let outcome = form_outcome(&mut self.form, message);
        self.outcome(outcome)
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, _facts: &Facts) {
        let widest = WIDEST;
        let told = self.to_tell.as_ref().map(|to_tell| to_tell.below(&self.text));
        let text = told.as_deref().unwrap_or(&self.text);
        Dialog { title: &self.title, text, form: &self.form, widest }.view(canvas, area);
    }

    fn is_dialog(&self) -> bool {
        true
    }
}
