//! A line that suggests: typing narrows, Down chooses, and what is typed freely stays as it is.

use crossterm::event::KeyCode;

use super::{Robot, options};
use crate::tui::form::{Field, Form, Outcome};
use crate::tui::keys::Command;

const ID: &str = "id";

fn robot() -> Robot {
    let fields = [Field::line(ID, "Client ID").value(&["acme-".to_owned()]), Field::line("next", "Next")];
    let mut form = Form::new(fields, [Command::Save]);
    form.suggest(ID, options(["acme-jane", "acme-jack", "acme-zoe"]));
    Robot::new(form)
}

fn text(robot: &Robot) -> String {
    robot.form.text(ID)
}

#[test]
fn what_is_typed_narrows_and_down_chooses() {
    let mut robot = robot();
    robot.press(KeyCode::End);
    assert!(!robot.sees("acme-jane"), "closed until something is typed or Down is pressed");
    robot.types("ja");
    assert!(robot.sees("acme-jane") && robot.sees("acme-jack") && !robot.sees("acme-zoe"));
    robot.press(KeyCode::Down);
    robot.press(KeyCode::Down);
    assert_eq!(robot.press(KeyCode::Enter), Outcome::Changed(ID));
    assert_eq!(text(&robot), "acme-jack", "the second");
    assert!(!robot.sees("acme-jane"));
}

#[test]
fn nothing_is_taken_that_nobody_chose() {
    let mut robot = robot();
    robot.press(KeyCode::End);
    robot.types("jan");
    assert_eq!(robot.press(KeyCode::Enter), Outcome::Moved);
    assert_eq!((text(&robot).as_str(), robot.form.focused_field()), ("acme-jan", Some("next")));
}

#[test]
fn all_are_shown_where_none_fits_and_escape_leaves_the_text() {
    let mut robot = robot();
    robot.press(KeyCode::End);
    robot.types("x");
    assert!(!robot.sees("acme-zoe"));
    robot.press(KeyCode::Down);
    assert!(robot.sees("acme-zoe") && robot.sees("acme-jane"));
    robot.press(KeyCode::Esc);
    assert!(!robot.sees("acme-zoe"));
    assert_eq!(text(&robot), "acme-x");
}

#[test]
fn up_from_the_first_leads_back_into_the_text() {
    let mut robot = robot();
    robot.press(KeyCode::Down);
    robot.press(KeyCode::Up);
    assert_eq!(robot.press(KeyCode::Tab), Outcome::Moved);
    assert_eq!((text(&robot).as_str(), robot.form.focused_field()), ("acme-", Some("next")));
}

#[test]
fn the_mouse_opens_and_chooses() {
    let mut robot = robot();
    robot.click("▼");
    assert!(robot.sees("acme-zoe"));
    assert_eq!(robot.click("acme-zoe"), Outcome::Changed(ID));
    assert_eq!(text(&robot), "acme-zoe");
    robot.click("▼");
    robot.click("▼");
    assert!(!robot.sees("acme-jane"));
}

#[test]
fn without_suggestions_it_is_a_plain_line_with_its_text() {
    let mut robot = robot();
    robot.form.suggest(ID, []);
    assert!(!robot.sees("▼"));
    assert_eq!(text(&robot), "acme-");
    robot.press(KeyCode::Down);
    assert_eq!(robot.form.focused_field(), Some("next"));
}
