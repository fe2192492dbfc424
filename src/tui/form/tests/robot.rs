//! A person at a form: finds things by what stands on the screen, presses keys, clicks, reads.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::tui::canvas::{Canvas, Hits};
use crate::tui::form::{Form, Outcome};
use crate::tui::grid::Grid;
use crate::tui::theme::Theme;

/// A form on a screen of some size.
pub(in super::super) struct Robot {
    pub form: Form,
    pub size: (u16, u16),
    pub theme: &'static Theme,
}

/// Options whose words are the values.
pub(in super::super) fn options<const N: usize>(words: [&str; N]) -> Vec<(String, String)> {
    words.iter().map(|word| ((*word).to_owned(), (*word).to_owned())).collect()
}

impl Robot {
    pub fn new(form: Form) -> Self {
        Self { form, size: (80, 24), theme: &Theme::PLAIN }
    }

    fn drawn(&self) -> (Buffer, Hits, Option<Position>) {
        let mut grid = Grid::blank(Rect::new(0, 0, self.size.0, self.size.1));
        let area = grid.area();
        let mut canvas = Canvas::new(&mut grid, self.theme);
        self.form.draw(area, &mut canvas);
        let (hits, cursor) = canvas.finish();
        (Buffer::from(&grid), hits, cursor)
    }

    /// The rows of the screen, without the blanks at their ends.
    pub fn rows(&self) -> Vec<String> {
        let (buffer, ..) = self.drawn();
        let row = |y| {
            let cells = (0..self.size.0).map(|x: u16| buffer[(x, y)].symbol());
            cells.collect::<String>().trim_end().to_owned()
        };
        (0..self.size.1).map(row).collect()
    }

    pub fn screen(&self) -> String {
        self.rows().join("\n").trim_end().to_owned()
    }

    /// The first row in which this stands.
    pub fn row(&self, words: &str) -> String {
        let rows = self.rows();
        let found = rows.iter().find(|row| row.contains(words));
        found.unwrap_or_else(|| panic!("no {words:?} in\n{}", rows.join("\n"))).clone()
    }

    pub fn sees(&self, words: &str) -> bool {
        self.screen().contains(words)
    }

    /// The cell of the terminal's cursor.
    pub fn cursor(&self) -> Position {
        self.drawn().2.expect("a cursor")
    }

    /// The text from the cursor on, in its row.
    pub fn at_cursor(&self) -> String {
        let (buffer, _, cursor) = self.drawn();
        let cursor = cursor.expect("a cursor");
        (cursor.x..self.size.0).map(|x| buffer[(x, cursor.y)].symbol()).collect()
    }

    pub fn press(&mut self, code: KeyCode) -> Outcome {
        self.form.key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    pub fn ctrl(&mut self, c: char) -> Outcome {
        self.form.key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL))
    }

    pub fn alt(&mut self, c: char) -> Outcome {
        self.form.key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::ALT))
    }

    pub fn types(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.press(KeyCode::Char(c));
        }
        self
    }

    /// Presses Tab until the field or button with this label has the focus.
    pub fn focus(&mut self, label: &str) -> &mut Self {
        for _ in 0..60 {
            let here = |row: &String| {
                row.match_indices('>').any(|(at, _)| {
                    let rest = row[at + 1..].trim_start_matches([' ', '!', '[', '(']);
                    rest.starts_with(label)
                })
            };
            if self.rows().iter().any(here) {
                return self;
            }
            self.press(KeyCode::Tab);
        }
        panic!("no way to {label:?} in\n{}", self.screen());
    }

    /// Clicks on the first cell of these words.
    pub fn click(&mut self, words: &str) -> Outcome {
        let rows = self.rows();
        let y = rows.iter().position(|row| row.contains(words));
        let y = y.unwrap_or_else(|| panic!("no {words:?} in\n{}", rows.join("\n")));
        let before = &rows[y][..rows[y].find(words).unwrap_or(0)];
        let x = crate::tui::canvas::width(before);
        self.click_at(u16::try_from(x).unwrap(), u16::try_from(y).unwrap())
    }

    pub fn click_at(&mut self, x: u16, y: u16) -> Outcome {
        let (_, hits, _) = self.drawn();
        hits.at(Position { x, y }).map_or(Outcome::Ignored, |click| self.form.click(click))
    }
}
