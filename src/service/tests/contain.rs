//! Contain, its new secrets, the worklist, and what a leak means.

use std::time::Instant;

use super::*;
use crate::domain::exposure::End;
use crate::domain::incident::Step;
use crate::domain::{Lifetime, Reason, Role, Rotation, SecretState};
use crate::service::{Disclosure, Error, NewOperator};
use crate::vault::Cost;

fn ids(bench: &mut Bench, names: &[&str]) -> Vec<(String, Plaintext)> {
    let mut made = names.iter().map(|name| bench.create(name));
    let pair = |issued: Issued| (issued.record.client.client_id, issued.secret.unwrap());
    made.by_ref().map(pair).collect()
}

fn only_ids(made: &[(String, Plaintext)]) -> Vec<String> {
    made.iter().map(|(id, _)| id.clone()).collect()
}

/// Makes the new secrets of an incident.
fn renew(bench: &mut Bench, incident: i64) -> Vec<Issued> {
    let mut made = Vec::new();
    bench
        .service
        .renew(incident, |issued, _, _| {
            made.extend(issued);
            true
        })
        .unwrap();
    made
}

#[test]
fn contained_clients_are_cut_off_in_one_step_and_come_back_with_a_new_secret_only() {
    let mut bench = Bench::new();
    let made = ids(&mut bench, &["One", "Two", "Three"]);
    let clients = only_ids(&made[..2]);
    let grace = Rotation { grace: Some(600), ..Rotation::default() };
    let two_live = bench.service.rotate(&clients[..1], grace).unwrap().remove(0).secret.unwrap();
    let preview = bench.service.contain_preview(&[clients.clone(), clients.clone()].concat()).unwrap();
    assert_eq!(preview.effects.len(), 2, "each once");
    assert_eq!(preview.effects[0].accepted, [2, 1]);
    assert!(preview.code.len() == 2 && preview.code.parse::<u32>().unwrap() >= 10);

    let now = bench.service.now();
    let contained = bench.service.contain(&clients, " In a public log ", Some(now - 60)).unwrap();
    assert_eq!(
        (contained.incident.reason.as_str(), contained.incident.suspected_at),
        ("In a public log", Some(now - 60))
    );
    let words = "Contained: 2 clients. Servers refuse them from now on. Incident 1 is open.";
    assert_eq!(contained.words(), words);
    for record in &contained.records {
        assert_eq!((record.enabled, record.tokens_not_before, record.secret_at), (false, Some(now), None));
        let secrets = bench.service.secrets(&record.client.client_id).unwrap();
        assert!(secrets.iter().all(|secret| secret.state(now) == SecretState::Retired));
        assert!(secrets.iter().all(|secret| secret.retired_why.as_deref() == Some("leak")));
    }
    for (id, secret) in made.iter().take(2).map(|(id, secret)| (id, secret)).chain([(&clients[0], &two_live)])
    {
        assert!(!bench.accepted(id, secret));
    }
    assert!(bench.accepted(&made[2].0, &made[2].1), "others are left alone");

    let error = bench.service.set_enabled(&clients, true).unwrap_err();
    assert!(error.to_string().contains("no new secret yet"), "{error}");
    let issued = renew(&mut bench, contained.incident.id);
    assert_eq!(issued.len(), 2);
    assert!(issued.iter().all(|one| !one.record.enabled), "still disabled");
    assert_eq!(renew(&mut bench, contained.incident.id).len(), 0, "each got one");
    bench.service.set_enabled(&clients[..1], true).unwrap();
    let secret = |id: &str| {
        let one = issued.iter().find(|one| one.record.client.client_id == id).unwrap();
        one.secret.clone().unwrap()
    };
    assert!(
        bench.accepted(&clients[0], &secret(&clients[0]))
            && !bench.accepted(&clients[1], &secret(&clients[1]))
    );
    let counts = bench.service.incidents(true).unwrap().remove(0);
    assert_eq!((counts.clients, counts.closed, counts.steps), (2, 1, [0, 2, 0, 0, 0]));
    bench.service.set_enabled(&clients[1..], true).unwrap();
    assert!(bench.service.incidents(true).unwrap().is_empty(), "the last one closes the incident");
    assert_eq!(bench.newest(1), [("client.enabled".to_owned(), vec!["Incidents closed: 1".to_owned()])]);
    assert_eq!(bench.service.incidents(false).unwrap()[0].incident.closed.as_ref().unwrap().by, "ada");
    assert_eq!(bench.service.check().unwrap(), []);
}

#[test]
fn all_are_contained_or_none() {
    let mut bench = Bench::new();
    let made = ids(&mut bench, &["One"]);
    let both = [made[0].0.clone(), "nobody".to_owned()];
    assert!(matches!(bench.service.contain(&both, "leak", None), Err(Error::NotFound { .. })));
    assert!(matches!(bench.service.contain(&both[..1], "  ", None), Err(Error::Invalid(_))));
    let to_come = bench.service.now() + 1;
    assert!(matches!(bench.service.contain(&both[..1], "leak", Some(to_come)), Err(Error::Invalid(_))));
    assert!(bench.accepted(&made[0].0, &made[0].1));
    assert!(bench.service.incidents(false).unwrap().is_empty());
}

#[test]
fn what_was_stopped_is_gone_on_with_by_somebody_else_or_by_rotating() {
    let mut bench = Bench::new();
    let names: Vec<String> = (0..70).map(|number| format!("Client {number}")).collect();
    let made = ids(&mut bench, &names.iter().map(String::as_str).collect::<Vec<_>>());
    let clients = only_ids(&made);
    let incident = bench.service.contain(&clients, "leak", None).unwrap().incident.id;
    let mut first = 0;
    bench
        .service
        .renew(incident, |issued, done, all| {
            assert_eq!((issued.len(), all), (done, 70));
            first = done;
            false
        })
        .unwrap();
    assert!(first > 0 && first < 70);
    let waits = bench.service.incident_report(incident).unwrap();
    let waits = waits.parts.iter().find(|one| one.part.step == Step::Pending).unwrap();
    let waits = waits.part.client_id.clone();
    bench.service.rotate(std::slice::from_ref(&waits), Rotation::default()).unwrap();
    let mut other = bench.another();
    let mut rest = 0;
    other
        .renew(incident, |issued, _, _| {
            rest += issued.len();
            true
        })
        .unwrap();
    assert_eq!(first + rest, 69);
    for id in &clients {
        let secrets = bench.service.secrets(id).unwrap();
        let live = secrets.iter().filter(|secret| secret.stored_state == SecretState::Live).count();
        assert_eq!((live, secrets.len()), (1, 2));
    }
    bench.service.set_enabled(&clients, true).unwrap();
    assert_eq!(bench.service.check().unwrap(), []);
}

#[test]
fn to_contain_waits_for_no_hash() {
    let mut bench = Bench::new();
    let names: Vec<String> = (0..200).map(|number| format!("Client {number}")).collect();
    let clients = only_ids(&ids(&mut bench, &names.iter().map(String::as_str).collect::<Vec<_>>()));
    // What one hash takes that servers check, on this machine now.
    let plaintext = Plaintext::new("x".repeat(54));
    crate::vault::hash(&plaintext, Cost::SERVERS, &mut OsEntropy).unwrap();
    let begun = Instant::now();
    crate::vault::hash(&plaintext, Cost::SERVERS, &mut OsEntropy).unwrap();
    let hash = begun.elapsed();
    let begun = Instant::now();
    bench.service.contain(&clients, "leak", None).unwrap();
    let contained = begun.elapsed();
    // A debug build on a busy machine signs and digests slowly; a wait for hashes would still take twice as long.
    assert!(contained < hash * 200 / 2, "{contained:?} for 200 clients, one hash takes {hash:?}");
}

#[test]
fn steps_are_told_by_whoever_may_and_only_where_they_are_true() {
    let mut bench = Bench::on_screen();
    let made = ids(&mut bench, &["One", "Two"]);
    let clients = only_ids(&made);
    let password = Plaintext::new("a first password of his".to_owned());
    let role = Role::Automation;
    let bob = NewOperator { user_name: "bob".to_owned(), full_name: String::new(), role, password };
    bench.service.add_operator(&bob).unwrap();
    bench.service.disclose(&clients[0], &Disclosure::Show).unwrap();
    let incident = bench.service.contain(&clients, "leak", None).unwrap().incident.id;
    let service = &mut bench.service;
    let one = |name: &str| vec![name.to_owned()];
    assert!(matches!(service.set_incident_step(9, &[], Step::Verified), Err(Error::NotFound { .. })));
    assert!(matches!(
        service.set_incident_step(incident, &one("x"), Step::Verified),
        Err(Error::NotFound { .. })
    ));
    let early = service.set_incident_step(incident, &one("one"), Step::HandedOver).unwrap_err();
    assert!(early.to_string().contains("no new secret"), "{early}");
    assert_eq!(service.set_incident_step(incident, &[], Step::HandedOver).unwrap(), [""; 0]);
    service.renew(incident, |_, _, _| true).unwrap();
    service.disclose(&clients[0], &Disclosure::Copy { channel: "tmux".to_owned() }).unwrap();
    assert_eq!(service.set_incident_step(incident, &one("ONE"), Step::HandedOver).unwrap(), clients[..1]);
    assert_eq!(service.set_incident_step(incident, &[], Step::HandedOver).unwrap(), clients[1..]);
    let report = service.incident_report(incident).unwrap();
    assert_eq!(report.parts[0].to_tell, ["ada"]);
    assert_eq!(report.parts[0].handed_over[0].channel.as_deref(), Some("tmux"));
    assert_eq!((report.parts[1].to_tell.len(), report.parts[1].handed_over.len()), (0, 0));
    service.set_incident_step(incident, &[], Step::Verified).unwrap();
    let grace = Rotation { reason: Reason::Routine, grace: Some(600) };
    service.rotate(&clients[1..], grace).unwrap();
    let accepted = service.set_incident_step(incident, &one("Two"), Step::OldRetired).unwrap_err();
    assert!(accepted.to_string().contains("still accepted"), "{accepted}");
    assert!(accepted.to_string().contains("its use is not reported"), "{accepted}");
    bench.clock.pass(600);
    bench.service.set_incident_step(incident, &[], Step::OldRetired).unwrap();
    assert_eq!(bench.service.incidents(true).unwrap()[0].steps, [0, 0, 0, 0, 2]);
    assert_eq!(bench.service.check().unwrap(), []);
}

#[test]
fn a_client_that_was_deleted_meanwhile_waits_for_no_new_secret() {
    let mut bench = Bench::new();
    let clients = only_ids(&ids(&mut bench, &["One", "Two"]));
    let now = bench.service.now();
    let incident = bench.service.contain(&clients, "leak", Some(now)).unwrap().incident.id;
    bench.service.delete(&clients[1..]).unwrap();
    let mut waited = Vec::new();
    bench
        .service
        .renew(incident, |_, done, all| {
            waited.push((done, all));
            true
        })
        .unwrap();
    assert_eq!(waited, [(1, 1)]);
}

#[test]
fn a_secret_made_in_the_second_of_the_incident_is_not_told_as_leaked() {
    let mut bench = Bench::on_screen();
    let clients = only_ids(&ids(&mut bench, &["One"]));
    bench.service.disclose(&clients[0], &Disclosure::Show).unwrap();
    let incident = bench.service.contain(&clients, "leak", None).unwrap().incident.id;
    renew(&mut bench, incident);
    bench.service.disclose(&clients[0], &Disclosure::Copy { channel: "tmux".to_owned() }).unwrap();
    bench.clock.pass(600);
    bench.service.rotate(&clients, Rotation::default()).unwrap();
    let report = bench.service.incident_report(incident).unwrap();
    let told: Vec<_> = report.parts[0].handed_over.iter().map(|one| one.generation).collect();
    assert_eq!(told, [Some(2)], "the second one was handed over, not leaked");
}

#[test]
fn steps_go_forward_only_also_after_a_client_was_let_in_again() {
    let mut bench = Bench::new();
    let clients = only_ids(&ids(&mut bench, &["One", "Two", "Gone"]));
    let incident = bench.service.contain(&clients, "leak", None).unwrap().incident.id;
    renew(&mut bench, incident);
    bench.service.set_enabled(&clients[..2], true).unwrap();
    bench.service.delete(&clients[2..]).unwrap();
    let service = &mut bench.service;
    let step =
        |service: &mut Service, names: &[String], step| service.set_incident_step(incident, names, step);
    assert_eq!(step(service, &clients[..1], Step::Verified).unwrap(), clients[..1]);
    for back in [Step::Rotated, Step::HandedOver, Step::Verified] {
        let error = step(service, &clients[..2], back).unwrap_err().to_string();
        assert!(error.contains("already"), "{error}");
    }
    assert_eq!(step(service, &[], Step::HandedOver).unwrap(), clients[1..2], "and not the one that is gone");
    assert_eq!(step(service, &[], Step::Verified).unwrap(), clients[1..2]);
    assert_eq!(step(service, &[], Step::Verified).unwrap(), [""; 0]);
    assert_eq!(bench.service.check().unwrap(), []);
}

#[test]
fn a_deleted_client_leaves_its_incident_and_the_report_outlives_a_purge() {
    let mut bench = Bench::new();
    let clients = only_ids(&ids(&mut bench, &["One"]));
    let incident = bench.service.contain(&clients, "leak", None).unwrap().incident.id;
    bench.service.delete(&clients).unwrap();
    assert!(bench.service.incidents(true).unwrap().is_empty());
    bench.service.purge(&clients).unwrap();
    let report = bench.service.incident_report(incident).unwrap();
    assert!(report.parts[0].record.is_none() && report.parts[0].part.client_name == "One");
    assert_eq!(bench.service.check().unwrap(), []);
}

#[test]
fn the_exposure_clock_counts_with_the_longest_lifetimes_since() {
    let mut bench = Bench::new();
    let mut never = draft("One");
    never.set(field::ACCESS_TOKEN_TTL, vec!["-1".to_owned()]);
    let record = bench.service.create_client(&never, None).unwrap().record;
    let id = record.client.client_id.clone();
    let leaked_at = bench.service.now();
    bench.clock.pass(100);
    let mut shorter = Draft::of(&record.client);
    shorter.set(field::ACCESS_TOKEN_TTL, vec!["1h".to_owned()]);
    bench.service.update_client(&id, record.version, &shorter, None).unwrap();
    bench.clock.pass(100);
    let told = bench.service.exposure("One", leaked_at).unwrap();
    assert_eq!((told.lifetimes.access, told.exposed[0].access), (Lifetime::Never, End::Never));
    bench.service.contain(std::slice::from_ref(&id), "leak", None).unwrap();
    let told = bench.service.exposure(&id, leaked_at + 150).unwrap();
    assert_eq!(told.exposed[0].access, End::At(leaked_at + 200 + 3600));
    assert_eq!((told.exposed[0].until, told.exposed[0].refresh), (Some(leaked_at + 200), None));
    assert_eq!(told.record.tokens_not_before, Some(leaked_at + 200));
    assert!(bench.service.exposure(&id, leaked_at + 201).unwrap().exposed.is_empty());
}

#[test]
fn what_never_was_a_lifetime_of_this_clients_tokens_does_not_count() {
    let mut bench = Bench::new();
    let with = |name: &str, ttl: &str| {
        let mut with = draft(name);
        with.set(field::ACCESS_TOKEN_TTL, vec![ttl.to_owned()]);
        with
    };
    let now = bench.service.now();
    let id = bench.service.create_client(&with("One", "600"), None).unwrap().record.client.client_id;
    // Another client's, which was longer.
    let other = bench.service.create_client(&with("Two", "-1"), None).unwrap().record;
    let mut shorter = Draft::of(&other.client);
    shorter.set(field::ACCESS_TOKEN_TTL, vec!["300".to_owned()]);
    bench.service.update_client(&other.client.client_id, other.version, &shorter, None).unwrap();
    let access = |bench: &Bench, since: i64| bench.service.exposure(&id, since).unwrap().lifetimes.access;
    assert_eq!(access(&bench, now), Lifetime::Seconds(600), "nor the default before it was made");
    // What was the default before the leak, and no more.
    let plain = bench.create("Three").record.client.client_id;
    bench.clock.pass(60);
    bench.service.set_setting(field::ACCESS_TOKEN_TTL, "900").unwrap();
    let access = |since: i64| bench.service.exposure(&plain, since).unwrap().lifetimes.access;
    assert_eq!([access(now + 60), access(now + 61)], [12 * 3_600, 900].map(Lifetime::Seconds));
}

#[test]
fn the_ledger_tells_who_came_to_know_which_secret() {
    let mut bench = Bench::on_screen();
    let id = ids(&mut bench, &["One"]).remove(0).0;
    bench.service.disclose(&id, &Disclosure::Show).unwrap();
    bench.service.rotate(std::slice::from_ref(&id), Rotation::default()).unwrap();
    let told = bench.service.ledger("one").unwrap();
    let told: Vec<_> = told.iter().map(|one| (one.how, one.generation, one.operator.as_str())).collect();
    assert_eq!(told, [("made", Some(1), "ada"), ("shown", Some(1), "ada"), ("made", Some(2), "ada")]);
    assert_eq!(bench.service.holders(&id).unwrap(), [""; 0], "the new one is known to nobody");
    let mut command_line = bench.through(Origin::Cli);
    command_line.hand_out_by(Some("file"));
    command_line.rotate(std::slice::from_ref(&id), Rotation::default()).unwrap();
    assert_eq!(bench.service.holders(&id).unwrap(), ["ada"], "it was handed to her as it was made");
    let preview = bench.service.contain_preview(std::slice::from_ref(&id)).unwrap();
    assert_eq!(preview.effects[0].holders, ["ada"]);
}

#[test]
fn a_client_that_came_back_from_the_trash_is_not_waited_for() {
    let mut bench = Bench::new();
    let clients = only_ids(&ids(&mut bench, &["One", "Two"]));
    let incident = bench.service.contain(&clients, "leak", None).unwrap().incident.id;
    bench.service.delete(&clients[1..]).unwrap();
    bench.service.restore(&clients[1..]).unwrap();
    renew(&mut bench, incident);
    assert_eq!(bench.service.set_incident_step(incident, &[], Step::Rotated).unwrap(), [""; 0]);
    let accepted = |id: &str| bench.service.secrets(id).unwrap()[0].generation;
    assert_eq!([accepted(&clients[0]), accepted(&clients[1])], [2, 2], "one new secret each");
}

#[test]
fn a_client_that_somebody_else_rotated_meanwhile_gets_no_second_secret() {
    let mut bench = Bench::new();
    let clients = only_ids(&ids(&mut bench, &["One", "Two"]));
    let incident = bench.service.contain(&clients, "leak", None).unwrap().incident.id;
    let (mut other, theirs) = (bench.another(), clients[1..].to_vec());
    let rotates = move || drop(other.rotate(&theirs, Rotation::default()).unwrap());
    // While the secrets are made, after it was looked up who waits for one.
    bench.service.world.entropy = Box::new(Meanwhile::new(&bench.clock, 1, rotates));
    let issued: Vec<String> =
        renew(&mut bench, incident).into_iter().map(|one| one.record.client.client_id).collect();
    assert_eq!(issued, clients[..1]);
    assert_eq!(bench.service.secrets(&clients[1]).unwrap().len(), 2);
    assert_eq!(bench.service.check().unwrap(), []);
}

#[test]
fn only_what_an_incident_retired_counts_as_leaked_in_it() {
    let mut bench = Bench::on_screen();
    let clients = only_ids(&ids(&mut bench, &["One"]));
    bench.service.disclose(&clients[0], &Disclosure::Show).unwrap();
    let rotate = |bench: &mut Bench, reason| {
        bench.service.rotate(&clients, Rotation { reason, grace: None }).unwrap();
    };
    rotate(&mut bench, Reason::Lost);
    // In the same second, and nobody has seen the secret that it retires.
    let incident = bench.service.contain(&clients, "leak", None).unwrap().incident.id;
    bench.clock.pass(600);
    renew(&mut bench, incident);
    bench.service.disclose(&clients[0], &Disclosure::Show).unwrap();
    // A leak of its own, later.
    rotate(&mut bench, Reason::Leak);
    let part = bench.service.incident_report(incident).unwrap().parts.remove(0);
    assert_eq!(part.to_tell, [""; 0]);
    let told: Vec<_> = part.handed_over.iter().map(|one| one.generation).collect();
    assert_eq!(told, [Some(3)], "what came after the incident was handed over");
}
