//! `enable`: lets clients that were disabled in again.

use super::Run;
use crate::cli::bulk;
use crate::cli::context::Context;
use crate::cli::error::Error;

/// Let clients that were disabled in again
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep enable 'ABC Shipping'

All of them are enabled, or none.")]
pub struct Enable {
    /// Client IDs, or else names
    #[arg(required = true, value_name = "CLIENT")]
    clients: Vec<String>,
}

impl Run for Enable {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        bulk::change(context, &self.clients, |service, client_ids| service.set_enabled(client_ids, true))
    }
}
