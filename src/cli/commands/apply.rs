//! `apply`: the registry as declared in files: what differs is told first, then done, all of it or nothing.

use std::fs::File;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::handout::HandoutFlags;
use crate::cli::interrupt;
use crate::cli::output;
use crate::cli::problems::{self, Told};
use crate::cli::record::{self, called};
use crate::domain::{ATTRIBUTES, Client, Declared, text};
use crate::exchange::declarations;
use crate::service::{ImportProblem, Issued, Plan, Step};

/// Make the registry as declared in files
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep apply clients.toml --dry-run
  clientkeep apply team-a.toml team-b.json --json | jq -r '.[] | select(.client_secret) | .client_id'
  clientkeep apply all.toml --prune --yes

A declaration in TOML:
  [[client]]
  client_id = \"abc-portal\"
  client_name = \"ABC Portal\"
  security_class = \"USER\"
  profile = \"web\"
  scope = \"read write\"
  redirect_uris = [\"https://portal.abc.example/cb\"]

JSON has the same names (RFC 7591), an object or an array. A client is known by its client_id, or else by its name. \
What is not declared stays as it is; profile fills a new client only. New clients get a secret, which is handed \
out as create does. What is as declared is not touched, and a second run changes nothing. With --prune \
clients that are not declared are deleted, once that is confirmed.")]
pub struct Apply {
    /// Declarations: .toml, anything else is JSON
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Delete clients that are not declared
    #[arg(long)]
    prune: bool,
    /// Tell what differs and change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    handout: HandoutFlags,
}

impl Run for Apply {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let files = self.files.iter().map(|file| read(file)).collect::<Result<Vec<_>, Error>>()?;
        let mut service = context.open()?;
        let (declared, places) = joined(files, &self.files);
        let plan = service.plan(&declared, self.prune)?;
        refuse(plan.problems(), &places)?;
        if self.dry_run {
            return tell(context, &plan);
        }
        if plan.steps().is_empty() {
            output::say(&format!("Nothing differs; clients as declared: {}.", plan.unchanged()));
            return if context.output.json() { context.output.document::<[Value]>(&[]) } else { Ok(()) };
        }
        output::say(&differences(&plan));
        if plan.deleted() > 0 {
            context.can_confirm()?;
            let count = plan.deleted().to_string();
            let question = format!("Type {count} to delete the {count} clients that are not declared: ");
            context.confirm(&question, &count)?;
        }
        let handout = match plan.new_secrets() {
            0 => None,
            _ => Some(self.handout.way(context.output, &mut service)?),
        };
        context.sign_on(&mut service)?;
        let ((mut issued, deleted), handout) =
            interrupt::during("secrets", handout, |tell| service.apply(plan, tell))?;
        output::say(&format!(
            "Made or changed: {}; deleted: {}.",
            text::counted(issued.len(), "client"),
            deleted.len()
        ));
        issued.extend(deleted.into_iter().map(|record| Issued { record, secret: None }));
        match handout {
            Some(handout) => handout.give(context.output, issued, true),
            None if context.output.json() => {
                let records: Vec<_> = issued.into_iter().map(|issued| issued.record).collect();
                record::print(context.output, &records, true)
            }
            None => Ok(()),
        }
    }
}

fn read(file: &Path) -> Result<Vec<Declared>, Error> {
    let name = file.display();
    let opened =
        File::open(file).map_err(|error| Error::Usage(format!("{name} can't be opened: {error}.")))?;
    let is_toml = file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
    let clients: Result<Vec<_>, _> = declarations(Box::new(opened), is_toml).collect();
    clients.map_err(|error| {
        let line = error.line;
        Error::Refused { words: format!("{name}:{line}: {error}"), code: problems::INVALID }
    })
}

/// The clients of all files, numbered through, and the first number and name of each file.
fn joined(files: Vec<Vec<Declared>>, names: &[PathBuf]) -> (Vec<Declared>, Vec<(u64, String)>) {
    let (mut all, mut places) = (Vec::new(), Vec::new());
    for (clients, name) in files.into_iter().zip(names) {
        places.push((all.len() as u64 + 1, name.display().to_string()));
        all.extend(clients);
    }
    for (number, declared) in (1..).zip(&mut all) {
        declared.number = number;
    }
    let mut left_out: Vec<String> = all.iter().flat_map(|one: &Declared| one.left_out.clone()).collect();
    left_out.sort();
    left_out.dedup();
    output::say_left_out(&left_out);
    (all, places)
}

fn refuse(found: &[ImportProblem], places: &[(u64, String)]) -> Result<(), Error> {
    if found.is_empty() {
        return Ok(());
    }
    let file =
        |number: u64| places.iter().rev().find(|(first, _)| *first <= number).map_or("", |(_, name)| name);
    let mut told: Told = found.iter().map(|one| problems::line(file(one.number), one)).collect();
    told.push("Nothing was changed. Mend the declarations.".to_owned());
    Err(Error::Refused { words: told.join("\n"), code: problems::code(found) })
}

/// What would change, as data.
fn tell(context: &Context, plan: &Plan) -> Result<(), Error> {
    if !context.output.json() {
        let words = differences(plan);
        let words = if words.is_empty() { String::new() } else { words + "\n" };
        output::say(&format!(
            "To be changed: {}; as declared: {}. Nothing was changed.",
            text::counted(plan.steps().len(), "client"),
            plan.unchanged()
        ));
        return output::data(&context.output.shown_lines(&words));
    }
    let steps: Vec<Value> = plan.steps().iter().map(document).collect();
    context.output.document(&steps)
}

fn document(step: &Step) -> Value {
    let (action, client, changes) = match step {
        Step::Create { client, .. } => ("create", &**client, changed(&Client::default(), client)),
        Step::Change { before, client, enabled } => {
            let mut changes = changed(&before.client, client);
            if before.enabled != *enabled {
                changes.insert("enabled".to_owned(), json!([before.enabled, enabled]));
            }
            ("update", &**client, changes)
        }
        Step::Delete(before) => ("delete", &before.client, Map::new()),
    };
    json!({ "action": action, "client_id": client.client_id, "client_name": client.name, "changes": changes })
}

fn changed(before: &Client, after: &Client) -> Map<String, Value> {
    let differs = ATTRIBUTES.iter().filter(|attribute| (attribute.read)(before) != (attribute.read)(after));
    differs
        .map(|attribute| (attribute.name.to_owned(), json!([attribute.json(before), attribute.json(after)])))
        .collect()
}

/// What would change, for people: a line a client, and one for each attribute that differs.
fn differences(plan: &Plan) -> String {
    let mut lines = Vec::new();
    for step in plan.steps() {
        match step {
            Step::Create { client, .. } => {
                let id = if client.client_id.is_empty() { "a new ID" } else { &client.client_id };
                lines.push(format!("+ {} ({id})", text::quoted(&client.name)));
            }
            Step::Change { before, client, enabled } => {
                lines.push(format!("~ {}", called(before)));
                for attribute in ATTRIBUTES {
                    let [was, is] =
                        [&before.client, client].map(|client| (attribute.read)(client).join(", "));
                    if was != is {
                        lines.push(format!("    {}: {} → {}", attribute.label, shown(&was), shown(&is)));
                    }
                }
                if before.enabled != *enabled {
                    lines.push(format!("    {}", if *enabled { "enabled" } else { "disabled" }));
                }
            }
            Step::Delete(before) => lines.push(format!("- {}", called(before))),
        }
    }
    lines.join("\n")
}

fn shown(value: &str) -> String {
    if value.is_empty() { "nothing".to_owned() } else { value.replace('\n', " ") }
}
