//! What an entry of the audit log tells of attributes as they were before it.

use serde_json::{Map, Value};

use super::super::attribute::Attribute;
use super::super::attributes::ATTRIBUTES;
use super::super::client::Word;
use super::Action;

/// The attributes that an entry about a client changed, each with the value that it had before, as JSON. Before a
/// client was made it had none.
#[must_use]
pub fn older(action: &str, details: &str) -> Vec<(&'static Attribute, Value)> {
    if [Action::ClientCreated, Action::ClientImported].map(Word::word).contains(&action) {
        return Vec::new();
    }
    let members: Map<String, Value> = serde_json::from_str(details).unwrap_or_default();
    let before = |attribute: &'static Attribute| match members.get(attribute.name) {
        Some(Value::Array(pair)) if pair.len() == 2 && pair[0] != pair[1] => {
            Some((attribute, pair[0].clone()))
        }
        _ => None,
    };
    ATTRIBUTES.iter().filter_map(before).collect()
}

#[cfg(test)]
mod tests {
    use super::older;

    #[test]
    fn only_what_an_entry_changed_was_something_before_it() {
        let told = |action, details| -> Vec<(&str, String)> {
            older(action, details).into_iter().map(|(one, value)| (one.name, value.to_string())).collect()
        };
        let details =
            r#"{"restored_from":3,"contacts":[["a@b.example"],[]],"notes":["",""],"enabled":[true,false]}"#;
        assert_eq!(told("client.updated", details), [("contacts", r#"["a@b.example"]"#.to_owned())]);
        assert_eq!(told("client.created", details), []);
        assert_eq!(told("client.deleted", r#"{"client_name":"ABC"}"#), []);
        assert_eq!(told("client.updated", "no JSON"), []);
    }
}
