//! The list of clients: creating, finding, sorting, marking, disabling, deleting; by keyboard and by mouse.

use std::time::Duration;

use clientkeep::tui::terminal::Event;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseEventKind};

use super::robot::{Robot, create, password};

/// Names that sort as they are numbered.
fn many(count: usize) -> Vec<String> {
    (1..=count).map(|n| format!("Client {n:03}")).collect()
}

fn with_many(count: usize) -> Robot {
    let names = many(count);
    Robot::with_clients(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn a_client_is_created_by_keyboard_and_is_in_the_list() {
    let mut robot = Robot::signed_on();
    robot.press("c");
    robot.sees("Create OAuth2 Client");
    assert!(robot.is_focused("Name"));
    robot.write("ABC Shipping");
    robot.choose("Security class", "u");
    robot.press("Ctrl-S");
    robot.sees("Created \"ABC Shipping\".");
    robot.sees("1–1 of 1");
    assert_eq!(robot.stored("ABC Shipping", "security_class"), ["USER"]);
}

#[test]
fn a_client_is_created_by_mouse() {
    let mut robot = Robot::signed_on();
    robot.click("[ Create ]");
    robot.write("ABC Shipping");
    robot.click("▼]");
    let class = robot.find("Security class").unwrap();
    robot.press("Esc");
    robot.click_at(class.x + 30, class.y);
    robot.click("USER: Ordinary clients");
    robot.click("[ Save ]");
    robot.sees("1–1 of 1");
    assert_eq!(robot.stored("ABC Shipping", "security_class"), ["USER"]);
}

#[test]
fn without_a_class_the_field_says_so_and_nothing_is_lost() {
    let mut robot = Robot::signed_on();
    robot.press("c");
    robot.write("ABC Shipping");
    robot.press("Ctrl-S");
    assert!(robot.is_focused("Security class"), "{}", robot.screen());
    robot.sees("No security class is chosen. Choose one.");
    robot.sees("ABC Shipping");
    robot.choose("Security class", "a");
    robot.press("Ctrl-S");
    assert_eq!(robot.stored("ABC Shipping", "security_class"), ["ADMIN"]);
}

#[test]
fn admin_is_the_last_class_to_choose_and_a_change_of_class_is_told() {
    let mut robot = Robot::signed_on();
    robot.press("c");
    robot.write("ABC Shipping");
    robot.focus("Security class");
    robot.press("Enter Enter Ctrl-S");
    assert_eq!(robot.stored("ABC Shipping", "security_class"), ["USER"]);
    robot.press("u");
    robot.focus("Security class");
    robot.press("Enter End Enter Ctrl-S");
    robot.sees("Security class USER → ADMIN.");
    robot.press("u");
    robot.fill("Notes", "nothing of the class");
    robot.press("Ctrl-S");
    robot.sees_not("→");
}

#[test]
fn a_status_is_searched_for_and_a_field_that_is_none_is_told() {
    let mut robot = Robot::with_clients(&["ABC Shipping", "DEF Shipping"]);
    robot.press("x");
    robot.click("[ Disable ]");
    robot.press("/");
    robot.write("status:disabled");
    robot.sees("1–1 of 1");
    robot.sees("ABC Shipping");
    robot.press("Esc Esc /");
    robot.write("clas:ADMIN");
    robot.sees("There is no field \"clas\" to search.");
}

#[test]
fn update_shows_name_and_client_id_read_only() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("Enter");
    robot.sees("Update OAuth2 Client");
    robot.sees("Name ABC Shipping (read-only)");
    robot.focus("Name");
    robot.write("x");
    robot.sees("This can only be read.");
    robot.press("Esc");
    robot.sees("1–1 of 1");
}

#[test]
fn a_click_on_the_client_id_opens_its_form_and_one_on_the_name_selects() {
    let mut robot = Robot::with_clients(&["Alpha", "Beta"]);
    robot.click("Beta");
    assert!(robot.at_cursor().contains("Beta"));
    let id = robot.stored("Alpha", "client_id")[0][..8].to_owned();
    robot.click(&id);
    robot.sees("Update OAuth2 Client Alpha");
}

#[test]
fn a_name_that_is_taken_is_told_at_the_name() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("c");
    robot.write("abc shipping");
    robot.choose("Security class", "u");
    robot.press("Ctrl-S");
    assert!(robot.is_focused("Name"), "{}", robot.screen());
    robot.sees("Create OAuth2 Client");
}

#[test]
fn delete_wants_the_exact_name_and_enter_on_anything_else_does_nothing() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("y");
    let credentials = robot.clipboard().unwrap();
    robot.press("d");
    robot.sees("revokes access for every user of this client");
    robot.sees("No server has reported that it was used.");
    assert!(robot.is_focused("Name"));
    robot.write("abc shipping");
    robot.press("Enter");
    assert!(robot.accepts(&credentials), "not the exact name");
    robot.fill("Name", "ABC Shipping");
    robot.press("Enter");
    robot.sees("Deleted \"ABC Shipping\".");
    robot.sees("There is no client yet.");
    assert!(!robot.accepts(&credentials));
}

#[test]
fn a_paste_that_breaks_out_deletes_nothing() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.write("d");
    robot.press("Enter Enter y Enter");
    robot.press("Esc");
    robot.paste("d\nABC Shipping\n");
    robot.sees("1–1 of 1");
    assert_eq!(robot.stored("ABC Shipping", "client_name"), ["ABC Shipping"]);
}

#[test]
fn the_cross_under_actions_asks_about_its_own_row_whatever_is_marked() {
    let mut robot = Robot::with_clients(&["Alpha", "Beta"]);
    robot.press("Space");
    let beta = robot.find("Beta").unwrap();
    let cross = robot.find("[x]").unwrap();
    robot.click_at(cross.x + 1, beta.y);
    robot.sees("\"Beta\": deleting it revokes access");
    robot.click("[ Cancel ]");
    robot.sees("1–2 of 2");
}

#[test]
fn several_clients_are_deleted_by_typing_how_many() {
    let mut robot = Robot::with_clients(&["Alpha", "Beta", "Gamma"]);
    robot.press("Space Space d");
    robot.sees("these 2 clients");
    robot.sees("\"Alpha\", \"Beta\"");
    robot.write("3");
    robot.press("Enter");
    robot.sees("these 2 clients");
    robot.fill("Number", "2");
    robot.press("Enter");
    robot.sees("1–1 of 1");
    robot.sees("Gamma");
}

#[test]
fn disable_asks_with_the_harmless_button_focused_and_enable_gives_access_again() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("y");
    let credentials = robot.clipboard().unwrap();
    robot.press("x");
    assert!(robot.is_focused("Disable") || robot.shows("[ Disable ] >[ Cancel ]"), "{}", robot.screen());
    robot.press("Enter");
    assert!(robot.accepts(&credentials), "Cancel had the focus");
    robot.press("x");
    robot.click("[ Disable ]");
    robot.sees("Disabled \"ABC Shipping\".");
    assert!(!robot.accepts(&credentials));
    robot.press("x");
    robot.click("[ Enable ]");
    robot.sees("Enabled \"ABC Shipping\".");
    assert!(robot.accepts(&credentials));
}

#[test]
fn rename_is_an_action_of_its_own() {
    let mut robot = Robot::with_clients(&["ABC Shipping", "Other"]);
    let id = robot.stored("ABC Shipping", "client_id");
    robot.press("r");
    robot.fill("New name", "other");
    robot.press("Enter");
    assert!(robot.is_focused("New name"), "the name is taken: {}", robot.screen());
    robot.fill("New name", "ABC Logistics");
    robot.press("Enter");
    robot.sees("The client is now called \"ABC Logistics\".");
    assert_eq!(robot.stored("ABC Logistics", "client_id"), id);
}

#[test]
fn search_finds_as_you_type_and_esc_drops_it() {
    let mut robot = Robot::with_clients(&["ABC Shipping", "XYZ shipping", "Accounts"]);
    robot.press("/");
    robot.write("SHIPPI");
    robot.sees("Search: SHIPPI");
    robot.sees("1–2 of 2");
    robot.write(" abc");
    robot.sees("1–1 of 1");
    robot.write("zzzzzzzz");
    robot.sees("No client matches the search.");
    robot.press("Esc");
    robot.sees("1–3 of 3");
    robot.press("/");
    robot.write("name:accou");
    robot.press("Enter u");
    robot.sees("Update OAuth2 Client Accounts");
}

#[test]
fn letters_in_a_search_are_text_and_so_is_a_paste() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("/");
    robot.paste("qdq\nx");
    robot.sees("Search: qdq x");
    assert!(!robot.has_left());
}

#[test]
fn pages_say_where_they_are_and_the_selection_goes_over_their_edges() {
    let mut robot = with_many(40);
    robot.sees("1–17 of 40");
    robot.press("PgDn");
    robot.sees("18–34 of 40");
    robot.press("End");
    robot.sees("of 40");
    robot.sees("Client 040");
    robot.press("Home");
    robot.sees("1–17 of 40");
    for _ in 0..17 {
        robot.press("Down");
    }
    assert!(robot.at_cursor().contains("Client 018"), "{}", robot.screen());
    robot.press("Up");
    assert!(robot.at_cursor().contains("Client 017"), "{}", robot.screen());
    let wheel = || MouseEventKind::ScrollDown;
    robot.mouse(wheel(), 10, 10);
    robot.settle();
    assert!(robot.at_cursor().contains("Client 018"), "{}", robot.screen());
}

#[test]
fn a_page_is_as_high_as_the_window() {
    let mut robot = with_many(40);
    robot.resize(100, 40);
    robot.sees("1–33 of 40");
    robot.press("PgDn");
    robot.resize(80, 24);
    assert!(robot.at_cursor().contains("Client 0"), "{}", robot.screen());
}

#[test]
fn a_click_on_a_header_sorts_and_another_one_reverses() {
    let mut robot = Robot::with_clients(&["Alpha", "Beta"]);
    robot.sees("Name ↑");
    robot.click("Name");
    robot.sees("Name ↓");
    let (alpha, beta) = (robot.find("Alpha").unwrap(), robot.find("Beta").unwrap());
    assert!(beta.y < alpha.y);
    robot.press("o");
    robot.sees("Client ID ↑");
    robot.press("O");
    robot.sees("Client ID ↓");
}

#[test]
fn another_operators_client_is_there_after_a_reload() {
    let mut robot = Robot::with_clients(&["Alpha"]);
    let mut service = robot.service();
    service.sign_on(super::robot::ADMIN, &password()).unwrap();
    create(&mut service, "Beta");
    robot.press("F5");
    robot.sees("Beta");
}

#[test]
fn q_leaves_at_once_and_esc_never_does() {
    let mut robot = Robot::signed_on();
    robot.press("Esc Esc Esc");
    assert!(!robot.has_left());
    robot.press("q");
    assert!(robot.has_left());
}

#[test]
fn a_button_that_can_not_be_used_says_why() {
    let mut robot = Robot::signed_on();
    robot.click("( Delete )");
    robot.sees("Select a client first.");
}

#[test]
fn the_help_has_every_key_of_the_list() {
    let mut robot = Robot::signed_on();
    robot.press("?");
    robot.sees("Keys on the screen below");
    robot.sees("u, Enter Update");
    robot.press("PgDn PgDn PgDn");
    robot.sees("Ctrl-L");
    robot.press("q");
    robot.sees("[1 Clients]");
    assert!(!robot.has_left());
}

#[test]
fn panels_are_reached_by_digit_and_by_click() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("2");
    robot.sees("ADMIN");
    robot.sees("Ordinary clients");
    // Where there is little room the other panels are their digits.
    robot.click_at(1, 1);
    robot.sees("ABC Shipping");
    robot.resize(120, 24);
    robot.click("2 Security classes");
    robot.sees("[2 Security classes]");
    robot.click("7 Trash");
    robot.sees("The trash is empty.");
}

#[test]
fn a_class_is_created_changed_and_deleted_but_not_while_a_client_uses_it() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("2 c");
    robot.write("PARTNER");
    robot.fill("Description", "For partners");
    robot.press("Ctrl-S");
    robot.sees("Created the security class \"PARTNER\".");
    robot.press("Down u");
    robot.fill("Description", "Of partners");
    robot.click("[ Save ]");
    robot.sees("PARTNER Of partners");
    robot.press("d Enter");
    robot.sees("PARTNER Of partners");
    robot.press("d");
    robot.click("[ Delete ]");
    robot.sees("Deleted the security class \"PARTNER\".");
    robot.press("End d");
    robot.sees("\"USER\" is the security class of 1 client");
}

#[test]
fn keys_that_come_while_a_page_loads_are_about_that_page() {
    let mut robot = with_many(60);
    let down = || Event::Key(KeyEvent::new(KeyCode::Down, KeyModifiers::NONE));
    // All at once, over two page ends, and then a form on what the cursor reached.
    (0..45).for_each(|_| robot.feed(down()));
    robot.feed(Event::Key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE)));
    robot.settle();
    robot.sees("Update OAuth2 Client");
    robot.sees("Client 046");
    robot.press("Esc");
    assert!(robot.at_cursor().starts_with(">  Client 046"), "{}", robot.screen());
}

#[test]
fn the_pane_beside_the_list_follows_when_the_cursor_rests() {
    let mut robot = Robot::with_clients(&["Alpha", "Beta"]);
    robot.resize(170, 30);
    robot.press("Down");
    robot.sees("│ Alpha");
    robot.wait(Duration::from_millis(200));
    robot.sees("│ Beta");
}
