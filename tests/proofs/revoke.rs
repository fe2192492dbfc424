//! Another program takes secrets and clients away while this one, as an authorization server, verifies all the time on
//! several threads. Once the other has said that it is done, no verification that begins then says yes any more.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use clientkeep::domain::{Reason, Rotation};
use clientkeep::service::Registry;

use crate::chance::{Chance, count};
use crate::ground::{Ground, draft, plain, signed_on};

const REGISTRY: &str = "CLIENTKEEP_PROOF_REVOKES";
const CLIENT: &str = "CLIENTKEEP_PROOF_CLIENT";
const SERVERS: usize = 3;
/// Every so many rotations the client is disabled for a while.
const DISABLES: usize = 8;

#[test]
#[ignore = "the program that takes secrets away"]
fn program() {
    let Some(registry) = std::env::var_os(REGISTRY) else { return };
    let client = std::env::var(CLIENT).unwrap();
    let mut service = signed_on(Path::new(&registry));
    for (turn, line) in std::io::stdin().lock().lines().enumerate() {
        line.unwrap();
        let said = if turn % DISABLES == DISABLES - 1 {
            service.set_enabled(std::slice::from_ref(&client), false).unwrap();
            "disabled".to_owned()
        } else {
            service.set_enabled(std::slice::from_ref(&client), true).unwrap();
            let reason = if turn % 2 == 0 { Reason::Leak } else { Reason::Routine };
            let mut issued =
                service.rotate(std::slice::from_ref(&client), Rotation { reason, grace: None }).unwrap();
            issued.remove(0).secret.unwrap().expose().to_owned()
        };
        println!("@ {said}");
    }
}

/// What servers must know: it is written once the other program has said it.
#[derive(Default)]
struct Acknowledged {
    secrets: Vec<String>,
    disabled: bool,
}

#[derive(Default)]
struct Counts {
    refused: AtomicUsize,
    accepted: AtomicUsize,
    stale: AtomicUsize,
}

fn serve(
    path: &Path,
    client: &str,
    known: &RwLock<Acknowledged>,
    done: &AtomicBool,
    counts: &Counts,
    seed: usize,
) {
    let mut server = Registry::open_read_only(path).unwrap();
    let mut chance = Chance::of(seed);
    while !done.load(Ordering::SeqCst) {
        // What was acknowledged before the question is asked. It is held until there is an answer: nobody enables
        // the client again meanwhile. The next rotation is under way all the same.
        let known = known.read().unwrap();
        let newest = known.secrets.len() - 1;
        // Mostly the secret that was taken away last, and the one that holds.
        let at = if chance.below(8) == 0 {
            chance.below(newest + 1)
        } else {
            newest - chance.below(2).min(newest)
        };
        let revoked = at < newest || known.disabled;
        let yes = server.verify(client, &plain(&known.secrets[at])).unwrap().is_ok();
        drop(known);
        let count = match (yes, revoked) {
            (true, true) => &counts.stale,
            (true, false) => &counts.accepted,
            (false, _) => &counts.refused,
        };
        count.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn no_server_says_yes_to_what_was_taken_away() {
    let rotations = count("CLIENTKEEP_PROOF_ROTATIONS", 150);
    let verifications = count("CLIENTKEEP_PROOF_VERIFICATIONS", 5_000);
    let ground = Ground::cheap();
    let issued = signed_on(&ground.path).create_client(&draft("ABC Shipping"), None).unwrap();
    let client = issued.record.client.client_id;
    let first = issued.secret.unwrap().expose().to_owned();
    let known = RwLock::new(Acknowledged { secrets: vec![first], disabled: false });
    let (done, counts) = (AtomicBool::new(false), Counts::default());
    let mut revoker = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "revoke::program", "--ignored", "--nocapture"])
        .env(REGISTRY, &ground.path)
        .env(CLIENT, &client)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut orders = revoker.stdin.take().unwrap();
    let mut said = BufReader::new(revoker.stdout.take().unwrap()).lines();
    let mut next = || loop {
        let line = said.next().expect("it says what it did").unwrap();
        if let Some(said) = line.strip_prefix("@ ") {
            return said.to_owned();
        }
    };
    let (mut rotated, mut disabled) = (0, 0);
    thread::scope(|scope| {
        for seed in 0..SERVERS {
            let (path, client, known, done, counts) = (&ground.path, &client, &known, &done, &counts);
            scope.spawn(move || serve(path, client, known, done, counts, seed));
        }
        let checked = || counts.refused.load(Ordering::SeqCst) + counts.accepted.load(Ordering::SeqCst);
        while rotated < rotations || checked() < verifications {
            // A client that is to be enabled again is not disabled any more from now on.
            known.write().unwrap().disabled = false;
            orders.write_all(b"go\n").unwrap();
            let said = next();
            let mut known = known.write().unwrap();
            if said == "disabled" {
                known.disabled = true;
                disabled += 1;
            } else {
                known.secrets.push(said);
                rotated += 1;
            }
        }
        done.store(true, Ordering::SeqCst);
    });
    drop(orders);
    assert!(revoker.wait().unwrap().success());
    let [refused, accepted, stale] =
        [&counts.refused, &counts.accepted, &counts.stale].map(|count| count.load(Ordering::SeqCst));
    println!(
        "{rotated} rotations, {disabled} times disabled; {} verifications meanwhile, {refused} refused: {stale} stale",
        refused + accepted + stale
    );
    assert_eq!(stale, 0);
    assert!(accepted > 0 && refused > 0);
}
