//! `history`: what was done to one client, by whom, and what differed; and one attribute as it was before.

use super::Run;
use crate::cli::context::Context;
use crate::cli::entries;
use crate::cli::error::Error;
use crate::cli::{output, record};
use crate::domain::time::{self, Edge};
use crate::service::LogQuery;

/// Tell what was done to a client
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep history 'ABC Shipping'
  clientkeep history abc-portal --since 2026-11-01
  clientkeep history abc-portal --since 36h --json
  clientkeep history abc-portal --restore email
  clientkeep history abc-portal --restore redirect-uri --before 1204

The entries of the audit log about the client, the newest first, as audit list prints them. --restore gives an \
attribute the value again that it had before its last change, or before an entry: an edit like any other, which needs \
a sign-on, is checked and has its own entry.")]
pub struct History {
    /// Client ID, or else name
    client: String,
    /// Not before this time, such as 2026-11-22, 2026-11-22 01:49 (UTC), or 36h ago as 36h
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Give this attribute the value again that it had before
    #[arg(long, value_name = "ATTRIBUTE", conflicts_with = "since")]
    restore: Option<String>,
    /// Before which entry of the log [default: the last that changed it]
    #[arg(long, value_name = "ENTRY", requires = "restore")]
    before: Option<i64>,
}

impl Run for History {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        if let Some(attribute) = &self.restore {
            return self.restore(context, attribute);
        }
        let service = context.open()?;
        let now = service.now();
        let since = self.since.map(|typed| time::point("--since", &typed, now, Edge::Start));
        let since = since.transpose().map_err(Error::Invalid)?;
        let client = Some(service.client(&self.client)?.client.client_id);
        entries::print(context.output, &service, LogQuery { client, since, ..LogQuery::default() })
    }
}

impl History {
    fn restore(&self, context: &mut Context, attribute: &str) -> Result<(), Error> {
        let mut service = context.open_signed_on()?;
        let given_back = service.restore_attribute(&self.client, attribute, self.before)?;
        output::say(&given_back.words());
        record::print(context.output, &[given_back.record], false)
    }
}
