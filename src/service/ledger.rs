//! The hand-over ledger and the exposure clock of one client, read from the audit log. Needs no sign-on.

use serde_json::{Map, Value};

use super::Service;
use super::error::Error;
use crate::domain::audit::Action;
use crate::domain::exposure::{Exposed, Lifetimes, exposed};
use crate::domain::ledger::{HandOver, holders};
use crate::domain::{Client, ClientRecord, Lifetime, Settings, Word, field, grant};
use crate::store::{AuditRow, LogQuery, Reader};

/// What a leak at a time means for a client.
pub struct Exposure {
    /// The client.
    pub record: ClientRecord,
    /// The longest lifetimes that its tokens had since.
    pub lifetimes: Lifetimes,
    /// The secrets that were accepted then, the newest first.
    pub exposed: Vec<Exposed>,
}

impl Service {
    /// Each time that one of a client's secrets was made or told to somebody, the oldest first.
    ///
    /// # Errors
    /// No such client; a registry that can't be read.
    pub fn ledger(&self, client: &str) -> Result<Vec<HandOver>, Error> {
        self.store.snapshot(|reader| {
            let (_, record) = super::find_client(reader, client)?;
            read(reader, &record.client.client_id)
        })
    }

    /// Who is known to have one of a client's secrets that servers accept now.
    ///
    /// # Errors
    /// No such client; a registry that can't be read.
    pub fn holders(&self, client: &str) -> Result<Vec<String>, Error> {
        self.holders_of_any(&[client.to_owned()])
    }

    /// Who is known to have a secret of one of these clients that servers accept now, each once.
    ///
    /// # Errors
    /// No such client; a registry that can't be read.
    pub fn holders_of_any(&self, clients: &[String]) -> Result<Vec<String>, Error> {
        let now = self.now();
        self.store.snapshot(|reader| {
            let mut found: Vec<String> = Vec::new();
            for client in clients {
                let (id, record) = super::find_client(reader, client)?;
                let mut secrets = reader.secrets(id)?;
                secrets.retain(|secret| secret.is_accepted(now));
                let accepted: Vec<u32> = secrets.iter().map(|secret| secret.generation).collect();
                let holders = holders_of(reader, &record.client.client_id, &accepted)?;
                let new: Vec<_> = holders.into_iter().filter(|holder| !found.contains(holder)).collect();
                found.extend(new);
            }
            Ok(found)
        })
    }

    /// What a leak at `at`, Unix seconds, means for a client.
    ///
    /// # Errors
    /// No such client; a registry that can't be read.
    pub fn exposure(&self, client: &str, at: i64) -> Result<Exposure, Error> {
        self.store.snapshot(|reader| {
            let (id, record) = super::find_client(reader, client)?;
            let lifetimes = lifetimes_since(reader, &record.client, at)?;
            let exposed = exposed(&reader.secrets(id)?, at, lifetimes);
            Ok(Exposure { record, lifetimes, exposed })
        })
    }
}

/// The ledger of a client ID, the oldest first.
pub(super) fn read(reader: &Reader<'_>, client_id: &str) -> Result<Vec<HandOver>, Error> {
    let query = LogQuery { client: Some(client_id.to_owned()), ..LogQuery::default() };
    let entries = reader.log(&query)?;
    let told = entries.iter().rev().filter_map(|entry| {
        let operator = entry.operator.as_ref().map_or(entry.system_user.as_str(), |(_, name)| name);
        let AuditRow { number, time, origin, action, details, .. } = entry;
        HandOver::read(*number, *time, operator, origin, action, client_id, details)
    });
    Ok(told.collect())
}

/// Who is known to have one of these generations of a client's secrets.
pub(super) fn holders_of(
    reader: &Reader<'_>,
    client_id: &str,
    generations: &[u32],
) -> Result<Vec<String>, Error> {
    if generations.is_empty() {
        return Ok(Vec::new());
    }
    Ok(holders(&read(reader, client_id)?, generations))
}

/// The longest lifetimes that a client's tokens had since a time: what they are, and what they were before each
/// change.
fn lifetimes_since(reader: &Reader<'_>, client: &Client, since: i64) -> Result<Lifetimes, Error> {
    let settings = reader.settings()?;
    let refreshes = |grants: &[String]| grants.iter().any(|name| name == grant::REFRESH_TOKEN);
    let mut has_refresh = refreshes(&client.grant_types);
    let mut access = vec![client.access_token_ttl];
    let mut refresh = vec![client.refresh_token_ttl];
    let query = LogQuery {
        client: Some(client.client_id.clone()),
        action: Some(Action::ClientUpdated.word().to_owned()),
        since: Some(since),
        ..LogQuery::default()
    };
    for entry in reader.log(&query)? {
        let members: Map<String, Value> = serde_json::from_str(&entry.details).unwrap_or_default();
        let before = |name: &str| members.get(name).and_then(|change| change.get(0));
        let lifetime = |value: &Value| value.as_i64().and_then(Lifetime::from_seconds);
        access.extend(before(field::ACCESS_TOKEN_TTL).map(lifetime));
        refresh.extend(before(field::REFRESH_TOKEN_TTL).map(lifetime));
        let grants = before(field::GRANT_TYPES).and_then(Value::as_array);
        has_refresh |= grants.is_some_and(|grants| grants.iter().any(|name| name == grant::REFRESH_TOKEN));
    }
    let defaults = defaults_since(reader, &settings, since)?;
    let longest = |own: Vec<Option<Lifetime>>, defaults: &[Lifetime]| {
        let default = defaults.iter().copied().max();
        own.into_iter().filter_map(|own| own.or(default)).max().unwrap_or(Lifetime::Never)
    };
    let refresh = has_refresh.then(|| longest(refresh, &defaults.1));
    Ok(Lifetimes { access: longest(access, &defaults.0), refresh })
}

/// The registry's default lifetimes, access and refresh: what they are, and what they were since a time.
fn defaults_since(
    reader: &Reader<'_>,
    settings: &Settings,
    since: i64,
) -> Result<(Vec<Lifetime>, Vec<Lifetime>), Error> {
    let mut access = vec![settings.access_token_ttl];
    let mut refresh = vec![settings.refresh_token_ttl];
    let action = Some(Action::SettingChanged.word().to_owned());
    for entry in reader.log(&LogQuery { action, since: Some(since), ..LogQuery::default() })? {
        let members: Map<String, Value> = serde_json::from_str(&entry.details).unwrap_or_default();
        let before = members.get("value").and_then(|change| change.get(0)).and_then(Value::as_str);
        let before = before.and_then(|typed| typed.parse().ok()).and_then(Lifetime::from_seconds);
        match members.get("setting").and_then(Value::as_str) {
            Some(field::ACCESS_TOKEN_TTL) => access.extend(before),
            Some(field::REFRESH_TOKEN_TTL) => refresh.extend(before),
            _ => {}
        }
    }
    Ok((access, refresh))
}
