//! Clients: found, added, changed, put into the trash.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params, params_from_iter};

use super::error::StoreError;
use super::rows::RowKey;
use super::{Reader, Writer, client_row};
use crate::domain::{Client, ClientRecord, Stamp, client_id, name};

impl Reader<'_> {
    /// The client of a client ID, without regard to case, in the trash or not: its number and record.
    pub fn client_by_id(&self, client_id: &str) -> Result<Option<(i64, ClientRecord)>, StoreError> {
        self.client_where("client_id_key = ?1", &client_id::key(client_id))
    }

    /// The client of a name, without regard to case; those in the trash have given theirs back.
    pub fn client_by_name(&self, name: &str) -> Result<Option<(i64, ClientRecord)>, StoreError> {
        self.client_where("name_key = ?1 AND deleted_at IS NULL", &name::name_key(name))
    }

    /// Whether a client ID was given to a client that has been purged.
    pub fn client_id_spent(&self, client_id: &str) -> Result<bool, StoreError> {
        let sql = "SELECT count(*) FROM spent_client_id WHERE client_id_key = ?1";
        let mut statement = self.0.prepare_cached(sql)?;
        Ok(statement.query_row([client_id::key(client_id)], |row| row.get::<_, i64>(0))? > 0)
    }

    /// The clients in the trash, the last deleted first.
    pub fn trash(&self) -> Result<Vec<ClientRecord>, StoreError> {
        let sql = format!(
            "SELECT {} FROM client WHERE deleted_at IS NOT NULL ORDER BY deleted_at DESC, id DESC",
            client_row::COLUMNS
        );
        let mut statement = self.0.prepare_cached(&sql)?;
        let records = statement.query_map([], |row| client_row::read(row).map(|(_, record)| record))?;
        Ok(records.collect::<Result<_, _>>()?)
    }

    /// The clients in the trash that had a name, without regard to case.
    pub fn trash_by_name(&self, name: &str) -> Result<Vec<(i64, ClientRecord)>, StoreError> {
        let sql = format!(
            "SELECT {} FROM client WHERE deleted_at IS NOT NULL AND name_key = ?1 ORDER BY id",
            client_row::COLUMNS
        );
        let mut statement = self.0.prepare_cached(&sql)?;
        Ok(statement.query_map([name::name_key(name)], client_row::read)?.collect::<Result<_, _>>()?)
    }

    fn client_where(&self, condition: &str, key: &str) -> Result<Option<(i64, ClientRecord)>, StoreError> {
        let sql = format!("SELECT {} FROM client WHERE {condition}", client_row::COLUMNS);
        Ok(self.0.prepare_cached(&sql)?.query_row([key], client_row::read).optional()?)
    }
}

impl Writer<'_> {
    /// Adds a client at version 1, enabled or not, and tells its number.
    pub fn add_client(&self, client: &Client, enabled: bool, created: &Stamp) -> Result<i64, StoreError> {
        let mut values = client_row::values(client);
        let stamp = |name, value: Value| (name, value);
        values.extend([
            stamp("enabled", Value::from(enabled)),
            stamp("version", Value::from(1)),
            stamp("created_at", Value::from(created.at)),
            stamp("created_by", Value::from(created.by.clone())),
            stamp("updated_at", Value::from(created.at)),
            stamp("updated_by", Value::from(created.by.clone())),
        ]);
        let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
        let marks = vec!["?"; names.len()].join(", ");
        let sql = format!("INSERT INTO client ({}) VALUES ({marks})", names.join(", "));
        let mut statement = self.connection().prepare_cached(&sql)?;
        let id = statement.insert(params_from_iter(values.into_iter().map(|(_, value)| value)))?;
        self.touch(RowKey::client(&client.client_id));
        Ok(id)
    }

    /// Puts new attributes in place of the old and counts the version up. The client ID stays.
    pub fn update_client(&self, id: i64, client: &Client, by: &Stamp) -> Result<(), StoreError> {
        let values = client_row::values(client);
        let sets: Vec<String> = values.iter().map(|(name, _)| format!("{name} = ?")).collect();
        let sql = format!("UPDATE client SET {} WHERE id = ?", sets.join(", "));
        let values = values.into_iter().map(|(_, value)| value).chain([Value::from(id)]);
        self.connection().prepare_cached(&sql)?.execute(params_from_iter(values))?;
        self.client_changed(id, &client.client_id, by)
    }

    /// Cuts a client off, or lets it in again.
    pub fn set_client_enabled(
        &self,
        id: i64,
        client_id: &str,
        enabled: bool,
        by: &Stamp,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE client SET enabled = ?2 WHERE id = ?1";
        self.connection().prepare_cached(sql)?.execute(params![id, enabled])?;
        self.client_changed(id, client_id, by)
    }

    /// Voids the tokens that were issued before a time.
    pub fn void_tokens(&self, id: i64, client_id: &str, before: i64, by: &Stamp) -> Result<(), StoreError> {
        let sql = "UPDATE client SET tokens_not_before = ?2 WHERE id = ?1";
        self.connection().prepare_cached(sql)?.execute(params![id, before])?;
        self.client_changed(id, client_id, by)
    }

    /// Puts a client into the trash. Its verifiers and sealed copies are destroyed.
    pub fn trash_client(&self, id: i64, client_id: &str, by: &Stamp) -> Result<(), StoreError> {
        self.destroy_secrets(id, client_id, by)?;
        let sql = "UPDATE client SET deleted_at = ?2, deleted_by = ?3, secret_at = 0 WHERE id = ?1";
        self.connection().prepare_cached(sql)?.execute(params![id, by.at, by.by])?;
        self.client_changed(id, client_id, by)
    }

    /// Takes a client out of the trash, enabled or not as it was. Tokens that it had before are void.
    pub fn restore_client(&self, id: i64, client_id: &str, by: &Stamp) -> Result<(), StoreError> {
        let sql =
            "UPDATE client SET deleted_at = NULL, deleted_by = NULL, tokens_not_before = ?2 WHERE id = ?1";
        self.connection().prepare_cached(sql)?.execute(params![id, by.at])?;
        self.client_changed(id, client_id, by)
    }

    /// Removes a client in the trash; its ID is never given to another.
    pub fn purge_client(&self, id: i64, client_id: &str) -> Result<(), StoreError> {
        self.remove_secrets(id, client_id)?;
        self.remove_acceptances(id, client_id)?;
        self.connection().prepare_cached("DELETE FROM client WHERE id = ?1")?.execute([id])?;
        self.touch(RowKey::client(client_id));
        let key = client_id::key(client_id);
        let sql = "INSERT INTO spent_client_id (client_id_key) VALUES (?1)";
        self.connection().prepare_cached(sql)?.execute([&key])?;
        self.touch(RowKey::new("spent", key));
        Ok(())
    }

    /// Counts the client's version up and says who changed it.
    pub fn client_changed(&self, id: i64, client_id: &str, by: &Stamp) -> Result<(), StoreError> {
        let sql = "UPDATE client SET version = version + 1, updated_at = ?2, updated_by = ?3 WHERE id = ?1";
        self.connection().prepare_cached(sql)?.execute(params![id, by.at, by.by])?;
        self.touch(RowKey::client(client_id));
        Ok(())
    }
}
