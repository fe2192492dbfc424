//! What may be asked of the list of clients: a filter, a value or a field that can't be meant is told.

use super::*;
use crate::domain::{COLUMNS, ListQuery, Page, PageAt, SEARCH_CHARACTERS, SEARCH_TERMS};
use crate::service::Error;

pub(super) fn query(search: &str, filter: Option<(&str, &str)>) -> ListQuery {
    ListQuery {
        search: search.to_owned(),
        filters: filter.map(|(word, value)| (word.to_owned(), value.to_owned())).into_iter().collect(),
        sort: &COLUMNS[0],
        descending: false,
        page: PageAt::First,
        limit: None,
    }
}

fn names(page: &Page) -> Vec<&str> {
    page.rows.iter().map(|(_, record)| record.client.name.as_str()).collect()
}

/// The exit code of a filter's value, or how many clients it finds.
fn filtered(bench: &Bench, word: &str, value: &str) -> Result<i64, u8> {
    let found = bench.service.clients(&query("", Some((word, value))));
    found.map(|page| page.total).map_err(|error| error.exit_code())
}

#[test]
fn a_filters_value_is_one_that_a_client_can_have_whatever_its_case() {
    let mut bench = Bench::new();
    let id = bench.create("One").record.client.client_id;
    bench.service.add_partner("ABC Shipping", "abc").unwrap();
    let one_of = serde_json::json!([id, "nobody"]).to_string();
    for (word, value, found) in [
        ("status", "ENABLED", Ok(1)),
        ("status", "disabled", Ok(0)),
        ("status", "deleted", Err(2)),
        ("client-type", "Confidential", Ok(1)),
        ("client-type", "secretive", Err(2)),
        ("require-pkce", "FALSE", Ok(1)),
        ("require-pkce", "maybe", Err(2)),
        ("class", "user", Ok(1)),
        ("class", "nobody", Err(3)),
        ("grant-type", "Client_Credentials", Ok(1)),
        ("grant-type", "magic", Err(2)),
        ("grant-type", "urn:ietf:params:oauth:grant-type:jwt-bearer", Ok(0)),
        ("partner", "", Ok(1)),
        ("partner", "ABC", Ok(0)),
        ("partner", "nobody", Err(3)),
        ("grace", "RUNNING", Ok(0)),
        ("grace", "walking", Err(2)),
        ("among", one_of.as_str(), Ok(1)),
        ("among", "One", Err(2)),
        ("notes", "anything", Ok(0)),
        ("colour", "red", Err(2)),
    ] {
        assert_eq!(filtered(&bench, word, value), found, "{word}={value}");
    }
}

#[test]
fn who_names_a_filter_or_a_field_that_is_none_is_told_which_there_are() {
    let bench = Bench::new();
    let refused = bench.service.clients(&query("", Some(("colour", "red")))).err().unwrap().to_string();
    let stranger = Service::unknown_field("one colour:red").unwrap();
    for word in ["name", "class", "status"] {
        assert!(Service::filters().any(|known| known == word), "{word}");
        assert!(Service::search_fields().any(|known| known == word), "{word}");
        assert!(refused.contains(word) && stranger.contains(word), "{refused} {stranger}");
    }
    assert!(stranger.contains("\"colour\""), "{stranger}");
    assert_eq!(Service::unknown_field("one name:two https://abc.example"), None);
    for word in Service::filters() {
        let told = bench.service.clients(&query("", Some((word, "?")))).map(drop);
        assert!(!told.is_err_and(|error| error.to_string().contains("is no filter")), "{word}");
    }
}

#[test]
fn a_search_may_be_as_long_as_is_said_and_no_longer() {
    let bench = Bench::new();
    let refused = |search: &str| match bench.service.clients(&query(search, None)) {
        Ok(_) => false,
        Err(Error::Usage(_)) => true,
        Err(other) => panic!("{other}"),
    };
    // Characters, not bytes.
    assert!(!refused(&"é".repeat(SEARCH_CHARACTERS)) && refused(&"é".repeat(SEARCH_CHARACTERS + 1)));
    assert!(!refused(&"a ".repeat(SEARCH_TERMS)) && refused(&"a ".repeat(SEARCH_TERMS + 1)));
    assert!(refused(&"a".repeat(SEARCH_CHARACTERS + 100)) && refused(&"a ".repeat(SEARCH_TERMS + 10)));
}

#[test]
fn a_client_is_looked_for_on_the_page_that_is_shown_and_then_on_its_own() {
    let mut bench = Bench::new();
    let ids = ["A", "B", "C", "D", "E"].map(|name| bench.create(name).record.client.client_id);
    let two = ListQuery { limit: Some(2), ..query("", None) };
    let shown = ListQuery { page: PageAt::Position(1), ..two.clone() };
    let on = |query: &ListQuery, id: &str| bench.service.clients_with(query, id).unwrap();
    assert_eq!(names(&on(&shown, &ids[2])), ["B", "C"], "it is there already");
    assert_eq!(names(&on(&shown, &ids[3])), ["C", "D"]);
    assert_eq!(names(&on(&two, &ids[4])), ["E"]);
    assert_eq!(names(&on(&two, "nobody")), ["A", "B"]);
}

#[test]
fn the_rows_that_are_told_before_they_are_counted_are_those_of_the_page() {
    let mut bench = Bench::new();
    for name in ["One", "Two", "Three"] {
        bench.create(name);
    }
    for prepared in [false, true] {
        if prepared {
            bench.service.prepare_search(&COLUMNS[0], &mut |_, _| ()).unwrap();
        }
        let first = ListQuery { limit: Some(2), ..query("two", None) };
        let page = bench.service.clients(&first).unwrap().rows;
        assert_eq!(page.len(), 1);
        let rows = bench.service.first_rows(&first).unwrap();
        assert!(rows.is_none_or(|rows| rows == page), "prepared: {prepared}");
    }
}
