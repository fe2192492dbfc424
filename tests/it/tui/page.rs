//! The OAuth2 Clients page of Adobe Audience Manager, line by line: each thing that it does is done here, by
//! what stands on the screen, with the keyboard and with the mouse.

use clientkeep::domain::field;

use super::robot::{ADMIN, PASSWORD, Robot};

/// Ada in the form of a new client, where ACME is a partner whose users are Jane, Jack and Zoe.
fn creating() -> Robot {
    let mut robot = Robot::signed_on();
    let mut service = robot.service_of(ADMIN, PASSWORD);
    service.add_partner("ACME Freight", "acme").unwrap();
    service.add_partner("Basel Water", "basel").unwrap();
    for user in ["jane", "jack", "zoe"] {
        service.add_partner_user("acme", user, "").unwrap();
    }
    robot.press("c");
    robot.write("ABC Shipping");
    robot
}

#[test]
fn a_partner_begins_the_client_id_and_its_users_complete_it() {
    let mut robot = creating();
    robot.choose("Partner", "ac");
    robot.focus("Client ID");
    robot.sees("[acme-");
    robot.write("ja");
    robot.sees("acme-jane");
    robot.sees("acme-jack");
    robot.sees_not("acme-zoe");
    robot.press("Down Down Enter");
    robot.choose("Security class", "u");
    robot.press("Ctrl-S");
    robot.sees("Created \"ABC Shipping\".");
    assert_eq!(robot.stored("ABC Shipping", field::CLIENT_ID), ["acme-jane"]);
    assert_eq!(robot.stored("ABC Shipping", field::RESTRICT_TO_PARTNER_USERS), ["true"], "on by default");
}

#[test]
fn the_mouse_alone_chooses_partner_and_user() {
    let mut robot = creating();
    robot.resize(200, 50);
    robot.click("none ");
    robot.click("acme: ACME");
    robot.focus("Client ID");
    let line = robot.find("[acme-").expect("the prefix is filled in");
    robot.click_at(line.x + 2, line.y);
    let sign = robot.find("] ▼").expect("there is something to choose");
    robot.click_at(sign.x + 2, sign.y);
    robot.click("acme-zoe");
    robot.sees("[acme-zoe");
    // Another partner begins anew only where nothing of one's own was typed.
    robot.click("acme: ACME");
    robot.click("basel: Basel");
    robot.sees("[acme-zoe");
    robot.sees("usually is basel- and");
}

#[test]
fn another_client_id_is_allowed_with_advice_and_the_bare_prefix_refused() {
    let mut robot = creating();
    robot.choose("Partner", "ac");
    robot.choose("Security class", "u");
    robot.press("Ctrl-S");
    assert!(robot.is_focused("Client ID"), "{}", robot.screen());
    robot.fill("Client ID", "shipping");
    robot.sees("usually is acme- and the partner user's name");
    robot.press("Ctrl-S");
    assert_eq!(robot.stored("ABC Shipping", field::CLIENT_ID), ["shipping"]);
}

#[test]
fn advice_knows_the_partners_users() {
    let mut robot = creating();
    robot.choose("Partner", "ac");
    robot.fill("Client ID", "acme-jane");
    robot.sees("The client ID names a partner user.");
    robot.fill("Client ID", "acme-nobody");
    robot.sees_not("The client ID names a partner user.");
}

#[test]
fn empty_lifetimes_say_the_registrys_default() {
    let mut robot = creating();
    robot.resize(200, 50);
    robot.sees("Access token lifetime [ ] = default (12 hours)");
    robot.sees("Refresh token lifetime [ ] = default (30 days)");
    robot.fill("Access token lifetime", "-1");
    robot.sees("= never expires");
    robot.sees("An access token that never expires is good for whoever finds");
}

#[test]
fn a_new_client_has_a_secret_and_advice_says_so_only_where_it_has_none() {
    let mut robot = creating();
    robot.resize(200, 50);
    robot.sees("Secrets of this registry are kept so that they can be shown");
    robot.sees_not("The client has no secret");
}
