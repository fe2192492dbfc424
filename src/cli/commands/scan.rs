//! `scan`: whose secrets stand in files, folders or on stdin, and whether they open anything. It prints no secret.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::json::{Array, Object};
use crate::cli::output::{self, Output};
use crate::domain::sighting::{SightedState, Sighting};
use crate::domain::{Word as _, time};
use crate::service::{Place, Source, Told};

/// What stands for stdin where a file is named.
const STDIN: &str = "-";

/// Tell whose client secrets stand in files, folders or on stdin
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep scan /var/log/gateway
  journalctl -u gateway | clientkeep scan
  clientkeep scan --json . | jq -r '.[] | select(.state == \"live\").client_id'
  git diff --cached | clientkeep scan - || echo 'A secret is about to be committed'

Without a path stdin is read. A line a secret: path:line:column: then its state (live, grace, retired when, by \
whom and why, unknown here, unchecked), and whose it is; the column counts bytes. Looked for are clientkeep's own \
secrets, Basic headers of known clients, and client_id:client_secret pairs of clients whose secret was imported; of \
imported ones 1,000 different pairs are compared. Hidden files are read too; symbolic links below a folder are not \
followed, compressed files are not unpacked. The exit code is 1 where a live one or one in its grace is found.")]
pub struct Scan {
    /// Files or folders; - for stdin
    #[arg(value_name = "PATH|-")]
    paths: Vec<PathBuf>,
    /// Look for clientkeep's own secrets only, not for Basic headers and pairs
    #[arg(long)]
    secrets_only: bool,
}

impl Run for Scan {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let sources = self.sources(context)?;
        let mut service = context.open()?;
        let mut report = Report { output: context.output, array: Array::default(), open: 0, unread: 0 };
        service.scan(sources, !self.secrets_only, |told| report.add(&told))?;
        report.end()
    }
}

impl Scan {
    /// What is to be read. That a path which is named can't be had is told before anything is.
    fn sources(&self, context: &mut Context) -> Result<Vec<Source>, Error> {
        let stdin = [PathBuf::from(STDIN)];
        let named: &[PathBuf] = if self.paths.is_empty() { &stdin } else { &self.paths };
        let mut once = HashSet::new();
        let mut sources = Vec::with_capacity(named.len());
        for path in named.iter().filter(|path| once.insert(*path)) {
            if path.as_os_str() == STDIN {
                context.input.take("scan -")?;
                sources.push(Source::Stream(Box::new(io::stdin())));
                continue;
            }
            readable(path)
                .map_err(|error| Error::Unavailable(format!("{} can't be read: {error}.", path.display())))?;
            sources.push(Source::Path(path.clone()));
        }
        Ok(sources)
    }
}

/// Whether a path can be read; what is no file or folder, such as a pipe, is opened once only, later.
fn readable(path: &Path) -> io::Result<()> {
    let about = std::fs::metadata(path)?;
    if about.is_file() {
        std::fs::File::open(path)?;
    } else if about.is_dir() {
        std::fs::read_dir(path)?;
    }
    Ok(())
}

/// What was found so far.
struct Report {
    output: Output,
    array: Array,
    /// Secrets that open something.
    open: u64,
    unread: u64,
}

impl Report {
    fn add(&mut self, told: &Told) -> Result<(), Error> {
        match told {
            Told::Unread { path, why } => {
                self.unread += 1;
                output::say(&format!("{} could not be read: {why}.", path.display()));
                Ok(())
            }
            Told::Found { path, place, sighting } => {
                self.open += u64::from(sighting.is_open());
                if self.output.json() {
                    return self.output.part(&self.array.add(&object(path, *place, sighting))?);
                }
                output::data(&line(self.output, path, *place, sighting))
            }
        }
    }

    fn end(self) -> Result<(), Error> {
        if self.output.json() {
            output::data(self.array.end())?;
        }
        if self.unread > 0 {
            output::say(&format!("Files and folders that could not be read: {}.", self.unread));
        }
        if self.open > 0 { Err(Error::No) } else { Ok(()) }
    }
}

fn line(output: Output, path: &Path, place: Place, sighting: &Sighting) -> String {
    let line = format!("{}:{}:{}: {}", path.display(), place.line, place.column, sighting.sentence());
    format!("{}\n", output.shown(&line))
}

fn object(path: &Path, place: Place, sighting: &Sighting) -> Object {
    let client = sighting.client.as_ref();
    let (mut grace_ends_at, mut retired_at, mut retired_by, mut retired_why) = (None, None, None, None);
    match &sighting.state {
        SightedState::Grace(until) => grace_ends_at = Some(time::rfc3339(*until)),
        SightedState::Retired { at, by, why } => {
            (retired_at, retired_by) = (at.map(time::rfc3339), by.clone());
            retired_why = Some(why.clone());
        }
        SightedState::Live | SightedState::Unknown | SightedState::Unchecked => {}
    }
    Object::of([
        ("path", Value::from(path.display().to_string())),
        ("line", Value::from(place.line)),
        ("column", Value::from(place.column)),
        ("form", Value::from(sighting.form.word())),
        ("state", Value::from(sighting.state.word())),
        ("client_id", Value::from(client.map(|client| client.client_id.clone()))),
        ("client_name", Value::from(client.map(|client| client.name.clone()))),
        ("status", Value::from(client.map(|client| client.status.word()))),
        ("generation", Value::from(sighting.generation)),
        ("grace_ends_at", Value::from(grace_ends_at)),
        ("retired_at", Value::from(retired_at)),
        ("retired_by", Value::from(retired_by)),
        ("retired_why", Value::from(retired_why)),
    ])
}
