//! A registry for tests of the memory: clients that are made up, what plain SQL says about them, and a comparison of
//! every page with that.

use std::fmt::Write as _;
use std::path::Path;

use rusqlite::{Connection, params};

use super::super::Finder;
use crate::domain::{Cursor, ListQuery, Page, PageAt};
use crate::store::{Reader, connection, schema};

/// A column as `--sort` says it, and how plain SQL sorts by it, upwards.
pub const SORTS: &[(&str, &str)] = &[
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
pub const FILTERS: &[(&str, &str, &str)] = &[
    ("status", "disabled", "NOT enabled"),
    ("class", "USER", "security_class = 'USER'"),
    ("scope", "read", "' ' || scope || ' ' LIKE '% read %'"),
    ("notes", "", "notes = ''"),
];

/// What is made up of a client.
#[derive(Clone, Debug)]
pub struct Made {
    pub text: [String; 4],
    pub few: usize,
    pub time: i64,
}

pub struct Bench {
    pub sql: Connection,
    added: i64,
}

impl Bench {
    pub fn new() -> Self {
        Self::on(Connection::open_in_memory().unwrap())
    }

    /// In a file.
    pub fn at(path: &Path) -> Self {
        std::fs::File::create_new(path).unwrap();
        let sql = connection::connect_new(path).unwrap();
        sql.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())).unwrap();
        Self::on(sql)
    }

    fn on(mut sql: Connection) -> Self {
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

    pub fn add(&mut self, made: &Made) {
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

    pub fn change(&self, id: i64, made: &Made) {
        let sql = "UPDATE client SET client_name = ?1, name_key = ?2, security_class = ?3, partner = ?4,
            email = ?5, scope = ?6, grant_types = ?7, redirect_uris = ?8, notes = ?9, enabled = ?10,
            secret_at = ?11, updated_at = ?11 WHERE id = ?12";
        let values = Self::values(made, id);
        self.sql.prepare_cached(sql).unwrap().execute(rusqlite::params_from_iter(values)).unwrap();
    }

    pub fn id(&self, at: usize) -> i64 {
        i64::try_from(at).unwrap() % self.added.max(1) + 1
    }

    pub fn run(&self, sql: &str, id: i64) {
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

pub fn seen(page: &Page) -> (Vec<i64>, usize, usize) {
    let ids = page.rows.iter().map(|(cursor, _)| cursor.id).collect();
    (ids, usize::try_from(page.offset).unwrap(), usize::try_from(page.total).unwrap())
}

/// Looks at one page, and at all that lie beside it.
pub fn compare(bench: &Bench, finder: &mut Finder, query: &ListQuery, at: usize) {
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
