//! `audit`: the audit log listed, verified, and its head to be kept elsewhere.

use clap::{Args, Subcommand};
use serde_json::Value;

use super::Run;
use crate::cli::context::Context;
use crate::cli::entries;
use crate::cli::error::Error;
use crate::cli::findings;
use crate::cli::json::Object;
use crate::cli::output::{self, Output};
use crate::domain::audit::Action as Done;
use crate::domain::time::{self, Edge};
use crate::domain::{Problem, Word as _, text};
use crate::service::{self, Digest, LogQuery, Service, parse_head};

/// List and verify the audit log
#[derive(clap::Parser)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  clientkeep audit --limit 20
  clientkeep audit list --by bob --action secret --since 2026-11-01
  clientkeep audit list --client 'ABC Shipping' --json | jq -r '.[].action'
  clientkeep audit head > /mnt/elsewhere/head
  clientkeep audit verify --expect 412:6c1f0b2e9d4a7385c0e1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7

The newest entries come first. On a terminal: two lines an entry. Otherwise: a line an entry without \
a heading, with number, time, operator, action, client ID, where from, system user, and what the \
details say, parted by tabs. Whoever can write the file can cut the log's end or put an older file \
in its place: a head that is kept elsewhere tells."
)]
pub struct Audit {
    #[command(subcommand)]
    action: Option<Action>,
    #[command(flatten)]
    wanted: Wanted,
}

#[derive(Subcommand)]
enum Action {
    /// List entries, the newest first
    List(Wanted),
    /// Check that the log and every row it answers for are as they were written
    Verify {
        /// The head that was kept elsewhere, as head prints it
        #[arg(long, value_name = "NUMBER:HASH")]
        expect: Option<String>,
    },
    /// Print the newest entry's number and hash, to be kept elsewhere
    Head,
}

#[derive(Args)]
struct Wanted {
    /// Only entries of this operator
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Only entries about this client: its ID, or else its name
    #[arg(long, value_name = "CLIENT")]
    client: Option<String>,
    /// Only this action, such as secret.shown, or those that begin so, such as secret
    #[arg(long, value_name = "ACTION")]
    action: Option<String>,
    /// Not before this time, such as 2026-11-22, 2026-11-22 01:49 (UTC), or 36h ago as 36h
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Not after this time; a date means its end
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// Terms that must all be found in an entry's action, operator, client ID, details or where from
    #[arg(long, value_name = "TERMS")]
    search: Option<String>,
    /// So many entries at most
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..))]
    limit: Option<i64>,
}

impl Run for Audit {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        match self.action.unwrap_or(Action::List(self.wanted)) {
            Action::List(wanted) => {
                wanted.check()?;
                let service = context.open()?;
                let query = wanted.query(&service)?;
                entries::print(context.output, &service, query)
            }
            Action::Verify { expect } => {
                let expect = expect.as_deref().map(head).transpose()?;
                verify(context.output, &context.open()?, expect)
            }
            Action::Head => tell_head(context.output, &context.open()?),
        }
    }
}

impl Wanted {
    /// Refuses an action that nothing is called.
    fn check(&self) -> Result<(), Error> {
        let Some(action) = &self.action else { return Ok(()) };
        let begins = |word: &str| {
            word.strip_prefix(action.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let words = Done::words();
        if words.iter().any(|word| begins(word)) {
            return Ok(());
        }
        let known = words.join(", ");
        Err(Error::Usage(format!("{} is no action. There are: {known}.", text::quoted(action))))
    }

    fn query(self, service: &Service) -> Result<LogQuery, Error> {
        let now = service.now();
        let point = |flag, typed: Option<String>, edge| {
            typed.map(|typed| time::point(flag, &typed, now, edge)).transpose().map_err(Error::Invalid)
        };
        if let Some(by) = self.by.as_deref()
            && !service.has_acted(by)?
        {
            return Err(service::Error::not_found("operator", by).into());
        }
        Ok(LogQuery {
            operator: self.by,
            client: self.client.map(|client| client_id(service, client)).transpose()?,
            action: self.action,
            since: point("--since", self.since, Edge::Start)?,
            until: point("--until", self.until, Edge::End)?,
            search: self.search.unwrap_or_default(),
            limit: self.limit,
            ..LogQuery::default()
        })
    }
}

/// The ID of a client. One that was deleted or purged is still in the log, under its ID.
fn client_id(service: &Service, client: String) -> Result<String, Error> {
    let unknown = match service.client(&client) {
        Ok(record) => return Ok(record.client.client_id),
        Err(unknown @ service::Error::NotFound { .. }) => unknown,
        Err(other) => return Err(other.into()),
    };
    let query = LogQuery { client: Some(client.clone()), limit: Some(1), ..LogQuery::default() };
    if service.log(&query)?.is_empty() { Err(unknown.into()) } else { Ok(client) }
}

/// A head as it was typed.
fn head(typed: &str) -> Result<(i64, Digest), Error> {
    parse_head(typed).ok_or_else(|| {
        let sentence = format!("{} is no head. Type one as audit head prints it.", text::quoted(typed));
        Error::Invalid(vec![Problem::new("--expect", "", sentence)])
    })
}

fn printed((number, hash): (i64, Digest)) -> String {
    format!("{number}:{hash}")
}

fn verify(output: Output, service: &Service, expect: Option<(i64, Digest)>) -> Result<(), Error> {
    let report = service.verify_log(expect)?;
    let head = report.head.map(printed);
    let well = format!(
        "{} entries, and every row is as they say. The head is {}.",
        report.entries,
        head.as_deref().unwrap_or("none")
    );
    let told = Object::of([("entries", Value::from(report.entries)), ("head", Value::from(head))]);
    findings::print(output, told, &report.findings, &well)
}

fn tell_head(output: Output, service: &Service) -> Result<(), Error> {
    let head = service.log_head()?;
    if output.json() {
        return output.document(&Object::of([
            ("number", Value::from(head.map(|(number, _)| number))),
            ("hash", Value::from(head.map(|(_, hash)| hash.to_string()))),
            ("head", Value::from(head.map(printed))),
        ]));
    }
    output::data(&head.map(|head| printed(head) + "\n").unwrap_or_default())
}
