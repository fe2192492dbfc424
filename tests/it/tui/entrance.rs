//! Set-up, the recovery code, sign-on and the lock.

use std::time::Duration;

use clientkeep::domain::Retention;

use super::robot::{PASSWORD, Robot};

fn fill_set_up(robot: &mut Robot, password: &str, again: &str) {
    robot.fill("Administrator", "ada");
    robot.fill("Full name", "Ada Lovelace");
    robot.focus("Password");
    robot.write(password);
    robot.focus("Password again");
    robot.write(again);
    robot.focus("Create registry");
    robot.press("Enter");
}

#[test]
fn set_up_says_what_it_creates_and_where_and_then_shows_the_recovery_code_once() {
    let mut robot = Robot::new();
    robot.sees("There is no registry yet. This creates /srv/registry.db");
    assert!(!robot.path().exists());
    fill_set_up(&mut robot, PASSWORD, PASSWORD);
    robot.sees("recovery code");
    robot.sees("write it down");
    assert!(!robot.mouse_is_ours(), "so that the code can be selected by hand");
    robot.press("Enter");
    robot.sees("Write the code down, then type it.");
    let group = robot.wanted_group();
    robot.look_away();
    robot.sees_not(&group);
    robot.press("Ctrl-R");
    robot.sees(&group);
    robot.focus("Show/hide recovery code");
    robot.sees("Shows the recovery code, or hides it.");
    robot.press("Enter");
    robot.sees_not(&group);
    robot.press("Enter");
    robot.sees(&group);
    robot.sees_not("hide secret");
    robot.press("Shift-Tab");
    robot.write(&group.to_lowercase());
    robot.press("Enter");
    robot.sees("There is no client yet. Press c to create the first one.");
    robot.sees("ada (admin)");
    assert!(robot.mouse_is_ours());
}

#[test]
fn leaving_before_the_recovery_code_is_confirmed_says_that_it_is_lost() {
    let mut robot = Robot::new();
    fill_set_up(&mut robot, PASSWORD, PASSWORD);
    robot.press("Ctrl-C");
    robot.sees("This is the only time that the recovery code is shown.");
    robot.sees_not("What you changed here is not saved");
    robot.press("Esc");
    robot.sees("write it down");
    robot.press("Ctrl-C");
    robot.click("[ Close ]");
    assert!(robot.has_left());
}

#[test]
fn set_up_can_choose_a_registry_that_keeps_no_secrets() {
    let mut robot = Robot::new();
    robot.choose("Client secrets", "show");
    fill_set_up(&mut robot, PASSWORD, PASSWORD);
    assert_eq!(robot.service().settings().unwrap().secret_retention, Retention::ShowOnce);
}

#[test]
fn set_up_proposes_the_user_but_never_root_and_ctrl_s_creates() {
    let mut robot = Robot::for_user("root");
    robot.sees_not("root");
    robot.fill("Administrator", "ada");
    for label in ["Password", "Password again"] {
        robot.focus(label);
        robot.write(PASSWORD);
    }
    robot.press("Ctrl-S");
    robot.sees("write it down");
    let mut robot = Robot::new();
    robot.sees("[ada ");
    robot.write("grace");
    robot.sees("Administrator [grace ");
}

#[test]
fn two_different_passwords_are_told_at_the_second_one() {
    let mut robot = Robot::new();
    fill_set_up(&mut robot, PASSWORD, "seven quiet lantern");
    robot.sees("The two passwords differ.");
    assert!(robot.is_focused("Password again") && !robot.path().exists());
}

#[test]
fn a_password_that_would_be_guessed_is_refused_at_its_field_and_nothing_is_created() {
    let mut robot = Robot::new();
    fill_set_up(&mut robot, "short", "short");
    assert!(robot.is_focused("Password"), "{}", robot.screen());
    robot.sees("15");
    assert!(!robot.path().exists());
}

#[test]
fn exit_leaves_and_esc_does_not() {
    let mut robot = Robot::with_registry(Retention::Sealed);
    robot.press("Esc Esc");
    assert!(!robot.has_left());
    robot.click("[ Exit ]");
    assert!(robot.has_left());
}

#[test]
fn the_cursor_stands_in_the_operators_name_and_enter_in_the_password_signs_on() {
    let mut robot = Robot::with_registry(Retention::Sealed);
    assert!(robot.is_focused("Operator"));
    robot.press("Enter");
    robot.write(PASSWORD);
    robot.sees_not(PASSWORD);
    robot.press("Enter");
    robot.sees("1 Clients");
    robot.sees("Your last sign-on was just now");
}

#[test]
fn what_is_typed_or_pasted_takes_the_place_of_the_name_that_is_proposed() {
    let mut robot = Robot::with_registry(Retention::Sealed);
    assert!(robot.at_cursor().starts_with("ada "), "{}", robot.screen());
    robot.sees("Enter keeps it, typing replaces it.");
    robot.write("bo");
    robot.sees("Operator [bo ");
    robot.sees_not("Typing replaces");
    robot.write("b");
    robot.sees("Operator [bob ");

    let mut robot = robot.terminal();
    robot.paste("carol\n");
    robot.sees("Operator [carol ");

    let mut robot = robot.terminal();
    robot.press("Tab Shift-Tab");
    robot.write("dan");
    robot.sees("Operator [dan ");
}

#[test]
fn a_key_of_editing_keeps_the_name_that_is_proposed_to_be_changed() {
    let robot = Robot::with_registry(Retention::Sealed);
    for (keys, then) in
        [("End", "adax "), ("Right", "axda "), ("Left", "xada "), ("Backspace", "adx "), ("Del", "xda ")]
    {
        let mut robot = robot.terminal();
        robot.press(keys);
        robot.sees_not("Typing replaces");
        robot.write("x");
        robot.sees(&format!("Operator [{then}"));
    }
    let mut robot = robot.terminal();
    robot.press("Ctrl-U");
    robot.write("eve");
    robot.sees("Operator [eve ");
}

#[test]
fn a_wrong_password_is_refused_and_the_third_one_locks() {
    let mut robot = Robot::with_registry(Retention::Sealed);
    for _ in 0..2 {
        robot.focus("Password");
        robot.write("not the password at all");
        robot.press("Enter");
        robot.sees("Error: The user name or password is wrong.");
    }
    robot.focus("Password");
    robot.write("not the password at all");
    robot.press("Enter");
    robot.sees("third failure in a row");
    robot.focus("Password");
    robot.write(PASSWORD);
    robot.press("Enter");
    robot.sees("locked");
    robot.sees_not("1 Clients");
    robot.wait(Duration::from_secs(31));
    robot.focus("Password");
    robot.write(PASSWORD);
    robot.press("Enter");
    robot.sees("1 Clients");
    robot.sees("sign-ons under your name have failed");
}

#[test]
fn a_screen_that_nobody_uses_locks_and_unsaved_edits_survive() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("u");
    robot.fill("Notes", "half a sentence");
    robot.press("Ctrl-R");
    robot.sees("cks1_");
    robot.wait(Duration::from_secs(601));
    robot.sees("Locked");
    robot.sees_not("half a sentence");
    robot.sees_not("cks1_");
    robot.sees_not("ABC Shipping");
    robot.press("Ctrl-S");
    robot.focus("Password");
    robot.write(PASSWORD);
    robot.press("Enter");
    robot.sees_not("cks1_");
    robot.focus("Notes");
    robot.sees("half a sentence");
    robot.press("Ctrl-S");
    assert_eq!(robot.stored("ABC Shipping", "notes"), ["half a sentence"]);
}

#[test]
fn a_locked_screen_opens_for_the_one_who_was_there_only() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.wait(Duration::from_secs(601));
    robot.focus("Password");
    robot.write("not the password at all");
    robot.press("Enter");
    robot.sees("Locked");
    robot.press("Esc");
    robot.sees("Locked");
    robot.click("Operator");
    robot.write("x");
    robot.sees("Operator   ada");
}

#[test]
fn a_key_now_and_then_keeps_the_screen_open() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    for _ in 0..3 {
        robot.wait(Duration::from_secs(500));
        robot.press("Down");
    }
    robot.sees("ABC Shipping");
}
