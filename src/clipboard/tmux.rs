//! What is asked of tmux: who is attached, and to keep a buffer. The text goes in on standard input.

use std::ffi::OsStr;
use std::process::Command;
use std::time::Duration;

use super::error::ClipboardError;
use super::process;

const PROGRAM: &str = "tmux";

/// tmux answers at once or hangs.
const LIMIT: Duration = Duration::from_secs(1);

/// Newest buffers among which ours is looked for; others may copy at the same time.
const CANDIDATES: usize = 8;

/// What tmux says of this pane and of the client attached to it now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TmuxReport {
    /// The terminal that we have is this pane's. It isn't when GNU screen runs between.
    pub owns_our_terminal: bool,
    /// `SSH_CONNECTION` of the attached client.
    pub ssh_connection: Reported,
    /// `DISPLAY` of the attached client.
    pub display: Reported,
    /// `XAUTHORITY` of the attached client.
    pub xauthority: Reported,
}

/// A variable as `tmux show-environment` has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reported {
    /// tmux doesn't follow this variable: what the pane was started with counts.
    #[default]
    Unknown,
    /// The attached client has none.
    Removed,
    /// The attached client's value.
    Set(String),
}

/// Who is attached to the tmux around us, or `None` where it can't be asked.
pub(super) fn report(pane: Option<&OsStr>) -> Option<TmuxReport> {
    let mut command = Command::new(PROGRAM);
    let target: Vec<_> = pane.into_iter().flat_map(|pane| [OsStr::new("-t"), pane]).collect();
    command.args(["display-message", "-p"]).args(&target).arg("#{pane_tty}");
    command.arg(";").arg("show-environment").args(&target);
    let answer = process::run(&mut command, b"", LIMIT).ok()?;
    let ours = rustix::termios::ttyname(rustix::stdio::stdout(), Vec::new()).ok();
    Some(read_report(&String::from_utf8_lossy(&answer), ours.as_ref().and_then(|name| name.to_str().ok())))
}

/// Reads the pane's terminal in the first line, then `NAME=value` or `-NAME` lines.
fn read_report(answer: &str, our_terminal: Option<&str>) -> TmuxReport {
    let mut lines = answer.lines();
    let pane = lines.next();
    let mut report = TmuxReport {
        owns_our_terminal: our_terminal.is_none() || pane == our_terminal,
        ..TmuxReport::default()
    };
    for line in lines {
        let (name, value) = match (line.strip_prefix('-'), line.split_once('=')) {
            (Some(name), _) | (None, Some((name, ""))) => (name, Reported::Removed),
            (None, Some((name, value))) => (name, Reported::Set(value.to_owned())),
            (None, None) => continue,
        };
        match name {
            "SSH_CONNECTION" => report.ssh_connection = value,
            "DISPLAY" => report.display = value,
            "XAUTHORITY" => report.xauthority = value,
            _ => {}
        }
    }
    report
}

/// Loads `text` into a buffer of its own, which tmux also offers to the attached terminal, and finds that
/// buffer's name by reading it back. `None` where it can't be found again.
///
/// The buffer gets no name from us: `tmux paste-buffer` and `show-buffer` prefer nameless ones.
pub(super) fn load(text: &str) -> Result<Option<String>, ClipboardError> {
    let load = |arguments: &[&str]| {
        process::run(Command::new(PROGRAM).arg("load-buffer").args(arguments), text.as_bytes(), LIMIT)
    };
    // `-w` came with tmux 3.2; without it the text goes to the buffer only, and OSC 52 does the rest.
    load(&["-w", "-"]).or_else(|_| load(&["-"])).map_err(ClipboardError::program(PROGRAM))?;
    Ok(find(text))
}

/// The newest buffer that holds exactly `text`.
fn find(text: &str) -> Option<String> {
    let format = "#{buffer_size} #{buffer_name}";
    let list = process::run(Command::new(PROGRAM).args(["list-buffers", "-F", format]), b"", LIMIT).ok()?;
    String::from_utf8_lossy(&list)
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter(|(size, _)| size.parse() == Ok(text.len()))
        .take(CANDIDATES)
        .map(|(_, name)| name.to_owned())
        .find(|name| holds(name, text))
}

/// Whether this buffer holds exactly `text`.
pub(super) fn holds(buffer: &str, text: &str) -> bool {
    process::run(Command::new(PROGRAM).args(["save-buffer", "-b", buffer, "-"]), b"", LIMIT)
        .is_ok_and(|answer| answer[..] == *text.as_bytes())
}

/// Deletes the buffer where it still holds `text`; false where it doesn't.
pub(super) fn clear(buffer: &str, text: &str) -> bool {
    holds(buffer, text)
        && process::run(Command::new(PROGRAM).args(["delete-buffer", "-b", buffer]), b"", LIMIT).is_ok()
}

/// Makes the attached terminal forget, by giving it a blank instead: tmux sends no empty clipboard on.
pub(super) fn blank_terminal() {
    if let Ok(Some(buffer)) = load(" ") {
        clear(&buffer, " ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_tells_who_is_attached() {
        let answer =
            "/dev/pts/3\n-DISPLAY\nLANG=C\nSSH_CONNECTION=192.0.2.1 1 192.0.2.2 22\nXAUTHORITY=/a=b\n";
        let report = read_report(answer, Some("/dev/pts/3"));
        assert!(report.owns_our_terminal);
        assert_eq!(report.ssh_connection, Reported::Set("192.0.2.1 1 192.0.2.2 22".into()));
        assert_eq!(report.display, Reported::Removed);
        assert_eq!(report.xauthority, Reported::Set("/a=b".into()));
    }

    #[test]
    fn what_is_not_told_is_unknown_and_another_terminal_is_not_ours() {
        let report = read_report("/dev/pts/3\n", Some("/dev/pts/9"));
        assert_eq!(report, TmuxReport { owns_our_terminal: false, ..TmuxReport::default() });
    }
}
