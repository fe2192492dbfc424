//! The form of a client: what follows from what, what is refused where, and what is never lost.

use super::robot::Robot;

#[test]
fn esc_without_changes_closes_and_with_changes_asks() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("u Esc");
    robot.sees("1–1 of 1");
    robot.press("u");
    robot.fill("E-mail", "ops@example.com");
    robot.press("Esc Esc");
    robot.sees("ops@example.com");
    robot.press("Esc");
    robot.click("[ Discard ]");
    robot.sees("1–1 of 1");
    assert_eq!(robot.stored("ABC Shipping", "contacts"), [""]);
}

#[test]
fn leaving_the_program_asks_where_something_would_be_lost() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("u");
    robot.fill("E-mail", "ops@example.com");
    robot.press("Ctrl-C");
    robot.sees("Unsaved changes");
    robot.press("Enter");
    assert!(!robot.has_left());
    robot.press("Ctrl-C y");
    assert!(robot.has_left());
}

#[test]
fn what_a_paste_loses_is_told() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("u");
    robot.focus("E-mail");
    robot.paste("ops@\u{1b}[31mexample.com\n");
    robot.sees("Control characters were left out of what was pasted.");
    robot.press("Ctrl-A Ctrl-K");
    robot.paste("ops@example.com\n");
    robot.sees_not("were left out");
}

#[test]
fn a_wrong_value_is_told_at_its_field_with_what_to_do() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("u");
    robot.fill("E-mail", "not an address");
    robot.fill("Access token lifetime", "0");
    robot.press("Ctrl-S");
    assert!(robot.is_focused("E-mail"), "{}", robot.screen());
    robot.fill("E-mail", "ops@example.com");
    robot.press("Ctrl-S");
    assert!(robot.is_focused("Access token lifetime"), "{}", robot.screen());
    robot.fill("Access token lifetime", "90m");
    robot.sees("1 hour 30 minutes");
    robot.press("Ctrl-S");
    assert_eq!(robot.stored("ABC Shipping", "access_token_ttl"), ["5400"]);
}

#[test]
fn redirect_uris_can_be_typed_once_a_grant_redirects() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("u");
    robot.focus("Redirect URIs");
    robot.write("x");
    robot.sees("choose one first");
    robot.focus("Grant types");
    robot.click("Authorization code");
    robot.press("Ctrl-S");
    assert!(robot.is_focused("Redirect URIs"), "at least one: {}", robot.screen());
    robot.paste("https://example.com/a\nhttps://example.com/b");
    robot.press("Ctrl-S");
    let stored = robot.stored("ABC Shipping", "redirect_uris");
    assert_eq!(stored, ["https://example.com/a", "https://example.com/b"]);
}

#[test]
fn the_profile_fills_in_and_keeps_what_was_typed() {
    let mut robot = Robot::signed_on();
    robot.press("c");
    robot.write("Portal");
    robot.choose("Profile", "web");
    robot.sees("Portal");
    robot.choose("Security class", "u");
    robot.focus("Redirect URIs");
    robot.write("https://portal.example.com/back");
    robot.press("Ctrl-S");
    assert_eq!(robot.stored("Portal", "grant_types"), ["authorization_code", "refresh_token"]);
    assert_eq!(robot.stored("Portal", "require_pkce"), ["true"]);
}

#[test]
fn advice_stands_beside_the_field_with_its_section() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("u");
    robot.focus("Grant types");
    robot.click("Password");
    robot.focus("Grant types");
    robot.sees("RFC 9700 §2.4");
}

#[test]
fn a_paste_into_a_field_is_text_and_submits_nothing() {
    let mut robot = Robot::signed_on();
    robot.press("c");
    robot.paste("ABC\u{1b}[31m\nShipping\u{13}\n");
    robot.sees("ABC[31m Shipping");
    robot.sees("Create OAuth2 Client");
    assert_eq!(robot.service().classes().unwrap().iter().map(|class| class.clients).sum::<i64>(), 0);
}

#[test]
fn everything_on_the_form_is_reached_by_tab() {
    let mut robot = Robot::signed_on();
    robot.press("c");
    for label in ["Client secret", "Partner", "E-mail", "Scopes", "Grant types", "Auth method", "Notes"] {
        robot.focus(label);
    }
    for button in ["Generate New Secret", "Copy Client Credentials", "Show/hide secret", "Save", "Cancel"] {
        robot.focus(button);
    }
    robot.press("Enter");
    robot.sees("There is no client yet.");
}

#[test]
fn a_click_on_a_buttons_label_presses_it() {
    let mut robot = Robot::with_clients(&["ABC Shipping"]);
    robot.press("u");
    robot.click("[ Generate New Secret ]");
    robot.sees("new: counts once saved");
    robot.click("[ Show/hide secret ]");
    robot.sees("cks1_");
    robot.press("Ctrl-R");
    robot.click("[ Save ]");
    robot.sees("Saved \"ABC Shipping\".");
}
