//! The form of a security class: its name while it is new, and what it is for.

use crate::domain::text::quoted;
use crate::domain::{Right, SecurityClass, field};
use crate::tui::editor::Editor;
use crate::tui::form::Field;
use crate::tui::message::Notice;
use crate::tui::request::{Answer, Request};

/// For a new class, or for one that exists.
#[must_use]
pub fn open(class: Option<&SecurityClass>) -> Editor {
    let new = class.is_none();
    let name = Field::line(field::SECURITY_CLASS, "Name");
    let name = match class {
        None => name.help("Up to 32 letters, digits and . _ - Read-only once it exists."),
        Some(class) => name.value(std::slice::from_ref(&class.name)).read_only(),
    };
    let description = Field::line(field::DESCRIPTION, "Description")
        .value(&[class.map(|class| class.description.clone()).unwrap_or_default()])
        .help("What clients of this class are for; may be empty.");
    let title = if new { "Create security class" } else { "Update security class" };
    let save = move |form: &crate::tui::form::Form| Request::SaveClass {
        name: form.text(field::SECURITY_CLASS),
        description: form.text(field::DESCRIPTION),
        new,
    };
    let saved = move |answer| match answer {
        Answer::ClassSaved(result) => Some(result.map(|class| {
            let word = if new { "Created" } else { "Saved" };
            Notice::good(format!("{word} the security class {}.", quoted(&class.name)))
        })),
        _ => None,
    };
    Editor::new(title, [name, description], Right::Classes, save, saved)
}
