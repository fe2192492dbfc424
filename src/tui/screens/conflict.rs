//! Two operators at once: somebody else saved while this one was editing. It shows both and lets the operator
//! choose, field by field. Nothing that was typed is lost.

use ratatui::layout::Rect;

use crate::domain::text::quoted;
use crate::domain::{Attribute, ClientRecord, Draft, Rotation, SecretRecord, lifetime, time};
use crate::tui::canvas::Canvas;
use crate::tui::dialog::Dialog;
use crate::tui::form::{Field, Form, Outcome};
use crate::tui::keys::{Command, Context};
use crate::tui::message::{Effect, Merged, Message};
use crate::tui::screen::{Facts, Screen, form_contexts, form_outcome};

/// Cells that the inside is wide at most.
const WIDEST: u16 = 110;
const YOURS: &str = "yours";
const THEIRS: &str = "theirs";

/// What was typed here against what somebody else saved.
pub struct Conflict {
    form: Form,
    text: String,
    fields: Vec<&'static Attribute>,
    mine: Draft,
    theirs: ClientRecord,
}

/// The new secrets of both, which no field shows.
#[derive(Debug, Default)]
pub struct Secrets {
    /// Theirs, saved meanwhile.
    pub theirs: Option<SecretRecord>,
    /// How yours, which is not saved yet, would replace it.
    pub yours: Option<Rotation>,
}

impl Secrets {
    fn words(&self) -> Option<String> {
        let theirs = self.theirs.as_ref().map(|secret| {
            let made = time::minute(secret.created.at);
            format!(
                "{} made a new secret, generation {}, at {made} UTC.",
                quoted(&secret.created.by),
                secret.generation
            )
        });
        let yours = self.yours.map(|rotation| {
            let what = if theirs.is_some() { "that one" } else { "the one before" };
            match rotation.grace {
                None => format!("Your new secret is not saved; saved, it ends {what} at once."),
                Some(grace) => {
                    let grace = lifetime::span_words(u32::try_from(grace).unwrap_or(u32::MAX));
                    format!("Your new secret is not saved; saved, it ends {what} after {grace}.")
                }
            }
        });
        let told: Vec<String> = theirs.into_iter().chain(yours).collect();
        (!told.is_empty()).then(|| told.join(" "))
    }
}

impl Conflict {
    /// `began` is the save that both started from, where it is known.
    #[must_use]
    pub fn new(began: Option<&ClientRecord>, mine: &Draft, theirs: ClientRecord, secrets: &Secrets) -> Self {
        let their_draft = Draft::of(&theirs.client);
        let fields = mine.differs_from(&their_draft);
        let began = began.map(|record| Draft::of(&record.client));
        let choices = fields.iter().map(|attribute| choice(attribute, began.as_ref(), mine, &their_draft));
        let buttons = [Command::SaveChosen, Command::TakeTheirs, Command::KeepEditing];
        let mut form = Form::new(choices.collect::<Vec<_>>(), buttons);
        form.focus_button(Command::KeepEditing);
        let told = secrets.words();
        let what = match (fields.len(), &told) {
            (0, None) => "What you typed is the same as what was saved.",
            (0, Some(_)) => "The fields are the same.",
            _ => "Choose for each field below; the others are the same.",
        };
        let what = [told.as_deref(), Some(what)].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let text = format!(
            "{} saved this client at {} UTC, while you were editing. Nothing of yours is saved yet. {what}",
            quoted(&theirs.updated.by),
            time::minute(theirs.updated.at)
        );
        Self { form, text, fields, mine: mine.clone(), theirs }
    }

    /// The fields as they were chosen.
    fn chosen(&self) -> Draft {
        let theirs = Draft::of(&self.theirs.client);
        let mut draft = self.mine.clone();
        for attribute in &self.fields {
            if self.form.text(attribute.name) == THEIRS {
                draft.set(attribute.name, theirs.get(attribute.name).to_vec());
            }
        }
        draft
    }

    fn go_on(&self, draft: Draft, as_chosen: bool) -> Vec<Effect> {
        let merged = Merged { theirs: self.theirs.clone(), draft, keeps_secret: as_chosen };
        let mut effects = vec![Effect::Close, Effect::Tell(Message::Merged(Box::new(merged)))];
        if as_chosen {
            effects.push(Effect::Tell(Message::Do(Command::Save)));
        }
        effects
    }
}

/// A field in which the two differ. What only one of the two changed is proposed as changed.
fn choice(attribute: &'static Attribute, began: Option<&Draft>, mine: &Draft, theirs: &Draft) -> Field {
    let name = attribute.name;
    let only_they = began.is_some_and(|began| began.get(name) == mine.get(name));
    let (yours_words, theirs_words) = (said(mine.get(name)), said(theirs.get(name)));
    let options = [
        (YOURS.to_owned(), format!("{YOURS}: {yours_words}")),
        (THEIRS.to_owned(), format!("{THEIRS}: {theirs_words}")),
    ];
    Field::choice(name, attribute.label, options)
        .value(&[if only_they { THEIRS } else { YOURS }.to_owned()])
        .help(format!("Yours: {yours_words}. Theirs: {theirs_words}."))
        .says(move |chosen| {
            let other = if chosen == YOURS { (THEIRS, &theirs_words) } else { (YOURS, &yours_words) };
            Some(format!("not {}: {}", other.0, other.1))
        })
}

fn said(values: &[String]) -> String {
    let joined = values.join(", ");
    if joined.is_empty() { "(empty)".to_owned() } else { joined }
}

impl Screen for Conflict {
    fn contexts(&self) -> Vec<Context> {
        form_contexts(&self.form, &[Context::Question])
    }

    fn update(&mut self, message: Message, _facts: &Facts) -> Vec<Effect> {
        if matches!(message, Message::Do(Command::Back)) {
            return vec![Effect::Close];
        }
        match form_outcome(&mut self.form, message) {
            Outcome::Pressed(Command::SaveChosen) => self.go_on(self.chosen(), true),
            Outcome::Pressed(Command::TakeTheirs) => self.go_on(Draft::of(&self.theirs.client), false),
            Outcome::Pressed(Command::KeepEditing) => vec![Effect::Close],
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, _facts: &Facts) {
        Dialog { title: "Saved by somebody else", text: &self.text, form: &self.form, widest: WIDEST }
            .view(canvas, area);
    }

    fn is_dialog(&self) -> bool {
        true
    }
}
