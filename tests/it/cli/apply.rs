//! Declared clients: what differs is told and done, and a second run does nothing at all.

use serde_json::{Value, json};

use super::program::{Ran, Registry};

const TEAM: &str = r#"
[[client]]
client_id = "abc-portal"
client_name = "ABC Portal"
security_class = "USER"
profile = "web"
scope = "read write"
redirect_uris = ["https://portal.abc.example/cb"]
access_token_ttl = "1h"

[[client]]
client_name = "ABC Batch"
security_class = "USER"
status = "disabled"
"#;

fn written(registry: &Registry, name: &str, text: &str) -> String {
    let path = registry.file(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn head(registry: &Registry) -> String {
    registry.run_bare(&["audit", "head"]).ok()
}

#[test]
fn a_second_run_changes_nothing_and_writes_no_entry() {
    let registry = Registry::new();
    let file = written(&registry, "team.toml", TEAM);
    let credentials = registry.run(&["apply", &file]).ok();
    let lines: Vec<&str> = credentials.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].starts_with("abc-portal:cks1_") && registry.accepts(lines[0]));
    assert!(!registry.accepts(lines[1]), "declared as disabled");
    let portal = registry.run_bare(&["show", "abc-portal", "--json"]).json();
    assert_eq!(
        portal["grant_types"],
        json!(["authorization_code", "refresh_token"]),
        "as the profile has it"
    );
    assert_eq!(portal["access_token_ttl"], 3600);
    let before = head(&registry);
    let ran = Ran::of(registry.command().args(["apply", &file]).output().unwrap());
    assert!(ran.stderr.contains("Nothing differs; clients as declared: 2."), "{}", ran.stderr);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    assert_eq!(head(&registry), before, "not even a sign-on");
    assert_eq!(registry.run_bare(&["check"]).code, 0);
}

#[test]
fn only_what_differs_is_changed_and_told_first() {
    let registry = Registry::new();
    let file = written(&registry, "team.toml", TEAM);
    let credentials = registry.run(&["apply", &file]).ok();
    let portal = credentials.lines().next().unwrap();
    registry.run(&["update", "abc-portal", "--notes", "stays", "--scope", "read"]).ok();
    let changed = TEAM.replace("ABC Portal", "ABC Gate").replace("disabled", "enabled");
    written(&registry, "team.toml", &changed);
    let before = head(&registry);
    let told = registry.run_bare(&["apply", &file, "--dry-run"]).ok();
    for line in [
        "~ \"ABC Portal\" (abc-portal)",
        "Name: ABC Portal → ABC Gate",
        "Scopes: read → read, write",
        "enabled",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    let steps = registry.run_bare(&["apply", &file, "--dry-run", "--json"]).json();
    assert_eq!(steps[0]["action"], "update");
    assert_eq!(steps[0]["changes"]["scope"], json!(["read", "read write"]));
    assert_eq!(steps[1]["changes"]["enabled"], json!([false, true]));
    assert_eq!(head(&registry), before);
    let now = registry.run(&["apply", &file, "--json"]).json();
    assert_eq!(now[0]["client_name"], "ABC Gate");
    assert_eq!(now[0]["notes"], "stays", "what is not declared stays");
    assert!(now[0].get("client_secret").is_none());
    assert!(registry.accepts(portal), "a secret is never touched");
    let actions = registry.actions();
    for action in ["client.renamed", "client.updated", "client.enabled"] {
        assert_eq!(
            actions.iter().filter(|one| *one == action).count() - usize::from(action == "client.updated"),
            1,
            "{action}"
        );
    }
}

#[test]
fn what_is_not_declared_goes_only_when_asked_and_confirmed() {
    let registry = Registry::new();
    registry.create("Old");
    let file = written(&registry, "team.toml", TEAM);
    registry.run(&["apply", &file]).ok();
    registry.run_bare(&["show", "Old"]).ok();
    registry.run(&["apply", &file, "--prune"]).fails(2);
    registry.run_bare(&["show", "Old"]).ok();
    let told = registry.run_bare(&["apply", &file, "--prune", "--dry-run"]).ok();
    assert!(told.starts_with("- \"Old\""), "{told}");
    let gone = registry.run(&["apply", &file, "--prune", "--yes", "--json"]).json();
    assert_eq!((&gone[0]["client_name"], &gone[0]["status"]), (&"Old".into(), &"deleted".into()));
    registry.run_bare(&["show", "Old"]).fails(3);
}

#[test]
fn several_files_are_one_declaration_and_every_problem_is_told_with_its_place() {
    let registry = Registry::new();
    let one = written(&registry, "one.toml", TEAM);
    let text = "[\n{\"client_id\": \"abc-portal\",\n\"security_class\": \"USER\"},\n\
                {\"client_name\": \"X\",\n\"security_class\": \"NONE\"},\n\
                {\"client_name\": \"Y\", \"security_class\": \"USER\",\n\"client_secret\": \"hunter2hunter2hunter2\"}]";
    let two = written(&registry, "two.json", text);
    let said = registry.run(&["apply", &one, &two]).fails(6);
    for part in ["two.json:2: client_id:", "two.json:5: security_class:", "two.json:7: client_secret:"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!said.contains("one.toml:") && !said.contains("hunter2"), "{said}");
    assert_eq!(registry.run_bare(&["list", "--json"]).json(), Value::Array(Vec::new()));
    let three = written(&registry, "three.toml", "[[client]]\nclient_name = \"A\"\nscope = 7\n[[client]\n");
    let said = registry.run(&["apply", &three]).fails(6);
    assert!(said.contains("three.toml:4:"), "{said}");
    let four = written(&registry, "four.toml", "[[klient]]\nclient_name = \"A\"\n");
    registry.run(&["apply", &four]).fails(6);
}

#[test]
fn what_is_fixed_cannot_be_declared_otherwise_and_scripts_may_not_delete() {
    let registry = Registry::new();
    let file = written(&registry, "team.toml", TEAM);
    registry.run(&["apply", &file]).ok();
    let public = TEAM.replace("profile = \"web\"", "client_type = \"public\"");
    let other = written(&registry, "public.toml", &public);
    assert!(registry.run(&["apply", &other]).fails(6).contains("client_type"));
    registry.operator("robot", "automation");
    registry.create("Old");
    registry.run_as("robot", &["apply", &file, "--prune", "--yes"]).fails(5);
    let more = TEAM.replace("1h", "2h");
    let more = written(&registry, "more.toml", &more);
    registry.run_as("robot", &["apply", &more]).ok();
    assert_eq!(registry.run_bare(&["show", "abc-portal", "--json"]).json()["access_token_ttl"], 7200);
}
