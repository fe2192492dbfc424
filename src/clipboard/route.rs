//! Which way a copy goes: a pure function of the surroundings, in the order of SECURITY.md.

#[cfg(test)]
mod tests;

use super::error::ClipboardError;
use super::surroundings::Surroundings;
use crate::domain::text;

/// A way to a clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// `tmux load-buffer -w`, and OSC 52 through tmux besides.
    Tmux,
    /// OSC 52 on the terminal.
    Terminal(Wrap),
    /// The desktop's clipboard on this machine.
    Native,
    /// `clip.exe` of the Windows around this Linux.
    Windows,
}

/// What OSC 52 is wrapped in, so that what runs around us passes it on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrap {
    /// Nothing is between.
    Plain,
    /// tmux is: its passthrough.
    Tmux,
    /// GNU screen is: DCS strings of at most 240 bytes.
    Screen,
}

/// The way to go from here, or why there is none.
pub fn choose(here: &Surroundings) -> Result<Route, ClipboardError> {
    match here.setting.as_deref() {
        None | Some("auto") => automatic(here),
        Some("none") => Err(ClipboardError::Off),
        Some("native") => native(here),
        Some("tmux") if here.in_tmux => Ok(Route::Tmux),
        Some("tmux") => Err(ClipboardError::NotInTmux),
        Some("osc52") if !here.is_terminal => Err(ClipboardError::NoTerminal),
        Some("osc52") => Ok(Route::Terminal(wrap(here))),
        Some(other) => Err(ClipboardError::Setting(text::quoted(other))),
    }
}

fn automatic(here: &Surroundings) -> Result<Route, ClipboardError> {
    if !here.is_terminal {
        return Err(ClipboardError::NoTerminal);
    }
    if matches!(here.term.as_deref(), None | Some("dumb")) {
        return Err(ClipboardError::DumbTerminal);
    }
    Ok(match native(here) {
        Ok(route) => route,
        Err(_) => through_terminal(here),
    })
}

/// The clipboard of this machine, where a person sits at it.
fn native(here: &Surroundings) -> Result<Route, ClipboardError> {
    if here.is_remote() {
        Err(ClipboardError::RemoteNative)
    } else if here.x_display().is_some() || here.wayland_display.is_some() {
        Ok(Route::Native)
    } else if here.in_windows {
        Ok(Route::Windows)
    } else {
        Err(ClipboardError::NoDesktop)
    }
}

fn through_terminal(here: &Surroundings) -> Route {
    match (wrap(here), &here.tmux) {
        (Wrap::Tmux, Some(_)) => Route::Tmux,
        // A tmux that can't be asked, such as another user's after `su`, takes no buffer either.
        (wrap, _) => Route::Terminal(wrap),
    }
}

/// What is next to us. With both around, the one that owns our terminal is the inner one.
fn wrap(here: &Surroundings) -> Wrap {
    let screen_is_inside = here.tmux.as_ref().is_some_and(|tmux| !tmux.owns_our_terminal);
    match (here.in_tmux, here.in_screen) {
        (true, true) if screen_is_inside => Wrap::Screen,
        (true, _) => Wrap::Tmux,
        (false, true) => Wrap::Screen,
        (false, false) => Wrap::Plain,
    }
}

impl Wrap {
    /// In which ways the terminal is to be told. A tmux whose `set-clipboard` is on takes OSC 52 itself.
    pub(super) fn ways(self) -> &'static [Self] {
        match self {
            Self::Plain => &[Self::Plain],
            Self::Tmux => &[Self::Plain, Self::Tmux],
            Self::Screen => &[Self::Screen],
        }
    }
}

impl Surroundings {
    /// Where to go when the desktop that was chosen by itself turns out not to be there.
    pub(super) fn without_desktop(&self, route: Route) -> Option<Route> {
        let automatic = matches!(self.setting.as_deref(), None | Some("auto"));
        (automatic && route == Route::Native).then(|| through_terminal(self))
    }
}
