//! Somebody who writes the file changes sealed copies: a bit, the length, or puts one in another's place. None opens,
//! and `check`, which has no key, names the client.

use std::collections::BTreeMap;

use clientkeep::domain::{Reason, Rotation};
use clientkeep::service::{Disclosure, Error};
use rusqlite::{Connection, params};

use crate::chance::{Chance, count};
use crate::ground::{Ground, draft, plain, signed_on};

/// What is put in place of a sealed copy.
#[derive(Clone, Debug)]
enum Change {
    Bit(usize),
    Length(usize),
    /// The copy of another client, or of an older secret of this one.
    Other(usize),
}

fn kind(change: &Change) -> &'static str {
    match change {
        Change::Bit(_) => "bits flipped",
        Change::Length(_) => "lengths changed",
        Change::Other(_) => "copies swapped",
    }
}

#[test]
fn no_sealed_copy_that_was_touched_opens() {
    let wanted = count("CLIENTKEEP_PROOF_SEALED", 100);
    let ground = Ground::cheap();
    let mut service = signed_on(&ground.path);
    let mut create = |at: usize| {
        let issued = service.create_client(&draft(&format!("client {at}")), None).unwrap();
        (issued.record.client.client_id, issued.secret.unwrap().expose().to_owned())
    };
    let clients: Vec<(String, String)> = (0..12).map(&mut create).collect();
    let (client, first) = &clients[0];
    let sql = Connection::open(&ground.path).unwrap();
    let copy_of = |client: &str| -> Vec<u8> {
        let newest =
            "SELECT sealed FROM sealed_copy WHERE client = (SELECT id FROM client WHERE client_id = ?1)";
        sql.query_row(newest, [client], |row| row.get(0)).unwrap()
    };
    // Its own first copy, kept by whoever reads the file, is one to swap in after a rotation.
    let mut others = vec![copy_of(client)];
    others.extend(clients[1..].iter().map(|(client, _)| copy_of(client)));
    let rotation = Rotation { reason: Reason::Routine, grace: None };
    let issued = service.rotate(std::slice::from_ref(client), rotation).unwrap().remove(0);
    let secret = issued.secret.unwrap();
    let whole = copy_of(client);
    let mut changes: Vec<Change> = (0..whole.len() * 8).map(Change::Bit).collect();
    changes.extend((0..whole.len() + 8).filter(|length| *length != whole.len()).map(Change::Length));
    changes.extend((0..others.len()).map(Change::Other));
    let possible = changes.len();
    let mut chance = Chance::new();
    let mut tried: BTreeMap<&str, usize> = BTreeMap::new();
    while !changes.is_empty() && tried.values().sum::<usize>() < wanted {
        let one = changes.swap_remove(chance.below(changes.len()));
        let mut copy = whole.clone();
        match one {
            Change::Bit(at) => copy[at / 8] ^= 1 << (at % 8),
            Change::Length(length) => copy.resize(length, 0),
            Change::Other(at) => copy.clone_from(&others[at]),
        }
        put(&sql, client, &copy);
        let opened = service.disclose(client, &Disclosure::Show).map(|credentials| credentials.secret);
        assert!(matches!(opened, Err(Error::Tampered(_))), "{one:?}");
        let findings = service.check().unwrap();
        assert!(findings.iter().any(|found| found.client.as_ref() == Some(client)), "{one:?}: {findings:?}");
        *tried.entry(kind(&one)).or_default() += 1;
    }
    put(&sql, client, &whole);
    assert_eq!(service.disclose(client, &Disclosure::Show).unwrap().secret.expose(), secret.expose());
    assert!(!service.verify(client, &plain(first)).unwrap().accepted);
    println!("{tried:?} of {possible} possible: none opens, each is named by check");
}

fn put(sql: &Connection, client: &str, copy: &[u8]) {
    let set =
        "UPDATE sealed_copy SET sealed = ?2 WHERE client = (SELECT id FROM client WHERE client_id = ?1)";
    assert_eq!(sql.execute(set, params![client, copy]).unwrap(), 1);
}
