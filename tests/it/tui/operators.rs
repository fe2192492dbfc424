//! The panel of operators: who may sign on, as what, and what happens to the keys when somebody goes.

use std::time::Duration;

use clientkeep::domain::{Plaintext, Role};

use super::robot::{ADMIN, FIRST, OWN, PASSWORD, Robot};

/// Ada in front of the operators, with bob among them, who maintains clients.
fn with_bob() -> Robot {
    let mut robot = Robot::with_clients(&["ABC Shipping", "Invoices"]);
    robot.employ("bob", Role::Operator);
    robot.press("4");
    robot.press("Down");
    robot.sees("bob");
    robot
}

fn role(robot: &Robot, name: &str) -> Option<Role> {
    let all = robot.service().operators().unwrap();
    all.into_iter().find(|record| record.operator.user_name == name).map(|record| record.operator.role)
}

fn opens(robot: &Robot, name: &str, password: &str) -> bool {
    robot.service().sign_on(name, &Plaintext::new(password.to_owned())).is_ok()
}

#[test]
fn an_operator_is_created_with_a_first_password_that_it_must_change() {
    let mut robot = Robot::signed_on();
    robot.press("4 c");
    robot.sees("Create operator");
    robot.fill("User name", "bob");
    robot.fill("Full name", "Bob Builder");
    robot.choose("Role", "auditor");
    robot.focus("First password");
    robot.write(FIRST);
    robot.focus("First password again");
    robot.write(FIRST);
    robot.sees_not(FIRST);
    robot.press("Ctrl-S");
    robot.sees("Created the operator \"bob\".");
    robot.sees("Bob Builder");
    robot.sees("password due");
    robot.sees("never");
    robot.press("5 Enter");
    robot.sees("operator.added");
    robot.sees("Full name: Bob Builder");
    assert_eq!(role(&robot, "bob"), Some(Role::Auditor));
    assert!(opens(&robot, "bob", FIRST));
}

#[test]
fn what_is_wrong_stands_at_its_field_and_what_was_typed_stays() {
    let mut robot = Robot::signed_on();
    robot.press("4 c");
    robot.fill("User name", "ada");
    robot.focus("First password");
    robot.write(FIRST);
    robot.focus("First password again");
    robot.write("another one, from Ada");
    robot.press("Ctrl-S");
    robot.sees("The two passwords differ.");
    robot.press("Ctrl-U");
    robot.write(FIRST);
    robot.press("Ctrl-S");
    robot.sees("There is already an operator \"ada\".");
    assert!(robot.is_focused("User name"), "{}", robot.screen());
    robot.fill("User name", "bob");
    robot.press("Ctrl-S");
    robot.sees("Created the operator \"bob\".");
}

#[test]
fn a_first_password_that_would_be_guessed_is_refused_at_its_field() {
    let mut robot = Robot::signed_on();
    robot.press("4 c");
    robot.fill("User name", "bob");
    for label in ["First password", "First password again"] {
        robot.focus(label);
        robot.write("short");
    }
    robot.press("Ctrl-S");
    robot.sees("The password has 5 characters.");
    assert_eq!(role(&robot, "bob"), None);
}

#[test]
fn the_list_says_who_is_disabled_locked_and_new_and_when_they_were_there() {
    let mut robot = with_bob();
    robot.hire("carol", Role::Auditor);
    robot.employ("dave", Role::Automation);
    for _ in 0..3 {
        let _refused = robot.service().sign_on("bob", &Plaintext::new("not his password".to_owned()));
    }
    robot.press("F5");
    robot.sees("locked");
    robot.sees("password due");
    robot.sees("automation");
    robot.press("End x");
    robot.sees("\"dave\" can't sign on any more");
    robot.click("[ Disable ]");
    robot.sees("disabled");
    robot.sees("Saved the operator \"dave\".");
    assert!(!opens(&robot, "dave", OWN));
    robot.press("x");
    robot.click("[ Enable ]");
    robot.sees("Saved the operator \"dave\".");
    assert!(opens(&robot, "dave", OWN));
}

#[test]
fn who_loses_the_right_to_show_secrets_is_told_before_and_loses_the_keys() {
    let mut robot = with_bob();
    robot.press("u");
    robot.sees("Update operator");
    robot.choose("Role", "auditor");
    robot.sees("Advice: this makes the vault key anew and seals every copy of a secret afresh");
    robot.press("Ctrl-S");
    robot.sees("Saved the operator \"bob\", and made keys anew.");
    robot.sees("Backups made before still open with the old password.");
    assert_eq!(role(&robot, "bob"), Some(Role::Auditor));
    // Ada's keys still open every copy.
    robot.press("1 y");
    let copied = robot.clipboard().unwrap();
    assert!(robot.accepts(&copied));
}

#[test]
fn another_full_name_costs_no_keys() {
    let mut robot = with_bob();
    robot.resize(120, 30);
    robot.press("u");
    robot.fill("Full name", "Bob the Builder");
    robot.press("Ctrl-S");
    robot.sees("Saved the operator \"bob\".");
    robot.sees_not("Backups");
    robot.sees("Bob the Builder");
}

#[test]
fn the_last_administrator_stays() {
    let mut robot = with_bob();
    robot.press("Up u");
    robot.choose("Role", "operator");
    robot.press("Ctrl-S");
    robot.sees("last administrator");
    robot.press("Esc y");
    robot.press("d");
    robot.write(ADMIN);
    robot.press("Enter");
    robot.sees("last administrator");
    assert_eq!(role(&robot, ADMIN), Some(Role::Admin));
}

#[test]
fn deleting_wants_the_name_typed_and_the_password_opens_nothing_afterwards() {
    let mut robot = with_bob();
    robot.press("d");
    robot.sees("Deleting \"bob\" ends every right at once");
    robot.sees("seals every copy of a secret afresh");
    robot.write("bo");
    robot.press("Enter");
    assert!(role(&robot, "bob").is_some());
    robot.press("Shift-Tab");
    robot.focus("User name");
    robot.write("b");
    robot.press("Enter");
    robot.sees("Deleted the operator \"bob\".");
    robot.sees("Backups made before");
    assert_eq!(role(&robot, "bob"), None);
    assert!(!opens(&robot, "bob", OWN));
}

#[test]
fn a_click_on_the_name_opens_the_form_and_one_on_the_cross_asks() {
    let mut robot = with_bob();
    robot.click("bob");
    robot.sees("Update operator");
    robot.press("Esc");
    robot.click("[x]");
    robot.sees("Delete operator");
    robot.press("Esc");
    robot.click(" 1 ");
    robot.sees("ABC Shipping");
    robot.click(" 4 ");
    robot.sees("Last sign-on");
}

#[test]
fn a_reset_password_is_a_first_one_again() {
    let mut robot = with_bob();
    robot.press("p");
    robot.sees("New password");
    robot.write("a second one, from Ada");
    robot.press("Enter");
    robot.write("a second one, from Ada");
    robot.press("Enter");
    robot.sees("\"bob\" has a new password, to be changed at the next sign-on.");
    assert!(!opens(&robot, "bob", OWN));
    let mut bob = robot.terminal();
    bob.sign_on_as("bob", "a second one, from Ada");
    bob.sees("An administrator set your password.");
}

#[test]
fn ones_own_password_is_not_reset_but_changed() {
    let mut robot = with_bob();
    robot.press("Up p");
    robot.sees("Error: That is you: P changes your own password.");
    robot.press("P");
    robot.sees("Change password");
    robot.write(PASSWORD);
    robot.press("Enter");
    robot.write(OWN);
    robot.press("Enter");
    robot.write(OWN);
    robot.press("Enter");
    robot.sees("Your password is changed.");
    assert!(opens(&robot, ADMIN, OWN) && !opens(&robot, ADMIN, PASSWORD));
    // Who changed it goes on working.
    robot.press("1 c");
    robot.write("Another");
    robot.choose("Security class", "USER");
    robot.press("Ctrl-S");
    robot.sees("Created \"Another\"");
}

#[test]
fn a_wrong_present_password_is_told_at_its_field_and_signs_nobody_off() {
    let mut robot = with_bob();
    robot.press("P");
    robot.write("not the present one");
    robot.press("Enter");
    robot.write(OWN);
    robot.press("Enter");
    robot.write(OWN);
    robot.press("Enter");
    robot.sees("The user name or password is wrong.");
    assert!(robot.is_focused("Present password"), "{}", robot.screen());
    robot.write(PASSWORD);
    robot.press("Ctrl-S");
    robot.sees("Your password is changed.");
}

#[test]
fn an_operator_who_is_locked_out_is_unlocked() {
    let mut robot = with_bob();
    robot.press("l");
    robot.sees("Error: \"bob\" is not locked: no sign-on has failed.");
    for _ in 0..3 {
        let _refused = robot.service().sign_on("bob", &Plaintext::new("not his password".to_owned()));
    }
    assert!(!opens(&robot, "bob", OWN));
    robot.press("F5 l");
    robot.sees("\"bob\" can sign on again.");
    assert!(opens(&robot, "bob", OWN));
}

#[test]
fn who_is_no_administrator_looks_and_is_told_why_nothing_can_be_changed() {
    let robot = with_bob();
    let mut bob = robot.terminal();
    bob.sign_on_as("bob", OWN);
    bob.press("4");
    bob.sees("ada");
    for key in ["c", "d", "p", "l", "x"] {
        bob.press(key);
        bob.sees("Your role is operator: it may not change operators. Ask somebody with the role admin.");
    }
    bob.press("u");
    bob.sees("Update operator");
    bob.press("Ctrl-S");
    bob.sees("it may not change operators");
}

#[test]
fn what_an_operator_did_is_its_history() {
    let mut robot = with_bob();
    robot.press("h");
    robot.sees("History of the operator \"bob\"");
    robot.sees("operator.password_changed");
    robot.sees_not("client.created");
    robot.press("Esc");
    robot.sees("Last sign-on");
}

#[test]
fn two_administrators_in_one_form_the_second_is_told_and_loses_nothing() {
    let mut robot = with_bob();
    robot.employ("eve", Role::Admin);
    let mut eve = robot.terminal();
    eve.sign_on_as("eve", OWN);
    eve.press("4 Down u");
    eve.fill("Full name", "Typed by Eve");
    robot.press("u");
    robot.fill("Full name", "Saved by Ada");
    robot.press("Ctrl-S");
    eve.press("Ctrl-S");
    eve.sees("Somebody else changed \"bob\" meanwhile.");
    eve.sees("Typed by Eve");
    eve.sees("Advice: somebody else has just saved \"Saved by Ada\"");
    eve.press("Ctrl-S");
    eve.sees("Saved the operator \"bob\".");
    eve.sees("Typed by Eve");
}

#[test]
fn a_form_that_is_open_follows_what_others_save() {
    let robot = with_bob();
    let mut watcher = robot.watcher();
    watcher.press("4 Down u");
    watcher.fill("Full name", "Half a na");
    let mut ada = robot.service_of(ADMIN, PASSWORD);
    let auditor = clientkeep::service::OperatorChange { role: Some(Role::Auditor), ..Default::default() };
    ada.update_operator("bob", &auditor, &mut |_, _| ()).unwrap();
    watcher.notices("auditor: only looks");
    watcher.sees("Half a na");
}

#[test]
fn who_demotes_herself_sees_at_once_what_she_may_no_longer() {
    let mut robot = with_bob();
    robot.employ("eve", Role::Admin);
    robot.press("Up u");
    robot.choose("Role", "operator");
    robot.press("Ctrl-S");
    robot.sees("ada (operator)");
    robot.press("c");
    robot.sees("Your role is operator");
}

#[test]
fn many_copies_are_sealed_afresh_behind_a_bar() {
    let mut robot = with_bob();
    robot.press("u");
    robot.choose("Role", "auditor");
    robot.feed(super::robot::ctrl('s'));
    let mut pictures = Vec::new();
    robot.settle_seeing(|screen| pictures.push(screen));
    assert!(
        pictures.iter().any(|screen| screen.contains("Saving … [####################] 2 of 2")),
        "{pictures:#?}"
    );
    robot.sees("Saved the operator \"bob\"");
}

#[test]
fn a_lock_over_the_form_of_an_operator_keeps_what_was_typed() {
    let mut robot = with_bob();
    robot.press("u");
    robot.fill("Full name", "Half a na");
    robot.wait(Duration::from_secs(601));
    robot.sees("Locked");
    robot.sees_not("bob");
    robot.give_password(PASSWORD);
    robot.sees("Half a na");
    robot.press("Ctrl-S");
    robot.sees("Saved the operator \"bob\".");
}
