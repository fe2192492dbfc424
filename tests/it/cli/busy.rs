//! Somebody else holds the registry: a change waits five seconds and then says who it is.

use std::time::{Duration, Instant};

use super::program::Registry;

#[test]
fn a_change_waits_five_seconds_and_then_names_who_holds_the_registry() {
    let registry = Registry::new();
    let credentials = registry.create("ABC");
    let holder = rusqlite::Connection::open(registry.path()).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let begun = Instant::now();
    let said = registry.run(&["disable", "ABC"]).fails(7);
    assert!(begun.elapsed() >= Duration::from_secs(5), "it waits first");
    assert_eq!(said.lines().count(), 1, "one plain sentence: {said}");
    assert!(said.contains("is busy") && said.contains("Nothing was changed; try again."), "{said}");
    let process = format!("(process {})", std::process::id());
    assert!(said.contains(&process), "{said}");

    assert!(registry.accepts(&credentials), "reading goes on meanwhile");
    drop(holder);
    registry.run(&["disable", "ABC"]).ok();
}

#[test]
fn a_reader_in_the_way_keeps_nothing_from_being_changed_and_check_tells_what_is_left() {
    let registry = Registry::new();
    registry.create("ABC");
    let reader = rusqlite::Connection::open(registry.path()).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM client").unwrap();
    registry.run(&["delete", "ABC", "--yes"]).ok();
    let checked = registry.run_bare(&["check"]);
    assert!(checked.stderr.contains("write-ahead log"), "{}", checked.stderr);
    assert_eq!(checked.ok(), "");
    drop(reader);
    let checked = registry.run_bare(&["check"]);
    assert!(!checked.stderr.contains("write-ahead log"), "{}", checked.stderr);
}
