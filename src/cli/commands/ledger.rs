//! `ledger`: who came to know which of a client's secrets, when, by which channel, and for whom.

use serde_json::Value;

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::json::Object;
use crate::cli::listing::{self, Listed};
use crate::cli::output;
use crate::domain::ledger::{HandOver, to_tell};
use crate::domain::time;

/// Tell who came to know a client's secrets
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep ledger 'ABC Shipping'
  clientkeep ledger abc-portal --json | jq -r '.[] | select(.generation == 2).whom'

Each time that a secret was made, shown, copied, delivered or exported, as the audit log tells it, the oldest \
first. On a terminal it says too who has to be told when the secrets that are accepted now change.")]
pub struct Ledger {
    /// Client ID, or else name
    client: String,
}

impl Run for Ledger {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let service = context.open()?;
        listing::all(context.output, &service.ledger(&self.client)?)?;
        if context.output.is_terminal() && !context.output.json() {
            output::say(&to_tell(&service.holders(&self.client)?));
        }
        Ok(())
    }
}

impl Listed for HandOver {
    const TITLES: &'static [&'static str] =
        &["Time", "Secret", "How", "By", "Channel", "For whom", "Client ID", "Entry"];

    fn object(&self) -> Object {
        Object::of([
            ("client_id", Value::from(self.client_id.clone())),
            ("generation", Value::from(self.generation)),
            ("time", Value::from(time::rfc3339(self.at))),
            ("how", Value::from(self.how)),
            ("operator", Value::from(self.operator.clone())),
            ("channel", Value::from(self.channel.clone())),
            ("whom", Value::from(self.whom.clone())),
            ("entry", Value::from(self.entry)),
        ])
    }

    fn cells(&self) -> Vec<String> {
        vec![
            time::rfc3339(self.at),
            self.generation.map(|number| number.to_string()).unwrap_or_default(),
            self.how.to_owned(),
            self.operator.clone(),
            self.channel.clone().unwrap_or_default(),
            self.whom.clone().unwrap_or_default(),
            self.client_id.clone(),
            self.entry.to_string(),
        ]
    }
}
