//! Incidents and the clients in them.

use rusqlite::{OptionalExtension, Row, params};

use super::client_row::word;
use super::error::StoreError;
use super::rows::RowKey;
use super::{Reader, Writer};
use crate::domain::incident::{Incident, IncidentCounts, Part, Step};
use crate::domain::{Stamp, Word};

impl Reader<'_> {
    /// Every incident, the newest first; without those that are closed where only open ones are wanted.
    pub fn incidents(&self, open_only: bool) -> Result<Vec<IncidentCounts>, StoreError> {
        let steps: Vec<String> = Step::WORDS
            .iter()
            .map(|(_, word, _)| format!("count(*) FILTER (WHERE step = '{word}')"))
            .collect();
        let sql = format!(
            "SELECT incident.*, count(*) AS clients, count(part.closed_at) AS done, {}
             FROM incident JOIN incident_client AS part ON part.incident = incident.id
             WHERE ?1 = 0 OR incident.closed_at IS NULL GROUP BY incident.id ORDER BY incident.id DESC",
            steps.join(", ")
        );
        let mut statement = self.0.prepare_cached(&sql)?;
        let first = statement.column_count() - steps.len();
        let counts = |row: &Row<'_>| {
            let mut steps = [0; 5];
            for (at, step) in steps.iter_mut().enumerate() {
                *step = row.get(first + at)?;
            }
            Ok(IncidentCounts {
                incident: incident(row)?,
                clients: row.get("clients")?,
                closed: row.get("done")?,
                steps,
            })
        };
        Ok(statement.query_map([open_only], counts)?.collect::<Result<_, _>>()?)
    }

    /// One incident.
    pub fn incident(&self, id: i64) -> Result<Option<Incident>, StoreError> {
        let sql = "SELECT * FROM incident WHERE id = ?1";
        Ok(self.0.prepare_cached(sql)?.query_row([id], incident).optional()?)
    }

    /// The clients in an incident, by name.
    pub fn incident_parts(&self, id: i64) -> Result<Vec<Part>, StoreError> {
        let sql = "SELECT * FROM incident_client WHERE incident = ?1 ORDER BY client_name, client_id";
        let mut statement = self.0.prepare_cached(sql)?;
        Ok(statement.query_map([id], part)?.collect::<Result<_, _>>()?)
    }

    /// A client's parts that are open, each with its incident, the newest first.
    pub fn open_parts(&self, client_id: &str) -> Result<Vec<(i64, Part)>, StoreError> {
        let sql =
            "SELECT * FROM incident_client WHERE client_id = ?1 AND closed_at IS NULL ORDER BY incident DESC";
        let mut statement = self.0.prepare_cached(sql)?;
        let with_incident = |row: &Row<'_>| Ok((row.get("incident")?, part(row)?));
        Ok(statement.query_map([client_id], with_incident)?.collect::<Result<_, _>>()?)
    }
}

fn stamp(row: &Row<'_>, at: &str, by: &str) -> rusqlite::Result<Option<Stamp>> {
    let (at, by): (Option<i64>, Option<String>) = (row.get(at)?, row.get(by)?);
    Ok(at.zip(by).map(|(at, by)| Stamp { at, by }))
}

fn incident(row: &Row<'_>) -> rusqlite::Result<Incident> {
    Ok(Incident {
        id: row.get("id")?,
        reason: row.get("reason")?,
        suspected_at: row.get("suspected_at")?,
        opened: Stamp { at: row.get("opened_at")?, by: row.get("opened_by")? },
        closed: stamp(row, "closed_at", "closed_by")?,
    })
}

fn part(row: &Row<'_>) -> rusqlite::Result<Part> {
    Ok(Part {
        client_id: row.get("client_id")?,
        client_name: row.get("client_name")?,
        step: word(row, "step")?,
        changed: Stamp { at: row.get("changed_at")?, by: row.get("changed_by")? },
        closed: stamp(row, "closed_at", "closed_by")?,
    })
}

impl Writer<'_> {
    /// Opens an incident and tells its number.
    pub fn open_incident(
        &self,
        reason: &str,
        suspected_at: Option<i64>,
        opened: &Stamp,
    ) -> Result<i64, StoreError> {
        let sql = "INSERT INTO incident (reason, suspected_at, opened_at, opened_by) VALUES (?1, ?2, ?3, ?4)";
        let id = self.connection().prepare_cached(sql)?.insert(params![
            reason,
            suspected_at,
            opened.at,
            opened.by
        ])?;
        self.touch(RowKey::incident(id));
        Ok(id)
    }

    /// Puts a client into an incident.
    pub fn add_incident_part(&self, incident: i64, part: &Part) -> Result<(), StoreError> {
        let sql =
            "INSERT INTO incident_client (incident, client_id, client_name, step, changed_at, changed_by)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        self.connection().prepare_cached(sql)?.execute(params![
            incident,
            part.client_id,
            part.client_name,
            part.step.word(),
            part.changed.at,
            part.changed.by
        ])?;
        self.touch(RowKey::incident_part(incident, &part.client_id));
        Ok(())
    }

    /// Says how far a client has come.
    pub fn set_incident_step(
        &self,
        incident: i64,
        client_id: &str,
        step: Step,
        by: &Stamp,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE incident_client SET step = ?3, changed_at = ?4, changed_by = ?5
                   WHERE incident = ?1 AND client_id = ?2";
        let values = params![incident, client_id, step.word(), by.at, by.by];
        self.connection().prepare_cached(sql)?.execute(values)?;
        self.touch(RowKey::incident_part(incident, client_id));
        Ok(())
    }

    /// Closes a client's part in every open incident, and those incidents in which it was the last; tells which
    /// incidents it had a part in.
    pub fn close_incident_parts(&self, client_id: &str, by: &Stamp) -> Result<Vec<i64>, StoreError> {
        let open = self.open_parts(client_id)?;
        for (incident, _) in &open {
            let sql = "UPDATE incident_client SET closed_at = ?3, closed_by = ?4
                       WHERE incident = ?1 AND client_id = ?2";
            self.connection().prepare_cached(sql)?.execute(params![incident, client_id, by.at, by.by])?;
            self.touch(RowKey::incident_part(*incident, client_id));
            let sql = "UPDATE incident SET closed_at = ?2, closed_by = ?3 WHERE id = ?1 AND NOT EXISTS
                       (SELECT 1 FROM incident_client WHERE incident = ?1 AND closed_at IS NULL)";
            if self.connection().prepare_cached(sql)?.execute(params![incident, by.at, by.by])? > 0 {
                self.touch(RowKey::incident(*incident));
            }
        }
        Ok(open.into_iter().map(|(incident, _)| incident).collect())
    }

    /// Cuts a client off and voids its tokens, in one go.
    pub fn contain_client(&self, id: i64, client_id: &str, by: &Stamp) -> Result<(), StoreError> {
        let sql = "UPDATE client SET enabled = 0, tokens_not_before = ?2, secret_at = 0 WHERE id = ?1";
        self.connection().prepare_cached(sql)?.execute(params![id, by.at])?;
        self.client_changed(id, client_id, by)
    }
}
