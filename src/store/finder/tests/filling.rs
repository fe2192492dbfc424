//! Filling by several connections, and an index that threads make: what is found is what plain SQL finds, whatever
//! changes meanwhile.

use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::bench::{Bench, Made, compare};
use super::{ALONE, Finder, Threads};
use crate::domain::{ListQuery, PageAt, column};
use crate::store::list::SortKey;
use crate::store::{Reader, connection};

/// Clients in several segments of the index, as they are in tests.
const MANY: usize = 700;

fn made(number: usize) -> Made {
    let text = [format!("n{number} "), format!("e{}", number % 7), "u".to_owned(), "notes".to_owned()];
    Made { text, few: number, time: 1 }
}

/// Many clients, of which some were purged.
fn fill_in(bench: &mut Bench) {
    (0..MANY).for_each(|number| bench.add(&made(number)));
    bench.run("DELETE FROM client WHERE id % 50 = 0 OR id BETWEEN 130 AND ?1", 300);
}

fn look(bench: &Bench, finder: &mut Finder) {
    for search in ["n1", "e3 n", "notes", "name:n2 email:e5", "n69", "nothing of the kind"] {
        let query = ListQuery {
            search: search.to_owned(),
            filters: Vec::new(),
            sort: column("name").unwrap(),
            descending: false,
            page: PageAt::First,
            limit: Some(5),
        };
        compare(bench, finder, &query, 3);
    }
}

fn fill(bench: &Bench, threads: Threads, progress: &mut dyn FnMut(u64, u64)) -> Finder {
    let transaction = bench.sql.unchecked_transaction().unwrap();
    let key = SortKey::of(column("name").unwrap().key);
    Finder::fill(&Reader(&transaction), Some(key), threads, progress).unwrap()
}

/// Another program's connection.
fn somebody_else(path: &Path) -> Connection {
    let (connection, _) = connection::connect(path, false).unwrap();
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    connection
}

#[test]
fn several_connections_read_what_one_reads_whatever_changes_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("registry.db");
    let mut bench = Bench::at(&path);
    fill_in(&mut bench);
    let other = somebody_else(&path);
    let threads = Threads { reading: 3, ..ALONE };
    let mut told = Vec::new();
    let mut finder = fill(&bench, threads, &mut |clients, all| {
        told.push(clients);
        assert!(clients <= all);
        // Before anything was read, and after parts of it were.
        let at = i64::try_from(told.len()).unwrap();
        let change = "UPDATE client SET client_name = 'changed ' || id, name_key = 'changed ' || id WHERE id % 97 = ?1";
        other.execute(change, [at]).unwrap();
        other.execute("DELETE FROM client WHERE id % 101 = ?1", [at]).unwrap();
    });
    assert!(told.is_sorted() && told[0] == 0);
    look(&bench, &mut finder);
    while finder.index.make_one() {}
    look(&bench, &mut finder);
}

#[test]
fn another_file_that_took_the_place_of_the_registry_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let (path, taken) = (folder.path().join("registry.db"), folder.path().join("other.db"));
    let mut bench = Bench::at(&path);
    fill_in(&mut bench);
    bench.sql.execute_batch(&format!("VACUUM INTO '{}'", taken.display())).unwrap();
    let other = somebody_else(&taken);
    other.execute_batch("UPDATE client SET notes = 'of another file'").unwrap();
    other.close().unwrap();
    std::fs::rename(&taken, &path).unwrap();
    let mut finder = fill(&bench, Threads { reading: 3, ..ALONE }, &mut |_, _| ());
    look(&bench, &mut finder);
}

#[test]
fn numbers_may_lie_far_apart() {
    let mut bench = Bench::new();
    fill_in(&mut bench);
    bench.run("UPDATE client SET id = ?1 WHERE id = 77", i64::MAX);
    bench.run("UPDATE client SET id = ?1 WHERE id = 78", i64::MIN);
    let mut finder = fill(&bench, ALONE, &mut |_, _| ());
    look(&bench, &mut finder);
}

#[test]
fn threads_make_the_index_while_it_is_searched() {
    let mut bench = Bench::new();
    fill_in(&mut bench);
    let mut finder = fill(&bench, Threads { indexing: 2, ..ALONE }, &mut |_, _| ());
    let mut number = 0;
    let end = Instant::now() + Duration::from_mins(1);
    while !finder.index.is_whole() {
        assert!(Instant::now() < end, "the index is never whole");
        number += 1;
        bench.change(i64::try_from(number % 120 + 1).unwrap(), &made(number));
        look(&bench, &mut finder);
    }
    look(&bench, &mut finder);
}

#[test]
fn what_was_read_does_not_outlive_the_search() {
    let mut bench = Bench::new();
    fill_in(&mut bench);
    for indexing in [0, 2] {
        let finder = fill(&bench, Threads { indexing, ..ALONE }, &mut |_, _| ());
        let pieces: Vec<_> = finder.texts.segment(0).iter().map(Arc::downgrade).collect();
        drop(finder);
        let end = Instant::now() + Duration::from_mins(1);
        while pieces.iter().any(|piece| piece.strong_count() > 0) {
            assert!(indexing > 0 && Instant::now() < end, "texts stay in memory");
            thread::yield_now();
        }
    }
}
