//! What can be said of one declared client without the registry: whether it may be, and what is to be kept of its
//! secret. No sentence here shows any of it.

use crate::domain::{
    Client, ClientType, Declared, Draft, GivenSecret, Located, Plaintext, Problem, Profile, Unverifiable,
    Word as _, field, imported_secret,
};
use crate::vault::{self, Cost};

/// How clients come in.
#[derive(Clone, Debug, Default)]
pub struct ImportRules {
    /// What attributes that a document does not name start from.
    pub profile: Profile,
    /// The security class of clients for which the document names none.
    pub class: Option<String>,
    /// What becomes of those whose secret can't be checked here.
    pub unverifiable: Unverifiable,
    /// Whether clients with a problem are left out, instead of all of them.
    pub skip_invalid: bool,
}

/// What became of a declared client.
pub enum Judged {
    /// It may come in; its ID may be empty, to be made.
    Sound {
        /// The client.
        client: Box<Client>,
        /// Its secret.
        secret: Sure,
    },
    /// It stays out, as was asked.
    Skipped,
    /// It may not be.
    Unsound(Vec<Located>),
}

/// What is to be kept of a secret.
pub enum Sure {
    /// Nothing.
    Nothing,
    /// A new one is to be made.
    New,
    /// This one is to be hashed.
    Plain(Plaintext),
    /// This is what verifies it.
    Verifier {
        /// A canonical PHC string within bounds.
        phc: String,
        /// Its SHA-256, where a clientkeep made it.
        sha256: Option<[u8; 32]>,
    },
}

/// A client ID in the place of one that is to be made; it is checked with the rest and never stored.
const TO_BE_MADE: &str = "00000000000000000000000000000000";

/// Whether the client ID is to be made; then one stands in its place, so that the rest can be checked.
///
/// # Errors
/// Somebody has to say it.
pub fn client_id_to_be_made(draft: &mut Draft) -> Result<bool, Problem> {
    let to_be_made = draft.client_id_is_to_be_made();
    if !matches!(to_be_made, Ok(false)) {
        draft.set(field::CLIENT_ID, vec![TO_BE_MADE.to_owned()]);
    }
    to_be_made
}

/// Judges a declared client.
pub fn judge(declared: &Declared, rules: &ImportRules) -> Judged {
    let mut problems = declared.problems.clone();
    let mut draft = declared.over(base(rules, declared.profile));
    let mut refuse = |problem: Problem| {
        problems.push(Located { line: declared.line_of(problem.field), problem });
    };
    if draft.is_empty(field::SECURITY_CLASS) {
        let sentence = "A client has a security class: name one for all that have none with --class.";
        refuse(Problem::new(field::SECURITY_CLASS, "", sentence));
        draft.set(field::SECURITY_CLASS, vec!["USER".to_owned()]);
    }
    let to_be_made = client_id_to_be_made(&mut draft).unwrap_or_else(|problem| {
        refuse(problem);
        true
    });
    let checked = draft.check();
    let public = draft.text(field::CLIENT_TYPE) == ClientType::Public.word();
    let secret = secret(declared, public, rules.unverifiable);
    match (checked, secret) {
        (Ok(mut client), Ok(Some(secret))) if problems.is_empty() => {
            if to_be_made {
                client.client_id = String::new();
            }
            Judged::Sound { client: Box::new(client), secret }
        }
        (Ok(_), Ok(None)) if problems.is_empty() => Judged::Skipped,
        (checked, secret) => {
            let found = checked.err().into_iter().flatten().chain(secret.err().into_iter().flatten());
            let located = found.map(|problem| Located { line: declared.line_of(problem.field), problem });
            problems.extend(located);
            Judged::Unsound(problems)
        }
    }
}

/// What is to be kept of a secret; none where the client stays out for it.
fn secret(declared: &Declared, public: bool, how: Unverifiable) -> Result<Option<Sure>, Vec<Problem>> {
    if public {
        if matches!(declared.secret, GivenSecret::None) {
            return Ok(Some(Sure::Nothing));
        }
        let sentence = "A public client has no secret: take it out of the document.";
        return Err(vec![Problem::by(crate::domain::rule::L22, field::CLIENT_SECRET, sentence)]);
    }
    match &declared.secret {
        GivenSecret::None => Ok(Some(Sure::New)),
        GivenSecret::Plain(secret) => {
            imported_secret::check(secret).map(|()| Some(Sure::Plain(secret.clone())))
        }
        GivenSecret::Argon2id { phc, sha256 } if readable(phc) => {
            Ok(Some(Sure::Verifier { phc: phc.clone(), sha256: *sha256 }))
        }
        GivenSecret::Argon2id { .. } => unverifiable("argon2id of a form or cost that is not taken", how),
        GivenSecret::Unverifiable(kind) => unverifiable(kind, how),
    }
}

fn unverifiable(kind: &str, how: Unverifiable) -> Result<Option<Sure>, Vec<Problem>> {
    match how {
        Unverifiable::Skip => Ok(None),
        Unverifiable::NewSecret => Ok(Some(Sure::New)),
        Unverifiable::Refuse => {
            let sentence = format!(
                "The secret is kept as {kind}, which can't be checked here. Make a new one with --unverifiable new-secret, or \
                 leave such clients out with --unverifiable skip."
            );
            Err(vec![Problem::new(field::CLIENT_SECRET, "", sentence)])
        }
    }
}

/// What a client starts from where the document says nothing.
fn base(rules: &ImportRules, own: Option<Profile>) -> Draft {
    let mut draft = Draft::new(own.unwrap_or(rules.profile));
    if let Some(class) = &rules.class {
        draft.set(field::SECURITY_CLASS, vec![class.clone()]);
    }
    draft
}

/// The least that a stored verifier may cost is argon2id's own; what is out of bounds is no verifier.
fn readable(phc: &str) -> bool {
    phc.parse::<vault::Phc>().is_ok_and(|phc| phc.cost().reaches(Cost::SMALLEST))
}
