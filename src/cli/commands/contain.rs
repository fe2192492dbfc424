//! `contain`: cuts clients off at once after a leak, opens an incident, and makes their new secrets.

use super::Run;
use crate::cli::bulk;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::handout::{Handout, HandoutFlags};
use crate::cli::output;
use crate::cli::record;
use crate::cli::renewal::Renewal;
use crate::domain::incident::renew_command;
use crate::domain::ledger::to_tell;
use crate::domain::text::counted;
use crate::domain::time::{self, Edge};
use crate::domain::{Retention, Word as _, field};
use crate::service::{ContainPreview, Effect};

/// Clients that a preview tells one by one.
const TOLD: usize = 20;

/// Cut clients off at once because a secret leaked
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep contain 'ABC Shipping' --reason 'Secret in a public log'
  clientkeep contain abc-portal abc-batch --reason 'Laptop stolen' --since '2026-11-22 01:49'
  clientkeep list --filter partner=abc --json | jq -r '.[].client_id' |
    xargs clientkeep contain --reason 'ABC was broken into' --yes --secret-out new-credentials

In one step the clients are disabled, every secret is retired without grace, tokens from before are void, and an \
incident is opened: all of them, or none. It waits for no hash. After that each gets a new secret and stays disabled; \
when that is interrupted, clientkeep incident set NUMBER rotated goes on. On a terminal every effect is shown \
and a code of two digits is asked for; without one, say --yes.")]
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
        let handout = match self.handout.way(context.output, &mut service) {
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
        output::say(&contained.words());
        let several = self.clients.len() > 1;
        let Some(handout) = handout else {
            output::say(&format!(
                "This registry shows a secret once, so none was made: \
                 {} --secret-out FILE makes them.",
                renew_command(number)
            ));
            return record::print(context.output, &contained.records, several);
        };
        let renewal = Renewal::make(&mut service, number)?;
        renewal.give(handout, context.output, Some(contained.records), several)
    }
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
        "This cuts off at once:\n{}\nIt disables {}, retires {} without grace, and voids every token \
         issued so far. New secrets are made; the clients stay disabled until they are enabled.\n\
         Type {} to contain: ",
        told.join("\n"),
        counted(effects.len(), "client"),
        counted(secrets, "secret"),
        preview.code
    )
}

fn told(effect: &Effect) -> String {
    let record = &effect.record;
    let used = effect
        .last_used_at
        .map_or_else(|| "use not reported".to_owned(), |at| format!("last used {}", time::minute(at)));
    format!(
        "  {}, {}, {}, {used}, {}",
        record::called(record),
        record.status().word(),
        counted(effect.accepted.len(), "accepted secret"),
        to_tell(&effect.holders)
    )
}
