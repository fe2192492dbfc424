//! A list is used and looked at: what is selected, what is asked for, what is drawn.

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::*;
use crate::tui::canvas::{Canvas, Hits};
use crate::tui::theme::Theme;

const AREA: Rect = Rect { x: 0, y: 0, width: 40, height: 7 };

fn list() -> List {
    let head = |key, title, width, rank| Head { key, title, width, rank };
    let heads = vec![
        head(Some("name"), "Name", (8, 12), 0),
        head(Some("class"), "Class", (6, 6), 1),
        head(None, "Actions", (7, 7), 0),
    ];
    List::new(heads, Empty { nothing: "No client yet: press c.".into(), not_found: "Nothing found.".into() })
}

fn row(name: &str) -> Row {
    let cells = vec![name.to_owned(), "USER".to_owned(), "[x]".to_owned()];
    Row { key: name.to_lowercase(), name: name.to_owned(), cells, off: false }
}

fn page(names: &[&str], offset: usize, total: usize) -> Sight {
    Sight { rows: names.iter().map(|name| row(name)).collect(), total, offset }
}

fn filled() -> List {
    let mut list = list();
    list.show(page(&["Alpha", "Beta", "Gamma"], 3, 9));
    list
}

fn draw(list: &List, theme: &'static Theme) -> (Vec<String>, Hits, Buffer) {
    let mut buffer = Buffer::empty(AREA);
    let mut canvas = Canvas::new(&mut buffer, theme);
    list.view(&mut canvas, AREA, 0);
    let (hits, _) = canvas.finish();
    let line = |y| (0..AREA.width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    let lines = (0..AREA.height).map(|y| line(y).trim_end().to_owned()).collect();
    (lines, hits, buffer)
}

fn selected_name(list: &List) -> String {
    list.chosen().first().map(|(_, name)| name.clone()).unwrap_or_default()
}

#[test]
fn the_selected_row_has_a_mark_in_a_gutter_that_is_reversed_without_colour() {
    let mut list = filled();
    list.command(Command::Down);
    let (lines, _, buffer) = draw(&list, &Theme::PLAIN);
    assert_eq!(lines[0].trim(), "4–6 of 9");
    assert_eq!(lines[1], "   Name ↑                 Class  Actions");
    assert_eq!(lines[3], ">  Beta                   USER   [x]");
    assert!(buffer[(0, 3)].modifier.contains(ratatui::style::Modifier::REVERSED));
    assert!(!buffer[(0, 2)].modifier.contains(ratatui::style::Modifier::REVERSED));
}

#[test]
fn at_the_edge_of_a_page_the_next_one_is_asked_for() {
    let mut list = filled();
    assert_eq!(list.command(Command::Up), Wish::Load(Turn::Previous));
    list.show(page(&["One", "Two", "Three"], 0, 9));
    assert_eq!(selected_name(&list), "Three");
    assert_eq!(list.command(Command::Down), Wish::Load(Turn::Next));
    list.show(page(&["Alpha", "Beta", "Gamma"], 3, 9));
    assert_eq!(selected_name(&list), "Alpha");
}

#[test]
fn at_the_ends_of_the_list_nothing_is_asked_for() {
    let mut list = list();
    list.show(page(&["Alpha", "Beta"], 0, 2));
    assert_eq!(list.command(Command::PageDown), Wish::Nothing);
    assert_eq!(selected_name(&list), "Beta");
    assert_eq!(list.command(Command::Down), Wish::Nothing);
    assert_eq!(list.command(Command::PageUp), Wish::Nothing);
    assert_eq!(selected_name(&list), "Alpha");
}

#[test]
fn the_same_row_stays_selected_when_rows_move() {
    let mut list = filled();
    list.command(Command::Down);
    list.command(Command::Reload);
    list.show(page(&["Aardvark", "Alpha", "Beta"], 3, 10));
    assert_eq!(selected_name(&list), "Beta");
}

#[test]
fn marks_hold_across_pages_and_an_action_is_about_them() {
    let mut list = filled();
    list.command(Command::Mark);
    list.command(Command::PageDown);
    list.show(page(&["Omega"], 6, 7));
    list.command(Command::Mark);
    let names: Vec<String> = list.chosen().into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["Alpha", "Omega"]);
    let (lines, ..) = draw(&list, &Theme::PLAIN);
    assert!(lines[0].contains("2 marked") && lines[2].starts_with(">* Omega"), "{lines:?}");
    list.command(Command::Back);
    assert_eq!(list.chosen().len(), 1);
}

#[test]
fn sorting_goes_from_column_to_column_and_both_ways() {
    let mut list = filled();
    assert_eq!(list.order(), ("name", false));
    assert_eq!(list.command(Command::SortNext), Wish::Load(Turn::Around));
    assert_eq!(list.order(), ("class", false));
    list.command(Command::SortNext);
    assert_eq!(list.order(), ("name", false), "the last column does not sort");
    list.command(Command::SortReverse);
    assert_eq!(list.order(), ("name", true));
    assert!(draw(&list, &Theme::PLAIN).0[1].contains("Name ↓"));
}

#[test]
fn clicks_find_rows_cells_and_headers() {
    let mut list = filled();
    let (_, hits, _) = draw(&list, &Theme::SIXTEEN);
    let at = |x, y| hits.at(Position { x, y }).unwrap();
    assert_eq!(list.click(at(0, 3)), Wish::Nothing);
    assert_eq!(selected_name(&list), "Beta");
    assert_eq!(list.click(at(4, 4)), Wish::Cell(0));
    assert_eq!(selected_name(&list), "Gamma");
    assert_eq!(list.click(at(26, 1)), Wish::Load(Turn::Around));
    assert_eq!(list.order(), ("class", false));
    assert_eq!(list.click(at(34, 1)), Wish::Nothing, "Actions does not sort");
    assert_eq!(list.click(at(34, 2)), Wish::Cell(2));
}

#[test]
fn a_search_is_asked_for_at_each_letter_and_esc_drops_it() {
    let mut list = filled();
    list.command(Command::Search);
    let key = |c| KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
    assert_eq!(list.typed(key('a')), Wish::Load(Turn::First));
    assert_eq!(list.pasted("b\nc"), Wish::Load(Turn::First));
    assert_eq!(list.search(), "ab c");
    assert_eq!(list.command(Command::Left), Wish::Nothing);
    assert_eq!(list.command(Command::DeleteBefore), Wish::Load(Turn::First));
    assert_eq!(list.search(), "abc");
    list.show(page(&[], 0, 0));
    let (lines, ..) = draw(&list, &Theme::PLAIN);
    assert!(lines[0].starts_with("Search: abc") && lines[3].contains("Nothing found"), "{lines:?}");
    list.command(Command::KeepSearch);
    assert!(!list.is_searching());
    assert_eq!(list.command(Command::Back), Wish::Load(Turn::Around));
    assert_eq!(list.search(), "");
}

#[test]
fn pasted_text_outside_of_a_search_does_nothing() {
    let mut list = filled();
    assert_eq!(list.pasted("d"), Wish::Nothing);
    assert_eq!(list.search(), "");
}

#[test]
fn an_empty_list_says_what_to_do_next() {
    let mut list = list();
    assert!(!draw(&list, &Theme::PLAIN).0.concat().contains("No client"), "not before it was read");
    list.show(Sight::default());
    assert!(draw(&list, &Theme::PLAIN).0[3].contains("No client yet: press c."));
    assert!(list.chosen().is_empty());
}

#[test]
fn no_size_is_too_small() {
    let list = filled();
    for width in 0..45 {
        for height in 0..6 {
            let area = Rect { x: 0, y: 0, width, height };
            let mut buffer = Buffer::empty(area);
            list.view(&mut Canvas::new(&mut buffer, &Theme::SIXTEEN), area, 3);
        }
    }
}
