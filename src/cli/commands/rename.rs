//! `rename`: another name for a client; its ID stays.

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::record;

/// Give a client another name; its client ID stays
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep rename 'ABC Shipping' 'ABC Freight'")]
pub struct Rename {
    /// Client ID, or else name
    client: String,
    /// The new name
    new: String,
}

impl Run for Rename {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let mut service = context.open()?;
        let record = service.client(&self.client)?;
        context.sign_on(&mut service)?;
        let renamed = service.rename_client(&record.client.client_id, &self.new)?;
        record::print(context.output, &[renamed], false)
    }
}
