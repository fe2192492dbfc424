//! `create`: a new client from flags, or from an RFC 7591 document on stdin.

use super::Run;
use crate::cli::attribute_flags::AttributeFlags;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::expiry::ExpiryFlag;
use crate::cli::handout::HandoutFlags;
use crate::cli::output;
use crate::domain::declared::agree;
use crate::domain::{ClientType, Declared, Draft, GivenSecret, Plaintext, Problem, Profile, Word, field};
use crate::exchange;

/// What stands in place of a name where stdin holds the client.
const STDIN: &str = "-";
/// Bytes of a document at most; the largest client that is allowed takes a quarter of it.
const LONGEST_DOCUMENT: u64 = 1024 * 1024;

/// Create a client
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep create 'ABC Shipping' --class USER --scope read
  clientkeep create Portal --class USER --profile web --redirect-uri https://a.example/cb
  clientkeep create 'ABC Batch' --class USER --json | jq -r .client_secret
  clientkeep create - --class USER < client.json

Attributes that are not named come from the profile. With - the client is an RFC 7591 document on \
stdin; flags go before what it says, and members that mean nothing here are named and left out. A \
document with redirect_uris and without grant_types means authorization_code (RFC 7591 section 2).")]
pub struct Create {
    /// The name, or - for a JSON document on stdin
    #[arg(value_name = "NAME|-")]
    name: String,
    /// What the other attributes start from
    #[arg(long, value_name = "WORD", value_parser = Profile::words(), default_value = Profile::default().word())]
    profile: String,
    #[command(flatten)]
    attributes: AttributeFlags,
    #[command(flatten)]
    expiry: ExpiryFlag,
    #[command(flatten)]
    handout: HandoutFlags,
}

impl Run for Create {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let (draft, enabled) = self.draft(context)?;
        let mut service = context.open()?;
        let expires_at = self.expiry.at(service.now())?;
        let confidential = draft.text(field::CLIENT_TYPE) != ClientType::Public.word();
        if !confidential && expires_at.is_some() {
            let sentence = "A public client has no secret that could end: leave --secret-expires out.";
            return Err(Error::Usage(sentence.to_owned()));
        }
        let handout = if confidential { Some(self.handout.way(context.output, &mut service)?) } else { None };
        context.sign_on(&mut service)?;
        let secret = match expires_at {
            Some(_) => Some(service.stage_secret()?.until(expires_at)),
            None => None,
        };
        let issued = service.create_client_as(&draft, enabled, secret)?;
        match handout {
            Some(handout) => handout.give_until(context.output, vec![issued], false, expires_at),
            None => crate::cli::record::print(context.output, &[issued.record], false),
        }
    }
}

impl Create {
    /// The profile, the document, and the flags, each over what came before; and whether the client may be used.
    fn draft(&self, context: &mut Context) -> Result<(Draft, bool), Error> {
        let mut draft = Draft::new(Profile::from_word(&self.profile).unwrap_or_default());
        let mut document = Declared::default();
        if self.name == STDIN {
            let text = context.input.read("create -", LONGEST_DOCUMENT)?;
            document = only_client(&text)?;
            output::say_left_out(&document.left_out);
            draft = document.over(document.profile.map_or(draft, Draft::new));
        } else {
            draft.set(field::CLIENT_NAME, vec![self.name.clone()]);
        }
        self.attributes.apply(&mut draft);
        let named = |name: &str| self.attributes.names(name) || document.names(name);
        if !named(field::SECURITY_CLASS) {
            return Err(Error::Usage("A client has a security class: name it with --class.".to_owned()));
        }
        if let Err(problem) = draft.client_id_is_to_be_made() {
            return Err(Error::Usage(format!("{} Name it with --client-id.", problem.sentence)));
        }
        agree(&mut draft, named(field::CLIENT_TYPE), named(field::TOKEN_ENDPOINT_AUTH_METHOD));
        Ok((draft, document.enabled.unwrap_or(true)))
    }
}

/// The one client of an RFC 7591 document.
fn only_client(text: &Plaintext) -> Result<Declared, Error> {
    let refused =
        |field, sentence: String| Error::Invalid(vec![Problem::new(field, "RFC 7591 §3.1", sentence)]);
    let mut clients = (exchange::rfc7591().read)(Box::new(text.expose().as_bytes()));
    let client = match clients.next() {
        Some(Ok(client)) => client,
        Some(Err(unreadable)) => {
            return Err(refused("", format!("stdin, line {}: {unreadable}", unreadable.line)));
        }
        None => return Err(refused("", "stdin holds no client.".to_owned())),
    };
    if clients.next().is_some() {
        return Err(refused("", "stdin holds more than one client: import takes many.".to_owned()));
    }
    if !matches!(client.secret, GivenSecret::None) {
        let sentence = "A client secret is generated, never given: take client_secret out of the document.";
        return Err(refused(field::CLIENT_SECRET, sentence.to_owned()));
    }
    let end = client.end_of_new_secret();
    if client.problems.is_empty() && end.is_none() {
        return Ok(client);
    }
    Err(Error::Invalid(client.problems.into_iter().map(|located| located.problem).chain(end).collect()))
}
