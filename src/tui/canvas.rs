//! What screens draw on: a buffer, the theme, and a note of what lies where, so that a click finds exactly
//! what was drawn. All text goes through `domain::text` here, so nothing from outside reaches the terminal raw.

use super::keys::{self, Command};
use super::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

mod measure;

pub use measure::{fit, width, wrap};

/// What a click on some place of the screen means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A button or a hint in the footer.
    Command(Command),
    /// A row of a list, counted from the first that is drawn.
    Row(usize),
    /// One column of a row of a list.
    Cell {
        /// The row, counted from the first that is drawn.
        row: usize,
        /// The column, counted in the list's own columns.
        column: usize,
    },
    /// The header of a column.
    Header(usize),
    /// A field of a form, or one of the values of a field that has several.
    Field {
        /// The field, counted in the form.
        field: usize,
        /// The value within it; 0 where there is one.
        part: usize,
    },
    /// A value in an open drop-down.
    Option(usize),
    /// Outside of what is open: a dialog, a drop-down.
    Outside,
    /// A part of what is open that does nothing.
    Frame,
}

/// A click: what was hit and where in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Click {
    /// What was hit.
    pub target: Target,
    /// Columns from the left edge of what was hit.
    pub column: u16,
    /// Rows from its upper edge.
    pub row: u16,
}

/// Where things were drawn, the last drawn on top.
#[derive(Clone, Debug, Default)]
pub struct Hits(Vec<(Rect, Target)>);

impl Hits {
    /// Whether something is open over a part of the screen: see [`Canvas::overlay`].
    #[must_use]
    pub fn has_overlay(&self) -> bool {
        self.0.iter().any(|(_, target)| *target == Target::Frame)
    }

    /// What lies at this place, if anything does.
    #[must_use]
    pub fn at(&self, place: Position) -> Option<Click> {
        let (area, target) = self.0.iter().rev().find(|(area, _)| area.contains(place))?;
        Some(Click { target: *target, column: place.x - area.x, row: place.y - area.y })
    }
}

/// One frame while it is drawn.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    /// The styles.
    pub theme: &'static Theme,
    hits: Hits,
    cursor: Option<Position>,
}

impl<'a> Canvas<'a> {
    /// A canvas over the whole buffer.
    pub fn new(buffer: &'a mut Buffer, theme: &'static Theme) -> Self {
        Self { buffer, theme, hits: Hits::default(), cursor: None }
    }

    /// The whole screen.
    #[must_use]
    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    /// The buffer, for widgets of ratatui. Text that comes from outside must have been made visible.
    pub fn buffer(&mut self) -> &mut Buffer {
        self.buffer
    }

    /// What was drawn where, and where the terminal's cursor stands.
    #[must_use]
    pub fn finish(self) -> (Hits, Option<Position>) {
        (self.hits, self.cursor)
    }

    /// Notes that a click on `area` means `target`.
    pub fn hit(&mut self, area: Rect, target: Target) {
        let area = area.intersection(self.buffer.area);
        if !area.is_empty() {
            self.hits.0.push((area, target));
        }
    }

    /// Puts the terminal's cursor on the focused thing, for screen readers too.
    pub fn cursor(&mut self, x: u16, y: u16) {
        let place = Position { x, y };
        if self.buffer.area.contains(place) {
            self.cursor = Some(place);
        }
    }

    /// Draws `text` on one line of at most `width` cells; what is too long ends in `…`. Gives back the
    /// cells used.
    pub fn text(&mut self, x: u16, y: u16, width: u16, text: &str, style: Style) -> u16 {
        let line = fit(text, usize::from(width));
        self.put(x, y, &line, style)
    }

    /// Fills a row of `width` cells with blanks in this style.
    pub fn fill(&mut self, area: Rect, style: Style) {
        let area = area.intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                self.buffer[(x, y)].set_symbol(" ").set_style(style);
            }
        }
    }

    /// Gives everything in `area` this style, without touching the text.
    pub fn style(&mut self, area: Rect, style: Style) {
        self.buffer.set_style(area.intersection(self.buffer.area), style);
    }

    /// Wipes `area` for a dialog; clicks beside it hit nothing below it any more.
    pub fn cover(&mut self, area: Rect) {
        let whole = self.buffer.area;
        self.hits.0.clear();
        self.hit(whole, Target::Outside);
        self.cursor = None;
        let area = area.intersection(whole);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                self.buffer[(x, y)].reset();
            }
        }
    }

    /// Wipes `area` for something that is open over a part of the screen; what lies beside it can be clicked as before.
    pub fn overlay(&mut self, area: Rect) {
        let whole = self.buffer.area;
        self.hits.0.insert(0, (whole, Target::Outside));
        let area = area.intersection(whole);
        self.hit(area, Target::Frame);
        self.cursor = None;
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                self.buffer[(x, y)].reset();
            }
        }
    }

    /// Draws `[ Label ]` of a command and makes it clickable. Gives back the cells used.
    pub fn button(&mut self, x: u16, y: u16, width: u16, command: Command, state: ButtonState) -> u16 {
        let style = match state {
            ButtonState::Ready => self.theme.button,
            ButtonState::Focused => self.theme.button_focused,
            ButtonState::Disabled => self.theme.disabled,
        };
        let used = self.text(x, y, width, &button_text(command, state), style);
        if state == ButtonState::Focused {
            self.cursor(x + 2, y);
        }
        self.hit(Rect { x, y, width: used, height: 1 }, Target::Command(command));
        used
    }

    fn put(&mut self, x: u16, y: u16, line: &str, style: Style) -> u16 {
        let area = self.buffer.area;
        if y < area.top() || y >= area.bottom() || x < area.left() || x >= area.right() {
            return 0;
        }
        if measure::is_plain(line) {
            let mut end = x;
            for (at, byte) in (x..area.right()).zip(line.bytes()) {
                self.buffer[(at, y)].set_char(char::from(byte)).set_style(style);
                end = at + 1;
            }
            return end - x;
        }
        let (end, _) = self.buffer.set_stringn(x, y, line, usize::from(area.right() - x), style);
        end - x
    }
}

/// How a button looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ButtonState {
    /// It can be pressed.
    Ready,
    /// Enter presses it.
    Focused,
    /// It can't be used now; pressing it says why.
    Disabled,
}

/// `[ Label ]` of a command, `( Label )` where it can't be used now: in as many cells.
#[must_use]
pub fn button_text(command: Command, state: ButtonState) -> String {
    let label = keys::label(command);
    if state == ButtonState::Disabled { format!("( {label} )") } else { format!("[ {label} ]") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_click_hits_what_was_drawn_last_and_a_dialog_hides_what_is_below() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 3));
        let mut canvas = Canvas::new(&mut buffer, &Theme::PLAIN);
        canvas.hit(Rect::new(0, 0, 20, 1), Target::Row(0));
        canvas.hit(Rect::new(4, 0, 2, 1), Target::Header(1));
        let (hits, _) = canvas.finish();
        let click = hits.at(Position { x: 5, y: 0 }).unwrap();
        assert_eq!((click.target, click.column, click.row), (Target::Header(1), 1, 0));
        assert_eq!(hits.at(Position { x: 1, y: 0 }).unwrap().target, Target::Row(0));
        assert_eq!(hits.at(Position { x: 1, y: 2 }), None);

        let mut canvas = Canvas::new(&mut buffer, &Theme::PLAIN);
        canvas.hit(Rect::new(0, 0, 20, 1), Target::Row(0));
        canvas.cover(Rect::new(5, 1, 5, 1));
        let (hits, cursor) = canvas.finish();
        assert_eq!(hits.at(Position { x: 1, y: 0 }).unwrap().target, Target::Outside);
        assert_eq!(cursor, None);
    }

    #[test]
    fn what_lies_beside_something_open_can_be_clicked_and_what_lies_below_can_not() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 3));
        let mut canvas = Canvas::new(&mut buffer, &Theme::PLAIN);
        canvas.hit(Rect::new(0, 0, 20, 1), Target::Row(0));
        canvas.overlay(Rect::new(5, 0, 5, 2));
        let (hits, _) = canvas.finish();
        let at = |x, y| hits.at(Position { x, y }).unwrap().target;
        assert_eq!((at(1, 0), at(6, 0), at(1, 2)), (Target::Row(0), Target::Frame, Target::Outside));
    }

    #[test]
    fn a_button_that_can_not_be_used_looks_so_without_colour() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 1));
        let mut canvas = Canvas::new(&mut buffer, &Theme::PLAIN);
        canvas.button(0, 0, 20, Command::Save, ButtonState::Disabled);
        let drawn: String = (0..8).map(|x| buffer[(x, 0)].symbol()).collect();
        assert_eq!(drawn, "( Save )");
    }

    #[test]
    fn nothing_panics_where_there_is_no_room() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 1, 1));
        let mut canvas = Canvas::new(&mut buffer, &Theme::SIXTEEN);
        canvas.text(5, 5, 10, "far away", Style::new());
        canvas.text(0, 0, 10, "日", Style::new());
        canvas.fill(Rect::new(0, 0, 9, 9), Style::new());
        canvas.cover(Rect::new(3, 3, 9, 9));
        canvas.button(0, 0, 1, Command::Save, ButtonState::Focused);
        canvas.cursor(9, 9);
    }
}
