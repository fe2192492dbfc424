//! Keys that come while rows are on their way are about those rows: they are kept, in their order, and pressed once
//! the rows are there. Until then nothing is drawn, unless it takes long enough to wonder.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crossterm::event::KeyEvent;

use super::Shell;
use crate::tui::keys;
use crate::tui::message::Message;

/// Rows that take no longer come before it is worth drawing anything.
const SHORT: Duration = Duration::from_millis(400);
/// So long at most nothing is drawn, however many keys came at once.
const LONG: Duration = Duration::from_secs(2);

enum Typed {
    Key(KeyEvent),
    Paste(String),
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

    /// Forgets them: they are about what is not there any more.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }
}

impl Shell {
    /// Presses a key, or keeps it where it must wait.
    pub(super) fn key_or_keep(&mut self, key: KeyEvent) {
        if self.must_wait(key) || !self.kept.typed.is_empty() {
            self.kept.keep(Typed::Key(key), self.now);
            self.watch();
        } else {
            self.key(key);
        }
    }

    /// Takes a paste in, or keeps it behind keys that must wait.
    pub(super) fn paste_or_keep(&mut self, text: String) {
        if self.kept.typed.is_empty() {
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
        let within = |from: Option<Instant>, time| {
            from.is_some_and(|from| self.now.saturating_duration_since(from) < time)
        };
        within(self.kept.since, LONG) && within(self.kept.pressed, SHORT)
    }

    fn must_wait(&self, key: KeyEvent) -> bool {
        let top = self.layers.last().map(|layer| &layer.screen);
        top.is_some_and(|top| top.waits_with(keys::resolve(&top.contexts(), key)))
    }
}
