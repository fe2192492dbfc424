//! What the robot sees on the screen, and what it finds stored behind it.

use std::fmt::Write as _;
use std::path::Path;

use clientkeep::domain::{Draft, Plaintext};
use clientkeep::service::Service;
use clientkeep::tui::shell::Ending;
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

use super::Robot;
use super::outside::world;

impl Robot {
    /// What is on the screen, line by line, without blanks at the ends.
    pub fn screen(&self) -> String {
        let area = self.buffer.area;
        let mut out = String::new();
        for y in area.top()..area.bottom() {
            let _ = writeln!(out, "{}", self.line(y).trim_end());
        }
        out
    }

    fn line(&self, y: u16) -> String {
        (0..self.buffer.area.width).map(|x| self.buffer[(x, y)].symbol()).collect()
    }

    pub fn sees(&self, text: &str) {
        assert!(self.shows(text), "no {text:?} on\n{}", self.screen());
    }

    pub fn sees_not(&self, text: &str) {
        assert!(!self.shows(text), "there is {text:?} on\n{}", self.screen());
    }

    /// Whether the text is on the screen, on one line or broken at blanks and frames.
    pub fn shows(&self, text: &str) -> bool {
        let words =
            |text: &str| text.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ");
        words(&self.screen()).contains(&words(text))
    }

    /// The place of the last such text on the screen.
    pub fn find(&self, text: &str) -> Option<Position> {
        let wanted: Vec<String> = text.chars().map(String::from).collect();
        let area = self.buffer.area;
        let is_here = |x: u16, y: u16| {
            let cells = (x..area.width).map(|x| self.buffer[(x, y)].symbol());
            wanted.iter().map(String::as_str).eq(cells.take(wanted.len()))
        };
        let rows = (0..area.height).rev();
        rows.flat_map(|y| (0..area.width).map(move |x| (x, y)))
            .find(|(x, y)| is_here(*x, *y))
            .map(Position::from)
    }

    /// What stands on a line from this cell on.
    pub fn text_at(&self, x: u16, y: u16) -> String {
        (x..self.buffer.area.width).map(|x| self.buffer[(x, y)].symbol()).collect()
    }

    /// The group of the recovery code on the screen that is to be typed back.
    pub fn wanted_group(&self) -> String {
        let screen = self.screen();
        let digit = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
        let pieces =
            screen.split(|c: char| !digit(c) && c != '-').filter(|piece| piece.matches('-').count() > 1);
        let groups: Vec<&str> =
            pieces.flat_map(|row| row.split('-')).filter(|group| group.len() == 4).collect();
        assert_eq!(groups.len(), 14, "{screen}");
        let asked = [("First", 0), ("Second", 1), ("Third", 2), ("Last", 13)];
        let at = asked.iter().find(|(which, _)| screen.contains(&format!("{which} group")));
        groups[at.expect(&screen).1].to_owned()
    }

    /// Whether the field or the button of this label has the focus: it is marked.
    pub fn is_focused(&self, label: &str) -> bool {
        let button = format!(">[ {label} ]");
        let is_here = |rest: &str| rest.trim_start_matches([' ', '!']).starts_with(label);
        (0..self.buffer.area.height).map(|y| self.line(y)).any(|line| {
            // In two columns a field of the second one is marked in the middle of the line.
            line.contains(&button) || line.match_indices('>').any(|(at, _)| is_here(&line[at + 1..]))
        })
    }

    /// The line on which the terminal's cursor stands, from the cursor on.
    pub fn at_cursor(&self) -> String {
        let cursor = self.cursor.expect("the cursor is seen");
        self.line(cursor.y).chars().skip(usize::from(cursor.x)).collect::<String>().trim_end().to_owned()
    }

    /// Whether the cell where this text begins is drawn reversed.
    pub fn is_reversed(&self, text: &str) -> bool {
        let place = self.find(text).unwrap_or_else(|| panic!("no {text:?} on\n{}", self.screen()));
        self.buffer[place].modifier.contains(Modifier::REVERSED)
    }

    /// Whether any cell has a colour.
    pub fn has_colour(&self) -> bool {
        self.buffer.content.iter().any(|cell| cell.fg != Color::Reset || cell.bg != Color::Reset)
    }

    /// What the clipboard holds.
    pub fn clipboard(&self) -> Option<String> {
        self.clipboard.text()
    }

    /// From now on the clipboard is a terminal's, which cannot confirm.
    pub fn has_a_clipboard_that_confirms_nothing(&self) {
        self.clipboard.confirm_nothing();
    }

    pub fn has_left(&self) -> bool {
        self.shell.ending() == Some(&Ending::Left)
    }

    pub fn mouse_is_ours(&self) -> bool {
        self.shell.wants_mouse()
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The registry, opened a second time.
    pub fn service(&self) -> Service {
        Service::open(&self.path, world(&self.clock, &self.path)).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Whether a server accepts `client_id:client_secret`.
    pub fn accepts(&self, credentials: &str) -> bool {
        let (id, secret) = credentials.split_once(':').expect("credentials have a colon");
        self.service().verify(id, &Plaintext::new(secret.to_owned())).unwrap().accepted
    }

    /// The values of one attribute of a client.
    pub fn stored(&self, client: &str, attribute: &str) -> Vec<String> {
        let record = self.service().client(client).unwrap_or_else(|error| panic!("{error}"));
        Draft::of(&record.client).get(attribute).to_vec()
    }
}
