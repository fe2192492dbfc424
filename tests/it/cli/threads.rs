//! Where no other thread can be started, the work is done all the same: a change that has begun does not fail for it.

use super::program::{Ran, Registry};

/// A stack that no machine has, so that no thread can be started with it.
const NO_THREADS: (&str, &str) = ("RUST_MIN_STACK", "4611686018427387904");

fn without_threads(registry: &Registry, arguments: &[&str]) -> Ran {
    let mut command = registry.command();
    command.env(NO_THREADS.0, NO_THREADS.1).arg("--yes").args(arguments);
    Ran::of(command.output().unwrap())
}

#[test]
fn without_another_thread_changes_are_made_all_the_same() {
    let registry = Registry::new();
    let made = registry.file("made.db");
    let made = made.to_str().unwrap();
    without_threads(&registry, &["demo", made, "--clients", "300"]).ok();
    let csv = registry.file("clients.csv");
    std::fs::write(&csv, "client_name,security_class\nOne,USER\nTwo,USER\nThree,USER\n").unwrap();
    let imported = without_threads(
        &registry,
        &["import", csv.to_str().unwrap(), "--format", "csv", "--unverifiable", "new-secret", "--json"],
    );
    assert_eq!(imported.json().as_array().map(Vec::len), Some(3));
    let out = registry.file("secrets");
    without_threads(&registry, &["rotate", "One", "Two", "Three", "--secret-out", out.to_str().unwrap()])
        .ok();
    let found = without_threads(&registry, &["list", "--search", "name:thr", "--json"]).json();
    assert_eq!(found.as_array().map(Vec::len), Some(1));
    without_threads(&registry, &["check"]).ok();
}

#[test]
fn without_another_thread_a_scan_says_that_it_looked_at_nothing() {
    let registry = Registry::new();
    let said = without_threads(&registry, &["scan", registry.path().to_str().unwrap()]).fails(7);
    assert!(said.contains("No thread could be started"), "{said}");
}
