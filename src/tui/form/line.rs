//! A field of one line: a name, an address, a lifetime, or words parted by blanks.

use std::cell::Cell;

use ratatui::layout::Rect;
use tui_input::{Input, InputRequest};

use super::cells::{byte_of, cells_before, char_at, clean_line, follow, window};
use super::control::{Access, Edit, Sheet, Took, inside};
use crate::tui::canvas::width;
use crate::tui::keys::{Command, Context};
use crate::tui::one_line;

/// The most characters that fit; the rules about each attribute are narrower and told by them.
const LONGEST: usize = 8_192;

/// A text of one line with a cursor.
pub(super) struct Line {
    input: Input,
    /// Cells between the brackets that it would like to have.
    room: u16,
    /// Whether the value is a list of words.
    words: bool,
    /// Whether the value is proposed, and nobody has touched it yet.
    proposed: bool,
    /// The first cell of the text that is seen.
    from: Cell<usize>,
}

impl Line {
    /// A line that would like to have so many cells.
    pub(super) fn new(room: u16) -> Self {
        Self { input: Input::default(), room, words: false, proposed: false, from: Cell::new(0) }
    }

    /// A line whose value is a list, its elements parted by blanks.
    pub(super) fn words(room: u16) -> Self {
        Self { words: true, ..Self::new(room) }
    }

    /// Proposes a value, the cursor before it: typed or pasted text takes its place, an editing key keeps it.
    pub(super) fn propose(&mut self, value: &str) {
        self.input = Input::new(value.to_owned()).with_cursor(0);
        self.proposed = !value.is_empty();
        self.from.set(0);
    }

    /// What is typed comes in place of a value that was only proposed.
    fn make_way(&mut self) {
        if std::mem::take(&mut self.proposed) {
            self.input.reset();
        }
    }

    fn ask(&mut self, request: InputRequest) -> Took {
        let before = self.input.value().len();
        self.input.handle(request);
        // No request replaces text by as much text.
        Took::changed(self.input.value().len() != before)
    }

    fn full(&self, more: usize) -> bool {
        self.input.value().chars().count() + more > LONGEST
    }
}

const TOO_LONG: Took = Took::Refused("That is more than fits in this field; nothing was added.");

impl Edit for Line {
    fn values(&self) -> Vec<String> {
        let text = self.input.value();
        if self.words { text.split_whitespace().map(str::to_owned).collect() } else { vec![text.to_owned()] }
    }

    fn set(&mut self, values: &[String]) {
        self.input = Input::new(values.join(" "));
        self.proposed = false;
        self.from.set(0);
    }

    fn context(&self) -> Context {
        Context::Line
    }

    fn perform(&mut self, command: Command) -> Took {
        let Some(request) = one_line::request(command) else { return Took::Nothing };
        let backwards = [Command::DeleteBefore, Command::DeleteWord, Command::DeleteLine].contains(&command);
        if std::mem::take(&mut self.proposed) && backwards {
            // There is nothing before the cursor: they begin at the end of what they are meant for.
            self.input.handle(InputRequest::GoToEnd);
        }
        self.ask(request)
    }

    fn typed(&mut self, c: char) -> Took {
        self.make_way();
        if self.full(1) { TOO_LONG } else { self.ask(InputRequest::InsertChar(c)) }
    }

    fn paste(&mut self, text: &str) -> Took {
        let clean = clean_line(text);
        let more = clean.chars().count();
        if more > 0 {
            self.make_way();
        }
        if self.full(more) {
            return TOO_LONG;
        }
        let cursor = self.input.cursor();
        let mut value = self.input.value().to_owned();
        value.insert_str(byte_of(&value, cursor), &clean);
        self.input = Input::new(value).with_cursor(cursor + more);
        Took::changed(more > 0)
    }

    fn click(&mut self, _part: usize, column: u16) -> Took {
        self.proposed = false;
        let at = char_at(self.input.value(), self.from.get() + usize::from(column));
        self.ask(InputRequest::SetCursor(at))
    }

    fn is_proposed(&self) -> bool {
        self.proposed
    }

    fn wanted(&self) -> u16 {
        self.room.saturating_add(2)
    }

    fn draw(&self, sheet: &mut Sheet<'_>, area: Rect) {
        let text = self.input.value();
        let room = usize::from(inside(area).width);
        let cursor = cells_before(text, self.input.cursor());
        let whole = width(text);
        if !sheet.focused {
            // From its start, with a sign where it goes on.
            self.from.set(0);
            sheet.row(area, text, 0);
            return;
        }
        let furthest = (whole + 1).saturating_sub(room);
        let from = follow(self.from.get().min(furthest), cursor, room);
        self.from.set(from);
        let x = sheet.row(area, &window(text, from, room), 0);
        let column = u16::try_from(cursor.saturating_sub(from)).unwrap_or(u16::MAX);
        sheet.canvas.cursor(x.saturating_add(column), area.y);
        if sheet.access != Access::Edit || inside(area).width == area.width {
            return;
        }
        if from > 0 {
            sheet.canvas.text(area.x, area.y, 1, "…", sheet.canvas.theme.hint);
        }
        if whole > from + room {
            sheet.canvas.text(area.right().saturating_sub(1), area.y, 1, "…", sheet.canvas.theme.hint);
        }
    }
}
