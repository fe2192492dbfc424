//! What screens are told and what they ask for in return. Plain data; nothing is done here.

use crossterm::event::KeyEvent;

use super::canvas::{Click, Target};
use super::keys::Command;
use super::request::{Answer, Request};
use super::screen::Screen;
use crate::domain::{ClientRecord, Draft, Plaintext};

/// What a screen is told.
pub enum Message {
    /// It has come to the top, for the first time or again: time to load what it shows.
    Shown,
    /// The terminal has another size.
    Resized,
    /// Somebody else changed the registry: what is shown may be old.
    Changed,
    /// A key, a button or a hint in the footer means this here.
    Do(Command),
    /// A key that means nothing here: text, perhaps.
    Typed(KeyEvent),
    /// Pasted text. It is never a key, and may be a secret.
    Pasted(Plaintext),
    /// A click on something that is no command.
    Clicked(Click),
    /// A step of the wheel.
    Wheel {
        /// What lies under the pointer.
        target: Option<Target>,
        /// Towards the end.
        down: bool,
    },
    /// The answer to the last request of its kind.
    Answer(Answer),
    /// A secret must leave the screen now.
    Hide,
    /// No key came for a moment.
    Rested,
    /// This client was saved over a list: it is the one to go on with.
    Select(String),
    /// These clients were dealt with over a list: nothing else is to be done with their marks.
    Handled(Vec<String>),
    /// What the operator chose between two saves: the form goes on from the newer one with this in it.
    Merged(Box<Merged>),
}

/// What came of comparing two saves.
pub struct Merged {
    /// The newer save.
    pub theirs: ClientRecord,
    /// What the fields hold now.
    pub draft: Draft,
    /// Whether a new secret that is not saved yet stays.
    pub keeps_secret: bool,
}

/// What a screen asks for. The shell performs it, in order, and nothing else does.
pub enum Effect {
    /// Lay a screen on top.
    Open(Box<dyn Screen>),
    /// Close this screen; what follows is done for the one below it.
    Close,
    /// Put another screen in the place of all of them: a panel, or the sign-on.
    Switch(Box<dyn Screen>),
    /// Call the service; the answer comes as a message.
    Ask(Request),
    /// Tell the screen something, such as a command, as if its key had been pressed.
    Tell(Message),
    /// Say something in the status line.
    Say(Notice),
    /// Tell the screen to hide its secret in half a minute.
    HideSoon,
    /// Tell the screen when no such effect came for a moment: what follows the cursor can follow it then.
    RestSoon,
    /// End the program, after asking where something would be lost.
    Leave,
    /// End the program.
    Quit,
}

/// How grave a notice is; each has a word or sign of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something was done, or is worth knowing.
    Good,
    /// Something deserves a second look.
    Warning,
    /// Something was refused or failed.
    Error,
}

/// One or two sentences for the status line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How grave it is.
    pub tone: Tone,
    /// The sentences.
    pub text: String,
}

impl Notice {
    /// Something was done.
    pub fn good(text: impl Into<String>) -> Self {
        Self { tone: Tone::Good, text: text.into() }
    }

    /// Something deserves a second look.
    pub fn warning(text: impl Into<String>) -> Self {
        Self { tone: Tone::Warning, text: text.into() }
    }

    /// With what is said besides behind it; as grave as it is.
    #[must_use]
    pub fn followed_by(self, more: &Self) -> Self {
        Self { text: format!("{} {}", self.text, more.text), ..self }
    }

    /// Something was refused or failed.
    pub fn error(text: impl Into<String>) -> Self {
        Self { tone: Tone::Error, text: text.into() }
    }
}
