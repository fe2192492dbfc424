//! `update`: other attributes for a client; a secret is never touched.

use super::Run;
use crate::cli::attribute_flags::AttributeFlags;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::record;
use crate::domain::Draft;

/// Change attributes of a client
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep update 'ABC Shipping' --email ops@abc.example --class ADMIN
  clientkeep update abc-portal --scope 'read write' --access-token-ttl 90m
  clientkeep update abc-portal --redirect-uri https://a.example/cb --redirect-uri https://b.example
  clientkeep update abc-portal --notes ''

What is not named stays. A list flag may be repeated; given once or more it replaces the whole \
list, and '' clears it.")]
pub struct Update {
    /// Client ID, or else name
    client: String,
    #[command(flatten)]
    attributes: AttributeFlags,
}

impl Run for Update {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        if self.attributes.is_empty() {
            let sentence = "Nothing to change was named: give at least one attribute, such as --email.";
            return Err(Error::Usage(sentence.to_owned()));
        }
        let mut service = context.open()?;
        let record = service.client(&self.client)?;
        context.sign_on(&mut service)?;
        let mut draft = Draft::of(&record.client);
        self.attributes.apply(&mut draft);
        let updated = service.update_client(&record.client.client_id, record.version, &draft, None)?;
        record::print(context.output, &[updated.record], false)
    }
}
