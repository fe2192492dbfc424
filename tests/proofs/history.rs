//! The audit log played again from its beginning: what every client must be now, if each entry tells a step that was
//! legal when it was made. It knows nothing of how the tables are written.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use clientkeep::domain::{ATTRIBUTES, Client, ClientRecord, Declared, SecretState, field};
use clientkeep::service::{AuditRow, ImportRules, LogQuery, Service};
use serde_json::{Map, Value};

/// What the log makes of a client.
#[derive(Default)]
pub struct Life {
    pub attributes: Map<String, Value>,
    pub enabled: bool,
    pub deleted: bool,
    /// Entries that changed it.
    pub version: i64,
    /// The newest secret's generation; the older ones are retired.
    pub generation: u64,
}

/// The log of a registry, the oldest entry first, and what it makes of each client.
pub struct History {
    pub entries: Vec<AuditRow>,
    pub lives: BTreeMap<String, Life>,
}

impl History {
    /// Plays the log. Panics where an entry tells a step that was not legal.
    pub fn of(service: &Service) -> Self {
        let mut entries = service.log(&LogQuery::default()).unwrap();
        entries.reverse();
        let mut history = Self { entries, lives: BTreeMap::new() };
        for at in 0..history.entries.len() {
            let entry = history.entries[at].clone();
            if entry.action.starts_with("client.") || entry.action == "secret.rotated" {
                history.step(&entry);
            }
        }
        history
    }

    fn step(&mut self, entry: &AuditRow) {
        let client_id = entry.client.clone().expect("a client");
        let details: Map<String, Value> = serde_json::from_str(&entry.details).unwrap();
        let step = format!("entry {}: {} {client_id} {}", entry.number, entry.action, entry.details);
        if matches!(entry.action.as_str(), "client.created" | "client.imported") {
            let client = Client::default();
            let attributes = ATTRIBUTES.iter().map(|one| (one.name.to_owned(), one.json(&client))).collect();
            let born = Life { attributes, enabled: true, generation: 1, ..Life::default() };
            assert!(self.lives.insert(client_id.clone(), born).is_none(), "{step}: it was there already");
        }
        let life = self.lives.get_mut(&client_id).unwrap_or_else(|| panic!("{step}: it was never created"));
        assert!(!life.deleted, "{step}: it was deleted");
        life.version += 1;
        match entry.action.as_str() {
            "client.created" | "client.updated" | "client.renamed" => life.changes(&details, &step),
            "client.imported" => life.comes_in(details, &step),
            "client.enabled" | "client.disabled" => {
                let enabled = entry.action == "client.enabled";
                assert_ne!(life.enabled, enabled, "{step}: it was so already");
                life.enabled = enabled;
            }
            "client.deleted" => life.deleted = true,
            "secret.rotated" => {
                assert_eq!(details["generation"], life.generation + 1, "{step}: another generation was next");
                life.generation += 1;
            }
            other => panic!("{step}: {other} is not played here"),
        }
    }

    /// Compares the tables with what the log makes of them; gives how many things were compared.
    pub fn agrees_with(&self, service: &Service) -> usize {
        let mut compared = 0;
        for (client_id, life) in &self.lives {
            let record = if life.deleted { service.in_trash(client_id) } else { service.client(client_id) };
            let record = record.unwrap_or_else(|error| panic!("{error}"));
            compared += life.is(&record);
            if !life.deleted {
                let secrets = service.secrets(client_id).unwrap();
                for (at, secret) in secrets.iter().enumerate() {
                    assert_eq!(u64::from(secret.generation) + u64::try_from(at).unwrap(), life.generation);
                    let state = if at == 0 { SecretState::Live } else { SecretState::Retired };
                    assert_eq!(secret.stored_state, state, "{client_id}/{}", secret.generation);
                    assert_eq!(secret.sealed, at == 0, "{client_id}/{}", secret.generation);
                }
                compared += secrets.len();
            }
        }
        let there = service.trash().unwrap().len() + all(service);
        assert_eq!(there, self.lives.len(), "no client is there that the log knows nothing of");
        compared
    }
}

fn all(service: &Service) -> usize {
    let query = clientkeep::domain::ListQuery {
        search: String::new(),
        filters: Vec::new(),
        sort: &clientkeep::domain::COLUMNS[0],
        descending: false,
        page: clientkeep::domain::PageAt::First,
        limit: Some(1),
    };
    usize::try_from(service.clients(&query).unwrap().total).unwrap()
}

/// What an entry tells beside the attributes: from which entry a value was given back, and which way a secret went.
const BESIDE: [&str; 2] = ["restored_from", "channel"];

impl Life {
    /// An import tells what it knew of the secret beside the attributes.
    fn comes_in(&mut self, mut details: Map<String, Value>, step: &str) {
        let secret = details.remove("secret").unwrap_or_else(|| panic!("{step}: nothing of its secret"));
        let generation = details.remove("generation").and_then(|told| told.as_u64()).unwrap_or_default();
        assert_eq!(generation, u64::from(secret != "none"), "{step}: the first secret is generation 1");
        self.generation = generation;
        self.changes(&details, step);
    }

    fn changes(&mut self, details: &Map<String, Value>, step: &str) {
        for (name, pair) in details.iter().filter(|(name, _)| !BESIDE.contains(&name.as_str())) {
            if name == "enabled" {
                assert_eq!(pair[0], self.enabled, "{step}: it was so already");
                self.enabled = pair[1].as_bool().expect(step);
                continue;
            }
            let before = self.attributes.insert(name.clone(), pair[1].clone());
            assert_eq!(
                before.as_ref(),
                Some(&pair[0]),
                "{step}: {name} was something else: an update was lost"
            );
        }
    }

    fn is(&self, record: &ClientRecord) -> usize {
        let client_id = &record.client.client_id;
        for one in ATTRIBUTES {
            assert_eq!(one.json(&record.client), self.attributes[one.name], "{client_id}: {}", one.name);
        }
        assert_eq!(record.enabled, self.enabled, "{client_id}");
        assert_eq!(record.version, self.version, "{client_id}");
        ATTRIBUTES.len() + 2
    }
}

#[test]
fn clients_that_come_in_disabled_are_played_from_the_log_alone() {
    let ground = crate::ground::Ground::cheap();
    let mut service = crate::ground::signed_on(&ground.path);
    let document = |at: u64, name: &str, enabled| {
        let mut declared = Declared { number: at, line: at, enabled, ..Declared::default() };
        declared.name(field::CLIENT_NAME, vec![name.to_owned()], at);
        declared.name(field::SECURITY_CLASS, vec!["USER".to_owned()], at);
        declared
    };
    let go_on = &mut |_, _| ControlFlow::Continue(());
    let imported = || {
        let mut public = document(3, "No secret", Some(false));
        public.name(field::TOKEN_ENDPOINT_AUTH_METHOD, vec!["none".to_owned()], 3);
        public.name(field::GRANT_TYPES, vec!["authorization_code".to_owned()], 3);
        public.name(field::REDIRECT_URIS, vec!["https://a.example/cb".to_owned()], 3);
        public.name(field::REQUIRE_PKCE, vec!["true".to_owned()], 3);
        [document(1, "Cut off", Some(false)), document(2, "Let in", None), public].into_iter().map(Ok)
    };
    let rules = ImportRules::default();
    let survey = service.survey(&mut imported(), &rules).unwrap();
    let arrived = service.import(&mut imported(), &rules, &survey, go_on).unwrap();
    assert_eq!(arrived.len(), 3);
    let plan = service.plan(&[document(1, "Not yet", Some(false))], false).unwrap();
    service.apply(plan, go_on).unwrap_or_else(|error| panic!("{error}"));
    service.set_enabled(&[arrived[0].client_id.clone()], true).unwrap();

    let history = History::of(&service);
    assert_eq!(history.lives.values().filter(|life| life.enabled).count(), 2);
    history.agrees_with(&service);
    assert_eq!(service.check().unwrap(), []);
}
