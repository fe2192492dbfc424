//! What screens draw on: a grid, the theme, and a note of what lies where, so that a click finds exactly
//! what was drawn. All text goes through `domain::text` here, so nothing from outside reaches the terminal raw.

use std::iter;

use super::grid::{Brush, Glyph, Grid};
use super::keys::{self, Command};
use super::theme::Theme;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

mod measure;
#[cfg(test)]
mod tests;

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
    grid: &'a mut Grid,
    /// The styles.
    pub theme: &'static Theme,
    hits: Hits,
    cursor: Option<Position>,
}

impl<'a> Canvas<'a> {
    /// A canvas over the whole grid.
    pub fn new(grid: &'a mut Grid, theme: &'static Theme) -> Self {
        Self::after(Hits::default(), grid, theme)
    }

    /// The same, with the room that the hits of the frame before took.
    pub fn after(mut hits: Hits, grid: &'a mut Grid, theme: &'static Theme) -> Self {
        hits.0.clear();
        Self { grid, theme, hits, cursor: None }
    }

    /// The whole screen.
    #[must_use]
    pub fn area(&self) -> Rect {
        self.grid.area()
    }

    /// Draws one character, which takes one cell.
    pub fn character(&mut self, x: u16, y: u16, c: char, style: Style) {
        self.put_plain(x, y, iter::once(c), style);
    }

    /// Draws what is in a row of another grid.
    pub fn copy(&mut self, row: u16, from: &Grid, x: u16, y: u16) {
        self.grid.copy(row, from, x, y);
    }

    /// What was drawn where, and where the terminal's cursor stands.
    #[must_use]
    pub fn finish(self) -> (Hits, Option<Position>) {
        (self.hits, self.cursor)
    }

    /// Notes that a click on `area` means `target`.
    pub fn hit(&mut self, area: Rect, target: Target) {
        let area = area.intersection(self.grid.area());
        if !area.is_empty() {
            self.hits.0.push((area, target));
        }
    }

    /// Puts the terminal's cursor on the focused thing, for screen readers too.
    pub fn cursor(&mut self, x: u16, y: u16) {
        let place = Position { x, y };
        if self.grid.area().contains(place) {
            self.cursor = Some(place);
        }
    }

    /// Draws `text` on one line of at most `width` cells; what is too long ends in `…`. Gives back the
    /// cells used.
    pub fn text(&mut self, x: u16, y: u16, width: u16, text: &str, style: Style) -> u16 {
        let width = usize::from(width);
        match measure::plain_cells(text) {
            Some(cells) if cells <= width => self.put_plain(x, y, text.chars(), style),
            Some(_) if width > 0 => {
                self.put_plain(x, y, text.chars().take(width - 1).chain(iter::once('…')), style)
            }
            _ => self.grid.write(x, y, &fit(text, width), style),
        }
    }

    /// Fills a row of `width` cells with blanks in this style.
    pub fn fill(&mut self, area: Rect, style: Style) {
        let brush = Brush::of(style);
        self.change(area, |cell| brush.over(cell, Glyph::BLANK));
    }

    /// Gives everything in `area` this style, without touching the text.
    pub fn style(&mut self, area: Rect, style: Style) {
        let brush = Brush::of(style);
        self.change(area, |cell| brush.on(cell));
    }

    /// Wipes `area` for a dialog; clicks beside it hit nothing below it any more.
    pub fn cover(&mut self, area: Rect) {
        let whole = self.grid.area();
        self.hits.0.clear();
        self.hit(whole, Target::Outside);
        self.cursor = None;
        self.change(area, |_| Glyph::BLANK);
    }

    /// Wipes `area` for something that is open over a part of the screen; what lies beside it can be clicked as before.
    pub fn overlay(&mut self, area: Rect) {
        let whole = self.grid.area();
        self.hits.0.insert(0, (whole, Target::Outside));
        self.hit(area, Target::Frame);
        self.cursor = None;
        self.change(area, |_| Glyph::BLANK);
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

    /// Puts something else into each cell of an area.
    fn change(&mut self, area: Rect, turn: impl Fn(Glyph) -> Glyph) {
        let area = area.intersection(self.grid.area());
        for y in area.top()..area.bottom() {
            for cell in self.grid.cells(area.left(), y, area.width) {
                *cell = turn(*cell);
            }
        }
    }

    fn put_plain(&mut self, x: u16, y: u16, line: impl Iterator<Item = char>, style: Style) -> u16 {
        let brush = Brush::of(style);
        let mut used = 0;
        for (cell, c) in self.grid.cells(x, y, u16::MAX).iter_mut().zip(line) {
            *cell = brush.over(*cell, Glyph::narrow(c));
            used += 1;
        }
        used
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
