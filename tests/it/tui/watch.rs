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
