//! `backup`: a consistent copy of the registry, while it is in use.

use std::path::PathBuf;

use serde_json::Value;

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::interrupt::Interrupt;
use crate::cli::json::Object;
use crate::cli::output;

/// Write a consistent copy of the registry to a new file
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep backup /var/backups/registry-2026-11-22.db
  clientkeep --registry /var/backups/registry-2026-11-22.db check

A plain copy of a registry that is in use is not consistent; this one is. Only its owner can read \
it. It opens with the passwords that operators have now, also after they were changed or taken away.")]
pub struct Backup {
    /// The file to make
    file: PathBuf,
}

impl Run for Backup {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let mut service = context.open()?;
        let interrupt = Interrupt::listen()?;
        let heard = interrupt.clone();
        let copied = service.backup_while(&self.file, move || heard.flow());
        interrupt.release();
        if copied.is_err() {
            drop(service);
            interrupt.obey();
        }
        copied?;
        let place = self.file.display().to_string();
        if context.output.json() {
            return context.output.document(&Object::of([("backup", Value::from(place))]));
        }
        output::say(&format!("{place} is a copy of the registry."));
        Ok(())
    }
}
