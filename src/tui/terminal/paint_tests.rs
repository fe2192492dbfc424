//! What an emulator shows after each frame is what was drawn; and how many bytes that took.

use proptest::prelude::*;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier, Style};
use unicode_width::UnicodeWidthStr as _;

use super::*;

/// A terminal that looks.
struct Eye {
    painter: Painter,
    emulator: vt100::Parser,
    area: Rect,
    /// Whether it takes narrow characters for wide ones, and wide ones for narrow ones.
    odd: bool,
}

impl Eye {
    fn new(width: u16, height: u16) -> Self {
        let area = Rect { x: 0, y: 0, width, height };
        Self { painter: Painter::new(), emulator: vt100::Parser::new(height, width, 0), area, odd: false }
    }

    /// Paints a frame; tells the bytes.
    fn paint(&mut self, next: &Buffer) -> usize {
        let mut out = Vec::new();
        self.painter.paint(&mut Grid::from(next), &mut out);
        if self.odd {
            let narrow = ['日', '本', '語', '\u{1f468}', '\u{1f469}'];
            let mut shown = String::from_utf8(out).unwrap().replace(['é', '–', '…'], "宽");
            shown = shown.replace(narrow, "x").replace('\u{200d}', "字");
            self.emulator.process(shown.as_bytes());
            return shown.len();
        }
        self.emulator.process(&out);
        out.len()
    }

    /// What is ASCII stands where it should, whatever became of the other characters.
    fn sees_ascii(&self, next: &Buffer) {
        for (at, wanted) in next.content.iter().enumerate() {
            let (x, y) = next.pos_of(at);
            let behind = x > 0 && next[(x - 1, y)].symbol().width() > 1;
            if wanted.symbol().is_ascii() && !behind {
                let seen = self.emulator.screen().cell(y, x).unwrap();
                let contents = if seen.contents().is_empty() { " " } else { seen.contents() };
                assert!(
                    contents == wanted.symbol()
                        || wanted.symbol() == " " && x > 0 && {
                            // A wide character may lie over a blank.
                            !next[(x - 1, y)].symbol().is_ascii()
                        },
                    "at {x},{y}: {contents:?} for {:?}",
                    wanted.symbol()
                );
            }
        }
    }

    fn sees(&self, next: &Buffer) {
        if self.odd {
            return self.sees_ascii(next);
        }
        for y in 0..self.area.height {
            let mut x = 0;
            while x < self.area.width {
                let (wanted, seen) = (&next[(x, y)], self.emulator.screen().cell(y, x).unwrap());
                let contents = if seen.contents().is_empty() { " " } else { seen.contents() };
                assert_eq!(contents, wanted.symbol(), "at {x},{y}");
                let style = (seen.bold(), seen.underline(), seen.inverse(), seen.fgcolor(), seen.bgcolor());
                assert_eq!(style, told(wanted), "at {x},{y}");
                x += u16::try_from(wanted.symbol().width()).unwrap();
            }
        }
    }
}

fn told(cell: &Cell) -> (bool, bool, bool, vt100::Color, vt100::Color) {
    let colour = |colour| match colour {
        Color::Cyan => vt100::Color::Idx(6),
        Color::White => vt100::Color::Idx(15),
        _ => vt100::Color::Default,
    };
    let has = |modifier| cell.modifier.contains(modifier);
    let attributes = (has(Modifier::BOLD), has(Modifier::UNDERLINED), has(Modifier::REVERSED));
    (attributes.0, attributes.1, attributes.2, colour(cell.fg), colour(cell.bg))
}

const STYLES: [Style; 5] = [
    Style::new(),
    Style::new().add_modifier(Modifier::BOLD).fg(Color::White),
    Style::new().add_modifier(Modifier::REVERSED),
    Style::new().bg(Color::Cyan),
    Style::new().add_modifier(Modifier::UNDERLINED),
];

/// Lines of a frame: a few texts, so that rows repeat and move.
fn frame() -> impl Strategy<Value = (Vec<(usize, usize, u16)>, i32)> {
    (prop::collection::vec((0..12usize, 0..STYLES.len(), 0..6u16), 12), -4..5i32)
}

fn draw(lines: &[(usize, usize, u16)]) -> Buffer {
    const TEXTS: [&str; 6] =
        ["", "the quick brown fox jumps", "日本 語 x", "é – … ok", "     gap     gap    .", "ab日"];
    let mut buffer = Buffer::empty(Rect::new(0, 0, 26, 12));
    for (y, (text, style, x)) in (0u16..).zip(lines) {
        let text = match text {
            &at if at < TEXTS.len() => TEXTS[at].to_owned(),
            at => format!("row number {at} of the list .."),
        };
        buffer.set_stringn(*x, y, text, usize::from(26 - x), STYLES[*style]);
    }
    buffer
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_terminal_shows_what_was_drawn(frames in prop::collection::vec(frame(), 1..6), odd: bool) {
        let mut eye = Eye { odd, ..Eye::new(26, 12) };
        let mut last: Vec<(usize, usize, u16)> = Vec::new();
        for (fresh, turn) in frames {
            let next = draw(&fresh);
            eye.paint(&next);
            eye.sees(&next);
            // The same rows, moved, but for the first and the last.
            last.clone_from(&fresh);
            let by = usize::try_from(turn.rem_euclid(10)).unwrap();
            last[1..11].rotate_left(by);
            let next = draw(&last);
            eye.paint(&next);
            eye.sees(&next);
        }
    }
}

fn list(from: usize, selected: usize) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 200, 50));
    buffer.set_string(0, 0, "the title of it all", STYLES[1]);
    for row in 0..45 {
        let y = u16::try_from(row + 2).unwrap();
        let mark = if row == selected { ">" } else { " " };
        buffer.set_string(0, y, mark, Style::new());
        let number = from + row;
        buffer.set_string(
            3,
            y,
            format!("Berlin Billing Export {number:05}  contoso-export{number:05}").repeat(3),
            Style::new(),
        );
    }
    buffer
}

#[test]
fn a_step_and_a_scroll_take_few_bytes() {
    let mut eye = Eye::new(200, 50);
    assert!(eye.paint(&list(0, 0)) < 14_480);
    let step = eye.paint(&list(0, 1));
    assert!(step <= 24, "a step of the cursor: {step}");
    let scrolled = eye.paint(&list(1, 1));
    eye.sees(&list(1, 1));
    assert!(scrolled <= 250, "a row scrolled: {scrolled}");
    let back = eye.paint(&list(0, 1));
    eye.sees(&list(0, 1));
    assert!(back <= 250, "a row scrolled back: {back}");
    assert_eq!(eye.paint(&list(0, 1)), 0);
}

#[test]
fn a_character_that_the_terminal_takes_for_wider_or_narrower_shifts_nothing() {
    let mut eye = Eye { odd: true, ..Eye::new(40, 3) };
    let draw = |texts: [&str; 3]| {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 40, 3));
        for (y, text) in (0u16..).zip(texts) {
            buffer.set_string(0, y, text, Style::new());
        }
        buffer
    };
    for texts in [
        ["Café Olé  abc123  ADMIN", "日本 Archive  def456  USER", "─────── │ Ready"],
        ["Cafe Olé! abc123  ADMIN", "abcd Archive  def456  USER", "─────── │ Ready"],
        ["Café Olé  xbc123  ADMIN", "\u{1f468}\u{200d}\u{1f469} Family    def456  USER", "│ … Done"],
        ["Café Olé  xbc123  ADMIN", "short", ""],
    ] {
        let next = draw(texts);
        eye.paint(&next);
        eye.sees(&next);
    }
}

#[test]
fn a_frame_costs_no_more_than_its_pieces() {
    let mut eye = Eye::new(80, 3);
    let mut buffer = Buffer::empty(eye.area);
    buffer.set_string(0, 1, "─".repeat(80), Style::new());
    let bytes = eye.paint(&buffer);
    assert!(bytes <= 80 * "─".len() + 40, "{bytes}");
}
