//! Puts credentials on the clipboard of the person at the keyboard, which over SSH is not this machine's.
//! It picks the way there from the surroundings, says only what it knows to have happened, and takes the
//! text off again. It knows nothing of clients, registries or screens.

mod cleared;
pub mod detach;
mod error;
mod native;
mod osc52;
mod process;
mod receipt;
mod route;
mod surroundings;
mod tmux;
mod windows;

use std::io::{self, Write};
use std::time::Duration;

use crate::domain::Plaintext;

pub use cleared::Cleared;
pub use error::ClipboardError;
pub use receipt::{Channel, Interrupt, Receipt};
pub use route::{Route, Wrap, choose};
pub use surroundings::Surroundings;
pub use tmux::{Reported, TmuxReport};

use detach::{Holder, Launcher, Order};

/// The clipboard that can be reached from here. Make one for each copy: an operator may have detached from
/// tmux at one desk and attached at another since the last.
pub struct Clipboard {
    surroundings: Surroundings,
    launcher: Launcher,
}

impl Clipboard {
    /// `launcher` starts the process that holds what was copied, and clears it.
    #[must_use]
    pub fn new(surroundings: Surroundings, launcher: Launcher) -> Self {
        Self { surroundings, launcher }
    }

    /// The way that [`copy`](Self::copy) takes: the audit log has to know before anything is copied. A
    /// desktop that was not asked for by name is tried, for a variable may name one that isn't there.
    pub fn route(&self) -> Result<Route, ClipboardError> {
        let route = choose(&self.surroundings)?;
        let other = self.surroundings.without_desktop(route);
        let nothing = Plaintext::new(String::new());
        Ok(match other {
            Some(other) if self.hold(&Order::Connect, &nothing, Duration::ZERO).is_err() => other,
            _ => route,
        })
    }

    /// Copies `text`, to be taken off again after `keep` where that can be done. What the terminal has to
    /// be sent goes to `terminal` in one write; a worker thread may pass a buffer and have it sent later.
    ///
    /// Waits for other programs, each for a few seconds at most: keep it off the drawing thread.
    pub fn copy(
        &self,
        text: &Plaintext,
        keep: Duration,
        terminal: &mut dyn Write,
    ) -> Result<Receipt, ClipboardError> {
        match self.route()? {
            Route::Tmux => self.copy_to_tmux(text, keep, terminal),
            Route::Native => {
                let holder = self.hold(&Order::Native, text, keep);
                let holder = holder.map_err(|error| ClipboardError::Native(error.to_string()))?;
                // In a process of its own: what it reads back must not stay in our memory.
                let confirmed = self.hold(&Order::Check, text, Duration::ZERO).is_ok();
                Ok(Receipt::new(Channel::Native, confirmed, Some((holder, keep))))
            }
            Route::Terminal(wrap) => {
                send(terminal, &osc52::copy(text.expose(), wrap.ways()))?;
                Ok(Receipt::new(Channel::Terminal(wrap), false, None))
            }
            Route::Windows => {
                windows::copy(text.expose())?;
                Ok(Receipt::new(Channel::Windows, false, None))
            }
        }
    }

    fn copy_to_tmux(
        &self,
        text: &Plaintext,
        keep: Duration,
        terminal: &mut dyn Write,
    ) -> Result<Receipt, ClipboardError> {
        let buffer = tmux::load(text.expose())?;
        // Not plain: a tmux that takes OSC 52 itself would make a second buffer of it, which nobody clears.
        let sent = send(terminal, &osc52::copy(text.expose(), &[Wrap::Tmux]));
        let Some(buffer) = buffer else { return sent.map(|()| Receipt::new(Channel::Tmux, false, None)) };
        let held = sent.and_then(|()| {
            let order = Order::Tmux { buffer: buffer.clone() };
            self.hold(&order, text, keep).map_err(ClipboardError::program("clientkeep"))
        });
        match held {
            Ok(holder) => Ok(Receipt::new(Channel::Tmux, true, Some((holder, keep)))),
            Err(error) => {
                tmux::clear(&buffer, text.expose());
                Err(error)
            }
        }
    }

    fn hold(&self, order: &Order, text: &Plaintext, keep: Duration) -> io::Result<Holder> {
        Holder::start(&self.launcher, &self.surroundings, order, text, keep)
    }
}

fn send(terminal: &mut dyn Write, bytes: &[u8]) -> Result<(), ClipboardError> {
    terminal.write_all(bytes).and_then(|()| terminal.flush()).map_err(ClipboardError::Terminal)
}
