//! The audit log on the screen: the newest first, found by who, what, on which client and when, each entry with
//! what changed and whether it is as it was written.

use std::time::Duration;

use clientkeep::domain::Role;

use super::robot::{self, ADMIN, OWN, PASSWORD, Robot};

/// Ada in front of the log of a registry in which a few things happened.
fn with_a_past() -> Robot {
    let mut robot = Robot::with_clients(&["ABC Shipping", "Invoices"]);
    robot.employ("bob", Role::Operator);
    robot.press("u");
    robot.fill("E-mail", "ops@abc.example");
    robot.press("Ctrl-S");
    robot.press("5");
    robot
}

/// Changes the file as somebody would who owns no password.
fn tamper(robot: &Robot, sql: &str) {
    rusqlite::Connection::open(robot.path()).unwrap().execute_batch(sql).unwrap();
}

#[test]
fn the_newest_entry_stands_first_with_who_what_and_on_which_client() {
    let robot = with_a_past();
    robot.sees("[5 Audit log]");
    assert!(robot.at_cursor().contains("client.updated") && robot.at_cursor().contains("ABC Shipping"));
    robot.sees("operator.password_changed bob");
    robot.sees("1–11 of 11");
}

#[test]
fn a_wide_screen_tells_what_changed_and_where_from_in_the_row() {
    let mut robot = with_a_past();
    robot.resize(180, 30);
    robot.sees("E-mail: none → ops@abc.example");
    robot.sees("screen");
}

#[test]
fn enter_shows_what_changed_and_that_the_entry_is_as_it_was_written() {
    let mut robot = with_a_past();
    robot.press("Enter");
    robot.sees("Entry 11 of the audit log");
    robot.sees("ada (operator 1)");
    robot.sees("client.updated");
    robot.sees("ABC Shipping (");
    robot.sees("E-mail: none → ops@abc.example");
    robot.sees("Contents as they were written");
    robot.sees("Signature right: it is by ada");
    robot.sees("Place right: it follows the entry before it");
    robot.sees("Hash before");
    robot.press("Esc");
    robot.sees("[5 Audit log]");
}

#[test]
fn an_entry_that_somebody_changed_says_so() {
    let mut robot = with_a_past();
    tamper(&robot, "UPDATE audit_entry SET details = '{}' WHERE number = 11");
    robot.press("Enter");
    robot.sees("CHANGED: they are not what was written");
    robot.press("Esc");
    tamper(&robot, "UPDATE audit_entry SET signature = zeroblob(64), hash = zeroblob(32) WHERE number = 10");
    robot.press("Enter");
    robot.sees("WRONG: it does not follow the entry before it");
    robot.press("Esc Down Enter");
    robot.sees("WRONG: it is not by whom the entry names");
}

#[test]
fn verify_says_that_all_is_well_or_what_is_not() {
    let mut robot = with_a_past();
    robot.press("v");
    robot.sees("Check of the audit log");
    robot.sees("every row of the registry is as the log says");
    let (number, hash) = robot.service().log_head().unwrap().unwrap();
    robot.sees(&format!("{number}:{hash}"));
    robot.press("Esc");
    tamper(&robot, "UPDATE client SET email = 'eve@example.com' WHERE client_name = 'Invoices'");
    robot.click("[ Verify ]");
    robot.sees("1 finding: the registry was changed behind clientkeep's back.");
    robot.sees("The row client");
}

#[test]
fn words_and_terms_narrow_as_they_are_typed() {
    let mut robot = with_a_past();
    robot.press("/");
    robot.write("operator:bob");
    robot.press("Enter");
    robot.sees("operator.password_changed");
    robot.sees_not("client.created");
    robot.press("Esc /");
    robot.write("action:client");
    robot.press("Enter");
    robot.sees("1–3 of 3");
    robot.sees_not("operator.");
    robot.press("Esc /");
    robot.write("created invoices");
    robot.press("Enter");
    robot.sees("1–1 of 1");
    robot.press("Esc");
    robot.sees("1–11 of 11");
}

#[test]
fn a_time_narrows_and_what_is_no_time_is_told() {
    let mut robot = with_a_past();
    robot.wait(Duration::from_secs(500));
    robot.press("1 x");
    robot.click("[ Disable ]");
    robot.press("5 /");
    robot.write("since:5m");
    robot.press("Enter");
    robot.sees("client.disabled");
    robot.sees("1–1 of 1");
    robot.press("Esc /");
    robot.write("until:5m");
    robot.press("Enter");
    robot.sees("1–11 of 11");
    robot.press("Esc /");
    robot.write("since:yesterday");
    robot.sees("is no time");
}

#[test]
fn the_filter_is_a_form_that_writes_the_search() {
    let mut robot = with_a_past();
    robot.press("f");
    robot.sees("Filter");
    robot.choose("Operator", "bob");
    robot.choose("Action", "operator: everything");
    robot.click("[ Show ]");
    robot.sees("Search: operator:bob action:operator");
    robot.sees("operator.password_changed");
    robot.sees_not("client.created");
    robot.press("f");
    robot.sees("bob");
    robot.choose("Operator", "anybody");
    robot.choose("Action", "any");
    robot.fill("Client", "ABC Shipping");
    robot.press("Enter");
    robot.sees("client:\"ABC Shipping\"");
    robot.sees("1–2 of 2");
    robot.press("f");
    robot.fill("Since", "tomorrow");
    robot.press("Enter");
    robot.sees("is no time");
    robot.press("Esc");
    robot.sees("1–2 of 2");
}

#[test]
fn the_form_of_a_client_leads_to_its_history_and_keeps_what_was_typed() {
    let mut robot = with_a_past();
    robot.press("1 u");
    robot.fill("Notes", "half a sentence");
    robot.press("Ctrl-T");
    robot.sees("History of \"ABC Shipping\"");
    robot.sees("1–2 of 2");
    robot.sees("E-mail: none …");
    robot.sees_not("operator.");
    robot.press("Down Enter");
    robot.sees("Security class: USER");
    robot.press("Esc Esc");
    robot.sees("Update OAuth2 Client");
    robot.sees("half a sentence");
}

#[test]
fn the_list_of_clients_and_the_log_lead_to_a_clients_history() {
    let mut robot = with_a_past();
    robot.press("h");
    robot.sees("History of \"ABC Shipping\"");
    robot.press("h");
    robot.sees("This is the client's history already.");
    robot.press("Esc");
    robot.sees("[5 Audit log]");
    robot.press("Down h");
    robot.sees("This entry is about no client.");
    robot.press("1 Down h");
    robot.sees("History of \"Invoices\"");
    robot.press("Esc");
    robot.sees("[1 Clients]");
    assert!(robot.at_cursor().starts_with(">  Invoices"));
}

#[test]
fn esc_drops_the_search_in_a_history_before_it_goes_back() {
    let mut robot = with_a_past();
    robot.press("h /");
    robot.write("updated");
    robot.press("Enter");
    robot.sees("1–1 of 1");
    robot.press("Esc");
    robot.sees("1–2 of 2");
    robot.press("Esc");
    robot.sees("[5 Audit log]");
}

#[test]
fn pages_go_both_ways_and_to_the_first_entry_of_all() {
    let mut robot = with_a_past();
    let mut ada = robot.service_of(ADMIN, PASSWORD);
    for number in 0..30 {
        robot::create(&mut ada, &format!("Client {number:02}"));
    }
    robot.press("F5");
    robot.sees("1–17 of 42");
    robot.press("PgDn");
    robot.sees("18–34 of 42");
    robot.press("PgDn");
    robot.sees("26–42 of 42");
    robot.sees("registry.created");
    robot.press("PgUp");
    robot.sees("9–25 of 42");
    robot.press("Home");
    robot.sees("1–17 of 42");
    robot.press("End");
    robot.sees("26–42 of 42");
    assert!(robot.at_cursor().contains("registry.created"));
}

#[test]
fn new_entries_of_others_appear_and_the_selection_stays() {
    let robot = with_a_past();
    let mut watcher = robot.watcher();
    watcher.press("5 Down Down");
    let selected = watcher.at_cursor();
    robot::create(&mut robot.service_of(ADMIN, PASSWORD), "Created by another");
    watcher.notices("Created by an…");
    assert_eq!(watcher.at_cursor(), selected);
}

#[test]
fn refusals_and_failed_sign_ons_are_in_the_log() {
    let mut robot = with_a_past();
    let mut bob = robot.service_of("bob", OWN);
    assert!(bob.add_class("TEST", "").is_err());
    let wrong = clientkeep::domain::Plaintext::new("not his password".to_owned());
    assert!(robot.service().sign_on("bob", &wrong).is_err());
    robot.press("Home Enter");
    robot.sees("operator.sign_on_refused");
    robot.sees("none: nobody had signed on; the next entry covers it");
    robot.press("Esc Down Enter");
    robot.sees("refused");
    robot.sees("Wanted: change security classes");
}

#[test]
fn an_auditor_reads_and_verifies() {
    let robot = with_a_past();
    robot.employ("ann", Role::Auditor);
    let mut ann = robot.terminal();
    ann.sign_on_as("ann", OWN);
    ann.press("5 v");
    ann.sees("as the log says");
}

#[test]
fn the_mouse_alone_leads_through_the_log() {
    let mut robot = with_a_past();
    robot.click("ABC Shipping");
    robot.sees("History of \"ABC Shipping\"");
    robot.click("client.created");
    robot.click("[ Details ]");
    robot.sees("Security class: USER");
    robot.click("Close");
    robot.sees("History of \"ABC Shipping\"");
    robot.click("[ Close ]");
    robot.sees("[5 Audit log]");
    robot.click("[ Filter ]");
    robot.click("anybody");
    robot.click("bob");
    robot.click("[ Show ]");
    robot.sees("Search: operator:bob");
    robot.click(" 1 Clients");
    robot.sees("[1 Clients]");
}
