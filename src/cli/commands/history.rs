//! `history`: what was done to one client, by whom, and what differed.

use super::Run;
use crate::cli::context::Context;
use crate::cli::entries;
use crate::cli::error::Error;
use crate::domain::time::{self, Edge};
use crate::service::LogQuery;

/// Tell what was done to a client
#[derive(clap::Parser)]
#[command(
    name = "history",
    after_help = "Examples:
  clientkeep history 'ABC Shipping'
  clientkeep history abc-portal --since 2026-11-01
  clientkeep history abc-portal --since 36h --json

The entries of the audit log about the client, the newest first, as audit list prints them."
)]
pub struct History {
    /// Client ID, or else name
    client: String,
    /// Not before this time, such as 2026-11-22, 2026-11-22 01:49 (UTC), or 36h ago as 36h
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
}

impl Run for History {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let service = context.open()?;
        let now = service.now();
        let since = self.since.map(|typed| time::point("--since", &typed, now, Edge::Start));
        let since = since.transpose().map_err(Error::Invalid)?;
        let client = Some(service.client(&self.client)?.client.client_id);
        entries::print(context.output, &service, LogQuery { client, since, ..LogQuery::default() })
    }
}
