//! What stands beside the fields of a form: what an empty one means, advice, notes, and errors.

use super::{FieldId, Form};

impl Form {
    /// What time it is, in Unix seconds, for the fields that are read by the clock.
    pub fn set_now(&mut self, now: i64) {
        for field in &mut self.fields {
            field.now = now;
        }
    }

    /// What stands beside a field while nothing is typed in it, such as the default that then holds.
    pub fn set_when_empty(&mut self, id: FieldId, words: impl Into<String>) {
        if let Some(field) = self.field_mut(id) {
            field.when_empty = words.into();
        }
    }

    /// The advice beside a field, each with its section.
    pub fn set_advice(&mut self, id: FieldId, advice: Vec<String>) {
        if let Some(field) = self.field_mut(id) {
            field.advice = advice;
        }
    }

    /// What is good to know about what a field holds.
    pub fn set_notes(&mut self, id: FieldId, notes: Vec<String>) {
        if let Some(field) = self.field_mut(id) {
            field.notes = notes;
        }
    }

    /// What was advised about a field and is accepted.
    pub fn set_settled(&mut self, id: FieldId, settled: Vec<String>) {
        if let Some(field) = self.field_mut(id) {
            field.settled = settled;
        }
    }

    /// Puts these errors in place of all that stood. Gives back those whose field is not on the form, for
    /// the screen to say.
    pub fn set_errors(&mut self, errors: impl IntoIterator<Item = (FieldId, String)>) -> Vec<String> {
        self.clear_errors();
        let mut homeless = Vec::new();
        for (id, sentence) in errors {
            match self.field_mut(id) {
                Some(field) => field.errors.push(sentence),
                None => homeless.push(sentence),
            }
        }
        homeless
    }

    /// Takes all errors away.
    pub fn clear_errors(&mut self) {
        for field in &mut self.fields {
            field.errors.clear();
        }
    }
}
