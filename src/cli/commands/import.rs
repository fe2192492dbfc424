//! `import`: clients from a document of another system, all of them or none.

mod document;

use clap::builder::PossibleValue;
use serde_json::Value;

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::handout::{Handout, HandoutFlags};
use crate::cli::interrupt::{self, Tell};
use crate::cli::json::Object;
use crate::cli::output::{self, Output};
use crate::cli::problems;
use crate::cli::record;
use crate::domain::text::{counted, quoted};
use crate::domain::{Plaintext, Profile, Unverifiable, Word, field};
use crate::exchange::{FORMATS, Format};
use crate::service::{Arrived, ImportRules, Issued, Service, Survey};
use document::Document;

/// Bring clients in from a document of another system
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep import clients.csv --format csv --class USER > new-credentials
  clientkeep import clients.json --format hydra --class USER --dry-run
  clientkeep import configuration.yml --format authelia --class USER --unverifiable new-secret
  clientkeep import realm.json --format keycloak --class USER --skip-invalid --json

Every problem is told with its line, and then nothing is imported, unless --skip-invalid leaves such \
clients out. Secrets and argon2id hashes are taken over; a client without either gets a new secret, \
which is handed out as create does. Advice about a secret that comes in is told here only, for just a hash of it is \
kept. csv has a header of attribute names: client_name, client_id, scope …")]
pub struct Import {
    /// The document, or - for stdin
    #[arg(value_name = "FILE|-")]
    file: std::path::PathBuf,
    /// What the document is
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    format: String,
    /// The security class of clients for which the document names none
    #[arg(long, value_name = "CLASS")]
    class: Option<String>,
    /// What attributes that the document does not name start from
    #[arg(long, value_name = "WORD", value_parser = Profile::words(), default_value = Profile::default().word())]
    profile: String,
    /// What becomes of clients whose secret is a hash that can't be checked here
    #[arg(long, value_name = "WORD", value_parser = Unverifiable::words(), default_value = Unverifiable::default().word())]
    unverifiable: String,
    /// Leave out clients with a problem, instead of all
    #[arg(long)]
    skip_invalid: bool,
    /// Look at every client and change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    handout: HandoutFlags,
}

/// The words of the formats, each with whose documents it is about.
pub fn formats() -> Vec<PossibleValue> {
    FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.about)).collect()
}

/// The format of a word that clap has let through.
pub fn format(name: &str) -> Result<&'static Format, Error> {
    crate::exchange::format(name).ok_or_else(|| Error::Usage(format!("{} is no format.", quoted(name))))
}

impl Run for Import {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let format = format(&self.format)?;
        let document = Document::open(&self.file, &mut context.input)?;
        let mut service = context.open()?;
        context.sign_on(&mut service)?;
        let rules = self.rules();
        let survey = service.survey(&mut document.clients(format)?, &rules)?;
        document.say_left_out();
        say_ends_left_out(&survey);
        self.judge(&survey)?;
        self.advise(&survey);
        if self.dry_run {
            return would(context.output, &survey);
        }
        let handout = match survey.new_secrets {
            0 => None,
            _ => Some(self.handout.way(context.output, &mut service)?),
        };
        let mut clients = document.clients(format)?;
        let work = |tell: Tell<'_>| service.import(&mut clients, &rules, &survey, tell);
        let (arrived, handout) = interrupt::during("secrets", handout, work)?;
        tell(context.output, &service, arrived, handout, &survey)
    }
}

impl Import {
    fn rules(&self) -> ImportRules {
        ImportRules {
            profile: Profile::from_word(&self.profile).unwrap_or_default(),
            class: self.class.clone(),
            unverifiable: Unverifiable::from_word(&self.unverifiable).unwrap_or_default(),
            skip_invalid: self.skip_invalid,
        }
    }

    /// Tells what there is to be said of clients that come in all the same.
    fn advise(&self, survey: &Survey) {
        let name = self.file.display().to_string();
        let mut lines: Vec<String> =
            survey.advice.iter().map(|found| problems::advice(&name, found)).collect();
        if survey.more_advice > 0 {
            lines.push(format!("… and {} pieces of advice more.", survey.more_advice));
        }
        if !lines.is_empty() {
            output::say(&lines.join("\n"));
        }
    }

    /// Tells every problem, and refuses where there is one, unless such clients are left out.
    fn judge(&self, survey: &Survey) -> Result<(), Error> {
        if survey.problems().is_empty() {
            return Ok(());
        }
        let name = self.file.display().to_string();
        let mut lines: Vec<String> =
            survey.problems().iter().map(|found| problems::line(&name, found)).collect();
        if survey.more_problems > 0 {
            lines.push(format!("… and {} problems more.", survey.more_problems));
        }
        if !survey.undefined_scopes.is_empty() {
            let scopes: Vec<String> =
                survey.undefined_scopes.iter().map(|scope| format!("clientkeep scope add {scope}")).collect();
            lines.push(format!("An administrator defines scopes: {}", scopes.join("; ")));
        }
        if self.skip_invalid {
            output::say(&lines.join("\n"));
            return Ok(());
        }
        lines.push(
            "Nothing was imported. Mend the document, or leave such clients out with --skip-invalid.".into(),
        );
        Err(Error::Refused { words: lines.join("\n"), code: problems::code(survey.problems()) })
    }
}

/// Says that new secrets do not end when the document says that those did which stay out.
fn say_ends_left_out(survey: &Survey) {
    if survey.ends_left_out > 0 {
        let clients = counted(survey.ends_left_out, "client");
        output::say(&format!(
            "Left out: {} of {clients} whose secret does not come in. Where a new one should end, rotate with \
             --secret-expires.",
            field::SECRET_EXPIRES_AT
        ));
    }
}

/// What an import would do.
fn would(output: Output, survey: &Survey) -> Result<(), Error> {
    let facts = [
        ("clients", survey.clients),
        ("would_import", survey.sound),
        ("would_skip", survey.skipped()),
        ("new_secrets", survey.new_secrets),
    ];
    if output.json() {
        return output.document(&Object::of(facts.map(|(name, count)| (name, Value::from(count)))));
    }
    output::say(&format!(
        "Clients to be imported: {}, of them with a new secret: {}; left out: {}. Nothing was changed.",
        survey.sound,
        survey.new_secrets,
        survey.skipped()
    ));
    Ok(())
}

/// What an import did.
fn tell(
    output: Output,
    service: &Service,
    arrived: Vec<Arrived>,
    handout: Option<Handout>,
    survey: &Survey,
) -> Result<(), Error> {
    output::say(&format!(
        "Clients imported: {}, of them with a new secret: {}; left out: {}.",
        arrived.len(),
        survey.new_secrets,
        survey.skipped()
    ));
    if output.json() {
        let issue = |arrived: Arrived| {
            Ok(Issued { record: service.client(&arrived.client_id)?, secret: arrived.secret })
        };
        let issued = arrived.into_iter().map(issue).collect::<Result<Vec<Issued>, Error>>()?;
        if let Some(handout) = handout {
            return handout.give(output, issued, true);
        }
        let records: Vec<_> = issued.into_iter().map(|issued| issued.record).collect();
        return record::print(output, &records, true);
    }
    let pairs: Vec<(&str, &Plaintext)> = arrived
        .iter()
        .filter_map(|arrived| Some((arrived.client_id.as_str(), arrived.secret.as_ref()?)))
        .collect();
    handout.map_or(Ok(()), |handout| handout.give_lines(&pairs))
}
