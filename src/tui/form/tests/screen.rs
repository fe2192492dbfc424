//! The form as a whole: focus, help, errors, scrolling, the mouse, and screens of every size.

use crossterm::event::KeyCode::{self, BackTab, Down, Enter, Esc, PageDown, Tab, Up};

use super::{Robot, options};
use crate::domain::Plaintext;
use crate::tui::form::{Field, Form, Outcome};
use crate::tui::keys::{Command, Context};
use crate::tui::theme::Theme;

pub(super) fn client() -> Form {
    let fields = [
        Field::line("name", "Name").group("Identity").help("For the record only."),
        Field::line("id", "Client ID").group("Identity").value(&["8f3k2".to_owned()]).read_only(),
        Field::secret("secret", "Client secret").group("Identity"),
        Field::choice("class", "Security class", options(["ADMIN", "USER"])).group("Identity"),
        Field::line("partner", "Partner").group("Partner"),
        Field::flag("restrict", "Restrict to Partner Users").group("Partner"),
        Field::choices("scope", "Scopes", options(["read", "write"])).group("Rights"),
        Field::lines("uris", "Redirect URIs").group("Rights").help("One a line."),
        Field::flag("pkce", "Require PKCE").group("Rights"),
        Field::short("ttl", "Access token lifetime").group("Tokens"),
        Field::text("notes", "Notes").group("Notes"),
    ];
    let buttons = [Command::GenerateSecret, Command::CopyCredentials, Command::Save, Command::Cancel];
    Form::new(fields, buttons)
}

#[test]
fn it_starts_in_the_first_field_that_can_be_edited() {
    let robot = Robot::new(client());
    assert!(robot.row("Name").starts_with(">  Name"));
    assert!(robot.sees("For the record only."));
    let first = Field::line("id", "Client ID").read_only();
    let form = Form::new([first, Field::line("notes", "Notes")], [Command::Save]);
    assert_eq!(form.focused_field(), Some("notes"));
}

#[test]
fn tab_goes_round_and_shift_tab_goes_back() {
    let mut robot = Robot::new(client());
    robot.press(BackTab);
    assert!(robot.sees(">[ Cancel ]"));
    assert_eq!(robot.form.context(), Context::Button);
    robot.press(Tab);
    assert_eq!(robot.form.focused_field(), Some("name"));
    robot.press(Enter);
    assert_eq!(robot.form.focused_field(), Some("id"));
    assert!(robot.sees("Read-only."));
    robot.press(Down);
    assert_eq!(robot.form.focused_field(), Some("secret"));
    robot.press(Up);
    assert_eq!(robot.form.focused_field(), Some("id"));
}

#[test]
fn read_only_fields_look_so_and_stay_as_they_are() {
    let mut robot = Robot::new(client());
    let row = robot.row("Client ID");
    assert!(row.contains("8f3k2") && row.contains("(read-only)") && !row.contains('['), "{row}");
    robot.focus("Client ID").types("x");
    robot.press(KeyCode::Backspace);
    robot.form.paste("y");
    assert_eq!(robot.form.text("id"), "8f3k2");
    assert!(robot.sees("! This can only be read."));
}

#[test]
fn disabled_fields_say_why() {
    let mut robot = Robot::new(client());
    robot.form.set_disabled("restrict", Some("It means nothing without a partner."));
    assert!(robot.row("Restrict to Partner Users").contains("- It means nothing without a partner."));
    robot.focus("Restrict").types(" ");
    assert_eq!(robot.form.values("restrict"), ["false"]);
    let bottom = robot.rows()[21..].join("\n");
    assert!(bottom.contains("It means nothing without a partner."), "{bottom}");
    robot.form.set_disabled("restrict", None::<String>);
    robot.types(" ");
    assert_eq!(robot.form.values("restrict"), ["true"]);
}

#[test]
fn errors_stand_at_the_field_and_at_the_bottom_until_the_value_changes() {
    let mut robot = Robot::new(client());
    let errors = [
        ("uris", "\"x\" is no complete address.".to_owned()),
        ("uris", "At least one is needed.".to_owned()),
        ("elsewhere", "The registry is full.".to_owned()),
    ];
    let homeless = robot.form.set_errors(errors);
    assert_eq!(homeless, ["The registry is full."]);
    assert!(robot.form.focus_first_error());
    assert_eq!(robot.form.focused_field(), Some("uris"));
    assert!(robot.row("Redirect URIs").starts_with(">! Redirect URIs"));
    let bottom = robot.rows()[21..].join("\n");
    assert!(bottom.contains("! \"x\" is no complete") && bottom.contains("! At least one"), "{bottom}");
    robot.types("h");
    assert!(!robot.sees("complete address") && robot.sees("One a line."));
    assert!(!robot.form.focus_first_error());
}

#[test]
fn advice_stands_with_its_field() {
    let mut robot = Robot::new(client());
    robot.form.set_advice("class", vec!["Prefer USER (RFC 9700 §2.4).".to_owned()]);
    let rows = robot.rows();
    let at = rows.iter().position(|row| row.contains("Security class")).unwrap();
    assert!(rows[at + 1].contains("Advice: Prefer USER (RFC 9700 §2.4)."));
}

#[test]
fn the_focused_field_is_always_on_the_screen() {
    let labels = ["Name", "Client ID", "Restrict", "Redirect URIs", "Access token", "Notes", "Save"];
    for size in [(80, 24), (80, 10), (60, 6), (30, 12), (20, 4)] {
        let mut robot = Robot::new(client());
        robot.size = size;
        for label in labels {
            robot.focus(&label.chars().take(8).collect::<String>());
            let cursor = robot.cursor();
            assert!(cursor.x < size.0 && cursor.y < size.1, "{label} at {size:?}");
        }
    }
}

#[test]
fn no_size_panics_with_anything_in_focus() {
    for width in [1, 2, 3, 5, 8, 13, 21, 43, 44, 139, 140, 300] {
        for height in [1, 2, 3, 4, 5, 9, 10, 24, 60] {
            let mut robot = Robot::new(client());
            robot.size = (width, height);
            robot.form.set_errors([("name", "Too long.".to_owned()), ("notes", "日本語 ".repeat(9))]);
            robot.form.show_secret("secret", Plaintext::new("cks1_x".repeat(9)));
            for _ in 0..16 {
                robot.types("日a");
                robot.screen();
                robot.press(Tab);
            }
            robot.form.focus_field("class");
            robot.press(Enter);
            robot.screen();
            assert_eq!(robot.form.context(), Context::DropDown);
        }
    }
}

#[test]
fn one_cell_shows_something_of_what_has_the_focus() {
    let mut robot = Robot::new(client());
    robot.types("A");
    robot.press(KeyCode::Home);
    robot.size = (1, 1);
    assert_eq!(robot.screen(), "A");
    robot.form.focus_button(Command::Save);
    assert_eq!(robot.screen(), ">");
}

#[test]
fn wide_screens_have_two_columns() {
    let mut robot = Robot::new(client());
    robot.size = (140, 40);
    let row = robot.row("Identity");
    assert!(row.contains("Rights") || robot.row("Name").contains("Scopes"), "{}", robot.screen());
    robot.size = (139, 40);
    assert!(!robot.row("Identity").contains("Rights"));
}

#[test]
fn narrow_screens_put_labels_above() {
    let mut robot = Robot::new(client());
    robot.size = (30, 24);
    robot.types("ABC");
    let rows = robot.rows();
    let at = rows.iter().position(|row| row.contains("Name")).unwrap();
    assert!(rows[at + 1].contains("[ABC"));
}

#[test]
fn a_page_or_the_wheel_scrolls_and_the_next_key_comes_back() {
    let mut robot = Robot::new(client());
    robot.size = (80, 12);
    assert!(robot.sees("Name") && !robot.sees("Notes"));
    robot.press(PageDown);
    robot.form.wheel(3);
    assert!(robot.sees("Notes") && !robot.sees("Name"));
    assert!(robot.sees("↑"));
    robot.types("A");
    assert!(robot.row("Name").contains("[A "));
}

#[test]
fn a_click_focuses_switches_opens_picks_and_presses() {
    let mut robot = Robot::new(client());
    robot.click("Partner ");
    robot.click("Access token lifetime");
    assert_eq!(robot.form.focused_field(), Some("ttl"));
    assert_eq!(robot.click("[ ] write"), Outcome::Changed("scope"));
    assert_eq!(robot.form.values("scope"), ["write"]);
    robot.form.focus_field("name");
    robot.types("ABCDEF");
    robot.focus("Partner");
    robot.click("DEF");
    robot.types("-");
    assert_eq!(robot.form.text("name"), "ABC-DEF");
    robot.click("▼");
    assert_eq!(robot.click("USER"), Outcome::Changed("class"));
    robot.click("USER");
    robot.press(KeyCode::Up);
    assert_eq!(robot.click_at(79, 19), Outcome::Moved, "a click beside everything only closes it");
    assert_eq!((robot.form.text("class"), robot.form.focused_field()), ("USER".to_owned(), Some("class")));
    robot.click("USER");
    assert!(robot.sees("> USER"));
    assert_eq!(robot.click("[ Save ]"), Outcome::Pressed(Command::Save), "also while a drop-down is open");
    assert_eq!(robot.form.text("class"), "USER");
}

#[test]
fn buttons_are_pressed_by_enter_and_space_and_disabled_ones_say_why() {
    let mut robot = Robot::new(client());
    robot.focus("Save");
    assert!(robot.sees(">[ Save ]"));
    assert_eq!(robot.press(Enter), Outcome::Pressed(Command::Save));
    assert_eq!(robot.press(KeyCode::Char(' ')), Outcome::Pressed(Command::Save));
    robot.form.set_button_disabled(Command::Save, Some("The registry is read-only."));
    assert_eq!(robot.press(Enter), Outcome::Moved);
    assert!(robot.sees(">( Save )") && robot.sees("The registry is read-only."));
}

#[test]
fn save_and_cancel_keys_are_for_the_screen() {
    let mut robot = Robot::new(client());
    assert_eq!(robot.ctrl('s'), Outcome::Ignored);
    assert_eq!(robot.press(Esc), Outcome::Ignored);
}

#[test]
fn enter_in_a_chosen_field_presses_a_button() {
    let fields = [Field::line("operator", "Operator"), Field::password("password", "Password")];
    let form = Form::new(fields, [Command::SignOn, Command::Exit]);
    let mut robot = Robot::new(form.enter_presses("password", Command::SignOn));
    robot.types("admin");
    assert_eq!(robot.press(Enter), Outcome::Moved);
    robot.types("secret");
    assert_eq!(robot.press(Enter), Outcome::Pressed(Command::SignOn));
}

#[test]
fn what_changed_since_it_was_opened_is_known() {
    let mut robot = Robot::new(client());
    assert!(!robot.form.changed());
    robot.types("A");
    assert_eq!(robot.form.changed_fields(), ["name"]);
    robot.press(KeyCode::Backspace);
    assert!(!robot.form.changed());
    robot.types("B");
    robot.form.keep();
    assert!(!robot.form.changed());
}

#[test]
fn nothing_is_told_by_colour_alone() {
    for theme in [&Theme::PLAIN, &Theme::SIXTEEN] {
        let mut robot = Robot::new(client());
        robot.theme = theme;
        robot.form.set_errors([("name", "Too long.".to_owned())]);
        robot.focus("Client ID");
        assert!(robot.row("Client ID").starts_with('>') && robot.row("Name").starts_with(" ! Name"));
    }
}

#[test]
fn the_row_of_the_cursor_is_seen_in_a_field_that_is_higher_than_the_screen() {
    let mut robot = Robot::new(Form::new([Field::text("notes", "Notes")], [Command::Save]));
    robot.size = (40, 3);
    robot.form.paste("one\ntwo\nthree\nfour\nfive");
    assert!(robot.sees("five") && !robot.sees("one"));
    for _ in 0..4 {
        robot.press(Up);
    }
    assert!(robot.sees("one") && !robot.sees("five"));
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(60))]

    #[test]
    fn a_monkey_at_the_keyboard_breaks_nothing(
        keys in proptest::collection::vec(0_usize..24, 1..80), width in 1_u16..160, height in 1_u16..40,
    ) {
        use KeyCode::{Backspace, Char, Delete, End, Home, Left, PageUp, Right};
        const KEYS: [KeyCode; 18] = [
            Tab, BackTab, Enter, Esc, Up, Down, Left, Right, Home, End, PageUp, PageDown, Backspace, Delete,
            Char(' '), Char('a'), Char('\u{301}'), Char('日'),
        ];
        let mut robot = Robot::new(client());
        robot.size = (width, height);
        for key in keys {
            match key {
                0..18 => drop(robot.press(KEYS[key])),
                18 => drop(robot.form.paste("one\r\ntwo\u{1b}[31m three\u{202e}")),
                19 => drop(robot.form.wheel(2)),
                20 => drop(robot.click_at(width / 2, height / 2)),
                21 => drop(robot.ctrl('k')),
                22 => drop(robot.ctrl('w')),
                _ => drop(robot.click_at(width - 1, 0)),
            }
            let screen = robot.screen();
            let raw = screen.contains(['\u{1b}', '\u{202e}']);
            proptest::prop_assert!(!raw, "control characters on the screen");
        }
    }
}
