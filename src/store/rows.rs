//! The rows that the audit log answers for: how each is named, and what of it is digested. What changes
//! at every use or sign-on is left out, and a sealed copy is a row of its own.

use rusqlite::types::ValueRef;
use rusqlite::{OptionalExtension, Row, ToSql};

use super::error::StoreError;
use super::{Reader, Writer};

/// Names a row: a table and the row's key in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowKey {
    /// What the audit log calls the table.
    pub entity: &'static str,
    /// The row in it, such as `abc` or `abc/2`.
    pub key: String,
}

/// A row as a change left it.
pub struct TouchedRow {
    /// Which row.
    pub row: RowKey,
    /// Its columns and values, those that are absent left out; `None` where the row is gone.
    pub fields: Option<Vec<(String, FieldValue)>>,
}

/// A value of a row.
pub enum FieldValue {
    /// A whole number.
    Number(i64),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// How to find the rows of one entity.
struct Entity {
    name: &'static str,
    from: &'static str,
    /// Finds one row by the parts of its key.
    by: &'static str,
    /// The row's key, its parts joined by slashes.
    key: &'static str,
    /// Columns that change without an audit entry.
    without: &'static [&'static str],
}

const CLIENT_OF: &str = "client = (SELECT id FROM client WHERE client_id = ?1) AND generation = ?2";
const CLIENT_KEY: &str = "(SELECT client_id FROM client WHERE client.id = client) || '/' || generation";

const fn entity(name: &'static str, from: &'static str, by: &'static str, key: &'static str) -> Entity {
    Entity { name, from, by, key, without: &[] }
}

const KNOWN: &[Entity] = &[
    entity("registry", "registry", "one = ?1", "one"),
    entity("setting", "setting", "key = ?1", "key"),
    entity("class", "security_class", "name = ?1", "name"),
    entity("scope", "scope", "name = ?1", "name"),
    entity("partner", "partner", "subdomain = ?1", "subdomain"),
    entity(
        "partner_user",
        "partner_member",
        "partner = ?1 AND user_name = ?2",
        "partner || '/' || user_name",
    ),
    Entity { without: &["last_used_at"], ..entity("client", "client", "client_id = ?1", "client_id") },
    Entity {
        without: &["last_used_at", "tried_at", "tried_times"],
        ..entity("secret", "client_secret", CLIENT_OF, CLIENT_KEY)
    },
    entity("spent", "spent_client_id", "client_id_key = ?1", "client_id_key"),
    entity("sealed", "sealed_copy", CLIENT_OF, CLIENT_KEY),
    Entity { without: &["last_sign_on_at"], ..entity("operator", "operator", "id = ?1", "id") },
    entity(
        "operator_key",
        "operator_sign_key",
        "operator = ?1 AND hex(sign_key) = ?2",
        "operator || '/' || hex(sign_key)",
    ),
    entity("vault_key", "vault_key", "generation = ?1", "generation"),
    entity("registry_key", "registry_key", "generation = ?1", "generation"),
    entity(
        "wrapped_key",
        "wrapped_key",
        "holder = ?1 AND purpose = ?2 AND generation = ?3",
        "holder || '/' || purpose || '/' || generation",
    ),
    entity("recovery", "recovery", "one = ?1", "one"),
    entity(
        "acceptance",
        "accepted_advice",
        "client = (SELECT id FROM client WHERE client_id = ?1) AND rule = ?2",
        "(SELECT client_id FROM client WHERE client.id = client) || '/' || rule",
    ),
    entity("incident", "incident", "id = ?1", "id"),
    entity(
        "incident_client",
        "incident_client",
        "incident = ?1 AND client_id = ?2",
        "incident || '/' || client_id",
    ),
];

/// What the audit log calls the tables that it answers for.
pub fn entities() -> impl Iterator<Item = &'static str> {
    KNOWN.iter().map(|entity| entity.name)
}

impl RowKey {
    pub(super) fn new(entity: &'static str, key: impl Into<String>) -> Self {
        debug_assert!(KNOWN.iter().any(|known| known.name == entity));
        Self { entity, key: key.into() }
    }

    pub(super) fn client(client_id: &str) -> Self {
        Self::new("client", client_id)
    }

    pub(super) fn operator(id: i64) -> Self {
        Self::new("operator", id.to_string())
    }

    pub(super) fn operator_key(id: i64, sign_key: &[u8; 32]) -> Self {
        let hex: Vec<String> = sign_key.iter().map(|byte| format!("{byte:02X}")).collect();
        Self::new("operator_key", format!("{id}/{}", hex.concat()))
    }

    pub(super) fn secret(client_id: &str, generation: u32) -> Self {
        Self::new("secret", format!("{client_id}/{generation}"))
    }

    pub(super) fn incident(id: i64) -> Self {
        Self::new("incident", id.to_string())
    }

    pub(super) fn incident_part(incident: i64, client_id: &str) -> Self {
        Self::new("incident_client", format!("{incident}/{client_id}"))
    }

    pub(super) fn sealed(client_id: &str, generation: u32) -> Self {
        Self::new("sealed", format!("{client_id}/{generation}"))
    }
}

impl Reader<'_> {
    /// A row's columns and values, in the order of their names; `None` where there is none. Absent values
    /// are left out, so that a column which a later schema adds changes no digest.
    pub fn row_fields(&self, row: &RowKey) -> Result<Option<Vec<(String, FieldValue)>>, StoreError> {
        let entity = KNOWN.iter().find(|known| known.name == row.entity);
        let Some(entity) = entity else { return Ok(None) };
        let sql = format!("SELECT * FROM {} WHERE {}", entity.from, entity.by);
        let mut statement = self.0.prepare_cached(&sql)?;
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let parts: Vec<&str> = row.key.splitn(statement.parameter_count(), '/').collect();
        let parts: Vec<&dyn ToSql> = parts.iter().map(|part| part as &dyn ToSql).collect();
        Ok(statement.query_row(parts.as_slice(), |found| fields(found, &names, entity.without)).optional()?)
    }

    /// Every row of an entity that the audit log answers for, one after the other.
    pub fn each_row(&self, name: &'static str, mut look: impl FnMut(TouchedRow)) -> Result<(), StoreError> {
        let Some(entity) = KNOWN.iter().find(|known| known.name == name) else { return Ok(()) };
        let sql = format!("SELECT *, {} AS row_key FROM {}", entity.key, entity.from);
        let mut statement = self.0.prepare(&sql)?;
        let mut names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        names.pop();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let key = match row.get_ref("row_key")? {
                ValueRef::Integer(number) => number.to_string(),
                other => other.as_str_or_null().ok().flatten().unwrap_or_default().to_owned(),
            };
            let fields = Some(fields(row, &names, entity.without)?);
            look(TouchedRow { row: RowKey { entity: entity.name, key }, fields });
        }
        Ok(())
    }
}

/// A row's columns and values in the order of their names, those that are absent left out.
fn fields(row: &Row<'_>, names: &[String], without: &[&str]) -> rusqlite::Result<Vec<(String, FieldValue)>> {
    let mut fields = Vec::with_capacity(names.len());
    for (at, name) in names.iter().enumerate().filter(|(_, name)| !without.contains(&name.as_str())) {
        let value = match row.get_ref(at)? {
            ValueRef::Null => continue,
            ValueRef::Integer(number) => FieldValue::Number(number),
            ValueRef::Real(number) => FieldValue::Bytes(number.to_be_bytes().to_vec()),
            ValueRef::Text(text) => FieldValue::Text(String::from_utf8_lossy(text).into_owned()),
            ValueRef::Blob(bytes) => FieldValue::Bytes(bytes.to_vec()),
        };
        fields.push((name.clone(), value));
    }
    fields.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(fields)
}

impl Writer<'_> {
    /// The rows that this transaction touched since it was last asked, as they are now.
    pub fn take_touched(&self) -> Result<Vec<TouchedRow>, StoreError> {
        let found = |row: RowKey| Ok(TouchedRow { fields: self.row_fields(&row)?, row });
        self.touched.take().into_iter().map(found).collect()
    }

    /// Sealed copies that this transaction removed since it was last asked, as they were.
    pub fn take_departed(&self) -> Vec<TouchedRow> {
        self.departed.take()
    }
}
