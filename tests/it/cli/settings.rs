//! `setting`: what holds for the whole registry, and the switch that can't be undone.

use super::program::{Registry, client_id};

#[test]
fn settings_are_listed_told_and_changed() {
    let registry = Registry::new();
    let listed = registry.run_bare(&["setting", "list"]).ok();
    assert!(listed.contains("access_token_ttl\t43200\t") && listed.lines().count() == 11, "{listed}");
    assert_eq!(registry.run_bare(&["setting", "get", "idle_lock"]).ok(), "600\n");
    assert_eq!(registry.run(&["setting", "set", "access_token_ttl", "90m"]).ok(), "5400\n");
    assert_eq!(registry.run(&["setting", "set", "access_token_ttl", "-1"]).ok(), "-1\n");
    let told = registry.run_bare(&["setting", "get", "access_token_ttl", "--json"]).json();
    assert_eq!((&told["key"], &told["value"]), (&"access_token_ttl".into(), &"-1".into()));
    registry.run(&["setting", "set", "idle_lock", "soon"]).fails(6);
    registry.run(&["setting", "set", "argon2_memory_kib", "8"]).fails(6);
    registry.run(&["setting", "set", "shoe_size", "43"]).fails(3);
    registry.run_bare(&["setting", "get", "shoe_size"]).fails(3);
    let entry = registry.run_bare(&["audit", "--action", "setting", "--limit", "1"]).ok();
    assert!(entry.contains("access_token_ttl: 5400 → -1"), "{entry}");
}

#[test]
fn giving_up_the_sealed_copies_has_to_be_confirmed() {
    let registry = Registry::new();
    let credentials = registry.create("ABC");
    let switch = ["setting", "set", "secret_retention", "show-once"];
    registry.run(&switch).fails(2);
    let shown = registry.run(&["show", "ABC", "--reveal"]).ok();
    assert_eq!(shown.trim_end(), credentials, "nothing was changed");
    registry.run(&[&switch[..], &["--yes"]].concat()).ok();
    registry.run(&["show", client_id(&credentials), "--reveal"]).fails(4);
    assert!(registry.accepts(&credentials), "servers still accept it");
    registry.run(&switch).ok();
    registry.run(&["setting", "set", "secret_retention", "sealed"]).ok();
    let rotated = registry.run(&["rotate", "ABC"]).ok();
    assert_eq!(registry.run(&["show", "ABC", "--reveal"]).ok(), rotated);
}
