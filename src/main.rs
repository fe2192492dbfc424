//! Picks a front end: the screen when no command was given, else the command line.

use std::process::ExitCode;

use clientkeep::clipboard::detach;

fn main() -> ExitCode {
    if std::env::args_os().nth(1).is_some_and(|command| command == detach::COMMAND) {
        return detach::run_from_stdin();
    }
    ExitCode::SUCCESS
}
