//! A field of several lines: notes as one text, redirect URIs one a line. Long lines are wrapped, so that
//! each character can be seen.

use std::cell::Cell;
use std::ops::Range;

use ratatui::layout::Rect;
use ratatui_textarea::{CursorMove, DataCursor, TextArea};

use super::cells::{byte_of, cells_before, char_at, clean_lines, rows};
use super::control::{Edit, Sheet, Took, room_in};
use crate::tui::keys::{Command, Context};

/// The most characters that fit: a hundred redirect URIs of 2,048 characters.
const LONGEST: usize = 210_000;

/// The rows that it takes at least and at most; it scrolls within them.
const ROWS: Range<usize> = 2..7;

/// One row as it is drawn: a line and a range of its characters.
struct Row {
    line: usize,
    chars: Range<usize>,
}

/// A text of several lines with a cursor.
pub(super) struct Text {
    area: TextArea<'static>,
    /// Whether each line is an element of a list.
    list: bool,
    /// Cells between the brackets when it was last drawn.
    room: Cell<usize>,
    /// The first row that is seen.
    top: Cell<usize>,
}

impl Text {
    /// One text, or a list with one element a line.
    pub(super) fn new(list: bool) -> Self {
        Self { area: TextArea::default(), list, room: Cell::new(40), top: Cell::new(0) }
    }

    fn wrapped(&self, room: usize) -> Vec<Row> {
        let row = |line| move |chars| Row { line, chars };
        let lines = self.area.lines().iter().enumerate();
        // One cell is kept for the cursor behind the last character.
        lines.flat_map(|(line, text)| rows(text, room.saturating_sub(1)).into_iter().map(row(line))).collect()
    }

    /// The row in which the cursor is.
    fn row_of_cursor(&self, rows: &[Row]) -> usize {
        let DataCursor(line, column) = self.area.cursor();
        rows.iter().rposition(|row| row.line == line && row.chars.start <= column).unwrap_or(0)
    }

    fn column_of_cursor(&self, row: &Row) -> usize {
        let DataCursor(line, column) = self.area.cursor();
        let text = &self.area.lines()[line];
        cells_before(text, column) - cells_before(text, row.chars.start)
    }

    fn move_rows(&mut self, down: bool) -> Took {
        let rows = self.wrapped(self.room.get());
        let at = self.row_of_cursor(&rows);
        let to = if down { at + 1 } else { at.wrapping_sub(1) };
        if to >= rows.len() {
            return Took::Nothing;
        }
        let column = self.column_of_cursor(&rows[at]);
        self.put_cursor(&rows[to], column)
    }

    fn put_cursor(&mut self, row: &Row, cell: usize) -> Took {
        let text = &self.area.lines()[row.line];
        let part = &text[byte_of(text, row.chars.start)..byte_of(text, row.chars.end)];
        let ends_line = row.chars.end == text.chars().count();
        let last = if ends_line { row.chars.end } else { row.chars.end.saturating_sub(1) };
        self.jump(row.line, (row.chars.start + char_at(part, cell)).min(last));
        Took::Moved
    }

    fn jump(&mut self, line: usize, column: usize) {
        let short = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        self.area.move_cursor(CursorMove::Jump(short(line), short(column)));
    }

    fn go(&mut self, to: CursorMove) -> Took {
        self.area.move_cursor(to);
        Took::Moved
    }

    /// Deletes up to the end of the line, never the newline.
    fn delete_to_end(&mut self) -> bool {
        let DataCursor(line, column) = self.area.cursor();
        let rest = self.area.lines()[line].chars().count() - column;
        rest > 0 && self.area.delete_str(rest)
    }

    fn full(&self, more: usize) -> bool {
        let had: usize = self.area.lines().iter().map(|line| line.len() + 1).sum();
        had + more > LONGEST
    }

    fn top_for(&self, at: usize, height: usize) -> usize {
        let top = self.top.get().clamp((at + 1).saturating_sub(height), at);
        self.top.set(top);
        top
    }
}

const TOO_LONG: Took = Took::Refused("That is more than fits in this field; nothing was added.");

impl Edit for Text {
    fn values(&self) -> Vec<String> {
        if self.list {
            self.area.lines().iter().filter(|line| !line.trim().is_empty()).cloned().collect()
        } else {
            vec![self.area.lines().join("\n")]
        }
    }

    fn set(&mut self, values: &[String]) {
        let lines = if self.list {
            values.to_vec()
        } else {
            values.iter().flat_map(|text| text.split('\n')).map(str::to_owned).collect()
        };
        self.area = TextArea::new(lines);
        self.top.set(0);
    }

    fn context(&self) -> Context {
        Context::Lines
    }

    fn perform(&mut self, command: Command) -> Took {
        match command {
            Command::Up => self.move_rows(false),
            Command::Down => self.move_rows(true),
            Command::Left => self.go(CursorMove::Back),
            Command::Right => self.go(CursorMove::Forward),
            Command::LineStart => self.go(CursorMove::Head),
            Command::LineEnd => self.go(CursorMove::End),
            Command::DeleteBefore => Took::changed(self.area.delete_char()),
            Command::DeleteAt => Took::changed(self.area.delete_next_char()),
            Command::DeleteToEnd => Took::changed(self.delete_to_end()),
            Command::WordLeft => self.go(CursorMove::WordBack),
            Command::WordRight => self.go(CursorMove::WordForward),
            Command::DeleteWord => Took::changed(self.area.delete_word()),
            Command::DeleteLine => Took::changed(self.area.delete_line_by_head()),
            Command::NewLine => self.typed('\n'),
            _ => Took::Nothing,
        }
    }

    fn typed(&mut self, c: char) -> Took {
        if self.full(1) {
            return TOO_LONG;
        }
        self.area.insert_char(c);
        Took::Changed
    }

    fn paste(&mut self, text: &str) -> Took {
        if self.full(text.len()) {
            return TOO_LONG;
        }
        Took::changed(self.area.insert_str(clean_lines(text)))
    }

    fn click(&mut self, part: usize, column: u16) -> Took {
        let rows = self.wrapped(self.room.get());
        match rows.get(part.min(rows.len().saturating_sub(1))) {
            Some(row) => self.put_cursor(row, usize::from(column)),
            None => Took::Moved,
        }
    }

    fn wanted(&self) -> u16 {
        u16::MAX
    }

    fn rows(&self, width: u16) -> u16 {
        if width == 0 {
            return 1;
        }
        let rows = self.wrapped(room_in(width)).len();
        u16::try_from(rows.clamp(ROWS.start, ROWS.end - 1)).unwrap_or(1)
    }

    fn draw(&self, sheet: &mut Sheet<'_>, area: Rect) {
        let room = room_in(area.width);
        self.room.set(room);
        let rows = self.wrapped(room);
        let at = if sheet.focused { self.row_of_cursor(&rows) } else { 0 };
        let top = self.top_for(at, usize::from(area.height));
        for (number, y) in (top..).zip(area.top()..area.bottom()) {
            let text = rows.get(number).map_or("", |row| {
                let line = &self.area.lines()[row.line];
                &line[byte_of(line, row.chars.start)..byte_of(line, row.chars.end)]
            });
            let x = sheet.row(Rect { y, height: 1, ..area }, text, number);
            if sheet.focused && number == at {
                let column = u16::try_from(self.column_of_cursor(&rows[at])).unwrap_or(u16::MAX);
                sheet.canvas.cursor(x.saturating_add(column), y);
            }
        }
        let more = rows.len() > top + usize::from(area.height);
        if more && area.height > 0 {
            let (x, y) = (area.right().saturating_sub(1), area.bottom() - 1);
            sheet.canvas.text(x, y, 1, "…", sheet.canvas.theme.hint);
        }
    }
}
