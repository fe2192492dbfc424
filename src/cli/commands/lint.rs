//! `lint`: what is advised about clients, and the acceptance of advice.

mod report;
mod sarif;

use clap::{Subcommand, ValueEnum};
use serde_json::Value;

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::json::Object;
use crate::cli::listing::{self, Listed};
use crate::domain::{Acceptance, time};
use report::Report;

/// Tell what would be better about clients, and accept that it stays
#[derive(clap::Parser)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "Examples:
  clientkeep lint
  clientkeep lint 'ABC Shipping' abc-portal --format json | jq -r '.[].rule'
  clientkeep lint --format sarif > clients.sarif
  clientkeep lint accept abc-portal L-30 --reason 'Replaced in May' --until 2030-05-31
  clientkeep lint accept abc-portal L-66 --reason 'Batch runs take six hours' --until 180d
  clientkeep lint withdraw abc-portal L-66

Without a client all are looked at. On a terminal: the advice under each client. Otherwise: a line an advice, \
parted by tabs: client ID, severity (error, warning, information), rule, attribute, sentence, source, and \
until when it is accepted. The exit code is 1 where an error is not accepted. An acceptance ends by itself."
)]
pub struct Lint {
    /// Client IDs, or else names
    #[arg(value_name = "CLIENT")]
    clients: Vec<String>,
    /// How to tell it
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
    #[command(subcommand)]
    action: Option<Action>,
}

/// How advice is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Lines for a person, tab-separated ones for a program
    Text,
    /// One JSON array
    Json,
    /// SARIF 2.1.0, for tools that show findings
    Sarif,
}

#[derive(Subcommand)]
enum Action {
    /// Accept an advice about a client, for a reason and a time
    Accept {
        /// Client ID, or else name
        client: String,
        /// The number of the rule, such as L-66
        rule: String,
        /// Why the advice is not followed
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// Until when: a date with its whole day, a time, or a span from now such as 90d
        #[arg(long, value_name = "DATE")]
        until: String,
    },
    /// Take an acceptance back, so that the advice is given again
    Withdraw {
        /// Client ID, or else name
        client: String,
        /// The number of the rule, such as L-66
        rule: String,
    },
}

impl Run for Lint {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        match self.action {
            None => self.tell(context),
            Some(Action::Accept { client, rule, reason, until }) => {
                let mut service = context.open_signed_on()?;
                let client_id = service.client(&client)?.client.client_id;
                let acceptance = service.accept_advice(&client_id, &rule, &reason, &until)?;
                listing::one(context.output, &Accepted { client_id, acceptance })
            }
            Some(Action::Withdraw { client, rule }) => {
                let mut service = context.open_signed_on()?;
                let client_id = service.client(&client)?.client.client_id;
                let acceptances = service.acceptances(&client_id)?;
                let known = acceptances.into_iter().find(|one| one.rule.eq_ignore_ascii_case(rule.trim()));
                service.withdraw_advice(&client_id, &rule)?;
                match known {
                    Some(acceptance) => listing::one(context.output, &Accepted { client_id, acceptance }),
                    None => Ok(()),
                }
            }
        }
    }
}

impl Lint {
    fn tell(&self, context: &Context) -> Result<(), Error> {
        if self.format == Some(Format::Text) {
            context.output.refuse_format("text")?;
        }
        let default = if context.output.json() { Format::Json } else { Format::Text };
        let service = context.open()?;
        let mut report = Report::begin(self.format.unwrap_or(default), context.output, service.path());
        service.lint(&self.clients, |linted| report.add(&linted))?;
        report.end()
    }
}

/// An acceptance and the client that it is about.
struct Accepted {
    client_id: String,
    acceptance: Acceptance,
}

impl Listed for Accepted {
    const TITLES: &'static [&'static str] = &["Client ID", "Rule", "Until", "By", "Reason"];

    fn object(&self) -> Object {
        let mut object = Object::of([
            ("client_id", Value::from(self.client_id.clone())),
            ("rule", Value::from(self.acceptance.rule.clone())),
        ]);
        for (name, value) in members(&self.acceptance) {
            object.put(name, value);
        }
        object
    }

    fn cells(&self) -> Vec<String> {
        let Acceptance { rule, reason, until, accepted } = &self.acceptance;
        let until = time::rfc3339(*until);
        vec![self.client_id.clone(), rule.clone(), until, accepted.by.clone(), reason.clone()]
    }
}

/// What is told of an acceptance.
fn members(accepted: &Acceptance) -> [(&'static str, Value); 4] {
    [
        ("reason", Value::from(accepted.reason.clone())),
        ("until", Value::from(time::rfc3339(accepted.until))),
        ("accepted_by", Value::from(accepted.accepted.by.clone())),
        ("accepted_at", Value::from(time::rfc3339(accepted.accepted.at))),
    ]
}
