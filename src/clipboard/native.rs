//! The desktop's clipboard through arboard. Only the detached process uses it: whatever arboard keeps in
//! memory is gone with that process, and one that hangs can be ended.

use std::time::{Duration, Instant};

use arboard::{Clipboard, SetExtLinux as _};

use crate::domain::Plaintext;

/// How long the desktop may take to hand over what was just copied.
const SETTLES: Duration = Duration::from_millis(500);

/// The desktop's clipboard while this process serves it.
pub(super) struct Desktop {
    clipboard: Clipboard,
}

impl Desktop {
    /// Connects to the Wayland or X11 of the environment.
    pub(super) fn connect() -> Result<Self, String> {
        Clipboard::new().map(|clipboard| Self { clipboard }).map_err(|error| error.to_string())
    }

    /// Offers `text`, asking clipboard histories to leave it out. It is there as long as this process is.
    pub(super) fn offer(&mut self, text: &Plaintext) -> Result<(), String> {
        let set = self.clipboard.set().exclude_from_history();
        set.text(text.expose()).map_err(|error| error.to_string())
    }

    /// Whether `text` is on the clipboard now.
    pub(super) fn holds(&mut self, text: &Plaintext) -> bool {
        self.clipboard.get_text().map(Plaintext::new).is_ok_and(|found| found.expose() == text.expose())
    }

    /// As [`holds`](Self::holds), waiting a little for a desktop that is slow.
    pub(super) fn comes_to_hold(&mut self, text: &Plaintext) -> bool {
        let deadline = Instant::now() + SETTLES;
        while !self.holds(text) {
            if Instant::now() > deadline {
                return false;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        true
    }

    /// Clears the clipboard where it still holds `text`; false where it doesn't.
    pub(super) fn clear(&mut self, text: &Plaintext) -> bool {
        self.holds(text) && self.clipboard.clear().is_ok()
    }
}
