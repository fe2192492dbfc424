//! Secrets on the screen: staged until Save, copied, shown for half a minute, and never where they are not
//! asked for.

use std::time::Duration;

use clientkeep::domain::{Retention, time};

use super::robot::{ADMIN, PASSWORD, Robot, create, password};

fn show_once(name: &str) -> Robot {
    let robot = Robot::with_registry(Retention::ShowOnce);
    let mut service = robot.service();
    service.sign_on(ADMIN, &password()).unwrap();
    create(&mut service, name);
    let mut robot = robot;
    robot.sign_on();
    robot
}

#[test]
fn y_copies_exactly_what_a_server_accepts() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("y");
    robot.sees("Copied to the clipboard. It is cleared after 45 seconds.");
    let copied = robot.clipboard().unwrap();
    assert!(copied.starts_with(&robot.stored("ABC Shipping", "client_id")[0]) && !copied.ends_with('\n'));
    assert!(robot.accepts(&copied));
    robot.sees_not("cks1_");
    robot.press("z");
    robot.sees("The clipboard is cleared.");
    assert_eq!(robot.clipboard(), None);
}

#[test]
fn generate_and_cancel_leaves_the_old_secret_working() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("y");
    let old = robot.clipboard().unwrap();
    robot.press("u Ctrl-G");
    robot.sees("A new secret is generated. It counts once you save");
    robot.press("Esc");
    robot.sees("Unsaved changes");
    assert!(robot.is_focused("Keep editing") || robot.shows(">[ Keep editing ]"));
    robot.press("Enter");
    robot.sees("new: counts once saved");
    robot.press("Esc y");
    robot.sees("1–1 of 1");
    assert!(robot.accepts(&old));
}

#[test]
fn generate_and_save_refuses_the_old_secret_and_accepts_the_new_one() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("y");
    let old = robot.clipboard().unwrap();
    robot.press("n");
    robot.sees("new: counts once saved");
    robot.press("Ctrl-S");
    robot.sees("Saved \"ABC Shipping\". Its new secret works now; older ones are refused.");
    robot.press("y");
    let new = robot.clipboard().unwrap();
    assert!(robot.accepts(&new) && !robot.accepts(&old));
}

#[test]
fn grace_keeps_the_old_secret_working_and_a_leak_gets_none() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("y");
    let old = robot.clipboard().unwrap();
    robot.press("n");
    robot.choose("Reason", "leak");
    robot.fill("Grace", "24h");
    robot.press("Ctrl-S");
    robot.sees("A leaked secret gets no grace");
    assert!(robot.is_focused("Grace"));
    robot.sees("new: counts once saved");
    robot.choose("Reason", "routine");
    robot.press("Ctrl-S y");
    let new = robot.clipboard().unwrap();
    assert!(robot.accepts(&new) && robot.accepts(&old));
    robot.press("u");
    robot.sees("generation 2, made just now, an older one in grace");
}

#[test]
fn the_form_offers_the_grace_of_the_settings_and_takes_none_by_itself() {
    let mut robot = Robot::with_registry(Retention::Sealed);
    let mut service = robot.service_of(ADMIN, PASSWORD);
    service.set_setting("grace", "2h").unwrap();
    create(&mut service, "ABC Shipping");
    robot.sign_on();
    robot.press("y");
    let old = robot.clipboard().unwrap();
    robot.press("n");
    robot.focus("Grace");
    robot.sees("= none: refused at once");
    robot.press("Down");
    robot.sees("2 hours, as the settings offer");
    robot.press("Enter Ctrl-S");
    robot.sees("the older one still works for 2h.");
    robot.press("y");
    let new = robot.clipboard().unwrap();
    assert!(robot.accepts(&new) && robot.accepts(&old));
}

#[test]
fn a_grace_that_is_no_time_is_told_at_its_field() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("n");
    robot.fill("Grace", "soon");
    robot.press("Ctrl-S");
    assert!(robot.is_focused("Grace"));
    robot.sees("no span of time");
}

#[test]
fn credentials_that_are_not_saved_are_saved_before_they_are_copied() {
    let mut robot = Robot::signed_on();
    robot.press("c");
    robot.write("ABC Shipping");
    robot.choose("Security class", "u");
    robot.press("Ctrl-Y");
    robot.sees("Save and copy?");
    robot.sees("they do not work yet");
    robot.sees(">[ Save and copy ]");
    robot.press("Enter");
    robot.sees("Update OAuth2 Client ABC Shipping");
    robot.sees("Copied to the clipboard.");
    assert!(robot.accepts(&robot.clipboard().unwrap()));
    robot.press("Esc");
    robot.sees("1–1 of 1");
}

#[test]
fn save_and_copy_that_is_refused_copies_nothing_and_keeps_the_secret() {
    let mut robot = Robot::signed_on();
    robot.press("c");
    robot.press("Ctrl-R");
    let secret = seen_secret(&robot);
    robot.press("Ctrl-Y Enter");
    robot.sees("Create OAuth2 Client");
    assert_eq!(robot.clipboard(), None);
    robot.fill("Name", "ABC Shipping");
    robot.choose("Security class", "u");
    robot.press("Ctrl-Y Enter");
    assert!(
        robot.clipboard().unwrap().ends_with(&secret),
        "the secret that was looked at is the one that counts"
    );
}

/// The secret as it stands on the screen.
fn seen_secret(robot: &Robot) -> String {
    let at = robot.find("cks1_").expect("the secret is shown");
    let line =
        |y: usize| robot.screen().lines().nth(y).unwrap().chars().skip(usize::from(at.x)).collect::<String>();
    let whole = format!("{}{}", line(usize::from(at.y)).trim_end(), line(usize::from(at.y) + 1));
    whole.chars().take(54).collect()
}

#[test]
fn a_secret_is_masked_shown_on_request_and_hides_after_half_a_minute() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("u");
    robot.sees("Client secret ****");
    robot.sees_not("cks1_");
    robot.press("Ctrl-R");
    let secret = seen_secret(&robot);
    let id = robot.stored("ABC Shipping", "client_id")[0].clone();
    assert!(robot.accepts(&format!("{id}:{secret}")));
    assert!(!robot.mouse_is_ours(), "so that it can be selected by hand");
    robot.wait(Duration::from_secs(29));
    robot.sees("cks1_");
    robot.wait(Duration::from_secs(1));
    robot.sees_not("cks1_");
    assert!(robot.mouse_is_ours());
    robot.press("Ctrl-R Ctrl-R");
    robot.sees_not("cks1_");
}

#[test]
fn a_secret_hides_when_the_window_loses_the_keyboard() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("u Ctrl-R");
    robot.sees("cks1_");
    robot.look_away();
    robot.sees_not("cks1_");
}

#[test]
fn a_show_once_secret_asks_before_it_is_gone() {
    let mut robot = show_once("Other");
    robot.press("c");
    robot.write("ABC Shipping");
    robot.choose("Security class", "u");
    robot.press("Ctrl-S");
    robot.sees("The secret was not copied");
    robot.sees(">[ Back ]");
    robot.press("Enter");
    robot.press("Ctrl-R");
    let secret = seen_secret(&robot);
    robot.press("Esc");
    robot.sees("The secret was not copied");
    robot.click("[ Copy and close ]");
    robot.sees("1–2 of 2");
    let copied = robot.clipboard().unwrap();
    assert!(copied.ends_with(&secret) && robot.accepts(&copied));
}

#[test]
fn a_show_once_secret_that_was_copied_lets_the_form_close() {
    let mut robot = show_once("ABC Shipping");
    robot.press("n Ctrl-Y Enter");
    robot.sees("Copied to the clipboard.");
    robot.press("Esc");
    robot.sees("1–1 of 1");
    assert!(robot.accepts(&robot.clipboard().unwrap()));
}

#[test]
fn a_show_once_registry_says_what_to_do_instead_of_copying() {
    let mut robot = show_once("ABC Shipping");
    robot.press("y");
    robot.sees("Generate a new secret");
    assert_eq!(robot.clipboard(), None);
    robot.press("u Ctrl-R");
    robot.sees("Generate a new secret");
    robot.sees_not("cks1_");
}

#[test]
fn a_public_client_has_no_secret_and_says_so() {
    let mut robot = Robot::signed_on();
    robot.press("c");
    robot.write("Phone");
    robot.choose("Security class", "u");
    robot.choose("Profile", "native");
    robot.sees("a public client has no secret");
    robot.press("Ctrl-R");
    robot.sees("A public client has no secret.");
    robot.focus("Redirect URIs");
    robot.write("com.example.phone:/back");
    robot.press("Ctrl-S");
    robot.sees("1–1 of 1");
    assert_eq!(robot.stored("Phone", "token_endpoint_auth_method"), ["none"]);
    for key in ["n", "y"] {
        robot.press(key);
        robot.sees("A public client has no secret.");
        robot.sees("1–1 of 1");
    }
}

#[test]
fn a_new_secret_gets_an_end_in_the_form_and_for_several_at_once() {
    let mut robot = Robot::signed_on();
    robot.press("c");
    robot.write("ABC");
    robot.choose("Security class", "USER");
    robot.fill("Expires", "soon");
    robot.press("Ctrl-S");
    assert!(robot.is_focused("Expires"), "{}", robot.screen());
    robot.sees("is no");
    robot.fill("Expires", "90d");
    robot.press("Ctrl-S");
    robot.sees("Created");
    let end = |robot: &Robot| robot.service().secrets("ABC").unwrap()[0].expires_at;
    let first = end(&robot).unwrap();
    robot.press("u");
    robot.sees("generation 1, made just now, expires 20");
    robot.press("Ctrl-G");
    robot.fill("Expires", "30d");
    robot.press("Ctrl-S");
    robot.sees("Saved");
    assert!(end(&robot).unwrap() < first);
    super::robot::create(&mut robot.service_of(super::robot::ADMIN, super::robot::PASSWORD), "DEF");
    robot.press("F5 * n");
    robot.sees("= never");
    robot.fill("Expires", "2090-05-31");
    robot.sees("= 2090-05-31 23:59 UTC");
    robot.press("Ctrl-S");
    robot.sees("New secrets for 2 clients.");
    assert_eq!(end(&robot), Some(3_799_958_399));
}

#[test]
fn the_end_that_stands_beside_the_field_is_the_one_that_is_saved() {
    let mut robot = Robot::with_clients(&["ABC"]);
    robot.press("n");
    robot.fill("Expires", "90d");
    robot.wait(Duration::from_mins(2));
    robot.press("Tab");
    let told = robot.screen();
    robot.press("Ctrl-S");
    robot.sees("Saved");
    let end = robot.service().secrets("ABC").unwrap().iter().find_map(|secret| secret.expires_at);
    let said = format!("= {} UTC", time::minute(end.unwrap()));
    assert!(told.contains(&said), "{said} in\n{told}");
}

#[test]
fn an_end_that_is_not_understood_is_told_at_its_field_before_it_is_saved() {
    let mut robot = Robot::with_clients(&["ABC"]);
    robot.press("n");
    robot.fill("Expires", "soon");
    robot.press("Tab");
    robot.sees("! \"soon\" is no");
    robot.fill("Expires", "2001-01-01");
    robot.press("Tab");
    robot.sees_not("is no");
    robot.sees("! \"2001-01-01\" is over.");
    robot.fill("Expires", "");
    robot.press("Tab");
    robot.sees_not("is over");
    robot.fill("Grace", "two days");
    robot.sees("! \"two days\" is no span of time.");
    robot.fill("Grace", "48h");
    robot.sees("= 2 days");
    robot.press("Ctrl-S");
    robot.sees("the older one still works for 48h.");
}
