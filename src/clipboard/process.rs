//! Runs a small program: what it gets stands on its standard input, never in its arguments or environment,
//! and it has a time limit.

use std::io::{self, Read as _, Write as _};
use std::os::fd::AsFd;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec};
use zeroize::Zeroizing;

/// What is read of an answer; longer ones are no copy of credentials.
const ANSWER: usize = 16 * 1024;

/// Runs it with `input` to its end and returns what it printed, at most [`ANSWER`] bytes. An error where it
/// can't be started, takes longer than `limit` or doesn't succeed.
pub(super) fn run(command: &mut Command, input: &[u8], limit: Duration) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let deadline = Instant::now() + limit;
    let answer = converse(&mut child, input, deadline);
    if answer.is_err() {
        // It may have ended by itself.
        let _ = child.kill();
    }
    let status = child.wait()?;
    let answer = answer?;
    if status.success() { Ok(answer) } else { Err(io::Error::other(format!("it ended with {status}"))) }
}

fn converse(child: &mut Child, input: &[u8], deadline: Instant) -> io::Result<Zeroizing<Vec<u8>>> {
    if let Some(mut stdin) = child.stdin.take() {
        // A program that needs no input may close it first.
        match stdin.write_all(input) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error),
            _ => {}
        }
    }
    let mut answer = Zeroizing::new(Vec::with_capacity(ANSWER));
    let Some(mut stdout) = child.stdout.take() else { return Ok(answer) };
    let mut bytes = Zeroizing::new([0; 1024]);
    loop {
        if !is_readable(&stdout, deadline)? {
            return Err(io::Error::new(io::ErrorKind::TimedOut, "it took too long"));
        }
        let read = stdout.read(&mut bytes[..])?;
        if read == 0 {
            return Ok(answer);
        }
        let room = ANSWER - answer.len();
        answer.extend_from_slice(&bytes[..read.min(room)]);
    }
}

/// Waits until there is something to read, or the end; false where the deadline passes first.
pub(super) fn is_readable(source: impl AsFd, deadline: Instant) -> io::Result<bool> {
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let left = Timespec { tv_sec: left.as_secs().cast_signed(), tv_nsec: left.subsec_nanos().into() };
        let mut fds = [PollFd::new(&source, PollFlags::IN)];
        match rustix::event::poll(&mut fds, Some(&left)) {
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
            Ok(ready) => return Ok(ready > 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_secs(10);

    #[test]
    fn input_goes_in_and_output_comes_out() {
        let answer = run(&mut Command::new("cat"), b"id:secret", LIMIT).unwrap();
        assert_eq!(&answer[..], b"id:secret");
    }

    #[test]
    fn failure_and_absence_are_errors() {
        assert!(run(&mut Command::new("false"), b"", LIMIT).is_err());
        assert!(run(&mut Command::new("no-such-program-here"), b"", LIMIT).is_err());
    }

    #[test]
    fn a_program_that_hangs_is_ended() {
        let began = Instant::now();
        let error = run(Command::new("sleep").arg("60"), b"", Duration::from_millis(50)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert!(began.elapsed() < LIMIT);
    }

    #[test]
    fn a_long_answer_is_cut() {
        let answer = run(Command::new("seq").arg("20000"), b"", LIMIT).unwrap();
        assert_eq!(answer.len(), ANSWER);
    }
}
