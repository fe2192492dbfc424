//! An attribute of a client as it was before an entry: which one, and what differs then.

use crate::domain::audit::older;
use crate::domain::text::counted;
use crate::domain::{Right, time};
use crate::service::{AuditRow, GivenBack, Past};
use crate::tui::editor::Editor;
use crate::tui::form::{Field, Form};
use crate::tui::message::{Effect, Notice};
use crate::tui::request::{Answer, Request};
use crate::tui::screen::{Facts, may};

/// The field for the attribute.
const WHICH: &str = "attribute";

/// Why nothing of an entry can be given back, as a sentence.
pub fn refusal(entry: Option<&AuditRow>, facts: &Facts) -> Option<String> {
    may(Right::Update, facts).or_else(|| {
        let changed = entry.is_some_and(|entry| !older(&entry.action, &entry.details).is_empty());
        (!changed).then(|| "This entry changed no attribute: there is nothing to give back.".to_owned())
    })
}

/// The box that asks which one; where all are as they were, it only says so.
pub fn ask(client_id: &str, past: Past) -> Effect {
    let Past { entry, at, by, values } = past;
    let Some(first) = values.first().map(|one| one.attribute.to_owned()) else {
        return Effect::Say(Notice::good("All that this entry changed is as it was before it."));
    };
    let text = format!(
        "Entry {entry}, {} UTC by {by}, changed {} that can be as {} before it. Saving is an edit like any other: \
         it is checked, and has its own entry.",
        time::minute(at),
        counted(values.len(), "attribute"),
        if values.len() == 1 { "it was" } else { "they were" }
    );
    let offers = values.into_iter().map(|one| (one.attribute.to_owned(), one.words));
    let fields =
        [Field::choice(WHICH, "Restore", offers).value(&[first]).help("What it is now, and what it was.")];
    let client_id = client_id.to_owned();
    let save = move |form: &Form| Request::RestoreAttribute {
        client_id: client_id.clone(),
        entry,
        attribute: form.text(WHICH),
    };
    let said = |given_back: Box<GivenBack>| Notice::good(given_back.words());
    let saved = move |answer| match answer {
        Answer::AttributeRestored(result) => Some(result.map(said)),
        _ => None,
    };
    Effect::Open(Box::new(Editor::new("Restore attribute", fields, Right::Update, save, saved).says(text)))
}
