use super::*;
use crate::domain::{Role, Rotation};
use crate::service::{Disclosure, Error, NewOperator};

fn rules(bench: &Bench, client: &str) -> Vec<(String, bool)> {
    let mut told = Vec::new();
    let look = |linted: super::super::Linted| {
        let own = linted.told.iter().map(|(advice, accepted)| (advice.rule.to_owned(), accepted.is_some()));
        told.extend(own);
        Ok::<(), Error>(())
    };
    bench.service.lint(&[client.to_owned()], look).unwrap();
    told
}

fn has(bench: &Bench, client: &str, rule: &str) -> bool {
    rules(bench, client).iter().any(|(told, _)| told == rule)
}

#[test]
fn every_client_is_looked_at_by_name_or_only_those_that_are_named() {
    let mut bench = Bench::new();
    for name in ["Beta", "alpha", "Gamma"] {
        bench.create(name);
    }
    bench.service.delete(&["Gamma".to_owned()]).unwrap();
    let names = |references: &[&str]| {
        let references: Vec<String> = references.iter().map(|name| (*name).to_owned()).collect();
        let mut names = Vec::new();
        let told = bench.service.lint(&references, |linted| {
            names.push(linted.record.client.name);
            Ok::<(), Error>(())
        });
        told.map(|()| names)
    };
    assert_eq!(names(&[]).unwrap(), ["alpha", "Beta"]);
    assert_eq!(names(&["Beta", "alpha", "beta"]).unwrap(), ["Beta", "alpha"]);
    assert_eq!(names(&["Beta", "nobody"]).err().unwrap().exit_code(), 3);
}

#[test]
fn names_that_look_alike_are_told_of_both_clients() {
    let mut bench = Bench::new();
    for name in ["ABC Shipping", "ABCShipping", "ABC Shipping 2"] {
        bench.create(name);
    }
    assert!(has(&bench, "ABC Shipping", "L-87") && has(&bench, "ABCShipping", "L-87"));
    let mut named = Vec::new();
    let look = |linted: super::super::Linted| {
        let own = linted.told.into_iter().filter(|(advice, _)| advice.rule == "L-87");
        named.extend(own.map(|(advice, _)| (linted.record.client.name.clone(), advice.to_string())));
        Ok::<(), Error>(())
    };
    bench.service.lint(&[], look).unwrap();
    let tells = |at: usize, of: &str, other: &str| named[at].0 == of && named[at].1.contains(other);
    assert!(
        tells(0, "ABC Shipping", "\"ABCShipping\"") && tells(1, "ABCShipping", "\"ABC Shipping\""),
        "{named:?}"
    );
    bench.service.accept_advice("ABCShipping", "L-87", "Known to all.", "10d").unwrap();
    assert!(rules(&bench, "ABCShipping").contains(&("L-87".to_owned(), true)));
    assert!(!has(&bench, "ABC Shipping 2", "L-87"));
    bench.service.delete(&["ABCShipping".to_owned()]).unwrap();
    assert!(!has(&bench, "ABC Shipping", "L-87"));
}

#[test]
fn what_shows_in_time_and_around_a_client_is_told() {
    let mut bench = Bench::new();
    let id = bench.create("ABC Shipping").record.client.client_id;
    assert!(!has(&bench, &id, "L-14") && !has(&bench, &id, "L-23"));
    bench.clock.pass(91 * 86_400);
    assert!(has(&bench, &id, "L-14"));
    assert!(!has(&bench, &id, "L-93"), "nobody reports use");
    bench.create("Other");
    bench.sql().execute_batch("UPDATE client SET last_used_at = 5 WHERE client_name = 'Other'").unwrap();
    assert!(has(&bench, &id, "L-93"));
    let grace = crate::domain::Rotation { grace: Some(60), ..crate::domain::Rotation::default() };
    bench.service.rotate(std::slice::from_ref(&id), grace).unwrap();
    bench.clock.pass(61);
    bench
        .sql()
        .execute_batch("UPDATE client_secret SET last_used_at = 9999999999 WHERE generation = 1")
        .unwrap();
    assert!(has(&bench, &id, "L-91"));
    bench.service.add_partner("ABC", "abc").unwrap();
    let mut draft = draft("Partnered");
    draft.set(field::PARTNER, vec!["abc".to_owned()]);
    draft.set(field::CLIENT_ID, vec!["abc-jane".to_owned()]);
    bench.service.create_client(&draft, None).unwrap();
    assert!(!has(&bench, "Partnered", "L-08") && !has(&bench, "Partnered", "L-99"));
    bench.service.add_partner_user("abc", "jane", "").unwrap();
    assert!(has(&bench, "Partnered", "L-08"));
    let asleep = crate::service::PartnerChange { active: Some(false), ..Default::default() };
    bench.service.update_partner("abc", &asleep).unwrap();
    assert!(has(&bench, "Partnered", "L-99"));
}

#[test]
fn an_acceptance_holds_until_its_time_and_is_in_the_log() {
    let mut bench = Bench::new();
    bench.create("ABC Shipping");
    let client = "ABC Shipping";
    let accepted = bench.service.accept_advice(client, "l-66", " Legacy. ", "10d").unwrap();
    assert_eq!((accepted.rule.as_str(), accepted.reason.as_str()), ("L-66", "Legacy."));
    assert!(rules(&bench, client).contains(&("L-66".to_owned(), true)));
    assert!(rules(&bench, client).contains(&("L-11".to_owned(), false)));
    assert_eq!(bench.service.acceptances(client).unwrap(), [accepted]);
    assert_eq!(bench.actions().last().unwrap(), "advice.accepted");
    assert_eq!(bench.service.check().unwrap(), []);
    bench.clock.pass(10 * 86_400 + 1);
    assert!(rules(&bench, client).contains(&("L-66".to_owned(), false)));
    assert_eq!(bench.service.acceptances(client).unwrap(), []);
    bench.service.accept_advice(client, "L-66", "Once more.", "2100-01-01").unwrap();
    assert_eq!(bench.service.check().unwrap(), []);
    bench.sql().execute_batch("UPDATE accepted_advice SET until = until + 1").unwrap();
    let findings = bench.service.check().unwrap();
    assert!(findings[0].sentence.contains("acceptance") && findings[0].client.is_some(), "{findings:?}");
}

#[test]
fn what_can_not_be_accepted_is_refused_with_its_reason() {
    let mut bench = Bench::new();
    bench.create("ABC");
    let mut code = |rule: &str, reason: &str, until: &str| {
        bench.service.accept_advice("ABC", rule, reason, until).err().unwrap().exit_code()
    };
    assert_eq!(code("L-1", "x", "1d"), 2, "no such rule");
    assert_eq!(code("L-41", "x", "1d"), 2, "a rule that refuses");
    assert_eq!(code("L-30", "x", "1d"), 4, "advice that is not given");
    assert_eq!(code("L-66", " ", "1d"), 6);
    assert_eq!(code("L-66", "x", "2020-01-01"), 6);
    assert_eq!(bench.service.accept_advice("nobody", "L-66", "x", "1d").err().unwrap().exit_code(), 3);
    let problems = bench.service.accept_advice("ABC", "L-66", "", "never").err().unwrap().problems();
    assert_eq!(problems.iter().map(|problem| problem.field).collect::<Vec<_>>(), ["reason", "until"]);
}

#[test]
fn a_registry_from_before_acceptances_is_brought_up_to_date_with_a_copy_beside_it() {
    let mut bench = Bench::new();
    bench.create("ABC");
    bench.sql().execute_batch(BACK_TO_THE_FIRST_SCHEMA).unwrap();
    let mut service = bench.another();
    assert!(bench.path.with_file_name("registry.db.schema-1").exists());
    service.accept_advice("ABC", "L-66", "Legacy.", "10d").unwrap();
    assert_eq!(service.check().unwrap(), []);
}

#[test]
fn who_got_a_secret_and_what_an_incident_waits_for_comes_from_the_log() {
    let mut bench = Bench::new();
    let abc = ["ABC".to_owned()];
    let id = bench.create("ABC").record.client.client_id;
    bench.clock.pass(2 * 86_400);
    assert!(!has(&bench, &id, "L-98"), "a program that makes a secret has it");
    bench.service.disclose("ABC", &Disclosure::Show).unwrap();
    assert_eq!(bench.service.known("ABC").unwrap().holders, ["ada"]);
    assert!(!has(&bench, &id, "L-96"), "one knows it");
    let first = Plaintext::new("a first one, from Ada".to_owned());
    let own = Plaintext::new("nine paper umbrellas".to_owned());
    let bob = NewOperator {
        user_name: "bob".to_owned(),
        full_name: String::new(),
        role: Role::Operator,
        password: first.clone(),
    };
    bench.service.add_operator(&bob).unwrap();
    let mut bob = bench.another();
    bob.sign_on("bob", &first).unwrap();
    bob.change_password(&first, &own).unwrap();
    bob.disclose("ABC", &Disclosure::Show).unwrap();
    assert!(has(&bench, &id, "L-96"));
    bench.service.rotate(&abc, Rotation::default()).unwrap();
    assert!(!has(&bench, &id, "L-96"), "the new one is known to nobody yet");
    bench.service.contain(&abc, "found in a log", None).unwrap();
    assert!(has(&bench, &id, "L-100"));
}

#[test]
fn what_is_known_of_a_secret_is_of_the_newest_and_of_those_that_servers_accept() {
    let mut bench = Bench::on_screen();
    let ids = [bench.create("ABC").record.client.client_id];
    let known = |bench: &Bench| {
        let known = bench.service.known("ABC").unwrap();
        (known.handed_over, known.holders.len(), known.incident)
    };
    assert_eq!(known(&bench), (false, 0, None));
    bench.service.disclose("ABC", &Disclosure::Show).unwrap();
    assert_eq!(known(&bench), (true, 1, None));
    bench.service.rotate(&ids, Rotation { grace: Some(600), ..Rotation::default() }).unwrap();
    assert_eq!(known(&bench), (false, 1, None), "the new one is not handed over yet");
    bench.clock.pass(600);
    assert_eq!(known(&bench), (false, 0, None), "the older one is over");
    let incident = bench.service.contain(&ids, "leak", None).unwrap().incident.id;
    assert_eq!(known(&bench), (false, 0, Some(incident)));
    bench.service.renew(incident, |_, _, _| true).unwrap();
    assert_eq!(known(&bench), (false, 0, None), "it waits for no new secret any more");
}

#[test]
fn health_counts_each_client_once_by_its_gravest_finding_that_is_not_accepted() {
    let mut bench = Bench::new();
    let ids = ["ABC", "DEF"].map(|name| bench.create(name).record.client.client_id);
    let findings = |bench: &Bench| {
        let health = bench.service.health(&mut || std::ops::ControlFlow::Continue(())).unwrap();
        let chart = health.charts.into_iter().find(|chart| chart.key == "findings").unwrap();
        let words = |bar: crate::domain::health::Bar| {
            (bar.label, bar.count, bar.left_out, bar.is_bad, bar.filters[0].1.clone())
        };
        chart.bars.into_iter().map(words).collect::<Vec<_>>()
    };
    let told = |warned: &[String]| {
        let bar = |label: &str, ids: &[String]| {
            let count = i64::try_from(ids.len()).unwrap();
            (label.to_owned(), count, 0, label == "error", serde_json::Value::from(ids).to_string())
        };
        vec![bar("error", &[]), bar("warning", warned), bar("information", &[])]
    };
    assert_eq!(findings(&bench), told(&ids));
    for (rule, _) in rules(&bench, "ABC") {
        bench.service.accept_advice("ABC", &rule, "So it is.", "10d").unwrap();
    }
    assert_eq!(findings(&bench), told(&ids[1..]));
}
