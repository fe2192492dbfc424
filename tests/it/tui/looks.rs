//! Screens worth seeing, as pictures; without colour; in any size.

use std::time::Duration;

use clientkeep::domain::Role;

use super::robot::{ADMIN, FIRST, OWN, PASSWORD, Robot};

/// [`picture`] of a screen that shows a code which was drawn for it.
fn picture_without_code(robot: &Robot) -> String {
    let picture = picture(robot);
    match picture.split_once("The code is ") {
        Some((before, after)) => format!("{before}The code is 00{}", &after[2..]),
        None => picture,
    }
}

/// The screen with the client IDs, which differ from run to run, made the same.
fn picture(robot: &Robot) -> String {
    let mut screen = robot.screen();
    for name in NAMES.iter().filter(|_| robot.path().exists()) {
        let id = &robot.stored(name, "client_id")[0];
        for length in (8..=id.len()).rev() {
            screen = screen.replace(&id[..length], &"i".repeat(length));
        }
    }
    let user = format!("System user  {}", clientkeep::service::system_user());
    without_times(&screen.replace(&user, "System user  somebody"))
}

/// The text with every time and long hexadecimal number made the same.
fn without_times(screen: &str) -> String {
    let is_time = |word: &str| word.len() >= 10 && word.starts_with("20") && word.contains('-');
    let is_hex = |word: &str| word.len() >= 32 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let shape = |word: &str| -> String {
        word.chars().map(|c| if c.is_ascii_hexdigit() { '0' } else { c }).collect()
    };
    let is_clock = |word: &str| word.len() == 5 && word.as_bytes()[2] == b':';
    let mut out = String::new();
    for word in screen.split_inclusive([' ', '\n', '(']) {
        let bare = word.trim_end_matches([' ', '\n', '(']);
        let same = is_time(bare) || is_hex(bare) || is_clock(bare);
        out.push_str(&if same { shape(word) } else { word.to_owned() });
    }
    out
}

const NAMES: [&str; 3] = ["ABC Shipping", "Invoices", "Warehouse"];

#[test]
fn the_list_at_80_by_24() {
    let mut robot = Robot::with_clients(&NAMES);
    robot.press("Down Space");
    insta::assert_snapshot!(picture(&robot));
}

#[test]
fn the_list_on_a_wide_screen_has_a_detail_pane() {
    let mut robot = Robot::with_clients(&NAMES);
    robot.press("Tab");
    robot.resize(170, 30);
    insta::assert_snapshot!(picture(&robot));
}

#[test]
fn the_list_at_40_by_12() {
    let mut robot = Robot::with_clients(&NAMES);
    robot.press("Tab");
    robot.resize(40, 12);
    insta::assert_snapshot!(picture(&robot));
}

#[test]
fn the_form_at_80_by_24() {
    let mut robot = Robot::with_clients(&NAMES);
    robot.press("u");
    insta::assert_snapshot!(picture(&robot));
}

#[test]
fn the_form_on_a_wide_screen() {
    let mut robot = Robot::with_clients(&NAMES);
    robot.resize(170, 40);
    robot.press("n");
    insta::assert_snapshot!(picture(&robot));
}

#[test]
fn set_up_at_80_by_24() {
    insta::assert_snapshot!(picture(&Robot::new()));
}

#[test]
fn partners_at_80_by_24() {
    let mut robot = Robot::with_clients(&NAMES);
    let mut service = robot.service_of(ADMIN, PASSWORD);
    service.add_partner("ABC Shipping", "abc").unwrap();
    service.add_partner_user("abc", "jane", "jane@abc.example").unwrap();
    robot.press("3 u");
    insta::assert_snapshot!(picture(&robot));
    robot.press("Esc m");
    insta::assert_snapshot!(picture(&robot));
}

#[test]
fn operators_at_80_by_24() {
    let mut robot = Robot::with_clients(&NAMES);
    robot.hire("bob", Role::Operator);
    robot.employ("ann", Role::Auditor);
    robot.press("4 Down");
    insta::assert_snapshot!(picture(&robot));
    robot.press("u");
    robot.choose("Role", "automation");
    insta::assert_snapshot!(picture(&robot));
}

#[test]
fn a_new_operator_at_80_by_24() {
    let mut robot = Robot::with_clients(&NAMES);
    robot.press("4 c");
    insta::assert_snapshot!(picture(&robot));
}

#[test]
fn the_audit_log_and_an_entry_at_80_by_24() {
    let mut robot = Robot::with_clients(&NAMES);
    robot.press("u");
    robot.fill("E-mail", "ops@abc.example");
    robot.press("Ctrl-S 5");
    insta::assert_snapshot!(picture(&robot));
    robot.press("Enter");
    insta::assert_snapshot!(picture(&robot));
    robot.press("Esc f");
    insta::assert_snapshot!(picture(&robot));
}

#[test]
fn the_audit_log_on_a_wide_screen() {
    let mut robot = Robot::with_clients(&NAMES);
    robot.resize(170, 30);
    robot.press("5");
    insta::assert_snapshot!(picture(&robot));
}

#[test]
fn settings_at_80_by_24() {
    let mut robot = Robot::with_clients(&NAMES);
    robot.press(",");
    insta::assert_snapshot!(picture(&robot));
}

#[test]
fn the_forced_choice_of_a_password_and_recovery_at_80_by_24() {
    let robot = Robot::with_clients(&NAMES);
    robot.hire("bob", Role::Operator);
    let mut bob = robot.terminal();
    bob.sign_on_as("bob", FIRST);
    insta::assert_snapshot!(picture(&bob));
    let mut nobody = robot.terminal();
    nobody.press("Ctrl-R");
    insta::assert_snapshot!(picture(&nobody));
}

#[test]
fn without_colour_nothing_has_a_colour_on_any_panel() {
    let mut robot = Robot::with_clients(&NAMES).without_colour();
    robot.hire("bob", Role::Operator);
    for keys in ["4", "c", "Esc", "u", "Esc", "5", "Enter", "Esc", "f", "Esc", ",", "Esc", "P"] {
        robot.press(keys);
        assert!(!robot.has_colour(), "after {keys}");
    }
}

#[test]
fn the_delete_question() {
    let mut robot = Robot::with_clients(&NAMES);
    robot.press("d");
    insta::assert_snapshot!(picture(&robot));
}

#[test]
fn the_help_of_the_list() {
    let mut robot = Robot::with_clients(&NAMES);
    robot.press("?");
    insta::assert_snapshot!(picture(&robot));
}

#[test]
fn without_colour_the_selected_row_is_seen_by_mark_and_reverse_and_nothing_has_a_colour() {
    let mut robot = Robot::with_clients(&NAMES).without_colour();
    robot.press("Down");
    assert!(!robot.has_colour());
    assert!(robot.is_reversed(">  Invoices") && !robot.is_reversed("Warehouse"), "the gutter beside the row");
    robot.sees("> Invoices");
    robot.press("u Ctrl-G");
    assert!(!robot.has_colour());
    robot.press("Esc");
    assert!(!robot.has_colour());
    assert!(robot.is_reversed("[ Keep editing ]"));
}

#[test]
fn with_colour_the_marks_are_the_same() {
    let mut robot = Robot::with_clients(&NAMES);
    robot.press("Down");
    assert!(robot.has_colour());
    robot.sees("> Invoices");
}

#[test]
fn the_cursor_stands_on_what_has_the_focus() {
    let mut robot = Robot::with_clients(&NAMES);
    assert!(robot.at_cursor().starts_with(">  ABC Shipping"));
    robot.press("/");
    robot.write("a");
    assert!(robot.at_cursor().is_empty() || robot.at_cursor().starts_with(' '));
    robot.press("Esc x");
    assert!(robot.at_cursor().starts_with("Cancel ]"), "{}", robot.at_cursor());
}

/// What stands at the cursor, without the arrows that say that a form goes on.
fn focused(robot: &Robot) -> String {
    robot.at_cursor().trim_end_matches(['↑', '↓', ' ']).to_owned()
}

#[test]
fn no_screen_panics_at_any_size_and_what_had_the_focus_has_it_afterwards() {
    let screens = [
        "", "c", "u", "d", "x", "?", "2", "3", "3 c", "4", "4 c", "4 u", "4 p", "4 d", "5", "5 Enter", "5 v",
        "5 f", "h", ",", "P",
    ];
    for keys in screens {
        let mut robot = Robot::with_clients(&NAMES);
        if !keys.is_empty() {
            robot.press(keys);
        }
        robot.press("Tab Shift-Tab");
        let before = focused(&robot);
        for (width, height) in
            [(1, 1), (2, 2), (5, 3), (12, 6), (40, 12), (79, 23), (300, 80), (80, 1), (1, 24)]
        {
            robot.resize(width, height);
            // There, Down would open a drop-down.
            robot.press(if matches!(keys, "4 u" | "c") { "Tab Shift-Tab" } else { "Tab Down Up Shift-Tab" });
        }
        robot.resize(80, 24);
        assert_eq!(focused(&robot), before, "after {keys:?}");
    }
}

#[test]
fn a_leak_from_the_paste_to_the_report_at_80_by_24() {
    let mut robot = Robot::with_clients(&NAMES);
    robot.press("y");
    let pair = robot.clipboard().unwrap();
    robot.paste(&format!("POST /token Authorization: Basic {}", pair.split_once(':').unwrap().1));
    insta::assert_snapshot!(picture(&robot));
    robot.press("!");
    insta::assert_snapshot!(picture_without_code(&robot));
    robot.press("Esc Esc s");
    insta::assert_snapshot!(picture(&robot));
    let mut ada = robot.service_of(ADMIN, PASSWORD);
    ada.contain(&["ABC Shipping".to_owned(), "Invoices".to_owned()], "Secret in a log", None).unwrap();
    robot.press("Esc I");
    insta::assert_snapshot!(picture(&robot));
    robot.press("Enter");
    insta::assert_snapshot!(picture(&robot));
    robot.press("Esc Esc 6");
    insta::assert_snapshot!(picture(&robot));
}

#[test]
fn a_hostile_name_is_drawn_as_text() {
    let robot = Robot::with_clients(&["日本語のクライアント", "e\u{301}clair"]);
    robot.sees("éclair");
    assert!(robot.screen().contains("日"), "{}", robot.screen());
}

#[test]
fn nothing_happens_by_itself_on_an_idle_screen_before_it_locks() {
    let mut robot = Robot::with_clients(&NAMES);
    let before = robot.screen();
    robot.wait(Duration::from_secs(599));
    assert_eq!(robot.screen(), before);
}

#[test]
fn what_may_not_be_deleted_looks_so_on_every_panel_and_says_why() {
    let robot = Robot::with_clients(&["ABC"]);
    let mut service = robot.service_of(ADMIN, PASSWORD);
    service.add_partner("ACME Freight", "acme").unwrap();
    service.delete(&["ABC".to_owned()]).unwrap();
    robot.employ("ann", Role::Auditor);
    let mut ann = robot.terminal();
    ann.sign_on_as("ann", OWN);
    for panel in ["2", "3", "4", "7"] {
        ann.press(panel);
        ann.sees_not("[x]");
        ann.click("(x)");
        ann.sees("Your role is auditor: it may not");
    }
}
