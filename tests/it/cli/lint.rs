//! `lint`: what would be better, told for people and for tools, and accepted for a reason and a time.

use serde_json::{Value, json};

use super::program::{Ran, Registry};

/// A careful client and one whose password grant is an error.
fn registry() -> Registry {
    let registry = Registry::new();
    registry.run(&["setting", "set", "access_token_ttl", "1h"]).ok();
    registry.run(&["create", "Careful", "--class", "USER", "--client-id", "careful", "--scope", "read"]).ok();
    let legacy =
        ["create", "Legacy", "--class", "ADMIN", "--client-id", "legacy", "--profile", "audience-manager"];
    registry.run(&legacy).ok();
    registry
}

/// What was printed, where the answer is no.
fn no(ran: Ran) -> String {
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    ran.stdout
}

fn findings(registry: &Registry, arguments: &[&str]) -> Vec<(String, String)> {
    let ran = registry.run_bare(&[&["lint", "--json"], arguments].concat());
    let told: Value = serde_json::from_str(&ran.stdout).unwrap();
    let text = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
    told.as_array().unwrap().iter().map(|one| (text(one, "client_id"), text(one, "rule"))).collect()
}

#[test]
fn an_error_makes_the_answer_no_and_needs_no_sign_on() {
    let registry = registry();
    assert_eq!(registry.run_bare(&["lint", "Careful"]).ok().lines().count(), 1, "only how secrets are kept");
    let told = no(registry.run_bare(&["lint"]));
    let line = told.lines().find(|line| line.contains("L-30")).unwrap();
    let cells: Vec<&str> = line.split('\t').collect();
    assert_eq!(cells[..4], ["legacy", "error", "L-30", "grant_types"]);
    assert_eq!((cells[5], cells[6]), ("RFC 9700 §2.4", ""));
    registry.run_bare(&["lint", "nobody"]).fails(3);
    let both = registry.run_bare(&["lint", "--json", "--format", "text"]).fails(2);
    assert!(both.contains("is no JSON"), "{both}");
    registry.run_bare(&["lint", "--format", "poem"]).fails(2);
}

#[test]
fn rules_about_one_client_and_about_the_estate_are_told_together() {
    let registry = registry();
    registry.run(&["create", "Careful l", "--class", "USER", "--client-id", "one", "--scope", "read"]).ok();
    registry.run(&["create", "Careful 1", "--class", "USER", "--client-id", "two", "--scope", "read"]).ok();
    let told = findings(&registry, &[]);
    let has = |client: &str, rule: &str| told.contains(&(client.to_owned(), rule.to_owned()));
    assert!(has("legacy", "L-30") && has("legacy", "L-94") && has("legacy", "L-71"));
    assert!(has("one", "L-87") && has("two", "L-87") && !has("careful", "L-87"));
    assert_eq!(findings(&registry, &["two", "Careful"]).first().unwrap().0, "two", "in the order named");
}

#[test]
fn an_error_that_is_accepted_is_told_as_such_and_the_answer_is_yes() {
    let registry = registry();
    let accept = ["lint", "accept", "Legacy", "L-30", "--reason", "Replaced in May", "--until"];
    let accepted = registry.run(&[&accept[..], &["2100-05-31", "--json"]].concat()).json();
    assert_eq!(accepted["client_id"], "legacy");
    assert_eq!(
        (&accepted["until"], &accepted["accepted_by"]),
        (&json!("2100-05-31T23:59:59Z"), &json!("ada"))
    );
    let told = registry.run_bare(&["lint", "legacy", "--json"]).json();
    let one = told.as_array().unwrap().iter().find(|one| one["rule"] == "L-30").unwrap();
    assert_eq!(one["accepted"]["reason"], "Replaced in May");
    let history = registry.run_bare(&["history", "legacy"]).ok();
    assert!(history.contains("advice.accepted") && history.contains("Replaced in May"), "{history}");
    assert_eq!(registry.run_bare(&["check"]).ok(), "");

    registry.run(&[&accept[..], &["2020-01-01"]].concat()).fails(6);
    registry.run(&["lint", "accept", "Legacy", "L-65", "--reason", "x", "--until", "1d"]).fails(4);
    registry.run(&["lint", "accept", "Legacy", "L-41", "--reason", "x", "--until", "1d"]).fails(2);
    registry.run(&["lint", "accept", "nobody", "L-30", "--reason", "x", "--until", "1d"]).fails(3);
}

#[test]
fn sarif_is_one_document_with_rules_results_and_what_is_suppressed() {
    let registry = registry();
    registry.run(&["lint", "accept", "Legacy", "L-94", "--reason", "It administers", "--until", "1d"]).ok();
    let told: Value = serde_json::from_str(&no(registry.run_bare(&["lint", "--format", "sarif"]))).unwrap();
    let run = &told["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    let mut fingerprints: Vec<&str> = Vec::new();
    for result in results {
        let at = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[at]["id"], result["ruleId"]);
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        let place = &result["locations"][0];
        assert_eq!(place["physicalLocation"]["artifactLocation"]["uri"], "registry.db");
        fingerprints.push(result["partialFingerprints"]["adviceAboutClient/v1"].as_str().unwrap());
    }
    let count = fingerprints.len();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), count);
    let suppressed: Vec<&Value> = results
        .iter()
        .filter(|result| result["suppressions"][0]["justification"] == "It administers")
        .collect();
    assert_eq!(suppressed.len(), 1);
    assert_eq!(suppressed[0]["ruleId"], "L-94");

    let empty = Registry::with(&["--retention", "show-once"]);
    let told = empty.run_bare(&["lint", "--format", "sarif"]).json();
    assert_eq!(told["runs"][0]["results"], json!([]));
    assert_eq!(empty.run_bare(&["lint", "--json"]).json(), json!([]));
    assert_eq!(empty.run_bare(&["lint"]).ok(), "");
}
