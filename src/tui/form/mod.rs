//! A form: labelled fields in groups, then buttons. It owns focus, help and errors; its fields edit through
//! one interface. It reads and writes nothing: keys come in, outcomes go out, values are text.

mod attributes;
mod cells;
mod choice;
mod control;
mod draw;
mod drop_down;
mod ends;
mod field;
mod flag;
mod focus;
mod input;
mod line;
mod list;
mod password;
mod plan;
mod secrecy;
mod secret;
mod suggest;
mod text;
mod told;

#[cfg(test)]
mod tests;

use std::cell::Cell;

pub use ends::grace_offered;
pub use field::{Field, FieldId, Says};

use crate::tui::keys::Command;
use focus::Focus;

/// What a form did with an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing: the event is for somebody else.
    Ignored,
    /// The picture changed, no value did.
    Moved,
    /// The value of this field changed.
    Changed(FieldId),
    /// This button was pressed.
    Pressed(Command),
}

/// A button, named by the command that it stands for; its label is in the table of keys.
struct Button {
    command: Command,
    /// Why it can't be pressed now.
    disabled: Option<String>,
}

/// A vertical list of fields, then buttons.
pub struct Form {
    fields: Vec<Field>,
    buttons: Vec<Button>,
    /// Fields in which Enter presses a button instead of moving on.
    submits: Vec<(FieldId, Command)>,
    focus: Focus,
    /// Why the last input was refused, until the next.
    refusal: Option<&'static str>,
    /// The first row that is seen.
    scroll: Cell<u16>,
    /// Whether the view follows the focus; scrolling by wheel or page lets go of it.
    follows: Cell<bool>,
}

impl Form {
    /// A form of these fields and buttons. The first field that can be edited has the focus.
    #[must_use]
    pub fn new(fields: impl IntoIterator<Item = Field>, buttons: impl IntoIterator<Item = Command>) -> Self {
        let button = |command| Button { command, disabled: None };
        let mut form = Self {
            fields: fields.into_iter().collect(),
            buttons: buttons.into_iter().map(button).collect(),
            submits: Vec::new(),
            focus: Focus::Button(0),
            refusal: None,
            scroll: Cell::new(0),
            follows: Cell::new(true),
        };
        form.focus_start();
        form
    }

    /// Lets Enter in this field press this button.
    #[must_use]
    pub fn enter_presses(mut self, field: FieldId, button: Command) -> Self {
        self.submits.push((field, button));
        self
    }

    // Values.

    /// The value of a field: one text, or one an element; empty for a password or a secret.
    #[must_use]
    pub fn values(&self, id: FieldId) -> Vec<String> {
        self.field(id).map(|field| field.control.edit().values()).unwrap_or_default()
    }

    /// The value of a field as one text.
    #[must_use]
    pub fn text(&self, id: FieldId) -> String {
        self.values(id).join("\n")
    }

    /// Every field that has a value, with it. Passwords and secrets are not among them.
    pub fn all_values(&self) -> impl Iterator<Item = (FieldId, Vec<String>)> {
        self.fields.iter().map(|field| (field.id, field.control.edit().values()))
    }

    /// Replaces a value; the cursor stays where the value is the same already.
    pub fn set_values(&mut self, id: FieldId, values: &[String]) {
        if let Some(field) = self.field_mut(id)
            && field.control.edit().values() != values
        {
            field.control.edit_mut().set(values);
        }
    }

    /// The fields whose value is another than when the form was opened or [`Form::keep`] was called.
    #[must_use]
    pub fn changed_fields(&self) -> Vec<FieldId> {
        self.fields.iter().filter(|field| field.changed()).map(|field| field.id).collect()
    }

    /// Whether any value changed.
    #[must_use]
    pub fn changed(&self) -> bool {
        self.fields.iter().any(Field::changed)
    }

    /// From now on the present values count as unchanged.
    pub fn keep(&mut self) {
        self.fields.iter_mut().for_each(Field::keep);
    }

    /// Takes in that somebody else saved this value: a field that was not changed shows it. One that was keeps
    /// what was typed, and is told as true where the value is news to it.
    pub fn catch_up(&mut self, id: FieldId, saved: &str) -> bool {
        self.field_mut(id).is_some_and(|field| field.catch_up(&[saved.to_owned()]))
    }

    // What fields say.

    /// The values that a drop-down or checklist offers, each with the words for it. What was chosen
    /// stays, even where it is not among them.
    pub fn offer(&mut self, id: FieldId, options: impl IntoIterator<Item = (String, String)>) {
        if let Some(field) = self.field_mut(id) {
            let unchanged = !field.changed();
            field.offer(options.into_iter().collect());
            if unchanged {
                field.keep();
            }
        }
    }

    /// Values that a line suggests while it is typed, each with the words for it; none makes it a plain line.
    pub fn suggest(&mut self, id: FieldId, options: impl IntoIterator<Item = (String, String)>) {
        if let Some(field) = self.field_mut(id) {
            field.suggest(options.into_iter().collect());
        }
    }

    /// Makes a field read-only, or not.
    pub fn set_read_only(&mut self, id: FieldId, read_only: bool) {
        if let Some(field) = self.field_mut(id) {
            field.read_only = read_only;
        }
    }

    /// Makes all of it something to read.
    pub fn lock(&mut self) {
        for field in &mut self.fields {
            field.locked = true;
            field.control.edit_mut().leave();
            // What can only be read is read from its start.
            field.control.edit_mut().perform(Command::LineStart);
        }
    }

    /// Disables a field with the reason in a sentence, or enables it.
    pub fn set_disabled(&mut self, id: FieldId, reason: Option<impl Into<String>>) {
        if let Some(field) = self.field_mut(id) {
            field.disabled = reason.map(Into::into);
            if field.disabled.is_some() {
                field.control.edit_mut().leave();
            }
        }
    }

    /// Disables a button with the reason in a sentence, or enables it.
    pub fn set_button_disabled(&mut self, button: Command, reason: Option<impl Into<String>>) {
        if let Some(found) = self.buttons.iter_mut().find(|found| found.command == button) {
            found.disabled = reason.map(Into::into);
        }
    }

    fn field(&self, id: FieldId) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    fn field_mut(&mut self, id: FieldId) -> Option<&mut Field> {
        self.fields.iter_mut().find(|field| field.id == id)
    }
}
