//! A terminal with nothing between, as over SSH.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::CREDENTIALS;
use crate::pty::{Pty, command, own_program};

fn over_ssh(extra: &[(&str, &str)]) -> Pty {
    let words = own_program("clipboard::program");
    let mut program = command(words.iter().map(String::as_str));
    program.env("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22");
    for (name, value) in extra {
        program.env(name, value);
    }
    Pty::open(program)
}

#[test]
fn it_is_sent_to_the_terminal_which_cannot_confirm() {
    let mut pty = over_ssh(&[]);
    pty.wait_for("<osc52> <Sent to your terminal; it cannot confirm.>");
    assert_eq!(pty.heard().copied, [("c".to_owned(), STANDARD.encode(CREDENTIALS))]);
    let sequence = format!("\x1b]52;c;{}\x1b\\", STANDARD.encode(CREDENTIALS));
    assert!(pty.came_last(&sequence, "never"), "closed by ST");
    pty.press("clear\n");
    pty.wait_for("asked to clear");
    assert_eq!(pty.heard().copied.last(), Some(&("c".to_owned(), String::new())));
}

#[test]
fn the_desktop_of_the_remote_machine_is_left_alone() {
    let mut pty = over_ssh(&[("DISPLAY", "localhost:10.0"), ("WAYLAND_DISPLAY", "wayland-0")]);
    pty.wait_for("<osc52>");
}

#[test]
fn no_way_and_a_bad_setting_are_told_plainly() {
    over_ssh(&[("TERM", "dumb")]).wait_for("TERM says that the terminal is dumb");
    over_ssh(&[("CLIENTKEEP_CLIPBOARD", "none")]).wait_for("switched off by CLIENTKEEP_CLIPBOARD=none");
    over_ssh(&[("CLIENTKEEP_CLIPBOARD", "native")]).wait_for("over SSH that is the clipboard of the remote");
    over_ssh(&[("CLIENTKEEP_CLIPBOARD", "x11")])
        .wait_for("CLIENTKEEP_CLIPBOARD is \"x11\", but must be auto");
}

#[test]
fn a_desktop_that_is_named_but_not_there_gives_way_to_the_terminal() {
    let words = own_program("clipboard::program");
    let mut program = command(words.iter().map(String::as_str));
    program.env("DISPLAY", ":987");
    let mut pty = Pty::open(program);
    pty.wait_for("<osc52>");
}

#[test]
fn windows_gets_it_on_standard_input() {
    // A stand-in for clip.exe, which no Linux has: it shows that the program is found and what it is given.
    let folder = tempfile::tempdir().unwrap();
    let clip = folder.path().join("clip.exe");
    std::fs::write(&clip, format!("#!/bin/sh\ncat > {}/got\n", folder.path().display())).unwrap();
    std::fs::set_permissions(&clip, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    let words = own_program("clipboard::program");
    let mut program = command(words.iter().map(String::as_str));
    program.env("WSL_DISTRO_NAME", "Debian");
    program.env("PATH", format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap()));
    let mut pty = Pty::open(program);
    pty.wait_for("<windows> <Sent to the clipboard of Windows; it cannot confirm.>");
    assert_eq!(std::fs::read_to_string(folder.path().join("got")).unwrap(), CREDENTIALS);
}
