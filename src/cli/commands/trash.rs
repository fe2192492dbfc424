//! `trash`: the clients that were deleted and can be restored.

use serde_json::Value;

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::json::{self, Object};
use crate::cli::table;
use crate::domain::{ClientRecord, time};

const TITLES: &[&str] = &["Name", "Client ID", "Security class", "Partner", "Deleted", "By"];

/// List the clients in the trash
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep trash
  clientkeep trash --json | jq -r '.[].client_id'

The last deleted come first. restore takes them out, with a new secret; purge removes them for good.")]
pub struct Trash {}

impl Run for Trash {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let output = context.output;
        let records = context.open()?.trash()?;
        if output.json() {
            return output.document(&records.iter().map(object).collect::<Vec<_>>());
        }
        let at = |at| if output.is_terminal() { time::minute(at) } else { time::rfc3339(at) };
        let cells = |record: &ClientRecord| {
            let client = &record.client;
            vec![
                client.name.clone(),
                client.client_id.clone(),
                client.security_class.clone(),
                client.partner.clone().unwrap_or_default(),
                record.deleted_at.map(at).unwrap_or_default(),
                record.updated.by.clone(),
            ]
        };
        table::print(output, TITLES, &records.iter().map(cells).collect::<Vec<_>>(), &[0, 1, 4, 5, 2, 3])
    }
}

fn object(record: &ClientRecord) -> Object {
    let mut object = json::client(record);
    object.put("deleted_at", Value::from(record.deleted_at.map(time::rfc3339)));
    object.put("deleted_by", Value::from(record.updated.by.clone()));
    object
}
