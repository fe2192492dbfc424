//! What a client was: single attributes as they were before an entry of the audit log, given back by an edit like any
//! other, which is checked and logged.

use serde_json::{Value, json};

use super::error::Error;
use super::{Service, clients, fits};
use crate::domain::audit::{Action, older, words};
use crate::domain::text::quoted;
use crate::domain::{
    ATTRIBUTES, Attribute, Client, ClientRecord, Draft, Right, Word, attribute_called, field,
};
use crate::store::{AuditRow, LogQuery};

/// What an entry of the log changed that can be given back.
pub struct Past {
    /// The number of the entry.
    pub entry: i64,
    /// When it was made, Unix seconds.
    pub at: i64,
    /// Who did it.
    pub by: String,
    /// The attributes that are not as they were before it.
    pub values: Vec<Older>,
}

/// An attribute as it was.
pub struct Older {
    /// Its RFC 7591 name.
    pub attribute: &'static str,
    /// What giving it back does, such as `E-mail: none → ops@abc.example`.
    pub words: String,
}

/// A client with an attribute as it was.
pub struct GivenBack {
    /// The client as it is now.
    pub record: ClientRecord,
    differences: String,
}

impl GivenBack {
    /// What differs now, as a sentence.
    #[must_use]
    pub fn words(&self) -> String {
        match self.differences.as_str() {
            "" => "Nothing changed: it is as it was then.".to_owned(),
            differences => format!("{differences}."),
        }
    }
}

impl Service {
    /// What an entry changed about a client and can be given back: each attribute that is not now as it was before.
    ///
    /// # Errors
    /// No such client or entry, an entry about another client or one that is not as it was written.
    pub fn past(&self, client: &str, entry: i64) -> Result<Past, Error> {
        let record = self.client(client)?;
        let entry = self.entry_about(&record, entry)?;
        let values = older(&entry.action, &entry.details).into_iter().filter_map(|(attribute, before)| {
            let words = told(attribute, &record.client, &before);
            (!words.is_empty()).then_some(Older { attribute: attribute.name, words })
        });
        let by = entry.operator.as_ref().map_or(entry.system_user.as_str(), |(_, name)| name).to_owned();
        Ok(Past { entry: entry.number, at: entry.time, by, values: values.collect() })
    }

    /// Gives an attribute of a client, called by its flag, name or column, the value that it had before an entry of
    /// the log; without one, before its last change.
    ///
    /// # Errors
    /// No such client, attribute or entry; an entry that did not change it; a value that may not be any more; no
    /// right.
    pub fn restore_attribute(
        &mut self,
        client: &str,
        attribute: &str,
        entry: Option<i64>,
    ) -> Result<GivenBack, Error> {
        let attribute = attribute_called(attribute).ok_or_else(|| no_attribute(attribute))?;
        let (right, action) = match attribute.name {
            field::CLIENT_NAME => (Right::Rename, Action::ClientRenamed),
            _ => (Right::Update, Action::ClientUpdated),
        };
        self.may_try(right)?;
        let record = self.client(client)?;
        let (entry, before) = self.before(&record, attribute, entry)?;
        let text = attribute.text_of(&before).map_err(|problem| Error::Invalid(vec![problem]))?;
        let client_id = record.client.client_id;
        self.change(right, |change| {
            let (id, now) = super::find_client(change.writer, &client_id)?;
            let mut draft = Draft::of(&now.client);
            draft.set(attribute.name, text);
            let client = fits::refer(change.writer, draft.check()?)?;
            if right == Right::Rename {
                fits::name_is_free(change.writer, &client, Some(id))?;
            }
            fits::scopes_are_defined(change.writer, &now.client.scopes, &client)?;
            let mut details = clients::differences(&now.client, &client);
            let differences = words(action.word(), &details.to_string()).join("; ");
            if now.client != client {
                change.writer.update_client(id, &client, &change.stamp)?;
                details["restored_from"] = json!(entry);
                change.record(action, Some(&client_id), &details)?;
            }
            let (_, record) = super::find_client(change.writer, &client_id)?;
            Ok(GivenBack { record, differences })
        })
    }

    /// The entry before which a value is wanted, and the value.
    fn before(
        &self,
        record: &ClientRecord,
        attribute: &'static Attribute,
        entry: Option<i64>,
    ) -> Result<(i64, Value), Error> {
        let (label, name) = (attribute.label, quoted(&record.client.name));
        let value = |entry: &AuditRow| {
            older(&entry.action, &entry.details).into_iter().find(|(changed, _)| *changed == attribute)
        };
        let refused = |sentence: String| Error::Conflict { sentence, field: None };
        let number = if let Some(number) = entry {
            number
        } else {
            let client = Some(record.client.client_id.clone());
            let entries = self.store.read().log(&LogQuery { client, ..LogQuery::default() })?;
            let last = entries.iter().find(|entry| value(entry).is_some()).map(|entry| entry.number);
            last.ok_or_else(|| refused(format!("{label} of {name} was never changed.")))?
        };
        let found = value(&self.entry_about(record, number)?);
        let (_, before) =
            found.ok_or_else(|| refused(format!("Entry {number} did not change {label} of {name}.")))?;
        Ok((number, before))
    }

    /// An entry about a client, where it is as it was written.
    fn entry_about(&self, record: &ClientRecord, number: i64) -> Result<AuditRow, Error> {
        let found = self.log_entry(number)?;
        if !(found.unchanged && found.signed) {
            return Err(Error::Tampered("an entry of the audit log is not as it was written"));
        }
        if found.entry.client.as_deref() != Some(record.client.client_id.as_str()) {
            let sentence = format!("Entry {number} is not about {}.", quoted(&record.client.name));
            return Err(Error::Conflict { sentence, field: None });
        }
        Ok(found.entry)
    }
}

/// What differs once an attribute has another value.
fn told(attribute: &Attribute, now: &Client, then: &Value) -> String {
    let details = json!({ attribute.name: [attribute.json(now), then] });
    words(Action::ClientUpdated.word(), &details.to_string()).join("; ")
}

fn no_attribute(typed: &str) -> Error {
    let known: Vec<&str> = ATTRIBUTES.iter().map(Attribute::called).collect();
    Error::Usage(format!("{} is no attribute of a client. There are: {}.", quoted(typed), known.join(", ")))
}
