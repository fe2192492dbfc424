//! The form of an operator: who it is, what it may do, and while it is new its first password.

use ratatui::layout::Rect;

use super::operators::{OLD_BACKUPS, losing_keys, stand};
use super::twice;
use crate::domain::text::quoted;
use crate::domain::{Operator, Right, Role, Word, field};
use crate::service::{NewOperator, OperatorChange, OperatorRecord};
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
const ROLE: &str = "role";
const DISABLED: &str = "disabled";

/// An operator, new or not.
pub struct OperatorForm {
    form: Form,
    /// As it was read last; nothing while it is new.
    record: Option<OperatorRecord>,
    /// What is known of its sign-ons.
    text: String,
    asked: bool,
}

impl OperatorForm {
    /// For a new operator.
    #[must_use]
    pub fn create() -> Self {
        let name = Field::line(field::USER_NAME, "User name")
            .help("Never changes later. Up to 32 letters, digits and . _ -");
        let fields = [name, full_name(""), role(Role::Operator)].into_iter();
        let form = Form::new(fields.chain(twice::fields("First password")), [Command::Save, Command::Cancel]);
        let text = "The first password is to be changed at the first sign-on.".to_owned();
        Self { form, record: None, text, asked: false }
    }

    /// For an operator that exists.
    #[must_use]
    pub fn update(record: &OperatorRecord, facts: &Facts) -> Self {
        let operator = &record.operator;
        let name = Field::line(field::USER_NAME, "User name")
            .value(std::slice::from_ref(&operator.user_name))
            .read_only();
        let disabled = Field::flag(DISABLED, "Disabled")
            .value(&[operator.disabled.to_string()])
            .help("Who is disabled can't sign on and opens nothing.");
        let fields = [name, full_name(&operator.full_name), role(operator.role), disabled];
        let mut form = Form::new(fields, [Command::Save, Command::Cancel]);
        form.focus_field(field::FULL_NAME);
        if let Some(why) = may(Right::Operators, facts) {
            form.set_button_disabled(Command::Save, Some(why));
            form.lock();
        }
        Self { form, record: Some(record.clone()), text: stand(record, facts.now), asked: false }
    }

    fn command(&mut self, command: Command) -> Option<Vec<Effect>> {
        Some(match command {
            Command::Save if self.asked => Vec::new(),
            Command::Save => self.save(),
            Command::Cancel if self.form.changed() => {
                vec![Effect::Open(Box::new(Question::discard(vec![Effect::Close])))]
            }
            Command::Cancel => vec![Effect::Close],
            _ => return None,
        })
    }

    fn save(&mut self) -> Vec<Effect> {
        self.form.clear_errors();
        let request = if let Some(record) = &self.record {
            let before = Box::new(record.operator.clone());
            let change = self.change(&record.operator);
            Request::UpdateOperator { before, change }
        } else {
            let Some(password) = twice::read(&mut self.form) else { return Vec::new() };
            Request::AddOperator(NewOperator {
                user_name: self.form.text(field::USER_NAME),
                full_name: self.form.text(field::FULL_NAME),
                role: self.role(),
                password,
            })
        };
        self.asked = true;
        vec![Effect::Ask(request)]
    }

    fn role(&self) -> Role {
        Role::from_word(&self.form.text(ROLE)).unwrap_or(Role::Auditor)
    }

    /// What the fields say other than the operator has it.
    fn change(&self, before: &Operator) -> OperatorChange {
        let full_name = self.form.text(field::FULL_NAME);
        let (role, disabled) = (self.role(), self.form.text(DISABLED) == true.to_string());
        OperatorChange {
            full_name: (full_name != before.full_name).then_some(full_name),
            role: (role != before.role).then_some(role),
            disabled: (disabled != before.disabled).then_some(disabled),
            seen: None,
        }
    }

    /// Says what happens to the keys, before it does.
    fn warn(&mut self, facts: &Facts) {
        let Some(before) = self.record.as_ref().map(|record| record.operator.clone()) else { return };
        let change = self.change(&before);
        let words = losing_keys(&before, &change, facts);
        let at = if change.role.is_some() { ROLE } else { DISABLED };
        for id in [ROLE, DISABLED] {
            self.form.set_advice(id, words.iter().filter(|_| id == at).map(ToString::to_string).collect());
        }
    }

    /// Takes the operator as it is now: fields that were not changed follow, others say what there is now.
    fn follow(&mut self, all: Vec<OperatorRecord>, facts: &Facts) {
        let Some(own) = &self.record else { return };
        let found = all.into_iter().find(|record| record.operator.id == own.operator.id);
        let Some(now) = found else { return };
        let Operator { full_name, role, disabled, .. } = &now.operator;
        let values = [
            (field::FULL_NAME, full_name.clone()),
            (ROLE, role.word().to_owned()),
            (DISABLED, disabled.to_string()),
        ];
        let overtaken: Vec<_> =
            values.into_iter().filter(|(id, value)| self.form.catch_up(id, value)).collect();
        self.text = stand(&now, facts.now);
        self.record = Some(now);
        self.warn(facts);
        for (id, value) in overtaken {
            self.form.set_advice(id, vec![format!("somebody else has just saved {}", quoted(&value))]);
        }
    }

    fn saved(&self, record: &OperatorRecord, facts: &Facts) -> Vec<Effect> {
        let name = quoted(&record.operator.user_name);
        let said = match &self.record {
            None => Notice::good(format!("Created the operator {name}.")),
            Some(before) => saved_words(&before.operator, record, facts),
        };
        vec![Effect::Close, Effect::Say(said)]
    }

    fn answered(&mut self, answer: Answer, facts: &Facts) -> Vec<Effect> {
        match answer {
            Answer::OperatorSaved(Ok(record)) => self.saved(&record, facts),
            Answer::OperatorSaved(Err(failure)) => {
                self.asked = false;
                let mut effects = refused(&mut self.form, &failure);
                effects.push(Effect::Ask(Request::Operators));
                effects
            }
            Answer::Operators(Ok(all)) => {
                self.follow(all, facts);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }
}

/// What to say once a change is saved.
pub(super) fn saved_words(before: &Operator, now: &OperatorRecord, facts: &Facts) -> Notice {
    let name = quoted(&now.operator.user_name);
    let change = OperatorChange {
        role: Some(now.operator.role),
        disabled: Some(now.operator.disabled),
        ..OperatorChange::default()
    };
    match losing_keys(before, &change, facts) {
        None => Notice::good(format!("Saved the operator {name}.")),
        Some(_) => Notice::warning(format!("Saved the operator {name}, and made keys anew. {OLD_BACKUPS}")),
    }
}

fn full_name(value: &str) -> Field {
    Field::line(field::FULL_NAME, "Full name").value(&[value.to_owned()]).help("For people; may be empty.")
}

fn role(role: Role) -> Field {
    let words = Role::WORDS.iter().map(|(_, word, said)| ((*word).to_owned(), (*said).to_owned()));
    Field::choice(ROLE, "Role", words)
        .value(&[role.word().to_owned()])
        .help("Who may not show secrets gets no key that opens one.")
}

impl Screen for OperatorForm {
    fn contexts(&self) -> Vec<Context> {
        form_contexts(&self.form, &[Context::Editor])
    }

    fn update(&mut self, message: Message, facts: &Facts) -> Vec<Effect> {
        match message {
            Message::Answer(answer) => return self.answered(answer, facts),
            Message::Changed if self.record.is_some() => return vec![Effect::Ask(Request::Operators)],
            Message::Do(command) if let Some(effects) = self.command(command) => return effects,
            _ => {}
        }
        match form_outcome(&mut self.form, message) {
            Outcome::Pressed(command) => return self.command(command).unwrap_or_default(),
            Outcome::Changed(ROLE | DISABLED) => self.warn(facts),
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, facts: &Facts) {
        let why = may(Right::Operators, facts).map(|why| format!("{why}\n{}", self.text));
        let text = why.as_deref().unwrap_or(&self.text);
        let title = if self.record.is_none() { "Create operator" } else { "Update operator" };
        Dialog { title, text, form: &self.form, widest: WIDEST }.view(canvas, area);
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
