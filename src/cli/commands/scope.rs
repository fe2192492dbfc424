//! `scope`: the scopes that clients may have.

use clap::Subcommand;
use serde_json::Value;

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::json::Object;
use crate::cli::output::Output;
use crate::cli::table;
use crate::domain::Scope as Known;

const TITLES: &[&str] = &["Name", "Description"];

/// List and change scopes
#[derive(clap::Parser)]
#[command(
    name = "scope",
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
            Action::List => list(output, &context.open()?.scopes()?),
            Action::Add { name, description } => {
                let scope = context.open_signed_on()?.add_scope(&name, &description)?;
                if output.json() {
                    return output.document(&object(&scope));
                }
                table::print(output, TITLES, &[cells(&scope)], &[0, 1])
            }
            Action::Delete { name } => {
                context.open_signed_on()?.delete_scope(&name)?;
                output.deleted("name", name)
            }
        }
    }
}

fn object(scope: &Known) -> Object {
    Object::of([
        ("name", Value::from(scope.name.clone())),
        ("description", Value::from(scope.description.clone())),
    ])
}

fn cells(scope: &Known) -> Vec<String> {
    vec![scope.name.clone(), scope.description.clone()]
}

fn list(output: Output, scopes: &[Known]) -> Result<(), Error> {
    if output.json() {
        return output.document(&scopes.iter().map(object).collect::<Vec<_>>());
    }
    table::print(output, TITLES, &scopes.iter().map(cells).collect::<Vec<_>>(), &[0, 1])
}
