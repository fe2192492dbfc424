//! How an entry of the audit log is made: numbered, chained to the one before, covering the rows that the
//! change touched, and signed by whoever acted.

use serde_json::Value;

use super::charter;
use super::error::Error;
use super::world::World;
use crate::cores;
use crate::domain::audit::Action;
use crate::domain::{Operator, Word};
use crate::store::{AuditRow, FieldValue, TouchedRow, Writer};
use crate::vault::{
    Actor, Digest, Encoder, EntryForm, Keyring, RegistryId, RowDigest, chain_start, draw, entry_hash, label,
    sign_entry,
};

/// What the log calls one sum for all sealed copies, and a copy as it was before it went.
pub(super) const SEALED_SUM: &str = "sealed_sum";
pub(super) const SEALED_BEFORE: &str = "sealed_before";

/// What an entry tells: what was done, to which client, and the rows as that left them.
pub(super) struct Told {
    action: Action,
    client: Option<String>,
    details: String,
    rows: Vec<RowDigest>,
}

/// What is told of every row touched since this was last asked, and of all sealed copies where `sum` tells of
/// them.
pub(super) fn told(
    writer: &Writer<'_>,
    action: Action,
    client: Option<&str>,
    details: &Value,
    sum: Option<RowDigest>,
) -> Result<Told, Error> {
    let mut rows: Vec<RowDigest> = writer.take_departed().iter().map(departed_digest).collect();
    rows.extend(writer.take_touched()?.iter().map(row_digest));
    rows.extend(sum);
    Ok(Told { action, client: client.map(str::to_owned), details: details.to_string(), rows })
}

/// Appends an entry for every row touched since the last.
pub(super) fn append(
    writer: &Writer<'_>,
    world: &mut World,
    signer: Option<(&Operator, &Keyring)>,
    action: Action,
    client: Option<&str>,
    details: &Value,
) -> Result<(), Error> {
    append_all(writer, world, signer, &[told(writer, action, client, details, None)?])
}

/// Appends entries in their order.
pub(super) fn append_all(
    writer: &Writer<'_>,
    world: &mut World,
    signer: Option<(&Operator, &Keyring)>,
    entries: &[Told],
) -> Result<(), Error> {
    let registry = charter::identity(writer)?;
    let head = writer.audit_head()?;
    let last = head.as_ref().map_or(0, |head| head.number);
    let added = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    if last < 0 || last.checked_add(added).is_none_or(|last| last == i64::MAX) {
        return Err(Error::Tampered("the numbers of the audit log are not those that it gives"));
    }
    let mut previous = head.map_or_else(|| chain_start(registry), |head| Digest::from_bytes(head.hash));
    let origin = match &world.ssh_peer {
        Some(peer) => format!("{} {peer}", world.origin.word()),
        None => world.origin.word().to_owned(),
    };
    let mut rows = Vec::with_capacity(entries.len());
    for (number, told) in (last + 1..).zip(entries) {
        let operation_id: [u8; 16] = draw(&mut *world.entropy)?;
        let form = EntryForm {
            number,
            time: world.clock.now(),
            operator: signer.map(|(operator, _)| Actor { number: operator.id, name: &operator.user_name }),
            system_user: &world.system_user,
            origin: &origin,
            action: told.action.word(),
            client: told.client.as_deref(),
            details: &told.details,
            operation_id: &operation_id,
            rows: &told.rows,
        };
        let hash = entry_hash(&previous, &form.canonical());
        rows.push(AuditRow {
            number,
            time: form.time,
            operator: signer.map(|(operator, _)| (operator.id, operator.user_name.clone())),
            system_user: world.system_user.clone(),
            origin: origin.clone(),
            action: told.action.word().to_owned(),
            client: told.client.clone(),
            details: told.details.clone(),
            operation_id,
            row_digests: rows_text(&told.rows),
            previous: *previous.as_bytes(),
            hash: *hash.as_bytes(),
            signature: None,
        });
        previous = hash;
    }
    if let Some((_, keyring)) = signer {
        sign_all(&mut rows, keyring, registry);
    }
    for row in &rows {
        writer.add_audit_entry(row)?;
    }
    Ok(())
}

/// Entries that one thread signs, at least; below, starting another takes longer than it saves.
const SIGNED_TOGETHER: usize = 64;

/// Signs entries, many of them on all cores: each signature is over the entry's own hash.
fn sign_all(rows: &mut [AuditRow], keyring: &Keyring, registry: RegistryId) {
    let sign = |rows: &mut [AuditRow]| {
        for row in rows {
            row.signature = Some(*sign_entry(keyring, registry, &Digest::from_bytes(row.hash)).as_bytes());
        }
    };
    let share = rows.len().div_ceil(cores::count()).max(SIGNED_TOGETHER);
    let threads = rows.len().div_ceil(share);
    cores::share_out(rows.chunks_mut(share), threads, sign);
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
