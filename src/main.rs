//! Picks a front end: the command line follows the arguments, and without a command the screen opens. It
//! knows nothing about clients.

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use clientkeep::cli::{self, Next, Screen};
use clientkeep::clipboard::detach;
use clientkeep::os;

/// Exit code of a command line that can't be followed here (SPEC §3).
const USAGE: u8 = 2;
/// Exit code of a program that can't have what it needs (SPEC §3).
const UNAVAILABLE: u8 = 7;

fn main() -> ExitCode {
    if let Err(error) = os::harden() {
        eprintln!("The operating system does not let this program protect its memory: {error}.");
        return ExitCode::from(UNAVAILABLE);
    }
    if std::env::args_os().nth(1).is_some_and(|command| command == detach::COMMAND) {
        return detach::run_from_stdin();
    }
    match cli::run(std::env::args_os()) {
        Next::Exit(code) => code,
        Next::Screen(screen) => open(screen),
    }
}

/// Opens the screen, which needs a terminal on both sides.
fn open(wanted: Screen) -> ExitCode {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        eprintln!(
            "There is no terminal for the screen: name a command instead; clientkeep --help lists them."
        );
        return ExitCode::from(USAGE);
    }
    draw(wanted)
}

#[cfg(feature = "tui")]
fn draw(wanted: Screen) -> ExitCode {
    let operator = wanted.operator.unwrap_or_else(clientkeep::service::system_user);
    match clientkeep::tui::run(clientkeep::tui::Options { registry: wanted.registry, operator }) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}", clientkeep::domain::text::drawn_lines(&error.to_string()));
            ExitCode::from(error.exit_code())
        }
    }
}

#[cfg(not(feature = "tui"))]
fn draw(_: Screen) -> ExitCode {
    eprintln!("This build has no screen: name a command; clientkeep --help lists them.");
    ExitCode::from(USAGE)
}
