//! The cursor stays on the client that an operator works with, whatever the list does around it; what is marked is
//! what an action is about.

use super::robot::{ADMIN, Robot, create, password};

fn with_many(count: usize) -> Robot {
    let names: Vec<String> = (1..=count).map(|n| format!("Client {n:03}")).collect();
    Robot::with_clients(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

fn is_on(robot: &Robot, name: &str) {
    assert!(robot.at_cursor().contains(name), "the cursor is not on {name:?}:\n{}", robot.screen());
}

/// Puts the cursor on a client by searching for it, and keeps the search.
fn find(robot: &mut Robot, name: &str) {
    robot.press("/");
    robot.write(name);
    robot.press("Enter");
    is_on(robot, name);
}

fn copies(robot: &mut Robot, name: &str) {
    robot.press("y");
    let id = robot.stored(name, "client_id")[0].clone();
    let copied = robot.clipboard().unwrap_or_else(|| panic!("nothing was copied:\n{}", robot.screen()));
    assert!(copied.starts_with(&id), "{copied} is not of {name:?}");
}

fn somebody_deletes(robot: &Robot, name: &str) {
    let mut service = robot.service();
    service.sign_on(ADMIN, &password()).unwrap();
    service.delete(&[name.to_owned()]).unwrap();
}

#[test]
fn a_new_client_is_the_one_that_is_copied_next() {
    let mut robot = Robot::with_clients(&["Aaa First", "Zzz Last"]);
    robot.press("c");
    robot.write("Mno Middle");
    robot.choose("Security class", "u");
    robot.press("Ctrl-S");
    is_on(&robot, "Mno Middle");
    copies(&mut robot, "Mno Middle");
}

#[test]
fn a_new_client_is_selected_on_another_page_and_through_a_search_that_hides_it() {
    let mut robot = with_many(40);
    find(&mut robot, "Client 007");
    robot.press("c");
    robot.write("Zzz Last");
    robot.choose("Security class", "u");
    robot.press("Ctrl-S");
    robot.sees_not("Search:");
    robot.sees("Created \"Zzz Last\".");
    is_on(&robot, "Zzz Last");
    robot.sees("25–41 of 41");
}

#[test]
fn save_and_copy_and_esc_comes_back_to_the_new_client() {
    let mut robot = Robot::with_clients(&["Aaa First", "Zzz Last"]);
    robot.press("c");
    robot.write("Mno Middle");
    robot.choose("Security class", "u");
    robot.press("Ctrl-Y Enter Esc");
    is_on(&robot, "Mno Middle");
}

#[test]
fn a_renamed_client_stays_selected_where_its_name_belongs() {
    let mut robot = with_many(40);
    robot.press("Down r");
    robot.fill("New name", "Zzz Last");
    robot.press("Enter");
    is_on(&robot, "Zzz Last");
    find(&mut robot, "Zzz");
    robot.press("r");
    robot.fill("New name", "Aaa First");
    robot.press("Enter");
    robot.sees_not("Search:");
    is_on(&robot, "Aaa First");
}

#[test]
fn a_smaller_window_keeps_the_cursor_on_its_client() {
    let mut robot = with_many(40);
    robot.press("Down Down Down Down Down Down Down Down Down Down Down Down");
    is_on(&robot, "Client 013");
    for (width, height) in [(80, 12), (30, 8), (20, 5), (10, 3), (80, 24)] {
        robot.resize(width, height);
    }
    is_on(&robot, "Client 013");
    copies(&mut robot, "Client 013");
    robot.press("End");
    robot.resize(80, 12);
    is_on(&robot, "Client 040");
}

#[test]
fn a_window_that_grew_below_a_question_is_filled() {
    let mut robot = with_many(40);
    robot.press("End d");
    robot.resize(80, 40);
    robot.press("Esc");
    is_on(&robot, "Client 040");
    robot.sees("Client 015");
}

#[test]
fn a_smaller_window_keeps_the_cursor_in_the_other_panels_too() {
    let mut robot = Robot::signed_on();
    let mut service = robot.service();
    service.sign_on(ADMIN, &password()).unwrap();
    for n in 1..=20 {
        service.add_class(&format!("CLASS{n:02}"), "").unwrap();
    }
    robot.press("2 Down Down Down Down Down Down Down Down Down Down");
    let here = robot.at_cursor();
    robot.resize(80, 10);
    robot.resize(80, 24);
    assert_eq!(robot.at_cursor(), here);
}

#[test]
fn the_cursors_row_is_seen_above_a_long_notice() {
    let mut robot = with_many(18);
    robot.press("End y");
    robot.sees("Copied");
    is_on(&robot, "Client 018");
}

#[test]
fn esc_after_a_search_stays_on_what_was_found() {
    let mut robot = with_many(40);
    find(&mut robot, "Client 033");
    robot.press("Esc");
    robot.sees("18–34 of 40");
    is_on(&robot, "Client 033");
    robot.press("/");
    robot.write("Client 007");
    robot.press("Esc");
    is_on(&robot, "Client 007");
}

#[test]
fn another_order_stays_on_the_client() {
    let mut robot = with_many(40);
    find(&mut robot, "Client 033");
    robot.press("Esc O");
    is_on(&robot, "Client 033");
    robot.press("o");
    is_on(&robot, "Client 033");
    robot.click("Name");
    is_on(&robot, "Client 033");
    robot.click("Name");
    robot.sees("Name ↓");
    is_on(&robot, "Client 033");
}

#[test]
fn what_is_about_one_client_is_about_the_cursors_and_is_refused_where_another_one_is_marked() {
    let mut robot = Robot::with_clients(&["Alpha", "Beta"]);
    robot.press("Space");
    is_on(&robot, "Beta");
    for (key, label) in
        [("y", "Copy"), ("n", "New secret"), ("r", "Rename"), ("u", "Update"), ("h", "History")]
    {
        robot.press(key);
        robot.sees(&format!(
            "\"Alpha\" is marked, and {label} is about the client that the cursor is on: drop the mark with Esc."
        ));
    }
    assert_eq!(robot.clipboard(), None);
    robot.press("Up");
    copies(&mut robot, "Alpha");
    robot.sees("1 marked");
    robot.press("n");
    robot.sees("Update OAuth2 Client Alpha");
    robot.press("Esc y Down Esc");
    copies(&mut robot, "Beta");
}

#[test]
fn what_is_about_one_client_is_refused_where_the_marked_one_is_on_another_page() {
    let mut robot = with_many(40);
    robot.press("Space End u");
    robot.sees("\"Client 001\" is marked, and Update is about the client that the cursor is on");
    robot.press("d");
    robot.sees("\"Client 001\": deleting it revokes access");
}

#[test]
fn several_marked_clients_are_not_one() {
    let mut robot = Robot::with_clients(&["Alpha", "Beta", "Gamma"]);
    robot.press("Space Space y");
    robot.sees("2 clients are marked, and Copy is about one: drop the marks with Esc.");
    assert_eq!(robot.clipboard(), None);
    robot.press("r");
    robot.sees("2 clients are marked, and Rename is about one");
    robot.press("n");
    robot.sees("2 clients get a new secret each");
    robot.press("Esc");
    robot.sees("2 marked");
    robot.press("Esc y");
    assert!(robot.clipboard().is_some());
}

#[test]
fn a_click_on_a_client_id_is_about_that_client() {
    let mut robot = Robot::with_clients(&["Alpha", "Beta"]);
    robot.press("Space");
    let id = robot.stored("Beta", "client_id")[0][..10].to_owned();
    robot.click(&id);
    robot.sees("Update OAuth2 Client Beta");
}

#[test]
fn nothing_is_done_to_the_neighbour_of_a_client_that_somebody_else_deleted() {
    let mut robot = Robot::with_clients(&["Alpha", "Beta", "Gamma"]);
    robot.press("Down");
    is_on(&robot, "Beta");
    somebody_deletes(&robot, "Beta");
    robot.press("F5");
    robot.sees("\"Beta\" is not in the list any more");
    for key in ["y", "n", "r", "x", "d", "u"] {
        robot.press(key);
        robot.sees("Select a client first.");
    }
    robot.press("Space");
    robot.sees_not("marked");
    assert_eq!(robot.clipboard(), None);
    robot.press("Down");
    copies(&mut robot, "Gamma");
}

#[test]
fn after_deleting_a_client_oneself_the_cursor_is_on_its_neighbour() {
    let mut robot = Robot::with_clients(&["Alpha", "Beta"]);
    robot.press("d");
    robot.write("Alpha");
    robot.press("Enter");
    robot.sees("Deleted \"Alpha\".");
    copies(&mut robot, "Beta");
}

#[test]
fn a_colleagues_new_client_leaves_page_and_cursor_as_they_are() {
    let mut robot = with_many(40);
    robot.press("End");
    robot.sees("24–40 of 40");
    let mut service = robot.service();
    service.sign_on(ADMIN, &password()).unwrap();
    create(&mut service, "Zzz Last");
    robot.press("F5");
    robot.sees("24–40 of 41");
    is_on(&robot, "Client 040");
}

#[test]
fn a_search_in_a_panel_does_not_find_the_buttons_of_its_rows() {
    let mut robot = Robot::signed_on();
    robot.press("2");
    robot.sees("[x]");
    robot.press("/");
    robot.write("[x]");
    robot.sees("No security class matches the search.");
}
