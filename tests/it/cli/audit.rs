//! `audit` and `history`: what was done, told and proved.

use super::program::{Registry, client_id};

/// A registry in which two operators did a few things to two clients.
fn busy() -> (Registry, String) {
    let registry = Registry::new();
    let id = client_id(&registry.create("ABC")).to_owned();
    registry.create("DEF");
    registry.operator("bob", "operator");
    registry
        .run_as("bob", &["update", "ABC", "--email", "ops@abc.example", "--access-token-ttl", "90m"])
        .ok();
    registry.run_as("bob", &["show", "ABC", "--reveal"]).ok();
    registry.run(&["rotate", "DEF"]).ok();
    (registry, id)
}

#[test]
fn entries_are_found_by_operator_client_action_time_and_text() {
    let (registry, id) = busy();
    let listed = |options: &[&str]| {
        let listed = registry.run_bare(&[&["audit", "list"], options].concat()).ok();
        listed.lines().map(|line| line.split('\t').nth(3).unwrap().to_owned()).collect::<Vec<_>>()
    };
    let all = listed(&[]);
    assert_eq!(all.last().unwrap(), "registry.created", "the newest entries come first");
    assert_eq!(listed(&["--by", "BOB", "--action", "secret"]), ["secret.shown"]);
    assert_eq!(
        listed(&["--client", "ABC"]),
        ["secret.shown", "client.updated", "client.created"],
        "a client answers to its name"
    );
    assert_eq!(listed(&["--client", &id, "--limit", "1"]), ["secret.shown"]);
    assert_eq!(listed(&["--search", "OPS@abc"]), ["client.updated"]);
    assert_eq!(listed(&["--since", "1h"]), all);
    assert_eq!(listed(&["--until", "1h"]), [""; 0]);
    assert_eq!(listed(&["--until", "2020-01-01"]), [""; 0]);
    registry.run_bare(&["audit", "--since", "yesterday"]).fails(6);
    let said = registry.run_bare(&["audit", "--action", "secrets"]).fails(2);
    assert!(said.contains("secret.shown"), "{said}");
    let bare = registry.run_bare(&["audit", "--limit", "2", "--json"]).json();
    assert_eq!(bare.as_array().unwrap().len(), 2);
    assert_eq!((&bare[0]["action"], &bare[0]["operator"]), (&"secret.rotated".into(), &"ada".into()));
    assert_eq!(registry.run_bare(&["audit", "--until", "1h", "--json"]).json(), serde_json::json!([]));
}

#[test]
fn a_client_that_never_was_is_told_instead_of_an_empty_list() {
    let registry = Registry::new();
    registry.create("ABC");
    let said = registry.run_bare(&["audit", "--client", "nosuch"]).fails(3);
    assert!(said.contains("nosuch"), "{said}");
    registry.run_bare(&["audit", "list", "--client", "nosuch", "--json"]).fails(3);
}

#[test]
fn a_deleted_client_is_still_found_in_the_log_by_its_id() {
    let (registry, id) = busy();
    registry.run(&["delete", "ABC", "--yes"]).ok();
    let told = registry.run_bare(&["audit", "--client", &id]).ok();
    assert_eq!(told.lines().count(), 4);
    assert!(told.starts_with(|c: char| c.is_ascii_digit()) && told.contains("client.deleted"), "{told}");
    registry.run_bare(&["history", &id]).fails(3);
}

#[test]
fn a_clients_history_tells_what_differed() {
    let (registry, _) = busy();
    let told = registry.run_bare(&["history", "abc"]).ok();
    let updated = told.lines().find(|line| line.contains("client.updated")).unwrap();
    assert!(
        updated
            .ends_with("E-mail: none → ops@abc.example; Access token lifetime: default → 1 hour 30 minutes"),
        "{updated}"
    );
    assert_eq!(told.lines().count(), 3, "nothing of the other client: {told}");
    assert_eq!(registry.run_bare(&["history", "abc", "--since", "2100-01-01"]).ok(), "");
    let json = registry.run_bare(&["history", "abc", "--json"]).json();
    assert_eq!(json[1]["details"]["contacts"], serde_json::json!([[], ["ops@abc.example"]]));
    registry.run_bare(&["history", "nobody"]).fails(3);
}

#[test]
fn no_secret_password_or_verifier_is_in_the_log() {
    let (registry, _) = busy();
    let log = registry.run_bare(&["audit", "--json"]).ok();
    for word in ["cks1_", "argon2id", super::program::PASSWORD, super::program::OWN_PASSWORD] {
        assert!(!log.contains(word), "{word}");
    }
}

#[test]
fn a_head_that_was_kept_tells_that_the_end_was_cut() {
    let (registry, _) = busy();
    let head = registry.run_bare(&["audit", "head"]).ok();
    let head = head.trim_end();
    assert_eq!(registry.run_bare(&["audit", "verify", "--expect", head]).ok(), "");
    let told = registry.run_bare(&["audit", "verify", "--json"]).json();
    assert_eq!((&told["head"], &told["findings"]), (&head.into(), &serde_json::json!([])));
    registry.run_bare(&["audit", "verify", "--expect", "nonsense"]).fails(6);

    registry.sql("DELETE FROM audit_entry WHERE number = (SELECT max(number) FROM audit_entry)");
    let ran = registry.run_bare(&["audit", "verify", "--expect", head]);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("its end was cut"), "{}", ran.stdout);
    assert_eq!(ran.stderr, "");
}

#[test]
fn a_change_behind_the_programs_back_is_named_with_its_client_and_the_exit_code_is_1() {
    let (registry, id) = busy();
    registry.sql("UPDATE client SET email = 'eve@evil.example' WHERE client_name = 'ABC'");
    for command in [&["check", "--json"][..], &["audit", "verify", "--json"]] {
        let ran = registry.run_bare(command);
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        let told: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(told["findings"][0]["client_id"], id.as_str());
        assert!(told["findings"][0]["last_good_entry"].as_i64().unwrap() > 0);
    }
    let line = registry.run_bare(&["check"]);
    assert!(line.code == 1 && line.stdout.starts_with(&format!("{id}\t")), "{}", line.stdout);
}

#[test]
fn a_registry_that_went_back_in_time_is_told_at_the_sign_on() {
    let (registry, _) = busy();
    let backup = registry.file("backup.db");
    registry.run_bare(&["backup", backup.to_str().unwrap()]).ok();
    registry.run(&["disable", "ABC"]).ok();
    for name in ["registry.db", "registry.db-wal", "registry.db-shm"] {
        let _ = std::fs::remove_file(registry.file(name));
    }
    std::fs::rename(backup, registry.path()).unwrap();
    let ran = registry.run(&["enable", "ABC"]);
    assert!(ran.stderr.contains("Warning: entry"), "{}", ran.stderr);
    let log = registry.run_bare(&["audit", "--search", "went_back_from", "--limit", "1", "--json"]).json();
    assert!(log[0]["details"]["went_back_from"].is_i64(), "it is in the log too: {log}");
}
