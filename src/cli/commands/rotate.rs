//! `rotate`: a new secret for one client or several; the older ones are retired at once or after a grace.

use std::ops::ControlFlow;

use super::Run;
use crate::cli::bulk;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::expiry::ExpiryFlag;
use crate::cli::handout::HandoutFlags;
use crate::cli::interrupt;
use crate::cli::{output, record};
use crate::domain::ledger::to_tell;
use crate::domain::{ClientRecord, Reason, Rotation, Word, lifetime};
use crate::service::{Service, used_words};

/// Make new secrets and retire the older ones
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep rotate 'ABC Shipping' --secret-out abc.credentials
  clientkeep rotate abc-portal --grace 24h --json | jq -r .client_secret
  clientkeep rotate abc-portal abc-batch --reason leak > credentials
  clientkeep rotate abc-portal --secret-expires 90d --secret-out abc.credentials

Without --grace the older secrets are refused at once. All of the clients are rotated, or none.")]
pub struct Rotate {
    /// Client IDs, or else names
    #[arg(required = true, value_name = "CLIENT")]
    clients: Vec<String>,
    /// Why; leak also voids the tokens that were issued so far
    #[arg(long, value_name = "WORD", default_value = Reason::default().word(), value_parser = Reason::words())]
    reason: String,
    /// How long the older secrets stay accepted, such as 3600 or 24h
    #[arg(long, value_name = "TIME")]
    grace: Option<String>,
    #[command(flatten)]
    expiry: ExpiryFlag,
    #[command(flatten)]
    handout: HandoutFlags,
}

/// Says who has the secrets that are about to go, and that one of them is still in use.
fn say_what_is_known(service: &Service, record: &ClientRecord, rotation: Rotation) -> Result<(), Error> {
    let client_id = &record.client.client_id;
    let now = service.now();
    let mut accepted = service.secrets(client_id)?;
    accepted.retain(|secret| secret.is_accepted(now));
    for secret in accepted.iter().filter(|secret| secret.last_used_at.is_some()) {
        let fate = if rotation.grace.is_some() { "" } else { "; rotating refuses it at once" };
        let used = used_words(secret);
        output::say(&format!("Secret {} of {}: {used}{fate}.", secret.generation, record::called(record)));
    }
    let holders = service.holders(client_id)?;
    if !holders.is_empty() {
        output::say(&format!("{}: {}.", record::called(record), to_tell(&holders)));
    }
    Ok(())
}

impl Run for Rotate {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let grace = self.grace.as_deref().map(lifetime::grace).transpose().map_err(Error::Invalid)?;
        let rotation = Rotation {
            reason: Reason::from_word(&self.reason).unwrap_or_default(),
            grace: grace.map(i64::from),
        };
        let mut service = context.open()?;
        let expires_at = self.expiry.at(service.now())?;
        let found = bulk::named(&service, &self.clients)?;
        let handout = self.handout.way(context.output, &mut service)?;
        context.sign_on(&mut service)?;
        let client_ids = bulk::client_ids(&found);
        service.may_rotate(&client_ids, rotation)?;
        for record in &found {
            say_what_is_known(&service, record, rotation)?;
        }
        let (issued, handout) = interrupt::during("secrets", handout, |tell| {
            service.rotate_until(&client_ids, rotation, expires_at, &mut |done, all| {
                if all > 1 { tell(done, all) } else { ControlFlow::Continue(()) }
            })
        })?;
        if let Some(grace) = grace.filter(|grace| *grace > 0) {
            output::say(&format!("The older secrets still work for {}.", lifetime::span_words(grace)));
        }
        handout.give_until(context.output, issued, self.clients.len() > 1, expires_at)
    }
}
