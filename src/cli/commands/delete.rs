//! `delete`: takes access away for good and puts clients into the trash, once somebody has confirmed it.

use super::Run;
use crate::cli::bulk;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::record;
use crate::domain::ledger::to_tell;
use crate::domain::{ClientRecord, Word as _, time};

/// Take the access of clients away and put them into the trash
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep delete 'ABC Shipping'
  clientkeep delete abc-portal abc-batch --yes

On a terminal the client's name is asked for (of several: how many they are); without one, say \
--yes. Their secrets are destroyed. All of them are deleted, or none.")]
pub struct Delete {
    /// Client IDs, or else names
    #[arg(required = true, value_name = "CLIENT")]
    clients: Vec<String>,
}

impl Run for Delete {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        context.can_confirm()?;
        let mut service = context.open()?;
        let found = bulk::named(&service, &self.clients)?;
        let known = |record: &ClientRecord| {
            Ok(format!("  {}, {}", known(record), to_tell(&service.holders(&record.client.client_id)?)))
        };
        let known = found.iter().map(known).collect::<Result<Vec<String>, Error>>()?;
        let warning = format!("This revokes access at once, for every user of:\n{}", known.join("\n"));
        let (question, wanted) = bulk::question(&warning, "delete", &found);
        context.confirm(&question, &wanted)?;
        context.sign_on(&mut service)?;
        let deleted = service.delete(&bulk::client_ids(&found))?;
        record::print(context.output, &deleted, self.clients.len() > 1)
    }
}

fn known(record: &ClientRecord) -> String {
    let used = record
        .last_used_at
        .map_or_else(|| "use not reported".to_owned(), |at| format!("last used {}", time::minute(at)));
    format!("{}, {}, {used}", record::called(record), record.status().word())
}
