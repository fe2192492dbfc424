//! `class`: security classes without a screen.

use serde_json::json;

use super::program::Registry;

#[test]
fn classes_are_added_described_listed_and_deleted() {
    let registry = Registry::new();
    let names = |registry: &Registry| -> Vec<String> {
        let classes = registry.run_bare(&["class", "list", "--json"]).json();
        classes.as_array().unwrap().iter().map(|class| class["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&registry), ["ADMIN", "USER"], "they exist from the start");

    let added =
        registry.run(&["class", "add", "PARTNERS", "--description", "Systems of partners", "--json"]).json();
    assert_eq!(added, json!({"name": "PARTNERS", "description": "Systems of partners", "clients": 0}));
    let described =
        registry.run(&["class", "update", "PARTNERS", "--description", "Theirs", "--json"]).json();
    assert_eq!(described["description"], "Theirs");
    assert_eq!(registry.run_bare(&["class", "list"]).ok().lines().count(), 3);

    registry.run(&["create", "ABC", "--class", "partners"]).ok();
    registry.run(&["class", "delete", "PARTNERS"]).fails(4);
    registry.run(&["update", "ABC", "--class", "USER"]).ok();
    registry.run(&["class", "delete", "PARTNERS"]).ok();
    assert_eq!(names(&registry), ["ADMIN", "USER"]);
}
