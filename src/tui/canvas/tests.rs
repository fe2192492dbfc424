//! What a click hits, and that nothing panics where there is no room.

use super::*;
use ratatui::buffer::Buffer;

#[test]
fn a_click_hits_what_was_drawn_last_and_a_dialog_hides_what_is_below() {
    let mut grid = Grid::blank(Rect::new(0, 0, 20, 3));
    let mut canvas = Canvas::new(&mut grid, &Theme::PLAIN);
    canvas.hit(Rect::new(0, 0, 20, 1), Target::Row(0));
    canvas.hit(Rect::new(4, 0, 2, 1), Target::Header(1));
    let (hits, _) = canvas.finish();
    let click = hits.at(Position { x: 5, y: 0 }).unwrap();
    assert_eq!((click.target, click.column, click.row), (Target::Header(1), 1, 0));
    assert_eq!(hits.at(Position { x: 1, y: 0 }).unwrap().target, Target::Row(0));
    assert_eq!(hits.at(Position { x: 1, y: 2 }), None);

    let mut canvas = Canvas::new(&mut grid, &Theme::PLAIN);
    canvas.hit(Rect::new(0, 0, 20, 1), Target::Row(0));
    canvas.cover(Rect::new(5, 1, 5, 1));
    let (hits, cursor) = canvas.finish();
    assert_eq!(hits.at(Position { x: 1, y: 0 }).unwrap().target, Target::Outside);
    assert_eq!(cursor, None);
}

#[test]
fn what_lies_beside_something_open_can_be_clicked_and_what_lies_below_can_not() {
    let mut grid = Grid::blank(Rect::new(0, 0, 20, 3));
    let mut canvas = Canvas::new(&mut grid, &Theme::PLAIN);
    canvas.hit(Rect::new(0, 0, 20, 1), Target::Row(0));
    canvas.overlay(Rect::new(5, 0, 5, 2));
    let (hits, _) = canvas.finish();
    let at = |x, y| hits.at(Position { x, y }).unwrap().target;
    assert_eq!((at(1, 0), at(6, 0), at(1, 2)), (Target::Row(0), Target::Frame, Target::Outside));
}

#[test]
fn a_button_that_can_not_be_used_looks_so_without_colour() {
    let mut grid = Grid::blank(Rect::new(0, 0, 20, 1));
    let mut canvas = Canvas::new(&mut grid, &Theme::PLAIN);
    canvas.button(0, 0, 20, Command::Save, ButtonState::Disabled);
    let drawn: String = (0..8).map(|x| Buffer::from(&grid)[(x, 0)].symbol().to_owned()).collect();
    assert_eq!(drawn, "( Save )");
}

#[test]
fn nothing_panics_where_there_is_no_room() {
    let mut grid = Grid::blank(Rect::new(0, 0, 1, 1));
    let mut canvas = Canvas::new(&mut grid, &Theme::SIXTEEN);
    canvas.text(5, 5, 10, "far away", Style::new());
    canvas.text(0, 0, 10, "日", Style::new());
    canvas.fill(Rect::new(0, 0, 9, 9), Style::new());
    canvas.cover(Rect::new(3, 3, 9, 9));
    canvas.button(0, 0, 1, Command::Save, ButtonState::Focused);
    canvas.cursor(9, 9);
}
