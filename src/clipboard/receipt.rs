//! What became of a copy: what may be said of it, and how it is taken off again. It holds no secret.

use std::io::{self, Write};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use super::cleared::Cleared;
use super::detach::Holder;
use super::error::ClipboardError;
use super::route::{Route, Wrap};
use super::{osc52, tmux, windows};

/// The way that a copy went, as the audit log names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// A tmux buffer, and the terminal that tmux is shown on.
    Tmux,
    /// OSC 52 on the terminal.
    Terminal(Wrap),
    /// The desktop's clipboard.
    Native,
    /// The clipboard of Windows.
    Windows,
}

impl Channel {
    /// Its name in the audit log.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Tmux => "tmux",
            Self::Terminal(Wrap::Screen) => "osc52 through screen",
            Self::Terminal(Wrap::Tmux) => "osc52 through tmux",
            Self::Terminal(Wrap::Plain) => "osc52",
            Self::Native => "native",
            Self::Windows => "windows",
        }
    }
}

impl From<Route> for Channel {
    fn from(route: Route) -> Self {
        match route {
            Route::Tmux => Self::Tmux,
            Route::Terminal(wrap) => Self::Terminal(wrap),
            Route::Native => Self::Native,
            Route::Windows => Self::Windows,
        }
    }
}

/// Ctrl-C and the like, as a reason to clear instead of a death.
pub struct Interrupt(UnixStream);

impl Interrupt {
    /// From now on SIGINT, SIGTERM and SIGHUP end [`Receipt::outlast`] and nothing else: call it right
    /// before copying.
    pub fn listen() -> io::Result<Self> {
        let (told, interrupt) = UnixStream::pair()?;
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            signal_hook::low_level::pipe::register(signal, told.try_clone()?)?;
        }
        Ok(Self(interrupt))
    }
}

/// Proof of a copy.
pub struct Receipt {
    channel: Channel,
    confirmed: bool,
    holder: Option<(Holder, Duration)>,
}

impl Receipt {
    pub(super) fn new(channel: Channel, confirmed: bool, holder: Option<(Holder, Duration)>) -> Self {
        Self { channel, confirmed, holder }
    }

    /// The way that it went.
    #[must_use]
    pub fn channel(&self) -> Channel {
        self.channel
    }

    /// Whether a read-back agreed.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.confirmed
    }

    /// What to tell the operator.
    #[must_use]
    pub fn sentence(&self) -> &'static str {
        match (self.channel, self.confirmed) {
            (Channel::Native, true) => "Copied to the clipboard.",
            (Channel::Native, false) => "Sent to the clipboard; it does not confirm.",
            (Channel::Tmux, true) => "Copied to tmux, and sent to your terminal; that cannot confirm.",
            (Channel::Tmux, false) => "Sent to tmux and to your terminal; they do not confirm.",
            (Channel::Windows, _) => "Sent to the clipboard of Windows; it cannot confirm.",
            (Channel::Terminal(_), _) => "Sent to your terminal; it cannot confirm.",
        }
    }

    /// After what time it is cleared without anybody's doing, even when this program has ended; `None`
    /// where only [`clear`](Self::clear) does it.
    #[must_use]
    pub fn clears_itself_after(&self) -> Option<Duration> {
        self.holder.as_ref().map(|(_, keep)| *keep)
    }

    /// Stays until it is cleared, at its time or when interrupted; `None` at once where nothing clears it
    /// by itself. For a command that keeps the foreground.
    #[must_use]
    pub fn outlast(self, interrupt: &Interrupt) -> Option<Cleared> {
        self.holder.map(|(holder, _)| holder.outlast(&interrupt.0))
    }

    /// A newer copy by the same program has taken its place. On a clipboard that both share, this one must
    /// not clear the newer one before its time, should they be the same; a tmux buffer of its own is
    /// cleared as before.
    pub fn supersede(self) {
        if let (Channel::Native, Some((holder, _))) = (self.channel, self.holder) {
            holder.leave();
        }
    }

    /// Clears it now. A clipboard that can be read is cleared only where it still holds our text; a
    /// terminal's is emptied whatever is on it. May wait for other programs, as copying does.
    pub fn clear(self, terminal: &mut dyn Write) -> Result<Cleared, ClipboardError> {
        let held = self.holder.map(|(holder, _)| holder.clear());
        match self.channel {
            Channel::Native => Ok(held.unwrap_or(Cleared::NotOurs)),
            Channel::Windows => windows::copy("").map(|()| Cleared::Asked),
            Channel::Terminal(wrap) => {
                terminal.write_all(&osc52::clear(wrap.ways())).map_err(ClipboardError::Terminal)?;
                Ok(Cleared::Asked)
            }
            Channel::Tmux => {
                tmux::blank_terminal();
                terminal.write_all(&osc52::clear(&[Wrap::Tmux])).map_err(ClipboardError::Terminal)?;
                Ok(Cleared::Asked)
            }
        }
    }
}
