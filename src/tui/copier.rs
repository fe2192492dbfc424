//! The clipboard as the worker sees it: where a copy would go, copying, clearing. The real one chooses its
//! way anew for each copy; tests bring one that remembers.

use std::time::Duration;

use zeroize::Zeroizing;

use crate::clipboard::detach::Launcher;
use crate::clipboard::{Channel, Clipboard, Receipt, Surroundings};
use crate::domain::Plaintext;

/// What became of a copy.
pub struct Handed {
    /// What may be said of it.
    pub words: String,
    /// What the terminal must be sent for it; may be empty.
    pub bytes: Zeroizing<Vec<u8>>,
    /// Whether a read-back agreed: else nobody knows whether it arrived.
    pub confirmed: bool,
    /// When it leaves the clipboard by itself.
    pub clears_after: Option<Duration>,
}

/// A way to a clipboard. Errors are sentences.
pub trait Copier: Send {
    /// The way that a copy would go now, as the audit log names it.
    fn channel(&mut self) -> Result<String, String>;

    /// Copies; to be taken off again after `keep` where that can be done.
    fn copy(&mut self, text: &Plaintext, keep: Duration) -> Result<Handed, String>;

    /// Takes the last copy off again: what to tell, and what the terminal must be sent.
    fn clear(&mut self) -> Result<(String, Vec<u8>), String>;
}

/// The clipboard of the person at the keyboard.
#[derive(Default)]
pub struct RealCopier {
    receipt: Option<Receipt>,
}

impl RealCopier {
    fn clipboard() -> Clipboard {
        Clipboard::new(Surroundings::here(), Launcher::ourselves())
    }
}

impl Copier for RealCopier {
    fn channel(&mut self) -> Result<String, String> {
        let route = Self::clipboard().route().map_err(|error| error.to_string())?;
        Ok(Channel::from(route).name().to_owned())
    }

    fn copy(&mut self, text: &Plaintext, keep: Duration) -> Result<Handed, String> {
        let mut bytes = Zeroizing::new(Vec::new());
        let receipt = Self::clipboard().copy(text, keep, &mut *bytes).map_err(|error| error.to_string())?;
        let handed = Handed {
            words: receipt.sentence().to_owned(),
            bytes,
            confirmed: receipt.is_confirmed(),
            clears_after: receipt.clears_itself_after(),
        };
        if let Some(older) = self.receipt.replace(receipt) {
            older.supersede();
        }
        Ok(handed)
    }

    fn clear(&mut self) -> Result<(String, Vec<u8>), String> {
        let Some(receipt) = self.receipt.take() else {
            return Err("Nothing was copied from here that could be cleared.".to_owned());
        };
        let mut bytes = Vec::new();
        let cleared = receipt.clear(&mut bytes).map_err(|error| error.to_string())?;
        Ok((cleared.sentence().to_owned(), bytes))
    }
}
