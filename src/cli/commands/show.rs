//! `show`: one client with all its attributes; its secret too, where that is asked for and allowed.

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::output;
use crate::cli::{handout, json, record};
use crate::service::Disclosure;

/// Show a client
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep show 'ABC Shipping'
  clientkeep show abc-portal --json | jq .redirect_uris
  clientkeep show 'ABC Shipping' --reveal

With --reveal somebody signs on, the audit log gets an entry, and the client_id:client_secret line \
(in JSON: client_secret) is printed, also on a terminal.")]
pub struct Show {
    /// Client ID, or else name
    client: String,
    /// Show the client secret too
    #[arg(long)]
    reveal: bool,
}

impl Run for Show {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let output = context.output;
        let mut service = context.open()?;
        let record = service.client(&self.client)?;
        if !self.reveal {
            return record::print(output, &[record], false);
        }
        context.sign_on(&mut service)?;
        let credentials = service.disclose(&record.client.client_id, &Disclosure::Show)?;
        if output.json() {
            let mut object = json::client(&record);
            object.put_secret(credentials.secret, credentials.expires_at);
            return output.document(&object);
        }
        let pair = (credentials.client_id.as_str(), &credentials.secret);
        output::secrets(&handout::credentials(&[pair]))
    }
}
