//! A client secret on a form: masked, shown on request, wiped when hidden. It can't be edited or read out.

use ratatui::layout::Rect;

use super::control::{Edit, Sheet, Took, room_in};
use crate::domain::Plaintext;
use crate::tui::keys::{Command, Context};

/// What stands for a secret that is there and not shown; its length says nothing about the secret's.
const MASK: &str = "****************";

/// A secret that may be shown.
pub(super) struct Secret {
    exists: bool,
    words: String,
    shown: Option<Plaintext>,
}

impl Secret {
    pub(super) fn new() -> Self {
        Self { exists: false, words: String::new(), shown: None }
    }

    /// Says whether there is a secret, and what there is to know about it. Hides it.
    pub(super) fn describe(&mut self, exists: bool, words: String) {
        *self = Self { exists, words, shown: None };
    }

    pub(super) fn show(&mut self, secret: Plaintext) {
        self.shown = Some(secret);
    }

    pub(super) fn hide(&mut self) {
        self.shown = None;
    }

    pub(super) fn is_shown(&self) -> bool {
        self.shown.is_some()
    }

    fn drawn(&self) -> &str {
        match &self.shown {
            Some(secret) => secret.expose(),
            None if self.exists => MASK,
            None => &self.words,
        }
    }

    /// What stands beside it while it is masked; shown, it needs the room.
    pub(super) fn words(&self) -> &str {
        if self.exists && self.shown.is_none() { &self.words } else { "" }
    }
}

impl Edit for Secret {
    /// Always empty: a secret is not read from a form.
    fn values(&self) -> Vec<String> {
        Vec::new()
    }

    /// Does nothing: a secret is put in by [`Secret::show`] only.
    fn set(&mut self, _values: &[String]) {}

    fn context(&self) -> Context {
        Context::Line
    }

    fn perform(&mut self, command: Command) -> Took {
        match command {
            Command::Left | Command::Right | Command::LineStart | Command::LineEnd => Took::Moved,
            _ => Took::Nothing,
        }
    }

    fn wanted(&self) -> u16 {
        u16::try_from(self.drawn().chars().count()).unwrap_or(u16::MAX).saturating_add(2)
    }

    fn rows(&self, width: u16) -> u16 {
        let room = room_in(width).max(1);
        let rows = self.shown.as_ref().map_or(1, |secret| secret.expose().len().div_ceil(room));
        u16::try_from(rows.clamp(1, 16)).unwrap_or(1)
    }

    fn draw(&self, sheet: &mut Sheet<'_>, area: Rect) {
        let mut rest = self.drawn();
        let room = room_in(area.width).max(1);
        for y in area.top()..area.bottom() {
            // Secrets are printable ASCII; words are cut as text.
            let end = if self.shown.is_some() { super::cells::byte_of(rest, room) } else { rest.len() };
            sheet.row(Rect { y, height: 1, ..area }, &rest[..end], 0);
            rest = &rest[end..];
        }
        if sheet.focused {
            sheet.canvas.cursor(area.x.saturating_add(1), area.y);
        }
    }
}
