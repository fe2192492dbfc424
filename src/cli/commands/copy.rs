//! `copy`: credentials on the clipboard of the person at the keyboard, once the audit log says so.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::time::Duration;

use serde_json::Value;

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::json::Object;
use crate::cli::{output, prompt, record};
use crate::clipboard::detach::Launcher;
use crate::clipboard::{Channel, Clipboard, ClipboardError, Interrupt, Receipt, Surroundings};
use crate::domain::{ClientRecord, Settings};
use crate::service::Disclosure;

/// Copy a client's credentials to the clipboard
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep copy 'ABC Shipping'
  CLIENTKEEP_CLIPBOARD=osc52 clientkeep copy abc-portal

The clipboard gets client_id:client_secret without a newline, over SSH that of your own machine. \
It is cleared by itself where that can be done.")]
pub struct Copy {
    /// Client ID, or else name
    client: String,
    /// Stay until the clipboard is cleared
    #[arg(long)]
    foreground: bool,
}

impl Run for Copy {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let mut service = context.open()?;
        let record = service.client(&self.client)?;
        let clipboard = Clipboard::new(Surroundings::here(), Launcher::ourselves());
        // Before anybody is asked for a password: is there a way at all?
        let channel = Channel::from(clipboard.route()?).name().to_owned();
        context.sign_on(&mut service)?;
        let credentials = service.disclose(&record.client.client_id, &Disclosure::Copy { channel })?;
        let settings = service.settings()?;
        let keep = Duration::from_secs(settings.clipboard_clear.unsigned_abs());
        let receipt = clipboard.copy(&credentials.line(), keep, &mut *terminal())?;
        drop(credentials);
        report(context, &record, &receipt, &settings)?;
        if self.foreground {
            stay(receipt)?;
        }
        Ok(())
    }
}

/// What a copy writes its control sequences to: the terminal itself, also where stdout is a pipe.
fn terminal() -> Box<dyn Write> {
    match OpenOptions::new().write(true).open("/dev/tty") {
        Ok(tty) => Box::new(tty),
        Err(_) => Box::new(io::stdout()),
    }
}

fn report(
    context: &Context,
    record: &ClientRecord,
    receipt: &Receipt,
    settings: &Settings,
) -> Result<(), Error> {
    let clears = receipt.clears_itself_after().map(|keep| keep.as_secs());
    if context.output.json() {
        return context.output.document(&Object::of([
            ("client_id", Value::from(record.client.client_id.as_str())),
            ("channel", Value::from(receipt.channel().name())),
            ("confirmed", Value::from(receipt.is_confirmed())),
            ("clears_after", Value::from(clears)),
        ]));
    }
    output::say(&format!("{}: {}", record::called(record), receipt.sentence()));
    output::say(&match clears {
        Some(seconds) => format!("It is cleared after {seconds} seconds."),
        None => "Nothing clears it by itself: copy something else over it once it is pasted.".to_owned(),
    });
    output::say(&settings.documentation_reminder());
    Ok(())
}

fn stay(receipt: Receipt) -> Result<(), Error> {
    prompt::leave_signals_to_others();
    let interrupt = Interrupt::listen()
        .map_err(|error| Error::Unavailable(format!("The clipboard could not be watched: {error}.")))?;
    let cleared = receipt.outlast(&interrupt);
    if let Some(cleared) = cleared {
        output::say(cleared.sentence());
    }
    Ok(())
}

impl From<ClipboardError> for Error {
    fn from(error: ClipboardError) -> Self {
        match error {
            ClipboardError::Setting(_) => Self::Usage(error.to_string()),
            _ => Self::Unavailable(error.to_string()),
        }
    }
}
