use std::collections::BTreeSet;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use super::listing::query;
use super::*;
use crate::domain::COLUMNS;
use crate::domain::health::FACTS;
use crate::service::Error;

fn refused(path: &Path) -> String {
    let clock = Hand(Arc::new(AtomicI64::new(1)));
    let before = fs::read(path).ok();
    let error = Service::open(path, world(&clock)).err().expect("refused");
    assert_eq!(error.exit_code(), 7, "{error}");
    assert_eq!(fs::read(path).ok(), before, "nothing is written");
    error.to_string()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[test]
fn a_registry_is_for_its_owner_whatever_the_umask() {
    let bench = Bench::new();
    assert_eq!((mode(&bench.path), mode(bench.path.parent().unwrap())), (0o600, 0o700));
    assert_eq!(mode(&bench.path.with_extension("db-wal")), 0o600);
}

#[test]
fn each_thing_that_is_no_registry_has_its_own_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    assert!(refused(&at("missing.db")).starts_with("There is no registry at "));
    fs::write(at("empty.db"), "").unwrap();
    fs::set_permissions(at("empty.db"), Permissions::from_mode(0o600)).unwrap();
    assert!(refused(&at("empty.db")).contains("is empty"));
    fs::write(at("text.db"), "hello\n".repeat(100)).unwrap();
    fs::set_permissions(at("text.db"), Permissions::from_mode(0o600)).unwrap();
    assert!(refused(&at("text.db")).contains("is no registry"));
    fs::set_permissions(at("text.db"), Permissions::from_mode(0o666)).unwrap();
    assert!(refused(&at("text.db")).contains("chmod o-rwx"));
    rusqlite::Connection::open(at("other.db")).unwrap().execute_batch("CREATE TABLE t (a)").unwrap();
    fs::set_permissions(at("other.db"), Permissions::from_mode(0o600)).unwrap();
    assert!(refused(&at("other.db")).contains("another program's database"));
    symlink(at("other.db"), at("link.db")).unwrap();
    assert!(refused(&at("link.db")).contains("a symbolic link"));
    assert!(refused(folder.path()).contains("a folder"));
    assert!(refused(Path::new("/dev/null")).contains("a device"));
    assert!(refused(Path::new("")).contains("needs a file name"));
    assert!(refused(Path::new(":memory:")).contains("in memory"));
    assert!(refused(Path::new("file:x.db")).contains("URI"));
}

#[test]
fn a_newer_registry_is_refused_and_left_alone() {
    let bench = Bench::new();
    bench.sql().pragma_update(None, "user_version", 99).unwrap();
    let error = Service::open(&bench.path, world(&bench.clock)).err().unwrap();
    assert!(error.to_string().contains("newer clientkeep"), "{error}");
}

#[test]
fn a_schema_whose_words_are_no_text_is_damage_and_no_panic() {
    let mut bench = Bench::new();
    let path = bench.folder.path().join("garbled.db");
    bench.service.backup(&path).unwrap();
    let mut bytes = fs::read(&path).unwrap();
    let word = b"security_class             TEXT";
    let at = bytes.windows(word.len()).position(|window| window == word).unwrap();
    bytes[at] = 0xff;
    fs::write(&path, bytes).unwrap();
    assert!(refused(&path).contains("damaged"));
    let server = crate::service::Registry::open_read_only(&path).err().unwrap();
    assert!(server.to_string().contains("damaged"), "{server}");
}

#[test]
fn a_schema_of_no_version_is_damage_and_no_panic() {
    for version in [0, -1, i64::from(i32::MIN)] {
        let mut bench = Bench::new();
        let path = bench.folder.path().join("garbled.db");
        bench.service.backup(&path).unwrap();
        let file = rusqlite::Connection::open(&path).unwrap();
        file.pragma_update(None, "user_version", version).unwrap();
        drop(file);
        assert!(refused(&path).contains("damaged"));
    }
}

#[test]
fn a_backup_that_is_broken_off_leaves_nothing_and_the_next_is_whole() {
    let mut bench = Bench::new();
    for number in 0..60 {
        bench.create(&format!("client {number}"));
    }
    let folder = bench.folder.path().join("copies");
    fs::create_dir(&folder).unwrap();
    let copy = folder.join("copy.db");
    let stopped = bench.service.backup_while(&copy, || std::ops::ControlFlow::Break(())).unwrap_err();
    assert_eq!(stopped.to_string(), "Interrupted; nothing was kept.");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    bench.service.backup(&copy).unwrap();
    bench.create("Not broken off");
    assert_eq!(Service::open(&copy, world(&bench.clock)).unwrap().check().unwrap(), []);
}

#[test]
fn set_up_never_touches_a_file_that_is_there() {
    let bench = Bench::new();
    let before = fs::read(&bench.path).unwrap();
    let error = Service::create(&bench.path, world(&bench.clock), &set_up(Retention::Sealed)).err().unwrap();
    assert_eq!(error.exit_code(), 4);
    assert_eq!(fs::read(&bench.path).unwrap(), before);
}

#[test]
fn a_set_up_that_fails_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Hand(Arc::new(AtomicI64::new(1)));
    let bad = SetUp { password: Plaintext::new("short".to_owned()), ..set_up(Retention::Sealed) };
    let error = Service::create(&folder.path().join("registry.db"), world(&clock), &bad).err().unwrap();
    assert!(matches!(error, Error::Invalid(_)));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_set_up_for_a_group_that_is_not_there_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Hand(Arc::new(AtomicI64::new(1)));
    let group = Some("no such group here".to_owned());
    let bad = SetUp { group, ..set_up(Retention::Sealed) };
    let error = Service::create(&folder.path().join("registry.db"), world(&clock), &bad).err().unwrap();
    assert!(matches!(error, Error::NotFound { .. }), "{error}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn the_log_stays_when_the_last_program_closes_so_that_readers_can_open() {
    let bench = Bench::new();
    let (path, folder) = (bench.path.clone(), bench.folder);
    drop(bench.service);
    assert!(path.with_extension("db-wal").exists() && path.with_extension("db-shm").exists());
    drop(folder);
}

#[test]
fn a_change_that_was_acknowledged_is_seen_by_another_program_at_once() {
    let mut bench = Bench::new();
    let mut other = bench.another();
    let seen = other.data_version().unwrap();
    let issued = bench.create("ABC Shipping");
    assert_ne!(other.data_version().unwrap(), seen);
    let id = issued.record.client.client_id;
    assert!(other.verify(&id, &issued.secret.unwrap()).unwrap().accepted);
}

#[test]
fn what_is_destroyed_while_somebody_reads_is_owed_to_the_next_opener() {
    let mut bench = Bench::new();
    let id = bench.create("ABC Shipping").record.client.client_id;
    let log = bench.path.with_extension("db-wal");
    let in_the_way = bench.sql();
    in_the_way.execute_batch("BEGIN; SELECT count(*) FROM client").unwrap();
    let begun = std::time::Instant::now();
    bench.service.delete(std::slice::from_ref(&id)).unwrap();
    assert!(begun.elapsed().as_secs() < 4, "a change does not wait for readers");
    assert!(!bench.service.destroyed_is_gone());
    drop(in_the_way);
    assert!(fs::metadata(&log).unwrap().len() > 0);
    drop(Service::open(&bench.path, world(&bench.clock)).unwrap());
    assert_eq!(fs::metadata(&log).unwrap().len(), 0, "the next opener has done it");
    assert!(bench.service.destroyed_is_gone());
}

#[test]
fn opening_a_registry_again_takes_no_lock_away_from_whoever_has_it_open() {
    let bench = Bench::new();
    let inode = std::os::unix::fs::MetadataExt::ino(&fs::metadata(&bench.path).unwrap());
    let own = std::process::id().to_string();
    // While others lock and unlock, the list that the system tells may lack some, or tell one twice.
    let locks = || -> BTreeSet<String> {
        let told = || fs::read_to_string("/proc/locks").unwrap();
        let all: Vec<String> = (0..20).map(|_| told()).collect();
        let mine = all.iter().flat_map(|told| told.lines()).filter_map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let own = words.get(4) == Some(&own.as_str())
                && words.get(5).is_some_and(|file| file.ends_with(&format!(":{inode}")));
            // Without its number in the list.
            own.then(|| words[1..].join(" "))
        });
        mine.collect()
    };
    assert!(bench.service.client("nobody").is_err());
    let held = locks();
    assert!(!held.is_empty(), "an open registry is locked against being closed by the last one");
    drop(Service::open(&bench.path, world(&bench.clock)).unwrap());
    drop(crate::service::Registry::open_read_only(&bench.path).unwrap());
    assert_eq!(locks(), held);
}

#[test]
fn an_older_registry_that_can_only_be_read_is_read() {
    let mut bench = Bench::new();
    let id = bench.create("ABC Shipping").record.client.client_id;
    let mut reader = bench.another();
    bench.sql().execute_batch(BACK_TO_THE_FIRST_SCHEMA).unwrap();
    // As for somebody who may not write the file.
    assert!(!reader.read_only());
    reader.store = crate::store::Store::open_read_only(&bench.path).unwrap();
    assert!(reader.read_only());
    assert_eq!(reader.clients(&query("", None)).unwrap().total, 1);
    for (word, value, _) in FACTS {
        reader.clients(&query("", Some((word, value)))).unwrap();
    }
    reader.prepare_search(&COLUMNS[0], &mut |_, _| ()).unwrap();
    assert_eq!(reader.clients(&query("shipping", None)).unwrap().total, 1);
    reader.health(&mut || std::ops::ControlFlow::Continue(())).unwrap();
    assert_eq!(reader.secrets(&id).unwrap().len(), 1);
    assert_eq!(reader.incidents(false).unwrap(), []);
    assert!(reader.trash().unwrap().is_empty() && reader.known(&id).is_ok());
    assert_eq!(reader.check().unwrap(), []);
    let old = bench.sql().query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(old, 1, "the file is as it was");
}
