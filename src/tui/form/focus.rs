//! Which field or button has the focus, and which keys hold there.

use super::Form;
use super::control::Access;
use super::field::{Field, FieldId};
use crate::tui::keys::{Command, Context};

/// What has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Focus {
    Field(usize),
    Button(usize),
}

impl Form {
    /// Moves the focus to the first field with an error; false where there is none.
    pub fn focus_first_error(&mut self) -> bool {
        let place = self.fields.iter().position(|field| !field.errors.is_empty());
        if let Some(at) = place {
            self.go(Focus::Field(at));
        }
        place.is_some()
    }

    /// Moves the focus to this field.
    pub fn focus_field(&mut self, id: FieldId) {
        if let Some(at) = self.fields.iter().position(|field| field.id == id) {
            self.go(Focus::Field(at));
        }
    }

    /// Moves the focus to this button.
    pub fn focus_button(&mut self, button: Command) {
        if let Some(at) = self.buttons.iter().position(|found| found.command == button) {
            self.go(Focus::Button(at));
        }
    }

    /// The field that has the focus, if it is a field.
    #[must_use]
    pub fn focused_field(&self) -> Option<FieldId> {
        match self.focus {
            Focus::Field(at) => self.fields.get(at).map(|field| field.id),
            Focus::Button(_) => None,
        }
    }

    /// Which keys hold where the focus is, besides those of every form; in an open drop-down
    /// ([`Context::DropDown`]) only they hold.
    #[must_use]
    pub fn contexts(&self) -> &'static [Context] {
        match self.context() {
            Context::Line => &[Context::Line, Context::Text],
            Context::Lines => &[Context::Lines, Context::Text],
            Context::Submit => &[Context::Submit, Context::Text],
            Context::Fixed => &[Context::Fixed, Context::Text],
            Context::Choice => &[Context::Choice],
            Context::DropDown => &[Context::DropDown],
            Context::Suggest => &[Context::Suggest, Context::Text],
            Context::Suggestions => &[Context::Suggestions, Context::Text],
            Context::Flag => &[Context::Flag],
            _ => &[Context::Button],
        }
    }

    /// The first of [`Form::contexts`].
    #[must_use]
    pub fn context(&self) -> Context {
        match self.focus {
            Focus::Field(at) if self.fields[at].access() != Access::Edit => Context::Fixed,
            Focus::Field(at) => match self.fields[at].control.edit().context() {
                Context::Line if self.submits.iter().any(|(id, _)| *id == self.fields[at].id) => {
                    Context::Submit
                }
                context => context,
            },
            Focus::Button(_) => Context::Button,
        }
    }

    /// Whether a drop-down is open.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.context(), Context::DropDown | Context::Suggestions)
    }

    pub(super) fn focus_start(&mut self) {
        let editable = |field: &Field| field.access() == Access::Edit;
        let first = self.fields.iter().position(editable);
        let any = (!self.fields.is_empty()).then_some(0);
        self.focus = first.or(any).map_or(Focus::Button(0), Focus::Field);
    }

    pub(super) fn go(&mut self, to: Focus) {
        if let Focus::Field(at) = self.focus
            && to != self.focus
        {
            self.fields[at].control.edit_mut().leave();
        }
        self.focus = to;
        self.follows.set(true);
        if let Focus::Field(at) = to
            && self.fields[at].access() != Access::Edit
        {
            // What can only be read is read from its start.
            self.fields[at].control.edit_mut().perform(Command::LineStart);
        }
    }
}
