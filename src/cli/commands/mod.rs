//! The commands. Adding one takes its own file here and its line in the table below.

use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser};

use super::context::Context;
use super::error::Error;

mod apply;
mod audit;
mod backup;
mod check;
mod class;
mod completions;
mod contain;
mod copy;
mod create;
mod delete;
mod deliver;
mod demo;
mod disable;
mod enable;
mod export;
mod exposure;
mod health;
mod history;
mod import;
mod incident;
mod init;
mod ledger;
mod lint;
mod list;
mod man;
mod operator;
mod partner;
mod purge;
mod recover;
mod rename;
mod restore;
mod rotate;
mod scan;
mod scope;
mod setting;
mod show;
mod trash;
mod update;
mod verify;

/// Every command, in the order of the help.
pub const COMMANDS: &[Command] = &[
    Command::of::<init::Init>(),
    Command::of::<demo::Demo>(),
    Command::of::<recover::Recover>(),
    Command::of::<list::List>(),
    Command::of::<show::Show>(),
    Command::of::<create::Create>(),
    Command::of::<update::Update>(),
    Command::of::<rename::Rename>(),
    Command::of::<rotate::Rotate>(),
    Command::of::<copy::Copy>(),
    Command::of::<deliver::Deliver>(),
    Command::of::<disable::Disable>(),
    Command::of::<enable::Enable>(),
    Command::of::<delete::Delete>(),
    Command::of::<trash::Trash>(),
    Command::of::<restore::Restore>(),
    Command::of::<purge::Purge>(),
    Command::of::<import::Import>(),
    Command::of::<export::Export>(),
    Command::of::<apply::Apply>(),
    Command::of::<history::History>(),
    Command::of::<ledger::Ledger>(),
    Command::of::<verify::Verify>(),
    Command::of::<scan::Scan>(),
    Command::of::<contain::Contain>(),
    Command::of::<exposure::Exposure>(),
    Command::of::<incident::Incident>(),
    Command::of::<lint::Lint>(),
    Command::of::<health::Health>(),
    Command::of::<class::Class>(),
    Command::of::<scope::Scope>(),
    Command::of::<partner::Partner>(),
    Command::of::<setting::Setting>(),
    Command::of::<operator::Operator>(),
    Command::of::<audit::Audit>(),
    Command::of::<backup::Backup>(),
    Command::of::<check::Check>(),
    Command::of::<completions::Completions>(),
    Command::of::<man::Man>(),
];

/// What a command's arguments, once parsed, can do.
pub trait Run: Parser {
    /// Does what was asked.
    ///
    /// # Errors
    /// Whatever kept it from being done; then stdout is empty.
    fn run(self, context: &mut Context) -> Result<(), Error>;
}

/// One row of the table.
pub struct Command {
    define: fn() -> clap::Command,
    run: fn(&ArgMatches, &mut Context) -> Result<(), Error>,
}

impl Command {
    const fn of<C: Run>() -> Self {
        Self {
            define: <C as CommandFactory>::command,
            run: |matches, context| <C as FromArgMatches>::from_arg_matches(matches)?.run(context),
        }
    }

    /// Its name, arguments and help.
    #[must_use]
    pub fn definition(&self) -> clap::Command {
        (self.define)()
    }

    /// Runs it with the arguments that were parsed.
    ///
    /// # Errors
    /// As [`Run::run`].
    pub fn run(&self, matches: &ArgMatches, context: &mut Context) -> Result<(), Error> {
        (self.run)(matches, context)
    }
}
