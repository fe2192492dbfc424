//! What an operator and an authorization server wait for: a page of the list, a search, a frame, a verification, a
//! durable change. `cargo bench`; quote ratios between rows, not times.

use std::mem::discriminant;
use std::ops::ControlFlow;
use std::sync::mpsc;
use std::time::Instant;

use criterion::{Criterion, criterion_group, criterion_main};

use clientkeep::domain::audit::Origin;
use clientkeep::domain::{COLUMNS, Client, Draft, ListQuery, PageAt, Plaintext, Profile, column, field};
use clientkeep::service::{Disclosure, Policy, Service, World, demo};
use clientkeep::tui::answer::Answer;
use clientkeep::tui::desk::{Desk, Envelope, Reply, Word};
use clientkeep::tui::grid::Grid;
use clientkeep::tui::request::Request;
use clientkeep::tui::screens::clients::Clients;
use clientkeep::tui::shell::{Parts, Shell};
use clientkeep::tui::terminal::Event;
use clientkeep::tui::theme::Theme;
use clientkeep::vault::{Cost, OsEntropy, hash};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Rect;

/// Clients in the registry; sealed, as most are.
const CLIENTS: u64 = 5_000;

/// Clients among which is searched.
const SEARCHED: u64 = 50_000;

fn world() -> World {
    World { policy: Policy::CHEAP, memory: None, ..World::real(Origin::Library) }
}

fn query(search: &str) -> ListQuery {
    ListQuery {
        search: search.to_owned(),
        filters: Vec::new(),
        sort: column("name").expect("a column"),
        descending: false,
        page: PageAt::First,
        limit: Some(20),
    }
}

fn benches(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("registry.db");
    let mut service: Service =
        demo::build(&path, CLIENTS, world(), |_| ControlFlow::Continue(())).expect("a registry");

    let mut group = criterion.benchmark_group("list");
    for column in COLUMNS.iter() {
        group.bench_function(format!("first page by {}", column.key), |bench| {
            bench.iter(|| service.clients(&ListQuery { sort: column, ..query("") }).expect("a page"));
        });
    }
    group.bench_function("last page by name", |bench| {
        bench.iter(|| service.clients(&ListQuery { page: PageAt::Last, ..query("") }).expect("a page"));
    });
    group.bench_function("search for two words", |bench| {
        bench.iter(|| service.clients(&query("billing oslo")).expect("a page"));
    });
    group.finish();

    let mut draft = Draft::new(Profile::Service);
    draft.set(field::CLIENT_NAME, vec!["Bench".to_owned()]);
    draft.set(field::SECURITY_CLASS, vec!["USER".to_owned()]);
    let issued = service.create_client(&draft, None).expect("a client");
    let (client_id, secret) = (issued.record.client.client_id, issued.secret.expect("a secret"));

    let mut group = criterion.benchmark_group("verify");
    group.bench_function("a generated secret, lookup included", |bench| {
        bench.iter(|| assert!(service.verify(&client_id, &secret).expect("a verdict").accepted));
    });
    let other = Plaintext::new("some secret of another system".to_owned());
    group.sample_size(10).bench_function("one argon2id hash, for comparison", |bench| {
        bench.iter(|| hash(&other, Cost::SERVERS, &mut OsEntropy).expect("a hash"));
    });
    group.finish();

    let mut group = criterion.benchmark_group("change");
    group.sample_size(20).bench_function("disclose: audit entry, commit, open the copy", |bench| {
        bench.iter(|| service.disclose(&client_id, &Disclosure::Show).expect("credentials"));
    });
    group.finish();
}

/// About what is searched of a client.
fn searched(client: &Client) -> String {
    let own = [&client.name, &client.client_id, &client.security_class, &client.notes];
    let texts = own.into_iter().chain(&client.scopes).chain(&client.redirect_uris);
    texts.chain(&client.email).chain(&client.partner).map(String::as_str).collect()
}

/// Searches in memory, beside one pass of `memmem` over about the same bytes and beside `LIKE`.
fn searches(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("registry.db");
    let service = demo::build(&path, SEARCHED, world(), |_| ControlFlow::Continue(())).expect("a registry");
    let all = service.clients(&ListQuery { limit: None, ..query("") }).expect("all of them").rows;
    let text: String = all.iter().map(|(_, record)| searched(&record.client)).collect();
    let mut group = criterion.benchmark_group("search");
    group.sample_size(20);
    group.bench_function("one pass of memmem", |bench| {
        bench.iter(|| assert!(memchr::memmem::find(text.as_bytes(), b"no such text").is_none()));
    });
    group.bench_function("LIKE", |bench| {
        bench.iter(|| service.clients(&query("oslo")).expect("a page"));
    });
    service.prepare_search(query("").sort, &mut |_, _| ()).expect("memory");
    for term in ["e", "zu", "ber", "warehous", "export 0499", "name:oslo class:user"] {
        let other = query("no such text");
        group.bench_function(format!("in memory: {term}"), |bench| {
            bench.iter(|| {
                // What was found last is remembered: look for something else in between.
                service.clients(&other).expect("a page");
                service.clients(&query(term)).expect("a page")
            });
        });
    }
    group.finish();
}

/// A frame of the list on 200 columns and 50 rows, and a step of the cursor.
fn frames(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("registry.db");
    let service = demo::build(&path, 200, world(), |_| ControlFlow::Continue(())).expect("a registry");
    let (to_worker, asked) = mpsc::channel();
    let parts = Parts {
        registry: path,
        read_only: false,
        theme: &Theme::SIXTEEN,
        desk: Desk::new(to_worker),
        clock: Box::new(|| 1_800_000_000),
        size: (200, 50),
        now: Instant::now(),
    };
    let mut shell = Shell::new(parts, Box::new(Clients::new()));
    for Envelope { layer, ticket, request } in asked.try_iter().collect::<Vec<_>>() {
        let kind = discriminant(&request);
        let Request::Clients { query, .. } = request else { continue };
        let answer = Answer::Clients(service.clients(&query).map_err(Into::into));
        let reply = Reply { layer, ticket, kind, answer: Some(answer) };
        shell.feed(Event::Worker(Word::Reply(Box::new(reply))), Instant::now());
    }
    let mut grid = Grid::blank(Rect::new(0, 0, 200, 50));
    let mut group = criterion.benchmark_group("frame");
    group.bench_function("the list, 200 x 50", |bench| {
        bench.iter(|| {
            grid.wipe();
            shell.draw(&mut grid)
        });
    });
    let keys = [KeyCode::Down, KeyCode::Up];
    group.bench_function("two steps of the cursor, each drawn", |bench| {
        bench.iter(|| {
            for key in keys {
                shell.feed(Event::Key(KeyEvent::new(key, KeyModifiers::NONE)), Instant::now());
                grid.wipe();
                shell.draw(&mut grid);
            }
        });
    });
    group.finish();
}

criterion_group!(registry, benches, searches, frames);
criterion_main!(registry);
