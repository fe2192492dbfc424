//! The form of a client, made by walking the table of attributes: nothing here names one of them.

use super::Form;
use super::ends::grace_offered;
use super::field::{Field, FieldId};
use crate::domain::{
    ATTRIBUTES, Acceptance, Advice, Attribute, Client, Draft, Edit, Input, Lifetime, Problem, Settings, field,
};

impl Field {
    /// The field of a client attribute: its label, help, group and kind of input. Where it is editable at
    /// creation only, it is read-only unless `creating`. Classes, partners and scopes to choose from come
    /// by [`Form::offer`].
    #[must_use]
    pub fn for_attribute(attribute: &'static Attribute, creating: bool) -> Self {
        let (id, label) = (attribute.name, attribute.label);
        let owned = |options: &[(&str, &str)]| -> Vec<(String, String)> {
            options.iter().map(|(value, words)| ((*value).to_owned(), (*words).to_owned())).collect()
        };
        let field = match attribute.input {
            Input::Line | Input::Email => Self::line(id, label),
            Input::Flag => Self::flag(id, label),
            Input::Choice(options) => Self::choice(id, label, owned(&options())),
            Input::Choices(options) => Self::choices(id, label, owned(options)),
            Input::SecurityClass | Input::Partner => Self::choice(id, label, []),
            Input::Scopes => Self::words(id, label),
            Input::Lifetime => {
                let read =
                    Self::short(id, label).says(|text| read_lifetime(attribute, text).map(Lifetime::words));
                read.doubts(|text| refused_lifetime(attribute, text))
            }
            Input::Lines => Self::lines(id, label),
            Input::Text => Self::text(id, label),
        };
        let field = field.help(attribute.help).group(attribute.group);
        if attribute.edit == Edit::AtCreation && !creating { field.read_only() } else { field }
    }
}

/// Why the attribute takes no such lifetime; `None` where it does.
fn refused_lifetime(attribute: &Attribute, text: &str) -> Option<String> {
    let problems = (attribute.write)(&mut Client::default(), &[text.to_owned()]).err()?;
    problems.into_iter().next().map(|problem| problem.sentence)
}

/// A typed lifetime as the attribute itself reads it; `None` where it is empty or no lifetime.
fn read_lifetime(attribute: &Attribute, text: &str) -> Option<Lifetime> {
    let mut client = Client::default();
    (attribute.write)(&mut client, &[text.to_owned()]).ok()?;
    let seconds = (attribute.read)(&client).first()?.parse().ok()?;
    Lifetime::from_seconds(seconds)
}

impl Form {
    /// Says beside each lifetime which one holds while none is typed.
    pub fn set_defaults(&mut self, settings: &Settings) {
        for attribute in ATTRIBUTES {
            if let Some(words) = attribute.default_words(settings) {
                self.set_when_empty(attribute.name, words);
            }
        }
        self.suggest(field::GRACE, [grace_offered(settings)]);
    }

    /// Puts a draft into the fields of its attributes. Call [`Form::keep`] where it is what is saved.
    pub fn fill(&mut self, draft: &Draft) {
        for attribute in ATTRIBUTES {
            self.set_values(attribute.name, draft.get(attribute.name));
        }
        self.refresh(draft);
    }

    /// Puts what the fields hold into a draft; attributes without a field stay as they are.
    pub fn read_into(&self, draft: &mut Draft) {
        for (id, values) in self.all_values() {
            draft.set(id, values);
        }
    }

    /// Disables the fields that this draft makes meaningless, with the reason, and enables the others.
    pub fn refresh(&mut self, draft: &Draft) {
        for attribute in ATTRIBUTES {
            self.set_disabled(attribute.name, (attribute.unavailable)(draft));
        }
    }

    /// Puts these problems at their fields, in place of the errors that stood. Gives back the sentences of
    /// those whose field is not on the form.
    pub fn set_problems(&mut self, problems: &[Problem]) -> Vec<String> {
        self.set_errors(problems.iter().map(|problem| (problem.field, problem.sentence.clone())))
    }

    /// Puts this advice beside its fields, in place of what stood; what was accepted and still holds is told as
    /// that. Advice that no field of the form is about stands beside the client secret.
    pub fn set_all_advice(&mut self, advice: &[Advice], accepted: &[Acceptance], now: i64) {
        let ids: Vec<FieldId> = self.all_values().map(|(id, _)| id).collect();
        let place = |advice: &Advice| {
            if ids.contains(&advice.field) { advice.field } else { field::CLIENT_SECRET }
        };
        for id in &ids {
            let own = advice.iter().filter(|advice| place(advice) == *id);
            let (settled, open): (Vec<&Advice>, Vec<&Advice>) =
                own.partition(|advice| Acceptance::of(advice, accepted, now).is_some());
            self.set_advice(id, open.into_iter().map(|advice| format!("{advice}")).collect());
            let settled = settled.into_iter().filter_map(|advice| {
                Some(format!("{} {}", advice.rule, Acceptance::of(advice, accepted, now)?))
            });
            self.set_settled(id, settled.collect());
        }
    }
}
