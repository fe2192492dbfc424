//! `partner`: the organisations whose users some clients serve, and those users.

use clap::Subcommand;
use serde_json::Value;

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::json::Object;
use crate::cli::listing::{self, Listed};
use crate::domain::{PartnerRecord, PartnerUser};
use crate::service::PartnerChange;

/// List and change partners and their users
#[derive(clap::Parser)]
#[command(
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Examples:
  clientkeep partner list --json
  clientkeep partner add 'ABC Shipping' --subdomain abc
  clientkeep partner update abc --name 'ABC Logistics'
  clientkeep partner update abc --active false
  clientkeep partner delete abc
  clientkeep partner user add abc jane --email jane@abc.example
  clientkeep partner user list abc
  clientkeep partner user update abc jane --email ops@abc.example
  clientkeep partner user delete abc jane

A partner is named by its subdomain, or else by its name. One that clients refer to can't be deleted. \
The IDs of clients stay as they are when a subdomain changes. Servers are told the users of active \
partners only."
)]
pub struct Partner {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// List the partners, and how many users and clients each has
    List,
    /// Add a partner
    Add {
        /// Its name
        name: String,
        /// Its subdomain, which begins the client IDs of its clients
        #[arg(long, value_name = "LABEL")]
        subdomain: String,
    },
    /// Change a partner
    #[command(group(clap::ArgGroup::new("change").args(["name", "subdomain", "active"]).required(true).multiple(true)))]
    Update {
        /// Its subdomain, or else its name
        partner: String,
        /// Another name
        #[arg(long, value_name = "TEXT")]
        name: Option<String>,
        /// Another subdomain
        #[arg(long, value_name = "LABEL")]
        subdomain: Option<String>,
        /// Whether servers are told its users
        #[arg(long, value_name = "true|false")]
        active: Option<bool>,
    },
    /// Delete a partner that no client refers to, and its users
    Delete {
        /// Its subdomain, or else its name
        partner: String,
    },
    /// List and change the users of a partner
    #[command(subcommand, arg_required_else_help = true)]
    User(UserAction),
}

#[derive(Subcommand)]
enum UserAction {
    /// List the users of a partner
    List {
        /// The partner's subdomain, or else its name
        partner: String,
    },
    /// Add a user
    Add {
        /// The partner's subdomain, or else its name
        partner: String,
        /// The user's name, as the partner calls them
        user: String,
        /// Their address
        #[arg(long, value_name = "ADDRESS", default_value = "", hide_default_value = true)]
        email: String,
    },
    /// Give a user another address, or none
    Update {
        /// The partner's subdomain, or else its name
        partner: String,
        /// The user's name
        user: String,
        /// Their address; '' for none
        #[arg(long, value_name = "ADDRESS")]
        email: String,
    },
    /// Delete users
    Delete {
        /// The partner's subdomain, or else its name
        partner: String,
        /// The users' names; all of them are deleted, or none
        #[arg(required = true, value_name = "USER")]
        users: Vec<String>,
    },
}

impl Run for Partner {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let output = context.output;
        match self.action {
            Action::List => listing::all(output, &context.open()?.partner_records()?),
            Action::Add { name, subdomain } => {
                let mut service = context.open_signed_on()?;
                listing::one(output, &service.add_partner(&name, &subdomain)?)
            }
            Action::Update { partner, name, subdomain, active } => {
                let mut service = context.open_signed_on()?;
                let seen = Some(service.partner(&partner)?.partner);
                let wanted = PartnerChange { name, subdomain, active, seen };
                listing::one(output, &service.update_partner(&partner, &wanted)?)
            }
            Action::Delete { partner } => {
                let mut service = context.open_signed_on()?;
                output.deleted("subdomain", service.delete_partner(&partner)?.partner.subdomain)
            }
            Action::User(action) => action.run(context),
        }
    }
}

impl UserAction {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let output = context.output;
        match self {
            Self::List { partner } => listing::all(output, &context.open()?.partner_users(&partner)?),
            Self::Add { partner, user, email } => {
                let mut service = context.open_signed_on()?;
                listing::one(output, &service.add_partner_user(&partner, &user, &email)?)
            }
            Self::Update { partner, user, email } => {
                let mut service = context.open_signed_on()?;
                listing::one(output, &service.update_partner_user(&partner, &user, &email, None)?)
            }
            Self::Delete { partner, users } => {
                let mut service = context.open_signed_on()?;
                let gone = service.delete_partner_users(&partner, &users)?;
                match users.as_slice() {
                    [only] => output.deleted("user_name", only.clone()),
                    _ if output.json() => listing::all(output, &gone),
                    _ => Ok(()),
                }
            }
        }
    }
}

impl Listed for PartnerRecord {
    const TITLES: &'static [&'static str] = &["Subdomain", "Active", "Users", "Clients", "Name"];

    fn object(&self) -> Object {
        Object::of([
            ("name", Value::from(self.partner.name.clone())),
            ("subdomain", Value::from(self.partner.subdomain.clone())),
            ("active", Value::from(self.partner.active)),
            ("users", Value::from(self.users)),
            ("clients", Value::from(self.clients)),
        ])
    }

    fn cells(&self) -> Vec<String> {
        vec![
            self.partner.subdomain.clone(),
            self.partner.active.to_string(),
            self.users.to_string(),
            self.clients.to_string(),
            self.partner.name.clone(),
        ]
    }
}

impl Listed for PartnerUser {
    const TITLES: &'static [&'static str] = &["User name", "E-mail"];

    fn object(&self) -> Object {
        Object::of([
            ("user_name", Value::from(self.user_name.clone())),
            ("email", Value::from(self.email.clone())),
        ])
    }

    fn cells(&self) -> Vec<String> {
        vec![self.user_name.clone(), self.email.clone().unwrap_or_default()]
    }
}
