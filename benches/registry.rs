//! What an operator and an authorization server wait for: a page of the list, a search, a verification, a
//! durable change. `cargo bench`; quote ratios between rows, not times.

use std::ops::ControlFlow;

use criterion::{Criterion, criterion_group, criterion_main};

use clientkeep::domain::audit::Origin;
use clientkeep::domain::{COLUMNS, Draft, ListQuery, PageAt, Plaintext, Profile, column, field};
use clientkeep::service::{Disclosure, Policy, Service, World, demo};
use clientkeep::vault::{Cost, OsEntropy, hash};

/// Clients in the registry; sealed, as most are.
const CLIENTS: u64 = 5_000;

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
    let world = World { policy: Policy::CHEAP, memory: None, ..World::real(Origin::Library) };
    let path = folder.path().join("registry.db");
    let mut service: Service =
        demo::build(&path, CLIENTS, world, |_| ControlFlow::Continue(())).expect("a registry");

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

criterion_group!(registry, benches);
criterion_main!(registry);
