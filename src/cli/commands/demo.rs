//! `demo`: a registry with made-up clients, to look around in.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::Run;
use crate::cli::context::{Context, Screen, world};
use crate::cli::error::Error;
use crate::cli::interrupt::Interrupt;
use crate::cli::json::Object;
use crate::cli::output;
use crate::cli::progress::Progress;
use crate::domain::text::counted;
use crate::service::demo;

/// The registry's name where none is given.
const FILE: &str = "demo.db";

/// Make a registry with made-up clients, and open it on a terminal
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep demo
  clientkeep demo /tmp/many.db --clients 100000

The operator is admin, the password: for demonstration only. The same number makes the same \
clients. Above 10,000 clients the registry keeps no secrets to show again.")]
pub struct Demo {
    /// The registry to make [default: demo.db]
    file: Option<PathBuf>,
    /// How many clients
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    clients: u64,
}

impl Run for Demo {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let output = context.output;
        let path = self
            .file
            .or_else(|| context.globals.named_registry().map(Path::to_owned))
            .unwrap_or_else(|| FILE.into());
        make(&path, self.clients)?;
        if output.json() {
            return output.document(&Object::of([
                ("registry", Value::from(path.display().to_string())),
                ("clients", Value::from(self.clients)),
            ]));
        }
        output::say(&format!("{} has {}.", path.display(), counted(self.clients, "client")));
        if output.is_terminal() && context.input.is_terminal() {
            context.then_screen = Some(Screen { registry: path, operator: Some(demo::ADMIN.to_owned()) });
        }
        Ok(())
    }
}

/// Makes the registry. A deadly signal ends the program once what was made so far is gone.
fn make(path: &Path, clients: u64) -> Result<(), Error> {
    let interrupt = Interrupt::listen()?;
    let mut progress = Progress::of("clients");
    let made = demo::build(path, clients, world(), |made| {
        progress.tell(made, clients);
        interrupt.flow()
    });
    drop(progress);
    // The registry is closed, or gone.
    let made = made.map(drop);
    interrupt.obey();
    Ok(made?)
}
