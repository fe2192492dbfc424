//! `init`: makes a registry with its classes and its first administrator, and tells the recovery code once.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::Run;
use crate::cli::context::{Context, world};
use crate::cli::error::Error;
use crate::cli::json::Object;
use crate::cli::secret_file::SecretFile;
use crate::cli::{outlet, output};
use crate::domain::{Retention, Word};
use crate::service::{Service, SetUp};

/// Make a registry and its first administrator
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep init --admin ada
  clientkeep init --admin ada --new-password-file password --recovery-code-out recovery-code
  clientkeep --registry /srv/clientkeep/registry.db init --admin ada --group oauth

Without a file the password is asked for twice. The recovery code makes an administrator able to \
sign on again; it is told once, on stderr or in the file that is named: keep it away from the \
registry.")]
pub struct Init {
    /// The first administrator's user name
    #[arg(long, value_name = "NAME")]
    admin: String,
    /// The administrator's name for people
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    full_name: String,
    /// Whether secrets can be shown again
    #[arg(long, value_name = "WORD", default_value = Retention::default().word(), value_parser = Retention::words())]
    retention: String,
    /// A system group that may read the registry, such as the authorization server's
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,
    /// Let that group change the registry too
    #[arg(long, requires = "group")]
    group_writes: bool,
    /// The administrator's password, in a file or (-) on stdin; one final newline is cut
    #[arg(long, value_name = "FILE|-", conflicts_with = "password_file")]
    new_password_file: Option<PathBuf>,
    /// Write the recovery code to a new file that only its owner can read, instead of to stderr
    #[arg(long, value_name = "FILE")]
    recovery_code_out: Option<PathBuf>,
}

impl Run for Init {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let path = context.globals.registry()?;
        let out = self
            .recovery_code_out
            .as_deref()
            .map(|file| SecretFile::create("--recovery-code-out", file))
            .transpose()?;
        if out.is_none() {
            outlet::code_is_heard()?;
        }
        let acting = context.globals.password_file().map(Path::to_owned);
        let new = self.new_password_file.as_deref();
        let password = context.input.first_password(new, acting.as_deref(), &self.admin)?;
        let set_up = SetUp {
            admin: self.admin,
            full_name: self.full_name,
            password,
            retention: Retention::from_word(&self.retention).unwrap_or_default(),
            group: self.group,
            group_writes: self.group_writes,
        };
        let code = Service::create(&path, world(), &set_up)?.recovery_code;
        match out {
            Some(file) => file.write(&format!("{}\n", code.expose())).map_err(lost)?,
            None => output::say(&format!("The recovery code, told only now:\n{}", code.expose())),
        }
        report(context, &path, &set_up)
    }
}

fn report(context: &Context, path: &Path, set_up: &SetUp) -> Result<(), Error> {
    let output = context.output;
    let path = path.display().to_string();
    if output.json() {
        return output.document(&Object::of([
            ("registry", Value::from(path)),
            ("admin", Value::from(set_up.admin.clone())),
            ("secret_retention", Value::from(set_up.retention.word())),
        ]));
    }
    output::say(&format!("The registry {path} is made; {} may sign on.", set_up.admin));
    Ok(())
}

#[expect(clippy::needless_pass_by_value, reason = "stands where map_err wants a function")]
fn lost(error: Error) -> Error {
    Error::Unavailable(format!("The registry is made, but its recovery code reached nobody: {error}"))
}
