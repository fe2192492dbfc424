//! The fields of a client's form: those of the table of attributes, and the few that are no attributes; and
//! how one field follows another.

use crate::domain::class::ADMIN_CLASS;
use crate::domain::text::quoted;
use crate::domain::{
    ATTRIBUTES, AuthMethod, Client, ClientType, Draft, PartnerUser, Profile, Reason, Word, client_id, field,
};
use crate::tui::form::{Field, Form};
use crate::tui::keys::Command;
use crate::tui::request::Choices;

/// Which profile fills a new form.
const PROFILE: &str = "profile";
/// Why the secret is replaced.
pub const REASON: &str = "reason";
/// The heading above what is about the secret.
const SECRET_GROUP: &str = "Client secret";
const NOT_STAGED: &str = "Generate a new secret first.";
const PUBLIC: &str = "A public client has no secret.";

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
    let mut form = Form::new([profile].into_iter().chain(with_secret(true, [secret(), expiry()])), BUTTONS);
    form.set_read_only(field::CLIENT_ID, true);
    form
}

/// The form of a client that exists.
pub fn for_existing() -> Form {
    let reason = Field::choice(REASON, "Reason", words::<Reason>())
        .value(&[Reason::default().word().to_owned()])
        .group(SECRET_GROUP)
        .help("Why the secret is replaced. After a leak, tokens that were issued so far are void as well.");
    let grace = Field::grace()
        .group(SECRET_GROUP)
        .help("How long older secrets still work, such as 24h. Empty: they are refused at once.");
    let mut form = Form::new(with_secret(false, [secret(), expiry(), reason, grace]), BUTTONS);
    allow_rotation(&mut form, false, false);
    form
}

/// The attributes, and after their first group what is about the secret.
fn with_secret<const N: usize>(creating: bool, secret: [Field; N]) -> Vec<Field> {
    let first = ATTRIBUTES.first().map_or("", |attribute| attribute.group);
    let field = |attribute| Field::for_attribute(attribute, creating);
    let (identity, others): (Vec<_>, Vec<_>) =
        ATTRIBUTES.iter().partition(|attribute| attribute.group == first);
    let mut identity = identity;
    // The partner comes before the client ID, which it begins.
    let place = |name| identity.iter().position(|attribute| attribute.name == name);
    if let (Some(partner), Some(id)) = (place(field::PARTNER), place(field::CLIENT_ID))
        && id < partner
    {
        identity[id..=partner].rotate_right(1);
    }
    identity.into_iter().map(field).chain(secret).chain(others.into_iter().map(field)).collect()
}

fn secret() -> Field {
    let help = "Generated here, never typed. Hidden again after half a minute.";
    Field::secret(field::CLIENT_SECRET, "Client secret").group(SECRET_GROUP).help(help)
}

fn expiry() -> Field {
    Field::expiry()
        .group(SECRET_GROUP)
        .help("When the new secret ends by itself, such as 90d or 2030-05-31. Empty: it does not.")
}

fn words<W: Word>() -> Vec<(String, String)> {
    W::WORDS.iter().map(|(_, word, said)| ((*word).to_owned(), (*said).to_owned())).collect()
}

/// Lets the operator say when a new secret ends, and how the older ones do, once there is a new one.
pub fn allow_rotation(form: &mut Form, staged: bool, public: bool) {
    let reason = if public { Some(PUBLIC) } else { (!staged).then_some(NOT_STAGED) };
    for id in [field::SECRET_EXPIRES_AT, REASON, field::GRACE] {
        form.set_disabled(id, reason);
    }
}

/// What drop-downs offer.
pub fn offer(form: &mut Form, choices: &Choices) {
    // The class with the most power is not the one that a stray key takes.
    let (most, others): (Vec<_>, Vec<_>) =
        choices.classes.iter().partition(|class| class.name.eq_ignore_ascii_case(ADMIN_CLASS));
    let classes = others.into_iter().chain(most).map(|class| described(&class.name, &class.description));
    form.offer(field::SECURITY_CLASS, classes);
    let none = (String::new(), "none".to_owned());
    let partners = choices.partners.iter().map(|partner| {
        let inactive = if partner.active { "" } else { " (not active)" };
        (partner.subdomain.clone(), format!("{}: {}{inactive}", partner.subdomain, partner.name))
    });
    form.offer(field::PARTNER, std::iter::once(none).chain(partners));
    let scopes = choices.scopes.iter().map(|scope| described(&scope.name, &scope.description));
    form.offer(field::SCOPE, scopes);
}

/// A value and the words for it: its name, and what it is for where that says more.
fn described(name: &str, description: &str) -> (String, String) {
    let says_more = !description.is_empty() && !description.eq_ignore_ascii_case(name);
    let words = if says_more { format!("{name}: {description}") } else { name.to_owned() };
    (name.to_owned(), words)
}

/// What the client ID of a new client of this partner may be: its prefix and one of its users.
pub fn suggest_users(form: &mut Form, partner: &str, users: &[PartnerUser]) {
    let prefix = client_id::prefix(partner);
    let suggestions = users.iter().map(|user| {
        let address = user.email.as_deref().map(|email| format!("  {email}")).unwrap_or_default();
        let id = format!("{prefix}{}", user.user_name);
        (id.clone(), format!("{id}{address}"))
    });
    form.suggest(field::CLIENT_ID, suggestions);
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

/// How a client is named in a sentence.
pub fn called(client: &Client) -> String {
    quoted(&client.name)
}
