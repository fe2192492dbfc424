//! `disable`: cuts clients off at the next read of every authorization server.

use super::Run;
use crate::cli::bulk;
use crate::cli::context::Context;
use crate::cli::error::Error;

/// Cut clients off until they are enabled again
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep disable 'ABC Shipping'
  clientkeep disable abc-portal abc-batch --json

All of them are disabled, or none.")]
pub struct Disable {
    /// Client IDs, or else names
    #[arg(required = true, value_name = "CLIENT")]
    clients: Vec<String>,
}

impl Run for Disable {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        bulk::change(context, &self.clients, |service, client_ids| service.set_enabled(client_ids, false))
    }
}
