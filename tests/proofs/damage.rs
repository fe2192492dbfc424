//! A registry's file is damaged: bits, bytes, pages, its end. Nothing crashes whoever opens it, and `check` names what
//! happened to a row that lives. What lies in free space or is not the log's to answer for (last use, last sign-on)
//! is no damage to a row.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use clientkeep::domain::{Reason, Rotation};
use clientkeep::service::{Error, Finding, LogQuery, Registry, Service};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

use crate::chance::{Chance, count};
use crate::ground::{Ground, draft, plain, signed_on, world};

const PAGE: usize = 4096;
/// Told by servers and by sign-ons, without an entry in the log.
const FREE: &[&str] = &["last_used_at", "last_sign_on_at"];
/// Tables that the log does not answer for.
const APART: &[&str] = &["sqlite_sequence", "sqlite_stat1", "sign_on_failure"];

/// A registry in which something of every kind has happened, as one file.
fn whole(ground: &Ground) -> Vec<u8> {
    let mut service = signed_on(&ground.path);
    service.add_partner("ABC Shipping", "abc").unwrap();
    service.add_partner_user("abc", "jane", "").unwrap();
    let ids: Vec<String> = (0..60)
        .map(|at| {
            service.create_client(&draft(&format!("client {at}")), None).unwrap().record.client.client_id
        })
        .collect();
    service.rotate(&ids[..20], Rotation { reason: Reason::Leak, grace: None }).unwrap();
    service.set_enabled(&ids[20..30], false).unwrap();
    service.delete(&ids[30..35]).unwrap();
    let copy = ground.file("whole.db");
    service.backup(&copy).unwrap();
    fs::read(copy).unwrap()
}

/// Damages a file, and says how.
fn damage(bytes: &mut Vec<u8>, chance: &mut Chance) -> &'static str {
    let at = chance.below(bytes.len());
    let page = at / PAGE * PAGE..(at / PAGE * PAGE + PAGE).min(bytes.len());
    match chance.below(8) {
        0..=2 => {
            bytes[at] ^= 1 << chance.below(8);
            "a bit"
        }
        3..=4 => {
            let other = bytes[at] ^ u8::try_from(1 + chance.below(255)).unwrap();
            bytes[at] = other;
            "a byte"
        }
        5 => {
            bytes[page].iter_mut().for_each(|byte| *byte = (chance.next() & 0xff).to_le_bytes()[0]);
            "a page"
        }
        6 => {
            let from = chance.below(bytes.len() / PAGE) * PAGE;
            bytes.copy_within(from..from + PAGE, page.start);
            "a page"
        }
        _ => {
            bytes.truncate(at);
            "the end"
        }
    }
}

/// Every row that the log answers for, by table; a table that can't be read has none.
fn rows(path: &Path) -> Option<BTreeMap<String, BTreeSet<String>>> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let sql = Connection::open_with_flags(
        format!("file:{}?immutable=1", path.display()),
        flags | OpenFlags::SQLITE_OPEN_URI,
    )
    .ok()?;
    let mut tables = sql.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").ok()?;
    let names: Vec<String> = tables.query_map([], |row| row.get(0)).ok()?.collect::<Result<_, _>>().ok()?;
    let mut all = BTreeMap::new();
    for table in names.into_iter().filter(|name| !APART.contains(&name.as_str())) {
        let mut statement = sql.prepare(&format!("SELECT * FROM {table}")).ok()?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let row = |row: &rusqlite::Row<'_>| {
            let values = columns.iter().filter(|name| !FREE.contains(&name.as_str()));
            let values: Vec<Value> = values.map(|name| row.get(name.as_str())).collect::<Result<_, _>>()?;
            Ok(format!("{values:?}"))
        };
        all.insert(table, statement.query_map([], row).ok()?.collect::<Result<_, _>>().ok()?);
    }
    Some(all)
}

/// What everybody who opens a registry does with it.
fn look(path: &Path, client: &str, secret: &str) -> Result<Vec<Finding>, Error> {
    if let Ok(mut server) = Registry::open_read_only(path) {
        let _said = server.verify(client, &plain(secret)).map(|answer| answer.is_ok());
    }
    let service = Service::open(path, world(clientkeep::service::Policy::CHEAP))?;
    let _listed = service.log(&LogQuery::default());
    let _shown = service.client(client).and_then(|_| service.secrets(client));
    let _thrown = service.trash();
    service.check()
}

#[test]
fn damage_crashes_nobody_and_what_happened_to_a_row_is_named() {
    let wanted = count("CLIENTKEEP_PROOF_DAMAGES", 300);
    let ground = Ground::cheap();
    let whole = whole(&ground);
    let mut service = signed_on(&ground.path);
    let known = service.create_client(&draft("known"), None).unwrap();
    let (client, secret) = (known.record.client.client_id, known.secret.unwrap());
    drop(service);
    let path = ground.file("damaged.db");
    fs::write(&path, &whole).unwrap();
    fs::set_permissions(&path, fs::metadata(ground.file("whole.db")).unwrap().permissions()).unwrap();
    let sound = rows(&path);
    assert_eq!(look(&path, &client, secret.expose()).unwrap(), []);
    let mut chance = Chance::new();
    let (mut kinds, mut living, mut named, mut elsewhere) = (BTreeMap::<&str, usize>::new(), 0, 0, 0);
    for turn in 0..wanted {
        let mut bytes = whole.clone();
        let kind = damage(&mut bytes, &mut chance);
        *kinds.entry(kind).or_default() += 1;
        for beside in ["-wal", "-shm"] {
            let _none = fs::remove_file(format!("{}{beside}", path.display()));
        }
        fs::write(&path, &bytes).unwrap();
        // Names of columns that are no text make rusqlite panic: that is this proof's own reading.
        let hurt = catch_unwind(|| rows(&path)).ok().flatten() != sound;
        let looked = catch_unwind(AssertUnwindSafe(|| look(&path, &client, secret.expose())));
        let told = looked.unwrap_or_else(|_| {
            let kept = std::env::temp_dir().join("clientkeep-damaged.db");
            fs::write(&kept, &bytes).unwrap();
            panic!("damage {turn} ({kind}) crashes: {}", kept.display())
        });
        let found = match &told {
            Ok(findings) => !findings.is_empty(),
            Err(error) => {
                assert_eq!(error.exit_code(), 7, "{error}");
                true
            }
        };
        living += usize::from(hurt);
        named += usize::from(hurt && found);
        elsewhere += usize::from(!hurt && found);
    }
    println!(
        "{wanted} damages ({kinds:?}): 0 crashes; {living} in rows that live, {named} of them named; {elsewhere} others named too"
    );
    // 95 in a hundred are asked for; that many are named by other means too.
    assert!(named * 100 >= living * 98, "{named} of {living}");
}
