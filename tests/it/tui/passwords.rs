//! Signing on when something is to be told first: a password that must be changed, a registry that went back in
//! time, failures since; and the way back in with the recovery code.

use std::time::Duration;

use clientkeep::domain::{Plaintext, Retention, Role};

use super::robot::{ADMIN, FIRST, OWN, PASSWORD, Robot};

/// Bob in front of the form that he can't get around.
fn bob_must_choose() -> (Robot, Robot) {
    let robot = Robot::with_clients(&["ABC Shipping"]);
    robot.hire("bob", Role::Operator);
    let mut bob = robot.terminal();
    bob.sign_on_as("bob", FIRST);
    (robot, bob)
}

fn choose(robot: &mut Robot, present: &str, new: &str) {
    robot.focus("Present password");
    robot.press("Ctrl-U");
    robot.write(present);
    robot.focus("New password");
    robot.press("Ctrl-U");
    robot.write(new);
    robot.press("Enter Ctrl-U");
    robot.write(new);
    robot.press("Enter");
}

#[test]
fn a_password_that_somebody_else_set_is_changed_before_anything_else() {
    let (_robot, mut bob) = bob_must_choose();
    bob.sees("Choose a password");
    bob.sees("An administrator set your password. Choose your own before anything else.");
    bob.sees("This is your first sign-on.");
    bob.sees_not("ABC Shipping");
    for key in ["1", "4", "Esc", "q", ","] {
        bob.press(key);
        bob.sees("Choose a password");
        bob.sees_not("ABC Shipping");
    }
    assert!(!bob.has_left());
    choose(&mut bob, FIRST, OWN);
    bob.sees("Your password is changed.");
    bob.sees("ABC Shipping");
    bob.press("y");
    assert!(bob.accepts(&bob.clipboard().unwrap()));
}

#[test]
fn the_first_password_can_not_stay_and_what_is_wrong_is_told_at_its_field() {
    let (_robot, mut bob) = bob_must_choose();
    choose(&mut bob, FIRST, FIRST);
    bob.sees("The new password is the old one");
    assert!(bob.is_focused("New password"), "{}", bob.screen());
    choose(&mut bob, "not the first one", OWN);
    bob.sees("password is wrong");
    assert!(bob.is_focused("Present password"), "{}", bob.screen());
    choose(&mut bob, FIRST, "short");
    bob.sees("The password has 5 characters.");
    choose(&mut bob, FIRST, OWN);
    bob.sees("Your password is changed.");
}

#[test]
fn exit_leaves_with_the_password_unchanged() {
    let (robot, mut bob) = bob_must_choose();
    bob.click("[ Exit ]");
    assert!(bob.has_left());
    let mut again = robot.terminal();
    again.sign_on_as("bob", FIRST);
    again.sees("Choose a password");
}

#[test]
fn a_lock_over_the_choice_comes_back_to_it_and_one_choice_is_enough() {
    let (_robot, mut bob) = bob_must_choose();
    bob.wait(Duration::from_secs(601));
    bob.sees("Locked");
    bob.give_password(FIRST);
    bob.sees("Choose a password");
    choose(&mut bob, FIRST, OWN);
    bob.sees("ABC Shipping");
    bob.press("4");
    bob.sees("[4 Operators]");
}

#[test]
fn a_password_that_was_reset_while_the_screen_was_locked_is_changed_first_and_edits_stay() {
    let robot = Robot::with_clients(&["ABC Shipping"]);
    robot.employ("bob", Role::Operator);
    let mut bob = robot.terminal();
    bob.sign_on_as("bob", OWN);
    bob.press("u");
    bob.fill("Notes", "half a sentence");
    bob.wait(Duration::from_secs(601));
    let first = Plaintext::new("a second one, from Ada".to_owned());
    robot.service_of(ADMIN, PASSWORD).reset_password("bob", &first).unwrap();
    bob.give_password(OWN);
    bob.sees("The user name or password is wrong.");
    bob.give_password("a second one, from Ada");
    bob.sees("Choose a password");
    bob.sees_not("half a sentence");
    choose(&mut bob, "a second one, from Ada", OWN);
    bob.focus("Notes");
    bob.sees("half a sentence");
    bob.press("Ctrl-S");
    assert_eq!(robot.stored("ABC Shipping", "notes"), ["half a sentence"]);
}

#[test]
fn the_last_sign_on_and_failures_since_are_told() {
    let robot = Robot::with_clients(&[]);
    let wrong = Plaintext::new("not her password".to_owned());
    let mut another = robot.service();
    assert!(another.sign_on(ADMIN, &wrong).is_err());
    let mut ada = robot.terminal();
    ada.wait(Duration::from_hours(2));
    ada.sign_on_as(ADMIN, PASSWORD);
    ada.sees("Your last sign-on was 2 hours ago");
    ada.sees("! ");
    ada.sees("One sign-on under your name has failed since then.");
}

#[test]
fn a_registry_that_went_back_in_time_is_told_loudly() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    let old = robot.path().with_extension("old");
    robot.service().backup(&old).unwrap();
    robot.press("x");
    robot.click("[ Disable ]");
    robot.sees("Disabled");
    let mut terminal = robot.terminal_on(&old);
    terminal.sign_on_as(ADMIN, PASSWORD);
    terminal.sees("The registry went back in time");
    terminal.sees("WARNING: this account has seen entry");
    terminal.sees("secrets that were retired may work again");
    assert!(terminal.is_focused("Continue"), "{}", terminal.screen());
    terminal.press("Enter");
    terminal.sees("[1 Clients]");
}

#[test]
fn the_recovery_code_gives_an_administrator_a_new_password() {
    let (mut robot, code) = Robot::with_recovery_code(Retention::Sealed);
    robot.sees("Ctrl-R Recovery code");
    robot.press("Ctrl-R");
    robot.sees("The recovery code was shown once");
    robot.focus("Recovery code");
    robot.paste(&code);
    robot.sees_not(&code[..6]);
    robot.fill("Administrator", ADMIN);
    robot.focus("New password");
    robot.write(OWN);
    robot.press("Enter");
    robot.write(OWN);
    robot.press("Enter");
    robot.sees("\"ada\" has a new password, and has signed on with the recovery code.");
    robot.sees("ada (admin)");
    assert!(robot.service().sign_on(ADMIN, &Plaintext::new(PASSWORD.to_owned())).is_err());
    robot.press("5");
    robot.sees("operator.recovered");
}

#[test]
fn a_wrong_code_is_told_at_its_field_and_nothing_changes() {
    let mut robot = Robot::with_registry(Retention::Sealed);
    robot.click("Recovery code");
    robot.focus("Recovery code");
    robot.write("aaaa-bbbb-cccc");
    robot.fill("Administrator", ADMIN);
    robot.focus("New password");
    robot.write(OWN);
    robot.press("Enter");
    robot.write("another than that one");
    robot.press("Enter");
    robot.sees("The two passwords differ.");
    robot.press("Ctrl-U");
    robot.write(OWN);
    robot.press("Enter");
    assert!(robot.is_focused("Recovery code"), "{}", robot.screen());
    robot.press("Esc");
    robot.sees("Sign on");
    robot.sign_on();
}

#[test]
fn a_locked_screen_offers_no_recovery() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.wait(Duration::from_secs(601));
    robot.sees("Locked");
    robot.sees_not("Recovery");
    robot.press("Ctrl-R");
    robot.sees("Locked");
}

#[test]
fn what_was_asked_before_a_lock_waits_below_it() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    let mut other = robot.colleague();
    robot.press("u");
    robot.fill("E-mail", "mine@example.com");
    other.press("u");
    other.fill("E-mail", "theirs@example.com");
    other.press("Ctrl-S");
    // The answer is on its way when the screen locks.
    robot.feed(super::robot::ctrl('s'));
    robot.wait(Duration::from_secs(601));
    robot.sees("Locked");
    robot.sees_not("Saved by somebody else");
    robot.sees_not("example.com");
    robot.give_password(PASSWORD);
    robot.sees("Saved by somebody else");
    robot.sees("mine@example.com");
}
