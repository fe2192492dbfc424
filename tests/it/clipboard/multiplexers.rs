//! tmux with its default options, and GNU screen, each inside a tmux that plays the terminal at the desk:
//! one whose `set-clipboard` is on, so that what reached the desk can be read from its buffers.

use std::path::PathBuf;

use super::{CREDENTIALS, SHORT_PROGRAM, assert_in_no_arguments, output, quoted_program, wait};

const PROGRAM: &str = "clipboard::program";

/// The terminal at the desk, and what runs inside, each with a socket of its own.
pub struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    /// Runs a command line on the terminal at the desk.
    fn running(command: impl FnOnce(&Desk) -> String) -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        let command = command(&desk);
        let options = "start-server ; set -s set-clipboard on ; set -s exit-empty off ; new-session -d";
        let start: Vec<_> = options.split(' ').chain([command.as_str()]).collect();
        desk.outer(&start).unwrap();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A tmux inside, with default options; the program runs in it, and the person came by SSH.
    pub fn with_tmux(program: &str) -> Self {
        Self::running(|desk| {
            format!(
                "env -u TMUX -u TMUX_PANE -u DISPLAY SSH_CONNECTION='192.0.2.1 50000 192.0.2.2 22' \
                 tmux -S {} -f /dev/null new-session {program}",
                desk.path("inner").display()
            )
        })
    }

    pub fn with_screen(program: &str) -> Self {
        Self::running(|desk| {
            std::fs::create_dir(desk.path("screens")).unwrap();
            let private = std::os::unix::fs::PermissionsExt::from_mode(0o700);
            std::fs::set_permissions(desk.path("screens"), private).unwrap();
            format!(
                "env -u TMUX -u TMUX_PANE -u DISPLAY SSH_CONNECTION='192.0.2.1 50000 192.0.2.2 22' \
                 SCREENDIR={} screen -c /dev/null {}",
                desk.path("screens").display(),
                program.trim_matches('\'')
            )
        })
    }

    fn tmux(&self, socket: &str, arguments: &[&str]) -> Option<String> {
        let socket = self.path(socket);
        output("tmux", &[&["-S", socket.to_str().unwrap(), "-f", "/dev/null"], arguments].concat(), &[])
    }

    /// Asks the tmux at the desk.
    pub fn outer(&self, arguments: &[&str]) -> Option<String> {
        self.tmux("outer", arguments)
    }

    /// Asks the tmux inside.
    pub fn inner(&self, arguments: &[&str]) -> Option<String> {
        self.tmux("inner", arguments)
    }

    /// Waits for a text on the terminal at the desk.
    pub fn wait_for(&self, text: &str) {
        // Long lines are folded at the edge of the screen; -J joins them again.
        wait(text, || self.outer(&["capture-pane", "-p", "-J"]).filter(|screen| screen.contains(text)));
    }

    /// Attaches another client of the tmux inside, in a window of the desk with this environment.
    pub fn attach_from(&self, environment: &str) {
        let inner = self.path("inner");
        let command = format!(
            "env -u TMUX -u TMUX_PANE -u SSH_CONNECTION {environment} tmux -S {} attach",
            inner.display()
        );
        self.outer(&["new-session", "-d", &command]).unwrap();
    }

    pub fn press(&self, line: &str) {
        self.outer(&["send-keys", line, "Enter"]).unwrap();
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // Either may have ended.
        self.inner(&["kill-server"]);
        self.outer(&["kill-server"]);
    }
}

fn buffers(list: Option<String>) -> Vec<String> {
    list.unwrap_or_default().lines().map(Into::into).collect()
}

#[test]
fn in_tmux_with_default_options_it_is_copied_and_reaches_the_desk() {
    let desk = Desk::with_tmux(&quoted_program(PROGRAM));
    desk.wait_for("<tmux> <Copied to tmux, and sent to your terminal; that cannot confirm.>");
    assert_eq!(desk.inner(&["show-buffer"]).as_deref(), Some(CREDENTIALS));
    wait("the desk's copy", || desk.outer(&["show-buffer"]).filter(|buffer| buffer == CREDENTIALS));
    assert_in_no_arguments();
    desk.press("clear");
    desk.wait_for("<Your terminal was asked to clear its clipboard; it cannot confirm.>");
    assert_eq!(buffers(desk.inner(&["list-buffers"])), [""; 0]);
    wait("a blank at the desk", || desk.outer(&["show-buffer"]).filter(|buffer| buffer == " "));
}

#[test]
fn what_could_not_be_sent_on_stays_in_no_tmux_buffer() {
    let desk = Desk::with_tmux(&quoted_program("clipboard::program_without_terminal"));
    desk.wait_for("<The terminal could not be written to: it is gone.>");
    assert_eq!(buffers(desk.inner(&["list-buffers"])), [""; 0]);
}

#[test]
fn tmux_forgets_it_when_its_time_is_over_and_nothing_else() {
    let desk = Desk::with_tmux(&quoted_program(SHORT_PROGRAM));
    desk.wait_for("<tmux>");
    desk.inner(&["set-buffer", "copied by hand since"]).unwrap();
    // The program is gone by then; the process that it left behind does it.
    desk.press("quit");
    wait("the buffer is gone", || {
        let sizes = buffers(desk.inner(&["list-buffers", "-F", "#{buffer_size}"]));
        (sizes == ["20"]).then_some(())
    });
}

#[test]
fn a_tmux_buffer_that_was_changed_is_left_alone() {
    let desk = Desk::with_tmux(&quoted_program(SHORT_PROGRAM));
    desk.wait_for("<tmux>");
    let name = desk.inner(&["list-buffers", "-F", "#{buffer_name}"]).unwrap().trim().to_owned();
    desk.inner(&["set-buffer", "-b", &name, "changed by hand"]).unwrap();
    desk.press("stay");
    desk.wait_for("<Some(NotOurs)>");
    assert_eq!(desk.inner(&["show-buffer", "-b", &name]).as_deref(), Some("changed by hand"));
}

#[test]
fn a_command_in_the_foreground_clears_when_it_is_interrupted() {
    let desk = Desk::with_tmux(&quoted_program(PROGRAM));
    desk.wait_for("<tmux>");
    desk.press("stay");
    desk.wait_for("<staying>");
    desk.outer(&["send-keys", "C-c"]).unwrap();
    desk.wait_for("<Some(Yes)>");
    assert_eq!(buffers(desk.inner(&["list-buffers"])), [""; 0]);
}

#[test]
fn in_screen_it_reaches_the_desk_in_short_strings() {
    let desk = Desk::with_screen(&quoted_program(PROGRAM));
    desk.wait_for("<osc52 through screen> <Sent to your terminal; it cannot confirm.>");
    wait("the desk's copy", || desk.outer(&["show-buffer"]).filter(|buffer| buffer == CREDENTIALS));
}
