//! `setting`: what holds for the whole registry. Giving up the sealed copies of secrets has to be confirmed.

use clap::Subcommand;
use serde_json::Value;

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::json::Object;
use crate::cli::output::{self, Output};
use crate::cli::table;
use crate::domain::{Retention, SETTINGS, Setting as Known, Settings, setting};
use crate::service;

const TITLES: &[&str] = &["Setting", "Value", "What it is"];

/// List, tell and change settings
#[derive(clap::Parser)]
#[command(
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Examples:
  clientkeep setting list
  clientkeep setting get access_token_ttl
  clientkeep setting set access_token_ttl 1h
  clientkeep setting set secret_retention show-once --yes

Times are seconds, or a duration such as 90m. Switching secret_retention to show-once destroys the \
sealed copy of every secret: on a terminal that is asked, without one say --yes."
)]
pub struct Setting {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// List the settings
    List,
    /// Tell one setting
    Get {
        /// Which
        key: String,
    },
    /// Change one setting
    Set {
        /// Which
        key: String,
        /// Its new value
        #[arg(allow_hyphen_values = true)]
        value: String,
    },
}

impl Run for Setting {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let output = context.output;
        match self.action {
            Action::List => list(output, &context.open()?.settings()?),
            Action::Get { key } => tell(output, &context.open()?.settings()?, known(&key)?),
            Action::Set { key, value } => {
                let mut service = context.open()?;
                if gives_up_copies(&service.settings()?, &key, &value) {
                    context.can_confirm()?;
                    let question = format!(
                        "This destroys the sealed copy of every secret, for good: none can be shown or copied again.\n\
                         Type {value} to do it: "
                    );
                    context.confirm(&question, &value)?;
                }
                context.sign_on(&mut service)?;
                let settings = service.set_setting(&key, &value)?;
                tell(output, &settings, known(&key)?)
            }
        }
    }
}

/// Whether a change destroys what can't be had again.
fn gives_up_copies(settings: &Settings, key: &str, value: &str) -> bool {
    let mut after = settings.clone();
    let understood = setting(key).is_some_and(|setting| (setting.write)(&mut after, value).is_ok());
    understood
        && settings.secret_retention == Retention::Sealed
        && after.secret_retention == Retention::ShowOnce
}

fn known(key: &str) -> Result<&'static Known, Error> {
    Ok(setting(key).ok_or_else(|| service::Error::not_found("setting", key))?)
}

fn object(settings: &Settings, setting: &Known) -> Object {
    Object::of([
        ("key", Value::from(setting.key)),
        ("value", Value::from((setting.read)(settings))),
        ("help", Value::from(setting.help)),
    ])
}

fn tell(output: Output, settings: &Settings, setting: &Known) -> Result<(), Error> {
    if output.json() {
        return output.document(&object(settings, setting));
    }
    output::data(&format!("{}\n", output.shown(&(setting.read)(settings))))
}

fn list(output: Output, settings: &Settings) -> Result<(), Error> {
    if output.json() {
        return output.document(&SETTINGS.iter().map(|it| object(settings, it)).collect::<Vec<_>>());
    }
    let cells = |it: &Known| vec![it.key.to_owned(), (it.read)(settings), it.help.to_owned()];
    table::print(output, TITLES, &SETTINGS.iter().map(cells).collect::<Vec<_>>(), &[0, 1, 2])
}
