//! The command line on a terminal: passwords are not echoed, what was typed ahead is thrown away, secrets
//! are not printed unasked, and hostile text is made visible.

use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

use super::program::{PASSWORD, Registry, client_id};

/// How long a step may take on a busy machine.
const LIMIT: Duration = Duration::from_mins(1);

/// The bit of termios that echoes what is typed.
const ECHO: u32 = 0o10;

const PROGRAM: &str = env!("CARGO_BIN_EXE_clientkeep");

/// The program on a terminal of its own.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    heard: Receiver<Vec<u8>>,
    text: String,
}

impl Terminal {
    pub fn start(registry: &Registry, arguments: &[&str]) -> Self {
        Self::of(registry, &[], arguments)
    }

    pub fn of(registry: &Registry, before: &[&str], arguments: &[&str]) -> Self {
        let mut command = CommandBuilder::new(PROGRAM);
        command.args(["--registry", registry.path().to_str().unwrap(), "--operator", "ada"]);
        command.args(before);
        command.args(arguments);
        Self::run(command)
    }

    /// The program once a line was typed, so that more can be typed before it asks for anything.
    fn after_a_line(registry: &Registry, arguments: &[&str]) -> Self {
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", "read line; exec \"$@\"", "sh", PROGRAM]);
        command.args(["--registry", registry.path().to_str().unwrap(), "--operator", "ada"]);
        command.args(arguments);
        Self::run(command)
    }

    fn run(mut command: CommandBuilder) -> Self {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        command.env_clear();
        command.env("TERM", "xterm");
        command.env("LC_ALL", "C.UTF-8");
        // Nothing is remembered in the home of whoever runs the tests.
        command.env("XDG_STATE_HOME", "/nonexistent");
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (say, heard) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if say.send(bytes[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let writer = pair.master.take_writer().unwrap();
        Self { child, master: pair.master, writer, heard, text: String::new() }
    }

    /// Waits until the terminal shows a text.
    #[track_caller]
    pub fn shows(&mut self, wanted: &str) {
        let end = Instant::now() + LIMIT;
        while !self.text.contains(wanted) {
            let left = end.saturating_duration_since(Instant::now());
            match self.heard.recv_timeout(left) {
                Ok(bytes) => self.text.push_str(&String::from_utf8_lossy(&bytes)),
                Err(error) => panic!("{error}: never showed {wanted:?}, but: {:?}", self.text),
            }
        }
    }

    pub fn types(&mut self, text: &str) {
        self.writer.write_all(text.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Waits for the end; returns the exit code and everything that was shown.
    pub fn ends(mut self) -> (u32, String) {
        let code = self.child.wait().unwrap().exit_code();
        while let Ok(bytes) = self.heard.recv_timeout(Duration::from_secs(2)) {
            self.text.push_str(&String::from_utf8_lossy(&bytes));
        }
        (code, self.text)
    }
}

#[test]
fn a_password_is_asked_for_and_not_echoed() {
    let registry = Registry::new();
    registry.create("ABC");
    let mut terminal = Terminal::start(&registry, &["disable", "ABC"]);
    terminal.shows("Password of ada: ");
    terminal.types(&format!("{PASSWORD}\r"));
    let (code, text) = terminal.ends();
    assert_eq!(code, 0, "{text}");
    assert!(!text.contains(PASSWORD) && text.contains("disabled"), "{text}");
}

#[test]
fn what_was_typed_before_the_prompt_is_no_part_of_the_password() {
    let registry = Registry::new();
    registry.create("ABC");
    let mut terminal = Terminal::after_a_line(&registry, &["disable", "ABC"]);
    // Together, so that the second line is there before the program begins.
    terminal.types("go\rtyped ahead\r");
    terminal.shows("Password of ada: ");
    terminal.types(&format!("{PASSWORD}\r"));
    let (code, text) = terminal.ends();
    assert_eq!(code, 0, "{text}");
}

#[test]
fn ctrl_c_at_the_prompt_ends_the_program_and_leaves_the_terminal_as_it_was() {
    let registry = Registry::new();
    registry.create("ABC");
    let mut terminal = Terminal::start(&registry, &["disable", "ABC"]);
    terminal.shows("Password of ada: ");
    terminal.types("half a pass\u{3}");
    let status = terminal.child.wait().unwrap();
    assert!(!status.success());
    let modes = terminal.master.get_termios().unwrap();
    assert_ne!(modes.local_flags.bits() & ECHO, 0, "echo is on again");
    assert_eq!(registry.run_bare(&["show", "ABC", "--json"]).json()["status"], "enabled");
}

#[test]
fn a_program_that_is_told_to_end_at_the_prompt_dies_by_that_signal_with_echo_on() {
    let registry = Registry::new();
    registry.create("ABC");
    for signal in [Signal::TERM, Signal::HUP, Signal::QUIT] {
        let mut terminal = Terminal::start(&registry, &["disable", "ABC"]);
        terminal.shows("Password of ada: ");
        let pid = i32::try_from(terminal.child.process_id().unwrap()).unwrap();
        kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
        let status = terminal.child.wait().unwrap();
        assert!(status.signal().is_some(), "{signal:?}: {status:?}");
        let modes = terminal.master.get_termios().unwrap();
        assert_ne!(modes.local_flags.bits() & ECHO, 0, "{signal:?}: echo is on again");
    }
}

#[test]
fn a_new_secret_is_not_printed_on_a_terminal_unless_asked_for() {
    let registry = Registry::new();
    let password = registry.file("password");
    let as_ada = ["--password-file", password.to_str().unwrap()];
    let (code, text) = Terminal::of(&registry, &as_ada, &["create", "ABC", "--class", "USER"]).ends();
    assert_eq!(code, 0, "{text}");
    assert!(!text.contains("cks1_") && text.contains("--reveal"), "{text}");
    let (_, text) = Terminal::of(&registry, &as_ada, &["rotate", "ABC", "--reveal"]).ends();
    assert!(text.contains("cks1_"), "{text}");
}

#[test]
fn a_show_once_registry_makes_no_secret_that_nobody_would_see() {
    let registry = Registry::with(&["--retention", "show-once"]);
    let credentials = registry.create("ABC");
    let password = registry.file("password");
    let as_ada = ["--password-file", password.to_str().unwrap()];
    let (code, text) = Terminal::of(&registry, &as_ada, &["rotate", "ABC"]).ends();
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("--secret-out"), "{text}");
    assert!(registry.accepts(&credentials), "nothing was changed");
}

#[test]
fn what_notes_say_never_reaches_the_terminal_as_more_than_text() {
    let registry = Registry::new();
    let notes = "a\u{1b}]0;pwned\u{7}b\u{202e}c\u{9b}31m\nd";
    registry.run(&["create", "ABC", "--class", "USER", "--notes", notes]).ok();
    let password = registry.file("password");
    let as_ada = ["--password-file", password.to_str().unwrap()];
    let commands: &[&[&str]] = &[
        &["show", "ABC", "--json"],
        &["show", "ABC", "--json", "--reveal"],
        &["list", "--json"],
        &["audit", "--json"],
        &["audit"],
        &["show", "ABC"],
        &["export", "--format", "csv"],
        &["export", "--format", "authelia"],
        &["export", "--format", "rfc7591"],
        &["export", "--format", "keycloak"],
    ];
    for command in commands {
        let (code, text) = Terminal::of(&registry, &as_ada, command).ends();
        assert_eq!(code, 0, "{text}");
        let raw = |c| matches!(c, '\u{1b}' | '\u{7}' | '\u{202e}' | '\u{9b}');
        assert!(text.contains("ABC") || text.contains("create"), "{command:?}: {text:?}");
        assert!(!text.contains(raw), "{command:?}: {text:?}");
    }
    let (_, csv) = Terminal::of(&registry, &as_ada, &["export", "--format", "csv"]).ends();
    assert!(csv.contains("a\\u{1B}]0;pwned"), "it is made visible: {csv}");
    assert!(!csv.contains("\\r"), "the ends of lines are none of it: {csv}");
    let piped = registry.run(&["export", "--format", "csv"]).ok();
    assert!(piped.contains(notes), "a program gets it as it is: {piped:?}");
    let (_, shown) = Terminal::of(&registry, &as_ada, &["show", "ABC", "--json"]).ends();
    let document: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(document["notes"], notes, "the same document");
}

#[test]
fn deleting_asks_for_the_name() {
    let registry = Registry::new();
    let credentials = registry.create("ABC");
    let password = registry.file("password");
    let as_ada = ["--password-file", password.to_str().unwrap()];
    let mut terminal = Terminal::of(&registry, &as_ada, &["delete", client_id(&credentials)]);
    terminal.shows("to delete it: ");
    terminal.types("abc\r");
    let (code, text) = terminal.ends();
    assert_eq!(code, 2, "{text}");
    assert!(registry.accepts(&credentials), "the name has to be exact");

    let mut terminal = Terminal::of(&registry, &as_ada, &["delete", client_id(&credentials)]);
    terminal.shows("to delete it: ");
    terminal.types("ABC\r");
    let (code, text) = terminal.ends();
    assert_eq!(code, 0, "{text}");
    assert!(!registry.accepts(&credentials));
}

#[test]
fn a_person_gets_a_table_with_a_heading_and_a_position() {
    let registry = Registry::new();
    registry.create("ABC");
    let (code, text) = Terminal::start(&registry, &["list"]).ends();
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("Name") && text.contains("Client ID") && text.contains("of 1"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 81), "it fits: {text}");
}

#[test]
fn credentials_are_copied_through_the_terminal_and_the_copy_is_told() {
    let registry = Registry::new();
    let credentials = registry.create("ABC");
    let password = registry.file("password");
    let as_ada = ["--password-file", password.to_str().unwrap()];
    let mut terminal = Terminal::of(&registry, &as_ada, &["copy", "ABC"]);
    terminal.shows("Sent to your terminal");
    let (code, text) = terminal.ends();
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("Nothing clears it by itself"), "{text}");
    assert!(
        text.contains(&format!("\"ABC\" ({}", client_id(&credentials))),
        "it says whose they are: {text}"
    );
    assert!(!text.contains(&credentials), "it is never printed");
    let encoded = data_encoding::BASE64.encode(credentials.as_bytes());
    assert!(text.contains(&format!("\u{1b}]52;c;{encoded}")), "{text:?}");
}

#[test]
fn a_password_file_that_everybody_can_read_is_told_to_a_person() {
    let registry = Registry::new();
    let password = registry.file("password");
    for (mode, told) in [(0o644, true), (0o640, false)] {
        std::fs::set_permissions(&password, std::fs::Permissions::from_mode(mode)).unwrap();
        let as_ada = ["--password-file", password.to_str().unwrap()];
        let (code, text) = Terminal::of(&registry, &as_ada, &["setting", "set", "grace", "1h"]).ends();
        assert_eq!(code, 0, "{text}");
        assert_eq!(text.contains("chmod 600"), told, "{text}");
    }
    let script = registry.run(&["setting", "set", "grace", "1h"]);
    assert!(!script.stderr.contains("chmod"), "a script's log is not filled with it");
}
