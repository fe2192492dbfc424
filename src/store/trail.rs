//! The audit log's entries. They are added and read; nothing here changes or removes one.

use std::fmt::Write as _;

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params, params_from_iter};

use super::error::StoreError;
use super::{Reader, Writer};

/// An entry as it lies in the file.
#[derive(Clone)]
pub struct AuditRow {
    /// 1, 2, 3 … without a gap.
    pub number: i64,
    /// Unix seconds.
    pub time: i64,
    /// The operator's number and name, where somebody signed on.
    pub operator: Option<(i64, String)>,
    /// The system's user.
    pub system_user: String,
    /// `tui`, `cli` or `library`, and after a blank the SSH peer's address where there is one.
    pub origin: String,
    /// What was done.
    pub action: String,
    /// The client ID that it was done to.
    pub client: Option<String>,
    /// A JSON object.
    pub details: String,
    /// Names the change, so that its outcome can be looked up.
    pub operation_id: [u8; 16],
    /// Digests of the rows after the change: a JSON array of entity, key and digest or null.
    pub row_digests: String,
    /// The hash of the entry before.
    pub previous: [u8; 32],
    /// The hash of this one.
    pub hash: [u8; 32],
    /// By the operator, where somebody signed on.
    pub signature: Option<[u8; 64]>,
}

fn entry(row: &Row<'_>) -> rusqlite::Result<AuditRow> {
    let number: Option<i64> = row.get("operator")?;
    let name: Option<String> = row.get("operator_name")?;
    Ok(AuditRow {
        number: row.get("number")?,
        time: row.get("time")?,
        operator: number.zip(name),
        system_user: row.get("system_user")?,
        origin: row.get("origin")?,
        action: row.get("action")?,
        client: row.get("client")?,
        details: row.get("details")?,
        operation_id: row.get("operation_id")?,
        row_digests: row.get("row_digests")?,
        previous: row.get("previous")?,
        hash: row.get("hash")?,
        signature: row.get("signature")?,
    })
}

impl Reader<'_> {
    /// The newest entry.
    pub fn audit_head(&self) -> Result<Option<AuditRow>, StoreError> {
        let sql = "SELECT * FROM audit_entry ORDER BY number DESC LIMIT 1";
        Ok(self.0.prepare_cached(sql)?.query_row([], entry).optional()?)
    }

    /// Whether a change with this operation ID was kept.
    pub fn operation_kept(&self, operation_id: &[u8; 16]) -> Result<bool, StoreError> {
        let sql = "SELECT count(*) FROM audit_entry WHERE operation_id = ?1";
        Ok(self.0.prepare_cached(sql)?.query_row([operation_id], |row| row.get::<_, i64>(0))? > 0)
    }

    /// Entries from a number on, in their order, at most so many.
    pub fn audit_entries(&self, from: i64, at_most: i64) -> Result<Vec<AuditRow>, StoreError> {
        let sql = "SELECT * FROM audit_entry WHERE number >= ?1 ORDER BY number LIMIT ?2";
        let mut statement = self.0.prepare_cached(sql)?;
        Ok(statement.query_map([from, at_most], entry)?.collect::<Result<_, _>>()?)
    }
}

/// Which entries of the log are wanted, the newest first.
#[derive(Clone, Debug, Default)]
pub struct LogQuery {
    /// By this operator.
    pub operator: Option<String>,
    /// About this client ID.
    pub client: Option<String>,
    /// This action, or those that begin with it and a dot.
    pub action: Option<String>,
    /// Not before this time, Unix seconds.
    pub since: Option<i64>,
    /// Not after this time, Unix seconds.
    pub until: Option<i64>,
    /// Terms parted by blanks; all must be found in action, operator, client, details or where from, whatever
    /// the case.
    pub search: String,
    /// Older than this entry.
    pub before: Option<i64>,
    /// Newer than this entry; of those the oldest, where there are more than `limit`.
    pub after: Option<i64>,
    /// At most so many.
    pub limit: Option<i64>,
}

impl LogQuery {
    /// Whether it asks for the whole log.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.operator.is_none()
            && self.client.is_none()
            && self.action.is_none()
            && self.since.is_none()
            && self.until.is_none()
            && self.search.trim().is_empty()
    }

    /// The condition that an entry meets, and the values in it. It names only what is asked for, so that an index is used
    /// where there is one.
    fn condition(&self) -> (String, Vec<Value>) {
        let (mut sql, mut values) = ("TRUE".to_owned(), Vec::new());
        let mut and = |clause: &str, value: Value| {
            values.push(value);
            // Writing to a `String` can't fail.
            let _ = write!(sql, " AND {}", clause.replace('?', &format!("?{}", values.len())));
        };
        let texts = [
            ("operator_name = ? COLLATE NOCASE", &self.operator),
            ("client = ?", &self.client),
            ("(action = ? OR substr(action, 1, length(?) + 1) = ? || '.')", &self.action),
        ];
        for (clause, text) in texts {
            if let Some(text) = text {
                and(clause, Value::Text(text.clone()));
            }
        }
        for (clause, time) in [("time >= ?", self.since), ("time <= ?", self.until)] {
            if let Some(time) = time {
                and(clause, Value::Integer(time));
            }
        }
        for term in self.search.split_whitespace() {
            // Parted by a character that no term has.
            let clause =
                "instr(lower(action || x'0A' || ifnull(operator_name, '') || x'0A' || ifnull(client, '')
                  || x'0A' || details || x'0A' || origin || x'0A' || system_user), lower(?)) > 0";
            and(clause, Value::Text(term.to_owned()));
        }
        (sql, values)
    }
}

impl Reader<'_> {
    /// Entries of the log, the newest first.
    pub fn log(&self, query: &LogQuery) -> Result<Vec<AuditRow>, StoreError> {
        let (condition, mut values) = query.condition();
        let place = values.len();
        let order = if query.after.is_some() { "ASC" } else { "DESC" };
        let sql = format!(
            "SELECT * FROM audit_entry WHERE {condition} AND number < ?{} AND number > ?{}
             ORDER BY number {order} LIMIT ?{}",
            place + 1,
            place + 2,
            place + 3
        );
        let edges = [query.before.unwrap_or(i64::MAX), query.after.unwrap_or(0), query.limit.unwrap_or(-1)];
        values.extend(edges.map(Value::Integer));
        let mut statement = self.0.prepare_cached(&sql)?;
        let mut found: Vec<AuditRow> =
            statement.query_map(params_from_iter(values), entry)?.collect::<Result<_, _>>()?;
        if query.after.is_some() {
            found.reverse();
        }
        Ok(found)
    }

    /// How many entries there are that a query is about, whatever its edges and limit, and how many of them are
    /// newer than this one.
    pub fn log_count(&self, query: &LogQuery, newer_than: i64) -> Result<(i64, i64), StoreError> {
        if query.is_all() {
            // Numbers have no gap: nothing needs to be counted.
            let last = self.audit_head()?.map_or(0, |head| head.number);
            return Ok((last, last - newer_than));
        }
        let (condition, mut values) = query.condition();
        values.push(Value::Integer(newer_than));
        let place = values.len();
        let sql = format!(
            "SELECT count(*), count(*) FILTER (WHERE number > ?{place}) FROM audit_entry WHERE {condition}"
        );
        let counts = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        Ok(self.0.prepare_cached(&sql)?.query_row(params_from_iter(values), counts)?)
    }
}

impl Writer<'_> {
    /// Adds an entry.
    pub fn add_audit_entry(&self, entry: &AuditRow) -> Result<(), StoreError> {
        let sql =
            "INSERT INTO audit_entry (number, time, operator, operator_name, system_user, origin, action,
                   client, details, operation_id, row_digests, previous, hash, signature)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
        let (operator, name) = entry.operator.as_ref().map(|(number, name)| (*number, name.as_str())).unzip();
        self.connection().prepare_cached(sql)?.execute(params![
            entry.number,
            entry.time,
            operator,
            name,
            entry.system_user,
            entry.origin,
            entry.action,
            entry.client,
            entry.details,
            entry.operation_id,
            entry.row_digests,
            entry.previous,
            entry.hash,
            entry.signature,
        ])?;
        self.operation.set(Some(entry.operation_id));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;
    use rusqlite::config::DbConfig;

    use super::*;
    use crate::store::schema;

    #[test]
    fn the_entries_about_a_client_are_found_by_their_index() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).unwrap();
        schema::migrate(&mut connection).unwrap();
        let query = LogQuery { client: Some("abc".to_owned()), ..LogQuery::default() };
        let (condition, values) = query.condition();
        let sql = format!(
            "EXPLAIN QUERY PLAN SELECT * FROM audit_entry WHERE {condition} AND number < 9 ORDER BY number DESC"
        );
        let plan: String =
            connection.query_row(&sql, params_from_iter(values), |row| row.get("detail")).unwrap();
        assert!(plan.contains("audit_entry_by_client"), "{plan}");
    }
}
