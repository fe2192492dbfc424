//! Asks on the terminal: a password or credentials without echo, or one visible line. Echo is off before
//! the first byte of the prompt, what was typed ahead is thrown away, and however the program ends the
//! terminal is as it was. It must not be called where stdin is no terminal.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use super::error::Error;
use crate::domain::{Plaintext, text};
use crate::os;

/// Asks for something that must not be seen.
///
/// # Errors
/// [`Error::Unavailable`] where the terminal can't be had or nothing was typed to its end.
pub fn secret(prompt: &str) -> Result<Plaintext, Error> {
    let mut tty = terminal()?;
    let quiet = Quiet::start(&tty).map_err(unavailable)?;
    let typed = ask(&mut tty, prompt).and_then(|()| {
        let input = tty.try_clone()?;
        let config = rpassword::ConfigBuilder::new().input_reader(input).output_discard().build();
        rpassword::read_password_with_config(config).map(Plaintext::new)
    });
    drop(quiet);
    // The newline that was typed was not echoed.
    let _ = tty.write_all(b"\n");
    match typed {
        Err(error) if error.kind() == io::ErrorKind::Interrupted => {
            let _ = emulate_default_handler(SIGINT);
            Err(unavailable(error))
        }
        other => other.map_err(unavailable),
    }
}

/// Asks for one line that may be seen, such as a name that confirms something.
///
/// # Errors
/// [`Error::Unavailable`] where the terminal can't be had.
pub fn line(prompt: &str) -> Result<String, Error> {
    let mut tty = terminal()?;
    os::discard_typed_ahead(&tty);
    ask(&mut tty, prompt).map_err(unavailable)?;
    let mut typed = String::new();
    io::BufRead::read_line(&mut io::BufReader::new(tty), &mut typed).map_err(unavailable)?;
    Ok(typed.trim_end_matches(['\n', '\r']).to_owned())
}

fn terminal() -> Result<File, Error> {
    OpenOptions::new().read(true).write(true).open("/dev/tty").map_err(unavailable)
}

fn ask(tty: &mut File, prompt: &str) -> io::Result<()> {
    tty.write_all(text::drawn_lines(prompt).as_bytes())?;
    tty.flush()
}

#[expect(clippy::needless_pass_by_value, reason = "stands where map_err wants a function")]
fn unavailable(error: io::Error) -> Error {
    Error::Unavailable(format!("The terminal could not be asked: {error}. Name a file with --password-file."))
}

/// A terminal and how it was before its echo went off.
type Saved = (File, Termios);

/// What a deadly signal has to put back. The thread that waits for it starts with the first prompt and
/// stays, for a handler that was removed would leave the signal without effect.
static SAVED: OnceLock<Mutex<Option<Saved>>> = OnceLock::new();

/// Echo is off while this lives.
struct Quiet;

impl Quiet {
    fn start(tty: &File) -> io::Result<Self> {
        let before = tcgetattr(tty)?;
        let mut quiet = before.clone();
        quiet.local_modes -= LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ICANON | LocalModes::ISIG;
        watch()?;
        remember(Some((tty.try_clone()?, before)));
        // `Flush` waits until output is out and throws away what was typed ahead.
        if let Err(error) = tcsetattr(tty, OptionalActions::Flush, &quiet) {
            remember(None);
            return Err(error.into());
        }
        Ok(Self)
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        restore();
    }
}

fn saved() -> &'static Mutex<Option<Saved>> {
    SAVED.get_or_init(|| Mutex::new(None))
}

fn remember(what: Option<Saved>) {
    *saved().lock().unwrap_or_else(PoisonError::into_inner) = what;
}

fn restore() {
    if let Some((tty, before)) = saved().lock().unwrap_or_else(PoisonError::into_inner).take() {
        let _ = tcsetattr(tty, OptionalActions::Now, &before);
    }
}

/// From now on SIGINT, SIGTERM and SIGHUP are for somebody else, who has registered for them, to follow.
pub fn leave_signals_to_others() {
    LEFT.store(true, Ordering::SeqCst);
}

/// Whether signals are left to others.
static LEFT: AtomicBool = AtomicBool::new(false);

/// Starts, once, the thread that restores the terminal and then dies by the same signal.
fn watch() -> io::Result<()> {
    static WATCHING: OnceLock<()> = OnceLock::new();
    if WATCHING.get().is_none() {
        let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP, SIGQUIT])?;
        std::thread::Builder::new().name("prompt-signals".to_owned()).spawn(move || {
            for signal in signals.forever() {
                restore();
                if signal != SIGQUIT && LEFT.load(Ordering::SeqCst) {
                    continue;
                }
                let _ = emulate_default_handler(signal);
            }
        })?;
        let _ = WATCHING.set(());
    }
    Ok(())
}
