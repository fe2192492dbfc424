//! A deadly signal while long work is done: the work is told to break off, what it made so far goes, and then the
//! program ends by that signal.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::low_level::emulate_default_handler;

use super::error::Error;
use super::prompt;

/// Whether a deadly signal was heard.
pub struct Interrupt(Arc<AtomicUsize>);

impl Interrupt {
    /// Listens from now on; whoever does has to [`Interrupt::obey`] soon.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where signals can't be heard.
    pub fn listen() -> Result<Self, Error> {
        let heard = Arc::new(AtomicUsize::new(0));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            let number = usize::try_from(signal).unwrap_or_default();
            let registered = signal_hook::flag::register_usize(signal, Arc::clone(&heard), number);
            registered.map_err(|error| Error::Unavailable(format!("Signals can't be heard: {error}.")))?;
        }
        prompt::leave_signals_to_others();
        Ok(Self(heard))
    }

    /// Whether to go on.
    pub fn flow(&self) -> ControlFlow<()> {
        if self.0.load(Ordering::Relaxed) == 0 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    /// Ends the program by the signal that was heard, if one was.
    pub fn obey(&self) {
        let signal = self.0.load(Ordering::Relaxed);
        if signal != 0 {
            let _does_not_return = emulate_default_handler(i32::try_from(signal).unwrap_or(SIGTERM));
        }
    }
}
