//! From an empty folder to credentials that work, and back to none that do.

use super::program::{Registry, client_id, mode};

#[test]
fn an_operator_hands_credentials_out_and_takes_access_away_again() {
    let registry = Registry::new();
    assert_eq!(mode(&registry.path()), 0o600);

    let first = registry.create("ABC Shipping");
    assert!(registry.accepts(&first));
    let id = client_id(&first);

    let listed = registry.run_bare(&["list", "--json"]).json();
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!(listed[0]["client_id"], id);

    let updated = registry.run(&["update", "abc shipping", "--email", "ops@abc.example", "--json"]).json();
    assert_eq!(updated["contacts"], serde_json::json!(["ops@abc.example"]));
    assert!(registry.accepts(&first), "saving attributes never touches a secret");

    let second = registry.run(&["rotate", "ABC Shipping"]).ok().trim_end().to_owned();
    assert!(!registry.accepts(&first) && registry.accepts(&second));

    let disabled = registry.run(&["disable", id, "--json"]).json();
    assert_eq!(disabled["status"], "disabled");
    assert!(!registry.accepts(&second));
    registry.run(&["enable", id]).ok();
    assert!(registry.accepts(&second));

    let renamed = registry.run(&["rename", "ABC Shipping", "ABC Freight", "--json"]).json();
    assert_eq!((&renamed["client_name"], &renamed["client_id"]), (&"ABC Freight".into(), &id.into()));

    let deleted = registry.run(&["delete", "ABC Freight", "--yes", "--json"]).json();
    assert_eq!(deleted["status"], "deleted");
    assert!(!registry.accepts(&second));
    assert_eq!(registry.run_bare(&["list", "--json"]).json(), serde_json::json!([]));
}

#[test]
fn several_clients_are_changed_together_or_not_at_all() {
    let registry = Registry::new();
    let one = registry.create("One");
    let two = registry.create("Two");

    registry.run(&["disable", "One", "nobody"]).fails(3);
    assert!(registry.accepts(&one), "nothing was changed");

    let both = registry.run(&["disable", "One", client_id(&two), "one", "--json"]).json();
    let statuses: Vec<&str> =
        both.as_array().unwrap().iter().map(|it| it["status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["disabled", "disabled"], "each is named once");

    let rotated = registry.run(&["rotate", "One", "Two"]).ok();
    let ids: Vec<&str> = rotated.lines().map(client_id).collect();
    assert_eq!(ids, [client_id(&one), client_id(&two)]);
}

#[test]
fn a_grace_keeps_the_older_secret_and_a_leak_does_not() {
    let registry = Registry::new();
    let first = registry.create("One");
    let second = registry.run(&["rotate", "One", "--grace", "24h"]);
    assert!(second.stderr.contains("The older secrets still work for 1 day."), "{}", second.stderr);
    let second = second.ok();
    assert!(registry.accepts(&first) && registry.accepts(&second));

    registry.run(&["rotate", "One", "--grace", "24h", "--reason", "leak"]).fails(6);
    let third = registry.run(&["rotate", "One", "--reason", "leak"]).ok();
    assert!(!registry.accepts(&first) && !registry.accepts(&second) && registry.accepts(&third));
}
