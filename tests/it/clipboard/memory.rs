//! Once it was copied, the text is nowhere in the memory of the program that copied it.

use std::fs::OpenOptions;
use std::io::{self, BufRead as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clientkeep::clipboard::{Clipboard, Surroundings};
use clientkeep::domain::Plaintext;

use super::desktop::Display;
use super::multiplexers::Desk;
use super::{CREDENTIALS, LONG, launcher, quoted_program, wait};
use crate::memory;
use crate::pty::{Pty, command, own_program};

const PROGRAM: &str = "clipboard::memory::program";

/// Text that stands nowhere in the program's file, made without leaving copies.
fn fresh() -> Plaintext {
    let mut text = String::with_capacity(CREDENTIALS.len());
    text.extend(CREDENTIALS.chars().rev());
    Plaintext::new(text)
}

/// Copies a text that it then forgets, and stays.
#[test]
#[ignore = "the program that the other tests run on a terminal of their own"]
fn program() {
    // The test must be allowed to look, where only a parent may.
    let _ = rustix::process::set_ptracer(rustix::process::PTracer::Any);
    let mut terminal = OpenOptions::new().write(true).open("/dev/tty").unwrap();
    let copied = Clipboard::new(Surroundings::here(), launcher()).copy(&fresh(), LONG, &mut terminal);
    println!("<pid {}> <{}>\r", std::process::id(), copied.unwrap().channel().name());
    let _ = io::stdin().lock().lines().next();
}

/// How often a piece of the text, plain or as OSC 52 has it, is in the memory of this process.
fn found(pid: u32) -> usize {
    let text = fresh();
    let base64 = STANDARD.encode(text.expose());
    let pieces = [&text.expose().as_bytes()[60..90], &base64.as_bytes()[80..120]];
    let mut found = 0;
    let looked_at = memory::look_at(pid, |bytes| {
        found += pieces.iter().map(|piece| count(bytes, piece)).sum::<usize>();
    });
    assert!(looked_at > 100_000, "only {looked_at} bytes could be looked at");
    found
}

fn count(bytes: &[u8], piece: &[u8]) -> usize {
    let mut starts = bytes.iter().enumerate().filter(|(_, byte)| **byte == piece[0]);
    std::iter::from_fn(|| starts.next()).filter(|(at, _)| bytes[*at..].starts_with(piece)).count()
}

fn pid(screen: &str) -> u32 {
    screen.split_once("<pid ").unwrap().1.split_once('>').unwrap().0.parse().unwrap()
}

fn on_a_terminal(variables: &[(&str, &str)], channel: &str) {
    let words = own_program(PROGRAM);
    let mut program = command(words.iter().map(String::as_str));
    for (name, value) in variables {
        program.env(name, value);
    }
    let mut pty = Pty::open(program);
    pty.wait_for(&format!("<{channel}>"));
    assert_eq!(found(pid(&pty.screen().contents())), 0, "{channel}");
}

#[test]
fn nothing_is_left_after_sending_to_the_terminal() {
    on_a_terminal(&[("SSH_TTY", "/dev/pts/0")], "osc52");
}

#[test]
fn nothing_is_left_after_copying_to_the_desktop() {
    let display = Display::start();
    on_a_terminal(&[("DISPLAY", &display.name)], "native");
}

#[test]
fn nothing_is_left_after_copying_to_tmux() {
    let desk = Desk::with_tmux(&quoted_program(PROGRAM));
    desk.wait_for("<tmux>");
    let screen =
        wait("the pid", || desk.outer(&["capture-pane", "-p"]).filter(|text| text.contains("<pid ")));
    assert_eq!(found(pid(&screen)), 0);
}
