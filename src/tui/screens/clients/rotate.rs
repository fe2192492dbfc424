//! New secrets for several clients at once: why, and how long the older ones still work.

use crate::domain::text::counted;
use crate::domain::{Reason, Retention, Right, Word, field};
use crate::tui::editor::Editor;
use crate::tui::form::{Field, Form, grace_offered};
use crate::tui::message::Notice;
use crate::tui::request::{Answer, Request};
use crate::tui::screen::{Facts, may};
use crate::tui::told::listed_with_unseen;

/// Why the secrets are replaced.
const WHY: &str = "why";

/// Why it can't be done, as a sentence.
pub fn refusal(facts: &Facts) -> Option<String> {
    let once = facts.settings.secret_retention == Retention::ShowOnce;
    may(Right::Rotate, facts).or_else(|| {
        once.then(|| {
            "This registry shows a new secret once: take the marks away and generate them one by one."
                .to_owned()
        })
    })
}

/// The box that asks for these clients: IDs and names.
pub fn ask(chosen: Vec<(String, String)>, unseen: &[String], facts: &Facts) -> Editor {
    let (client_ids, names): (Vec<String>, Vec<String>) = chosen.into_iter().unzip();
    let reasons = Reason::WORDS.iter().map(|(_, word, said)| ((*word).to_owned(), (*said).to_owned()));
    let fields = [
        Field::choice(WHY, "Reason", reasons)
            .value(&[Reason::default().word().to_owned()])
            .help("After a leak, tokens that were issued so far are void as well."),
        Field::grace()
            .suggests([grace_offered(&facts.settings)])
            .help("How long the older secrets still work, such as 24h. Empty: they are refused at once."),
        Field::expiry()
            .help("When the new secrets end by themselves, such as 90d or 2030-05-31. Empty: they do not."),
    ];
    let (count, about) = (names.len(), client_ids.clone());
    let text = format!(
        "{count} clients get a new secret each when you save; hand those over then.\n{}",
        listed_with_unseen(&names, unseen)
    );
    let save = move |form: &Form| Request::Rotate {
        client_ids: client_ids.clone(),
        reason: Reason::from_word(&form.text(WHY)).unwrap_or_default(),
        grace: form.text(field::GRACE),
        expires: form.text(field::SECRET_EXPIRES_AT),
    };
    let saved = |answer| match answer {
        Answer::Rotated(result) => Some(result.map(|records: Vec<_>| {
            Notice::good(format!("New secrets for {}.", counted(records.len(), "client")))
        })),
        _ => None,
    };
    Editor::new("New secrets", fields, Right::Rotate, save, saved).says(text).telling(about).breaks_off()
}
