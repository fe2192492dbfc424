//! What each kind of field does with keys and pastes.

use crossterm::event::KeyCode::{Backspace, Delete, Down, End, Enter, Esc, Home, Left, Right, Tab, Up};

use super::{Robot, options};
use crate::domain::Plaintext;
use crate::tui::form::{Field, Form, Outcome};
use crate::tui::keys::{Command, Context};

const SAVE_CANCEL: [Command; 2] = [Command::Save, Command::Cancel];

fn with(field: Field) -> Robot {
    Robot::new(Form::new([field, Field::line("after", "After")], SAVE_CANCEL))
}

#[test]
fn a_line_is_typed_and_corrected() {
    let mut robot = with(Field::line("name", "Name"));
    robot.types("ABC Shiping");
    robot.press(Left);
    robot.press(Left);
    robot.press(Left);
    assert_eq!(robot.press(crossterm::event::KeyCode::Char('p')), Outcome::Changed("name"));
    assert!(robot.row("Name").contains("[ABC Shipping "));
    robot.press(End);
    robot.ctrl('w');
    assert_eq!(robot.form.text("name"), "ABC ");
    robot.press(Home);
    robot.press(Delete);
    assert_eq!(robot.form.text("name"), "BC ");
    robot.press(End);
    robot.press(Backspace);
    robot.ctrl('u');
    assert_eq!(robot.form.text("name"), "");
}

#[test]
fn words_are_jumped_over_and_the_rest_of_a_line_deleted() {
    for field in [Field::line("field", "Field"), Field::text("field", "Field")] {
        let mut robot = with(field);
        robot.types("one two three");
        robot.alt('b');
        robot.alt('b');
        robot.types("x");
        assert_eq!(robot.form.text("field"), "one xtwo three");
        robot.alt('f');
        robot.ctrl('k');
        assert!(robot.form.text("field").trim_end().len() < "one xtwo three".len());
        robot.ctrl('a');
        robot.ctrl('k');
        assert_eq!(robot.form.text("field"), "");
        assert_eq!(robot.ctrl('k'), Outcome::Moved);
    }
}

#[test]
fn a_long_value_that_can_only_be_read_is_read_from_its_start() {
    let id = format!("start{}", "x".repeat(80));
    let mut robot = with(Field::line("id", "Client ID").value(&[id]).read_only());
    robot.form.focus_field("after");
    robot.focus("Client ID");
    assert!(robot.at_cursor().starts_with("start"));
    robot.press(End);
    assert!(!robot.sees("start"));
}

#[test]
fn a_long_line_scrolls_with_its_cursor_and_says_so() {
    let mut robot = with(Field::line("name", "Name"));
    robot.size = (40, 10);
    let words: Vec<String> = (0..30).map(|n| format!("{n:02}")).collect();
    robot.types(&words.join(" "));
    let row = robot.row("29");
    assert!(row.contains('…') && !row.contains("00 "), "{row}");
    robot.press(Home);
    assert!(robot.at_cursor().starts_with("00 01"));
    assert!(robot.row("00 01").contains('…'));
}

#[test]
fn wide_and_combining_characters_keep_the_cursor_where_they_end() {
    let mut robot = with(Field::line("name", "Name"));
    let start = robot.cursor().x;
    robot.types("日本e\u{301}x");
    assert_eq!(robot.cursor().x, start + 6);
    robot.press(Left);
    robot.press(Left);
    assert_eq!(robot.cursor().x, start + 4);
    robot.press(Left);
    assert_eq!(robot.cursor().x, start + 2);
    robot.press(Delete);
    assert_eq!(robot.form.text("name"), "日e\u{301}x");
}

#[test]
fn a_paste_is_text_only() {
    let mut robot = with(Field::line("name", "Name"));
    assert_eq!(robot.form.paste("ABC\u{1b}[2J\r\nShipping\u{7}\n"), Outcome::Changed("name"));
    assert_eq!(robot.form.text("name"), "ABC[2J Shipping");
    assert!(robot.sees("> "), "the focus stayed");
    assert_eq!(robot.form.focused_field(), Some("name"));
}

#[test]
fn what_can_not_be_seen_is_drawn_so_that_it_can() {
    let robot = with(Field::line("name", "Name").value(&["a\u{202e}b\u{1b}c".to_owned()]));
    assert!(robot.row("Name").contains("a\\u{202E}b\\u{1B}c"));
    let robot = with(Field::text("name", "Name").value(&["a\u{1b}b\nc".to_owned()]));
    assert!(robot.row("Name").contains("a\\u{1B}b"));
}

#[test]
fn a_paste_that_does_not_fit_is_refused_whole_and_in_words() {
    let mut robot = with(Field::line("name", "Name"));
    robot.types("x");
    assert_eq!(robot.form.paste(&"y".repeat(9_000)), Outcome::Moved);
    assert!(robot.sees("! That is more than fits"));
    assert_eq!(robot.form.text("name"), "x");
    robot.types("z");
    assert!(!robot.sees("! That is more"));
}

#[test]
fn a_password_is_masked_and_leaves_the_field_once() {
    let mut robot = with(Field::password("password", "Password"));
    robot.types("corect");
    robot.press(Backspace);
    robot.form.paste(" horse battery\n");
    assert!(robot.row("Password").contains("[*******************"));
    assert!(!robot.sees("horse"));
    assert!(robot.form.changed());
    assert_eq!(robot.form.values("password"), Vec::<String>::new());
    assert_eq!(robot.form.copy_password("password").unwrap().expose(), "corec horse battery");
    assert_eq!(robot.form.take_password("password").unwrap().expose(), "corec horse battery");
    assert_eq!(robot.form.take_password("password").unwrap().expose(), "");
    assert!(!robot.sees("*") && !robot.form.changed());
}

#[test]
fn a_password_has_at_most_1024_characters_and_no_control_characters() {
    let mut robot = with(Field::password("password", "Password"));
    robot.form.paste("two\nlines");
    assert!(robot.sees("no control characters"));
    robot.form.paste(&"é".repeat(1_025));
    assert!(robot.sees("at most 1,024 characters"));
    assert!(!robot.form.changed());
    robot.form.paste(&"é".repeat(1_024));
    robot.types("x");
    assert!(robot.sees("at most 1,024 characters"));
    assert_eq!(robot.form.take_password("password").unwrap().expose().chars().count(), 1_024);
}

#[test]
fn a_secret_is_masked_until_it_is_shown_and_can_not_be_changed() {
    let secret = format!("cks1_{}", "Ab3".repeat(16));
    let mut robot = with(Field::secret("secret", "Client secret"));
    robot.form.describe_secret("secret", false, "made when you save");
    assert!(robot.row("Client secret").contains("made when you save"));
    robot.form.describe_secret("secret", true, "generation 2");
    assert!(robot.row("Client secret").contains("****") && robot.sees("generation 2"));
    robot.focus("Client secret").types("x");
    assert!(robot.sees("This can only be read."));
    robot.form.show_secret("secret", Plaintext::new(secret.clone()));
    assert!(robot.form.shows_secret() && robot.sees(&secret));
    robot.size = (40, 24);
    let seen: String = robot.rows().iter().take(6).map(|row| row.trim().to_owned()).collect();
    assert!(seen.contains(&secret), "whole, in several rows: {seen}");
    robot.form.hide_secrets();
    assert!(!robot.form.shows_secret() && !robot.sees("cks1_"));
    assert!(!robot.form.changed());
}

#[test]
fn lines_are_a_list_and_leave_by_their_ends() {
    let mut robot = with(Field::lines("uris", "Redirect URIs"));
    robot.types("https://a.example/cb");
    assert_eq!(robot.press(Enter), Outcome::Changed("uris"));
    robot.form.paste("https://b.example/cb\r\n\r\nhttps://c.example/cb\n");
    let expected = ["https://a.example/cb", "https://b.example/cb", "https://c.example/cb"];
    assert_eq!(robot.form.values("uris"), expected);
    for _ in 0..4 {
        robot.press(Up);
    }
    assert_eq!(robot.form.focused_field(), Some("uris"));
    assert!(robot.at_cursor().starts_with("https://a"));
    robot.press(Tab);
    assert_eq!(robot.form.focused_field(), Some("after"));
    robot.press(crossterm::event::KeyCode::BackTab);
    for _ in 0..5 {
        robot.press(Down);
    }
    assert_eq!(robot.form.focused_field(), Some("after"));
}

#[test]
fn notes_wrap_at_blanks_and_the_cursor_goes_by_rows() {
    let mut robot = with(Field::text("notes", "Notes"));
    robot.size = (50, 14);
    robot.types("The nightly job of the warehouse uses this client to fetch orders.");
    assert!(robot.sees("[The nightly job of the warehouse ") && robot.sees("[uses this"));
    assert_eq!(robot.form.text("notes").lines().count(), 1);
    let below = robot.cursor();
    robot.press(Up);
    assert_eq!(robot.cursor().y + 1, below.y);
    robot.types("!");
    assert!(robot.form.text("notes").contains('!') && !robot.form.text("notes").ends_with('!'));
    assert_eq!(robot.form.focused_field(), Some("notes"));
}

#[test]
fn a_drop_down_opens_selects_by_letters_and_takes_with_enter() {
    let mut robot = with(Field::choice("class", "Security class", options(["ADMIN", "AUDIT", "USER"])));
    robot.press(Enter);
    assert!(robot.sees("> ADMIN") && robot.sees("  USER"));
    robot.types("us");
    assert!(robot.sees("> USER") && robot.form.text("class").is_empty());
    robot.types("ad");
    assert!(robot.sees("> USER") && robot.sees("\"usad\": nothing has these letters"), "{}", robot.screen());
    robot.press(Enter);
    assert!(robot.form.text("class").is_empty() && robot.sees("! No value has these letters"));
    robot.press(Backspace);
    robot.press(Backspace);
    assert!(robot.sees("> USER") && !robot.sees("nothing has these letters"));
    assert_eq!(robot.press(Enter), Outcome::Changed("class"));
    assert_eq!(robot.form.text("class"), "USER");
    assert!(robot.row("Security class").contains("[USER") && !robot.sees("AUDIT"));
    robot.types("au");
    assert!(robot.sees("> AUDIT"), "a letter opens it");
    assert_eq!(robot.press(Esc), Outcome::Moved);
    assert!(!robot.sees("AUDIT"));
    assert_eq!(robot.form.text("class"), "USER");
    assert_eq!(robot.press(Esc), Outcome::Ignored, "the next Esc is for the screen");
}

#[test]
fn tab_leaves_an_open_drop_down_and_takes_nothing() {
    let fields = [
        Field::line("name", "Name"),
        Field::choice("class", "Security class", options(["ADMIN", "AUDIT", "USER"])),
        Field::line("notes", "Notes"),
    ];
    let mut robot = Robot::new(Form::new(fields, SAVE_CANCEL));
    for (key, next) in [(Tab, "notes"), (crossterm::event::KeyCode::BackTab, "name")] {
        robot.form.focus_field("class");
        robot.types("us");
        assert_eq!(robot.press(key), Outcome::Moved);
        assert_eq!((robot.form.text("class").as_str(), robot.form.focused_field()), ("", Some(next)));
        assert!(!robot.sees("AUDIT"));
    }
}

#[test]
fn what_is_wrong_is_told_while_it_is_typed() {
    let field = Field::short("ttl", "Lifetime")
        .help("Seconds.")
        .doubts(|text| (text != "1").then(|| format!("{text} is no lifetime.")));
    let mut robot = Robot::new(Form::new([field, Field::line("notes", "Notes")], SAVE_CANCEL));
    assert!(robot.row("Lifetime").starts_with(">  Lifetime") && robot.sees("Seconds."));
    robot.types("0");
    assert!(robot.row("Lifetime").starts_with(">! Lifetime") && robot.sees("! 0 is no lifetime."));
    assert_eq!(robot.screen().matches("! 0 is no lifetime.").count(), 1, "told once");
    robot.press(Tab);
    assert_eq!(robot.screen().matches("! 0 is no lifetime.").count(), 1, "and seen from elsewhere");
    robot.press(Up);
    robot.press(Backspace);
    robot.types("1");
    assert!(!robot.sees("no lifetime"));
}

#[test]
fn what_can_not_be_changed_now_offers_no_keys_that_would() {
    let uris = Field::lines("uris", "Redirect URIs").help("One a line.");
    let mut robot = Robot::new(Form::new([uris, Field::line("notes", "Notes")], SAVE_CANCEL));
    assert_eq!(robot.form.context(), Context::Lines);
    robot.form.set_disabled("uris", Some("Choose a grant first."));
    assert_eq!(robot.form.context(), Context::Fixed);
    let bottom = robot.rows().into_iter().skip(20).collect::<String>();
    assert!(bottom.contains("Choose a grant first."), "{}", robot.screen());
    robot.press(Enter);
    assert_eq!(robot.form.focused_field(), Some("notes"));
}

#[test]
fn a_locked_form_is_read_and_nothing_else() {
    let fields = [Field::line("name", "Name").value(&["ABC".to_owned()]), Field::flag("pkce", "PKCE")];
    let mut robot = Robot::new(Form::new(fields, SAVE_CANCEL));
    robot.form.lock();
    assert!(robot.row("Name").ends_with(" ABC"), "from its start: {}", robot.screen());
    robot.types("x");
    assert!(robot.sees("! This can only be read.") && !robot.row("Name").contains('['));
    robot.focus("PKCE").types(" ");
    assert!(!robot.form.changed() && robot.row("PKCE").contains("no"));
}

#[test]
fn a_drop_down_keeps_a_value_that_it_does_not_offer() {
    let field = Field::choice("class", "Security class", options(["ADMIN"])).value(&["OLD".to_owned()]);
    let mut robot = with(field);
    assert!(robot.row("Security class").contains("[OLD"));
    robot.form.offer("class", options(["ADMIN", "USER"]));
    assert_eq!(robot.form.text("class"), "OLD");
    assert!(!robot.form.changed());
    robot.press(Enter);
    assert!(robot.sees("USER") && robot.sees("> OLD"));
}

#[test]
fn an_empty_drop_down_says_so() {
    let mut robot = with(Field::choice("class", "Security class", options([])));
    robot.press(Enter);
    assert!(robot.sees("! There is nothing to choose from yet."));
}

#[test]
fn a_long_drop_down_scrolls_and_opens_where_there_is_room() {
    let many = (0..300).map(|n| (n.to_string(), format!("Partner {n:03}")));
    let mut robot = Robot::new(Form::new([Field::choice("partner", "Partner", many)], SAVE_CANCEL));
    robot.press(Enter);
    robot.form.wheel(12);
    assert!(robot.sees("> Partner 012") && robot.sees("↓ 279 more"), "{}", robot.screen());
    for _ in 0..2 {
        robot.press(crossterm::event::KeyCode::PageDown);
    }
    assert!(robot.sees("> Partner 030") && robot.sees("↑ 10 more") && !robot.sees("Partner 000"));
    robot.press(crossterm::event::KeyCode::PageUp);
    assert!(robot.sees("> Partner 021"));
    robot.types("partner 29");
    assert!(robot.sees("> Partner 290") && robot.sees(" partner 29 "));
    robot.click("Partner 289");
    assert_eq!(robot.form.text("partner"), "289");

    let lines = (0..9).map(|_| Field::line("line", "Line"));
    let last = Field::choice("partner", "Partner", options(["one", "two", "three"]));
    let mut robot = Robot::new(Form::new(lines.chain([last]), SAVE_CANCEL));
    robot.size = (60, 13);
    robot.form.focus_field("partner");
    robot.press(Enter);
    let rows = robot.rows();
    let place = |words: &str| rows.iter().position(|row| row.contains(words)).unwrap();
    assert!(place("> one") < place("Partner"), "above it");
}

#[test]
fn a_flag_is_switched_by_space() {
    let mut robot = with(Field::flag("pkce", "Require PKCE"));
    assert!(robot.row("Require PKCE").contains("[ ] no"));
    robot.types(" ");
    assert!(robot.row("Require PKCE").contains("[x] yes"));
    assert_eq!(robot.form.values("pkce"), ["true"]);
    robot.press(Enter);
    assert_eq!(robot.form.focused_field(), Some("after"));
}

#[test]
fn a_checklist_is_gone_through_and_keeps_the_order_it_was_given() {
    let field = Field::choices("scope", "Scopes", options(["read", "write", "admin"]));
    let given = ["write".to_owned(), "odd".to_owned(), "read".to_owned()];
    let mut robot = with(field.value(&given));
    assert!(robot.row("Scopes").contains("[x] read"));
    assert!(robot.row("Scopes").contains("[ ] admin"));
    assert_eq!(robot.form.values("scope"), given);
    robot.press(Right);
    robot.press(Right);
    robot.types(" ");
    assert_eq!(robot.form.values("scope"), ["write", "odd", "read", "admin"]);
    robot.types(" ");
    assert!(!robot.form.changed());
    robot.press(Right);
    robot.press(Right);
    assert_eq!(robot.form.focused_field(), Some("after"));
}

#[test]
fn typed_words_become_a_checklist_once_there_are_options() {
    let mut robot = with(Field::words("scope", "Scopes"));
    robot.types("read  odd");
    assert_eq!(robot.form.values("scope"), ["read", "odd"]);
    robot.form.keep();
    robot.form.offer("scope", options(["read", "write"]));
    assert!(robot.row("Scopes").contains("[x] read") && robot.sees("[x] odd") && robot.sees("[ ] write"));
    assert!(!robot.form.changed());
}

#[test]
fn a_lifetime_is_said_back_in_words_beside_it() {
    let says = |text: &str| (text == "90m").then(|| "1 hour 30 minutes".to_owned());
    let mut robot = with(Field::short("ttl", "Access token lifetime").says(says));
    robot.types("90m");
    let row = robot.row("Access token lifetime");
    assert!(row.contains("[90m") && row.ends_with("= 1 hour 30 minutes"), "{row}");
}
