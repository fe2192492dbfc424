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
    Command::of::<init::Init>("init"),
    Command::of::<demo::Demo>("demo"),
    Command::of::<recover::Recover>("recover"),
    Command::of::<list::List>("list"),
    Command::of::<show::Show>("show"),
    Command::of::<create::Create>("create"),
    Command::of::<update::Update>("update"),
    Command::of::<rename::Rename>("rename"),
    Command::of::<rotate::Rotate>("rotate"),
    Command::of::<copy::Copy>("copy"),
    Command::of::<deliver::Deliver>("deliver"),
    Command::of::<disable::Disable>("disable"),
    Command::of::<enable::Enable>("enable"),
    Command::of::<delete::Delete>("delete"),
    Command::of::<trash::Trash>("trash"),
    Command::of::<restore::Restore>("restore"),
    Command::of::<purge::Purge>("purge"),
    Command::of::<import::Import>("import"),
    Command::of::<export::Export>("export"),
    Command::of::<apply::Apply>("apply"),
    Command::of::<history::History>("history"),
    Command::of::<ledger::Ledger>("ledger"),
    Command::of::<verify::Verify>("verify"),
    Command::of::<scan::Scan>("scan"),
    Command::of::<contain::Contain>("contain"),
    Command::of::<exposure::Exposure>("exposure"),
    Command::of::<incident::Incident>("incident"),
    Command::of::<lint::Lint>("lint"),
    Command::of::<health::Health>("health"),
    Command::of::<class::Class>("class"),
    Command::of::<scope::Scope>("scope"),
    Command::of::<partner::Partner>("partner"),
    Command::of::<setting::Setting>("setting"),
    Command::of::<operator::Operator>("operator"),
    Command::of::<audit::Audit>("audit"),
    Command::of::<backup::Backup>("backup"),
    Command::of::<check::Check>("check"),
    Command::of::<completions::Completions>("completions"),
    Command::of::<man::Man>("man"),
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
    /// What it is called.
    pub name: &'static str,
    define: fn() -> clap::Command,
    run: fn(&ArgMatches, &mut Context) -> Result<(), Error>,
}

impl Command {
    const fn of<C: Run>(name: &'static str) -> Self {
        Self {
            name,
            define: <C as CommandFactory>::command,
            run: |matches, context| <C as FromArgMatches>::from_arg_matches(matches)?.run(context),
        }
    }

    /// Its name, arguments and help.
    #[must_use]
    pub fn definition(&self) -> clap::Command {
        (self.define)().name(self.name)
    }

    /// Runs it with the arguments that were parsed.
    ///
    /// # Errors
    /// As [`Run::run`].
    pub fn run(&self, matches: &ArgMatches, context: &mut Context) -> Result<(), Error> {
        (self.run)(matches, context)
    }
}
