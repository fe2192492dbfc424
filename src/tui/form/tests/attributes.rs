//! The form of a client is what the table of attributes says.

use super::{Robot, options};
use crate::domain::{ATTRIBUTES, Draft, Input, Profile, Settings, field};
use crate::tui::form::{Field, Form};
use crate::tui::keys::Command;

fn form(creating: bool, draft: &Draft) -> Robot {
    let fields = ATTRIBUTES.iter().map(|attribute| Field::for_attribute(attribute, creating));
    let mut form = Form::new(fields, [Command::Save, Command::Cancel]);
    form.offer(field::SECURITY_CLASS, options(["ADMIN", "USER"]));
    form.offer(field::PARTNER, [(String::new(), "none".to_owned()), ("acme".to_owned(), "ACME".to_owned())]);
    form.offer(field::SCOPE, options(["read", "write"]));
    form.fill(draft);
    form.keep();
    let mut robot = Robot::new(form);
    robot.size = (80, 60);
    robot
}

#[test]
fn every_attribute_has_its_label_and_its_help() {
    let mut robot = form(true, &Draft::new(Profile::Service));
    for attribute in ATTRIBUTES {
        assert!(robot.sees(attribute.label), "{}", attribute.label);
        robot.focus(attribute.label);
        let help = attribute.help.split_whitespace().next_back().unwrap();
        assert!(robot.sees(help), "{} without its help in\n{}", attribute.label, robot.screen());
    }
}

#[test]
fn a_draft_comes_out_as_it_went_in() {
    for profile in [Profile::Service, Profile::Web, Profile::Native, Profile::AudienceManager] {
        let before = Draft::new(profile);
        let robot = form(true, &before);
        assert!(!robot.form.changed());
        let mut after = before.clone();
        robot.form.read_into(&mut after);
        assert_eq!(before, after);
        assert!(before.differs_from(&after).is_empty());
    }
}

#[test]
fn only_what_was_changed_differs() {
    let before = Draft::new(Profile::Service);
    let mut robot = form(true, &before);
    robot.focus("Scopes").types(" ");
    robot.focus("Notes").types("Nightly job");
    let mut after = before.clone();
    robot.form.read_into(&mut after);
    let changed: Vec<&str> = before.differs_from(&after).iter().map(|attribute| attribute.name).collect();
    assert_eq!(changed, [field::SCOPE, field::NOTES]);
}

#[test]
fn what_is_fixed_at_creation_is_read_only_afterwards() {
    let robot = form(false, &Draft::new(Profile::Service));
    assert!(robot.row("Client ID").contains("(read-only)"));
    let robot = form(true, &Draft::new(Profile::Service));
    assert!(!robot.sees("(read-only)"));
}

#[test]
fn redirect_uris_wait_for_a_grant_that_redirects() {
    let mut draft = Draft::new(Profile::Service);
    let mut robot = form(true, &draft);
    assert!(robot.row("Redirect URIs").contains("- Only the grants"), "why, without going there");
    assert!(robot.row("Restrict to Partner Users").contains("- It means nothing"));
    robot.focus("Redirect URIs").types("https://a.example/cb");
    assert_eq!(robot.form.values(field::REDIRECT_URIS), Vec::<String>::new());
    robot.click("[ ] Authorization code");
    robot.form.read_into(&mut draft);
    robot.form.refresh(&draft);
    robot.focus("Redirect URIs").types("https://a.example/cb");
    assert_eq!(robot.form.values(field::REDIRECT_URIS), ["https://a.example/cb"]);
}

#[test]
fn lifetimes_are_said_back_as_the_rules_read_them() {
    let mut robot = form(true, &Draft::new(Profile::Service));
    for attribute in ATTRIBUTES.iter().filter(|attribute| matches!(attribute.input, Input::Lifetime)) {
        robot.focus(attribute.label).types("90m");
        assert!(robot.row(attribute.label).ends_with("= 1 hour 30 minutes"), "{}", attribute.label);
        robot.types("x");
        assert!(!robot.row(attribute.label).contains('='));
    }
}

#[test]
fn an_empty_lifetime_is_the_default_of_the_settings() {
    let mut robot = form(true, &Draft::new(Profile::Service));
    let ttl = field::ACCESS_TOKEN_TTL;
    robot.form.set_defaults(&Settings::default());
    robot.form.set_values(ttl, &[String::new()]);
    assert!(robot.row("Access token lifetime").ends_with("= default (12 hours)"));
    robot.focus("Access token lifetime").types("-1");
    assert!(robot.row("Access token lifetime").ends_with("= never expires"));
}

#[test]
fn problems_and_advice_stand_at_their_attributes() {
    let mut draft = Draft::new(Profile::Service);
    let mut robot = form(true, &draft);
    robot.focus("E-mail").types("nobody");
    robot.form.read_into(&mut draft);
    let problems = draft.check().unwrap_err();
    assert_eq!(robot.form.set_problems(&problems), Vec::<String>::new());
    assert!(robot.row("E-mail").contains("! E-mail") && robot.row("Name").contains("! Name"));
    assert!(robot.form.focus_first_error());
    assert_eq!(robot.form.focused_field(), Some(field::CLIENT_NAME));
}
