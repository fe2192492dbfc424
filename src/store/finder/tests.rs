//! Search, filters, sort and pages compared with plain SQL on random registries, between random changes: in
//! memory and through the indexes alike.

use std::fmt::Write as _;

use proptest::prelude::*;
use rusqlite::{Connection, params};

use super::Finder;
use crate::domain::{Cursor, ListQuery, Page, PageAt, column};
use crate::store::{Reader, schema};

/// A column as `--sort` says it, and how plain SQL sorts by it, upwards.
const SORTS: &[(&str, &str)] = &[
    ("name", "name_key ASC"),
    ("client_id", "client_id_key ASC"),
    ("class", "security_class COLLATE NOCASE ASC"),
    ("partner", "ifnull(partner, '') ASC"),
    ("email", "email ASC"),
    ("grants", "grant_types ASC"),
    ("status", "enabled"),
    ("secret_age", "secret_at DESC"),
    ("last_used", "last_used_at ASC"),
    ("updated", "updated_at ASC"),
    ("created", "created_at ASC"),
];
/// What is searched: the word before a colon, and the column.
const FIELDS: &[(&str, &str)] = &[
    ("name", "client_name"),
    ("client_id", "client_id"),
    ("class", "security_class"),
    ("partner", "ifnull(partner, '')"),
    ("email", "email"),
    ("scope", "scope"),
    ("redirect_uris", "redirect_uris"),
    ("notes", "notes"),
];
const STATUS: (&str, &str) = ("status", "iif(enabled, 'enabled', 'disabled')");
const FILTERS: &[(&str, &str, &str)] = &[
    ("status", "disabled", "NOT enabled"),
    ("class", "USER", "security_class = 'USER'"),
    ("scope", "read", "' ' || scope || ' ' LIKE '% read %'"),
    ("notes", "", "notes = ''"),
];

/// What is made up of a client.
#[derive(Clone, Debug)]
struct Made {
    text: [String; 4],
    few: usize,
    time: i64,
}

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
        10 => look(),
    ]
}

struct Bench {
    sql: Connection,
    added: i64,
}

impl Bench {
    fn new() -> Self {
        let mut sql = Connection::open_in_memory().unwrap();
        schema::migrate(&mut sql).unwrap();
        sql.pragma_update(None, "foreign_keys", false).unwrap();
        Self { sql, added: 0 }
    }

    fn values(made: &Made, number: i64) -> Vec<rusqlite::types::Value> {
        let [name, email, uri, notes] = &made.text;
        let name = format!("{name}{number}");
        let of = |texts: &[&str]| texts[made.few % texts.len()].to_owned();
        let partner = Some(of(&["", "ab", "Ba"])).filter(|partner| !partner.is_empty());
        vec![
            name.clone().into(),
            name.to_lowercase().into(),
            of(&["USER", "user", "ADMIN", "abuse"]).into(),
            partner.into(),
            email.clone().into(),
            of(&["read", "read write", "bread", ""]).into(),
            of(&["[\"password\"]", "[]"]).into(),
            serde_json::Value::from(vec![uri.clone()]).to_string().into(),
            notes.clone().into(),
            (!made.few.is_multiple_of(3)).into(),
            made.time.into(),
            number.into(),
        ]
    }

    fn add(&mut self, made: &Made) {
        self.added += 1;
        let client_id = format!("{}-{}", ["ab", "Ab", "b"][made.few % 3], self.added);
        let mut values = Self::values(made, self.added);
        values.truncate(11);
        values.push(client_id.into());
        let sql = "INSERT INTO client (client_id, client_id_key, client_type, restrict_to_partner_users,
                token_endpoint_auth_method, require_pkce, version, created_at, created_by, updated_at, updated_by,
                client_name, name_key, security_class, partner, email, scope, grant_types, redirect_uris, notes,
                enabled, secret_at, last_used_at)
            VALUES (?12, lower(?12), 'confidential', 1, 'client_secret_basic', 0, 1, ?11, '', ?11, '',
                ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11)";
        self.sql.prepare_cached(sql).unwrap().execute(rusqlite::params_from_iter(values)).unwrap();
    }

    fn change(&self, id: i64, made: &Made) {
        let sql = "UPDATE client SET client_name = ?1, name_key = ?2, security_class = ?3, partner = ?4,
            email = ?5, scope = ?6, grant_types = ?7, redirect_uris = ?8, notes = ?9, enabled = ?10,
            secret_at = ?11, updated_at = ?11 WHERE id = ?12";
        let values = Self::values(made, id);
        self.sql.prepare_cached(sql).unwrap().execute(rusqlite::params_from_iter(values)).unwrap();
    }

    fn id(&self, at: usize) -> i64 {
        i64::try_from(at).unwrap() % self.added.max(1) + 1
    }

    fn run(&self, sql: &str, id: i64) {
        self.sql.prepare_cached(sql).unwrap().execute(params![id]).unwrap();
    }

    /// Every client of the list, by a statement that pages nothing and uses no parameters.
    fn plainly(&self, query: &ListQuery) -> Vec<i64> {
        let mut sql = "SELECT id FROM client WHERE deleted_at IS NULL".to_owned();
        for term in query.search.split_whitespace() {
            let named = term.split_once(':').and_then(|(word, rest)| {
                Some((FIELDS.iter().chain([&STATUS]).find(|(name, _)| *name == word)?.1, rest))
            });
            let like = |column: &str, text: &str| {
                let text =
                    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_").replace('\'', "''");
                format!("{column} LIKE '%{text}%' ESCAPE '\\'")
            };
            let conditions: Vec<String> = match named {
                Some((column, text)) => vec![like(column, text)],
                None => FIELDS.iter().map(|(_, column)| like(column, term)).collect(),
            };
            write!(sql, " AND ({})", conditions.join(" OR ")).unwrap();
        }
        for (field, value) in &query.filters {
            let same = |filter: &&(&str, &str, &str)| (filter.0, filter.1) == (field, value);
            write!(sql, " AND ({})", FILTERS.iter().find(same).unwrap().2).unwrap();
        }
        let order = SORTS.iter().find(|(key, _)| *key == query.sort.key).unwrap().1;
        // The youngest secret is the newest; clients of one value stand by their numbers, in the same direction.
        let by_number = if order.ends_with("DESC") { "DESC" } else { "ASC" };
        write!(sql, " ORDER BY {order}, id {by_number}").unwrap();
        let mut found: Vec<i64> = self
            .sql
            .prepare(&sql)
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        if query.descending {
            found.reverse();
        }
        found
    }
}

/// What a page must be: the part of the whole list that begins or ends at a row.
fn expected(whole: &[i64], query: &ListQuery) -> (Vec<i64>, usize) {
    let limit = usize::try_from(query.limit.unwrap()).unwrap();
    let place = |cursor: &Cursor| whole.iter().position(|&id| id == cursor.id).unwrap();
    let (from, to) = match &query.page {
        PageAt::First => (0, limit),
        PageAt::Last => (whole.len().saturating_sub(limit), whole.len()),
        PageAt::After(cursor) => (place(cursor) + 1, place(cursor) + 1 + limit),
        PageAt::From(cursor) => (place(cursor), place(cursor) + limit),
        PageAt::Before(cursor) => (place(cursor).saturating_sub(limit), place(cursor)),
        PageAt::Position(position) => {
            let position = usize::try_from(*position).unwrap();
            (position, position + limit)
        }
    };
    let rows = whole.get(from..to.min(whole.len())).unwrap_or_default().to_vec();
    let offset = if rows.is_empty() { whole.len() } else { from };
    (rows, offset)
}

fn seen(page: &Page) -> (Vec<i64>, usize, usize) {
    let ids = page.rows.iter().map(|(cursor, _)| cursor.id).collect();
    (ids, usize::try_from(page.offset).unwrap(), usize::try_from(page.total).unwrap())
}

/// Looks at one page, and at all that lie beside it.
fn compare(bench: &Bench, finder: &mut Finder, query: &ListQuery, at: usize) {
    let reader = Reader(&bench.sql);
    let whole = bench.plainly(query);
    let all = ListQuery { limit: None, page: PageAt::First, ..query.clone() };
    let cursors: Vec<Cursor> =
        reader.clients(&all, 0).unwrap().rows.into_iter().map(|(cursor, _)| cursor).collect();
    let mut pages = vec![PageAt::First, PageAt::Last, PageAt::Position(i64::try_from(at).unwrap() % 9)];
    if let Some(mut cursor) = (!cursors.is_empty()).then(|| cursors[at % cursors.len()].clone()) {
        pages.extend([
            PageAt::After(cursor.clone()),
            PageAt::From(cursor.clone()),
            PageAt::Before(cursor.clone()),
        ]);
        // Its rank may be of another list.
        cursor.rank.of ^= 1;
        pages.extend([PageAt::After(cursor.clone()), PageAt::From(cursor.clone()), PageAt::Before(cursor)]);
    }
    for page in pages {
        let query = ListQuery { page, ..query.clone() };
        let (rows, offset) = expected(&whole, &query);
        let wanted = (rows, offset, whole.len());
        assert_eq!(seen(&reader.clients(&query, 0).unwrap()), wanted, "SQL {query:?}");
        if query.filters.is_empty() {
            let soon = finder.first_rows(&reader, &query).unwrap();
            assert_eq!(seen(&finder.page(&reader, &query).unwrap()), wanted, "in memory {query:?}");
            if let Some(soon) = soon {
                let ids: Vec<i64> = soon.iter().map(|(cursor, _)| cursor.id).collect();
                assert_eq!(ids, wanted.0, "before they are counted {query:?}");
            }
        }
    }
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
        let mut finder = Finder::fill(&Reader(&bench.sql), &mut |_, _| ()).unwrap();
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
    let mut finder = Finder::fill(&Reader(&bench.sql), &mut |_, _| ()).unwrap();
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
    let mut finder = Finder::fill(&Reader(&bench.sql), &mut |_, _| ()).unwrap();
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
    let mut finder = Finder::fill(&Reader(&bench.sql), &mut |_, _| ()).unwrap();
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
