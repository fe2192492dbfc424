//! Set-up: says what it will create and where, and asks for the first administrator. Nothing exists before
//! *Create registry*.

use ratatui::layout::Rect;

use super::{recovery::Recovery, twice};
use crate::domain::class::FIRST_CLASSES;
use crate::domain::{Retention, Word, field};
use crate::service::SetUp as Wanted;
use crate::tui::canvas::Canvas;
use crate::tui::dialog::Dialog;
use crate::tui::form::{Field, Form, Outcome};
use crate::tui::keys::{Command, Context};
use crate::tui::message::{Effect, Message};
use crate::tui::request::{Answer, Request};
use crate::tui::screen::{Facts, Screen, form_contexts, form_outcome, refused};

/// Cells that the inside is wide at most.
const WIDEST: u16 = 74;
const RETENTION: &str = "secret_retention";

/// A registry that is not there yet.
pub struct SetUp {
    form: Form,
    asked: bool,
}

/// The system's account that says nothing of who is there.
const ROOT: &str = "root";

impl SetUp {
    /// With a user name that is proposed.
    #[must_use]
    pub fn new(operator: &str) -> Self {
        let ways = Retention::WORDS.iter().map(|(_, word, said)| ((*word).to_owned(), (*said).to_owned()));
        let [password, again] = twice::fields("Password");
        let fields = [
            Field::line(field::USER_NAME, "Administrator")
                .proposes(if operator == ROOT { "" } else { operator })
                .help("Up to 32 letters, digits and . _ -"),
            Field::line(field::FULL_NAME, "Full name").help("For people; may be empty."),
            password,
            again,
            Field::choice(RETENTION, "Client secrets", ways)
                .value(&[Retention::default().word().to_owned()])
                .help("Whether a secret can be shown and copied again after it was made."),
        ];
        let buttons = [Command::CreateRegistry, Command::Exit];
        Self { form: Form::new(fields, buttons), asked: false }
    }

    fn create(&mut self) -> Vec<Effect> {
        let Some(password) = twice::read(&mut self.form) else { return Vec::new() };
        self.asked = true;
        vec![Effect::Ask(Request::SetUp(Wanted {
            admin: self.form.text(field::USER_NAME),
            full_name: self.form.text(field::FULL_NAME),
            password,
            retention: Retention::from_word(&self.form.text(RETENTION)).unwrap_or_default(),
            group: None,
            group_writes: false,
        }))]
    }

    fn answered(&mut self, answer: Answer) -> Vec<Effect> {
        match answer {
            Answer::SignedOn(Ok(entry)) => {
                self.form.wipe_passwords();
                vec![Effect::Switch(Box::new(Recovery::first(entry.recovery_code)))]
            }
            Answer::SignedOn(Err(failure)) => {
                self.asked = false;
                refused(&mut self.form, &failure)
            }
            _ => Vec::new(),
        }
    }
}

fn text(facts: &Facts) -> String {
    let classes: Vec<&str> = FIRST_CLASSES.iter().map(|(name, _)| *name).collect();
    format!(
        "There is no registry yet. This creates {}, readable by your account only, with the security classes \
         {} and its first administrator. There is no default password.",
        facts.registry.display(),
        classes.join(" and "),
    )
}

impl Screen for SetUp {
    fn contexts(&self) -> Vec<Context> {
        form_contexts(&self.form, &[Context::SetUp, Context::Entrance])
    }

    fn update(&mut self, message: Message, _facts: &Facts) -> Vec<Effect> {
        if let Message::Answer(answer) = message {
            return self.answered(answer);
        }
        match form_outcome(&mut self.form, message) {
            Outcome::Pressed(Command::CreateRegistry) if !self.asked => self.create(),
            Outcome::Pressed(Command::Exit) => vec![Effect::Leave],
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, facts: &Facts) {
        let text = text(facts);
        Dialog { title: "Set up", text: &text, form: &self.form, widest: WIDEST }.view(canvas, area);
    }
}
