//! The detached process itself. It has no terminal, prints only its one-line answers, and ends on time.

use std::fs::File;
use std::io::{self, BufReader, Read as _, Write as _};
use std::process::ExitCode;
use std::time::Instant;

use rustix::stdio::stdin;

use super::order::Order;
use super::{CLEAR, DONE, LEAVE, OTHER};
use crate::clipboard::native::Desktop;
use crate::clipboard::process::is_readable;
use crate::clipboard::tmux;
use crate::domain::Plaintext;
use crate::os;

/// What the hidden command does: takes an order from standard input, carries it out, and stays until what
/// was copied is to be cleared.
#[must_use]
pub fn run_from_stdin() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The one who asked may be gone.
            let _ = say(&error.to_string().replace('\n', " "));
            ExitCode::FAILURE
        }
    }
}

fn serve() -> io::Result<()> {
    os::harden()?;
    // Out of the session of the terminal, whose end must not end us. Fails only for a group's leader.
    let _ = rustix::process::setsid();
    // Not std's standard input, which keeps a buffer: the text would stay in it, and what comes after the
    // order is waited for with poll(2).
    let mut source = BufReader::with_capacity(1, File::from(rustix::io::dup(stdin())?));
    let (order, text, keep) = Order::read(&mut source)?;
    let deadline = Instant::now() + keep;
    match order {
        Order::Connect => Desktop::connect().map_err(io::Error::other).and_then(|_| say(DONE)),
        Order::Check => check(&text),
        Order::Native => {
            let mut desktop = Desktop::connect().map_err(io::Error::other)?;
            desktop.offer(&text).map_err(io::Error::other)?;
            say(DONE)?;
            if wait(deadline, &mut source) == Told::Clear {
                tell_cleared(desktop.clear(&text));
            }
            Ok(())
        }
        Order::Tmux { buffer } => {
            say(DONE)?;
            if wait(deadline, &mut source) == Told::Clear {
                tell_cleared(tmux::clear(&buffer, text.expose()));
            }
            Ok(())
        }
    }
}

fn check(text: &Plaintext) -> io::Result<()> {
    let mut desktop = Desktop::connect().map_err(io::Error::other)?;
    say(if desktop.comes_to_hold(text) { DONE } else { OTHER })
}

/// What the wait ended with.
#[derive(PartialEq, Eq)]
enum Told {
    Clear,
    Leave,
}

/// Waits for the deadline, for [`CLEAR`] or for [`LEAVE`]. That the other end is closed means only that
/// nobody will ask.
fn wait(deadline: Instant, source: &mut BufReader<impl io::Read>) -> Told {
    let mut told = String::new();
    while is_readable(stdin(), deadline).unwrap_or(false) {
        let mut byte = [0];
        let Ok(1..) = source.read(&mut byte) else {
            std::thread::sleep(deadline.saturating_duration_since(Instant::now()));
            break;
        };
        told.push(byte[0].into());
        match told.trim_end() {
            CLEAR => break,
            LEAVE => return Told::Leave,
            _ => {}
        }
    }
    Told::Clear
}

fn tell_cleared(cleared: bool) {
    // Perhaps nobody listens any more.
    let _ = say(if cleared { DONE } else { OTHER });
}

fn say(answer: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{answer}")?;
    stdout.flush()
}
