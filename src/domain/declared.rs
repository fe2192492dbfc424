//! A client as a document of another system, or a declaration, tells it: raw text with the lines that it
//! stands on, not yet checked. No rules are here: [`Draft::check`] has them.

use super::client::{AuthMethod, ClientType, Word};
use super::draft::Draft;
use super::plaintext::Plaintext;
use super::problem::{Problem, field};
use super::profile::Profile;

/// What a document says that a client authenticates with.
#[derive(Default)]
pub enum GivenSecret {
    /// Nothing.
    #[default]
    None,
    /// The secret itself.
    Plain(Plaintext),
    /// A hash that argon2id may be able to check.
    Argon2id {
        /// The PHC string as it was found.
        phc: String,
        /// The SHA-256 that a clientkeep kept beside it, of a secret that it generated.
        sha256: Option<[u8; 32]>,
    },
    /// Something that can't be checked here: what it is, such as `bcrypt`.
    Unverifiable(&'static str),
}

/// An attribute that a document names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The attribute's RFC 7591 name.
    pub field: &'static str,
    /// Its text, one string or one an element.
    pub text: Vec<String>,
    /// The line that it stands on, from 1.
    pub line: u64,
}

/// A problem and the line to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// From 1.
    pub line: u64,
    /// What is wrong.
    pub problem: Problem,
}

/// A client as a document tells it.
#[derive(Default)]
pub struct Declared {
    /// Which of the document's clients, from 1.
    pub number: u64,
    /// The line that it begins on, from 1.
    pub line: u64,
    /// The attributes that are named.
    pub named: Vec<Named>,
    /// What a new client starts from, where that is said.
    pub profile: Option<Profile>,
    /// Whether it may be used, where that is said.
    pub enabled: Option<bool>,
    /// What it authenticates with.
    pub secret: GivenSecret,
    /// The line of that.
    pub secret_line: Option<u64>,
    /// From when on its secret is refused, Unix seconds.
    pub secret_expires_at: Option<i64>,
    /// What could not be read.
    pub problems: Vec<Located>,
    /// Members that say something and mean nothing here.
    pub left_out: Vec<String>,
}

impl Declared {
    /// Whether an attribute is named.
    #[must_use]
    pub fn names(&self, field: &str) -> bool {
        self.named.iter().any(|named| named.field == field)
    }

    /// The text of an attribute, empty where it is not named.
    #[must_use]
    pub fn text(&self, field: &str) -> &str {
        let named = self.named.iter().find(|named| named.field == field);
        named.and_then(|named| named.text.first()).map_or("", String::as_str)
    }

    /// Why a new secret can't be as the document says: when it ends is said as it is made.
    #[must_use]
    pub fn end_of_new_secret(&self) -> Option<Problem> {
        let sentence = "A document can't say when a secret ends that is generated here: take client_secret_expires_at out, \
                        and rotate the client with --secret-expires.";
        self.secret_expires_at.map(|_| Problem::new(field::CLIENT_SECRET, "", sentence))
    }

    /// The line to mend for a problem with an attribute.
    #[must_use]
    pub fn line_of(&self, field: &str) -> u64 {
        if field == field::CLIENT_SECRET {
            return self.secret_line.unwrap_or(self.line);
        }
        self.named.iter().find(|named| named.field == field).map_or(self.line, |named| named.line)
    }

    /// Tells an attribute, in place of what was told of it before.
    pub fn name(&mut self, field: &'static str, text: Vec<String>, line: u64) {
        self.named.retain(|named| named.field != field);
        self.named.push(Named { field, text, line });
    }

    /// What is named over a draft that says the rest. A client without a name is called by its ID; its type and
    /// auth method agree.
    #[must_use]
    pub fn over(&self, mut draft: Draft) -> Draft {
        for named in &self.named {
            draft.set(named.field, named.text.clone());
        }
        if draft.is_empty(field::CLIENT_NAME) {
            draft.set(field::CLIENT_NAME, vec![draft.text(field::CLIENT_ID).to_owned()]);
        }
        agree(&mut draft, self.names(field::CLIENT_TYPE), self.names(field::TOKEN_ENDPOINT_AUTH_METHOD));
        draft
    }
}

/// A client is public exactly where its auth method is none (RFC 7591 §2): of the two, what was not named
/// follows what was. Where both were named they stay, and [`Draft::check`] says whether they agree.
pub fn agree(draft: &mut Draft, type_named: bool, method_named: bool) {
    let public = draft.text(field::CLIENT_TYPE) == ClientType::Public.word();
    let none = draft.text(field::TOKEN_ENDPOINT_AUTH_METHOD) == AuthMethod::None.word();
    if public == none {
        return;
    }
    if !method_named {
        let method = if public { AuthMethod::None } else { AuthMethod::default() };
        draft.set(field::TOKEN_ENDPOINT_AUTH_METHOD, vec![method.word().to_owned()]);
    } else if !type_named {
        let kind = if none { ClientType::Public } else { ClientType::default() };
        draft.set(field::CLIENT_TYPE, vec![kind.word().to_owned()]);
    }
}

/// What of a secret goes out with a client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum With {
    /// Nothing.
    #[default]
    Nothing,
    /// What a server checks it against.
    Verifiers,
    /// The secret itself.
    Secrets,
}

impl Word for With {
    const WORDS: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Nothing, "nothing", "no secret"),
        (Self::Verifiers, "verifiers", "verifiers"),
        (Self::Secrets, "secrets", "secrets"),
    ];
}

/// What becomes of a client whose secret can't be checked here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unverifiable {
    /// It is a problem.
    #[default]
    Refuse,
    /// The client is left out.
    Skip,
    /// It gets a new secret.
    NewSecret,
}

impl Word for Unverifiable {
    const WORDS: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Refuse, "refuse", "refuse: nothing is imported"),
        (Self::Skip, "skip", "skip: the client is left out"),
        (Self::NewSecret, "new-secret", "new-secret: the client gets a new secret"),
    ];
}

/// A client on its way out, with what it may carry.
pub struct Outgoing<'a> {
    /// The client.
    pub record: &'a super::client::ClientRecord,
    /// What it authenticates with.
    pub secret: OutgoingSecret,
    /// From when on that is refused, Unix seconds.
    pub secret_expires_at: Option<i64>,
}

/// What a client that goes out authenticates with.
pub enum OutgoingSecret {
    /// Nothing is told.
    None,
    /// What a server checks its secret against.
    Verifier {
        /// The argon2id PHC string.
        phc: String,
        /// SHA-256, of generated secrets only.
        sha256: Option<[u8; 32]>,
    },
    /// The secret itself.
    Plain(Plaintext),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_told_with_the_line_to_mend() {
        let mut declared = Declared { line: 3, ..Declared::default() };
        declared.name(field::CLIENT_NAME, vec!["ABC".to_owned()], 4);
        declared.name(field::SCOPE, vec!["read".to_owned()], 6);
        assert_eq!(declared.line_of(field::SCOPE), 6);
        assert_eq!(declared.line_of(field::CLIENT_NAME), 4);
        assert_eq!(declared.line_of(field::CLIENT_SECRET), 3, "no secret is given: where the client begins");
        declared.secret_line = Some(5);
        assert_eq!(declared.line_of(field::CLIENT_SECRET), 5);
        assert_eq!(declared.line_of(field::CONTACTS), 3, "what is not named has no line of its own");
    }

    #[test]
    fn what_is_named_is_told_and_what_is_not_is_empty() {
        let mut declared = Declared::default();
        declared.name(field::NOTES, vec!["before".to_owned()], 1);
        declared.name(field::SCOPE, vec!["read".to_owned(), "write".to_owned()], 2);
        declared.name(field::NOTES, vec!["now".to_owned()], 3);
        assert_eq!((declared.text(field::NOTES), declared.text(field::SCOPE)), ("now", "read"));
        assert_eq!(declared.text(field::PARTNER), "");
        assert!(declared.names(field::NOTES) && !declared.names(field::PARTNER));
        assert_eq!(declared.named.len(), 2);
    }

    #[test]
    fn a_secret_that_is_made_here_can_not_end_as_a_document_says() {
        assert_eq!(Declared::default().end_of_new_secret(), None);
        let declared = Declared { secret_expires_at: Some(60), ..Declared::default() };
        let problem = declared.end_of_new_secret().unwrap();
        assert_eq!(problem.field, field::CLIENT_SECRET);
        assert!(problem.sentence.contains("--secret-expires"), "{}", problem.sentence);
    }

    #[test]
    fn of_type_and_auth_method_what_was_not_named_follows_what_was() {
        let agreed = |kind: Option<&str>, method: Option<&str>| {
            let mut declared = Declared::default();
            declared.name(field::CLIENT_ID, vec!["abc".to_owned()], 1);
            for (field, word) in [(field::CLIENT_TYPE, kind), (field::TOKEN_ENDPOINT_AUTH_METHOD, method)] {
                if let Some(word) = word {
                    declared.name(field, vec![word.to_owned()], 1);
                }
            }
            let draft = declared.over(Draft::new(Profile::Service));
            assert_eq!(draft.text(field::CLIENT_NAME), "abc", "without a name it is called by its ID");
            let told = |field| draft.text(field).to_owned();
            (told(field::CLIENT_TYPE), told(field::TOKEN_ENDPOINT_AUTH_METHOD))
        };
        for (kind, method, then) in [
            (None, None, ("confidential", "client_secret_basic")),
            (Some("public"), None, ("public", "none")),
            (None, Some("none"), ("public", "none")),
            (None, Some("client_secret_post"), ("confidential", "client_secret_post")),
            (Some("confidential"), None, ("confidential", "client_secret_basic")),
            (Some("public"), Some("client_secret_post"), ("public", "client_secret_post")),
            (Some("confidential"), Some("none"), ("confidential", "none")),
        ] {
            let agreed = agreed(kind, method);
            assert_eq!((agreed.0.as_str(), agreed.1.as_str()), then, "{kind:?} {method:?}");
        }
    }

    #[test]
    fn a_draft_that_was_public_becomes_confidential_with_the_method_that_is_named() {
        let mut draft = Draft::new(Profile::Service);
        draft.set(field::CLIENT_TYPE, vec!["public".to_owned()]);
        draft.set(field::TOKEN_ENDPOINT_AUTH_METHOD, vec!["client_secret_post".to_owned()]);
        agree(&mut draft, false, true);
        assert_eq!(draft.text(field::CLIENT_TYPE), "confidential");
        draft.set(field::TOKEN_ENDPOINT_AUTH_METHOD, vec!["none".to_owned()]);
        agree(&mut draft, true, false);
        assert_eq!(draft.text(field::TOKEN_ENDPOINT_AUTH_METHOD), "client_secret_basic");
    }
}
