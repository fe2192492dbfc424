//! A frame for terminals that show ASCII only: what is not in it is drawn with what is, cell for cell. Nothing
//! is made to look like another text: a letter that can't be shown is a question mark.

use ratatui::style::Style;

use crate::tui::grid::{Brush, Glyph, Grid};

/// Whether a locale such as these variables name it says UTF-8: `LC_ALL` before `LC_CTYPE` before `LANG`, as
/// POSIX has it (XBD 8.2). Where none is set, the locale is `C`, which is ASCII.
#[must_use]
pub fn speaks_utf8(variables: [Option<&str>; 3]) -> bool {
    let named = variables.into_iter().flatten().find(|value| !value.is_empty()).unwrap_or_default();
    let charset = named.split('@').next().unwrap_or_default().rsplit('.').next().unwrap_or_default();
    ["utf-8", "utf8"].iter().any(|utf8| charset.eq_ignore_ascii_case(utf8))
}

/// Draws the grid with ASCII.
pub(super) fn rewrite(grid: &mut Grid) {
    let same_style = Brush::of(Style::new());
    for glyph in grid.rows_mut().flatten().filter(|glyph| glyph.ascii().is_none()) {
        let stand_in = glyph.first().map_or('?', stand_in);
        *glyph = same_style.over(*glyph, Glyph::narrow(stand_in));
    }
}

fn stand_in(c: char) -> char {
    match c {
        '…' => '~',
        '–' | '—' | '─' | '━' => '-',
        '│' | '┃' => '|',
        '\u{2500}'..='\u{257f}' => '+',
        '░' | '▒' => '.',
        '\u{2580}'..='\u{259f}' => '#',
        '↑' | '▲' => '^',
        '↓' | '▼' => 'v',
        '→' | '▶' => '>',
        '←' | '◀' => '<',
        '•' | '·' | '●' => '*',
        '×' => 'x',
        '§' => 'S',
        '\u{a0}' => ' ',
        _ => '?',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    #[test]
    fn the_first_variable_that_is_set_names_the_charset() {
        for (variables, utf8) in [
            ([None, None, Some("C.UTF-8")], true),
            ([None, None, Some("de_DE.utf8@euro")], true),
            ([None, Some("en_GB.UTF-8"), Some("C")], true),
            ([Some("C"), Some("en_GB.UTF-8"), Some("en_GB.UTF-8")], false),
            ([Some(""), None, Some("C.UTF-8")], true),
            ([None, None, Some("de_DE.ISO-8859-1")], false),
            ([None, None, Some("POSIX")], false),
            ([None, None, None], false),
        ] {
            assert_eq!(speaks_utf8(variables), utf8, "{variables:?}");
        }
    }

    #[test]
    fn every_cell_keeps_its_place() {
        let mut grid = Grid::blank(Rect::new(0, 0, 16, 1));
        grid.write(0, 0, "│Café 日本 1–2 …▼", Style::new());
        rewrite(&mut grid);
        let buffer = Buffer::from(&grid);
        let line: String = buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
        assert_eq!(line, "|Caf? ? ?  1-2 ~v"[..16].to_owned());
    }
}
