//! The recovery code, once: whoever has it can make an administrator able to sign on again. It goes on only once a
//! part of the code was typed back, so that it is not gone by one key.

use ratatui::layout::Rect;

use super::panels;
use crate::domain::Plaintext;
use crate::tui::canvas::Canvas;
use crate::tui::dialog::Dialog;
use crate::tui::form::{Field, Form, Outcome};
use crate::tui::keys::{Command, Context};
use crate::tui::message::{Effect, Message};
use crate::tui::question::Question;
use crate::tui::screen::{Facts, Screen, form_contexts, form_outcome};

const CODE: &str = "recovery_code";
const GROUP: &str = "group";
/// Groups that are found without counting.
const GROUPS: [&str; 4] = ["First", "Second", "Third", "Last"];
const LAST: usize = GROUPS.len() - 1;
/// Cells that the inside is wide at most.
const WIDEST: u16 = 74;
const FIRST: &str = "The registry is there, and you have signed on. This is its recovery code. It is shown this \
     once: write it down and keep it where you keep keys. Should every administrator forget the password, it \
     is the only way back.";
const REPLACED: &str = "This is the new recovery code; the old one opens nothing any more. It is shown this once: \
     write it down and keep it where you keep keys.";

/// The code on the screen.
pub struct Recovery {
    form: Form,
    code: Option<Plaintext>,
    /// Which of [`GROUPS`] is to be typed back.
    group: usize,
    text: &'static str,
    /// Whether it lies over another screen.
    over: bool,
}

impl Recovery {
    /// The code of a new registry: its first panel follows.
    #[must_use]
    pub fn first(code: Option<Plaintext>) -> Self {
        Self::new(code, FIRST, false)
    }

    /// A code that took the place of another one.
    #[must_use]
    pub fn replaced(code: Plaintext) -> Self {
        Self::new(Some(code), REPLACED, true)
    }

    fn new(code: Option<Plaintext>, text: &'static str, over: bool) -> Self {
        // Another group each time, so that nobody types it without the code.
        let sum = code.as_ref().map_or(0, |code| code.expose().bytes().map(usize::from).sum());
        let group = sum % GROUPS.len();
        let which = GROUPS[group];
        let typed = Field::line(GROUP, format!("{which} group"))
            .help(format!("Type the {} group of the code as you wrote it down.", which.to_lowercase()));
        let buttons = [Command::ShowOrHideCode, Command::Continue];
        let mut form =
            Form::new([Field::secret(CODE, "Code"), typed], buttons).enter_presses(GROUP, Command::Continue);
        form.describe_secret(CODE, true, "");
        if let Some(code) = &code {
            form.show_secret(CODE, code.clone());
        }
        form.focus_field(GROUP);
        Self { form, code, group, text, over }
    }

    fn show_or_hide(&mut self) {
        match &self.code {
            Some(code) if !self.form.shows_secret() => self.form.show_secret(CODE, code.clone()),
            _ => self.form.hide_secrets(),
        }
    }

    fn go_on(&mut self) -> Vec<Effect> {
        let mut groups = self.code.iter().flat_map(|code| code.expose().split('-'));
        let wanted = if self.group == LAST { groups.last() } else { groups.nth(self.group) };
        if wanted.is_some_and(|wanted| read(&self.form.text(GROUP)) != wanted) {
            let which = GROUPS[self.group].to_lowercase();
            let sentence = format!("That is not the {which} group. Write the code down, then type it.");
            self.form.set_errors([(GROUP, sentence)]);
            self.form.focus_first_error();
            return Vec::new();
        }
        self.form.hide_secrets();
        vec![if self.over { Effect::Close } else { Effect::Switch(panels::first()) }]
    }
}

/// A group as the code has it: case does not matter, nor O for 0, I and L for 1.
fn read(typed: &str) -> String {
    let digit = |letter: char| match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    typed.trim().chars().map(digit).collect()
}

impl Screen for Recovery {
    fn contexts(&self) -> Vec<Context> {
        form_contexts(&self.form, &[Context::Entrance, Context::Entrusting])
    }

    fn update(&mut self, message: Message, _facts: &Facts) -> Vec<Effect> {
        if matches!(message, Message::Do(Command::ShowOrHideCode)) {
            self.show_or_hide();
            return Vec::new();
        }
        match form_outcome(&mut self.form, message) {
            Outcome::Pressed(Command::Continue) => self.go_on(),
            Outcome::Pressed(Command::ShowOrHideCode) => {
                self.show_or_hide();
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, _facts: &Facts) {
        Dialog { title: "Recovery code", text: self.text, form: &self.form, widest: WIDEST }
            .view(canvas, area);
    }

    fn is_dialog(&self) -> bool {
        self.over
    }

    fn is_unsaved(&self) -> bool {
        true
    }

    fn leaving(&self, quit: Vec<Effect>) -> Question {
        let text = "This is the only time that the recovery code is shown. Once the program ends it can't be shown \
             again; then an administrator can only put a new one in its place, in the settings.";
        let answers = vec![(Command::CloseWithoutCopy, quit), (Command::Back, Vec::new())];
        Question::new("The recovery code is not confirmed", text, answers)
    }

    fn shows_secret(&self) -> bool {
        self.form.shows_secret()
    }
}
