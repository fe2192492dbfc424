//! What an older registry lacks, where it can only be read and so is not brought up to date: tables that are missing
//! stand empty beside it, in memory; columns that are missing hold nothing. The file is never touched.

use rusqlite::Connection;

use super::error::StoreError;
use super::schema;

/// Puts what the newest schema has more than this older one beside a registry that is connected for reading only.
pub fn put_up(connection: &Connection, older: i64) -> Result<(), StoreError> {
    let (mut then, mut newest) = (Connection::open_in_memory()?, Connection::open_in_memory()?);
    schema::migrate_to(&mut then, older)?;
    schema::migrate(&mut newest)?;
    connection.execute_batch("PRAGMA temp_store = MEMORY; PRAGMA query_only = 0")?;
    let sql = "SELECT type = 'view', name, sql FROM sqlite_schema
               WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%'";
    let mut statement = newest.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (is_view, name, made): (bool, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let there = columns(&then, &name)?;
        if there.is_empty() {
            connection.execute_batch(&made.replacen("CREATE ", "CREATE TEMP ", 1))?;
        } else if !is_view {
            let wanted = columns(&newest, &name)?;
            let missing: Vec<String> = wanted
                .iter()
                .filter(|column| !there.contains(column))
                .map(|column| format!(", NULL AS {column}"))
                .collect();
            if !missing.is_empty() {
                let more = missing.concat();
                connection
                    .execute_batch(&format!("CREATE TEMP VIEW {name} AS SELECT *{more} FROM main.{name}"))?;
            }
        }
    }
    connection.execute_batch("PRAGMA query_only = 1")?;
    Ok(())
}

/// The columns of a table or view; none where it is missing.
fn columns(connection: &Connection, name: &str) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare("SELECT name FROM pragma_table_info(?1)")?;
    Ok(statement.query_map([name], |row| row.get(0))?.collect::<Result<_, _>>()?)
}
