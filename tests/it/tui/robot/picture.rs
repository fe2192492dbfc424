//! A screen as an SVG picture: each run of cells in its colours, where the buffer has it.

use std::fmt::Write as _;

use ratatui::style::{Color, Modifier};

use super::Robot;

/// A cell's size. Texts are stretched to their cells, so that any monospace font gives the same picture.
const WIDTH: usize = 9;
const HEIGHT: usize = 19;
const MARGIN: usize = 12;

impl Robot {
    /// The screen as it is now.
    pub fn svg(&self, title: &str) -> String {
        let area = self.buffer.area;
        let (columns, rows) = (usize::from(area.width), usize::from(area.height));
        let (width, height) = (columns * WIDTH + 2 * MARGIN, rows * HEIGHT + 2 * MARGIN);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
             <title>{}</title>\n\
             <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{BACKGROUND}\"/>\n\
             <g font-family=\"DejaVu Sans Mono, ui-monospace, monospace\" font-size=\"15\" xml:space=\"preserve\">\n",
            escaped(title)
        );
        for y in 0..area.height {
            for run in self.runs(y) {
                run.draw(&mut svg, usize::from(y));
            }
        }
        svg.push_str("</g>\n</svg>\n");
        svg
    }

    /// A line, cut where its looks change.
    fn runs(&self, y: u16) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for x in 0..self.buffer.area.width {
            let cell = &self.buffer[(x, y)];
            let look = (cell.fg, cell.bg, cell.modifier);
            match runs.last_mut() {
                Some(run) if run.look == look => run.text.push_str(cell.symbol()),
                _ => runs.push(Run { from: usize::from(x), look, text: cell.symbol().to_owned() }),
            }
        }
        runs
    }
}

/// Neighbouring cells that look alike.
struct Run {
    from: usize,
    look: (Color, Color, Modifier),
    text: String,
}

impl Run {
    fn draw(&self, svg: &mut String, row: usize) {
        let (fg, bg, modifier) = self.look;
        let reversed = modifier.contains(Modifier::REVERSED);
        let (mut ink, mut paper) = (hex(fg, INK), hex(bg, BACKGROUND));
        if reversed {
            (ink, paper) = (paper, ink);
        }
        let cells = self.text.chars().count();
        let (x, y, width) = (MARGIN + self.from * WIDTH, MARGIN + row * HEIGHT, cells * WIDTH);
        if paper != BACKGROUND {
            writeln!(
                svg,
                "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{HEIGHT}\" fill=\"{paper}\"/>"
            )
            .unwrap();
        }
        let mut looks = String::new();
        for (is, look) in [
            (Modifier::BOLD, " font-weight=\"bold\""),
            (Modifier::UNDERLINED, " text-decoration=\"underline\""),
            (Modifier::DIM, " opacity=\"0.7\""),
        ] {
            looks.push_str(if modifier.contains(is) { look } else { "" });
        }
        let mut column = self.from;
        // Each piece stands where its cells are, whatever the font does with several blanks.
        for piece in self.text.split_inclusive("  ") {
            let text = piece.trim();
            let blanks = piece.chars().take_while(|c| *c == ' ').count();
            if !text.is_empty() {
                let (x, width) = (MARGIN + (column + blanks) * WIDTH, text.chars().count() * WIDTH);
                let base = y + 14;
                writeln!(
                    svg,
                    "<text x=\"{x}\" y=\"{base}\" textLength=\"{width}\" \
                     lengthAdjust=\"spacingAndGlyphs\" fill=\"{ink}\"{looks}>{}</text>",
                    escaped(text)
                )
                .unwrap();
            }
            column += piece.chars().count();
        }
    }
}

const BACKGROUND: &str = "#16181d";
const INK: &str = "#d6d8dc";

/// The sixteen colours of a terminal, as many set them.
fn hex(color: Color, otherwise: &'static str) -> &'static str {
    match color {
        Color::Black => "#16181d",
        Color::Red | Color::LightRed => "#c0392b",
        Color::Green | Color::LightGreen => "#7bc275",
        Color::Yellow | Color::LightYellow => "#e0b854",
        Color::Blue | Color::LightBlue => "#2b5b9e",
        Color::Magenta | Color::LightMagenta => "#b48ead",
        Color::Cyan | Color::LightCyan => "#62b7c4",
        Color::Gray => "#a9adb5",
        Color::DarkGray => "#7b808a",
        Color::White => "#f2f3f5",
        _ => otherwise,
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
