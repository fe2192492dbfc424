//! `class`: the security classes that clients may have.

use clap::Subcommand;
use serde_json::Value;

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::json::Object;
use crate::cli::listing::{self, Listed};
use crate::domain::SecurityClass;

/// List and change security classes
#[derive(clap::Parser)]
#[command(
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Examples:
  clientkeep class list --json
  clientkeep class add PARTNERS --description 'Systems of partners'
  clientkeep class update PARTNERS --description 'Systems of our partners'
  clientkeep class delete PARTNERS

ADMIN can't be deleted, nor a class that clients have."
)]
pub struct Class {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// List the classes and how many clients have each
    List,
    /// Add a class
    Add {
        /// Its name
        name: String,
        /// What it is for
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
        description: String,
    },
    /// Describe a class anew
    Update {
        /// Its name
        name: String,
        /// What it is for
        #[arg(long, value_name = "TEXT")]
        description: String,
    },
    /// Delete a class that no client has
    Delete {
        /// Its name
        name: String,
    },
}

impl Run for Class {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let output = context.output;
        match self.action {
            Action::List => listing::all(output, &context.open()?.classes()?),
            Action::Add { name, description } => {
                let mut service = context.open_signed_on()?;
                listing::one(output, &service.add_class(&name, &description)?)
            }
            Action::Update { name, description } => {
                let mut service = context.open_signed_on()?;
                listing::one(output, &service.update_class(&name, &description)?)
            }
            Action::Delete { name } => {
                let mut service = context.open_signed_on()?;
                service.delete_class(&name)?;
                output.deleted("name", name)
            }
        }
    }
}

impl Listed for SecurityClass {
    const TITLES: &'static [&'static str] = &["Name", "Clients", "Description"];

    fn object(&self) -> Object {
        Object::of([
            ("name", Value::from(self.name.clone())),
            ("description", Value::from(self.description.clone())),
            ("clients", Value::from(self.clients)),
        ])
    }

    fn cells(&self) -> Vec<String> {
        vec![self.name.clone(), self.clients.to_string(), self.description.clone()]
    }
}
