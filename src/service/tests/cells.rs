//! The cells that a list is printed from are those of its records, on every column, both ways, part by part.

use super::{Bench, draft};
use crate::domain::{COLUMNS, ClientRecord, Column, ListQuery, PageAt, Told};
use crate::service::Service;

/// What a record has for a column.
fn kept(column: &Column, record: &ClientRecord) -> Told<'static> {
    let at = match column.key {
        "secret_age" => record.secret_at,
        "last_used" => record.last_used_at,
        "updated" => Some(record.updated.at),
        "created" => Some(record.created.at),
        _ => return Told::Text(column.cell(record, 0).into()),
    };
    at.map_or(Told::NOTHING, Told::Time)
}

fn owned(told: Told<'_>) -> Told<'static> {
    match told {
        Told::Text(text) => Told::Text(text.into_owned().into()),
        Told::Time(at) => Told::Time(at),
    }
}

/// The whole list, read in parts of so many rows.
fn told(service: &Service, mut query: ListQuery, part: i64) -> Vec<Vec<Told<'static>>> {
    let mut rows: Vec<Vec<Told<'static>>> = Vec::new();
    query.limit = Some(part);
    loop {
        let before = rows.len();
        let tell = |column, cell: Told<'_>| {
            if column == 0 {
                rows.push(Vec::new());
            }
            rows.last_mut().unwrap().push(owned(cell));
        };
        let found = service.client_cells(&query, tell).unwrap();
        assert_eq!(usize::try_from(found.rows).unwrap(), rows.len() - before);
        let Some(last) = found.last else { return rows };
        query.page = PageAt::After(last);
    }
}

#[test]
fn every_cell_is_that_of_the_record() {
    let mut bench = Bench::new();
    bench.service.add_partner("Shipping Partners", "shipping").unwrap();
    for number in 0..17 {
        let mut client = draft(&format!("Client {number:02} \"quoted\\\" é"));
        let set = [
            ("security_class", ["USER", "ADMIN"][number % 2]),
            ("contacts", ["", "jane@example.org"][number % 2]),
            ("partner", ["", "", "shipping"][number % 3]),
            ("client_id", ["", "", "shipping-jane"][number % 3]),
        ];
        for (field, value) in set.into_iter().filter(|(_, value)| !value.is_empty()) {
            let several = if field == "client_id" { format!("{value}{number}") } else { value.to_owned() };
            client.set(field, vec![several]);
        }
        if number % 4 == 1 {
            let grants = ["client_credentials", "urn:example:g,h", "refresh_token"];
            client.set("grant_types", grants.iter().map(|grant| (*grant).to_owned()).collect());
        }
        match bench.service.create_client(&client, None) {
            Ok(issued) if number % 5 == 0 => {
                drop(bench.service.set_enabled(&[issued.record.client.client_id], false).unwrap());
            }
            Ok(_) => {}
            Err(error) => panic!("{error} {:?}", error.problems()),
        }
        bench.clock.pass(7);
    }
    for column in COLUMNS.iter() {
        for descending in [false, true] {
            let query = ListQuery {
                search: String::new(),
                filters: Vec::new(),
                sort: column,
                descending,
                page: PageAt::First,
                limit: None,
            };
            let records = bench.service.clients(&query).unwrap().rows;
            let wanted: Vec<Vec<_>> = records
                .iter()
                .map(|(_, record)| COLUMNS.iter().map(|column| kept(column, record)).collect())
                .collect();
            assert_eq!(wanted.len(), 17);
            for part in [1, 4, 17, 100] {
                assert_eq!(told(&bench.service, query.clone(), part), wanted, "{} {part}", column.key);
            }
            let position = ListQuery { page: PageAt::Position(11), ..query };
            assert_eq!(told(&bench.service, position.clone(), 4), wanted[11..], "{}", column.key);
            let beyond = ListQuery { page: PageAt::Position(17), ..position };
            assert_eq!(told(&bench.service, beyond, 4), [] as [Vec<Told<'_>>; 0]);
        }
    }
}
