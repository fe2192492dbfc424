//! `recover`: a new password for an administrator who lost the old one, by the recovery code.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::input::Input;
use crate::cli::json::Object;
use crate::cli::progress::Progress;
use crate::cli::secret_file::SecretFile;
use crate::cli::{outlet, output, prompt};

/// Set an administrator's password by the recovery code
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep recover --operator ada
  clientkeep recover --code-file recovery-code --operator ada --new-password-file password
  clientkeep recover --new-code --operator ada --recovery-code-out recovery-code

Without files the code and the new password are asked for. A lock after failed sign-ons does not \
hold it up; an administrator who was disabled is enabled. The code stays valid, until an \
administrator, signed on, makes a new one with --new-code: then the old one opens nothing.")]
pub struct Recover {
    /// The recovery code, in a file or (-) on stdin
    #[arg(long, value_name = "FILE|-")]
    code_file: Option<PathBuf>,
    /// The new password, in a file or (-) on stdin; one final newline is cut
    #[arg(long, value_name = "FILE|-")]
    new_password_file: Option<PathBuf>,
    /// Make a new recovery code in place of the old one, with the administrator's password
    #[arg(long, conflicts_with_all = ["code_file", "new_password_file"])]
    new_code: bool,
    /// Write the new recovery code to a new file that only its owner can read, instead of to stderr
    #[arg(long, value_name = "FILE", requires = "new_code")]
    recovery_code_out: Option<PathBuf>,
}

impl Run for Recover {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        if self.new_code {
            return new_code(self.recovery_code_out.as_deref(), context);
        }
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

fn new_code(out: Option<&Path>, context: &mut Context) -> Result<(), Error> {
    let out = out.map(|file| SecretFile::create("--recovery-code-out", file)).transpose()?;
    if out.is_none() {
        outlet::code_is_heard()?;
    }
    let mut service = context.open_signed_on()?;
    let mut progress = Progress::of("sealed copies");
    let code = service.replace_recovery_code(&mut |done, all| progress.tell(done, all))?;
    drop(progress);
    match out {
        Some(file) => file.write(&format!("{}\n", code.expose())).map_err(|error| {
            Error::Unavailable(format!(
                "The old recovery code is replaced, but the new one reached nobody: {error} Make another one."
            ))
        })?,
        None => output::say(&format!("The new recovery code, told only now:\n{}", code.expose())),
    }
    if context.output.json() {
        return context.output.document(&Object::of([("recovery_code_replaced", Value::from(true))]));
    }
    output::say("The old recovery code opens nothing any more but old backups.");
    Ok(())
}
