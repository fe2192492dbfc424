//! The one judge of all proofs: is the registry whole (SQLite's integrity check, the chain, the signatures, every row
//! as the log tells), does the log tell legal steps only and make the tables what they are, is every acknowledged
//! change there and every refused one not, and do servers accept exactly the secrets that they should.

use std::collections::BTreeMap;
use std::path::Path;

use clientkeep::service::Registry;

use crate::ground::{opened, plain};
use crate::history::History;
use crate::writer::{AT, EVERYDAY, Said};

/// A change that a writer tried.
#[derive(Clone)]
struct Tried {
    action: String,
    client: String,
    word: String,
}

/// Everything that the writers of a registry said.
#[derive(Default)]
pub struct Ledger {
    /// Entries of the log that were there before the writers began.
    before: i64,
    acknowledged: Vec<Tried>,
    refused: Vec<Tried>,
    /// Those of writers that were killed before they knew.
    open: Vec<Tried>,
    /// What each writer is at.
    at: BTreeMap<usize, Tried>,
    /// Secrets that were handed out, by client, the oldest first.
    secrets: BTreeMap<String, Vec<String>>,
    /// Whether the power is about to go. The system calls of programs that go on without a disk tell nothing: what
    /// is said from now on is neither acknowledged nor refused.
    pub too_late: bool,
    /// What was said where nobody else was faster.
    pub unusual: Vec<String>,
}

impl Ledger {
    /// For writers that begin now.
    pub fn of(registry: &Path) -> Self {
        let head = opened(registry).log_head().unwrap();
        Self { before: head.map_or(0, |(number, _)| number), ..Self::default() }
    }

    /// Notes what a writer said.
    pub fn note(&mut self, writer: usize, said: Said) {
        match said {
            Said::Done { .. } | Said::Refused { .. } if self.too_late => self.gone(writer),
            Said::Tries { action, client, word } => {
                self.at.insert(writer, Tried { action, client, word });
            }
            Said::Done { word, credentials } => {
                let mut tried = self.at.remove(&writer).unwrap();
                assert_eq!(tried.word, word);
                if let Some((client, secret)) = credentials {
                    tried.client.clone_from(&client);
                    self.secrets.entry(client).or_default().push(secret);
                }
                self.acknowledged.push(tried);
            }
            Said::Refused { sentence } => {
                let tried = self.at.remove(&writer).unwrap();
                if sentence.contains("not known whether") {
                    self.open.push(tried);
                } else {
                    self.refused.push(tried);
                }
                if !EVERYDAY.iter().any(|known| sentence.contains(known)) {
                    self.unusual.push(sentence);
                }
            }
        }
    }

    /// Notes that a writer is gone: what it was at may be kept or not.
    pub fn gone(&mut self, writer: usize) {
        self.open.extend(self.at.remove(&writer));
    }

    pub fn acknowledged(&self) -> usize {
        self.acknowledged.len()
    }

    pub fn refused(&self) -> usize {
        self.refused.len()
    }

    /// Judges a registry that nobody changes now. Panics with what is wrong; gives how many facts were compared.
    pub fn judge(&self, registry: &Path) -> usize {
        let service = opened(registry);
        let findings = service.check().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(findings, [], "the registry is whole");
        let history = History::of(&service);
        let compared = history.agrees_with(&service);
        drop(service);
        self.log_tells(&history);
        compared + self.acknowledged.len() + self.refused.len() + self.servers_accept(registry, &history)
    }

    /// Compares what was said with the log.
    fn log_tells(&self, history: &History) {
        let mut told: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let mut words: BTreeMap<(&str, String), usize> = BTreeMap::new();
        for entry in history.entries.iter().filter(|entry| entry.number > self.before) {
            let Some(client) = &entry.client else { continue };
            *told.entry((&entry.action, client)).or_default() += 1;
            let details: serde_json::Value = serde_json::from_str(&entry.details).unwrap();
            let word = match entry.action.as_str() {
                "client.created" => &details["client_name"][1],
                "client.updated" => {
                    let members = details.as_object().unwrap();
                    assert_eq!(members.len(), 1, "{}: it took back what another had saved", entry.details);
                    if members.contains_key("notes") {
                        &details["notes"][1]
                    } else {
                        &details["contacts"][1][0]
                    }
                }
                _ => continue,
            };
            let word = word.as_str().unwrap().trim_end_matches(AT).to_owned();
            *words.entry((&entry.action, word)).or_default() += 1;
        }
        let has_word = |tried: &&Tried| matches!(tried.action.as_str(), "client.created" | "client.updated");
        let count = |tried: &Tried| {
            let key = (tried.action.as_str(), tried.word.clone());
            words.get(&key).copied().unwrap_or_default()
        };
        for tried in self.acknowledged.iter().filter(has_word) {
            assert_eq!(count(tried), 1, "{} {} was acknowledged and is lost", tried.action, tried.word);
        }
        for tried in self.refused.iter().filter(has_word) {
            assert_eq!(count(tried), 0, "{} {} was refused and is there", tried.action, tried.word);
        }
        // Of changes that bear no word, as many as were acknowledged, and at most those more that were under way.
        let mut least: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for tried in &self.acknowledged {
            *least.entry((&tried.action, &tried.client)).or_default() += 1;
        }
        let mut most = least.clone();
        for tried in &self.open {
            *most.entry((&tried.action, &tried.client)).or_default() += 1;
        }
        let mut open_creations = self.open.iter().filter(|tried| tried.action == "client.created").count();
        for (key, at_least) in &least {
            let there = told.get(key).copied().unwrap_or_default();
            assert!(there >= *at_least, "{key:?}: {at_least} were acknowledged, {there} are there");
        }
        for (key, there) in &told {
            let at_most = most.get(key).copied().unwrap_or_default();
            if key.0 == "client.created" && at_most == 0 && open_creations > 0 {
                open_creations -= 1;
            } else {
                assert!(*there <= at_most, "{key:?}: {at_most} were tried, {there} are there");
            }
        }
    }

    /// Presents every secret that was handed out.
    fn servers_accept(&self, registry: &Path, history: &History) -> usize {
        let mut server = Registry::open_read_only(registry).unwrap();
        let mut asked = 0;
        for (client, secrets) in &self.secrets {
            let life = &history.lives[client];
            for (at, secret) in secrets.iter().enumerate() {
                // One more rotation may have been kept than was acknowledged.
                let newest = u64::try_from(at).unwrap() + 1 == life.generation;
                let wanted = newest && life.enabled && !life.deleted;
                let accepted = server.verify(client, &plain(secret)).unwrap().is_ok();
                assert_eq!(accepted, wanted, "{client}, secret {}", at + 1);
                asked += 1;
            }
        }
        asked
    }
}
