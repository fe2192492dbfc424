//! Two operators at once: a save on top of somebody else's newer save is refused, says who and when, and
//! shows both.

use super::robot::Robot;

/// Two terminals with the same client open; the other operator has saved an e-mail address and notes.
fn overtaken() -> Robot {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    let mut other = robot.colleague();
    robot.press("u");
    robot.fill("E-mail", "mine@example.com");
    other.press("u");
    other.fill("E-mail", "theirs@example.com");
    other.fill("Notes", "from them");
    other.press("Ctrl-S");
    robot.press("Ctrl-S");
    robot
}

#[test]
fn a_save_on_top_of_a_newer_one_is_refused_and_shows_both() {
    let robot = overtaken();
    robot.sees("Saved by somebody else");
    robot.sees("\"ada\" saved this client at");
    robot.sees("yours: mine@example.com");
    robot.sees("theirs: theirs@example.com");
    robot.sees("theirs: from them");
    assert_eq!(robot.stored("ABC Shipping", "contacts"), ["theirs@example.com"]);
}

#[test]
fn keep_editing_loses_nothing() {
    let mut robot = overtaken();
    robot.sees(">[ Keep editing ]");
    robot.press("Enter");
    robot.focus("E-mail");
    robot.sees("mine@example.com");
    robot.press("Ctrl-S");
    robot.sees("Saved by somebody else");
}

#[test]
fn save_as_chosen_takes_mine_where_both_changed_and_theirs_where_only_they_did() {
    let mut robot = overtaken();
    robot.click("[ Save as chosen ]");
    robot.sees("Saved \"ABC Shipping\".");
    assert_eq!(robot.stored("ABC Shipping", "contacts"), ["mine@example.com"]);
    assert_eq!(robot.stored("ABC Shipping", "notes"), ["from them"]);
}

#[test]
fn each_field_can_be_chosen() {
    let mut robot = overtaken();
    robot.choose("E-mail", "theirs");
    robot.choose("Notes", "yours");
    robot.click("[ Save as chosen ]");
    assert_eq!(robot.stored("ABC Shipping", "contacts"), ["theirs@example.com"]);
    assert_eq!(robot.stored("ABC Shipping", "notes"), [""]);
}

#[test]
fn take_theirs_shows_their_save_and_nothing_is_unsaved() {
    let mut robot = overtaken();
    robot.click("[ Take theirs ]");
    robot.focus("E-mail");
    robot.sees("theirs@example.com");
    robot.press("Esc");
    robot.sees("1–1 of 1");
}

#[test]
fn a_client_that_was_deleted_meanwhile_is_told() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    let mut other = robot.colleague();
    robot.press("u");
    robot.fill("E-mail", "mine@example.com");
    other.press("d");
    other.write("ABC Shipping");
    other.press("Enter");
    robot.press("Ctrl-S");
    robot.sees("Error: There is no client");
    robot.sees("mine@example.com");
}

#[test]
fn two_new_secrets_for_one_client_are_told_before_one_ends_the_other() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    let mut other = robot.colleague();
    robot.press("n");
    other.press("n Ctrl-S");
    robot.press("Ctrl-S");
    robot.sees("made a new secret, generation 2, at");
    robot.sees("saved, it ends that one at once");
    robot.sees_not("the same as what was saved");
    robot.click("[ Take theirs ]");
    robot.sees("generation 2, made");
    robot.press("Esc");
    robot.sees("1–1 of 1");
    robot.press("y");
    let theirs = robot.clipboard().unwrap();
    assert!(robot.accepts(&theirs));
}
