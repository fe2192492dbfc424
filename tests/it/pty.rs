//! A terminal of a test's own: a pseudo-terminal whose other end is an emulator, with an eye on what it
//! shows, how it is set and what was put on its clipboard.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use vt100::MouseProtocolMode;

/// How long anything may take that should take no time.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// What applications asked the terminal to put on its clipboard.
#[derive(Default)]
pub struct Heard {
    pub copied: Vec<(String, String)>,
}

impl vt100::Callbacks for Heard {
    fn copy_to_clipboard(&mut self, _: &mut vt100::Screen, selection: &[u8], base64: &[u8]) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        self.copied.push((text(selection), text(base64)));
    }
}

pub struct Pty {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn std::io::Write + Send>,
    output: Receiver<Vec<u8>>,
    emulator: vt100::Parser<Heard>,
    /// Everything that came, for what the emulator doesn't tell.
    pub raw: Vec<u8>,
    closed: bool,
}

/// Builds a command line for a terminal.
pub fn command<'a>(words: impl IntoIterator<Item = &'a str>) -> CommandBuilder {
    let words: Vec<_> = words.into_iter().collect();
    let mut command = CommandBuilder::new(words[0]);
    command.args(&words[1..]);
    command.env("TERM", "xterm-256color");
    command.env("LC_ALL", "C.UTF-8");
    command.cwd("/");
    for inherited in [
        "NO_COLOR",
        "RUST_BACKTRACE",
        "TMUX",
        "TMUX_PANE",
        "STY",
        "SSH_CONNECTION",
        "SSH_TTY",
        "DISPLAY",
        "WAYLAND_DISPLAY",
    ] {
        command.env_remove(inherited);
    }
    command
}

/// This test binary, running one of its programs: ignored tests that want a terminal.
pub fn own_program(name: &str) -> Vec<String> {
    let exe = std::env::current_exe().unwrap();
    [exe.to_str().unwrap(), "--exact", name, "--ignored", "--nocapture"].map(Into::into).to_vec()
}

impl Pty {
    pub fn open(command: CommandBuilder) -> Self {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        // As a real terminal, it stops taking bytes when nobody looks.
        let (bytes, output) = mpsc::sync_channel(4);
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            // An error is the end: the last program on this terminal has gone.
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                if bytes.send(buffer[..read].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            keys: pair.master.take_writer().unwrap(),
            child: pair.slave.spawn_command(command).unwrap(),
            master: pair.master,
            output,
            emulator: vt100::Parser::new_with_callbacks(24, 80, 1_000, Heard::default()),
            raw: Vec::new(),
            closed: false,
        }
    }

    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    pub fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
    }

    /// As [`press`](Self::press), of bytes that may be no text.
    pub fn send(&mut self, bytes: &[u8]) {
        self.keys.write_all(bytes).unwrap();
    }

    /// A size of 0 is one that the terminal doesn't know.
    pub fn resize(&mut self, cols: u16, rows: u16) {
        let (known_rows, known_cols) = if cols * rows == 0 { (24, 80) } else { (rows, cols) };
        self.emulator.screen_mut().set_size(known_rows, known_cols);
        self.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    pub fn screen(&self) -> &vt100::Screen {
        self.emulator.screen()
    }

    pub fn heard(&self) -> &Heard {
        self.emulator.callbacks()
    }

    /// Takes what has come until now, then more until `seen`; shows the screen where that never happens.
    pub fn wait_until(&mut self, what: &str, seen: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !seen(self) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Disconnected) if !self.closed => self.closed = true,
                Err(error) => panic!("{what}: {error}\n{}", self.description()),
            }
        }
    }

    pub fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |pty| pty.screen().contents().contains(text));
    }

    /// Whether nothing at all comes for so long.
    pub fn is_quiet(&mut self, time: Duration) -> bool {
        match self.output.recv_timeout(time) {
            Ok(bytes) => {
                self.take(&bytes);
                false
            }
            Err(_) => true,
        }
    }

    /// Waits until no program has this terminal any more, and says how the first one ended.
    pub fn end(&mut self) -> ExitStatus {
        self.wait_until("the end", |pty| pty.closed);
        self.child.wait().unwrap()
    }

    fn take(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
        self.emulator.process(bytes);
    }

    /// Whether `sequence` is the last of the two that came.
    pub fn came_last(&self, sequence: &str, than: &str) -> bool {
        let last =
            |wanted: &str| self.raw.windows(wanted.len()).rposition(|window| window == wanted.as_bytes());
        last(sequence) > last(than)
    }

    /// Every mode in which the terminal is not as it was before; empty when all is restored.
    pub fn left_behind(&self) -> String {
        let screen = self.screen();
        let mut left = String::new();
        let modes = self.master.get_termios().unwrap();
        let cooked = ["ECHO", "ICANON", "ISIG"];
        let flags = format!("{:?}", modes.local_flags);
        for flag in cooked {
            if !flags.contains(flag) {
                write!(left, "{flag} off, ").unwrap();
            }
        }
        for (name, is_left) in [
            ("alternate screen", screen.alternate_screen()),
            ("hidden cursor", screen.hide_cursor()),
            ("bracketed paste", screen.bracketed_paste()),
            ("mouse", screen.mouse_protocol_mode() != MouseProtocolMode::None),
            ("focus reports", self.came_last("\x1b[?1004h", "\x1b[?1004l")),
            ("reverse or bold", screen.inverse() || screen.bold()),
        ] {
            if is_left {
                write!(left, "{name}, ").unwrap();
            }
        }
        left
    }

    fn description(&self) -> String {
        format!("{}\n[left: {}]", self.screen().contents(), self.left_behind())
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal to a process of ours.
pub fn signal(pid: u32, name: &str) {
    let sent =
        std::process::Command::new("sh").args(["-c", &format!("kill -{name} {pid}")]).status().unwrap();
    assert!(sent.success(), "kill -{name} {pid}");
}

/// The state letter of a process, `None` where there is none (a zombie counts as none).
pub fn state(pid: u32) -> Option<char> {
    let stat = std::fs::read_to_string(Path::new("/proc").join(pid.to_string()).join("stat")).ok()?;
    stat.rsplit_once(") ")?.1.chars().next().filter(|state| *state != 'Z')
}

/// Waits until a process is in a state; how long that took.
pub fn wait_for_state(pid: u32, wanted: Option<char>) -> Duration {
    let began = Instant::now();
    while state(pid) != wanted {
        assert!(began.elapsed() < PATIENCE, "process {pid} is {:?}, not {wanted:?}", state(pid));
        thread::yield_now();
    }
    began.elapsed()
}
