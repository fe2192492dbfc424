//! The rows that the audit log answers for: how each is named, and what of it is digested. What changes
//! at every use or sign-on is left out, and a sealed copy is a row of its own.

use rusqlite::types::ValueRef;
use rusqlite::{OptionalExtension, ToSql};

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
    /// Columns that change without an audit entry.
    without: &'static [&'static str],
}

const CLIENT_OF: &str = "client = (SELECT id FROM client WHERE client_id = ?1) AND generation = ?2";

const ENTITIES: &[Entity] = &[
    Entity { name: "registry", from: "registry", by: "one = ?1", without: &[] },
    Entity { name: "setting", from: "setting", by: "key = ?1", without: &[] },
    Entity { name: "class", from: "security_class", by: "name = ?1", without: &[] },
    Entity { name: "scope", from: "scope", by: "name = ?1", without: &[] },
    Entity { name: "partner", from: "partner", by: "subdomain = ?1", without: &[] },
    Entity { name: "client", from: "client", by: "client_id = ?1", without: &["last_used_at"] },
    Entity { name: "secret", from: "client_secret", by: CLIENT_OF, without: &["last_used_at"] },
    Entity { name: "sealed", from: "sealed_copy", by: CLIENT_OF, without: &[] },
    Entity {
        name: "operator",
        from: "operator",
        by: "user_name = ?1 AND deleted_at IS NULL",
        without: &["last_sign_on_at"],
    },
    Entity { name: "vault_key", from: "vault_key", by: "generation = ?1", without: &[] },
    Entity { name: "registry_key", from: "registry_key", by: "generation = ?1", without: &[] },
    Entity {
        name: "wrapped_key",
        from: "wrapped_key",
        by: "holder = ?1 AND purpose = ?2 AND generation = ?3",
        without: &[],
    },
    Entity { name: "recovery", from: "recovery", by: "one = ?1", without: &[] },
];

impl RowKey {
    pub(super) fn new(entity: &'static str, key: impl Into<String>) -> Self {
        debug_assert!(ENTITIES.iter().any(|known| known.name == entity));
        Self { entity, key: key.into() }
    }

    pub(super) fn client(client_id: &str) -> Self {
        Self::new("client", client_id)
    }

    pub(super) fn secret(client_id: &str, generation: u32) -> Self {
        Self::new("secret", format!("{client_id}/{generation}"))
    }

    pub(super) fn sealed(client_id: &str, generation: u32) -> Self {
        Self::new("sealed", format!("{client_id}/{generation}"))
    }
}

impl Reader<'_> {
    /// A row's columns and values, in the order of their names; `None` where there is none. Absent values
    /// are left out, so that a column which a later schema adds changes no digest.
    pub fn row_fields(&self, row: &RowKey) -> Result<Option<Vec<(String, FieldValue)>>, StoreError> {
        let entity = ENTITIES.iter().find(|known| known.name == row.entity);
        let Some(entity) = entity else { return Ok(None) };
        let sql = format!("SELECT * FROM {} WHERE {}", entity.from, entity.by);
        let mut statement = self.0.prepare_cached(&sql)?;
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let parts: Vec<&str> = row.key.splitn(statement.parameter_count(), '/').collect();
        let parts: Vec<&dyn ToSql> = parts.iter().map(|part| part as &dyn ToSql).collect();
        let fields = statement
            .query_row(parts.as_slice(), |found| {
                let mut fields = Vec::with_capacity(names.len());
                for (at, name) in
                    names.iter().enumerate().filter(|(_, name)| !entity.without.contains(&name.as_str()))
                {
                    let value = match found.get_ref(at)? {
                        ValueRef::Null => continue,
                        ValueRef::Integer(number) => FieldValue::Number(number),
                        ValueRef::Real(number) => FieldValue::Bytes(number.to_be_bytes().to_vec()),
                        ValueRef::Text(text) => FieldValue::Text(String::from_utf8_lossy(text).into_owned()),
                        ValueRef::Blob(bytes) => FieldValue::Bytes(bytes.to_vec()),
                    };
                    fields.push((name.clone(), value));
                }
                Ok(fields)
            })
            .optional()?;
        Ok(fields.map(|mut fields| {
            fields.sort_by(|one, other| one.0.cmp(&other.0));
            fields
        }))
    }
}

impl Writer<'_> {
    /// The rows that this transaction touched since it was last asked, as they are now.
    pub fn take_touched(&self) -> Result<Vec<TouchedRow>, StoreError> {
        let found = |row: RowKey| Ok(TouchedRow { fields: self.row_fields(&row)?, row });
        self.touched.take().into_iter().map(found).collect()
    }
}
