//! What servers reported, taken over into the registry, or where that can't be written, laid over it. The file of
//! the reports is hostile input: it is read with a time limit, and what can't be is ignored. It never fails.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use rusqlite::{
    Connection, OpenFlags, OptionalExtension as _, Row, Transaction, TransactionBehavior, params,
};

use super::error::StoreError;
use super::{Store, connection, usage};
use crate::domain::usage::CLOCKS_APART;
use crate::domain::{Outcome, SecretUse, Word};

/// Reading the reports takes no longer.
const AT_MOST: Duration = Duration::from_millis(300);
/// Reports that came in late: those from so long before the newest that was taken over are looked at again, in
/// seconds.
const LATE: i64 = 600;

/// When the file of the reports was last written, and its size.
pub(super) type State = (SystemTime, u64);

/// A report about a secret that is here, and tells something new.
struct News {
    client: i64,
    generation: u32,
    outcome: Outcome,
    at: i64,
    times: i64,
}

impl Store {
    /// Takes over what servers reported since it was last done; tells whether there was anything new. A registry
    /// that can't be written shows it all the same. It waits for nobody, and never fails: a file of reports that is
    /// missing, locked, damaged or hostile is left alone.
    pub fn merge_usage(&self, now: i64) -> bool {
        self.take_over(now).unwrap_or(false)
    }

    fn take_over(&self, now: i64) -> Result<bool, StoreError> {
        let path = usage::path_of(&self.path);
        let Some(state) = state(&path) else { return Ok(false) };
        if self.seen_usage.get() == Some(state) {
            return Ok(false);
        }
        if usage::is_as_made(&path) {
            self.seen_usage.set(Some(state));
            return Ok(false);
        }
        let (news, whole) = self.news(&path, now)?;
        if !news.is_empty() {
            if self.read_only {
                lay_over(&self.connection, &news)?;
                self.forget_orders();
            } else {
                keep(&self.connection, &news)?;
            }
        }
        if whole {
            self.seen_usage.set(Some(state));
        }
        Ok(!news.is_empty())
    }

    /// What is new in the reports, the oldest first, and whether all of it was read.
    fn news(&self, path: &Path, now: i64) -> Result<(Vec<News>, bool), StoreError> {
        let reports = usage::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY, AT_MOST)?;
        let mut statement = reports.prepare(
            "SELECT client_id, generation, outcome, last_at, times FROM secret_use
             WHERE last_at BETWEEN ?1 AND ?2 ORDER BY last_at",
        )?;
        let from = newest(&self.connection)?.min(now).saturating_sub(LATE);
        let mut rows = statement.query([from.max(1), now.saturating_add(CLOCKS_APART)])?;
        let mut news = Vec::new();
        loop {
            match rows.next() {
                Ok(Some(row)) => news.extend(
                    report(row)
                        .and_then(|report| report.believable(now))
                        .map(|report| self.about(&report, now))
                        .transpose()?
                        .flatten(),
                ),
                Ok(None) => return Ok((news, true)),
                // What was read counts, though damage or the time limit ended it.
                Err(_) => return Ok((news, false)),
            }
        }
    }

    /// What a report tells that the registry does not know yet; nothing where it can't be true.
    fn about(&self, report: &SecretUse, now: i64) -> Result<Option<News>, StoreError> {
        let sql = "SELECT client, secret.created_at <= ?3 + ?4 AS existed, secret.last_used_at, tried_at,
                       ifnull(tried_times, 0) AS tried_times, state = 'retired' OR ifnull(expires_at <= ?5, 0)
                           OR (state = 'grace' AND grace_ends_at <= ?5) AS ended
                   FROM client_secret AS secret JOIN client ON client.id = client
                   WHERE client_id = ?1 AND generation = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let keys = params![report.client_id, report.generation, report.at, CLOCKS_APART, now];
        let SecretUse { generation, outcome, at, times, .. } = *report;
        let found = statement.query_row(keys, |row| {
            let known: Option<i64> = match outcome {
                Outcome::Accepted => row.get("last_used_at")?,
                Outcome::Refused => row.get("tried_at")?,
            };
            let more = outcome == Outcome::Refused && times > row.get("tried_times")?;
            // A disabled client's secret is refused too; only one that was retired is told.
            let fits = outcome == Outcome::Accepted || row.get("ended")?;
            let new = known.is_none_or(|known| known < at) || more;
            let client = row.get("client")?;
            let news = News { client, generation, outcome, at, times };
            Ok((fits && new && row.get("existed")?).then_some(news))
        });
        Ok(found.optional()?.flatten())
    }
}

/// The state of the file of the reports; none where there is no file to read.
fn state(path: &Path) -> Option<State> {
    let about = fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)?;
    Some((about.modified().ok()?, about.len()))
}

fn report(row: &Row<'_>) -> Option<SecretUse> {
    let outcome = row.get_ref(2).ok()?.as_str().ok()?;
    Some(SecretUse {
        client_id: row.get_ref(0).ok()?.as_str().ok()?.to_owned(),
        generation: row.get(1).ok()?,
        outcome: Outcome::from_word(outcome)?,
        at: row.get(3).ok()?,
        times: row.get(4).ok()?,
    })
}

/// The time of the newest report that was taken over.
fn newest(registry: &Connection) -> Result<i64, StoreError> {
    let sql = "SELECT max(ifnull((SELECT max(last_used_at) FROM client WHERE deleted_at IS NULL), 0),
                          ifnull((SELECT max(tried_at) FROM client_secret WHERE tried_at IS NOT NULL), 0))";
    Ok(registry.query_row(sql, [], |row| row.get(0))?)
}

/// Keeps news in the registry. The audit log answers for none of these columns.
fn keep(registry: &Connection, news: &[News]) -> Result<(), StoreError> {
    registry.busy_timeout(Duration::ZERO)?;
    let kept = Transaction::new_unchecked(registry, TransactionBehavior::Immediate)
        .map_err(StoreError::from)
        .and_then(|transaction| {
            for one in news {
                put(&transaction, one)?;
            }
            Ok(transaction.commit()?)
        });
    registry.busy_timeout(connection::BUSY)?;
    kept
}

fn put(registry: &Connection, one: &News) -> Result<(), StoreError> {
    let secret = match one.outcome {
        Outcome::Accepted => {
            let sql = "UPDATE client SET last_used_at = max(last_used_at, ?2) WHERE id = ?1";
            registry.prepare_cached(sql)?.execute(params![one.client, one.at])?;
            "UPDATE client_secret SET last_used_at = max(ifnull(last_used_at, 0), ?3)
             WHERE client = ?1 AND generation = ?2 AND ?4 > 0"
        }
        Outcome::Refused => {
            "UPDATE client_secret SET tried_at = max(ifnull(tried_at, 0), ?3),
                                      tried_times = max(ifnull(tried_times, 0), ?4)
             WHERE client = ?1 AND generation = ?2"
        }
    };
    registry.prepare_cached(secret)?.execute(params![one.client, one.generation, one.at, one.times])?;
    Ok(())
}

/// Lays news over a registry that can't be written: from now on this connection's `client` and `client_secret` are
/// views that tell them too.
fn lay_over(registry: &Connection, news: &[News]) -> Result<(), StoreError> {
    registry.execute_batch("PRAGMA temp_store = MEMORY; PRAGMA query_only = 0;")?;
    let laid = lay(registry, news);
    registry.execute_batch("PRAGMA query_only = 1;")?;
    laid
}

fn lay(registry: &Connection, news: &[News]) -> Result<(), StoreError> {
    let transaction = registry.unchecked_transaction()?;
    let client = over(&transaction, "client", &["last_used_at"])?;
    let secret = over(&transaction, "client_secret", &["last_used_at", "tried_at", "tried_times"])?;
    transaction.execute_batch(&format!(
        "CREATE TEMP TABLE IF NOT EXISTS used_client (id INTEGER PRIMARY KEY, last_used_at INTEGER);
         CREATE TEMP TABLE IF NOT EXISTS used_secret (client INTEGER, generation INTEGER, last_used_at INTEGER,
             tried_at INTEGER, tried_times INTEGER, PRIMARY KEY (client, generation)) WITHOUT ROWID;
         CREATE TEMP VIEW IF NOT EXISTS client AS
             SELECT {client} FROM main.client AS own LEFT JOIN temp.used_client AS used ON used.id = own.id;
         CREATE TEMP VIEW IF NOT EXISTS client_secret AS
             SELECT {secret} FROM main.client_secret AS own LEFT JOIN temp.used_secret AS used
             ON used.client = own.client AND used.generation = own.generation;"
    ))?;
    for one in news {
        let (used, tried, times) = match one.outcome {
            Outcome::Accepted => (Some(one.at), None, None),
            Outcome::Refused => (None, Some(one.at), Some(one.times)),
        };
        let sql = "INSERT INTO temp.used_client VALUES (?1, ?2)
                   ON CONFLICT DO UPDATE SET last_used_at = max(last_used_at, excluded.last_used_at)";
        if used.is_some() {
            transaction.prepare_cached(sql)?.execute(params![one.client, used])?;
        }
        let sql = "INSERT INTO temp.used_secret VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT DO UPDATE SET last_used_at = ifnull(excluded.last_used_at, last_used_at),
                       tried_at = ifnull(excluded.tried_at, tried_at),
                       tried_times = ifnull(excluded.tried_times, tried_times)";
        transaction.prepare_cached(sql)?.execute(params![one.client, one.generation, used, tried, times])?;
    }
    Ok(transaction.commit()?)
}

/// The columns of a table, `newer` of them the greater of what the table has and what was laid over it.
fn over(registry: &Connection, table: &str, newer: &[&str]) -> Result<String, StoreError> {
    let mut statement = registry.prepare("SELECT name FROM pragma_table_info(?1, 'main')")?;
    let names = statement.query_map([table], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    let columns = names.iter().map(|name| {
        if newer.contains(&name.as_str()) {
            format!(
                "CASE WHEN used.{name} > ifnull(own.{name}, 0) THEN used.{name} ELSE own.{name} END AS {name}"
            )
        } else {
            format!("own.{name} AS {name}")
        }
    });
    Ok(columns.collect::<Vec<_>>().join(", "))
}
