//! Search, filters, sort and pages compared with plain SQL on random registries, between random changes: in
//! memory and through the indexes alike.

mod bench;
mod filling;

use proptest::prelude::*;

use super::{Finder, Threads};
use crate::domain::{ListQuery, PageAt, column};
use crate::store::Reader;
use bench::{Bench, FILTERS, Made, SORTS, compare, seen};

/// One connection reads, and nothing is indexed but when a test says so.
const ALONE: Threads = Threads { reading: 1, indexing: 0 };

/// What happens to the registry.
#[derive(Clone, Debug)]
enum Step {
    Add(Made),
    Change(usize, Made),
    Trash(usize),
    Restore(usize),
    Purge(usize),
    /// More changes than are remembered one by one.
    Flood(Made),
    /// So many segments of the index become ready.
    Index(usize),
    Look {
        search: String,
        filter: Option<usize>,
        sort: usize,
        descending: bool,
        page: usize,
        limit: i64,
    },
}

fn made() -> impl Strategy<Value = Made> {
    let text = || prop_oneof![3 => "[abAB%_\\\\é\":, ]{0,6}", 1 => "[a-zA-Zéж ]{0,12}"];
    let texts = [text().boxed(), text().boxed(), text().boxed(), text().boxed()];
    (texts, 0..12usize, 0..5i64).prop_map(|(text, few, time)| Made { text, few, time })
}

fn look() -> impl Strategy<Value = Step> {
    let term = prop_oneof![
        4 => "[abAB%_\\\\é\":,]{1,5}",
        1 => "[a-zA-Z0-9ж]{1,4}",
        1 => "(name|client_id|email|partner|class|scope|redirect_uris|notes|none):[abuse/]{0,2}",
        1 => "status:(dis|en|able|no|)",
    ];
    let search = prop::collection::vec(term, 0..3).prop_map(|terms| terms.join(" "));
    let filter = prop::option::weighted(0.2, 0..FILTERS.len());
    (search, filter, 0..SORTS.len(), any::<bool>(), 0..200usize, 1..6i64).prop_map(
        |(search, filter, sort, descending, page, limit)| Step::Look {
            search,
            filter,
            sort,
            descending,
            page,
            limit,
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => made().prop_map(Step::Add),
        3 => (0..400usize, made()).prop_map(|(at, made)| Step::Change(at, made)),
        2 => (0..400usize).prop_map(Step::Trash),
        1 => (0..400usize).prop_map(Step::Restore),
        1 => (0..400usize).prop_map(Step::Purge),
        1 => made().prop_map(Step::Flood),
        3 => (0..3usize).prop_map(Step::Index),
        10 => look(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_page_is_the_one_that_plain_sql_finds(
        first in prop::collection::vec(made(), 1..8),
        // Several segments of the index, as they are in tests.
        count in 0..300usize,
        steps in prop::collection::vec(step(), 1..24),
    ) {
        let mut bench = Bench::new();
        first.iter().cycle().take(count).for_each(|made| bench.add(made));
        let mut finder = Finder::fill(&Reader(&bench.sql), None, ALONE, &mut |_, _| ()).unwrap();
        for step in steps {
            match step {
                Step::Add(made) => bench.add(&made),
                Step::Change(at, made) => bench.change(bench.id(at), &made),
                Step::Trash(at) => bench.run("UPDATE client SET deleted_at = 1 WHERE id = ?1", bench.id(at)),
                Step::Restore(at) => {
                    bench.run("UPDATE client SET deleted_at = NULL WHERE id = ?1", bench.id(at));
                }
                Step::Purge(at) => bench.run("DELETE FROM client WHERE id = ?1", bench.id(at)),
                Step::Flood(made) => (0..70).for_each(|_| bench.add(&made)),
                Step::Index(count) => (0..count).for_each(|_| _ = finder.index.make_one()),
                Step::Look { search, filter, sort, descending, page, limit } => {
                    let filter = filter.map(|at| (FILTERS[at].0.to_owned(), FILTERS[at].1.to_owned()));
                    let sort = column(SORTS[sort].0).unwrap();
                    let filters = filter.into_iter().collect();
                    let query = ListQuery {
                        search, filters, sort, descending, page: PageAt::First, limit: Some(limit),
                    };
                    compare(&bench, &mut finder, &query, page);
                }
            }
        }
        prop_assert!(Reader(&bench.sql).tally_is_right().unwrap());
    }
}

#[test]
fn what_changed_too_often_to_be_remembered_is_read_anew() {
    let mut bench = Bench::new();
    let made = Made { text: ["a", "b", "c", "d"].map(str::to_owned), few: 0, time: 1 };
    bench.add(&made);
    let mut finder = Finder::fill(&Reader(&bench.sql), None, ALONE, &mut |_, _| ()).unwrap();
    for _ in 0..5_000 {
        bench.change(1, &made);
    }
    assert_eq!(Reader(&bench.sql).changed_since(finder.changes.unwrap()).unwrap(), None);
    bench.add(&made);
    let query = ListQuery {
        search: "a".to_owned(),
        filters: Vec::new(),
        sort: column("name").unwrap(),
        descending: false,
        page: PageAt::First,
        limit: Some(5),
    };
    compare(&bench, &mut finder, &query, 0);
}

#[test]
fn going_on_typing_finds_what_typing_at_once_finds() {
    let mut bench = Bench::new();
    for number in 0..200 {
        let text = [format!("n{number}"), format!("e{number}é"), String::new(), "name:x".to_owned()];
        bench.add(&Made { text, few: number, time: 1 });
    }
    let mut finder = Finder::fill(&Reader(&bench.sql), None, ALONE, &mut |_, _| ()).unwrap();
    for whole in ["n19 e19é", "name:n1 client_id:1", "e1e\u{301}", "none:1", "na name:n"] {
        for (end, c) in whole.char_indices() {
            let query = ListQuery {
                search: whole[..end + c.len_utf8()].to_owned(),
                filters: Vec::new(),
                sort: column("email").unwrap(),
                descending: true,
                page: PageAt::First,
                limit: Some(7),
            };
            let reader = Reader(&bench.sql);
            let (found, plain) = (finder.page(&reader, &query).unwrap(), reader.clients(&query, 0).unwrap());
            assert_eq!(seen(&found), seen(&plain), "{query:?}");
        }
    }
}

#[test]
fn what_an_error_broke_off_is_read_anew() {
    let mut bench = Bench::new();
    let made = |name: &str| Made { text: [name, "e", "u", "n"].map(str::to_owned), few: 0, time: 1 };
    (0..20).for_each(|number| bench.add(&made(&format!("z{number}-"))));
    let mut finder = Finder::fill(&Reader(&bench.sql), None, ALONE, &mut |_, _| ()).unwrap();
    let search = |text: &str| ListQuery {
        search: text.to_owned(),
        filters: Vec::new(),
        sort: column("name").unwrap(),
        descending: false,
        page: PageAt::First,
        limit: Some(50),
    };
    finder.page(&Reader(&bench.sql), &search("z")).unwrap();
    let mut broken_off = 0;
    // The steps of SQLite's machine after which it is broken off.
    for after in (1..).step_by(29) {
        bench.change(3, &made(&format!("a{after}-")));
        bench.add(&made("a"));
        let mut steps = 0;
        let enough = move || {
            steps += 1;
            steps > after
        };
        bench.sql.progress_handler(1, Some(enough)).unwrap();
        let page = finder.page(&Reader(&bench.sql), &search("a"));
        bench.sql.progress_handler(0, None::<fn() -> bool>).unwrap();
        let (reader, query) = (Reader(&bench.sql), search("a"));
        let (found, plain) = (finder.page(&reader, &query).unwrap(), reader.clients(&query, 0).unwrap());
        assert_eq!(seen(&found), seen(&plain), "broken off after {after}");
        if page.is_ok() {
            break;
        }
        broken_off += 1;
    }
    assert!(broken_off > 20, "{broken_off}");
}
