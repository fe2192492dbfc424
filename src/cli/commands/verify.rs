//! `verify`: whether a server would accept credentials. They come on stdin, for arguments are read by
//! everybody on the machine.

use serde_json::Value;

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::json::Object;
use crate::cli::output;
use crate::cli::prompt;
use crate::domain::Credentials;
use crate::service::Service;

/// Bytes on stdin at most.
const LONGEST: u64 = 16 * 1024 * 1024;

/// Tell whether credentials on stdin would be accepted
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep verify < abc.credentials
  clientkeep create 'ABC Shipping' --class USER | clientkeep verify
  clientkeep verify --json < abc.credentials | jq .accepted

One client_id:client_secret a line; an Authorization: Basic header will do as well. The exit code \
is 0 where all are accepted and 1 where one is refused.")]
pub struct Verify {}

/// What is said of one line.
struct Answer {
    accepted: bool,
    client_id: Option<String>,
    reason: String,
}

impl Run for Verify {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let output = context.output;
        let credentials = if context.input.is_terminal() {
            prompt::secret("Credentials (client_id:client_secret): ")?
        } else {
            context.input.read("verify", LONGEST)?
        };
        let mut service = context.open()?;
        let text = credentials.expose();
        let lines = text.strip_suffix('\n').unwrap_or(text).split('\n');
        let answers = lines.map(|line| answer(&mut service, line)).collect::<Result<Vec<_>, _>>()?;
        if output.json() {
            let objects: Vec<Object> = answers.iter().map(object).collect();
            match objects.as_slice() {
                [only] => output.document(only)?,
                _ => output.document(&objects)?,
            }
        } else {
            let said = |answer: &Answer| {
                let word = if answer.accepted { "accepted" } else { "refused" };
                let client_id = output.shown(answer.client_id.as_deref().unwrap_or("-")).into_owned();
                format!("{word}\t{client_id}\t{}\n", answer.reason)
            };
            output::data(&answers.iter().map(said).collect::<String>())?;
        }
        if answers.iter().all(|answer| answer.accepted) { Ok(()) } else { Err(Error::No) }
    }
}

fn answer(service: &mut Service, line: &str) -> Result<Answer, Error> {
    let credentials = match Credentials::parse(line.strip_suffix('\r').unwrap_or(line)) {
        Ok(credentials) => credentials,
        // The line itself is not told: it may be a secret.
        Err(error) => return Ok(Answer { accepted: false, client_id: None, reason: error.to_string() }),
    };
    let verdict = service.verify(&credentials.client_id, &credentials.secret)?;
    Ok(Answer {
        accepted: verdict.accepted,
        client_id: Some(verdict.client_id),
        reason: verdict.reason.to_owned(),
    })
}

fn object(answer: &Answer) -> Object {
    Object::of([
        ("accepted", Value::from(answer.accepted)),
        ("client_id", Value::from(answer.client_id.clone())),
        ("reason", Value::from(answer.reason.clone())),
    ])
}
