//! The recovery code, once: whoever has it can make an administrator able to sign on again.

use ratatui::layout::Rect;

use super::panels;
use crate::domain::Plaintext;
use crate::tui::canvas::Canvas;
use crate::tui::dialog::Dialog;
use crate::tui::form::{Field, Form, Outcome};
use crate::tui::keys::{Command, Context};
use crate::tui::message::{Effect, Message};
use crate::tui::screen::{Facts, Screen, form_contexts, form_outcome};

const CODE: &str = "recovery_code";
/// Cells that the inside is wide at most.
const WIDEST: u16 = 74;
const TEXT: &str = "The registry is there, and you have signed on. This is its recovery code. It is shown this \
     once: write it down and keep it where you keep keys. Should every administrator forget the password, it \
     is the only way back.";

/// The code on the screen.
pub struct Recovery {
    form: Form,
}

impl Recovery {
    /// Shows the code until the operator goes on.
    #[must_use]
    pub fn new(code: Option<Plaintext>) -> Self {
        let mut form = Form::new([Field::secret(CODE, "Code")], [Command::Continue]);
        form.describe_secret(CODE, true, "");
        if let Some(code) = code {
            form.show_secret(CODE, code);
        }
        form.focus_button(Command::Continue);
        Self { form }
    }
}

impl Screen for Recovery {
    fn contexts(&self) -> Vec<Context> {
        form_contexts(&self.form, &[Context::Entrance])
    }

    fn update(&mut self, message: Message, _facts: &Facts) -> Vec<Effect> {
        match form_outcome(&mut self.form, message) {
            Outcome::Pressed(Command::Continue) => {
                self.form.hide_secrets();
                vec![Effect::Switch(panels::first())]
            }
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, _facts: &Facts) {
        Dialog { title: "Recovery code", text: TEXT, form: &self.form, widest: WIDEST }.view(canvas, area);
    }

    fn shows_secret(&self) -> bool {
        self.form.shows_secret()
    }
}
