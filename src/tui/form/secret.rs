//! A client secret on a form: masked, shown on request, wiped when hidden. It can't be edited or read out.

use ratatui::layout::Rect;

use super::control::{Edit, Sheet, Took, room_in};
use crate::domain::Plaintext;
use crate::tui::keys::{Command, Context};

/// What stands for a secret that is there and not shown; its length says nothing about the secret's.
const MASK: &str = "************";

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
        let rows =
            self.shown.as_ref().map_or(1, |secret| secret.expose().len().div_ceil(row_length(secret, width)));
        u16::try_from(rows.clamp(1, 16)).unwrap_or(1)
    }

    fn draw(&self, sheet: &mut Sheet<'_>, area: Rect) {
        match &self.shown {
            Some(secret) => draw_secret(secret, sheet, area),
            None => drop(sheet.row(area, self.drawn(), 0)),
        }
        if sheet.focused {
            sheet.canvas.cursor(area.x.saturating_add(1), area.y);
        }
    }
}

/// Characters in a row: as many as there is room for, but whole groups of a code that has such.
fn row_length(secret: &Plaintext, width: u16) -> usize {
    let room = room_in(width).max(1);
    let group = secret.expose().find('-').map_or(1, |at| at + 1);
    if room > group { room - room % group } else { room }
}

/// Puts the secret straight into cells: drawing it as text would leave copies that nobody wipes. It is
/// printable ASCII, one character a cell.
fn draw_secret(secret: &Plaintext, sheet: &mut Sheet<'_>, area: Rect) {
    let style = sheet.value_style();
    let rows = secret.expose().as_bytes().chunks(row_length(secret, area.width));
    for (row, y) in rows.zip(area.top()..area.bottom()) {
        let left = sheet.row(Rect { y, height: 1, ..area }, "", 0);
        for (byte, x) in row.iter().zip(left..) {
            let seen = if matches!(byte, b' '..=b'~') { char::from(*byte) } else { '?' };
            sheet.canvas.character(x, y, seen, style);
        }
    }
}
