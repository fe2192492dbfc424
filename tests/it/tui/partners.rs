//! The panel of partners: organisations, their users, and what becomes of both; by keyboard and by mouse.

use clientkeep::domain::{Role, field};
use clientkeep::service::Service;

use super::robot::{ADMIN, OWN, PASSWORD, Robot, draft};

/// Ada in front of the partners, with ABC Shipping among them, whose users are Jane and Joe.
fn with_partner() -> Robot {
    let mut robot = Robot::with_clients(&["Invoices"]);
    let mut service = signed_on(&robot);
    service.add_partner("ABC Shipping", "abc").unwrap();
    for user in ["jane", "joe"] {
        service.add_partner_user("abc", user, "").unwrap();
    }
    robot.press("3");
    robot.sees("ABC Shipping abc active 2 0");
    robot
}

fn signed_on(robot: &Robot) -> Service {
    robot.service_of(ADMIN, PASSWORD)
}

fn users(robot: &Robot) -> Vec<(String, Option<String>)> {
    let users = robot.service().partner_users("abc").unwrap();
    users.into_iter().map(|user| (user.user_name, user.email)).collect()
}

#[test]
fn a_partner_is_created_changed_and_deleted_by_keyboard() {
    let mut robot = Robot::signed_on();
    robot.press("3");
    robot.sees("There is no partner yet.");
    robot.press("c");
    robot.fill("Name", "ABC Shipping");
    robot.fill("Subdomain", "-abc");
    robot.press("Ctrl-S");
    assert!(robot.is_focused("Subdomain"), "{}", robot.screen());
    robot.sees("no DNS label");
    robot.fill("Subdomain", "abc");
    robot.press("Ctrl-S");
    robot.sees("Created the partner \"ABC Shipping\".");
    robot.press("u");
    robot.fill("Subdomain", "abcd");
    robot.focus("Active");
    robot.press("Space Ctrl-S");
    robot.sees("ABC Shipping abcd not active");
    robot.press("d Enter");
    robot.sees("1–1 of 1");
    robot.press("d");
    robot.click("[ Delete ]");
    robot.sees("Deleted the partner \"ABC Shipping\".");
    assert!(robot.service().partners().unwrap().is_empty());
    assert_eq!(robot.service().check().unwrap(), []);
}

#[test]
fn deleting_users_names_marks_that_the_search_hides() {
    let mut robot = with_partner();
    robot.press("m Space /");
    robot.write("joe");
    robot.press("Enter d");
    robot.sees("1 of these is not shown in the list now: \"jane\"");
}

#[test]
fn a_partner_is_created_and_deleted_by_mouse() {
    let mut robot = Robot::signed_on();
    robot.resize(120, 24);
    robot.click("3 Partners");
    robot.click("[ Create ]");
    robot.write("ABC Shipping");
    let place = robot.find("Subdomain").unwrap();
    robot.click_at(place.x + 14, place.y);
    robot.write("abc");
    robot.click("[ Save ]");
    robot.click("ABC Shipping  ");
    robot.sees("Update partner");
    robot.click("[ Cancel ]");
    robot.click("[x]");
    robot.click("[ Delete ]");
    robot.sees("There is no partner yet.");
}

#[test]
fn a_partner_that_a_client_refers_to_stays_and_its_new_subdomain_goes_along() {
    let mut robot = with_partner();
    let mut draft = draft("Portal");
    draft.set(field::PARTNER, vec!["abc".to_owned()]);
    draft.set(field::CLIENT_ID, vec!["abc-jane".to_owned()]);
    signed_on(&robot).create_client(&draft, None).unwrap();
    robot.press("F5 d");
    robot.sees("\"ABC Shipping\" is the partner of 1 client");
    robot.press("Enter");
    robot.fill("Subdomain", "xyz");
    robot.press("Ctrl-S");
    robot.sees("xyz");
    assert_eq!(robot.stored("Portal", "partner"), ["xyz"]);
    assert_eq!(robot.stored("Portal", "client_id"), ["abc-jane"]);
}

#[test]
fn users_are_listed_created_changed_and_deleted() {
    let mut robot = with_partner();
    robot.press("m");
    robot.sees("Users of ABC Shipping (abc)");
    robot.press("c");
    robot.fill("User name", "jim");
    robot.fill("E-mail", "jim@abc.example");
    robot.press("Ctrl-S");
    robot.sees("Created the partner user \"jim\".");
    robot.sees("jim jim@abc.example");
    robot.press("Home u");
    robot.sees("User name jane (read-only)");
    robot.fill("E-mail", "no address");
    robot.press("Ctrl-S");
    robot.sees("no @");
    robot.fill("E-mail", "jane@abc.example");
    robot.press("Ctrl-S");
    assert_eq!(users(&robot)[0], ("jane".to_owned(), Some("jane@abc.example".to_owned())));
    robot.press("Home Space Space d");
    robot.sees("\"jane\", \"jim\"");
    robot.press("Enter");
    assert_eq!(users(&robot).len(), 3, "Cancel had the focus");
    robot.press("d");
    robot.click("[ Delete ]");
    robot.sees("Deleted 2 partner users.");
    assert_eq!(users(&robot), [("joe".to_owned(), None)]);
    robot.press("Esc");
    robot.sees("ABC Shipping abc active 1 0");
    robot.press("Esc Esc");
    robot.sees("[3 Partners]");
}

#[test]
fn users_are_reached_and_deleted_by_mouse() {
    let mut robot = with_partner();
    let row = robot.find("ABC Shipping").unwrap();
    let column = robot.find("Users  ").unwrap();
    robot.click_at(column.x, row.y);
    robot.sees("1–2 of 2");
    robot.press("Space");
    let joe = robot.find("joe").unwrap();
    let cross = robot.find("[x]").unwrap();
    robot.click_at(cross.x + 1, joe.y);
    robot.click("[ Delete ]");
    robot.sees("Deleted the partner user \"joe\".");
    robot.click("User name");
    robot.sees("User name ↓");
    robot.click("jane");
    robot.sees("Update partner user");
    robot.click("[ Cancel ]");
    robot.click("[ Close ]");
    robot.sees("[3 Partners]");
}

#[test]
fn a_user_is_listed_once_and_the_search_finds_it() {
    let mut robot = with_partner();
    robot.click("[ Users ]");
    robot.press("c");
    robot.fill("User name", "joe");
    robot.press("Ctrl-S");
    assert!(robot.is_focused("User name"), "{}", robot.screen());
    robot.sees("is listed for the partner");
    robot.press("Esc y /");
    robot.write("JO");
    robot.sees("1–1 of 1");
    robot.press("Esc Esc");
    robot.sees("[3 Partners]");
}

#[test]
fn who_only_looks_sees_partners_and_changes_none() {
    let robot = with_partner();
    robot.employ("bob", Role::Auditor);
    let mut bob = robot.terminal();
    bob.sign_on_as("bob", OWN);
    bob.press("3");
    bob.sees("ABC Shipping");
    for key in ["c", "d"] {
        bob.press(key);
        bob.sees("Your role is auditor");
    }
    bob.press("m c");
    bob.sees("Your role is auditor");
    bob.press("Esc u Ctrl-S");
    bob.sees("Your role is auditor");
}

#[test]
fn a_save_over_another_operators_is_refused_and_says_so() {
    let mut robot = with_partner();
    robot.press("u");
    robot.fill("Name", "ABC Logistics");
    let renamed =
        clientkeep::service::PartnerChange { name: Some("ABC Ltd".to_owned()), ..Default::default() };
    signed_on(&robot).update_partner("abc", &renamed).unwrap();
    robot.press("Ctrl-S");
    robot.sees("Somebody else changed \"abc\" meanwhile.");
    robot.sees("ABC Logistics");
    assert_eq!(robot.service().partner("abc").unwrap().partner.name, "ABC Ltd");
}
