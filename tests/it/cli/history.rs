//! `history`: what was done to a client, since when, and one attribute as it was before.

use serde_json::{Value, json};

use super::program::Registry;

#[test]
fn an_attribute_is_as_it_was_before_its_last_change_or_before_an_entry() {
    let registry = Registry::new();
    registry.create("ABC");
    for (email, notes) in [("a@abc.example", "first"), ("b@abc.example", "second")] {
        registry.run(&["update", "ABC", "--email", email, "--notes", notes]).ok();
    }
    let told = registry.run(&["history", "ABC", "--restore", "email", "--json"]);
    assert!(told.stderr.contains("E-mail: b@abc.example → a@abc.example."), "{}", told.stderr);
    let client = told.json();
    assert_eq!((&client["contacts"], &client["notes"]), (&json!(["a@abc.example"]), &json!("second")));
    let history = registry.run_bare(&["history", "ABC", "--json"]).json();
    let entry = |at: usize| history[at].clone();
    assert_eq!(entry(0)["details"]["restored_from"], entry(1)["number"]);
    let first = entry(2)["number"].to_string();
    let bare = registry.run(&["history", "ABC", "--restore", "notes", "--before", &first]).ok();
    assert!(!bare.contains("second"), "{bare}");
    let notes: Value = registry.run_bare(&["show", "ABC", "--json"]).json()["notes"].clone();
    assert_eq!(notes, "");
    registry.run(&["history", "ABC", "--restore", "scope"]).fails(4);
    registry.run(&["history", "ABC", "--restore", "nope"]).fails(2);
    registry.run(&["history", "ABC", "--before", "3"]).fails(2);
    registry.run(&["history", "nobody", "--restore", "email"]).fails(3);
    registry.run(&["history", "ABC", "--restore", "email", "--before", "99999"]).fails(3);
    assert_eq!(registry.run_bare(&["check"]).ok(), "");
}
