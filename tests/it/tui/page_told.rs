//! What the page of clients and its form tell before anything is saved: what means nothing, what is wrong, what waits for
//! something else, and the same words in every place.

use super::page::{creating, with_ten};
use super::robot::{ADMIN, PASSWORD};

#[test]
fn a_restriction_to_users_of_whom_there_are_none_is_told_beside_it() {
    let mut robot = creating();
    robot.choose("Partner", "bas");
    robot.focus("Restrict to Partner Users");
    robot.sees("No user is listed for this partner: nobody may use its clients");
    robot.press("Space");
    robot.sees_not("No user is listed");
    robot.choose("Partner", "ac");
    robot.focus("Restrict to Partner Users");
    robot.press("Space");
    robot.sees_not("No user is listed");
}

#[test]
fn a_lifetime_that_is_none_is_told_while_it_is_typed_and_redirects_say_what_they_wait_for() {
    let mut robot = creating();
    for wrong in ["0", "abc", "31536001", "-2"] {
        robot.fill("Access token lifetime", wrong);
        robot.sees(">! Access token lifetime");
        robot.sees_not("should live for 1 hour");
    }
    robot.fill("Access token lifetime", "1h");
    robot.sees_not(">! Access");
    robot.focus("Redirect URIs");
    robot.sees("Only the grants authorization_code and implicit redirect: choose one first.");
    robot.sees_not("New line");
    robot.focus("Partner");
    robot.press("Enter");
    robot.write("zz");
    robot.sees("\"zz\": nothing has these letters");
    robot.sees("Tab Next, take nothing");
    robot.press("Tab");
    robot.sees_not("nothing has these letters");
}

#[test]
fn a_click_on_a_button_beside_an_open_drop_down_presses_it() {
    let mut robot = creating();
    robot.focus("Security class");
    robot.press("Enter");
    robot.sees("> USER: Ordinary clients");
    robot.click("[ Save ]");
    robot.sees(">! Security class");
    robot.sees("! No security class is chosen. Choose one.");
    robot.sees_not("USER: Ordinary clients");
    // Its own hints are not beside it.
    robot.press("Enter");
    robot.click("Enter Take");
    robot.sees("[USER: Ordinary clients");
}

#[test]
fn the_pane_tells_the_words_of_the_form_and_panels_count_no_trash() {
    let mut robot = with_ten();
    robot.resize(200, 50);
    robot.sees("Access token lifetime default (12 hours)");
    robot.sees("Require PKCE no");
    let mut service = robot.service_of(ADMIN, PASSWORD);
    service.delete(&["Client-07".to_owned()]).unwrap();
    robot.press("3");
    robot.sees("ACME Freight acme active 0 2 [x]");
    robot.press("d");
    robot.sees("\"ACME Freight\" is the partner of 3 clients, those in the trash included");
    robot.press("1 d");
    robot.sees("Enter Confirm");
}
