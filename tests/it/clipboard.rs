//! Every way to a clipboard, tried with the real programs: tmux in tmux, GNU screen in tmux, a plain
//! terminal, an X server. Debian's packages for them: tmux, screen, xvfb, xclip.

mod desktop;
mod memory;
mod multiplexers;
mod plain;

use std::io::{self, BufRead as _};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use clientkeep::clipboard::detach::{self, Launcher};
use clientkeep::clipboard::{Clipboard, Interrupt, Surroundings};
use clientkeep::domain::Plaintext;

use crate::pty::{PATIENCE, own_program};

/// What is copied: the longest credentials that there are are twice as long.
const CREDENTIALS: &str = "acme-billing.7f3q:cks1_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG123456~and~more~of~it~so~that~screen~cuts~it\
     ~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ~0123456789abcdefghijklmnopqrstuvwxyz";

const SHORT_PROGRAM: &str = "clipboard::short_program";

/// Long enough to look, and over before a test has to be patient.
const LONG: Duration = Duration::from_mins(1);
const SHORT: Duration = Duration::from_millis(1_500);

/// Starts the process that stays behind, from the real program.
fn launcher() -> Launcher {
    Launcher::new(env!("CARGO_BIN_EXE_clientkeep").into(), vec![detach::COMMAND.into()])
}

/// Copies, tells what a person would be told, and obeys the lines that it is given: `clear` or `quit`.
fn copy_and_obey(keep: Duration) {
    let clipboard = Clipboard::new(Surroundings::here(), launcher());
    let mut terminal = io::stdout();
    match clipboard.copy(&Plaintext::new(CREDENTIALS.into()), keep, &mut terminal) {
        Err(error) => println!("<{error}>\r"),
        Ok(receipt) => {
            println!("<{}> <{}>\r", receipt.channel().name(), receipt.sentence());
            for line in io::stdin().lock().lines() {
                match line.unwrap().trim() {
                    "clear" => {
                        println!("<{}>\r", receipt.clear(&mut terminal).unwrap().sentence());
                        break;
                    }
                    "stay" => {
                        let interrupt = Interrupt::listen().unwrap();
                        println!("<staying>\r");
                        println!("<{:?}>\r", receipt.outlast(&interrupt));
                        break;
                    }
                    "again" => {
                        let text = Plaintext::new(CREDENTIALS.into());
                        let newer = clipboard.copy(&text, LONG, &mut terminal).unwrap();
                        let older = receipt.clears_itself_after().unwrap();
                        receipt.supersede();
                        // Past the time at which the first copy would have been cleared.
                        std::thread::sleep(older);
                        println!("<{}>\r", newer.clear(&mut terminal).unwrap().sentence());
                        break;
                    }
                    "quit" => break,
                    _ => {}
                }
            }
        }
    }
    // What is on the terminal must be seen before it closes.
    let _ = io::stdin().lock().lines().next();
}

#[test]
#[ignore = "the program that the other tests run on a terminal of their own"]
fn program() {
    copy_and_obey(LONG);
}

#[test]
#[ignore = "the program that the other tests run on a terminal of their own"]
fn short_program() {
    copy_and_obey(SHORT);
}

/// A terminal that takes no bytes.
struct Gone;

impl io::Write for Gone {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::Error::other("it is gone"))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
#[ignore = "the program that the other tests run on a terminal of their own"]
fn program_without_terminal() {
    let clipboard = Clipboard::new(Surroundings::here(), launcher());
    let error = clipboard.copy(&Plaintext::new(CREDENTIALS.into()), LONG, &mut Gone).err().unwrap();
    println!("<{error}>\r");
    let _ = io::stdin().lock().lines().next();
}

/// One of the programs above as a word for a shell.
fn quoted_program(name: &str) -> String {
    format!("'{}'", own_program(name).join(" "))
}

/// Runs a program that the system must have, and returns what it printed; `None` where it failed.
fn output(program: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Option<String> {
    let mut command = Command::new(program);
    command.args(arguments).envs(environment.iter().copied()).env_remove("TMUX").stdin(Stdio::null());
    let output = command.output().unwrap_or_else(|error| {
        panic!("{program} can't be run ({error}). These tests need tmux, screen, Xvfb and xclip.")
    });
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

/// Waits until `look` sees something.
fn wait<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(began.elapsed() < PATIENCE, "never: {what}");
        std::thread::yield_now();
    }
}

/// No process that can be looked into has the credentials among its arguments or variables.
fn assert_in_no_arguments() {
    let mut processes = 0;
    for process in std::fs::read_dir("/proc").unwrap().flatten() {
        if !process.file_name().to_string_lossy().starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        for file in ["cmdline", "environ"] {
            // It may have ended, or be another user's.
            let text = std::fs::read(process.path().join(file)).unwrap_or_default();
            assert!(
                !String::from_utf8_lossy(&text).contains(&CREDENTIALS[..40]),
                "{}",
                process.path().display()
            );
        }
        processes += 1;
    }
    assert!(processes > 1);
}
