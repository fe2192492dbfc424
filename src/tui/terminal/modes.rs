//! The modes that the program puts the terminal into, and the one way back, callable from every thread and
//! as often as one likes. It must not wait for the terminal: whoever dies calls it.

use std::io::{self, IsTerminal as _};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustix::io::Errno;
use rustix::stdio::{stdin, stdout};
use rustix::termios::{OptionalActions, QueueSelector, Termios};

/// Alternate screen, bracketed paste, focus reports, cursor hidden.
const ENTER: &str = "\x1b[?1049h\x1b[?2004h\x1b[?1004h\x1b[?25l";

/// Presses, drags and wheel in SGR coordinates. Not 1003: nobody wants an event for every move of the hand.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// The way back. The screen is erased first, for terminals without an alternate one; upwards from its last
/// corner, because tmux and others keep what `ED 0` or `ED 2` erase in their scrollback.
const LEAVE: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[?1004l\x1b[?2004l\x1b[0m\x1b[999;999H\x1b[1J\x1b[H\x1b[?25h\x1b[?1049l";

/// What the terminal was like before; there while the screen is ours.
static BEFORE: Mutex<Option<Termios>> = Mutex::new(None);
/// False as soon as anybody began to restore: nothing more is drawn.
static OURS: AtomicBool = AtomicBool::new(false);
static MOUSE: AtomicBool = AtomicBool::new(false);
/// How many times something may have happened to what was drawn: the screen was entered, or resized. A
/// terminal that shrinks and grows again has lost cells, though its size is the old one.
static DISTURBANCES: AtomicU64 = AtomicU64::new(0);

fn before() -> MutexGuard<'static, Option<Termios>> {
    BEFORE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether the screen is ours to draw on.
pub(super) fn ours() -> bool {
    OURS.load(Ordering::SeqCst)
}

/// See [`DISTURBANCES`].
pub(super) fn disturbances() -> u64 {
    DISTURBANCES.load(Ordering::SeqCst)
}

/// Says that what was drawn may be gone.
pub(super) fn disturb() {
    DISTURBANCES.fetch_add(1, Ordering::SeqCst);
}

/// Takes the terminal, or takes it again after a stop.
pub(super) fn enter() -> io::Result<()> {
    if !stdin().is_terminal() || !stdout().is_terminal() {
        return Err(io::Error::other("standard input and output are no terminal"));
    }
    let mut before = before();
    let found = rustix::termios::tcgetattr(stdin())?;
    let mut raw = found.clone();
    raw.make_raw();
    rustix::termios::tcsetattr(stdin(), OptionalActions::Now, &raw)?;
    before.get_or_insert(found);
    OURS.store(true, Ordering::SeqCst);
    disturb();
    write_all(ENTER.as_bytes())?;
    if MOUSE.load(Ordering::SeqCst) { write_all(MOUSE_ON.as_bytes()) } else { Ok(()) }
}

/// Switches mouse reports on or off; without them the terminal's own selecting by hand works.
pub(super) fn set_mouse(on: bool) -> io::Result<()> {
    if MOUSE.swap(on, Ordering::SeqCst) == on || !ours() {
        return Ok(());
    }
    write_all(if on { MOUSE_ON } else { MOUSE_OFF }.as_bytes())
}

/// Gives the terminal back as it was. Does nothing where that was done already.
pub fn restore() {
    OURS.store(false, Ordering::SeqCst);
    let Some(found) = before().take() else { return };
    if in_background() {
        // The terminal is the shell's by now; touching it would stop us before we could end.
        return;
    }
    // A terminal that is gone can't be restored, and nobody is left to be told.
    let _ = rustix::termios::tcsetattr(stdin(), OptionalActions::Now, &found);
    let _ = write_all(LEAVE.as_bytes());
}

/// As [`restore`] for an end that nobody chose: the rest of what was typed must not reach a shell.
pub(super) fn restore_at_death() {
    if ours() && !in_background() {
        let _ = rustix::termios::tcflush(stdin(), QueueSelector::IFlush);
    }
    restore();
}

/// Whether another process group of this session has the terminal now. Where that group is outside our PID
/// namespace, nothing tells, and the terminal is taken as ours.
pub(super) fn in_background() -> bool {
    let ours = nix::unistd::getpgrp().as_raw();
    rustix::termios::tcgetpgrp(stdin()).is_ok_and(|foreground| foreground.as_raw_nonzero().get() != ours)
}

/// Columns and rows; 80 × 24 where the terminal doesn't know, as on a serial line.
pub(super) fn size() -> (u16, u16) {
    match rustix::termios::tcgetwinsize(stdout()) {
        Ok(size) if size.ws_col > 0 && size.ws_row > 0 => (size.ws_col, size.ws_row),
        _ => (80, 24),
    }
}

/// Writes past every buffer, in one system call where the terminal takes it so.
pub(super) fn write_all(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(stdout(), bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = &bytes[written..],
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
