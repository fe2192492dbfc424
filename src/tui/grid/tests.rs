//! What is put into a grid is what is in it, whatever it is.

use ratatui::style::{Color, Modifier};

use super::*;

fn grid(width: u16, height: u16) -> Grid {
    Grid::blank(Rect::new(0, 0, width, height))
}

fn seen(grid: &Grid) -> String {
    Buffer::from(grid).content.iter().map(ratatui::buffer::Cell::symbol).collect()
}

#[test]
fn texts_of_every_length_come_out_as_they_went_in() {
    let family = "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}";
    for text in ["a", "é", "e\u{301}", "…", "日", family, "o\u{302}\u{323}\u{304}"] {
        let mut grid = grid(6, 1);
        let used = grid.write(1, 0, text, Style::new());
        assert_eq!(usize::from(used), text.width(), "{text}");
        assert_eq!(seen(&grid).trim_end(), format!(" {text}"));
        let copied = Grid::from(&Buffer::from(&grid));
        assert!(copied.rows().eq(grid.rows()), "{text}");
    }
}

#[test]
fn a_wide_character_that_has_no_room_is_not_drawn() {
    let mut grid = grid(3, 1);
    assert_eq!(grid.write(0, 0, "日本", Style::new()), 2);
    assert_eq!(grid.write(3, 0, "x", Style::new()), 0);
    assert_eq!(grid.write(0, 1, "x", Style::new()), 0);
    assert_eq!(grid.write(0, 0, "a\u{1b}\u{200b}b", Style::new()), 2);
    assert_eq!(seen(&grid), "ab ");
}

#[test]
fn a_style_says_only_what_it_says() {
    let mut grid = grid(1, 1);
    let mut write = |style| {
        grid.write(0, 0, "x", style);
        grid.cells(0, 0, 1)[0].style()
    };
    write(Style::new().fg(Color::White).bg(Color::Blue).add_modifier(Modifier::BOLD | Modifier::DIM));
    let style = write(Style::new().fg(Color::Cyan).remove_modifier(Modifier::DIM));
    assert_eq!(style, Style::new().fg(Color::Cyan).bg(Color::Blue).add_modifier(Modifier::BOLD));
}

#[test]
fn nothing_is_left_of_what_was_wiped() {
    let mut one = grid(40, 2);
    one.write(0, 1, "e\u{301}\u{302}\u{303} a secret", Style::new().fg(Color::Red));
    let mut other = grid(40, 2);
    other.copy(1, &one, 3, 0);
    assert_eq!(seen(&other)[3..].trim_end(), "e\u{301}\u{302}\u{303} a secret");
    one.wipe();
    assert!(one.is_blank() && one.long.is_empty());
}
