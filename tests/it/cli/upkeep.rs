//! `backup` and `check`: copies that open, damage that is found.

use super::program::{Registry, client_id, mode};

#[test]
fn a_backup_is_a_registry_of_its_own_for_its_owner_only() {
    let registry = Registry::new();
    let credentials = registry.create("ABC");
    let copy = registry.file("copy.db");
    let path = copy.to_str().unwrap();
    registry.run_bare(&["backup", path]).ok();
    assert_eq!(mode(&copy), 0o600);
    registry.run(&["delete", "ABC", "--yes"]).ok();
    let mut program = super::program::program();
    program.args(["--registry", path, "--operator", "ada", "--password-file"]);
    program.arg(registry.file("password")).args(["show", "ABC", "--reveal"]);
    program.env("XDG_STATE_HOME", registry.file("other-state"));
    let shown = program.output().unwrap();
    assert_eq!(String::from_utf8(shown.stdout).unwrap().trim_end(), credentials);
}

#[test]
fn a_backup_takes_no_name_that_is_taken_and_makes_no_folder() {
    let registry = Registry::new();
    let taken = registry.file("password");
    registry.run_bare(&["backup", taken.to_str().unwrap()]).fails(4);
    assert!(std::fs::read_to_string(taken).unwrap().contains(super::program::PASSWORD));
    let nowhere = registry.file("not/there/copy.db");
    registry.run_bare(&["backup", nowhere.to_str().unwrap()]).fails(7);
    assert!(!registry.file("not").exists());
}

#[test]
fn every_sealed_copy_is_opened_where_that_is_asked_for() {
    let registry = Registry::new();
    registry.create("ABC");
    let id = client_id(&registry.create("DEF")).to_owned();
    assert_eq!(registry.run(&["check", "--sealed"]).ok(), "");
    registry.run_bare(&["check", "--sealed"]).fails(2);
    registry.sql("UPDATE sealed_copy SET sealed = zeroblob(length(sealed)) WHERE client = 2");
    let ran = registry.run(&["check", "--sealed"]);
    assert_eq!(ran.code, 1);
    let told: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(told.len(), 2, "the log and the key both tell: {told:?}");
    assert!(told.iter().all(|line| line.starts_with(&format!("{id}\t"))), "{told:?}");
    assert!(registry.actions().contains(&"secret.copies_checked".to_owned()));
}
