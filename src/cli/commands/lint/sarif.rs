//! Advice as SARIF 2.1.0 (OASIS Standard), for tools that show findings. A client is a logical location in the
//! registry's file; what was accepted is a suppressed result.

use std::path::Path;

use serde_json::{Value, json};

use crate::domain::rule::{self, Effect, Rule, Severity};
use crate::service::Linted;

/// What stands after the results.
pub const TAIL: &str = "\n]}]}\n";
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The document up to its first result.
pub fn head() -> String {
    let rules: Vec<Value> = told().map(described).collect();
    let driver =
        json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION"), "rules": rules });
    format!(
        "{{\"$schema\":{},\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{},\"results\":[\n",
        json!(SCHEMA),
        json!({ "driver": driver })
    )
}

/// The name of the registry's file as a URI that is relative to its folder.
pub fn uri(registry: &Path) -> String {
    let name = registry.file_name().unwrap_or_default();
    let whole = url::Url::from_file_path(Path::new("/").join(name));
    whole.map_or_else(|()| "registry.db".to_owned(), |url| url.path().trim_start_matches('/').to_owned())
}

/// The advice at a place of what is told about a client.
pub fn result(linted: &Linted, place: usize, registry: &str) -> Value {
    let (advice, accepted) = &linted.told[place];
    let client = &linted.record.client;
    // A rule can speak about several values of one attribute.
    let same = linted.told[..place].iter().filter(|(before, _)| before.rule == advice.rule).count();
    let suppressions: Vec<Value> = accepted
        .iter()
        .map(|accepted| json!({ "kind": "external", "status": "accepted", "justification": accepted.reason }))
        .collect();
    json!({
        "ruleId": advice.rule,
        "ruleIndex": told().position(|rule| rule.id == advice.rule),
        "level": level(advice.severity),
        "message": { "text": advice.sentence },
        "locations": [{
            "physicalLocation": { "artifactLocation": { "uri": registry } },
            "logicalLocations": [{
                "name": client.name,
                "fullyQualifiedName": format!("{}/{}", client.client_id, advice.field),
                "kind": "resource",
            }],
        }],
        "partialFingerprints": {
            "adviceAboutClient/v1": format!("{}/{}/{}", client.client_id, advice.rule, same + 1),
        },
        "suppressions": suppressions,
    })
}

fn told() -> impl Iterator<Item = &'static Rule> {
    rule::ALL.iter().copied().filter(|rule| rule.effect != Effect::Refuse)
}

fn described(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.text },
        "help": { "text": format!("Source: {}.", rule.source) },
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information => "note",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registrys_name_is_a_relative_uri() {
        assert_eq!(uri(Path::new("/srv/registry.db")), "registry.db");
        assert_eq!(uri(Path::new("our clients.db")), "our%20clients.db");
    }

    #[test]
    fn head_and_tail_are_one_document() {
        let document: Value = serde_json::from_str(&(head() + TAIL)).unwrap();
        assert_eq!(document["version"], "2.1.0");
        let rules = document["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        assert!(
            rules.iter().any(|rule| rule["id"] == "L-30") && rules.iter().all(|rule| rule["id"] != "L-41")
        );
    }
}
