//! `partner`: organisations and their users without a screen.

use serde_json::json;

use super::program::Registry;

fn with_partner() -> Registry {
    let registry = Registry::new();
    registry.run(&["partner", "add", "ABC Shipping", "--subdomain", "abc"]).ok();
    registry
}

#[test]
fn somebody_says_the_client_id_of_a_partners_client_whichever_way_it_comes() {
    let registry = with_partner();
    let sentence = "With a partner the client ID is yours to say, such as abc-USERNAME.";
    let said = registry.run(&["create", "Portal", "--class", "USER", "--partner", "abc"]).fails(2);
    assert!(said.contains(sentence) && said.contains("--client-id"), "{said}");
    let document = r#"{"client_name": "Portal", "security_class": "USER", "partner": "abc"}"#;
    assert!(registry.run_with(&["create", "-"], document).fails(2).contains(sentence));
    let said = registry.run_with(&["import", "-", "--format", "rfc7591"], document).fails(6);
    assert!(said.contains(sentence) && !said.contains("0 characters"), "{said}");
    let file = registry.file("portal.json");
    std::fs::write(&file, document).unwrap();
    assert!(registry.run(&["apply", file.to_str().unwrap()]).fails(6).contains(sentence));
    assert_eq!(registry.run_bare(&["list", "--json"]).json(), json!([]));
}

#[test]
fn a_partner_is_added_changed_and_deleted_but_not_while_a_client_refers_to_it() {
    let registry = Registry::new();
    assert_eq!(registry.run_bare(&["partner", "list", "--json"]).json(), json!([]));
    let added = registry.run(&["partner", "add", "ABC Shipping", "--subdomain", "abc", "--json"]).json();
    let one = json!({"name": "ABC Shipping", "subdomain": "abc", "active": true, "users": 0, "clients": 0});
    assert_eq!(added, one);
    registry
        .run(&["create", "Portal", "--class", "USER", "--partner", "abc", "--client-id", "abc-jane"])
        .ok();
    assert_eq!(registry.run_bare(&["partner", "list"]).ok(), "abc\ttrue\t0\t1\tABC Shipping\n");
    let said = registry.run(&["partner", "delete", "abc"]).fails(4);
    assert!(said.contains("1 client"), "{said}");

    let moved = registry.run(&["partner", "update", "abc shipping", "--subdomain", "abcd", "--json"]).json();
    assert_eq!((&moved["subdomain"], &moved["clients"]), (&json!("abcd"), &json!(1)), "found by its name");
    let client = registry.run_bare(&["show", "Portal", "--json"]).json();
    assert_eq!((&client["partner"], &client["client_id"]), (&json!("abcd"), &json!("abc-jane")));

    registry.run(&["delete", "Portal", "--yes"]).ok();
    registry.run(&["partner", "delete", "abcd"]).fails(4);
    registry.run(&["partner", "add", "Other", "--subdomain", "other"]).ok();
    let gone = registry.run(&["partner", "delete", "Other", "--json"]).json();
    assert_eq!(gone, json!({"subdomain": "other", "deleted": true}));
    assert_eq!(registry.run_bare(&["check"]).ok(), "");
}

#[test]
fn users_of_a_partner_are_added_once_changed_and_deleted_all_or_none() {
    let registry = with_partner();
    let user = |words: &[&str]| registry.run(&[&["partner", "user"], words].concat());
    let added = user(&["add", "abc", "jane", "--email", "jane@abc.example", "--json"]).json();
    assert_eq!(added, json!({"user_name": "jane", "email": "jane@abc.example"}));
    assert_eq!(user(&["add", "ABC", "joe", "--json"]).json()["email"], json!(null));
    user(&["add", "abc", "jane"]).fails(4);
    assert_eq!(user(&["update", "abc", "jane", "--email", "", "--json"]).json()["email"], json!(null));
    let list = || registry.run_bare(&["partner", "user", "list", "abc"]).ok();
    assert_eq!(list(), "jane\t\njoe\t\n");
    user(&["delete", "abc", "joe", "nobody"]).fails(3);
    assert_eq!(list().lines().count(), 2, "all or none");
    let gone = user(&["delete", "abc", "joe", "jane", "--json"]).json();
    assert_eq!(gone[0]["user_name"], "joe");
    assert_eq!(list(), "");
    user(&["list", "nobody"]).fails(3);
    user(&["add", "abc", "jane", "--email", "no address"]).fails(6);
    assert_eq!(registry.run_bare(&["check"]).ok(), "");
}

#[test]
fn servers_are_told_the_users_of_active_partners_only() {
    let registry = with_partner();
    registry.run(&["partner", "user", "add", "abc", "jane"]).ok();
    let told = || -> i64 {
        let sql = "SELECT count(*) FROM partner_user WHERE partner = 'abc'";
        rusqlite::Connection::open(registry.path()).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(told(), 1);
    registry.run(&["partner", "update", "abc", "--active", "false"]).ok();
    assert_eq!(told(), 0);
}

#[test]
fn what_is_wrong_is_told_with_its_exit_code() {
    let registry = with_partner();
    registry.run(&["partner", "update", "abc"]).fails(2);
    registry.run(&["partner", "update", "nobody", "--name", "X"]).fails(3);
    registry.run(&["partner", "add", "Other", "--subdomain", "ABC"]).fails(4);
    registry.run(&["partner", "add", "abc SHIPPING", "--subdomain", "other"]).fails(4);
    let said = registry.run(&["partner", "add", "", "--subdomain", "x-"]).fails(6);
    assert!(said.contains("partner:") && said.contains("subdomain:"), "both are told: {said}");
    // Restricted by default; the bare prefix is no client ID.
    registry.run(&["create", "A", "--class", "USER", "--partner", "abc", "--client-id", "abc-"]).fails(6);
    registry.run(&["create", "A", "--class", "USER", "--partner", "abc"]).fails(2);
    let made = ["create", "A", "--class", "USER", "--partner", "abc", "--client-id", "abc-joe", "--json"];
    assert_eq!(registry.run(&made).json()["restrict_to_partner_users"], true);
}
