//! A list is used and looked at: what is selected, what is asked for, what is drawn.

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::*;
use crate::tui::canvas::{Canvas, Hits};
use crate::tui::grid::Grid;
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
    Sight { rows: names.iter().map(|name| row(name)).collect(), total, offset, uncounted: false }
}

fn filled() -> List {
    let mut list = list();
    list.show(page(&["Alpha", "Beta", "Gamma"], 3, 9));
    list
}

fn draw(list: &List, theme: &'static Theme) -> (Vec<String>, Hits, Buffer) {
    let mut grid = Grid::blank(AREA);
    let mut canvas = Canvas::new(&mut grid, theme);
    list.view(&mut canvas, AREA, 0);
    let (hits, _) = canvas.finish();
    let buffer = Buffer::from(&grid);
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
    assert_eq!(lines[0].trim(), "4–6 of 9  [<<] [<] [>] [>>]");
    assert_eq!(lines[1], "   Name ↑                Class   Actions");
    assert_eq!(lines[3], ">  Beta                  USER    [x]");
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

/// A list of six columns, of which few fit.
fn wide() -> List {
    let head = |(key, title), rank| Head { key, title, width: (8, 8), rank };
    let titles = ["Name", "Class", "Partner", "Grants", "Updated"];
    let mut heads: Vec<Head> = titles
        .map(|title| (Some(title), title))
        .into_iter()
        .zip(10..)
        .map(|(it, rank)| head(it, rank))
        .collect();
    heads[0].rank = 0;
    heads.push(Head { rank: 0, ..head((None, "Actions"), 0) });
    let mut list = List::new(heads, Empty { nothing: String::new(), not_found: String::new() });
    let row = |name: &str| Row { cells: vec![name.into(); 6], ..row(name) };
    list.show(Sight { rows: vec![row("Alpha"), row("Beta")], total: 6, offset: 2, uncounted: false });
    list
}

/// Draws it where it has a line of its own; lines from the list's own on.
fn draw_tall(list: &List) -> (Vec<String>, Hits) {
    let area = Rect { width: 50, height: 20, ..AREA };
    let mut grid = Grid::blank(area);
    let mut canvas = Canvas::new(&mut grid, &Theme::SIXTEEN);
    list.view(&mut canvas, area, 0);
    let (hits, _) = canvas.finish();
    let buffer = Buffer::from(&grid);
    let line = |y| (0..area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    ((0..area.height).map(|y| line(y).trim_end().to_owned()).collect(), hits)
}

#[test]
fn columns_that_do_not_fit_are_a_button_away_and_headers_stay_while_rows_are_sorted() {
    let mut list = wide();
    let header = |list: &List| draw_tall(list).0[2].split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(header(&list), "Name ↑ Class Partner Grants Actions");
    list.command(Command::ColumnsAfter);
    assert_eq!(header(&list), "Name ↑ Updated Actions");
    let (lines, hits) = draw_tall(&list);
    assert!(lines[1].starts_with(" [<] Columns 2/2 (>)"), "{lines:?}");
    let x = u16::try_from(lines[2].find("Updated").unwrap() - "↑".len() + 1).unwrap();
    list.click(hits.at(Position { x, y: 2 }).unwrap());
    assert_eq!((list.order(), header(&list)), (("Updated", false), "Name Updated ↑ Actions".to_owned()));
    list.command(Command::ColumnsBefore);
    assert_eq!(header(&list), "Name Class Partner Grants Actions");
    list.show(page(&["Alpha", "Beta"], 0, 2));
    assert!(draw_tall(&list).0[1].contains("↑ by Updated"), "{:?}", draw_tall(&list).0);
    // A key that chooses the order shows it.
    list.command(Command::SortReverse);
    assert_eq!(header(&list), "Name Updated ↓ Actions");
    list.command(Command::SortNext);
    assert_eq!(header(&list), "Name ↑ Updated Actions");
    list.command(Command::SortNext);
    assert_eq!(header(&list), "Name Class ↑ Partner Grants Actions");
}

#[test]
fn pages_have_buttons_that_stay_where_they_are() {
    let mut list = wide();
    let (lines, hits) = draw_tall(&list);
    assert!(lines[1].ends_with("3–4 of 6  [<<] [<] [>] [>>]"), "{lines:?}");
    let target = |x| hits.at(Position { x, y: 1 }).map(|click| click.target);
    let commands =
        [(33, Command::First), (38, Command::PageUp), (42, Command::PageDown), (46, Command::Last)];
    for (x, command) in commands {
        assert_eq!(target(x), Some(Target::Command(command)), "{x}");
    }
    list.show(page(&["One", "Two"], 0, 6));
    assert!(draw_tall(&list).0[1].ends_with("1–2 of 6  (<<) (<) [>] [>>]"));
    list.show(page(&["One", "Two"], 4, 6));
    assert!(draw_tall(&list).0[1].ends_with("5–6 of 6  [<<] [<] (>) (>>)"));
    list.show(page(&["One", "Two"], 0, 2));
    assert!(draw_tall(&list).0[1].ends_with("1–2 of 2"), "one page needs no buttons");
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
fn rows_that_are_not_counted_yet_are_told_without_a_number() {
    let mut list = list();
    list.show(Sight { uncounted: true, ..page(&["Alpha", "Beta"], 0, 2) });
    assert!(draw(&list, &Theme::PLAIN).0[0].contains("1–2 of …"));
    list.command(Command::Down);
    assert_eq!(list.command(Command::Down), Wish::Load(Turn::Next), "there may be more");
    list.show(page(&["Alpha", "Beta"], 0, 9));
    assert!(draw(&list, &Theme::PLAIN).0[0].contains("1–2 of 9"));
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
            let mut grid = Grid::blank(area);
            list.view(&mut Canvas::new(&mut grid, &Theme::SIXTEEN), area, 3);
        }
    }
}
