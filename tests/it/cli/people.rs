//! The commands of administrators and auditors at a terminal: what is asked, what is shown, what is confirmed.

use super::program::{OWN_PASSWORD, PASSWORD, Registry};
use super::terminal::Terminal;

/// What is shown when a command is run as `ada`, who is not asked for the password.
fn shown(registry: &Registry, arguments: &[&str]) -> String {
    let (code, text) = started(registry, arguments).ends();
    assert_eq!(code, 0, "{text}");
    text
}

fn started(registry: &Registry, arguments: &[&str]) -> Terminal {
    let password = registry.file("password");
    Terminal::of(registry, &["--password-file", password.to_str().unwrap()], arguments)
}

#[test]
fn the_audit_log_fits_a_terminal_and_says_what_differed() {
    let registry = Registry::new();
    registry.create("ABC");
    registry.run(&["update", "ABC", "--email", "ops@abc.example"]).ok();
    for command in [&["audit", "--limit", "3"][..], &["history", "ABC"]] {
        let text = shown(&registry, command);
        assert!(text.contains("client.updated") && text.contains("E-mail: none → ops@abc.example"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 81), "it fits: {text}");
    }
    assert!(shown(&registry, &["audit", "--until", "2020-01-01"]).contains("No entry."));
    let operators = shown(&registry, &["operator", "list"]);
    assert!(operators.contains("User name") && operators.contains("ada"), "{operators}");
    assert!(shown(&registry, &["setting", "list"]).contains("Whether secrets can be shown again."));
    assert!(shown(&registry, &["check"]).contains("as it was written"));
}

#[test]
fn hostile_text_in_the_log_is_made_visible() {
    let registry = Registry::new();
    let hostile = "\u{1b}[31mred";
    std::fs::write(registry.file("wrong"), "not the password at all").unwrap();
    let wrong = registry.file("wrong");
    let mut program = registry.bare();
    program.args(["--operator", "ada", "--password-file"]).arg(wrong);
    // Where from: the one text from outside that the entry of a refused sign-on has.
    program.env("SSH_CONNECTION", format!("{hostile} 5 6 7")).args(["class", "add", "A"]);
    super::program::Ran::of(program.output().unwrap()).fails(5);
    let text = shown(&registry, &["audit", "--action", "operator.sign_on_refused"]);
    assert!(!text.contains('\u{1b}') && text.contains("[31mred"), "{text:?}");
}

#[test]
fn ones_own_password_is_changed_with_the_old_one_and_the_new_one_twice() {
    let registry = Registry::new();
    let mut terminal = Terminal::start(&registry, &["operator", "passwd"]);
    for (prompt, typed) in [
        ("Password of ada: ", PASSWORD),
        ("New password for ada: ", OWN_PASSWORD),
        ("The same once more: ", "something else instead"),
    ] {
        terminal.shows(prompt);
        terminal.types(&format!("{typed}\r"));
    }
    let (code, text) = terminal.ends();
    assert!(code == 2 && text.contains("differ"), "{text}");

    let mut terminal = Terminal::start(&registry, &["operator", "passwd"]);
    for (prompt, typed) in [
        ("Password of ada: ", PASSWORD),
        ("New password for ada: ", OWN_PASSWORD),
        ("The same once more: ", OWN_PASSWORD),
    ] {
        terminal.shows(prompt);
        terminal.types(&format!("{typed}\r"));
    }
    let (code, text) = terminal.ends();
    assert!(code == 0 && text.contains("Your password is changed."), "{text}");
    assert!(!text.contains(PASSWORD) && !text.contains(OWN_PASSWORD), "{text}");
    registry.run(&["class", "add", "NEW"]).fails(5);
}

#[test]
fn deleting_an_operator_asks_for_the_name_and_shows_how_far_the_secrets_are() {
    let registry = Registry::new();
    registry.create("ABC");
    registry.operator("bob", "operator");
    let mut terminal = started(&registry, &["operator", "delete", "BOB"]);
    terminal.shows("Type bob to delete this operator: ");
    terminal.types("yes\r");
    let (code, text) = terminal.ends();
    assert_eq!(code, 2, "{text}");
    registry.run_as("bob", &["disable", "ABC"]).ok();

    let mut terminal = started(&registry, &["operator", "delete", "BOB"]);
    terminal.shows("Type bob to delete this operator: ");
    terminal.types("bob\r");
    let (code, text) = terminal.ends();
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("1 of 1 sealed copies") && text.contains("Backups made before"), "{text}");
    registry.run_as("bob", &["disable", "ABC"]).fails(5);
}

#[test]
fn giving_up_the_sealed_copies_asks_for_the_word() {
    let registry = Registry::new();
    registry.create("ABC");
    let switch = ["setting", "set", "secret_retention", "show-once"];
    let mut terminal = started(&registry, &switch);
    terminal.shows("Type show-once to do it: ");
    terminal.types("y\r");
    assert_eq!(terminal.ends().0, 2);
    registry.run(&["show", "ABC", "--reveal"]).ok();
    let mut terminal = started(&registry, &switch);
    terminal.shows("Type show-once to do it: ");
    terminal.types("show-once\r");
    assert_eq!(terminal.ends().0, 0);
    registry.run(&["show", "ABC", "--reveal"]).fails(4);
}
