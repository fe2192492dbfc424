//! A deadly signal while long work is done: the work is told to break off, what it made so far goes, and then the
//! program ends by that signal. Before and after the work a signal ends the program at once.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;
use signal_hook::low_level::emulate_default_handler;

use super::error::Error;
use super::progress::Progress;
use super::prompt;
use crate::service;

/// What long work calls with how many of how many are done, and learns whether to go on.
pub type Tell<'t> = &'t mut dyn FnMut(u64, u64) -> ControlFlow<()>;

/// Does long work that a deadly signal breaks off, and tells how many of `what`, such as `secrets`, are done. `kept`
/// is what its result needs, such as the file that secrets go to; it goes where the work fails.
///
/// # Errors
/// What the work says; [`Error::Unavailable`] where signals can't be heard, and then nothing was done.
pub fn during<T, K>(
    what: &'static str,
    kept: K,
    work: impl FnOnce(Tell<'_>) -> Result<T, service::Error>,
) -> Result<(T, K), Error> {
    let interrupt = Interrupt::listen()?;
    let mut progress = Progress::of(what);
    let done = work(&mut |done, all| {
        progress.tell(done, all);
        interrupt.flow()
    });
    drop(progress);
    interrupt.release();
    match done {
        Ok(done) => Ok((done, kept)),
        Err(error) => {
            drop(kept);
            interrupt.obey();
            Err(error.into())
        }
    }
}

/// Whether a deadly signal was heard.
#[derive(Clone)]
pub struct Interrupt {
    heard: Arc<AtomicUsize>,
    /// Whether nobody listens any more.
    over: Arc<AtomicBool>,
}

impl Interrupt {
    /// Listens from now on; whoever does has to [`Interrupt::obey`] soon.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where signals can't be heard.
    pub fn listen() -> Result<Self, Error> {
        let (heard, over) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            let number = usize::try_from(signal).unwrap_or_default();
            // A handler that was removed would leave the signal without effect: this one goes on to end the program.
            flag::register_conditional_default(signal, Arc::clone(&over))
                .and_then(|_| flag::register_usize(signal, Arc::clone(&heard), number))
                .map_err(|error| Error::Unavailable(format!("Signals can't be heard: {error}.")))?;
        }
        prompt::leave_signals_to_others();
        Ok(Self { heard, over })
    }

    /// Whether to go on.
    pub fn flow(&self) -> ControlFlow<()> {
        if self.heard.load(Ordering::Relaxed) == 0 {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    }

    /// The work is over: from now on such a signal ends the program at once. Not where the screen comes next, which has
    /// to restore the terminal first.
    pub fn release(&self) {
        self.over.store(true, Ordering::SeqCst);
    }

    /// Ends the program by the signal that was heard, if one was.
    pub fn obey(&self) {
        let signal = self.heard.load(Ordering::Relaxed);
        if signal != 0 {
            let _does_not_return = emulate_default_handler(i32::try_from(signal).unwrap_or(SIGTERM));
        }
    }
}
