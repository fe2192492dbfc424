//! `scan`: whose secrets stand in files, folders and on stdin; it prints none of them.

use std::fs;

use serde_json::json;

use super::program::{Ran, Registry, client_id};

fn scan(registry: &Registry, arguments: &[&str], stdin: &str) -> Ran {
    let mut program = registry.bare();
    Ran::of(program.arg("scan").args(arguments).write_stdin(stdin.to_owned()).output().unwrap())
}

#[test]
fn a_live_secret_is_told_with_its_place_and_the_answer_is_no() {
    let registry = Registry::new();
    let line = registry.create("ABC");
    let (id, secret) = line.split_once(':').unwrap();
    let found = scan(&registry, &[], &format!("a\nb {line} c\n"));
    assert_eq!(found.code, 1, "{}", found.stderr);
    let column = "b ".len() + id.len() + 2;
    assert_eq!(found.stdout, format!("-:2:{column}: live: secret 1 of \"ABC\" ({id}, enabled)\n"));
    assert!(!found.stdout.contains(secret) && !found.stderr.contains(secret));
    let found = scan(&registry, &["--json", "-"], secret);
    let told: serde_json::Value = serde_json::from_str(&found.stdout).unwrap();
    assert_eq!((found.code, &told[0]["state"], &told[0]["client_id"]), (1, &json!("live"), &json!(id)));
    assert_eq!(
        (&told[0]["line"], &told[0]["column"], &told[0]["generation"]),
        (&json!(1), &json!(1), &json!(1))
    );
}

#[test]
fn what_opens_nothing_any_more_is_told_and_is_no_reason_to_stop() {
    let registry = Registry::new();
    let old = registry.create("ABC");
    let new = registry.run(&["rotate", "ABC", "--reason", "leak"]).ok();
    let log = registry.file("logs");
    fs::create_dir(&log).unwrap();
    fs::write(log.join(".hidden"), &old).unwrap();
    let found = scan(&registry, &[log.to_str().unwrap()], "");
    assert_eq!(found.code, 0, "{}", found.stderr);
    assert!(
        found.stdout.contains(": retired 2") && found.stdout.contains(" by ada (leak): secret 1 of \"ABC\"")
    );
    registry.run(&["delete", "ABC", "--yes"]).ok();
    let found = scan(&registry, &[log.join(".hidden").to_str().unwrap(), "-"], &new);
    assert_eq!(found.code, 0);
    assert!(found.stdout.lines().all(|line| line.contains("deleted")), "{}", found.stdout);
    assert_eq!(found.stdout.lines().count(), 2);
    assert_eq!(scan(&registry, &["--json"], "nothing").ok(), "[]\n");
}

#[test]
fn basic_headers_are_found_unless_only_secrets_are_wanted() {
    let registry = Registry::new();
    let id = client_id(&registry.create("ABC")).to_owned();
    let basic = data_encoding(&format!("{id}:something else"));
    let log = format!("Authorization: Basic {basic}\r\n");
    let found = scan(&registry, &[], &log).ok();
    assert_eq!(found, format!("-:1:16: unknown here: a Basic header of \"ABC\" ({id}, enabled)\n"));
    assert_eq!(scan(&registry, &["--secrets-only"], &log).ok(), "");
}

#[test]
fn a_path_that_is_not_there_is_told_before_anything_is_read() {
    let registry = Registry::new();
    let line = registry.create("ABC");
    let nowhere = registry.file("nowhere");
    scan(&registry, &["-", nowhere.to_str().unwrap()], &line).fails(7);
    scan(&registry, &["-", "-"], "nothing").ok();
}

fn data_encoding(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}
