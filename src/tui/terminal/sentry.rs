//! One thread that waits for signals and for the end of the terminal. It passes them on to the event loop,
//! and ends the program itself where the loop does not within a second.

use std::io;
use std::os::unix::net::UnixStream;
use std::sync::mpsc;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::stdio::stdin;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;
use signal_hook::low_level::emulate_default_handler;

use super::modes;

/// How long the event loop may take to end in order, and restoring a terminal that takes no bytes.
const TO_END: Duration = Duration::from_millis(600);
const TO_RESTORE: Duration = Duration::from_millis(200);

/// Signals that end the program.
const DEADLY: [i32; 4] = [SIGHUP, SIGINT, SIGQUIT, SIGTERM];

/// What ended the program. [`die`] makes it end as that signal would have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndedBy(i32);

impl EndedBy {
    /// The terminal went away; as if SIGHUP had told.
    pub const HANGUP: Self = Self(SIGHUP);

    /// The number of the signal, as in signal(7).
    #[must_use]
    pub fn signal(self) -> i32 {
        self.0
    }
}

/// What the sentry tells the event loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    Deadly(EndedBy),
    Stop,
    Continue,
    Resized,
}

/// Where notices go while an event loop runs.
struct Listener {
    notices: mpsc::Sender<Notice>,
    wake: UnixStream,
}

static LISTENER: Mutex<Option<Listener>> = Mutex::new(None);

fn listener() -> MutexGuard<'static, Option<Listener>> {
    LISTENER.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on notices go to this event loop, which is woken by a byte.
pub(super) fn listen(notices: mpsc::Sender<Notice>, wake: UnixStream) {
    *listener() = Some(Listener { notices, wake });
}

/// The event loop is gone; deadly signals are so at once.
pub(super) fn stop_listening() {
    *listener() = None;
}

/// Passes a notice on; false where no event loop takes it.
fn pass_on(notice: Notice) -> bool {
    let listener = listener();
    let Some(listener) = listener.as_ref() else { return false };
    let heard = listener.notices.send(notice).is_ok();
    // A full pipe wakes just as well.
    let _ = rustix::io::write(&listener.wake, &[0]);
    heard
}

type Signals = SignalDelivery<UnixStream, SignalOnly>;

/// Starts the sentry, once in the life of the program: signals must not be lost after the screen is left.
pub(super) fn start() -> io::Result<()> {
    static STARTED: OnceLock<()> = OnceLock::new();
    if STARTED.get().is_some() {
        return Ok(());
    }
    let (read, write) = UnixStream::pair()?;
    let watched = DEADLY.iter().chain(&[SIGTSTP, SIGCONT, SIGWINCH]);
    let signals = Signals::with_pipe(read, write, SignalOnly, watched)?;
    thread::Builder::new().name("sentry".into()).spawn(move || watch(signals))?;
    STARTED.get_or_init(|| ());
    Ok(())
}

fn watch(mut signals: Signals) {
    loop {
        let terminal_gone = wait(&signals);
        for signal in signals.pending() {
            match signal {
                SIGWINCH => drop(pass_on(Notice::Resized)),
                SIGCONT => drop(pass_on(Notice::Continue)),
                SIGTSTP => {
                    if !pass_on(Notice::Stop) && can_stop() {
                        stop();
                    }
                }
                deadly => end(EndedBy(deadly), &mut signals),
            }
        }
        if terminal_gone {
            end(EndedBy::HANGUP, &mut signals);
        }
    }
}

/// Waits for a signal or the end of the terminal; true for the latter.
fn wait(signals: &Signals) -> bool {
    // No flags for the terminal: only its end wakes us, never a key.
    let mut fds = [
        PollFd::new(signals.get_read(), PollFlags::IN),
        PollFd::from_borrowed_fd(stdin(), PollFlags::empty()),
    ];
    let _ = rustix::event::poll(&mut fds, None);
    fds[1].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL)
}

/// Lets the event loop end the program in order, and ends it where that takes too long or somebody insists.
fn end(ended: EndedBy, signals: &mut Signals) -> ! {
    if pass_on(Notice::Deadly(ended)) {
        let deadline = Instant::now() + TO_END;
        while let Some(left) = deadline.checked_duration_since(Instant::now()) {
            let mut fds = [PollFd::new(signals.get_read(), PollFlags::IN)];
            let _ = rustix::event::poll(&mut fds, Some(&timespec(left)));
            if let Some(again) = signals.pending().find(|signal| DEADLY.contains(signal)) {
                die(EndedBy(again));
            }
        }
    }
    die(ended)
}

/// Restores the terminal and ends the program as the signal would have, so that whoever started it sees why.
pub fn die(ended: EndedBy) -> ! {
    // In a thread of its own: a terminal that takes no bytes must not keep us alive.
    let (restored, is_restored) = mpsc::channel();
    let restoring = thread::Builder::new().spawn(move || {
        modes::restore_at_death();
        let _ = restored.send(());
    });
    if restoring.is_ok() {
        let _ = is_restored.recv_timeout(TO_RESTORE);
    }
    let _ = emulate_default_handler(ended.0);
    std::process::exit(128 + ended.0)
}

/// Whether a shell could continue us. In a session of its own, such as `ssh -t HOST clientkeep`, a stopped
/// program would be stuck for good (POSIX: orphaned process groups are not stopped by the terminal).
///
/// A session is 0 where its leader is outside our PID namespace, as below `docker exec` or `unshare`.
pub(super) fn can_stop() -> bool {
    use nix::unistd::{getppid, getsid};
    let (ours, parents) = (getsid(None), getsid(Some(getppid())));
    ours.is_ok() && ours == parents
}

/// Stops the program; returns when it was continued.
pub(super) fn stop() {
    let _ = emulate_default_handler(SIGTSTP);
}

/// A time limit as poll(2) takes it.
pub(super) fn timespec(left: Duration) -> Timespec {
    // No program runs for 2^63 seconds.
    Timespec { tv_sec: left.as_secs().cast_signed(), tv_nsec: left.subsec_nanos().into() }
}
