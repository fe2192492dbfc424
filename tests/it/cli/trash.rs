//! `trash`, `restore` and `purge`: deleted clients come back with a new secret, or go for good.

use serde_json::json;

use super::program::{Registry, client_id};

#[test]
fn a_deleted_client_is_in_the_trash_until_it_is_restored_with_a_new_secret() {
    let registry = Registry::new();
    let old = registry.create("ABC");
    let id = client_id(&old);
    registry.run(&["delete", "ABC", "--yes"]).ok();
    registry.run_bare(&["show", "ABC"]).fails(3);
    let trash = registry.run_bare(&["trash", "--json"]).json();
    assert_eq!((&trash[0]["client_id"], &trash[0]["deleted_by"]), (&id.into(), &"ada".into()));
    assert!(registry.run_bare(&["trash"]).ok().starts_with(&format!("ABC\t{id}\tUSER\t\t20")));

    let new = registry.run(&["restore", "abc"]).ok();
    assert_eq!(client_id(&new), id);
    assert!(registry.accepts(new.trim_end()) && !registry.accepts(&old));
    assert_eq!(registry.run_bare(&["trash", "--json"]).json(), json!([]));
    registry.run(&["restore", "ABC"]).fails(3);
    assert_eq!(registry.run_bare(&["check"]).ok(), "");
}

#[test]
fn a_name_that_several_had_or_that_is_taken_is_told() {
    let registry = Registry::new();
    let first = registry.create("ABC");
    registry.run(&["delete", "ABC", "--yes"]).ok();
    registry.create("ABC");
    registry.run(&["restore", client_id(&first)]).fails(4);
    registry.run(&["delete", "ABC", "--yes"]).ok();
    let said = registry.run(&["restore", "ABC"]).fails(4);
    assert!(said.contains(client_id(&first)), "{said}");
    let file = registry.file("credentials");
    registry.run(&["restore", client_id(&first), "--secret-out", file.to_str().unwrap()]).ok();
    assert!(registry.accepts(std::fs::read_to_string(file).unwrap().trim_end()));
}

#[test]
fn what_is_purged_is_gone_but_for_the_log() {
    let registry = Registry::new();
    let id = client_id(&registry.create("ABC")).to_owned();
    registry.run(&["purge", "ABC", "--yes"]).fails(3);
    registry.run(&["delete", "ABC", "--yes"]).ok();
    registry.run(&["purge", "ABC"]).fails(2);
    let purged = registry.run(&["purge", "ABC", "--yes", "--json"]).json();
    assert_eq!(purged, json!({"client_id": id, "client_name": "ABC", "purged": true}));
    registry.run(&["restore", &id]).fails(3);
    registry.run(&["create", "DEF", "--class", "USER", "--client-id", &id]).fails(4);
    let log = registry.run_bare(&["audit", "--client", &id]).ok();
    let actions: Vec<&str> = log.lines().map(|line| line.split('\t').nth(3).unwrap()).collect();
    assert_eq!(actions, ["client.purged", "client.deleted", "client.created"]);
    assert_eq!(registry.run_bare(&["check"]).ok(), "");
}

#[test]
fn restoring_says_what_is_still_disabled_and_what_stands_in_its_way() {
    let registry = Registry::new();
    let id = super::program::client_id(&registry.create("ABC")).to_owned();
    registry.run(&["disable", "ABC"]).ok();
    registry.run(&["delete", "ABC", "--yes"]).ok();
    let other = super::program::client_id(&registry.create("ABC")).to_owned();
    let said = registry.run(&["restore", &id]).fails(4);
    assert!(said.contains(&other) && said.contains("rename"), "{said}");
    registry.run(&["rename", "ABC", "DEF"]).ok();
    let restored = registry.run(&["restore", &id]);
    assert!(restored.stderr.contains("still disabled"), "{}", restored.stderr);
    let entries = registry.actions().len();
    let unchanged = registry.run(&["rename", "DEF", "DEF", "--json"]).json();
    assert_eq!(registry.actions().len(), entries + 1, "the sign-on only");
    assert_eq!(unchanged["version"], registry.run_bare(&["show", "DEF", "--json"]).json()["version"]);
}
