//! `operator`: who may sign on, and as what. Who loses a right loses its keys: secrets are sealed afresh.

mod passwd;
mod print;

use std::path::PathBuf;

use clap::Subcommand;

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::input::Input;
use crate::cli::output;
use crate::cli::progress::Progress;
use crate::domain::{Role, Word as _, text};
use crate::service::{self, NewOperator, OperatorChange, OperatorRecord, Service};

/// List and change operators
#[derive(clap::Parser)]
#[command(
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Examples:
  clientkeep operator list --json
  clientkeep operator add bob --role operator --full-name 'Bob Hopper'
  clientkeep operator update bob --role auditor
  clientkeep operator passwd
  clientkeep operator passwd bob --new-password-file first-password
  clientkeep operator unlock bob
  clientkeep operator disable bob
  clientkeep operator enable bob
  clientkeep operator delete bob

Roles, from the least: auditor looks; automation changes clients and shows no secret, for scripts; \
operator maintains clients and hands credentials out; admin does everything. Who is added, or gets a \
password from somebody else, must change it at the next sign-on, with operator passwd. Who is \
disabled, deleted or given a lesser role loses the keys: secrets are sealed afresh, which can take a \
while. The last admin stays one."
)]
pub struct Operator {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// List the operators
    List,
    /// Add an operator, who must change the password at the first sign-on
    Add {
        /// What is typed at the sign-on
        name: String,
        /// What the operator may do
        #[arg(long, value_name = "ROLE", value_parser = Role::words())]
        role: String,
        /// The operator's name for people
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
        full_name: String,
        /// The first password, in a file or (-) on stdin; one final newline is cut
        #[arg(long, value_name = "FILE|-")]
        new_password_file: Option<PathBuf>,
    },
    /// Change an operator's role or full name
    Update {
        /// The operator
        name: String,
        /// What the operator may do
        #[arg(long, value_name = "ROLE", value_parser = Role::words())]
        role: Option<String>,
        /// The operator's name for people
        #[arg(long, value_name = "TEXT")]
        full_name: Option<String>,
    },
    /// Keep an operator from signing on
    Disable {
        /// The operator
        name: String,
    },
    /// Let an operator sign on again
    Enable {
        /// The operator
        name: String,
    },
    /// End the lock after failed sign-ons
    Unlock {
        /// The operator
        name: String,
    },
    /// Delete an operator
    Delete {
        /// The operator
        name: String,
    },
    /// Change your own password, or set another operator's
    Passwd {
        /// The operator; without one it is your own password
        name: Option<String>,
        /// The new password, in a file or (-) on stdin; one final newline is cut
        #[arg(long, value_name = "FILE|-")]
        new_password_file: Option<PathBuf>,
    },
}

impl Run for Operator {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let output = context.output;
        match self.action {
            Action::List => print::list(output, &context.open()?.operators()?),
            Action::Add { name, role, full_name, new_password_file } => {
                let given = context.input.new_password(new_password_file.as_deref(), &name)?;
                let mut service = context.open_signed_on()?;
                let password = given.map_or_else(|| Input::ask_twice(&name), Ok)?;
                let role = Role::from_word(&role).unwrap_or(Role::Auditor);
                let added =
                    service.add_operator(&NewOperator { user_name: name, full_name, role, password })?;
                print::one(output, &added)
            }
            Action::Update { name, role, full_name } => {
                if role.is_none() && full_name.is_none() {
                    let sentence = "Nothing to change was named: give --role or --full-name.";
                    return Err(Error::Usage(sentence.to_owned()));
                }
                let role = role.as_deref().and_then(Role::from_word);
                update(context, &name, OperatorChange { full_name, role, ..OperatorChange::default() })
            }
            Action::Disable { name } => update(context, &name, disabled(true)),
            Action::Enable { name } => update(context, &name, disabled(false)),
            Action::Unlock { name } => {
                let unlocked = context.open_signed_on()?.unlock_operator(&name)?;
                print::one(output, &unlocked)
            }
            Action::Delete { name } => delete(context, &name),
            Action::Passwd { name, new_password_file } => {
                passwd::run(context, name.as_deref(), new_password_file.as_deref())
            }
        }
    }
}

fn disabled(disabled: bool) -> OperatorChange {
    OperatorChange { disabled: Some(disabled), ..OperatorChange::default() }
}

fn update(context: &mut Context, name: &str, wanted: OperatorChange) -> Result<(), Error> {
    let mut service = context.open_signed_on()?;
    let before = find(&service, name)?;
    let wanted = OperatorChange { seen: Some(before.operator.clone()), ..wanted };
    let mut progress = Progress::of("sealed copies");
    let after = service.update_operator(name, &wanted, &mut |done, all| progress.tell(done, all))?;
    drop(progress);
    if shows_secrets(&before) && !shows_secrets(&after) {
        say_backups(&before);
    }
    print::one(context.output, &after)
}

fn delete(context: &mut Context, name: &str) -> Result<(), Error> {
    context.can_confirm()?;
    let mut service = context.open()?;
    let before = find(&service, name)?;
    let user_name = &before.operator.user_name;
    let question = format!(
        "{} can't sign on any more, and the name may be given to somebody else.\nType {user_name} to delete this operator: ",
        text::quoted(user_name)
    );
    context.confirm(&question, user_name)?;
    context.sign_on(&mut service)?;
    let mut progress = Progress::of("sealed copies");
    service.delete_operator(user_name, &mut |done, all| progress.tell(done, all))?;
    drop(progress);
    if shows_secrets(&before) {
        say_backups(&before);
    }
    context.output.deleted("user_name", user_name.clone())
}

fn find(service: &Service, name: &str) -> Result<OperatorRecord, Error> {
    let mut all = service.operators()?.into_iter();
    let found = all.find(|record| record.operator.user_name.eq_ignore_ascii_case(name));
    Ok(found.ok_or_else(|| service::Error::not_found("operator", name))?)
}

fn shows_secrets(record: &OperatorRecord) -> bool {
    record.operator.role.shows_secrets() && !record.operator.disabled
}

fn say_backups(before: &OperatorRecord) {
    output::say(&format!(
        "The password of {0} opens no key of this registry any more. Backups made before still open with it: rotate \
         the secrets that {0} must not know.",
        before.operator.user_name
    ));
}
