//! What others do is seen by itself; where they do nothing, nothing happens.

use std::time::Duration;

use clientkeep::domain::Role;
use clientkeep::service::{OperatorChange, Service};

use super::robot::{self, ADMIN, OWN, PASSWORD, Robot};

/// Ada, by another program.
fn ada(robot: &Robot) -> Service {
    robot.service_of(ADMIN, PASSWORD)
}

#[test]
fn a_client_that_somebody_else_creates_appears_and_the_selection_stays() {
    let robot = Robot::with_clients(&["Beta", "Gamma"]);
    let mut watcher = robot.watcher();
    watcher.press("Down");
    assert!(watcher.at_cursor().starts_with(">  Gamma"), "{}", watcher.screen());
    robot::create(&mut ada(&robot), "Alpha");
    watcher.notices("Alpha");
    assert!(watcher.at_cursor().starts_with(">  Gamma"), "{}", watcher.screen());
}

#[test]
fn where_nobody_else_does_anything_nothing_is_said() {
    let robot = Robot::with_clients(&["Beta"]);
    let mut watcher = robot.watcher();
    assert!(watcher.hears_nothing(Duration::from_millis(300)));
    // One's own changes are no news.
    watcher.press("x");
    watcher.click("[ Disable ]");
    watcher.sees("Disabled");
    assert!(watcher.hears_nothing(Duration::from_millis(300)));
}

#[test]
fn a_form_keeps_what_was_typed_while_others_change_things() {
    let robot = Robot::with_clients(&["Beta"]);
    let mut watcher = robot.watcher();
    watcher.press("c");
    watcher.write("Half a na");
    robot::create(&mut ada(&robot), "Alpha");
    watcher.press("Tab");
    watcher.press("Esc");
    watcher.press("y");
    watcher.notices("Alpha");
}

#[test]
fn another_role_counts_at_once() {
    let robot = Robot::signed_on();
    robot.employ("bob", Role::Admin);
    let mut watcher = robot.watcher();
    let mut bob = robot.service_of("bob", OWN);
    let auditor = OperatorChange { role: Some(Role::Auditor), ..OperatorChange::default() };
    bob.update_operator(ADMIN, &auditor, &mut |_, _| ()).unwrap();
    watcher.notices("ada (auditor)");
    watcher.press("c");
    watcher.sees("Your role is auditor: it may not create clients.");
}

#[test]
fn who_is_shut_out_sees_nothing_any_more() {
    let robot = Robot::with_clients(&["Beta"]);
    let mut watcher = robot.watcher();
    watcher.sees("Beta");
    robot.employ("eve", Role::Admin);
    let mut eve = robot.service_of("eve", OWN);
    eve.delete_operator(ADMIN, &mut |_, _| ()).unwrap();
    watcher.notices("Your account was disabled or deleted.");
    watcher.sees_not("Beta");
    watcher.give_password(PASSWORD);
    watcher.sees("The user name or password is wrong.");
}

/// Ada's form on a client that bob is about to change too.
fn in_the_form() -> (Robot, Robot) {
    let robot = Robot::with_clients(&["Beta"]);
    robot.employ("bob", Role::Operator);
    let mut watcher = robot.watcher();
    watcher.press("u");
    (robot, watcher)
}

fn bob_saves(robot: &Robot, email: &str) {
    let mut bob = robot.service_of("bob", OWN);
    let record = bob.client("Beta").unwrap();
    let mut draft = clientkeep::domain::Draft::of(&record.client);
    draft.set("contacts", vec![email.to_owned()]);
    bob.update_client(&record.client.client_id, record.version, &draft, None).unwrap();
}

#[test]
fn a_form_in_which_nothing_was_typed_shows_what_somebody_else_saves() {
    let (robot, mut watcher) = in_the_form();
    bob_saves(&robot, "bob@example.com");
    watcher.notices("\"bob\" has saved this client at");
    watcher.focus("E-mail");
    watcher.sees("bob@example.com");
    watcher.press("Esc");
    watcher.sees("[1 Clients]");
}

#[test]
fn who_is_typing_is_told_at_once_and_keeps_what_was_typed() {
    let (robot, mut watcher) = in_the_form();
    watcher.fill("E-mail", "ada@example.com");
    bob_saves(&robot, "bob@example.com");
    watcher.notices("\"bob\" has saved this client at");
    watcher.sees("while you are editing. What you typed stays; Save will show both.");
    watcher.sees("ada@example.com");
    watcher.press("Ctrl-S");
    watcher.sees("Saved by somebody else");
    watcher.sees("yours: ada@example.com");
    watcher.sees("theirs: bob@example.com");
}

#[test]
fn a_client_that_is_deleted_under_the_form_takes_nothing_along() {
    let (robot, mut watcher) = in_the_form();
    watcher.fill("E-mail", "ada@example.com");
    robot.service_of("bob", OWN).delete(&["Beta".to_owned()]).unwrap();
    watcher.notices("There is no client");
    watcher.sees("ada@example.com");
}
