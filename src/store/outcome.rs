//! What became of a change whose COMMIT failed in a way that tells nothing, such as an input or output error. The
//! frames of it may lie in the write-ahead log, whole, though nobody sees them: whoever recovers the log would bring
//! the change back. So it is called *not kept* only once something else stands in their place.

use rusqlite::{Connection, TransactionBehavior};

use super::Reader;
use super::error::StoreError;

/// Whether a change was kept after all, by the operation ID of its audit entry.
///
/// # Errors
/// [`StoreError::NotKept`] where it was not and can't come back; [`StoreError::OutcomeUnknown`] where nobody can
/// tell.
pub fn settle(
    connection: &mut Connection,
    operation: Option<[u8; 16]>,
    why: String,
) -> Result<(), StoreError> {
    match written_over(connection, operation) {
        Ok(true) => Ok(()),
        Ok(false) => Err(StoreError::NotKept(why)),
        Err(_) => Err(StoreError::OutcomeUnknown(why)),
    }
}

/// Looks for the change, and where it is not there commits something in its place: the first page as it is.
fn written_over(connection: &mut Connection, operation: Option<[u8; 16]>) -> Result<bool, StoreError> {
    // What is seen from within a write transaction stays so.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if let Some(operation) = operation
        && Reader(&transaction).operation_kept(&operation)?
    {
        return Ok(true);
    }
    let version: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    transaction.pragma_update(None, "user_version", version)?;
    transaction.commit()?;
    Ok(false)
}
