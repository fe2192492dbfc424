//! `completions`: the script that completes commands and flags in a shell.

use clap_complete::Shell;

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::output;
use crate::cli::program;

/// Print the completion script of a shell
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep completions bash > ~/.local/share/bash-completion/completions/clientkeep
  clientkeep completions fish > ~/.config/fish/completions/clientkeep.fish")]
pub struct Completions {
    /// The shell
    shell: Shell,
}

impl Run for Completions {
    fn run(self, _: &mut Context) -> Result<(), Error> {
        let mut script = Vec::new();
        let mut program = program();
        let name = program.get_name().to_owned();
        clap_complete::generate(self.shell, &mut program, name, &mut script);
        output::data(&String::from_utf8_lossy(&script))
    }
}
