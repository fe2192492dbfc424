//! The desktop's clipboard, on an X server of the test's own, read by xclip.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use super::multiplexers::Desk;
use super::{CREDENTIALS, SHORT_PROGRAM, assert_in_no_arguments, output, quoted_program, wait};
use crate::pty::{Pty, command, own_program};

pub struct Display {
    server: Child,
    /// As `DISPLAY` has it.
    pub name: String,
}

impl Display {
    pub fn start() -> Self {
        let mut server = Command::new("Xvfb")
            // As on a desktop, the server stays the same one when a client that was alone has left.
            .args(["-displayfd", "1", "-screen", "0", "640x480x8", "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("Xvfb can't be run ({error}). Debian has it in xvfb."));
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
        Self { server, name: format!(":{}", number.trim()) }
    }

    fn xclip(&self, arguments: &[&str]) -> Option<String> {
        let selection = [&["-selection", "clipboard"], arguments].concat();
        output("xclip", &selection, &[("DISPLAY", &self.name)])
    }

    fn clipboard(&self) -> Option<String> {
        self.xclip(&["-o"])
    }

    /// Copies as another program would; xclip stays in the background to serve it.
    fn copy_by_hand(&self, text: &str) {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        let mut xclip = Command::new("xclip");
        xclip.args(["-selection", "clipboard", "-i"]).arg(file.path()).env("DISPLAY", &self.name);
        assert!(xclip.stdout(Stdio::null()).status().unwrap().success());
    }

    fn program(&self, name: &str) -> Pty {
        let words = own_program(name);
        let mut program = command(words.iter().map(String::as_str));
        program.env("DISPLAY", &self.name);
        let mut pty = Pty::open(program);
        pty.wait_for("<native> <Copied to the clipboard.>");
        pty
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        self.server.kill().unwrap();
        self.server.wait().unwrap();
    }
}

#[test]
fn it_is_copied_and_stays_when_the_program_has_ended() {
    let display = Display::start();
    let mut pty = display.program("clipboard::program");
    assert_eq!(display.clipboard().as_deref(), Some(CREDENTIALS));
    let targets = display.xclip(&["-o", "-t", "TARGETS"]).unwrap();
    assert!(targets.contains("x-kde-passwordManagerHint"), "kept out of histories: {targets}");
    assert_in_no_arguments();
    pty.press("quit\n\n");
    pty.end();
    assert_eq!(display.clipboard().as_deref(), Some(CREDENTIALS));
}

#[test]
fn it_is_cleared_on_demand() {
    let display = Display::start();
    let mut pty = display.program("clipboard::program");
    pty.press("clear\n");
    pty.wait_for("<The clipboard is cleared.>");
    assert_eq!(display.clipboard(), None);
}

#[test]
fn it_is_cleared_when_its_time_is_over() {
    let display = Display::start();
    let mut pty = display.program(SHORT_PROGRAM);
    pty.press("quit\n\n");
    pty.end();
    wait("an empty clipboard", || display.clipboard().is_none().then_some(()));
}

#[test]
fn the_same_copied_again_is_not_cleared_at_the_first_ones_time() {
    let display = Display::start();
    let mut pty = display.program(SHORT_PROGRAM);
    pty.press("again\n");
    pty.wait_for("<The clipboard is cleared.>");
}

#[test]
fn what_somebody_else_copied_since_is_left_alone() {
    let display = Display::start();
    let mut pty = display.program(SHORT_PROGRAM);
    display.copy_by_hand("copied by hand since");
    pty.press("stay\n");
    pty.wait_for("<Some(NotOurs)>");
    assert_eq!(display.clipboard().as_deref(), Some("copied by hand since"));
}

#[test]
fn who_attaches_at_the_desktop_gets_it_there_though_the_session_began_over_ssh() {
    let display = Display::start();
    let desk = Desk::with_tmux("");
    wait("the first client", || desk.inner(&["list-clients"]).filter(|list| !list.is_empty()));
    desk.inner(&["detach-client"]).unwrap();
    // The same session again, from a terminal on the desktop.
    desk.attach_from(&format!("DISPLAY={}", display.name));
    wait("the second client", || desk.inner(&["list-clients"]).filter(|list| !list.is_empty()));
    desk.inner(&["send-keys", quoted_program("clipboard::program").trim_matches('\''), "Enter"]).unwrap();
    wait("a copy", || {
        desk.inner(&["capture-pane", "-p", "-J"]).filter(|screen| screen.contains("<native> <Copied to the"))
    });
    assert_eq!(display.clipboard().as_deref(), Some(CREDENTIALS));
}
