//! `backup` and `check`: copies that open, damage that is found.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;

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
fn a_backup_to_a_name_that_is_no_utf_8_is_a_whole_registry_and_nothing_lies_beside_it() {
    let registry = Registry::new();
    registry.create("ABC");
    let folder = registry.file("copies");
    std::fs::create_dir(&folder).unwrap();
    let copy = folder.join(OsStr::from_bytes(b"caf\xe9.db"));
    let mut program = super::program::program();
    let ran = program.arg("--registry").arg(registry.path()).arg("backup").arg(&copy).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let beside: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(beside, [copy.as_path()]);
    assert_eq!(mode(&copy), 0o600);
    let mut program = super::program::program();
    let listed = program.arg("--registry").arg(&copy).args(["list", "--json"]).output().unwrap();
    assert!(String::from_utf8_lossy(&listed.stdout).contains("ABC"), "{listed:?}");
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
