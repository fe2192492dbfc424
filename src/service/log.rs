//! The audit log, verified: whether the log and the rows that it answers for are as they were written.
//! Needs no sign-on.

use std::collections::HashMap;

use super::error::Error;
use super::trail::{SEALED_BEFORE, SEALED_SUM, combine, row_digest};
use super::{Service, charter};
use crate::domain::Word;
use crate::domain::audit::Action;
use crate::store::{AuditRow, Reader, entities};
use crate::vault::{
    Actor, Digest, EntryForm, RegistryId, RowDigest, Signature, chain_start, entry_hash, verify_entry,
};

/// Entries that are read at a time.
const BATCH: i64 = 1_000;

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// One sentence.
    pub sentence: String,
    /// The client that it concerns, where it concerns one.
    pub client: Option<String>,
    /// The last entry before it that is good.
    pub last_good: i64,
}

/// What a verification of the log found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogReport {
    /// Entries that were read.
    pub entries: i64,
    /// The newest entry's number and hash; none in a log that is gone.
    pub head: Option<(i64, Digest)>,
    /// Nothing where all is well.
    pub findings: Vec<Finding>,
}

impl Service {
    /// Checks the chain, the signatures, and that every row is as the log says. `expect` is a head that was
    /// kept elsewhere.
    ///
    /// # Errors
    /// A registry that can't be read.
    pub fn verify_log(&self, expect: Option<(i64, Digest)>) -> Result<LogReport, Error> {
        self.store.snapshot(|reader| {
            let mut walk = Walk::start(reader)?;
            // What stands before the first entry does not belong there.
            let mut from = i64::MIN;
            loop {
                let entries = reader.audit_entries(from, BATCH)?;
                if entries.is_empty() {
                    break;
                }
                for entry in &entries {
                    walk.entry(entry, expect);
                }
                if walk.next <= from {
                    // A damaged file that gives the same entries again and again has no end.
                    break;
                }
                from = walk.next;
            }
            walk.expected(expect);
            walk.rows(reader)?;
            walk.charter(reader);
            Ok(LogReport { entries: walk.entries, head: walk.head, findings: walk.findings })
        })
    }
}

/// A walk through the log from its first entry.
pub(super) struct Walk {
    registry: RegistryId,
    sign_keys: Vec<(i64, [u8; 32])>,
    next: i64,
    entries: i64,
    head: Option<(i64, Digest)>,
    previous: Digest,
    met_expected: bool,
    /// What each row should be, and which entry says so.
    rows: HashMap<(String, String), (Option<Digest>, i64)>,
    /// The sum of the sealed copies that `rows` does not name.
    unnamed_copies: Digest,
    findings: Vec<Finding>,
}

impl Walk {
    pub(super) fn start(reader: &Reader<'_>) -> Result<Self, Error> {
        let registry = charter::identity(reader)?;
        Ok(Self {
            registry,
            sign_keys: reader.operator_sign_keys()?,
            next: 1,
            entries: 0,
            head: None,
            previous: chain_start(registry),
            met_expected: false,
            rows: HashMap::new(),
            unnamed_copies: Digest::from_bytes([0; 32]),
            findings: Vec::new(),
        })
    }

    fn find(&mut self, sentence: String, client: Option<&str>) {
        let last_good = self.head.map_or(0, |(number, _)| number);
        self.findings.push(Finding { sentence, client: client.map(str::to_owned), last_good });
    }

    fn entry(&mut self, entry: &AuditRow, expect: Option<(i64, Digest)>) {
        let (number, client) = (entry.number, entry.client.as_deref());
        if number < self.next {
            self.find(format!("Entry {number} of the audit log stands where it does not belong."), client);
        } else if number > self.next {
            self.find(
                format!("Entries {} to {} of the audit log are missing.", self.next, number - 1),
                client,
            );
        } else if entry.previous != *self.previous.as_bytes() {
            self.find(format!("Entry {number} of the audit log does not follow the one before it."), client);
        }
        let rows = rows_of(&entry.row_digests);
        let hash = rows.as_deref().map(|rows| hash_of(entry, rows));
        if hash.is_none_or(|hash| *hash.as_bytes() != entry.hash) {
            self.find(format!("Entry {number} of the audit log was changed."), client);
        } else if !self.signed(entry) {
            self.find(format!("Entry {number} of the audit log is not signed by whom it names."), client);
        }
        let hash = Digest::from_bytes(entry.hash);
        self.met_expected |= expect == Some((number, hash));
        for row in rows.unwrap_or_default() {
            self.row(row, number);
        }
        self.previous = hash;
        self.head = Some((number, hash));
        // Never back, whatever order a damaged file gives them in.
        self.next = self.next.max(number.saturating_add(1));
        self.entries += 1;
    }

    /// Whether its signature is by whom it names.
    pub(super) fn signed(&self, entry: &AuditRow) -> bool {
        let hash = Digest::from_bytes(entry.hash);
        match (&entry.operator, entry.signature) {
            // Only a sign-on that failed has nobody to sign it, and it changes nothing that the log answers for.
            (None, None) => entry.action == Action::SignOnRefused.word() && entry.row_digests == NO_ROWS,
            (Some((operator, _)), Some(signature)) => {
                let signature = Signature::from_bytes(signature);
                let own = self.sign_keys.iter().filter(|(holder, _)| holder == operator);
                own.into_iter().any(|(_, key)| verify_entry(key, self.registry, &hash, &signature).is_ok())
            }
            _ => false,
        }
    }

    fn row(&mut self, row: RowDigest, entry: i64) {
        let known = (row.entity, row.key);
        match known.0.as_str() {
            SEALED_SUM => {
                self.rows.retain(|(entity, _), _| entity != SEALED);
                self.unnamed_copies = row.digest.unwrap_or(self.unnamed_copies);
            }
            // It is told before the row is told as gone. One that had a digest of its own was not in the sum.
            SEALED_BEFORE if !self.rows.contains_key(&(SEALED.to_owned(), known.1.clone())) => {
                let rest = row.digest.map(|gone| combine(self.unnamed_copies, gone));
                self.unnamed_copies = rest.unwrap_or(self.unnamed_copies);
            }
            SEALED_BEFORE => {}
            _ => {
                self.rows.insert(known, (row.digest, entry));
            }
        }
    }

    fn expected(&mut self, expect: Option<(i64, Digest)>) {
        let Some((number, _)) = expect.filter(|_| !self.met_expected) else { return };
        let last = self.head.map_or(0, |(last, _)| last);
        self.find(
            if number > last {
                format!("The audit log ends at entry {last}, before the entry {number} that you kept: its end was cut, or an older file was put in place.")
            } else {
                format!("Entry {number} of the audit log is not the one that you kept: the log was written anew.")
            },
            None,
        );
    }

    /// Whether the keys that sign entries are those which administrators vouch for.
    fn charter(&mut self, reader: &Reader<'_>) {
        if let Err(error) = charter::vouched(reader) {
            self.findings.push(Finding { sentence: error.to_string(), client: None, last_good: 0 });
        }
    }

    /// Compares every row that is there with what the log says of it.
    fn rows(&mut self, reader: &Reader<'_>) -> Result<(), Error> {
        let mut copies = Digest::from_bytes([0; 32]);
        let mut strange = Vec::new();
        for entity in entities() {
            reader.each_row(entity, |row| {
                let digest = row_digest(&row).digest;
                let key = (row.row.entity.to_owned(), row.row.key.clone());
                match self.rows.remove(&key) {
                    Some((told, _)) if told == digest => {}
                    Some((_, entry)) => strange.push((key, "was changed", entry)),
                    None if row.row.entity == SEALED => {
                        copies = digest.map_or(copies, |one| combine(copies, one));
                    }
                    None => strange.push((key, "was put in", 0)),
                }
            })?;
        }
        let gone = self.rows.drain().filter(|(_, (digest, _))| digest.is_some());
        strange.extend(gone.map(|(key, (_, entry))| (key, "was taken out", entry)));
        strange.sort();
        for ((entity, key), what, entry) in strange {
            let since = if entry > 0 { format!(", which entry {entry} tells of,") } else { String::new() };
            let client = match entity.as_str() {
                "client" | "secret" | "acceptance" | SEALED => key.split('/').next(),
                "incident_client" => key.split('/').nth(1),
                _ => None,
            };
            let client = client.map(str::to_owned);
            self.find(
                format!(
                    "The row {entity} {}{since} {what} behind clientkeep's back.",
                    crate::domain::text::drawn(&key)
                ),
                client.as_deref(),
            );
        }
        if copies != self.unnamed_copies {
            let sentence = "A sealed copy was changed, put in or taken out behind clientkeep's back; \
                            check --sealed tells which.";
            self.find(sentence.to_owned(), None);
        }
        Ok(())
    }
}

/// The rows of an entry that changed none.
const NO_ROWS: &str = "[]";
/// What the log calls sealed copies.
const SEALED: &str = "sealed";

/// The rows of an entry as it stores them; none where they are not in the form that entries have.
pub(super) fn rows_of(text: &str) -> Option<Vec<RowDigest>> {
    let rows: Vec<(String, String, Option<String>)> = serde_json::from_str(text).ok()?;
    rows.into_iter()
        .map(|(entity, key, digest)| {
            let digest = digest.map(|hex| hex.parse()).transpose().ok()?;
            Some(RowDigest { entity, key, digest })
        })
        .collect()
}

pub(super) fn hash_of(entry: &AuditRow, rows: &[RowDigest]) -> Digest {
    let form = EntryForm {
        number: entry.number,
        time: entry.time,
        operator: entry.operator.as_ref().map(|(number, name)| Actor { number: *number, name }),
        system_user: &entry.system_user,
        origin: &entry.origin,
        action: &entry.action,
        client: entry.client.as_deref(),
        details: &entry.details,
        operation_id: &entry.operation_id,
        rows,
    };
    entry_hash(&Digest::from_bytes(entry.previous), &form.canonical())
}
