//! What decides where a clipboard is: some variables, and what tmux says of the client that is attached to
//! it now. Everything is gathered here once, so that the choice itself is a pure function.

use std::ffi::OsStr;
use std::io::{self, IsTerminal as _};

use super::tmux::{self, Reported, TmuxReport};

/// What is known of the place that the program runs in. Empty variables count as unset.
#[derive(Clone, Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact by itself, and most of them go together")]
pub struct Surroundings {
    /// Standard output is a terminal.
    pub is_terminal: bool,
    /// `TERM`.
    pub term: Option<String>,
    /// `CLIENTKEEP_CLIPBOARD`.
    pub setting: Option<String>,
    /// `SSH_CONNECTION` or `SSH_TTY` is set. Inside tmux that may be years old.
    pub ssh: bool,
    /// `DISPLAY`.
    pub display: Option<String>,
    /// `WAYLAND_DISPLAY`.
    pub wayland_display: Option<String>,
    /// `STY`: GNU screen runs around us.
    pub in_screen: bool,
    /// `TMUX`: tmux runs around us.
    pub in_tmux: bool,
    /// What tmux says, where it can be asked.
    pub tmux: Option<TmuxReport>,
    /// `WSL_INTEROP` or `WSL_DISTRO_NAME`: this Linux runs in Windows.
    pub in_windows: bool,
}

impl Surroundings {
    /// Asks the environment, and tmux where it runs (for a second at most).
    #[must_use]
    pub fn here() -> Self {
        let mut here = Self::of(|name| std::env::var_os(name));
        here.is_terminal = io::stdout().is_terminal();
        if here.in_tmux {
            here.tmux = tmux::report(std::env::var_os("TMUX_PANE").as_deref());
        }
        here
    }

    /// From variables alone.
    fn of<S: AsRef<OsStr>>(variable: impl Fn(&str) -> Option<S>) -> Self {
        let text = |name| {
            variable(name)
                .map(|value| value.as_ref().to_string_lossy().into_owned())
                .filter(|value| !value.is_empty())
        };
        let is_set = |name| text(name).is_some();
        Self {
            is_terminal: false,
            term: text("TERM"),
            setting: text("CLIENTKEEP_CLIPBOARD"),
            ssh: is_set("SSH_CONNECTION") || is_set("SSH_TTY"),
            display: text("DISPLAY"),
            wayland_display: text("WAYLAND_DISPLAY"),
            in_screen: is_set("STY"),
            in_tmux: is_set("TMUX"),
            tmux: None,
            in_windows: is_set("WSL_INTEROP") || is_set("WSL_DISTRO_NAME"),
        }
    }

    /// Whether the person is at the other end of an SSH link now.
    #[must_use]
    pub fn is_remote(&self) -> bool {
        match self.tmux.as_ref().map(|tmux| &tmux.ssh_connection) {
            Some(Reported::Set(_)) => true,
            Some(Reported::Removed) => false,
            Some(Reported::Unknown) | None => self.ssh,
        }
    }

    /// The X display of the person, if any.
    #[must_use]
    pub fn x_display(&self) -> Option<&str> {
        match self.tmux.as_ref().map(|tmux| &tmux.display) {
            Some(Reported::Set(display)) => Some(display),
            Some(Reported::Removed) => None,
            Some(Reported::Unknown) | None => self.display.as_deref(),
        }
    }

    /// What a program that speaks to the desktop must be told beyond our own environment.
    pub(super) fn desktop_environment(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let tmux = self.tmux.as_ref();
        let told =
            [("DISPLAY", tmux.map(|tmux| &tmux.display)), ("XAUTHORITY", tmux.map(|tmux| &tmux.xauthority))];
        told.into_iter().filter_map(|(name, reported)| match reported {
            Some(Reported::Set(value)) => Some((name, value.as_str())),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(variables: &[(&str, &str)]) -> Surroundings {
        Surroundings::of(|name| {
            variables.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn an_empty_variable_is_none() {
        let here = with(&[("SSH_CONNECTION", ""), ("DISPLAY", ""), ("STY", ""), ("TMUX", "")]);
        assert!(!here.is_remote() && here.x_display().is_none() && !here.in_screen && !here.in_tmux);
    }

    #[test]
    fn either_variable_of_ssh_is_enough() {
        assert!(with(&[("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22")]).is_remote());
        assert!(with(&[("SSH_TTY", "/dev/pts/0")]).is_remote());
    }

    #[test]
    fn inside_tmux_the_attached_client_counts_and_not_the_pane() {
        let pane = with(&[("SSH_TTY", "/dev/pts/0"), ("DISPLAY", ":7"), ("TMUX", "/tmp/tmux,1,0")]);
        let attached = |ssh_connection, display| Surroundings {
            tmux: Some(TmuxReport { ssh_connection, display, ..TmuxReport::default() }),
            ..pane.clone()
        };
        let at_the_desk = attached(Reported::Removed, Reported::Set(":1".into()));
        assert!(!at_the_desk.is_remote());
        assert_eq!(at_the_desk.x_display(), Some(":1"));
        assert_eq!(at_the_desk.desktop_environment().collect::<Vec<_>>(), [("DISPLAY", ":1")]);
        let by_ssh = attached(Reported::Set("192.0.2.1 1 192.0.2.2 22".into()), Reported::Removed);
        assert!(by_ssh.is_remote());
        assert_eq!(by_ssh.x_display(), None);
        let not_followed = attached(Reported::Unknown, Reported::Unknown);
        assert!(not_followed.is_remote());
        assert_eq!(not_followed.x_display(), Some(":7"));
    }
}
