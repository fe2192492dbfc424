//! The form of a partner, and the form of one of its users.

use crate::domain::text::quoted;
use crate::domain::{Partner, PartnerUser, Right, field};
use crate::service::PartnerChange;
use crate::tui::editor::Editor;
use crate::tui::form::{Field, Form};
use crate::tui::message::Notice;
use crate::tui::request::{Answer, Request};

/// Whether the partner is active.
const ACTIVE: &str = "active";

/// For a new partner.
#[must_use]
pub fn create() -> Editor {
    let save = |form: &Form| Request::AddPartner {
        name: form.text(field::PARTNER),
        subdomain: form.text(field::SUBDOMAIN),
    };
    Editor::new("Create partner", [name(""), subdomain("")], Right::Partners, save, |answer| {
        saved(answer, "Created")
    })
}

/// For a partner that exists.
#[must_use]
pub fn update(partner: &Partner) -> Editor {
    let active = Field::flag(ACTIVE, "Active")
        .value(&[partner.active.to_string()])
        .help("Servers are told the users of active partners only.");
    let fields = [name(&partner.name), subdomain(&partner.subdomain), active];
    let before = partner.clone();
    let save = move |form: &Form| {
        let changed = |id, was: &str| Some(form.text(id)).filter(|text| text != was);
        let change = PartnerChange {
            name: changed(field::PARTNER, &before.name),
            subdomain: changed(field::SUBDOMAIN, &before.subdomain),
            active: changed(ACTIVE, &before.active.to_string()).map(|text| text == true.to_string()),
            seen: None,
        };
        Request::UpdatePartner { before: before.clone(), change }
    };
    Editor::new("Update partner", fields, Right::Partners, save, |answer| saved(answer, "Saved"))
}

fn name(value: &str) -> Field {
    Field::line(field::PARTNER, "Name").value(&[value.to_owned()]).help("For people: 1 to 100 characters.")
}

fn subdomain(value: &str) -> Field {
    let help = "Letters, digits and hyphens. It begins the client IDs of the partner's clients; those that exist \
                keep theirs.";
    Field::line(field::SUBDOMAIN, "Subdomain").value(&[value.to_owned()]).help(help)
}

fn saved(answer: Answer, word: &str) -> Option<Result<Notice, crate::tui::request::Failure>> {
    let Answer::PartnerSaved(result) = answer else { return None };
    let said = |name: &str| Notice::good(format!("{word} the partner {}.", quoted(name)));
    Some(result.map(|record| said(&record.partner.name)))
}

/// For a new user of a partner, given its subdomain.
#[must_use]
pub fn create_user(partner: &str) -> Editor {
    let user = Field::line(field::USER_NAME, "User name")
        .help("As the partner calls them; client IDs can end in it. Fixed once listed.");
    let partner = partner.to_owned();
    let save = move |form: &Form| Request::AddPartnerUser {
        partner: partner.clone(),
        user_name: form.text(field::USER_NAME),
        email: form.text(field::CONTACTS),
    };
    Editor::new("Create partner user", [user, email("")], Right::Partners, save, |answer| {
        user_saved(answer, "Created")
    })
}

/// For a user of a partner that exists.
#[must_use]
pub fn update_user(partner: &str, user: &PartnerUser) -> Editor {
    let name = Field::line(field::USER_NAME, "User name").value(std::slice::from_ref(&user.user_name));
    let fields = [name.read_only(), email(user.email.as_deref().unwrap_or_default())];
    let (partner, before) = (partner.to_owned(), user.clone());
    let save = move |form: &Form| Request::UpdatePartnerUser {
        partner: partner.clone(),
        before: before.clone(),
        email: form.text(field::CONTACTS),
    };
    Editor::new("Update partner user", fields, Right::Partners, save, |answer| user_saved(answer, "Saved"))
}

fn email(value: &str) -> Field {
    Field::line(field::CONTACTS, "E-mail").value(&[value.to_owned()]).help("One address, or nothing.")
}

fn user_saved(answer: Answer, word: &str) -> Option<Result<Notice, crate::tui::request::Failure>> {
    let Answer::PartnerUserSaved(result) = answer else { return None };
    let said = |name: &str| Notice::good(format!("{word} the partner user {}.", quoted(name)));
    Some(result.map(|user| said(&user.user_name)))
}
