//! A file whose trees give what they hold out of order: it is told, and every reading has an end.

use super::log::busy;
use super::*;
use crate::service::{Error, Finding};

/// A tree of the file with two branches that stand in each other's place: what it holds comes out of order.
fn with_branches_swapped(bench: Bench, tree: &str) -> Bench {
    let Bench { folder, path, clock, service, recovery_code } = bench;
    let sql = rusqlite::Connection::open(&path).unwrap();
    let root = "SELECT rootpage FROM sqlite_schema WHERE name = ?1";
    let root: usize = sql.query_row(root, [tree], |row| row.get::<_, u32>(0)).unwrap().try_into().unwrap();
    sql.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    drop((sql, service));
    let mut bytes = std::fs::read(&path).unwrap();
    let page = &mut bytes[(root - 1) * 4096..root * 4096];
    // <https://sqlite.org/fileformat2.html#b_tree_pages>: an inner page, its rightmost child, its first cell.
    assert!(matches!(page[0], 2 | 5), "{tree} has more than one page");
    let first = usize::from(u16::from_be_bytes([page[12], page[13]]));
    for at in 0..4 {
        page.swap(8 + at, first + at);
    }
    std::fs::write(&path, bytes).unwrap();
    let service = Service::open(&path, world(&clock)).unwrap();
    Bench { folder, path, clock, service, recovery_code }
}

#[test]
fn a_damaged_log_whose_entries_come_out_of_order_is_told_and_has_an_end() {
    let bench = with_branches_swapped(busy(), "audit_entry");
    let findings = ends(move || bench.service.check().unwrap());
    let misplaced = |finding: &Finding| finding.sentence.contains("stands where it does not belong");
    assert!(findings.iter().any(misplaced), "{findings:?}");
}

#[test]
fn damaged_names_that_come_out_of_order_are_told_and_have_an_end() {
    let mut bench = Bench::new();
    bench.create("Seed");
    let sql = bench.sql();
    sql.execute_batch("CREATE TEMP TABLE seed AS SELECT * FROM client").unwrap();
    for number in 2..300 {
        let name = format!("the long name of copy {number:05}");
        let key =
            "UPDATE seed SET id = ?1, client_id = ?2, client_id_key = ?2, client_name = ?2, name_key = ?2";
        sql.execute(key, rusqlite::params![number, name]).unwrap();
        sql.execute("INSERT INTO client SELECT * FROM seed", []).unwrap();
    }
    drop(sql);
    let bench = with_branches_swapped(bench, "client_by_name");
    let told = ends(move || bench.service.lint::<Error>(&[], |_| Ok(())));
    assert!(told.unwrap_err().to_string().contains("its rows come out of order"));
}

#[test]
fn damaged_sealed_copies_that_come_out_of_order_are_told_and_have_an_end() {
    let mut bench = Bench::new();
    bench.create("Seed");
    let sql = bench.sql();
    sql.pragma_update(None, "foreign_keys", false).unwrap();
    for generation in 2..300 {
        let copy =
            "INSERT INTO sealed_copy SELECT client, ?1, key_generation, sealed FROM sealed_copy LIMIT 1";
        sql.execute(copy, [generation]).unwrap();
    }
    drop(sql);
    let mut bench = with_branches_swapped(bench, "sealed_copy");
    bench.service.sign_on("ada", &Plaintext::new(PASSWORD.to_owned())).unwrap();
    let told = ends(move || bench.service.check_sealed(&mut |_, _| ()));
    assert!(told.unwrap_err().to_string().contains("its rows come out of order"));
}

/// What a long reading comes to; it must come to something.
fn ends<T: Send + 'static>(read: impl FnOnce() -> T + Send + 'static) -> T {
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || tell.send(read()));
    told.recv_timeout(std::time::Duration::from_mins(1)).expect("it ends")
}
