//! What the screen says before and after credentials are handed out or clients are cut off: whose, how many, what stays.

use clientkeep::domain::Retention;

use super::robot::{ADMIN, Robot, create, password};

fn show_once() -> Robot {
    let mut robot = Robot::with_registry(Retention::ShowOnce);
    let mut service = robot.service();
    service.sign_on(ADMIN, &password()).unwrap();
    create(&mut service, "ABC Shipping");
    robot.sign_on();
    robot
}

#[test]
fn a_copy_says_whose_it_is() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    let id = robot.stored("ABC Shipping", "client_id")[0][..8].to_owned();
    robot.press("y");
    robot.sees(&format!("\"ABC Shipping\" ({id}…): Copied to the clipboard."));
    robot.sees("Send the documentation too.");
}

#[test]
fn a_copy_that_fails_says_whose_and_what_the_clipboard_still_holds() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("c");
    robot.write("Phone");
    robot.choose("Security class", "u");
    robot.choose("Profile", "native");
    robot.focus("Redirect URIs");
    robot.write("com.example.phone:/back");
    robot.press("Ctrl-S Home y");
    robot.sees("\"ABC Shipping\"");
    robot.press("Down y");
    robot.sees("\"Phone\"");
    robot.sees("was not copied: A public client has no secret.");
    robot.sees("The clipboard still holds \"ABC Shipping\"");
    robot.press("z y");
    robot.sees_not("still holds");
}

#[test]
fn save_and_copy_says_what_becomes_of_the_old_secret() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("n Ctrl-Y");
    robot.sees("the secret that works now is refused at once");
    robot.press("Esc");
    robot.fill("Grace", "24h");
    robot.press("Ctrl-Y");
    robot.sees("the secret that works now still works for 24h");
}

#[test]
fn a_show_once_secret_stays_where_nothing_confirms_the_copy() {
    let mut robot = show_once();
    robot.has_a_clipboard_that_confirms_nothing();
    robot.press("n Ctrl-S");
    robot.click("[ Copy and close ]");
    robot.sees("Update OAuth2 Client");
    robot.press("Ctrl-C");
    robot.sees("Did the secret arrive?");
    robot.sees_not("What you changed here is not saved");
    robot.press("Enter Esc");
    robot.sees("Did the secret arrive?");
    robot.click("[ Close ]");
    robot.sees("1–1 of 1");
}

#[test]
fn marks_that_a_search_hides_are_named_before_they_are_acted_on() {
    let mut robot = Robot::with_clients(&["Alpha", "Beta", "Gamma"]);
    robot.press("Space Space /");
    robot.write("Beta");
    robot.press("Enter x");
    robot.sees("1 of these is not shown in the list now: \"Alpha\"");
    robot.press("Esc d");
    robot.sees("1 of these is not shown in the list now: \"Alpha\"");
}

#[test]
fn disabling_says_what_really_changed() {
    let mut robot = Robot::with_clients(&["Alpha", "Beta"]);
    robot.press("x");
    robot.click("[ Disable ]");
    robot.sees("Disabled \"Alpha\".");
    robot.press("Home Space Space x");
    robot.click("[ Disable ]");
    robot.sees("Disabled \"Beta\". \"Alpha\" was so before.");
}

#[test]
fn the_smallest_question_says_whom_it_is_about() {
    let mut robot = Robot::with_clients(&["Alpha", "Beta"]);
    robot.resize(20, 5);
    robot.press("x");
    robot.sees("\"Alpha\"");
    robot.press("Esc d");
    robot.sees("\"Alpha\"");
}

#[test]
fn names_that_differ_by_a_blank_only_are_one() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("c");
    robot.write("ABC  Shipping");
    robot.choose("Security class", "u");
    robot.press("Ctrl-S");
    robot.sees("There is already a client with the name");
}

#[test]
fn name_and_client_id_have_their_room_at_80_columns() {
    let robot = Robot::with_clients(&["ABC Shipping of the northern region"]);
    let id = robot.stored("ABC Shipping of the northern region", "client_id")[0].clone();
    robot.sees("ABC Shipping of the north");
    robot.sees(&id);
}

#[test]
fn the_help_goes_to_its_end_and_back() {
    let mut robot = Robot::signed_on();
    robot.press("?");
    robot.sees("PgDn Page");
    robot.press("End");
    robot.sees("Leaves the program; asks where something would be lost.");
    robot.sees_not("Opens the form for a new client.");
    robot.press("Home");
    robot.sees("Opens the form for a new client.");
}

#[test]
fn advice_about_the_field_with_the_focus_is_read_whole_with_its_section() {
    let mut robot = Robot::signed_on();
    robot.press("c");
    robot.sees_not("RFC 6819");
    robot.focus("Client secret");
    robot.sees("show-once where nobody needs that. (RFC 6819 §5.1.4.1.3)");
}

#[test]
fn the_panel_of_health_says_that_it_goes_on() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("6");
    robot.sees("↓");
    robot.sees_not("↑");
    robot.press("End");
    robot.sees("↑");
    robot.sees_not("↓");
}

#[test]
fn what_can_only_be_read_is_read_whole() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("u");
    robot.sees("Confidential: a server that can keep a secret");
    robot.focus("Type");
    robot.sees("Read-only. Whether it can keep a secret.");
}

#[test]
fn the_pane_beside_the_list_tells_long_values_whole_where_there_is_room_and_says_where_it_goes_on() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("u");
    robot.fill("Notes", &"half a sentence and ".repeat(12));
    robot.write("the end");
    robot.press("Ctrl-S");
    robot.resize(170, 40);
    robot.sees("Status enabled");
    robot.sees("the end");
    robot.resize(170, 24);
    robot.sees_not("the end");
    robot.sees("↓");
}
