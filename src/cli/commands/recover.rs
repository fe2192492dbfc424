//! `recover`: a new password for an administrator who lost the old one, by the recovery code.

use std::path::PathBuf;

use serde_json::Value;

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::input::Input;
use crate::cli::json::Object;
use crate::cli::{output, prompt};

/// Set an administrator's password by the recovery code
#[derive(clap::Parser)]
#[command(
    name = "recover",
    after_help = "Examples:
  clientkeep recover --operator ada
  clientkeep recover --code-file recovery-code --operator ada --new-password-file password

Without files the code and the new password are asked for. A lock after failed sign-ons does not \
hold it up; an administrator who was disabled is enabled. The code stays valid."
)]
pub struct Recover {
    /// The recovery code, in a file or (-) on stdin
    #[arg(long, value_name = "FILE|-")]
    code_file: Option<PathBuf>,
    /// The new password, in a file or (-) on stdin; one final newline is cut
    #[arg(long, value_name = "FILE|-")]
    new_password_file: Option<PathBuf>,
}

impl Run for Recover {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let admin = context.globals.operator().ok_or_else(|| {
            Error::Usage("Name the administrator who gets the new password with --operator.".to_owned())
        })?;
        let code = match &self.code_file {
            Some(file) => Some(context.input.secret_file("--code-file", file)?),
            None if context.input.is_terminal() => None,
            None => {
                let sentence =
                    "This needs the recovery code and stdin is no terminal: name a file with --code-file.";
                return Err(Error::Usage(sentence.to_owned()));
            }
        };
        let new = context.input.new_password(self.new_password_file.as_deref(), &admin)?;
        let mut service = context.open()?;
        let code = code.map_or_else(|| prompt::secret("Recovery code: "), Ok)?;
        let new = new.map_or_else(|| Input::ask_twice(&admin), Ok)?;
        service.recover(&code, &admin, &new)?;
        if context.output.json() {
            return context.output.document(&Object::of([
                ("user_name", Value::from(admin)),
                ("recovered", Value::from(true)),
            ]));
        }
        output::say(&format!("{admin} may sign on with the new password."));
        Ok(())
    }
}
