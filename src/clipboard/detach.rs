//! The process that stays behind a copy: it serves the desktop's clipboard, which lives only as long as its
//! owner, and clears what was copied when its time is over. The program starts itself again for that; the
//! text goes through a pipe.
//!
//! On its standard input: one line that orders, one with the length of the text, the text; later perhaps
//! `CLEAR` or `LEAVE`. On its standard output: one line for the order, one for the clearing.

mod child;
mod order;

use std::ffi::OsString;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::os::fd::AsFd;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags};
use rustix::io::Errno;

pub use child::run_from_stdin;
pub(super) use order::Order;

use super::cleared::Cleared;
use super::process::is_readable;
use super::surroundings::Surroundings;
use crate::domain::Plaintext;

/// The hidden command under which the program starts itself. `main` gives it to [`run_from_stdin`] before
/// it reads any other argument.
pub const COMMAND: &str = "__clipboard";

/// How long the desktop may take to accept or to clear.
const LIMIT: Duration = Duration::from_secs(3);

/// Answers of the child.
const DONE: &str = "done";
const OTHER: &str = "other";
/// What the child is told besides its order.
const CLEAR: &str = "clear";
const LEAVE: &str = "leave";

/// How the detached process is started.
#[derive(Clone, Debug)]
pub struct Launcher {
    program: PathBuf,
    arguments: Vec<OsString>,
}

impl Launcher {
    /// This very program, with [`COMMAND`].
    #[must_use]
    pub fn ourselves() -> Self {
        // Under this name it is found even after an upgrade replaced its file.
        let running = Path::new("/proc/self/exe");
        let program = if running.exists() {
            running.to_owned()
        } else {
            std::env::current_exe().unwrap_or_else(|_| env!("CARGO_PKG_NAME").into())
        };
        Self { program, arguments: vec![COMMAND.into()] }
    }

    /// Another program that calls [`run_from_stdin`] when it gets these arguments.
    #[must_use]
    pub fn new(program: PathBuf, arguments: Vec<OsString>) -> Self {
        Self { program, arguments }
    }
}

/// A process that holds what was copied. Dropping this lets it go on until its time is over.
pub(super) struct Holder {
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

impl Holder {
    /// Starts it and waits until it has done its order.
    pub(super) fn start(
        launcher: &Launcher,
        here: &Surroundings,
        order: &Order,
        text: &Plaintext,
        keep: Duration,
    ) -> io::Result<Self> {
        let mut child = start(launcher, here)?;
        let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            unreachable!("both are piped")
        };
        let mut holder = Self { stdin, stdout: BufReader::new(stdout) };
        let answer = order.write(&mut holder.stdin, text, keep).and_then(|()| holder.answer());
        match answer {
            Ok(answer) if answer == DONE => {}
            answer => {
                // It may have ended by itself.
                let _ = child.kill();
                let _ = child.wait();
                return Err(match answer {
                    Err(error) => error,
                    Ok(nothing) if nothing.is_empty() => io::Error::other("its process ended"),
                    Ok(why) => io::Error::other(why),
                });
            }
        }
        // Somebody must take note of its end, or it stays in the process table as long as we run.
        let _reaps = thread::Builder::new().spawn(move || child.wait());
        Ok(holder)
    }

    /// Has it clear now.
    pub(super) fn clear(mut self) -> Cleared {
        // A process that has ended has cleared already.
        let _ = writeln!(self.stdin, "{CLEAR}");
        self.cleared()
    }

    /// Has it end without clearing.
    pub(super) fn leave(mut self) {
        // One that has ended needs no telling.
        let _ = writeln!(self.stdin, "{LEAVE}");
    }

    /// Waits until it has cleared by itself, or `interrupt` has something to read.
    pub(super) fn outlast(mut self, interrupt: impl AsFd) -> Cleared {
        let mut fds =
            [PollFd::new(self.stdout.get_ref(), PollFlags::IN), PollFd::new(&interrupt, PollFlags::IN)];
        while rustix::event::poll(&mut fds, None) == Err(Errno::INTR) {}
        let over = !fds[0].revents().is_empty();
        if over { self.cleared() } else { self.clear() }
    }

    fn cleared(&mut self) -> Cleared {
        match self.answer() {
            Ok(answer) if answer == DONE => Cleared::Yes,
            _ => Cleared::NotOurs,
        }
    }

    fn answer(&mut self) -> io::Result<String> {
        if !is_readable(self.stdout.get_ref(), Instant::now() + LIMIT)? {
            return Err(io::Error::new(io::ErrorKind::TimedOut, "it took too long"));
        }
        let mut line = String::new();
        self.stdout.read_line(&mut line)?;
        Ok(line.trim_end().to_owned())
    }
}

fn start(launcher: &Launcher, here: &Surroundings) -> io::Result<Child> {
    Command::new(&launcher.program)
        .arg0(env!("CARGO_PKG_NAME"))
        .args(&launcher.arguments)
        .envs(here.desktop_environment())
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
}
