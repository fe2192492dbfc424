//! What a screen is: it is told things and asks for effects, and it draws itself. It performs nothing,
//! waits for nothing and knows no other screen but those that it opens.

use std::path::PathBuf;

use ratatui::layout::Rect;

use super::canvas::{Canvas, Click, Target};
use super::form::{Form, Outcome};
use super::keys::{Command, Context, places};
use super::message::{Effect, Message, Notice};
use super::question::Question;
use super::request::Failure;
use crate::domain::{Right, Role, Settings, Word};

/// One layer of the stack.
pub trait Screen {
    /// Which keys hold now; those of what has the focus first.
    fn contexts(&self) -> Vec<Context>;

    /// Takes a message.
    fn update(&mut self, message: Message, facts: &Facts) -> Vec<Effect>;

    /// Draws itself into `area`.
    fn view(&self, canvas: &mut Canvas, area: Rect, facts: &Facts);

    /// Whether what lies below stays visible around it.
    fn is_dialog(&self) -> bool {
        false
    }

    /// Whether closing it now would lose something that was typed.
    fn is_unsaved(&self) -> bool {
        false
    }

    /// Asks before the program ends and something is lost; the effects of a *yes*.
    fn leaving(&self, quit: Vec<Effect>) -> Question {
        Question::discard(quit)
    }

    /// Whether a secret can be read on it now: then the mouse is the terminal's, to select it by hand.
    fn shows_secret(&self) -> bool {
        false
    }

    /// Whether the footer draws its buttons, as for a list; a form draws its own.
    fn footer_buttons(&self) -> bool {
        false
    }

    /// Whether this key must wait, because it is about rows that are on their way.
    fn waits_with(&self, _command: Option<Command>) -> bool {
        false
    }

    /// Why a command can't be used now, as a sentence.
    fn refusal(&self, _command: Command, _facts: &Facts) -> Option<String> {
        None
    }
}

/// Who has signed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The user name.
    pub operator: String,
    /// What it may do.
    pub role: Role,
    /// Whether nothing may be done before the password is changed.
    pub must_change_password: bool,
}

/// What every screen may know.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The registry's file.
    pub registry: PathBuf,
    /// Whoever signed on.
    pub session: Option<Session>,
    /// Whether the registry can't be changed.
    pub read_only: bool,
    /// The registry's settings.
    pub settings: Settings,
    /// Unix seconds.
    pub now: i64,
    /// The part of the terminal that the top screen has.
    pub body: Rect,
}

/// The contexts that hold on a form: those of what has the focus, then these. In an open drop-down only
/// its own hold.
#[must_use]
pub fn form_contexts(form: &Form, more: &[Context]) -> Vec<Context> {
    let focused: &[Context] = match form.context() {
        Context::DropDown => return places::DROP_DOWN.to_vec(),
        Context::Suggestions => return places::SUGGESTIONS.to_vec(),
        Context::Suggest => &[Context::Suggest, Context::Text, Context::Form],
        Context::Line => &[Context::Line, Context::Text, Context::Form],
        Context::Lines => &[Context::Lines, Context::Text, Context::Form],
        Context::Submit => &[Context::Submit, Context::Text, Context::Form],
        Context::Fixed => &[Context::Fixed, Context::Text, Context::Form],
        other => return [&[other, Context::Form], more, &[Context::Everywhere]].concat(),
    };
    [focused, more, &[Context::Everywhere]].concat()
}

/// What a form did with a message that is not an answer. A command that is one of its buttons presses it.
pub fn form_outcome(form: &mut Form, message: Message) -> Outcome {
    match message {
        Message::Do(command) => {
            let pressed = form.click(Click { target: Target::Command(command), column: 0, row: 0 });
            if pressed == Outcome::Ignored { form.perform(command) } else { pressed }
        }
        Message::Typed(key) => form.key(key),
        Message::Pasted(text) => form.paste(text.expose()),
        Message::Clicked(click) => form.click(click),
        Message::Wheel { down, .. } => form.wheel(if down { 1 } else { -1 }),
        Message::Hide => {
            form.hide_secrets();
            Outcome::Moved
        }
        Message::Shown
        | Message::Resized
        | Message::Changed
        | Message::Rested
        | Message::Answer(_)
        | Message::Select(_)
        | Message::Handled(_)
        | Message::Merged(_) => Outcome::Ignored,
    }
}

/// Puts a refusal where it belongs: at the fields that it is about, else into the status line.
pub fn refused(form: &mut Form, failure: &Failure) -> Vec<Effect> {
    let problems = failure.problems();
    let homeless = form.set_problems(&problems);
    form.focus_first_error();
    let say = if problems.is_empty() { failure.to_string() } else { homeless.join(" ") };
    if say.is_empty() { Vec::new() } else { vec![Effect::Say(Notice::error(say))] }
}

/// Why whoever signed on may not, as a sentence; `None` where they may.
#[must_use]
pub fn may(right: Right, facts: &Facts) -> Option<String> {
    if facts.read_only {
        return Some("The registry is read-only for you: nothing can be changed.".to_owned());
    }
    let role = facts.session.as_ref().map(|session| session.role)?;
    if role.may(right) {
        return None;
    }
    Some(format!(
        "Your role is {}: it may not {}. Ask somebody with the role {}.",
        role.word(),
        right.words(),
        right.whom_to_ask().word()
    ))
}
