//! What was done to a client, and one attribute as it was before.

use clientkeep::domain::{Draft, Role, field};

use super::robot::{ADMIN, OWN, PASSWORD, Robot};

const NAMES: [&str; 2] = ["ABC Shipping", "Invoices"];

/// Changes e-mail and notes of the first client, twice.
fn changed() -> Robot {
    let robot = Robot::with_clients(&NAMES);
    let mut ada = robot.service_of(ADMIN, PASSWORD);
    for (email, notes) in [("a@abc.example", "first"), ("b@abc.example", "first")] {
        let record = ada.client("ABC Shipping").unwrap();
        let mut draft = Draft::of(&record.client);
        draft.set(field::CONTACTS, vec![email.to_owned()]);
        draft.set(field::NOTES, vec![notes.to_owned()]);
        ada.update_client(&record.client.client_id, record.version, &draft, None).unwrap();
    }
    robot
}

#[test]
fn an_attribute_is_given_back_from_the_history_and_that_is_an_entry_of_its_own() {
    let mut robot = changed();
    robot.press("h");
    robot.sees("History of \"ABC Shipping\"");
    // The newest entry changed the address only.
    robot.press("r");
    robot.sees("changed 1 attribute that can be as it was before it");
    robot.sees("E-mail: b@abc.example → a@abc.example");
    robot.press("Ctrl-S");
    robot.sees("E-mail: b@abc.example → a@abc.example.");
    assert_eq!(robot.stored("ABC Shipping", "contacts"), ["a@abc.example"]);
    robot.sees("1–4 of 4");
    // The one before changed both; one of them is chosen.
    robot.press("Home Down Down r");
    robot.sees("changed 2 attributes that can be as they were before it");
    robot.choose("Restore", "Notes");
    robot.press("Ctrl-S");
    robot.sees("Notes: first → none.");
    assert_eq!(robot.stored("ABC Shipping", "contacts"), ["a@abc.example"], "the other stays");
    assert_eq!(robot.stored("ABC Shipping", "notes"), [""]);
    robot.press("Home Enter");
    robot.sees("Restored from:");
    robot.press("Esc");
    assert_eq!(robot.service().check().unwrap(), []);
}

#[test]
fn what_can_t_be_given_back_says_why() {
    let mut robot = changed();
    robot.press("h End r");
    robot.sees("This entry changed no attribute");
    let mut ada = robot.service_of(ADMIN, PASSWORD);
    ada.restore_attribute("ABC Shipping", "email", None).unwrap();
    robot.press("F5 Home Down r");
    robot.sees("All that this entry changed is as it was before it.");
    robot.press("Backspace 5 r");
    robot.sees_not("Restore attribute");
    robot.employ("ann", Role::Auditor);
    let mut ann = robot.terminal();
    ann.sign_on_as("ann", OWN);
    ann.press("h r");
    ann.sees("Your role is auditor");
}

#[test]
fn a_form_below_the_history_goes_on_from_what_was_given_back() {
    let mut robot = changed();
    robot.press("u Ctrl-T r Ctrl-S Backspace");
    robot.sees("Update OAuth2 Client");
    robot.focus("E-mail");
    robot.sees("a@abc.example");
    robot.fill("Notes", "second");
    robot.press("Ctrl-S");
    robot.sees("Saved");
    assert_eq!(robot.stored("ABC Shipping", "contacts"), ["a@abc.example"]);
    assert_eq!(robot.stored("ABC Shipping", "notes"), ["second"]);
}
