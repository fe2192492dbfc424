//! What was typed for a client, not yet checked; and the one function that makes a `Client` of it, with
//! every problem at once. Form, command line and import fill a draft and show the same sentences.

use super::attribute::Attribute;
use super::attributes::ATTRIBUTES;
use super::attributes::Client;
use super::problem::{Problem, field};
use super::profile::Profile;
use super::{client_id, consistency};

/// Raw text of every attribute, in the order of [`ATTRIBUTES`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    texts: Vec<Vec<String>>,
}

impl Draft {
    /// A new client as the profile fills it.
    #[must_use]
    pub fn new(profile: Profile) -> Self {
        Self::of(&profile.client())
    }

    /// An existing client as text.
    #[must_use]
    pub fn of(client: &Client) -> Self {
        Self { texts: ATTRIBUTES.iter().map(|attribute| (attribute.read)(client)).collect() }
    }

    /// The text of the attribute with this RFC 7591 name; empty for a name that is none.
    #[must_use]
    pub fn get(&self, name: &str) -> &[String] {
        position(name).map_or(&[], |at| self.texts[at].as_slice())
    }

    /// The text of a scalar.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.get(name).first().map_or("", String::as_str)
    }

    /// Whether nothing is typed there.
    #[must_use]
    pub fn is_empty(&self, name: &str) -> bool {
        self.get(name).iter().all(|text| text.trim().is_empty())
    }

    /// Puts text in place of what was there.
    pub fn set(&mut self, name: &str, text: Vec<String>) {
        if let Some(at) = position(name) {
            self.texts[at] = text;
        }
    }

    /// Whether the client ID is to be made: where none was typed. A partner's client has one that somebody says, for it
    /// names a user of the partner.
    ///
    /// # Errors
    /// None was typed for a partner's client.
    pub fn client_id_is_to_be_made(&self) -> Result<bool, Problem> {
        let missing = self.is_empty(field::CLIENT_ID);
        if !missing || self.is_empty(field::PARTNER) {
            return Ok(missing);
        }
        let prefix = client_id::prefix(self.text(field::PARTNER).trim());
        let sentence = format!("With a partner the client ID is yours to say, such as {prefix}USERNAME.");
        Err(Problem::new(field::CLIENT_ID, "Audience Manager", sentence))
    }

    /// The attributes whose text differs.
    #[must_use]
    pub fn differs_from(&self, other: &Self) -> Vec<&'static Attribute> {
        let changed = |at: &usize| self.texts[*at] != other.texts[*at];
        (0..ATTRIBUTES.len()).filter(changed).map(|at| &ATTRIBUTES[at]).collect()
    }

    /// The client that this text describes. What a check against the registry can tell (is the name
    /// taken, does the class exist) is for the service.
    ///
    /// # Errors
    /// Every problem, each with its field, in the order of the form.
    pub fn check(&self) -> Result<Client, Vec<Problem>> {
        let mut client = Client::default();
        let mut problems = Vec::new();
        for (attribute, text) in ATTRIBUTES.iter().zip(&self.texts) {
            if let Err(found) = (attribute.write)(&mut client, text) {
                problems.extend(found);
            }
        }
        let told: Vec<&str> = problems.iter().map(|problem| problem.field).collect();
        let more =
            consistency::problems(&client).into_iter().filter(|problem| !told.contains(&problem.field));
        problems.extend(more.collect::<Vec<_>>());
        if problems.is_empty() { Ok(client) } else { Err(problems) }
    }
}

fn position(name: &str) -> Option<usize> {
    ATTRIBUTES.iter().position(|attribute| attribute.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_id_is_made_where_none_was_typed_but_not_for_a_partner() {
        let mut draft = Draft::new(Profile::Service);
        assert_eq!(draft.client_id_is_to_be_made(), Ok(true));
        draft.set(field::PARTNER, vec![" acme".to_owned()]);
        let problem = draft.client_id_is_to_be_made().unwrap_err();
        assert!(problem.sentence.contains("acme-USERNAME"), "{problem}");
        draft.set(field::CLIENT_ID, vec!["acme-billing".to_owned()]);
        assert_eq!(draft.client_id_is_to_be_made(), Ok(false));
        draft.set(field::PARTNER, Vec::new());
        assert_eq!(draft.client_id_is_to_be_made(), Ok(false));
    }

    fn typed(texts: &[(&'static str, &str)]) -> Draft {
        let mut draft = Draft::new(Profile::Service);
        for (field, text) in texts {
            draft.set(field, vec![(*text).to_owned()]);
        }
        draft
    }

    const WHOLE: &[(&str, &str)] =
        &[(field::CLIENT_NAME, "ABC"), (field::CLIENT_ID, "abc"), (field::SECURITY_CLASS, "USER")];

    #[test]
    fn a_draft_without_a_problem_is_the_client_that_was_typed() {
        let draft = typed(WHOLE);
        let client = draft.check().unwrap();
        assert_eq!((client.name.as_str(), client.client_id.as_str()), ("ABC", "abc"));
        assert_eq!(Draft::of(&client), draft);
    }

    #[test]
    fn every_problem_is_told_at_once_and_each_field_has_its_own() {
        let mut draft = typed(WHOLE);
        draft.set(field::CLIENT_NAME, Vec::new());
        draft.set(field::CONTACTS, vec!["nobody".to_owned()]);
        draft.set(field::GRANT_TYPES, vec!["implicit".to_owned()]);
        draft.set(field::TOKEN_ENDPOINT_AUTH_METHOD, vec!["none".to_owned()]);
        let fields = |draft: &Draft| -> Vec<&str> {
            draft.check().unwrap_err().iter().map(|problem| problem.field).collect()
        };
        let both = [field::REDIRECT_URIS, field::TOKEN_ENDPOINT_AUTH_METHOD];
        assert_eq!(fields(&draft), [&[field::CLIENT_NAME, field::CONTACTS][..], &both].concat());
        // What is wrong by itself is not told again for what it does not agree with.
        draft.set(field::REDIRECT_URIS, vec!["nowhere".to_owned()]);
        assert_eq!(fields(&draft).iter().filter(|&&name| name == field::REDIRECT_URIS).count(), 1);
    }

    #[test]
    fn what_differs_is_what_was_typed_anew() {
        let before = typed(WHOLE);
        assert_eq!(before.differs_from(&before), [] as [&Attribute; 0]);
        let mut after = before.clone();
        after.set(field::NOTES, vec!["new".to_owned()]);
        assert_eq!(
            after.differs_from(&before).iter().map(|row| row.name).collect::<Vec<_>>(),
            [field::NOTES]
        );
    }
}
