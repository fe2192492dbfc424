//! What a verification costs an authorization server, lookup and report of use included, beside one argon2id: `cargo bench
//! --bench verify`. Times mislead on a busy machine, so it prints ratios of pairs taken in turn, and fails beyond them.

use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::Criterion;

use clientkeep::domain::audit::Origin;
use clientkeep::domain::{Draft, Plaintext, Profile, field};
use clientkeep::service::{Policy, Registry, Service, World, demo};
use clientkeep::vault::{Cost, OsEntropy, Verifier};

/// Clients in the registry.
const CLIENTS: u64 = 5_000;
/// Pairs that are taken; an odd number has a middle.
const PAIRS: usize = 41;
/// Verifications of a generated secret in one measurement: one alone is too short to tell.
const BATCH: u32 = 200;

/// At most so much of one argon2id.
const GENERATED_AT_MOST: f64 = 1.0 / 500.0;
const IMPORTED_AT_MOST: f64 = 1.05;

/// A client with a secret, which may be one of another system.
fn client(service: &mut Service, name: &str) -> (String, Plaintext) {
    let mut draft = Draft::new(Profile::Service);
    draft.set(field::CLIENT_NAME, vec![name.to_owned()]);
    draft.set(field::SECURITY_CLASS, vec!["USER".to_owned()]);
    let issued = service.create_client(&draft, None).expect("a client");
    (issued.record.client.client_id, issued.secret.expect("a secret"))
}

/// Puts a secret of another system, of which only argon2id is kept, in the place of a generated one.
fn import(path: &Path, client_id: &str, secret: &Plaintext) {
    let stored = Verifier::new().store(1, secret, Cost::SERVERS, &mut OsEntropy).expect("a hash");
    let sql = "UPDATE client_secret SET origin = 'imported', phc = ?2, sha256 = NULL
               WHERE client = (SELECT id FROM client WHERE client_id = ?1)";
    let registry = rusqlite::Connection::open(path).expect("the registry");
    registry.execute(sql, (client_id, stored.phc)).expect("an imported secret");
}

fn time(work: impl FnOnce()) -> Duration {
    let began = Instant::now();
    work();
    began.elapsed()
}

/// The middle of the ratios of pairs, taken in turn.
fn ratio(mut one: impl FnMut() -> Duration, mut other: impl FnMut() -> Duration) -> f64 {
    let mut ratios: Vec<f64> = (0..PAIRS).map(|_| one().as_secs_f64() / other().as_secs_f64()).collect();
    ratios.sort_by(f64::total_cmp);
    ratios[PAIRS / 2]
}

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("registry.db");
    let world = World { policy: Policy::CHEAP, memory: None, ..World::real(Origin::Library) };
    let mut service = demo::build(&path, CLIENTS, world, |_| ControlFlow::Continue(())).expect("a registry");
    let (id, secret) = client(&mut service, "Generated");
    let (imported_id, _) = client(&mut service, "Imported");
    let imported = Plaintext::new("a secret of another system".to_owned());
    import(&path, &imported_id, &imported);
    let mut registry = Registry::open_read_only(&path).expect("the registry");
    // The blocks are reused between two hashes, as the registry's verifier does it too.
    let mut hasher = Verifier::new();
    let mut argon2id = || {
        time(|| {
            black_box(hasher.check(imported.expose(), &[], Cost::SERVERS)).expect("an answer");
        })
    };

    let mut criterion = Criterion::default().configure_from_args();
    criterion.bench_function("verify a generated secret, lookup and report included", |bench| {
        bench.iter(|| assert!(registry.verify(&id, &secret).expect("an answer").is_ok()));
    });
    criterion.bench_function("verify an unknown client", |bench| {
        bench.iter(|| assert!(registry.verify("nobody", &secret).expect("an answer").is_err()));
    });
    let mut group = criterion.benchmark_group("argon2id");
    group.sample_size(10).bench_function("verify an imported secret", |bench| {
        bench.iter(|| assert!(registry.verify(&imported_id, &imported).expect("an answer").is_ok()));
    });
    group.bench_function("one hash", |bench| bench.iter(&mut argon2id));
    group.finish();

    let generated = ratio(
        || {
            let whole = time(|| {
                for _ in 0..BATCH {
                    assert!(registry.verify(&id, &secret).expect("an answer").is_ok());
                }
            });
            whole / BATCH
        },
        &mut argon2id,
    );
    let slow = ratio(
        || time(|| assert!(registry.verify(&imported_id, &imported).expect("an answer").is_ok())),
        &mut argon2id,
    );
    println!("a generated secret: 1/{:.0} of one argon2id (asked: at most 1/500)", 1.0 / generated);
    println!("an imported secret: {slow:.3} of one argon2id (asked: at most {IMPORTED_AT_MOST})");
    let reports = registry.usage_reports();
    println!("{} verified; {} reports of use forgotten", reports.noted, reports.dropped);
    assert!(generated <= GENERATED_AT_MOST && slow <= IMPORTED_AT_MOST, "slower than asked");
}
