//! `contain`, `incident`, `exposure` and `ledger`: from a leak to a client that works again.

use std::thread::available_parallelism;

use serde_json::{Value, json};

use super::program::{Ran, Registry, client_id, program};

#[test]
fn a_contained_client_is_refused_at_once_and_comes_back_with_its_new_secret() {
    let registry = Registry::new();
    let old = registry.create("ABC");
    let id = client_id(&old).to_owned();
    registry.run(&["contain", "ABC", "--reason", "In a log"]).fails(2);
    registry.run(&["contain", "nobody", "--reason", "In a log", "--yes"]).fails(3);
    registry.run(&["contain", "ABC", "--reason", " ", "--yes"]).fails(6);
    assert!(registry.accepts(&old));

    let ran = registry.run(&["contain", "ABC", "--reason", "In a log", "--since", "2h", "--yes"]);
    assert!(ran.stderr.contains("Incident 1 is open"), "{}", ran.stderr);
    let new = ran.ok().trim_end().to_owned();
    assert_eq!(client_id(&new), id);
    assert!(!registry.accepts(&old) && !registry.accepts(&new), "still disabled");
    let scanned = registry.run_with(&["scan"], &old);
    assert!(scanned.ok().contains("retired"), "what leaked opens nothing");
    registry.run(&["enable", "ABC"]).ok();
    assert!(registry.accepts(&new) && !registry.accepts(&old));
    let incident = registry.run_bare(&["incident", "list", "--json"]).json();
    assert_eq!((&incident[0]["incident"], &incident[0]["closed_by"]), (&json!(1), &json!("ada")));
    assert_eq!(registry.run_bare(&["incident", "list", "--open"]).ok(), "");
    registry.run_bare(&["--json", "incident", "report", "1", "--format", "markdown"]).fails(2);
    assert_eq!(registry.run_bare(&["check"]).ok(), "");
}

#[test]
fn a_show_once_registry_contains_too_and_makes_the_secrets_where_they_can_go() {
    let registry = Registry::with(&["--retention", "show-once"]);
    let old = [registry.create("ABC"), registry.create("DEF")];
    let told = registry.run(&["contain", "ABC", "DEF", "--reason", "Leak", "--yes", "--json"]).json();
    let names: Vec<&str> =
        told.as_array().unwrap().iter().map(|one| one["client_name"].as_str().unwrap()).collect();
    assert_eq!(names, ["ABC", "DEF"], "in the order in which they were named");
    assert!(told[1]["client_secret"].as_str().unwrap().starts_with("cks1_"));
    assert_eq!(told[0]["status"], "disabled");
    assert!(old.iter().all(|old| !registry.accepts(old)));
}

#[test]
fn the_worklist_is_worked_off_step_by_step_by_several_and_told_as_a_report() {
    let registry = Registry::new();
    registry.operator("olga", "operator");
    registry.operator("robot", "automation");
    let file = |name: &str| registry.file(name).to_str().unwrap().to_owned();
    registry.create("ABC");
    registry.create("DEF | x");
    registry.run(&["show", "ABC", "--reveal"]).ok();
    let out = file("new");
    let contain = ["contain", "ABC", "DEF | x", "--reason", "Laptop <stolen>", "--yes", "--secret-out", &out];
    registry.run_as("robot", &contain).ok();
    registry.run_as("robot", &["incident", "set", "1", "handed-over"]).fails(5);
    let moved = registry.run_as("olga", &["incident", "set", "1", "handed-over", "ABC", "--json"]).json();
    assert_eq!(moved[0]["client_name"], "ABC");
    registry.run_as("olga", &["incident", "set", "1", "pending"]).fails(2);
    registry.run_as("olga", &["incident", "set", "2", "verified"]).fails(3);
    registry.run_as("olga", &["incident", "set", "1", "verified"]).ok();
    let shown = registry.run_bare(&["incident", "show", "1", "--json"]).json();
    let step = |at: usize| shown["clients"][at]["step"].as_str().unwrap().to_owned();
    assert_eq!([step(0), step(1)], ["verified", "rotated"]);
    assert_eq!(shown["clients"][0]["to_tell"], json!(["ada"]));
    let markdown = registry.run_bare(&["incident", "report", "1", "--format", "markdown"]).ok();
    assert!(markdown.starts_with("# Incident 1\n\n- Reason: Laptop \\<stolen\\>\n"), "{markdown}");
    assert!(markdown.contains("| DEF \\| x |"), "{markdown}");
    let text = registry.run_bare(&["incident", "report", "1"]).ok();
    assert!(text.contains("verified 1") && text.contains("to tell: ada"), "{text}");
    assert!(text.contains("secret 1: retired"), "{text}");
    let again: Value = registry.run_bare(&["incident", "report", "1", "--json"]).json();
    assert_eq!(again, shown);
    assert!(![markdown, text, again.to_string()].concat().contains("cks1_"));
}

#[test]
fn exposure_and_ledger_need_nobody_to_sign_on() {
    let registry = Registry::new();
    registry.create("ABC");
    registry.run(&["show", "ABC", "--reveal"]).ok();
    let told = registry.run_bare(&["exposure", "ABC", "--at", "0s"]);
    assert_eq!(told.code, 0, "{}", told.stderr);
    assert!(told.stdout.contains("Secret 1 was accepted from") && told.stdout.contains("rotate or contain"));
    assert!(told.stdout.contains("dies 12 hours after the secret is retired"), "{}", told.stdout);
    registry.run(&["update", "ABC", "--access-token-ttl=-1"]).ok();
    let told = registry.run_bare(&["exposure", "ABC", "--at", "0s", "--json"]).json();
    let exposed = &told["exposed"][0];
    assert_eq!((&exposed["generation"], &exposed["rotation_contains"]), (&json!(1), &json!(false)));
    assert_eq!(registry.run_bare(&["exposure", "ABC", "--at", "1d", "--json"]).json()["exposed"], json!([]));
    registry.run_bare(&["exposure", "ABC", "--at", "soon"]).fails(6);
    let ledger = registry.run_bare(&["ledger", "ABC", "--json"]).json();
    let how: Vec<&str> = ledger.as_array().unwrap().iter().map(|one| one["how"].as_str().unwrap()).collect();
    assert_eq!(how, ["made", "shown"]);
    assert!(registry.run_bare(&["ledger", "ABC"]).ok().contains("\t1\tshown\tada\t"));
    let ran: Ran = registry.run(&["rotate", "ABC"]);
    assert!(ran.stderr.contains("1 known holder to tell: ada"), "{}", ran.stderr);
}

#[test]
fn whoever_got_a_secret_in_a_file_as_it_was_made_has_to_be_told() {
    let registry = Registry::new();
    let out = registry.file("handed");
    registry.run(&["create", "OutFile", "--class", "USER", "--secret-out", out.to_str().unwrap()]).ok();
    let ledger = registry.run_bare(&["ledger", "OutFile", "--json"]).json();
    assert_eq!((&ledger[0]["how"], &ledger[0]["channel"]), (&json!("made"), &json!("file")));
    // Who may not rotate hears the refusal, and nothing that reads as if it had happened.
    registry.operator("alex", "auditor");
    let refused = registry.run_as("alex", &["rotate", "OutFile"]).fails(5);
    assert_eq!(refused.trim_end().lines().count(), 1, "{refused}");
    let leak = ["rotate", "OutFile", "--reason", "leak", "--grace", "1h"];
    let refused = registry.run(&leak).fails(6);
    assert!(!refused.contains("known holder"), "{refused}");
    let ran = registry.run(&["rotate", "OutFile"]);
    assert!(ran.stderr.contains("1 known holder to tell: ada"), "{}", ran.stderr);
}

#[test]
fn new_secrets_that_were_made_before_an_error_are_given_out_and_the_rest_later() {
    const DEMO: &str = "for demonstration only";
    let batch = 16 * available_parallelism().map_or(1, usize::from);
    let registry = Registry::none();
    let count = (2 * batch).to_string();
    let path = registry.path();
    let made =
        Ran::of(program().args(["demo", path.to_str().unwrap(), "--clients", &count]).output().unwrap());
    assert_eq!(made.code, 0, "{}", made.stderr);
    std::fs::write(registry.file("admin"), DEMO).unwrap();
    let listed = registry.run_bare(&["list", "--filter", "client_type=confidential", "--json"]).json();
    let ids: Vec<&str> =
        listed.as_array().unwrap().iter().map(|one| one["client_id"].as_str().unwrap()).collect();
    assert!(ids.len() > batch, "{} clients are more than one batch of {batch}", ids.len());
    // The second batch meets a secret after which no further one can be numbered.
    let last = "(SELECT id FROM client WHERE client_type = 'confidential' ORDER BY client_name DESC LIMIT 1)";
    let newest_is = |generation: u32| {
        let newest = format!("(SELECT max(generation) FROM client_secret WHERE client = {last})");
        registry.sql(&format!(
            "PRAGMA foreign_keys = OFF;
             UPDATE client_secret SET generation = generation - {newest} + {generation} WHERE client = {last}"
        ));
    };
    newest_is(u32::MAX);
    let out = registry.file("new");
    let mut contain =
        vec!["contain", "--reason", "Broken into", "--yes", "--secret-out", out.to_str().unwrap()];
    contain.extend(&ids);
    let ran = registry.run_as("admin", &contain);
    assert_eq!(ran.code, 7, "{}", ran.stderr);
    assert!(ran.stderr.contains(&format!("made before it stopped: {batch}.")), "{}", ran.stderr);
    assert!(ran.stderr.contains("clientkeep incident set 1 rotated goes on"), "{}", ran.stderr);
    let first = std::fs::read_to_string(&out).unwrap();
    assert_eq!(first.lines().count(), batch);

    newest_is(9);
    let rest = registry.run_as("admin", &["incident", "set", "1", "rotated"]).ok();
    assert_eq!(first.lines().count() + rest.lines().count(), ids.len());
    registry.run_as("admin", &["enable", client_id(first.lines().next().unwrap())]).ok();
    assert!(registry.accepts(first.lines().next().unwrap()));
    let again = registry.run_as("admin", &["incident", "set", "1", "rotated"]);
    assert!(again.stderr.contains("none was made"), "{}", again.stderr);
    assert_eq!(again.ok(), "");
}

#[test]
fn a_step_to_which_nobody_comes_is_told() {
    let registry = Registry::new();
    registry.create("ABC");
    registry.run(&["contain", "ABC", "--reason", "Leak", "--yes"]).ok();
    let ran = registry.run(&["incident", "set", "1", "verified"]);
    assert!(ran.stderr.contains("Nobody was moved") && ran.stderr.contains("rotated 1"), "{}", ran.stderr);
    assert_eq!(ran.ok(), "");
    let ran = registry.run(&["incident", "set", "1", "handed-over"]);
    assert!(!ran.stderr.contains("Nobody was moved"), "{}", ran.stderr);
    ran.ok();
}
