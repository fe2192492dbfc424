//! Who knows a client's secrets: what the audit log tells of each time that one was made, shown, copied, delivered or
//! exported.

use serde_json::{Map, Value};

use super::audit::{Action, Origin};
use super::client::{ClientType, Word};
use super::declared::With;
use super::problem::field;

/// One time that somebody came to know a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOver {
    /// The number of its entry in the audit log.
    pub entry: i64,
    /// Unix seconds.
    pub at: i64,
    /// Who did it.
    pub operator: String,
    /// The client.
    pub client_id: String,
    /// Which of its secrets, where it is known.
    pub generation: Option<u32>,
    /// `made`, `shown`, `copied`, `delivered` or `exported`.
    pub how: &'static str,
    /// By which channel, such as `tmux` or `file`.
    pub channel: Option<String>,
    /// For whom, where that was said.
    pub whom: Option<String>,
    /// Whether somebody came to know the secret by it: as it was made, by a channel or through the library, or because
    /// it was brought along. What was only made is told by an entry of its own, when it is shown or copied.
    pub handed_out: bool,
}

/// What the ledger calls a secret that was made.
const MADE: &str = "made";

/// Actions that tell a secret to somebody, and what the ledger calls them.
const TELLING: &[(Action, &str)] = &[
    (Action::ClientCreated, MADE),
    (Action::ClientImported, MADE),
    (Action::ClientRestored, MADE),
    (Action::SecretRotated, MADE),
    (Action::SecretShown, "shown"),
    (Action::SecretCopied, "copied"),
    (Action::SecretDelivered, "delivered"),
    (Action::SecretExported, "exported"),
];

/// Whether there was a secret in it: not where the client has none, and not where only its verifier was told.
fn tells_a_secret(members: &Map<String, Value>) -> bool {
    let is = |name: &str, word: &str| members.get(name).and_then(Value::as_str) == Some(word);
    let public = members.get(field::CLIENT_TYPE).and_then(|change| change.get(1)).and_then(Value::as_str)
        == Some(ClientType::Public.word());
    let none = members.get("generation").is_some_and(Value::is_null);
    !(public || none || is("secret", "none") || is("with", With::Verifiers.word()))
}

impl HandOver {
    /// What an entry of the audit log tells of a secret that somebody came to know; nothing where it tells of
    /// something else. `origin` is the front end, and the peer after it.
    #[must_use]
    pub fn read(
        entry: i64,
        at: i64,
        operator: &str,
        origin: &str,
        action: &str,
        client_id: &str,
        details: &str,
    ) -> Option<Self> {
        let action = Action::from_word(action)?;
        let (_, how) = TELLING.iter().find(|(known, _)| *known == action)?;
        let members: Map<String, Value> = serde_json::from_str(details).unwrap_or_default();
        if !tells_a_secret(&members) {
            return None;
        }
        let text = |name: &str| members.get(name).and_then(Value::as_str).map(str::to_owned);
        let told =
            members.get("generation").and_then(Value::as_u64).and_then(|number| u32::try_from(number).ok());
        let channel = text("channel");
        let in_library = origin.split(' ').next() == Some(Origin::Library.word());
        let brought_along = members.get("secret").is_some_and(|secret| secret != "new");
        Some(Self {
            entry,
            at,
            operator: operator.to_owned(),
            client_id: client_id.to_owned(),
            generation: if action == Action::ClientCreated { Some(1) } else { told },
            how,
            whom: text("to").or_else(|| text("whom")),
            handed_out: *how != MADE || channel.is_some() || in_library || brought_along,
            channel,
        })
    }

    /// Who knows the secret since: whom it was for, else whoever did it.
    #[must_use]
    pub fn holder(&self) -> &str {
        self.whom.as_deref().unwrap_or(&self.operator)
    }
}

/// Everybody who came to know one of these generations, each once, in the order of the ledger.
#[must_use]
pub fn holders(ledger: &[HandOver], generations: &[u32]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let concerns = |one: &&HandOver| {
        one.handed_out && one.generation.is_none_or(|generation| generations.contains(&generation))
    };
    for one in ledger.iter().filter(concerns) {
        if !found.iter().any(|known| known == one.holder()) {
            found.push(one.holder().to_owned());
        }
    }
    found
}

/// Who is known to have a secret, for a sentence.
#[must_use]
pub fn to_tell(holders: &[String]) -> String {
    match holders {
        [] => "no known holder to tell".to_owned(),
        [one] => format!("1 known holder to tell: {one}"),
        _ => format!("{} known holders to tell: {}", holders.len(), holders.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(action: &str, details: &str) -> Option<HandOver> {
        entry_from("tui", action, details)
    }

    fn entry_from(origin: &str, action: &str, details: &str) -> Option<HandOver> {
        HandOver::read(4, 60, "ada", origin, action, "abc", details)
    }

    #[test]
    fn an_entry_tells_generation_channel_and_for_whom() {
        let one = entry("secret.delivered", r#"{"generation":2,"channel":"file","to":"jane@abc.example"}"#)
            .unwrap();
        assert_eq!((one.generation, one.how, one.channel.as_deref()), (Some(2), "delivered", Some("file")));
        assert_eq!(one.holder(), "jane@abc.example");
        assert_eq!(entry("client.created", "{}").unwrap().generation, Some(1));
        assert_eq!(entry("client.renamed", "{}"), None);
        assert_eq!(entry("secret.rotated", r#"{"whom":"bob"}"#).unwrap().holder(), "bob");
        assert_eq!(entry("secret.shown", "{}").unwrap().holder(), "ada");
    }

    #[test]
    fn where_no_secret_was_told_nobody_came_to_know_one() {
        for (action, details) in [
            ("secret.exported", r#"{"generation":1,"channel":"export csv","with":"verifiers"}"#),
            ("secret.exported", r#"{"generation":null,"channel":"export csv","with":"secrets"}"#),
            ("client.restored", r#"{"client_name":"App","generation":null}"#),
            ("client.imported", r#"{"client_name":[null,"App"],"secret":"none"}"#),
            ("client.created", r#"{"client_type":["confidential","public"]}"#),
        ] {
            assert_eq!(entry(action, details), None, "{action} {details}");
        }
        let told = r#"{"generation":1,"channel":"export csv","with":"secrets"}"#;
        assert_eq!(entry("secret.exported", told).unwrap().generation, Some(1));
    }

    #[test]
    fn holders_are_told_once_and_who_made_it_on_the_screen_is_none() {
        let ledger: Vec<HandOver> = [
            ("secret.rotated", r#"{"generation":2}"#),
            ("secret.copied", r#"{"generation":2,"channel":"tmux"}"#),
            ("secret.shown", r#"{"generation":2}"#),
            ("secret.delivered", r#"{"generation":2,"to":"jane"}"#),
            ("secret.delivered", r#"{"generation":1,"to":"old"}"#),
        ]
        .iter()
        .filter_map(|(action, details)| entry(action, details))
        .collect();
        assert_eq!(holders(&ledger, &[2]), ["ada", "jane"]);
        assert_eq!(holders(&ledger, &[1]), ["old"]);
    }

    #[test]
    fn whoever_was_handed_a_secret_as_it_was_made_knows_it() {
        for (origin, action, details, known) in [
            ("tui", "client.created", "{}", false),
            ("cli 192.0.2.1", "client.created", r#"{"channel":null}"#, false),
            ("cli 192.0.2.1", "client.created", r#"{"channel":"file"}"#, true),
            ("cli", "secret.rotated", r#"{"generation":1,"channel":"stdout"}"#, true),
            ("cli", "client.imported", r#"{"generation":1,"secret":"new","channel":null}"#, false),
            ("cli", "client.imported", r#"{"generation":1,"secret":"imported"}"#, true),
            ("library", "client.created", "{}", true),
        ] {
            let made = entry_from(origin, action, details).unwrap();
            let told = holders(&[made], &[1]);
            assert_eq!(told, if known { vec!["ada"] } else { vec![] }, "{origin} {action} {details}");
        }
    }

    #[test]
    fn holders_are_counted_and_named() {
        let told = |names: &[&str]| to_tell(&names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>());
        assert_eq!(told(&[]), "no known holder to tell");
        assert_eq!(told(&["ada"]), "1 known holder to tell: ada");
        assert_eq!(told(&["ada", "bob"]), "2 known holders to tell: ada, bob");
    }
}
