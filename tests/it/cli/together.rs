//! Eight programs change one registry at once: what was acknowledged is there, nothing else is, and the log
//! tells all of it. `CLIENTKEEP_TEST_CHANGES` says how many changes each makes (the full proof: 500).

use std::collections::BTreeMap;
use std::thread;

use serde_json::{Value, json};

use super::program::{Ran, Registry, client_id};

const PROGRAMS: usize = 8;
/// Clients that all of them change.
const SHARED: usize = 3;

/// What a program has had acknowledged.
#[derive(Default)]
struct Acknowledged {
    /// Its own clients: name, and status with credentials where it is not deleted.
    own: BTreeMap<String, (&'static str, String)>,
    /// The last value of its attribute on each shared client.
    attribute: BTreeMap<usize, Value>,
    /// Security classes that it added.
    classes: Vec<String>,
    /// How many changes, by what the log calls them.
    actions: BTreeMap<&'static str, usize>,
    /// Changes that were refused because somebody else was faster.
    tried_again: usize,
}

/// The attribute of the shared clients that one program changes and no other: the flag with its `turn`th value,
/// and how JSON tells it.
fn attribute(program: usize, turn: usize) -> (Vec<String>, &'static str, Value) {
    let number = 60 + turn;
    let update = |flag: &str, value: String| vec!["update".to_owned(), flag.to_owned(), value];
    match program {
        0 => (update("--notes", format!("turn {turn}")), "notes", json!(format!("turn {turn}"))),
        1 => {
            let address = format!("ops{turn}@abc.example");
            (update("--email", address.clone()), "contacts", json!([address]))
        }
        2 => (update("--access-token-ttl", number.to_string()), "access_token_ttl", json!(number)),
        3 => (update("--refresh-token-ttl", number.to_string()), "refresh_token_ttl", json!(number)),
        4 => {
            let scope = ["read", "read write", "write"][turn % 3];
            (update("--scope", scope.to_owned()), "scope", json!(scope))
        }
        5 => {
            let pkce = turn.is_multiple_of(2);
            (update("--require-pkce", pkce.to_string()), "require_pkce", json!(pkce))
        }
        6 => {
            let (command, status) =
                if turn.is_multiple_of(2) { ("disable", "disabled") } else { ("enable", "enabled") };
            (vec![command.to_owned()], "status", json!(status))
        }
        // The name is put in where it is known whose.
        _ => (vec!["rename".to_owned()], "client_name", Value::Null),
    }
}

/// Runs a command until it is acknowledged.
fn acknowledged(registry: &Registry, arguments: &[&str], done: &mut Acknowledged) -> String {
    loop {
        let ran: Ran = registry.run(arguments);
        match ran.code {
            0 => return ran.stdout,
            // Somebody saved first, or the registry was busy for five seconds.
            4 if ran.stderr.contains("while you were editing") => done.tried_again += 1,
            7 if ran.stderr.contains("busy") => done.tried_again += 1,
            _ => panic!("{arguments:?}: {}", ran.stderr),
        }
    }
}

fn shared_change(
    registry: &Registry,
    program: usize,
    turn: usize,
    shared: &[String],
    done: &mut Acknowledged,
) {
    let at = turn % SHARED;
    let (mut command, name, mut value) = attribute(program, turn);
    command.insert(1, shared[at].clone());
    if name == "client_name" {
        let renamed = format!("shared {at} turn {turn}");
        command.push(renamed.clone());
        value = json!(renamed);
    }
    // A value that is there already is acknowledged too, and is no change.
    let changes = done.attribute.insert(at, value.clone()) != Some(value);
    acknowledged(registry, &command.iter().map(String::as_str).collect::<Vec<_>>(), done);
    let action = match command[0].as_str() {
        "disable" => "client.disabled",
        "enable" => "client.enabled",
        "rename" => "client.renamed",
        _ => "client.updated",
    };
    *done.actions.entry(action).or_default() += usize::from(changes);
}

fn own_change(registry: &Registry, program: usize, turn: usize, done: &mut Acknowledged) {
    let live = done.own.iter().find(|(_, (status, _))| *status == "enabled").map(|(name, _)| name.clone());
    let (action, arguments) = match (turn % 8, &live) {
        (1, Some(name)) => ("secret.rotated", vec!["rotate", name]),
        (3, Some(name)) => ("client.deleted", vec!["delete", name, "--yes"]),
        (5, Some(name)) => ("client.disabled", vec!["disable", name]),
        (7, _) => {
            let class = format!("P{program}-{turn}");
            acknowledged(registry, &["class", "add", &class], done);
            done.classes.push(class);
            *done.actions.entry("class.added").or_default() += 1;
            return;
        }
        _ => {
            let name = format!("program {program} turn {turn}");
            let credentials = acknowledged(registry, &["create", &name, "--class", "USER"], done);
            done.own.insert(name, ("enabled", credentials.trim_end().to_owned()));
            *done.actions.entry("client.created").or_default() += 1;
            return;
        }
    };
    let told = acknowledged(registry, &arguments, done);
    *done.actions.entry(action).or_default() += 1;
    let (status, credentials) = done.own.get_mut(live.as_deref().unwrap()).unwrap();
    match action {
        "secret.rotated" => told.trim_end().clone_into(credentials),
        "client.deleted" => *status = "deleted",
        _ => *status = "disabled",
    }
}

fn program(registry: &Registry, program: usize, changes: usize, shared: &[String]) -> Acknowledged {
    let mut done = Acknowledged::default();
    let (_, name, _) = attribute(program, 0);
    for (at, client) in shared.iter().enumerate() {
        let now = registry.run_bare(&["show", client, "--json"]).json();
        done.attribute.insert(at, now[name].clone());
    }
    for turn in 0..changes {
        if turn.is_multiple_of(2) {
            shared_change(registry, program, turn / 2 + 1, shared, &mut done);
        } else {
            own_change(registry, program, turn, &mut done);
        }
    }
    done
}

#[test]
fn eight_programs_at_once_lose_nothing_that_was_acknowledged() {
    let changes = std::env::var("CLIENTKEEP_TEST_CHANGES").ok().map_or(12, |count| count.parse().unwrap());
    let registry = Registry::new();
    let shared: Vec<String> =
        (0..SHARED).map(|at| client_id(&registry.create(&format!("shared {at}"))).to_owned()).collect();
    let all: Vec<Acknowledged> = thread::scope(|scope| {
        let start = |number| {
            let (registry, shared) = (&registry, &shared);
            scope.spawn(move || program(registry, number, changes, shared))
        };
        let running: Vec<_> = (0..PROGRAMS).map(start).collect();
        running.into_iter().map(|running| running.join().unwrap()).collect()
    });

    for (number, done) in all.iter().enumerate() {
        for (at, value) in &done.attribute {
            let (_, name, _) = attribute(number, 0);
            let now = registry.run_bare(&["show", &shared[*at], "--json"]).json();
            assert_eq!(now[name], *value, "program {number}, shared client {at}");
        }
    }
    own_clients_are_as_acknowledged(&registry, &all);
    let classes = registry.run_bare(&["class", "list"]).ok();
    assert!(all.iter().flat_map(|done| &done.classes).all(|class| classes.contains(&format!("{class}\t"))));

    let log = registry.actions();
    let mut expected = BTreeMap::from([("client.created", SHARED)]);
    for (action, count) in all.iter().flat_map(|done| &done.actions) {
        *expected.entry(action).or_default() += count;
    }
    for (action, count) in &expected {
        assert_eq!(log.iter().filter(|known| known == action).count(), *count, "{action}");
    }
    let told: usize = expected.values().sum();
    let others = ["registry.created", "operator.signed_on"];
    assert_eq!(log.iter().filter(|action| !others.contains(&action.as_str())).count(), told);
    assert_eq!(registry.run_bare(&["check"]).ok(), "", "every row is as the log tells");
    let again: usize = all.iter().map(|done| done.tried_again).sum();
    println!("{told} changes acknowledged, all of them there; {again} were refused first and tried again");
}

fn own_clients_are_as_acknowledged(registry: &Registry, all: &[Acknowledged]) {
    let listed = registry.run_bare(&["list", "--json"]).json();
    let listed: BTreeMap<&str, &str> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|client| (client["client_name"].as_str().unwrap(), client["status"].as_str().unwrap()))
        .collect();
    let own: Vec<_> = all.iter().flat_map(|done| &done.own).collect();
    let mut there = 0;
    for (name, (status, credentials)) in &own {
        let now = listed.get(name.as_str()).copied().unwrap_or("deleted");
        assert_eq!(now, *status, "{name}");
        assert_eq!(registry.accepts(credentials), *status == "enabled", "{name}");
        there += usize::from(*status != "deleted");
    }
    assert_eq!(listed.len(), there + SHARED, "nobody else made any");
}
