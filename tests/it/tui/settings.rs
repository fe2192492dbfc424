//! The registry's settings: a form over their table, for administrators.

use clientkeep::domain::{Retention, Role};

use super::robot::{ADMIN, OWN, PASSWORD, Robot};

fn in_settings() -> Robot {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press(",");
    robot.sees("Settings");
    robot
}

#[test]
fn every_setting_is_there_with_its_value_in_words() {
    let robot = in_settings();
    robot.sees("sealed: operators can show and copy a secre…");
    robot.sees("Access token lifetime [12h");
    robot.sees("= 12 hours");
    robot.sees("Idle lock");
    robot.sees("= 10 minutes");
    robot.sees("Documentation URL");
    robot.sees("Verifier memory (KiB)");
    robot.sees("[ Save ]");
}

#[test]
fn a_saved_setting_holds_at_once_for_everybody() {
    let mut robot = in_settings();
    robot.fill("Idle lock", "2m");
    robot.sees("= 2 minutes");
    robot.fill("Documentation URL", "https://docs.example/");
    robot.press("Ctrl-S");
    robot.sees("Saved the settings.");
    let settings = robot.service().settings().unwrap();
    assert_eq!((settings.idle_lock, settings.documentation_url.as_str()), (120, "https://docs.example/"));
    robot.press("Down");
    robot.wait(std::time::Duration::from_secs(121));
    robot.sees("Locked");
}

#[test]
fn what_may_not_be_is_told_at_its_field_and_nothing_is_saved() {
    let mut robot = in_settings();
    robot.fill("Idle lock", "never");
    robot.fill("Verifier memory", "8");
    robot.press("Ctrl-S");
    robot.sees("\"never\" is no span of time.");
    assert!(robot.is_focused("Idle lock"), "{}", robot.screen());
    robot.sees("A number from 19456 to 1048576.");
    assert_eq!(robot.service().settings().unwrap().idle_lock, 600);
    robot.press("Esc");
    robot.sees("Unsaved changes");
    robot.press("y");
    robot.sees("[1 Clients]");
}

#[test]
fn show_once_wants_a_word_typed_and_destroys_every_copy() {
    let mut robot = in_settings();
    robot.choose("Client secrets", "show-once");
    robot.press("Ctrl-S");
    robot.sees("Destroy every sealed copy");
    robot.sees("There is no way back.");
    robot.press("Enter");
    assert_eq!(robot.service().settings().unwrap().secret_retention, Retention::Sealed);
    robot.focus("Word");
    robot.write("show-once");
    robot.press("Enter");
    robot.sees("Saved the settings.");
    assert_eq!(robot.service().settings().unwrap().secret_retention, Retention::ShowOnce);
    robot.press("y");
    robot.sees("Error:");
    assert_eq!(robot.clipboard(), None);
}

#[test]
fn esc_in_the_question_destroys_nothing() {
    let mut robot = in_settings();
    robot.choose("Client secrets", "show-once");
    robot.press("Ctrl-S Esc");
    robot.sees("Client secrets");
    robot.press("Esc y");
    assert_eq!(robot.service().settings().unwrap().secret_retention, Retention::Sealed);
    robot.press("y");
    assert!(robot.accepts(&robot.clipboard().unwrap()));
}

#[test]
fn others_read_them_and_are_told_why_they_can_not_change_them() {
    let robot = in_settings();
    robot.employ("bob", Role::Operator);
    let mut bob = robot.terminal();
    bob.sign_on_as("bob", OWN);
    bob.press(",");
    bob.sees("Your role is operator: it may not change settings. Ask somebody with the role admin.");
    bob.sees("Idle lock");
    bob.focus("Idle lock");
    bob.write("5");
    bob.sees("This can only be read.");
    bob.press("Ctrl-S");
    bob.sees("Error: Your role is operator");
    bob.press("Esc");
    bob.sees("[1 Clients]");
}

#[test]
fn somebody_elses_setting_appears_and_what_is_being_typed_stays() {
    let robot = in_settings();
    let mut watcher = robot.watcher();
    watcher.press(",");
    watcher.fill("Idle lock", "5m");
    let mut ada = robot.service_of(ADMIN, PASSWORD);
    ada.set_setting("grace", "2h").unwrap();
    watcher.notices("= 2 hours");
    watcher.sees("= 5 minutes");
    ada.set_setting("idle_lock", "3m").unwrap();
    watcher.notices("Advice: somebody else has just saved \"3m\"");
    watcher.sees("= 5 minutes");
    watcher.press("Ctrl-S");
    watcher.sees("Saved the settings.");
    assert_eq!(robot.service().settings().unwrap().idle_lock, 300);
}

#[test]
fn two_in_the_settings_the_second_is_told_and_nothing_is_overwritten_unseen() {
    let mut robot = in_settings();
    let mut other = robot.colleague();
    other.press(",");
    other.fill("Grace offered", "1h");
    robot.fill("Grace offered", "2h");
    robot.press("Ctrl-S");
    other.press("Ctrl-S");
    other.sees("Error: Somebody else changed \"Grace offered\" meanwhile.");
    other.sees("Advice: somebody else has just saved \"2h\"");
    assert_eq!(robot.service().settings().unwrap().grace, 7200);
    other.press("Ctrl-S");
    other.sees("Saved the settings.");
    assert_eq!(robot.service().settings().unwrap().grace, 3600);
}

#[test]
fn an_administrator_makes_a_new_recovery_code_and_the_old_one_dies() {
    let (mut robot, old) = Robot::with_recovery_code(Retention::Sealed);
    robot.sign_on();
    robot.press(",");
    robot.click("[ New recovery code ]");
    robot.sees("The old recovery code opens nothing any more as soon as");
    robot.press("Enter");
    robot.click("[ New recovery code ]");
    robot.click("[ Replace code ]");
    robot.sees("This is the new recovery code");
    let group = robot.wanted_group();
    robot.write(&group);
    robot.press("Enter");
    robot.sees("Settings");
    let secret = |text: &str| clientkeep::domain::Plaintext::new(text.to_owned());
    let error = robot.service().recover(&secret(&old), ADMIN, &secret(OWN)).unwrap_err();
    assert!(error.to_string().contains("not the one of this registry"), "{error}");
}
