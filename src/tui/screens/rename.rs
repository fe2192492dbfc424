//! Rename: an action of its own, because the name is read-only in the form. The client ID stays.

use ratatui::layout::Rect;

use crate::domain::field;
use crate::tui::canvas::Canvas;
use crate::tui::dialog::Dialog;
use crate::tui::form::{Field, Form, Outcome};
use crate::tui::keys::{Command, Context};
use crate::tui::message::{Effect, Message, Notice};
use crate::tui::question::Question;
use crate::tui::request::{Answer, Request};
use crate::tui::screen::{Facts, Screen, form_contexts, form_outcome, refused};

/// Cells that the inside is wide at most.
const WIDEST: u16 = 72;
const TEXT: &str = "The name is for the record only. The client ID and the secret stay as they are.";

/// A client's new name.
pub struct Rename {
    form: Form,
    client_id: String,
    asked: bool,
}

impl Rename {
    /// For this client, with the name that it has.
    #[must_use]
    pub fn new(client_id: String, name: &str) -> Self {
        let field = Field::line(field::CLIENT_NAME, "New name").value(&[name.to_owned()]);
        let form = Form::new([field], [Command::Save, Command::Cancel])
            .enter_presses(field::CLIENT_NAME, Command::Save);
        Self { form, client_id, asked: false }
    }

    fn save(&mut self) -> Vec<Effect> {
        self.asked = true;
        let name = self.form.text(field::CLIENT_NAME);
        vec![Effect::Ask(Request::Rename { client_id: self.client_id.clone(), name })]
    }

    fn answered(&mut self, answer: Answer) -> Vec<Effect> {
        match answer {
            Answer::Renamed(Ok(record)) => {
                let said =
                    format!("The client is now called {}.", crate::domain::text::quoted(&record.client.name));
                let client_id = record.client.client_id.clone();
                vec![Effect::Close, Effect::Tell(Message::Select(client_id)), Effect::Say(Notice::good(said))]
            }
            Answer::Renamed(Err(failure)) => {
                self.asked = false;
                refused(&mut self.form, &failure)
            }
            _ => Vec::new(),
        }
    }
}

impl Screen for Rename {
    fn contexts(&self) -> Vec<Context> {
        form_contexts(&self.form, &[Context::Editor])
    }

    fn update(&mut self, message: Message, _facts: &Facts) -> Vec<Effect> {
        if let Message::Answer(answer) = message {
            return self.answered(answer);
        }
        match form_outcome(&mut self.form, message) {
            Outcome::Pressed(Command::Save) if !self.asked => self.save(),
            // What is being saved stays until the answer is there.
            Outcome::Pressed(Command::Cancel) if !self.asked => Question::closing(self.form.changed()),
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, _facts: &Facts) {
        Dialog { title: "Rename client", text: TEXT, form: &self.form, widest: WIDEST }.view(canvas, area);
    }

    fn is_dialog(&self) -> bool {
        true
    }

    fn is_unsaved(&self) -> bool {
        self.form.changed()
    }
}
