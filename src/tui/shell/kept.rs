//! Keys that come while rows are on their way are about those rows: they are kept, in their order, and pressed once
//! the rows are there. Until then nothing is drawn, unless it takes long enough to wonder. Leaving never waits.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crossterm::event::KeyEvent;

use super::Shell;
use crate::domain::Plaintext;
use crate::tui::keys::{self, Command, places};
use crate::tui::message::{Message, Notice};

#[cfg(test)]
#[path = "kept_tests.rs"]
mod tests;

/// Rows that take no longer come before it is worth drawing anything.
const SHORT: Duration = Duration::from_millis(400);
/// So long at most nothing is drawn, however many keys came at once.
const LONG: Duration = Duration::from_secs(2);

enum Typed {
    Key(KeyEvent),
    Paste(Plaintext),
}

/// The keys, since when there are some, and when the last of them was pressed.
#[derive(Default)]
pub(super) struct Kept {
    typed: VecDeque<Typed>,
    since: Option<Instant>,
    pressed: Option<Instant>,
}

impl Kept {
    fn keep(&mut self, typed: Typed, now: Instant) {
        self.since.get_or_insert(now);
        self.pressed.get_or_insert(now);
        self.typed.push_back(typed);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.typed.is_empty()
    }

    /// Forgets them: they are about what is not there any more.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }
}

impl Shell {
    /// Presses a key, or keeps it where it must wait. What is about no row is done at once; leaving drops what waits.
    pub(super) fn key_or_keep(&mut self, key: KeyEvent) {
        let contexts = self.layers.last().map(|top| top.screen.contexts()).unwrap_or_default();
        let command = keys::resolve(&contexts, key);
        if command == Some(Command::Leave) {
            self.kept.forget();
        }
        if matches!(command, Some(Command::Leave | Command::Redraw | Command::Suspend)) {
            self.key(key);
        } else if self.must_wait(key) || !self.kept.is_empty() {
            self.kept.keep(Typed::Key(key), self.now);
            self.watch();
        } else {
            self.key(key);
        }
    }

    /// Takes a paste in, or keeps it behind keys that must wait.
    pub(super) fn paste_or_keep(&mut self, text: Plaintext) {
        if self.kept.is_empty() {
            self.used();
            self.tell_top(Message::Pasted(text));
        } else {
            self.kept.keep(Typed::Paste(text), self.now);
        }
    }

    /// Presses kept keys, up to one that must still wait.
    pub(super) fn catch_up(&mut self) {
        while let Some(typed) = self.kept.typed.pop_front() {
            let waits = matches!(&typed, Typed::Key(key) if self.must_wait(*key));
            if !waits {
                self.kept.pressed = Some(self.now);
            }
            match typed {
                typed if waits => {
                    self.kept.typed.push_front(typed);
                    return;
                }
                Typed::Key(key) => self.key(key),
                Typed::Paste(text) => {
                    self.used();
                    self.tell_top(Message::Pasted(text));
                }
            }
        }
        self.kept.since = None;
        self.kept.pressed = None;
    }

    /// Whether what would be drawn now is about to be replaced by what the kept keys lead to.
    #[must_use]
    pub fn is_catching_up(&self) -> bool {
        self.drawn_from().is_some()
    }

    /// When it is drawn again, whether the rows are there or not; `None` where it is drawn already.
    pub(super) fn drawn_from(&self) -> Option<Instant> {
        let (since, pressed) = (self.kept.since?, self.kept.pressed?);
        Some((since + LONG).min(pressed + SHORT)).filter(|at| *at > self.now)
    }

    /// What to say while keys wait.
    pub(super) fn keys_wait(&self) -> Option<Notice> {
        let leave = keys::binding(places::CLIENTS, Command::Leave)?.keys.first()?;
        (!self.kept.is_empty()).then(|| {
            Notice::good(format!("The rows are on their way; your keys wait for them. {leave} leaves."))
        })
    }

    fn must_wait(&self, key: KeyEvent) -> bool {
        let top = self.layers.last().map(|layer| &layer.screen);
        top.is_some_and(|top| top.waits_with(keys::resolve(&top.contexts(), key)))
    }
}
