//! The command line: a thin front end over the service. Arguments become one small struct a command, which
//! runs with the surroundings of `Context`. It knows no SQL and no cryptography.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Args, FromArgMatches};

mod attribute_flags;
mod bulk;
mod commands;
mod context;
mod entries;
mod error;
mod expiry;
mod findings;
mod globals;
mod handout;
mod input;
mod interrupt;
mod json;
mod listing;
mod outlet;
mod output;
mod problems;
mod progress;
mod prompt;
mod record;
mod renewal;
mod secret_file;
mod sheet;
mod table;
#[cfg(test)]
mod tests;

use commands::COMMANDS;
use context::Context;
pub use context::Screen;
use error::Error;
use globals::Globals;

/// What is left to do once the arguments were followed.
pub enum Next {
    /// Nothing: leave with this code.
    Exit(ExitCode),
    /// Open the screen.
    Screen(Screen),
}

/// Follows the arguments of the program, its own name first.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Next {
    follow(arguments).unwrap_or_else(|error| Next::Exit(error.report().into()))
}

fn follow(arguments: impl IntoIterator<Item = OsString>) -> Result<Next, Error> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    // Only what may be meant is defined: forty commands take longer than a page of a list. Whatever can't be
    // followed so is told by the whole program.
    let named = |command: &&commands::Command| arguments.iter().any(|argument| argument == command.name);
    let matches = program_with(COMMANDS.iter().filter(named))
        .try_get_matches_from(&arguments)
        .or_else(|_| program().try_get_matches_from(&arguments))?;
    let globals = Globals::from_arg_matches(&matches)?;
    let Some((name, of_command)) = matches.subcommand() else {
        return Ok(Next::Screen(Screen { registry: globals.registry()?, operator: globals.operator() }));
    };
    let mut context = Context::new(globals);
    let command = COMMANDS.iter().find(|command| command.name == name);
    command.map_or(Ok(()), |command| command.run(of_command, &mut context))?;
    Ok(context.then_screen.map_or(Next::Exit(ExitCode::SUCCESS), Next::Screen))
}

/// The program's own options and some of its commands.
fn program_with<'c>(commands: impl Iterator<Item = &'c commands::Command>) -> clap::Command {
    let program = Globals::augment_args(clap::Command::new(env!("CARGO_PKG_NAME")));
    program.subcommands(commands.map(commands::Command::definition))
}

/// The program with all its commands, as help, manual and completions tell it.
fn program() -> clap::Command {
    program_with(COMMANDS.iter())
        .version(env!("CARGO_PKG_VERSION"))
        .about(env!("CARGO_PKG_DESCRIPTION"))
        .long_about(concat!(
            env!("CARGO_PKG_DESCRIPTION"),
            ". Without a command it opens the screen; each command does without one what the screen does."
        ))
        .after_help("Every command has its own help with examples: clientkeep create --help")
}
