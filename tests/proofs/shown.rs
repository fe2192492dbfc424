//! A secret that was shown on the screen and hidden again is nowhere any more: not in the memory of the program, not
//! in what the terminal keeps, not in a core. Looking into that memory is for root: it is not dumpable.

use std::fs::{self, File};
use std::time::{Duration, Instant};

use crate::chance::count;
use crate::ground::{Ground, PASSWORD};
use crate::memory;
use crate::pty::{Pty, command, signal};

/// Characters of a secret by which it is known; a line of the screen may end within it.
const PIECE: usize = 12;
/// Bytes from one character to the next, at most, where characters lie apart, as the cells of a screen do.
const APART: usize = 64;

/// The real program on a terminal, signed on, with its list of one client.
fn screen(ground: &Ground) -> Pty {
    let mut program =
        command([env!("CARGO_BIN_EXE_clientkeep"), "--registry", ground.path.to_str().unwrap()]);
    program.args(["--operator", "ada"]);
    program.env("XDG_STATE_HOME", ground.file("state"));
    program.env_remove("CLIENTKEEP_PASSWORD_FILE");
    let mut pty = Pty::open(program);
    pty.wait_for("Sign on");
    pty.press("\t");
    pty.press(PASSWORD);
    pty.press("\r");
    pty.wait_for("1–1 of 1");
    pty
}

fn secret(ground: &Ground) -> String {
    let made = ground.program().args(["create", "ABC Shipping", "--class", "USER"]).output().unwrap();
    let line = String::from_utf8(made.stdout).unwrap();
    line.trim_end().split_once(':').unwrap().1.to_owned()
}

/// How often a piece of a secret is in the memory of a process, its characters together or evenly apart.
fn in_memory(pid: u32, secret: &str) -> (usize, usize) {
    let pieces: Vec<&[u8]> = secret.as_bytes()[5..].chunks_exact(PIECE).collect();
    let mut found = 0;
    let looked_at = memory::look_at(pid, |bytes| {
        found += pieces.iter().map(|piece| in_bytes(bytes, piece)).sum::<usize>();
    });
    (found, looked_at)
}

fn in_bytes(bytes: &[u8], piece: &[u8]) -> usize {
    let at = |start: usize, apart: usize| {
        piece.iter().enumerate().all(|(number, byte)| bytes.get(start + number * apart) == Some(byte))
    };
    let starts = bytes.iter().enumerate().filter(|(_, byte)| **byte == piece[0]).map(|(start, _)| start);
    starts.filter(|start| (1..=APART).any(|apart| at(*start, apart))).count()
}

/// What a terminal still has after the program: its screen and everything that scrolled away.
fn kept_by_terminal(pty: &Pty) -> String {
    let (rows, cols) = pty.screen().size();
    let mut terminal = vt100::Parser::new(rows, cols, 10_000);
    terminal.process(&pty.raw);
    let screen = terminal.screen_mut();
    screen.set_scrollback(usize::MAX);
    let mut kept = String::new();
    for back in (0..=screen.scrollback()).rev() {
        screen.set_scrollback(back);
        kept.push_str(&screen.contents());
    }
    kept
}

#[test]
fn a_second_after_hiding_a_secret_is_nowhere() {
    let times = count("CLIENTKEEP_PROOF_SHOWN", 2);
    let ground = Ground::real();
    let secret = secret(&ground);
    let mut looked_at = 0;
    for time in 0..times {
        let mut pty = screen(&ground);
        if File::open(format!("/proc/{}/mem", pty.pid())).is_err() {
            println!("NOT TRIED: only root may look into the memory of a program that is not dumpable.");
            return;
        }
        pty.press("u");
        pty.wait_for("Update OAuth2 Client");
        pty.press("\x12");
        pty.wait_for("cks1_");
        assert!(in_memory(pty.pid(), &secret).0 > 0, "while it is shown it can be found");
        if time % 2 == 1 {
            // Larger cells' memory takes the place of what showed it.
            pty.resize(100, 40);
            pty.wait_until("all of it", |pty| pty.screen().contents().contains(&secret));
        }
        // Hidden by hand, by leaving the form, or because somebody else's window has the focus.
        pty.press(["\x12", "\x1b", "\x1b[O"][time % 3]);
        pty.wait_until("hidden", |pty| !pty.screen().contents().contains("cks1_"));
        std::thread::sleep(Duration::from_secs(1));
        let (found, bytes) = in_memory(pty.pid(), &secret);
        assert_eq!(found, 0, "of {bytes} bytes");
        looked_at += bytes;
        pty.press("\x1bq");
        signal(pty.pid(), "TERM");
        pty.end();
        let kept = kept_by_terminal(&pty);
        assert!(!kept.contains("cks1_") && !kept.contains(&secret[10..30]), "{kept}");
    }
    println!(
        "{times} times shown and hidden: 0 in {looked_at} bytes of memory, 0 in what the terminal keeps"
    );
}

#[test]
fn a_program_that_dies_while_it_shows_a_secret_leaves_no_core() {
    let ground = Ground::real();
    let secret = secret(&ground);
    for name in ["ABRT", "TRAP"] {
        let mut pty = screen(&ground);
        pty.press("u");
        pty.wait_for("Update OAuth2 Client");
        pty.press("\x12");
        pty.wait_for("cks1_");
        let limits = fs::read_to_string(format!("/proc/{}/limits", pty.pid())).unwrap();
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        assert_eq!(core.split_whitespace().collect::<Vec<_>>()[4..6], ["0", "0"]);
        let begun = Instant::now();
        signal(pty.pid(), name);
        pty.end();
        assert!(begun.elapsed() < Duration::from_secs(1));
    }
    let left: Vec<_> = fs::read_dir(ground.folder.path()).unwrap().flatten().collect();
    for entry in left.iter().filter(|entry| entry.file_type().unwrap().is_file()) {
        let bytes = fs::read(entry.path()).unwrap();
        assert!(!bytes.windows(20).any(|part| part == &secret.as_bytes()[10..30]), "{:?}", entry.path());
    }
    println!("2 deaths while a secret is shown: 0 cores");
}
