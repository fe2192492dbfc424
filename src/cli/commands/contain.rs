//! `contain`: cuts clients off at once after a leak, opens an incident, and makes their new secrets.

use std::collections::HashMap;

use super::Run;
use crate::cli::bulk;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::handout::{Handout, HandoutFlags};
use crate::cli::output;
use crate::cli::progress::Progress;
use crate::cli::record;
use crate::domain::time::{self, Edge};
use crate::domain::{ClientRecord, Retention, Word as _, field};
use crate::service::{ContainPreview, Effect, Issued, Service};

/// Clients that a preview tells one by one.
const TOLD: usize = 20;

/// Cut clients off at once because a secret leaked
#[derive(clap::Parser)]
#[command(
    name = "contain",
    after_help = "Examples:
  clientkeep contain 'ABC Shipping' --reason 'Secret in a public log'
  clientkeep contain abc-portal abc-batch --reason 'Laptop stolen' --since '2026-11-22 01:49'
  clientkeep list --filter partner=abc --json | jq -r '.[].client_id' |
    xargs clientkeep contain --reason 'ABC was broken into' --yes --secret-out new-credentials

In one step the clients are disabled, every secret is retired without grace, tokens from before are void, and an \
incident is opened: all of them, or none. It waits for no hash. After that each gets a new secret and stays disabled; \
when that is interrupted, clientkeep incident set NUMBER rotated goes on. On a terminal every effect is shown \
and a code of two digits is asked for; without one, say --yes."
)]
pub struct Contain {
    /// Client IDs, or else names
    #[arg(required = true, value_name = "CLIENT")]
    clients: Vec<String>,
    /// What happened
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Since when a secret may be known, such as 2026-11-22, 2026-11-22 01:49 (UTC), or 36h ago as 36h
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    #[command(flatten)]
    handout: HandoutFlags,
}

impl Run for Contain {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        context.can_confirm()?;
        let mut service = context.open()?;
        let now = service.now();
        let since = self.since.map(|typed| time::point(field::SINCE, &typed, now, Edge::Start));
        let since = since.transpose().map_err(Error::Invalid)?;
        let ids = bulk::client_ids(&bulk::named(&service, &self.clients)?);
        let retention = service.settings()?.secret_retention;
        // To be cut off can't wait for somebody to say where the new secrets go.
        let handout = match self.handout.way(context.output, retention) {
            Err(_) if !self.handout.names_a_file() => {
                (retention == Retention::Sealed).then_some(Handout::Sealed)
            }
            way => Some(way?),
        };
        let preview = service.contain_preview(&ids)?;
        context.confirm(&question(&preview), &preview.code)?;
        context.sign_on(&mut service)?;
        let contained = service.contain(&ids, &self.reason, since)?;
        let number = contained.incident.id;
        output::say(&format!(
            "Contained: {}. Servers refuse them from now on. Incident {number} is open.",
            count(contained.records.len())
        ));
        let several = self.clients.len() > 1;
        let Some(handout) = handout else {
            output::say(&format!(
                "This registry shows a secret once, so none was made: \
                 clientkeep incident set {number} rotated --secret-out FILE makes them."
            ));
            return record::print(context.output, &contained.records, several);
        };
        let issued = renew(&mut service, number)?;
        hand_out(handout, context, contained.records, issued, several)
    }
}

/// Makes the new secrets of an incident's clients that wait for one, and tells how far it is.
pub fn renew(service: &mut Service, incident: i64) -> Result<Vec<Issued>, Error> {
    let mut progress = Progress::of("new secrets");
    let mut made = Vec::new();
    service.renew(incident, |issued, done, all| {
        made.extend(issued);
        progress.tell(done as u64, all as u64);
        true
    })?;
    Ok(made)
}

/// Hands the new secrets out in the order in which their clients were named.
fn hand_out(
    handout: Handout,
    context: &Context,
    records: Vec<ClientRecord>,
    issued: Vec<Issued>,
    several: bool,
) -> Result<(), Error> {
    let mut issued: HashMap<String, Issued> =
        issued.into_iter().map(|one| (one.record.client.client_id.clone(), one)).collect();
    let new = |record: ClientRecord| {
        issued.remove(&record.client.client_id).unwrap_or(Issued { record, secret: None })
    };
    handout.give(context.output, records.into_iter().map(new).collect(), several)
}

fn count(clients: usize) -> String {
    if clients == 1 { "1 client".to_owned() } else { format!("{clients} clients") }
}

/// Every effect, and what has to be typed.
fn question(preview: &ContainPreview) -> String {
    let effects = &preview.effects;
    let mut told: Vec<String> = effects.iter().take(TOLD).map(told).collect();
    if effects.len() > TOLD {
        told.push(format!("  and {} more", effects.len() - TOLD));
    }
    let secrets: usize = effects.iter().map(|effect| effect.accepted.len()).sum();
    format!(
        "This cuts off at once:\n{}\nIt disables {}, retires {secrets} secrets without grace, and voids every token \
         issued so far. New secrets are made; the clients stay disabled until they are enabled.\n\
         Type {} to contain: ",
        told.join("\n"),
        count(effects.len()),
        preview.code
    )
}

fn told(effect: &Effect) -> String {
    let record = &effect.record;
    let used = effect
        .last_used_at
        .map_or_else(|| "use not reported".to_owned(), |at| format!("last used {}", time::minute(at)));
    let secrets = effect.accepted.len();
    format!(
        "  {}, {}, {secrets} accepted secret{}, {used}, {}",
        record::called(record),
        record.status().word(),
        if secrets == 1 { "" } else { "s" },
        record::to_tell(&effect.holders)
    )
}
