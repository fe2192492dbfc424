//! `incident`: the worklist after clients were contained, and its report.

mod report;

use clap::{Subcommand, ValueEnum};
use serde_json::Value;

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::handout::HandoutFlags;
use crate::cli::json::Object;
use crate::cli::listing::{self, Listed};
use crate::cli::output;
use crate::cli::renewal::Renewal;
use crate::domain::incident::{Incident as Told, IncidentCounts, Step};
use crate::domain::{Word, time};
use crate::service::{PartReport, Service};

/// Work on incidents: how far each contained client has come
#[derive(clap::Parser)]
#[command(
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Examples:
  clientkeep incident list
  clientkeep incident show 3
  clientkeep incident set 3 rotated --secret-out new-credentials
  clientkeep incident set 3 handed-over abc-portal abc-batch
  clientkeep incident set 3 verified
  clientkeep incident report 3 --format markdown > incident-3.md

contain opens an incident. Each of its clients goes from pending to rotated, handed-over, verified and old-retired; \
whoever has the right goes on where another stopped. set rotated makes the new secrets of those that are pending. Without \
clients set means all that are at the step before. Enabling a client closes its part; the last one closes the incident."
)]
pub struct Incident {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// List incidents, the newest first, and how many clients are at each step
    List {
        /// Only those that are open
        #[arg(long)]
        open: bool,
    },
    /// Show the clients of an incident
    Show {
        /// Its number
        incident: i64,
    },
    /// Say how far clients have come
    Set {
        /// The incident's number
        incident: i64,
        /// The step that they have reached
        #[arg(value_name = "STEP", value_parser = steps())]
        step: String,
        /// Client IDs, or else names [default: all that are at the step before]
        #[arg(value_name = "CLIENT")]
        clients: Vec<String>,
        #[command(flatten)]
        handout: HandoutFlags,
    },
    /// Tell everything about an incident, to be kept or sent
    Report {
        /// Its number
        incident: i64,
        /// How to tell it
        #[arg(long, value_enum, value_name = "FORMAT")]
        format: Option<Format>,
    },
}

/// How a report is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Lines for a person
    Text,
    /// A document with a table
    Markdown,
    /// One JSON object
    Json,
}

fn steps() -> Vec<&'static str> {
    Step::words().split_off(1)
}

impl Run for Incident {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let output = context.output;
        match self.action {
            Action::List { open } => listing::all(output, &context.open()?.incidents(open)?),
            Action::Show { incident } => {
                let told = context.open()?.incident_report(incident)?;
                if output.json() {
                    return output.document(&report::object(&told));
                }
                listing::all(output, &told.parts)
            }
            Action::Report { incident, format } => {
                match format {
                    Some(Format::Text) => output.refuse_format("text")?,
                    Some(Format::Markdown) => output.refuse_format("markdown")?,
                    Some(Format::Json) | None => {}
                }
                let service = context.open()?;
                let told = service.incident_report(incident)?;
                match format {
                    Some(Format::Json) => output.document(&report::object(&told)),
                    None if output.json() => output.document(&report::object(&told)),
                    Some(Format::Markdown) => output::data(&report::markdown(output, &told)),
                    Some(Format::Text) | None => output::data(&report::text(output, &told, service.now())),
                }
            }
            Action::Set { incident, step, clients, handout } => {
                set(context, incident, Step::from_word(&step).unwrap_or(Step::Rotated), &clients, &handout)
            }
        }
    }
}

fn set(
    context: &mut Context,
    incident: i64,
    step: Step,
    clients: &[String],
    handout: &HandoutFlags,
) -> Result<(), Error> {
    let mut service = context.open()?;
    service.incident(incident)?;
    if step != Step::Rotated || !clients.is_empty() {
        context.sign_on(&mut service)?;
        let moved = service.set_incident_step(incident, clients, step)?;
        if moved.is_empty() {
            output::say(&nobody_moved(&service, incident, step)?);
        }
        let records = moved.iter().map(|client_id| service.client(client_id));
        let records = records.filter_map(Result::ok).collect::<Vec<_>>();
        return crate::cli::record::print(context.output, &records, true);
    }
    // Those that are pending get there by a new secret, in no other way.
    let way = handout.way(context.output, &mut service)?;
    context.sign_on(&mut service)?;
    let renewal = Renewal::make(&mut service, incident)?;
    if renewal.had_nothing_to_do() {
        output::say(&format!("No client of incident {incident} waits for a new secret: none was made."));
    }
    renewal.give(way, context.output, None, true)
}

/// Why nobody came to a step: where the clients are.
fn nobody_moved(service: &Service, incident: i64, step: Step) -> Result<String, Error> {
    let counts = service.incidents(false)?.into_iter().find(|counts| counts.incident.id == incident);
    let steps = Step::WORDS.iter().zip(counts.map(|counts| counts.steps).unwrap_or_default());
    let before =
        Step::WORDS.iter().find(|(known, ..)| known.next() == Some(step)).map_or("", |(_, word, _)| word);
    let are: Vec<String> = steps
        .filter(|(_, count)| *count > 0)
        .map(|((_, word, _), count)| format!("{word} {count}"))
        .collect();
    Ok(format!(
        "Nobody was moved: without clients, set moves those that are at {before}, the step before {}, and none that is \
         still in the registry is. Clients of incident {incident}: {}. Name clients to let them skip a step.",
        step.word(),
        are.join(", ")
    ))
}

/// Members that tell of an incident.
fn members(incident: &Told) -> Object {
    Object::of([
        ("incident", Value::from(incident.id)),
        ("reason", Value::from(incident.reason.clone())),
        ("suspected_at", Value::from(incident.suspected_at.map(time::rfc3339))),
        ("opened_at", Value::from(time::rfc3339(incident.opened.at))),
        ("opened_by", Value::from(incident.opened.by.clone())),
        ("closed_at", Value::from(incident.closed.as_ref().map(|stamp| time::rfc3339(stamp.at)))),
        ("closed_by", Value::from(incident.closed.as_ref().map(|stamp| stamp.by.clone()))),
    ])
}

impl Listed for IncidentCounts {
    const TITLES: &'static [&'static str] =
        &["Number", "Opened", "State", "Clients", "Pending", "Closed", "Reason", "By"];

    fn object(&self) -> Object {
        let mut object = members(&self.incident);
        object.put("clients", self.clients);
        object.put("clients_closed", self.closed);
        let steps = Step::WORDS.iter().zip(self.steps);
        let steps = steps.map(|((_, word, _), count)| ((*word).to_owned(), Value::from(count)));
        object.put("steps", Value::Object(steps.collect()));
        object
    }

    fn cells(&self) -> Vec<String> {
        let incident = &self.incident;
        vec![
            incident.id.to_string(),
            time::rfc3339(incident.opened.at),
            if incident.closed.is_some() { "closed" } else { "open" }.to_owned(),
            self.clients.to_string(),
            self.steps[0].to_string(),
            self.closed.to_string(),
            incident.reason.clone(),
            incident.opened.by.clone(),
        ]
    }
}

impl Listed for PartReport {
    const TITLES: &'static [&'static str] =
        &["Name", "Client ID", "Step", "Status", "Since", "By", "To tell", "Handed over"];

    fn object(&self) -> Object {
        report::part(self)
    }

    fn cells(&self) -> Vec<String> {
        let part = &self.part;
        vec![
            part.client_name.clone(),
            part.client_id.clone(),
            part.step.word().to_owned(),
            report::status(self).to_owned(),
            time::rfc3339(part.changed.at),
            part.changed.by.clone(),
            self.to_tell.join(", "),
            self.handed_over.len().to_string(),
        ]
    }
}
