//! `scope`: what clients may be given, without a screen.

use serde_json::json;

use super::program::Registry;

#[test]
fn scopes_are_added_given_and_deleted() {
    let registry = Registry::new();
    assert_eq!(registry.run_bare(&["scope", "list"]).ok(), "read\tRead\nwrite\tWrite\n");
    registry.run(&["create", "ABC", "--class", "USER", "--scope", "parcels.read"]).fails(3);
    let added =
        registry.run(&["scope", "add", "parcels.read", "--description", "See parcels", "--json"]).json();
    assert_eq!(added, json!({"name": "parcels.read", "description": "See parcels"}));
    registry.run(&["create", "ABC", "--class", "USER", "--scope", "parcels.read"]).ok();
    let said = registry.run(&["scope", "delete", "parcels.read"]).fails(4);
    assert!(said.contains("1 client has"), "{said}");
    registry.run(&["update", "ABC", "--scope", "read"]).ok();
    let gone = registry.run(&["scope", "delete", "parcels.read", "--json"]).json();
    assert_eq!(gone, json!({"name": "parcels.read", "deleted": true}));
    assert_eq!(registry.run_bare(&["scope", "list", "--json"]).json().as_array().unwrap().len(), 2);
    registry.run(&["scope", "add", "a\"b"]).fails(6);
    assert_eq!(registry.run_bare(&["check"]).ok(), "");
}
