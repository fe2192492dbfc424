//! `purge`: removes clients from the trash for good, once somebody has confirmed it.

use serde_json::Value;

use super::Run;
use crate::cli::bulk;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::json::Object;
use crate::cli::record;
use crate::domain::ClientRecord;

/// Remove clients from the trash for good
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep purge 'ABC Shipping'
  clientkeep purge abc-portal abc-batch --yes

On a terminal the client's name is asked for (of several: how many they are); without one, say \
--yes. Their IDs are never given out again, and the audit log keeps its entries. All of them are \
purged, or none.")]
pub struct Purge {
    /// Client IDs, or else names
    #[arg(required = true, value_name = "CLIENT")]
    clients: Vec<String>,
}

impl Run for Purge {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        context.can_confirm()?;
        let mut service = context.open()?;
        let found = bulk::named_in_trash(&service, &self.clients)?;
        let called: Vec<String> =
            found.iter().map(|record| format!("  {}", record::called(record))).collect();
        let warning = format!(
            "Nothing brings these back, but for their entries in the audit log:\n{}",
            called.join("\n")
        );
        let (question, wanted) = bulk::question(&warning, "purge", &found);
        context.confirm(&question, &wanted)?;
        context.sign_on(&mut service)?;
        let purged = service.purge(&bulk::client_ids(&found))?;
        if !context.output.json() {
            return Ok(());
        }
        let objects: Vec<Object> = purged.iter().map(object).collect();
        match objects.as_slice() {
            [only] if self.clients.len() == 1 => context.output.document(only),
            _ => context.output.document(&objects),
        }
    }
}

fn object(record: &ClientRecord) -> Object {
    Object::of([
        ("client_id", Value::from(record.client.client_id.clone())),
        ("client_name", Value::from(record.client.name.clone())),
        ("purged", Value::from(true)),
    ])
}
