//! Copies credentials, once the audit log says so, and remembers whose the clipboard holds, so that a copy that fails
//! does not leave somebody else's there unsaid.

use std::time::{Duration, Instant};

use super::Worker;
use crate::domain::{ClientType, Plaintext};
use crate::service::Disclosure;
use crate::tui::copier::Handed;
use crate::tui::keys::{self, Command, places};
use crate::tui::request::{Copied, Failure, Handout};
use crate::tui::screens::NO_SECRET;
use crate::tui::told::whose;

/// Whose credentials the clipboard holds, and until when; no secret.
#[derive(Default)]
pub(super) struct Held(Option<(String, Option<Instant>)>);

impl Held {
    fn now(&self) -> Option<&str> {
        let (whose, until) = self.0.as_ref()?;
        until.is_none_or(|until| Instant::now() < until).then_some(whose.as_str())
    }
}

impl Worker {
    pub(super) fn copy(&mut self, handout: &Handout) -> Result<Copied, Failure> {
        let record = self.call(|service| service.client(&handout.client_id))?;
        let whose = whose(&record.client);
        let handed = if record.client.client_type == ClientType::Public {
            Err(Failure::words(NO_SECRET))
        } else {
            self.hand_to_clipboard(handout)
        };
        match handed {
            Ok(handed) => {
                let until = handed.clears_after.map(|after| Instant::now() + after);
                self.held = Held(Some((whose.clone(), until)));
                Ok(Copied { whose, handed })
            }
            Err(failure) => Err(Failure::words(format!("{whose} was not copied: {failure}{}", self.left()))),
        }
    }

    pub(super) fn clear_clipboard(&mut self) -> Result<(String, Vec<u8>), Failure> {
        let cleared = self.outside.copier.clear().map_err(Failure::words)?;
        self.held = Held::default();
        Ok(cleared)
    }

    fn hand_to_clipboard(&mut self, handout: &Handout) -> Result<Handed, Failure> {
        let channel = self.outside.copier.channel().map_err(Failure::words)?;
        let credentials = self.hand_out(handout, &Disclosure::Copy { channel })?;
        let seconds = self.call(|service| service.settings())?.clipboard_clear;
        let keep = Duration::from_secs(u64::try_from(seconds).unwrap_or(0));
        let line: Plaintext = credentials.line();
        self.outside.copier.copy(&line, keep).map_err(Failure::words)
    }

    /// What is still in the clipboard, where something is.
    fn left(&self) -> String {
        let left = self.held.now().map(|whose| {
            let key = keys::names(places::CLIENTS, Command::ClearClipboard);
            format!(" The clipboard still holds {whose}; {key} in the list clears it.")
        });
        left.unwrap_or_default()
    }
}
