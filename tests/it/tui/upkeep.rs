//! What keeps a registry in order: advice that is accepted, the trash, scopes, several clients at once; by keyboard
//! and by mouse.

use clientkeep::domain::{Retention, Role};

use super::robot::{ADMIN, OWN, PASSWORD, Robot, create};

const NAMES: [&str; 3] = ["ABC Shipping", "Invoices", "Zebra Freight"];

fn accepted(robot: &Robot, client: &str) -> Vec<(String, String)> {
    let accepted = robot.service().acceptances(client).unwrap();
    accepted.into_iter().map(|one| (one.rule, one.reason)).collect()
}

#[test]
fn advice_is_accepted_in_the_form_with_a_reason_and_a_date_and_withdrawn() {
    let mut robot = Robot::with_clients(&NAMES);
    robot.press("u");
    robot.focus("Access token lifetime");
    robot.sees("An access token should live for 1 hour or less");
    robot.press("Ctrl-O");
    robot.sees("Advice about ABC Shipping");
    robot.press("/");
    robot.write("l-66");
    robot.press("Enter Enter");
    robot.sees("Accept advice");
    robot.press("Ctrl-S");
    assert!(robot.is_focused("Reason"), "{}", robot.screen());
    robot.fill("Reason", "Batch runs take six hours");
    robot.fill("Until", "soon");
    robot.sees("\"soon\" is no time.");
    robot.fill("Until", "2090-05-31");
    robot.sees("= 2090-05-31 23:59 UTC");
    robot.press("Ctrl-S");
    robot.sees("L-66 is accepted until 2090-05-31 23:59 UTC.");
    robot.sees("It is accepted by ada until 2090");
    assert_eq!(
        accepted(&robot, "ABC Shipping"),
        [("L-66".to_owned(), "Batch runs take six hours".to_owned())]
    );
    robot.press("Backspace");
    robot.focus("Access token lifetime");
    robot.sees("L-66 accepted by ada until 2090");
    robot.sees_not("An access token should live for 1 hour or less");
    robot.press("Esc a /");
    robot.write("l-66");
    robot.press("Enter w");
    robot.sees("L-66 is advised about \"ABC Shipping\" again.");
    robot.click("[ Withdraw ]");
    robot.sees("L-66 is not accepted any more.");
    assert_eq!(accepted(&robot, "ABC Shipping"), []);
    assert_eq!(robot.service().check().unwrap(), []);
}

#[test]
fn advice_is_accepted_by_mouse_and_by_who_may() {
    let mut robot = Robot::with_clients(&NAMES);
    robot.press("a");
    robot.click("L-71");
    robot.sees("Accept advice");
    robot.click("[ Cancel ]");
    robot.click("[ Close ]");
    robot.sees("[1 Clients]");
    robot.employ("ann", Role::Auditor);
    let mut ann = robot.terminal();
    ann.sign_on_as("ann", OWN);
    ann.press("a");
    ann.sees("The client has no scope");
    ann.press("Enter");
    ann.sees("Your role is auditor: it may not");
}

#[test]
fn a_new_client_is_told_why_its_advice_can_not_be_accepted_yet() {
    let mut robot = Robot::signed_on();
    robot.press("c Ctrl-O");
    robot.sees("Advice about a new client is accepted once it is saved.");
}

#[test]
fn a_deleted_client_is_restored_with_a_new_secret() {
    let mut robot = Robot::with_clients(&NAMES);
    let id = robot.stored("ABC Shipping", "client_id").concat();
    robot.press("x");
    robot.click("[ Disable ]");
    robot.press("d");
    robot.write("ABC Shipping");
    robot.press("Enter");
    robot.sees("Deleted \"ABC Shipping\". It can't sign in any more.");
    robot.press("7");
    robot.sees("[7 Trash]");
    robot.sees(&format!("ABC Shipping          {id} just now"));
    robot.press("Right");
    robot.sees("By");
    robot.sees("ada  ");
    robot.press("Left");
    robot.press("r");
    robot.click("[ Restore ]");
    robot.sees("Restored \"ABC Shipping\", with a new secret. It is still disabled.");
    robot.sees("y in the list of clients copies its credentials.");
    robot.sees("The trash is empty.");
    robot.press("1 x");
    robot.click("[ Enable ]");
    robot.press("y");
    let credentials = robot.clipboard().unwrap();
    assert!(robot.accepts(&credentials), "the new secret is what y copies");
}

#[test]
fn in_a_registry_that_shows_a_secret_once_a_restored_client_has_it_at_hand() {
    let mut robot = Robot::with_registry(Retention::ShowOnce);
    robot.sign_on();
    let mut service = robot.service_of(ADMIN, PASSWORD);
    for name in ["ABC Shipping", "Invoices"] {
        create(&mut service, name);
    }
    service.delete(&["ABC Shipping".to_owned(), "Invoices".to_owned()]).unwrap();
    robot.press("7 * r");
    robot.sees("restore one client at a time");
    robot.press("Esc r");
    robot.click("[ Restore ]");
    robot.sees("Update OAuth2 Client");
    robot.press("Esc");
    robot.sees("The secret was not copied");
    robot.click("[ Copy and close ]");
    robot.sees("[7 Trash]");
    assert!(robot.accepts(&robot.clipboard().unwrap()));
}

#[test]
fn purging_wants_the_name_or_the_count_and_is_for_administrators() {
    let mut robot = Robot::with_clients(&NAMES);
    robot.press("*");
    robot.press("d");
    robot.write("3");
    robot.press("Enter");
    robot.sees("They can't sign in any more.");
    robot.employ("bob", Role::Operator);
    let mut bob = robot.terminal();
    bob.sign_on_as("bob", OWN);
    bob.press("7 d");
    bob.sees("Your role is operator: it may not");
    robot.press("7");
    robot.sees("1–3 of 3");
    robot.click("[x]");
    robot.sees("Purge client");
    robot.write("zebra freight");
    robot.press("Enter");
    robot.sees("Type the client's name, exactly");
    robot.press("Ctrl-U");
    robot.write("Zebra Freight");
    robot.press("Enter");
    robot.sees("Purged for good: \"Zebra Freight\".");
    robot.press("* d");
    robot.write("2");
    robot.press("Enter");
    robot.sees("The trash is empty.");
    assert_eq!(robot.service().check().unwrap(), []);
}

#[test]
fn purge_and_restore_name_marks_that_the_search_hides() {
    let mut robot = Robot::with_clients(&NAMES);
    let ids = NAMES.map(str::to_owned);
    robot.service_of(ADMIN, PASSWORD).delete(&ids).unwrap();
    robot.press("7 Space Space /");
    robot.write("zebra");
    robot.press("Enter d");
    robot.sees("2 of these are not shown in the list now: \"ABC Shipping\", \"Invoices\"");
    robot.press("Esc Space r");
    robot.sees("2 of these are not shown in the list now: \"ABC Shipping\", \"Invoices\"");
    robot.sees("\"Zebra Freight\"");
}

#[test]
fn scopes_are_added_and_deleted_from_the_settings_and_from_the_classes() {
    let mut robot = Robot::with_clients(&NAMES);
    robot.press(",");
    robot.click("[ Scopes ]");
    robot.press("c");
    robot.fill("Name", "orders read");
    robot.press("Ctrl-S");
    assert!(robot.is_focused("Name"), "{}", robot.screen());
    robot.fill("Name", "orders");
    robot.fill("Description", "Orders and their lines");
    robot.press("Ctrl-S");
    robot.sees("Created the scope \"orders\".");
    robot.press("Backspace Esc u");
    robot.focus("Scopes");
    robot.click("orders: Orders");
    robot.press("Ctrl-S");
    assert_eq!(robot.stored("ABC Shipping", "scope"), ["orders"]);
    robot.press("2 s d");
    robot.click("[ Delete ]");
    robot.sees("1 client has the scope \"orders\"");
    robot.click("write");
    robot.press("d");
    robot.click("[ Delete ]");
    robot.sees("Deleted the scope \"write\".");
    robot.press("Esc");
    robot.sees("[2 Classes]");
}

#[test]
fn marked_clients_get_new_secrets_at_once() {
    let mut robot = Robot::with_clients(&NAMES);
    robot.press("y");
    let before = robot.clipboard().unwrap();
    robot.press("Space Space n");
    robot.sees("2 clients get a new secret each");
    robot.fill("Grace", "1h");
    robot.choose("Reason", "leak");
    robot.press("Ctrl-S");
    assert!(robot.is_focused("Grace"), "{}", robot.screen());
    robot.fill("Grace", "");
    robot.press("Ctrl-S");
    robot.sees("New secrets for 2 clients.");
    assert!(!robot.accepts(&before));
    robot.press("Esc Home y");
    assert!(robot.accepts(&robot.clipboard().unwrap()));
}

#[test]
fn a_copy_from_the_list_reminds_of_the_documentation() {
    let mut robot = Robot::with_clients(&NAMES);
    robot.press("y");
    robot.sees("Send the documentation too.");
    let mut service = robot.service_of(ADMIN, PASSWORD);
    service.set_setting("documentation_url", "https://docs.example/clients").unwrap();
    robot.press(", Esc");
    let mut again = robot.terminal();
    again.sign_on();
    again.press("y");
    again.sees("Send the documentation too: https://docs.example/clients");
}
