//! The passwords and secrets that a form holds: handed out once, hidden, wiped.

use super::Form;
use super::control::Control;
use super::field::{Field, FieldId};
use super::secret::Secret;
use crate::domain::Plaintext;

impl Form {
    /// Takes a password out of its field, which is empty afterwards; `None` where there is no such field.
    pub fn take_password(&mut self, id: FieldId) -> Option<Plaintext> {
        self.field_mut(id)?.take_password()
    }

    /// A copy of a password, which stays in its field.
    #[must_use]
    pub fn copy_password(&self, id: FieldId) -> Option<Plaintext> {
        self.field(id)?.copy_password()
    }

    /// Says whether there is a secret, and what is known about it (`generation 2, 12 days old`); without
    /// one the words stand in its place. Hides it.
    pub fn describe_secret(&mut self, id: FieldId, exists: bool, words: impl Into<String>) {
        if let Some(secret) = self.field_mut(id).and_then(Field::secret_mut) {
            secret.describe(exists, words.into());
        }
    }

    /// Shows a secret until it is hidden.
    pub fn show_secret(&mut self, id: FieldId, secret: Plaintext) {
        if let Some(field) = self.field_mut(id).and_then(Field::secret_mut) {
            field.show(secret);
        }
    }

    /// Hides every secret and wipes what was shown of it.
    pub fn hide_secrets(&mut self) {
        self.fields.iter_mut().filter_map(Field::secret_mut).for_each(Secret::hide);
    }

    /// Whether any secret is shown.
    #[must_use]
    pub fn shows_secret(&self) -> bool {
        self.fields.iter().any(|field| match &field.control {
            Control::Secret(secret) => secret.is_shown(),
            _ => false,
        })
    }

    /// Empties every password field.
    pub fn wipe_passwords(&mut self) {
        for field in &mut self.fields {
            drop(field.take_password());
        }
    }
}
