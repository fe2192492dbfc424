//! `operator`: who may sign on, and what who leaves leaves behind.

use super::program::{FIRST_PASSWORD, Registry};

#[test]
fn an_operator_is_added_changes_the_password_and_works() {
    let registry = Registry::new();
    let credentials = registry.create("ABC");
    registry.add_operator("bob", "operator");
    let said = registry.run_as("bob", &["show", "ABC", "--reveal"]).fails(5);
    assert!(said.contains("operator passwd"), "{said}");
    registry.run_as("bob", &["operator", "passwd", "--new-password-file", "/nonexistent"]).fails(2);
    let same = registry.file("bob");
    registry.run_as("bob", &["operator", "passwd", "--new-password-file", same.to_str().unwrap()]).fails(4);

    registry.operator("eve", "operator");
    assert_eq!(registry.run_as("eve", &["show", "ABC", "--reveal"]).ok().trim_end(), credentials);
    let operators = registry.run_bare(&["operator", "list", "--json"]).json();
    let told: Vec<_> = operators
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["user_name"].as_str().unwrap(), it["must_change_password"].as_bool().unwrap()))
        .collect();
    assert_eq!(told, [("ada", false), ("bob", true), ("eve", false)]);
    let listed = registry.run_bare(&["operator", "list"]).ok();
    assert!(listed.contains("bob\toperator\tmust change password\t0\t"), "{listed}");
}

#[test]
fn who_loses_a_right_loses_the_key_and_who_gets_it_gets_the_key() {
    let registry = Registry::new();
    let credentials = registry.create("ABC");
    registry.operator("bob", "auditor");
    registry.run_as("bob", &["show", "ABC", "--reveal"]).fails(5);
    let updated =
        registry.run(&["operator", "update", "bob", "--role", "operator", "--full-name", "Bob H", "--json"]);
    let updated = updated.json();
    assert_eq!((&updated["role"], &updated["full_name"]), (&"operator".into(), &"Bob H".into()));
    assert_eq!(registry.run_as("bob", &["show", "ABC", "--reveal"]).ok().trim_end(), credentials);

    let demoted = registry.run(&["operator", "update", "bob", "--role", "automation"]);
    assert!(demoted.stderr.contains("Backups made before"), "{}", demoted.stderr);
    registry.run_as("bob", &["show", "ABC", "--reveal"]).fails(5);
    registry.run_as("bob", &["disable", "ABC"]).ok();
    assert_eq!(registry.run(&["show", "ABC", "--reveal"]).ok().trim_end(), credentials);

    registry.run(&["operator", "disable", "bob"]).ok();
    registry.run_as("bob", &["enable", "ABC"]).fails(5);
    registry.run(&["operator", "enable", "BOB"]).ok();
    registry.run_as("bob", &["enable", "ABC"]).ok();
    registry.run(&["operator", "delete", "bob"]).fails(2);
    registry.run(&["operator", "delete", "bob", "--yes"]).ok();
    registry.run_as("bob", &["enable", "ABC"]).fails(5);
    assert_eq!(registry.run(&["check", "--sealed"]).ok(), "");
}

#[test]
fn a_password_that_was_set_for_somebody_is_theirs_to_change_and_old_ones_are_nothing() {
    let registry = Registry::new();
    registry.create("ABC");
    registry.operator("bob", "operator");
    let first = registry.file("first");
    std::fs::write(&first, FIRST_PASSWORD).unwrap();
    let first = first.to_str().unwrap();
    registry.run(&["operator", "passwd", "bob", "--new-password-file", first]).ok();
    registry.run_as("bob", &["disable", "ABC"]).fails(5);
    std::fs::copy(first, registry.file("bob")).unwrap();
    let said = registry.run_as("bob", &["disable", "ABC"]).fails(5);
    assert!(said.contains("change it before anything else"), "{said}");
    // One's own password needs no name, and with it means the same.
    let own = registry.file("password");
    let said = registry.run(&["operator", "passwd", "ADA", "--new-password-file", own.to_str().unwrap()]);
    assert!(said.fails(4).contains("is the old one"));
    let weak = registry.file("weak");
    std::fs::write(&weak, "short").unwrap();
    registry.run(&["operator", "passwd", "bob", "--new-password-file", weak.to_str().unwrap()]).fails(6);
}

#[test]
fn an_administrator_ends_the_lock_that_wrong_passwords_caused() {
    let registry = Registry::new();
    registry.operator("bob", "admin");
    std::fs::write(registry.file("ada"), "not her password at all").unwrap();
    for _ in 0..3 {
        registry.run_as("ada", &["class", "add", "NEW"]).fails(5);
    }
    registry.run(&["class", "add", "NEW"]).fails(5);
    let locked = registry.run_bare(&["operator", "list", "--json"]).json();
    assert_eq!(locked[0]["failed_attempts"], 3);
    assert!(locked[0]["locked_until"].is_string());
    let unlocked = registry.run_as("bob", &["operator", "unlock", "ada", "--json"]).json();
    assert!(unlocked["locked_until"].is_null());
    registry.run(&["class", "add", "NEW"]).ok();
}

#[test]
fn failures_since_the_last_sign_on_are_told() {
    let registry = Registry::new();
    registry.create("ABC");
    std::fs::write(registry.file("ada"), "not her password at all").unwrap();
    registry.run_as("ada", &["disable", "ABC"]).fails(5);
    let ran = registry.run(&["disable", "ABC"]);
    assert!(ran.stderr.contains("Failed sign-ons of ada since 20"), "{}", ran.stderr);
    assert!(ran.stderr.contains(": 1."), "{}", ran.stderr);
    assert_eq!(registry.run(&["enable", "ABC"]).stderr, "", "once is enough");
}

#[test]
fn the_last_administrator_stays_one() {
    let registry = Registry::new();
    for command in
        ["operator disable ada", "operator update ada --role operator", "operator delete ada --yes"]
    {
        let said = registry.run(&command.split(' ').collect::<Vec<_>>()).fails(4);
        assert!(said.contains("last administrator"), "{said}");
    }
    registry.operator("eve", "admin");
    registry.run(&["operator", "update", "ada", "--role", "operator"]).ok();
    registry.run(&["class", "add", "NEW"]).fails(5);
    registry.run_as("eve", &["class", "add", "NEW"]).ok();
    assert_eq!(registry.run_bare(&["check"]).ok(), "");
}
