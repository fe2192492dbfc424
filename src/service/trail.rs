//! How an entry of the audit log is made: numbered, chained to the one before, covering the rows that the
//! change touched, and signed by whoever acted.

use serde_json::Value;

use super::charter;
use super::error::Error;
use super::world::World;
use crate::domain::audit::Action;
use crate::domain::{Operator, Word};
use crate::store::{AuditRow, FieldValue, TouchedRow, Writer};
use crate::vault::{
    Actor, Digest, Encoder, EntryForm, Keyring, RowDigest, chain_start, draw, entry_hash, label, sign_entry,
};

/// What the log calls one sum for all sealed copies, and a copy as it was before it went.
pub(super) const SEALED_SUM: &str = "sealed_sum";
pub(super) const SEALED_BEFORE: &str = "sealed_before";

/// Appends an entry for every row touched since the last, and for all sealed copies where `sum` tells of
/// them; gives its operation ID.
pub(super) fn append(
    writer: &Writer<'_>,
    world: &mut World,
    signer: Option<(&Operator, &Keyring)>,
    action: Action,
    client: Option<&str>,
    details: &Value,
    sum: Option<RowDigest>,
) -> Result<[u8; 16], Error> {
    let registry = charter::identity(writer)?;
    let head = writer.audit_head()?;
    let previous = head.as_ref().map_or_else(|| chain_start(registry), |head| Digest::from_bytes(head.hash));
    let operation_id: [u8; 16] = draw(&mut *world.entropy)?;
    let mut rows: Vec<RowDigest> = writer.take_departed().iter().map(departed_digest).collect();
    rows.extend(writer.take_touched()?.iter().map(row_digest));
    rows.extend(sum);
    let origin = match &world.ssh_peer {
        Some(peer) => format!("{} {peer}", world.origin.word()),
        None => world.origin.word().to_owned(),
    };
    let details = details.to_string();
    let form = EntryForm {
        number: head.map_or(1, |head| head.number + 1),
        time: world.clock.now(),
        operator: signer.map(|(operator, _)| Actor { number: operator.id, name: &operator.user_name }),
        system_user: &world.system_user,
        origin: &origin,
        action: action.word(),
        client,
        details: &details,
        operation_id: &operation_id,
        rows: &rows,
    };
    let hash = entry_hash(&previous, &form.canonical());
    let signature = signer.map(|(_, keyring)| *sign_entry(keyring, registry, &hash).as_bytes());
    writer.add_audit_entry(&AuditRow {
        number: form.number,
        time: form.time,
        operator: signer.map(|(operator, _)| (operator.id, operator.user_name.clone())),
        system_user: world.system_user.clone(),
        origin: origin.clone(),
        action: action.word().to_owned(),
        client: client.map(str::to_owned),
        details: details.clone(),
        operation_id,
        row_digests: rows_text(&rows),
        previous: *previous.as_bytes(),
        hash: *hash.as_bytes(),
        signature,
    })?;
    Ok(operation_id)
}

/// The digest of a row as it is now; none where it is gone.
pub(super) fn row_digest(row: &TouchedRow) -> RowDigest {
    let digest = row.fields.as_ref().map(|fields| {
        let mut form = Encoder::new(label::ROW);
        form.text(row.row.entity).text(&row.row.key).list(fields.len());
        for (name, value) in fields {
            form.text(name);
            match value {
                FieldValue::Number(number) => form.number(*number),
                FieldValue::Text(text) => form.text(text),
                FieldValue::Bytes(bytes) => form.bytes(bytes),
            };
        }
        form.digest()
    });
    RowDigest { entity: row.row.entity.to_owned(), key: row.row.key.clone(), digest }
}

fn departed_digest(row: &TouchedRow) -> RowDigest {
    RowDigest { entity: SEALED_BEFORE.to_owned(), ..row_digest(row) }
}

/// One digest for many: their exclusive or, so that one can be taken out again.
pub(super) fn combine(one: Digest, other: Digest) -> Digest {
    let mut bytes = *one.as_bytes();
    bytes.iter_mut().zip(other.as_bytes()).for_each(|(byte, more)| *byte ^= more);
    Digest::from_bytes(bytes)
}

pub(super) fn rows_text(rows: &[RowDigest]) -> String {
    let row = |row: &RowDigest| {
        serde_json::json!([row.entity, row.key, row.digest.map(|digest| digest.to_string())])
    };
    Value::from(rows.iter().map(row).collect::<Vec<_>>()).to_string()
}
