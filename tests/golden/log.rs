//! Audit entries: canonical form, chain, signatures.

use clientkeep::vault::{
    Actor, Digest, EntryForm, Keyring, RegistryId, RegistryKey, RowDigest, Signature, chain_start,
    entry_hash, sign_entry, verify_entry,
};

use crate::vectors::{Vector, file};

#[test]
fn audit_entries_stay_verifiable() {
    let vector = file("audit");
    let mut entropy = vector.entropy();
    let registry = RegistryId::generate(&mut entropy).unwrap();
    assert_eq!(registry.as_bytes(), &vector.part("registry").array());
    let pinned = RegistryKey::generate(&mut entropy).unwrap().public();
    let keyring = Keyring::generate(pinned, &mut entropy).unwrap();
    assert_eq!(keyring.public(), vector.part("public").public_keys());

    let mut head = chain_start(registry);
    assert_eq!(head.to_string(), vector.part("start").text());
    for entry in vector.part("entries").list() {
        let canonical = canonical(&entry);
        assert_eq!(canonical, entry.part("canonical").bytes());
        head = entry_hash(&head, &canonical);
        assert_eq!(head.to_string(), entry.part("hash").text());
        let signature = Signature::from_bytes(entry.part("signature").array());
        assert_eq!(sign_entry(&keyring, registry, &head), signature);
        verify_entry(&keyring.public().sign, registry, &head, &signature).unwrap();
    }
}

fn canonical(entry: &Vector) -> Vec<u8> {
    let (operator, client) = (entry.part("operator"), entry.part("client"));
    let named = (!operator.is_null()).then(|| operator.pair());
    let rows: Vec<_> = entry.part("rows").list().iter().map(row).collect();
    EntryForm {
        number: entry.part("number").number(),
        time: entry.part("time").number(),
        operator: named.as_ref().map(|(number, name)| Actor { number: number.number(), name: name.text() }),
        system_user: entry.part("system_user").text(),
        origin: entry.part("origin").text(),
        action: entry.part("action").text(),
        client: (!client.is_null()).then(|| client.text()),
        details: entry.part("details").text(),
        operation_id: &entry.part("operation_id").bytes(),
        rows: &rows,
    }
    .canonical()
}

fn row(row: &Vector) -> RowDigest {
    let [entity, key, digest] = row.list().try_into().unwrap_or_else(|_| panic!("three parts"));
    RowDigest {
        entity: entity.text().to_owned(),
        key: key.text().to_owned(),
        digest: (!digest.is_null()).then(|| Digest::from_bytes(digest.array())),
    }
}
