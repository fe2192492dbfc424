//! What the details of an entry of the audit log say, in words: what was and what is, a line each. Values
//! are as they were recorded; whoever draws them makes them visible.

use serde_json::{Map, Value};

use super::super::attribute::Input;
use super::super::attributes::{ATTRIBUTES, attribute};
use super::super::client::Word;
use super::super::lifetime::Lifetime;
use super::super::time;

/// What stands where there is no value.
const NOTHING: &str = "none";

/// The details of an entry, which is a JSON object, a line each. A member that is an array of two tells what was
/// and what is; one in which nothing differs is left out, as is one that tells nothing.
#[must_use]
pub fn words(action: &str, details: &str) -> Vec<String> {
    let members: Map<String, Value> = serde_json::from_str(details).unwrap_or_default();
    // One setting is two members: which, and its values.
    if let (Some(Value::String(key)), Some(value)) = (members.get("setting"), members.get("value")) {
        return told(action, key, key, value).into_iter().collect();
    }
    let mut members: Vec<(String, Value)> = members.into_iter().collect();
    // What is no attribute comes last.
    members.sort_by_key(|(name, _)| {
        ATTRIBUTES.iter().position(|attribute| attribute.name == name).unwrap_or(ATTRIBUTES.len())
    });
    members.iter().filter_map(|(name, value)| told(action, name, &label(name), value)).collect()
}

fn told(action: &str, name: &str, label: &str, value: &Value) -> Option<String> {
    match value {
        Value::Array(pair) if pair.len() == 2 => {
            let (before, after) = (in_words(name, &pair[0]), in_words(name, &pair[1]));
            if before == after {
                None
            } else if [super::Action::ClientCreated, super::Action::ClientImported]
                .map(Word::word)
                .contains(&action)
            {
                Some(format!("{label}: {after}"))
            } else {
                Some(format!("{label}: {before} → {after}"))
            }
        }
        Value::Null | Value::Bool(false) => None,
        Value::Number(number) if number.as_i64() == Some(0) => None,
        Value::String(text) if text.is_empty() => None,
        _ => Some(format!("{label}: {}", in_words(name, value))),
    }
}

/// What a screen calls an attribute; for others their name with blanks.
fn label(name: &str) -> String {
    if let Some(attribute) = attribute(name) {
        return attribute.label.to_owned();
    }
    let mut label = name.replace('_', " ");
    if let Some(first) = label.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    label
}

fn in_words(name: &str, value: &Value) -> String {
    let lifetime = attribute(name).is_some_and(|attribute| matches!(attribute.input, Input::Lifetime));
    match value {
        Value::Null if lifetime => "default".to_owned(),
        Value::Null => NOTHING.to_owned(),
        Value::String(text) if text.is_empty() => NOTHING.to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => NOTHING.to_owned(),
        Value::Array(items) => items.iter().map(|item| in_words("", item)).collect::<Vec<_>>().join(", "),
        Value::Number(number) => match number.as_i64() {
            Some(seconds) if lifetime => {
                Lifetime::from_seconds(seconds).map_or_else(|| seconds.to_string(), Lifetime::words)
            }
            Some(at) if name.ends_with("_at") => time::minute(at),
            _ => number.to_string(),
        },
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn what_was_and_what_is_are_told_by_their_labels() {
        let details = r#"{"contacts":[[],["ops@abc.example"]],"access_token_ttl":[null,5400],
            "scope":["read",""],"require_pkce":[false,true],"redirect_uris":[["https://a/"],["https://a/","https://b/"]]}"#;
        assert_eq!(
            words("client.updated", details),
            [
                "E-mail: none → ops@abc.example",
                "Scopes: read → none",
                "Redirect URIs: https://a/ → https://a/, https://b/",
                "Require PKCE: false → true",
                "Access token lifetime: default → 1 hour 30 minutes",
            ]
        );
    }

    #[test]
    fn a_new_client_is_told_as_it_is() {
        let details = r#"{"client_name":["","ABC"],"security_class":["","USER"]}"#;
        assert_eq!(words("client.created", details), ["Name: ABC", "Security class: USER"]);
    }

    #[test]
    fn what_did_not_change_or_tells_nothing_is_left_out() {
        let details = r#"{"operator":"bob","full_name":["Bob","Bob"],"role":["operator","auditor"],"disabled":[false,false]}"#;
        assert_eq!(words("operator.updated", details), ["Operator: bob", "Role: operator → auditor"]);
        let details = r#"{"operator":"bob","full_name":"","role":"operator"}"#;
        assert_eq!(words("operator.added", details), ["Operator: bob", "Role: operator"]);
        assert_eq!(words("operator.signed_on", r#"{"failures_since":0,"went_back_from":null}"#), [""; 0]);
        assert_eq!(words("operator.signed_on", r#"{"failures_since":2}"#), ["Failures since: 2"]);
        assert_eq!(
            words("client.updated", r#"{"partner":["acme",null],"reason":""}"#),
            ["Partner: acme → none"]
        );
        assert_eq!(words("client.disabled", "{}"), [""; 0]);
        assert_eq!(words("client.disabled", "no JSON"), [""; 0]);
    }

    #[test]
    fn a_list_that_is_no_before_and_after_is_told_whole() {
        let details = r#"{"pinned":["a"],"removed":["a","b","c"]}"#;
        assert_eq!(words("partner.updated", details), ["Pinned: a", "Removed: a, b, c"]);
    }

    #[test]
    fn a_setting_is_told_by_its_key_and_a_time_to_the_minute() {
        let details = r#"{"setting":"idle_lock","value":["600","900"]}"#;
        assert_eq!(words("setting.changed", details), ["idle_lock: 600 → 900"]);
        let details = r#"{"generation":2,"reason":"routine","grace_ends_at":1795312175}"#;
        assert_eq!(
            words("secret.rotated", details),
            ["Generation: 2", "Grace ends at: 2026-11-22 01:49", "Reason: routine"]
        );
    }
}
