//! The fields of a client's form: those of the table of attributes, and the few that are no attributes; and
//! how one field follows another.

use crate::domain::text::quoted;
use crate::domain::{
    ATTRIBUTES, AdviceInput, AuthMethod, Client, ClientType, Draft, Profile, Reason, Word, advise as advised,
    client_id, field,
};
use crate::tui::form::{Field, Form};
use crate::tui::keys::Command;
use crate::tui::request::Choices;
use crate::tui::screen::Facts;

/// Which profile fills a new form.
const PROFILE: &str = "profile";
/// Why the secret is replaced.
pub const REASON: &str = "reason";
/// The heading above what is about the secret.
const SECRET_GROUP: &str = "Client secret";
const NOT_STAGED: &str = "Generate a new secret first.";

const BUTTONS: [Command; 5] = [
    Command::GenerateSecret,
    Command::CopyCredentials,
    Command::ShowOrHideSecret,
    Command::Save,
    Command::Cancel,
];

/// The form of a new client.
pub fn for_new(profile: Profile) -> Form {
    let group = ATTRIBUTES.first().map_or("", |attribute| attribute.group);
    let profile = Field::choice(PROFILE, "Profile", words::<Profile>())
        .value(&[profile.word().to_owned()])
        .group(group)
        .help("Fills the form with what such clients usually need; every field stays free.");
    let mut form = Form::new([profile].into_iter().chain(with_secret(true, [secret()])), BUTTONS);
    form.set_read_only(field::CLIENT_ID, true);
    form
}

/// The form of a client that exists.
pub fn for_existing() -> Form {
    let reason = Field::choice(REASON, "Reason", words::<Reason>())
        .value(&[Reason::default().word().to_owned()])
        .group(SECRET_GROUP)
        .help("Why the secret is replaced. After a leak, tokens that were issued so far are void as well.");
    let grace = Field::short(field::GRACE, "Grace")
        .group(SECRET_GROUP)
        .help("How long older secrets still work, such as 24h. Empty: they are refused at once.");
    let mut form = Form::new(with_secret(false, [secret(), reason, grace]), BUTTONS);
    allow_rotation(&mut form, false);
    form
}

/// The attributes, and after their first group what is about the secret.
fn with_secret<const N: usize>(creating: bool, secret: [Field; N]) -> Vec<Field> {
    let first = ATTRIBUTES.first().map_or("", |attribute| attribute.group);
    let field = |attribute| Field::for_attribute(attribute, creating);
    let (identity, others): (Vec<_>, Vec<_>) =
        ATTRIBUTES.iter().partition(|attribute| attribute.group == first);
    identity.into_iter().map(field).chain(secret).chain(others.into_iter().map(field)).collect()
}

fn secret() -> Field {
    let help = "Generated here, never typed. Hidden again after half a minute.";
    Field::secret(field::CLIENT_SECRET, "Client secret").group(SECRET_GROUP).help(help)
}

fn words<W: Word>() -> Vec<(String, String)> {
    W::WORDS.iter().map(|(_, word, said)| ((*word).to_owned(), (*said).to_owned())).collect()
}

/// Lets the operator say how the older secrets end, once there is a new one.
pub fn allow_rotation(form: &mut Form, staged: bool) {
    for id in [REASON, field::GRACE] {
        form.set_disabled(id, (!staged).then_some(NOT_STAGED));
    }
}

/// What drop-downs offer.
pub fn offer(form: &mut Form, choices: Choices) {
    let classes = choices.classes.into_iter().map(|class| {
        let about =
            if class.description.is_empty() { String::new() } else { format!(": {}", class.description) };
        (class.name.clone(), format!("{}{about}", class.name))
    });
    form.offer(field::SECURITY_CLASS, classes);
    let none = (String::new(), "none".to_owned());
    let partners = choices.partners.into_iter().map(|partner| {
        let inactive = if partner.active { "" } else { " (not active)" };
        (partner.subdomain.clone(), format!("{}: {}{inactive}", partner.subdomain, partner.name))
    });
    form.offer(field::PARTNER, std::iter::once(none).chain(partners));
    let scopes = choices.scopes.into_iter().map(|scope| (scope.name.clone(), scope.name));
    form.offer(field::SCOPE, scopes);
}

/// Lets other fields follow the one that changed: the profile fills in, the type decides on the auth
/// method, the partner begins the client ID.
pub fn follow(form: &mut Form, draft: &mut Draft, before: &Draft, changed: &str, own_id: &str) {
    match changed {
        PROFILE => follow_profile(form, draft),
        field::CLIENT_TYPE => follow_type(form, draft),
        field::PARTNER if !own_id.is_empty() => follow_partner(form, draft, before, own_id),
        _ => {}
    }
}

/// Everything in which the profiles differ from each other comes from the one that was chosen.
fn follow_profile(form: &mut Form, draft: &mut Draft) {
    let chosen = Draft::new(Profile::from_word(&form.text(PROFILE)).unwrap_or_default());
    for (other, ..) in Profile::WORDS {
        for attribute in Draft::new(*other).differs_from(&chosen) {
            draft.set(attribute.name, chosen.get(attribute.name).to_vec());
        }
    }
    form.fill(draft);
}

fn follow_type(form: &mut Form, draft: &mut Draft) {
    let public = draft.text(field::CLIENT_TYPE) == ClientType::Public.word();
    let none = draft.text(field::TOKEN_ENDPOINT_AUTH_METHOD) == AuthMethod::None.word();
    if public != none {
        let method = if public { AuthMethod::None } else { AuthMethod::default() };
        set(form, draft, field::TOKEN_ENDPOINT_AUTH_METHOD, method.word());
    }
}

fn follow_partner(form: &mut Form, draft: &mut Draft, before: &Draft, own_id: &str) {
    let partner = draft.text(field::PARTNER).to_owned();
    let id = draft.text(field::CLIENT_ID).to_owned();
    let untouched = id == own_id || id == client_id::prefix(before.text(field::PARTNER));
    if partner.is_empty() {
        set(form, draft, field::CLIENT_ID, own_id);
    } else if untouched {
        set(form, draft, field::CLIENT_ID, &client_id::prefix(&partner));
    }
    form.set_read_only(field::CLIENT_ID, partner.is_empty());
}

fn set(form: &mut Form, draft: &mut Draft, id: &'static str, text: &str) {
    draft.set(id, vec![text.to_owned()]);
    form.set_values(id, draft.get(id));
}

/// Puts advice beside its fields: for what can be read of them, even where something can't be saved yet.
pub fn advise(form: &mut Form, draft: &Draft, facts: &Facts) {
    let mut client = Client::default();
    for attribute in ATTRIBUTES {
        // What can't be read has an error of its own when it is saved.
        let _ = (attribute.write)(&mut client, draft.get(attribute.name));
    }
    let has_live_secret = client.client_type == ClientType::Confidential;
    let input =
        AdviceInput { client: &client, settings: &facts.settings, partner_users: &[], has_live_secret };
    form.set_all_advice(&advised(&input));
}

/// How a client is named in a sentence.
pub fn called(client: &Client) -> String {
    quoted(&client.name)
}
