//! `restore`: takes clients out of the trash, with new secrets.

use super::Run;
use crate::cli::bulk;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::handout::HandoutFlags;
use crate::cli::{output, record};
use crate::domain::{ClientType, text};

/// Take clients out of the trash, with new secrets
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep restore 'ABC Shipping' --secret-out abc.credentials
  clientkeep restore abc-portal abc-batch --json

A client whose name several in the trash had is named by its ID. What was disabled comes back \
disabled; tokens from before are void. All of them are restored, or none.")]
pub struct Restore {
    /// Client IDs, or else names
    #[arg(required = true, value_name = "CLIENT")]
    clients: Vec<String>,
    #[command(flatten)]
    handout: HandoutFlags,
}

impl Run for Restore {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let mut service = context.open()?;
        let found = bulk::named_in_trash(&service, &self.clients)?;
        let handout = if found.iter().any(|deleted| deleted.client.client_type == ClientType::Confidential) {
            Some(self.handout.way(context.output, &mut service)?)
        } else {
            None
        };
        context.sign_on(&mut service)?;
        let issued = service.restore(&bulk::client_ids(&found))?;
        for record in issued.iter().map(|issued| &issued.record).filter(|record| !record.enabled) {
            let name = text::quoted(&record.client.name);
            output::say(&format!(
                "{name} is still disabled, as it was when it was deleted: enable lets it in."
            ));
        }
        let several = self.clients.len() > 1;
        match handout {
            Some(handout) => handout.give(context.output, issued, several),
            None => record::print(
                context.output,
                &issued.into_iter().map(|issued| issued.record).collect::<Vec<_>>(),
                several,
            ),
        }
    }
}
