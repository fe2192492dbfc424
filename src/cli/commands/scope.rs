//! `scope`: the scopes that clients may have.

use clap::Subcommand;
use serde_json::Value;

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::json::Object;
use crate::cli::listing::{self, Listed};
use crate::domain::Scope as Known;

/// List and change scopes
#[derive(clap::Parser)]
#[command(
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Examples:
  clientkeep scope list --json
  clientkeep scope add parcels.read --description 'See where parcels are'
  clientkeep scope delete parcels.read

A client has only scopes that the registry defines. One that clients have can't be deleted."
)]
pub struct Scope {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// List the scopes
    List,
    /// Add a scope
    Add {
        /// Its name, as requests have it
        name: String,
        /// What it lets one do
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
        description: String,
    },
    /// Delete a scope that no client has
    Delete {
        /// Its name
        name: String,
    },
}

impl Run for Scope {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let output = context.output;
        match self.action {
            Action::List => listing::all(output, &context.open()?.scopes()?),
            Action::Add { name, description } => {
                listing::one(output, &context.open_signed_on()?.add_scope(&name, &description)?)
            }
            Action::Delete { name } => {
                context.open_signed_on()?.delete_scope(&name)?;
                output.deleted("name", name)
            }
        }
    }
}

impl Listed for Known {
    const TITLES: &'static [&'static str] = &["Name", "Description"];

    fn object(&self) -> Object {
        Object::of([
            ("name", Value::from(self.name.clone())),
            ("description", Value::from(self.description.clone())),
        ])
    }

    fn cells(&self) -> Vec<String> {
        vec![self.name.clone(), self.description.clone()]
    }
}
