//! `exposure`: what a leak at a time means for a client: which secret, until when, and how long its tokens live.

use serde_json::{Value, json};

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::json::Object;
use crate::cli::output::{self, Output};
use crate::cli::record;
use crate::domain::Lifetime;
use crate::domain::exposure::{End, Exposed};
use crate::domain::time::{self, Edge};
use crate::service::Exposure as Told;

/// Tell what a leak at a time means for a client
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep exposure 'ABC Shipping' --at '2026-11-22 01:49'
  clientkeep exposure abc-portal --at 36h --json | jq '.exposed[].access_tokens_end_at'

Which secret was accepted then, when it was retired, and when the last token dies that could have been issued with \
it, counted with the longest lifetimes since. Access tokens that never expire are not contained by rotation. Servers \
that look at tokens_not_before refuse tokens from before it at once.")]
pub struct Exposure {
    /// Client ID, or else name
    client: String,
    /// When it leaked, such as 2026-11-22 01:49 (UTC), 2026-11-22T01:49:35Z, or 36h ago as 36h
    #[arg(long, value_name = "TIME")]
    at: String,
}

impl Run for Exposure {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let service = context.open()?;
        let now = service.now();
        let at = time::point("--at", &self.at, now, Edge::Start).map_err(Error::Invalid)?;
        let told = service.exposure(&self.client, at)?;
        if context.output.json() {
            return context.output.document(&object(&told, at));
        }
        output::data(&text(context.output, &told, at, now))
    }
}

fn text(output: Output, told: &Told, at: i64, now: i64) -> String {
    let mut lines = vec![format!("{}, leak at {} UTC", record::called(&told.record), time::minute(at))];
    if told.exposed.is_empty() {
        lines.push("No secret was accepted then.".to_owned());
    }
    for one in &told.exposed {
        lines.push(one.accepted_words(now));
        lines.extend(one.token_words(now).into_iter().map(|(_, words)| format!("  {words}")));
    }
    if let Some(before) = told.record.tokens_not_before {
        lines.push(format!(
            "Servers that look at tokens_not_before refuse tokens issued before {} UTC.",
            time::minute(before)
        ));
    }
    output.lines(&lines)
}

fn object(told: &Told, at: i64) -> Object {
    let stamp = |at: Option<i64>| Value::from(at.map(time::rfc3339));
    Object::of([
        ("client_id", Value::from(told.record.client.client_id.clone())),
        ("at", stamp(Some(at))),
        ("access_token_ttl", Value::from(told.lifetimes.access.as_seconds())),
        ("refresh_token_ttl", Value::from(told.lifetimes.refresh.map(Lifetime::as_seconds))),
        ("tokens_not_before", stamp(told.record.tokens_not_before)),
        ("exposed", told.exposed.iter().map(exposed).collect()),
    ])
}

fn exposed(one: &Exposed) -> Value {
    let end = |end: Option<End>| match end {
        Some(End::At(at)) => Value::from(time::rfc3339(at)),
        _ => Value::Null,
    };
    json!({
        "generation": one.generation,
        "accepted_since": time::rfc3339(one.since),
        "accepted_until": one.until.map(time::rfc3339),
        "retired_why": one.why,
        "access_tokens_end_at": end(Some(one.access)),
        "refresh_tokens_end_at": end(one.refresh),
        "rotation_contains": one.access != End::Never,
    })
}
