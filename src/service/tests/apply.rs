//! Declarations applied: what containment forbids stays forbidden, and what has a problem never begins.

use std::ops::ControlFlow;

use super::*;
use crate::domain::{ClientRecord, Declared, Located, Problem, Right};
use crate::service::{Error, ImportRules};

fn declared(client_id: &str) -> Declared {
    let mut declared = Declared { number: 1, line: 1, ..Declared::default() };
    declared.name(field::CLIENT_ID, vec![client_id.to_owned()], 1);
    declared
}

fn apply(
    service: &mut Service,
    declared: &[Declared],
    prune: bool,
) -> Result<(Vec<Issued>, Vec<ClientRecord>), Error> {
    let plan = service.plan(declared, prune)?;
    service.apply(plan, &mut |_, _| ControlFlow::Continue(()))
}

#[test]
fn a_contained_client_is_not_let_in_by_a_declaration() {
    let mut bench = Bench::new();
    let id = bench.create("Portal").record.client.client_id;
    let incident = bench.service.contain(std::slice::from_ref(&id), "leak", None).unwrap().incident.id;
    let enabled = [Declared { enabled: Some(true), ..declared(&id) }];
    let refused = apply(&mut bench.service, &enabled, false).map(drop).unwrap_err();
    assert!(refused.to_string().contains("no new secret yet"), "{refused}");
    assert!(!bench.service.client(&id).unwrap().enabled);

    bench.service.renew(incident, |_, _, _| true).unwrap();
    let (issued, _) = apply(&mut bench.service, &enabled, false).unwrap();
    assert!(issued[0].record.enabled);
    assert!(bench.service.incidents(true).unwrap().is_empty(), "letting it in closes its part");
    assert_eq!(bench.service.check().unwrap(), []);
}

#[test]
fn a_client_that_is_pruned_leaves_no_part_of_an_incident_open() {
    let mut bench = Bench::new();
    let [kept, gone] = ["Kept", "Gone"].map(|name| bench.create(name).record.client.client_id);
    bench.service.contain(std::slice::from_ref(&gone), "leak", None).unwrap();
    let (_, deleted) = apply(&mut bench.service, &[declared(&kept)], true).unwrap();
    assert_eq!(deleted[0].client.client_id, gone);
    assert!(bench.service.incidents(true).unwrap().is_empty());
    assert_eq!(bench.service.check().unwrap(), []);
}

#[test]
fn a_new_client_has_the_id_that_was_declared_or_one_that_is_made() {
    let mut bench = Bench::new();
    let new = |client_id: &str, name: &str| {
        let mut new = declared(client_id);
        new.name(field::CLIENT_NAME, vec![name.to_owned()], 1);
        new.name(field::SECURITY_CLASS, vec!["USER".to_owned()], 1);
        new
    };
    let (issued, _) = apply(&mut bench.service, &[new("abc-1", "One"), new("", "Two")], false).unwrap();
    let [one, two] = [0, 1].map(|at| issued[at].record.client.client_id.as_str());
    assert_eq!((one, two.len()), ("abc-1", 32));
    assert!(issued.iter().all(|issued| issued.secret.is_some()));
    for id in [one, two] {
        assert_eq!(bench.service.client(id).unwrap().client.client_id, id);
    }
}

#[test]
fn a_public_client_that_is_declared_gets_no_secret() {
    let mut bench = Bench::new();
    let mut public = Declared { profile: Some(Profile::Native), ..declared("abc-1") };
    public.name(field::SECURITY_CLASS, vec!["USER".to_owned()], 1);
    public.name(field::REDIRECT_URIS, vec!["https://abc.example/cb".to_owned()], 1);
    let declared = [public];
    assert_eq!(bench.service.plan(&declared, false).unwrap().new_secrets(), 0);
    let (issued, _) = apply(&mut bench.service, &declared, false).unwrap();
    assert!(issued[0].secret.is_none());
    assert!(bench.service.secrets("abc-1").unwrap().is_empty());
}

#[test]
fn a_rename_and_what_else_differs_are_told_apart_in_the_log() {
    let mut bench = Bench::new();
    let id = bench.create("Portal").record.client.client_id;
    let mut other = declared(&id);
    other.name(field::CLIENT_NAME, vec!["Gate".to_owned()], 1);
    other.name(field::NOTES, vec!["At the gate.".to_owned()], 1);
    apply(&mut bench.service, &[other], false).unwrap();
    let told = [
        ("client.renamed".to_owned(), vec!["Name: Portal → Gate".to_owned()]),
        ("client.updated".to_owned(), vec!["Notes: none → At the gate.".to_owned()]),
    ];
    assert_eq!(bench.newest(2), told);
    assert_eq!(bench.service.client(&id).unwrap().client.name, "Gate");
}

#[test]
fn the_write_ahead_log_is_emptied_where_secrets_went_and_only_there() {
    let mut bench = Bench::new();
    let [kept, _gone] = ["Kept", "Gone"].map(|name| bench.create(name).record.client.client_id);
    let log = bench.path.with_file_name("registry.db-wal");
    let unlike = Declared { enabled: Some(false), ..declared(&kept) };
    apply(&mut bench.service, std::slice::from_ref(&unlike), false).unwrap();
    assert_ne!(std::fs::metadata(&log).unwrap().len(), 0);
    apply(&mut bench.service, &[unlike], true).unwrap();
    assert_eq!(std::fs::metadata(&log).unwrap().len(), 0);
}

#[test]
fn a_plan_tells_its_steps_what_stays_and_the_right_that_it_takes() {
    let mut bench = Bench::new();
    let [one, two, three] = ["One", "Two", "Three"].map(|name| bench.create(name).record.client.client_id);
    let same = [declared(&one), declared(&two), declared(&three)];
    let plan = bench.service.plan(&same, true).unwrap();
    assert_eq!((plan.steps().len(), plan.unchanged(), plan.deleted()), (0, 3, 0));
    assert_eq!(plan.right(), Right::Apply);
    let plan = bench.service.plan(&same[..2], true).unwrap();
    assert_eq!((plan.steps().len(), plan.unchanged(), plan.deleted()), (1, 2, 1));
    assert_eq!(plan.right(), Right::Delete);
    let mut renamed = declared(&one);
    renamed.name(field::CLIENT_NAME, vec!["First".to_owned()], 1);
    assert_eq!(bench.service.plan(&[renamed], false).unwrap().right(), Right::Rename);
}

#[test]
fn a_declaration_that_does_not_fit_beside_the_others_says_where_and_why() {
    let mut bench = Bench::new();
    let [one, gone] = ["One", "Gone"].map(|name| bench.create(name).record.client.client_id);
    bench.create("Two");
    bench.service.delete(std::slice::from_ref(&gone)).unwrap();
    let named = |client_id: &str, name: &str| {
        let mut named = declared(client_id);
        named.name(field::CLIENT_NAME, vec![name.to_owned()], 7);
        named.name(field::SECURITY_CLASS, vec!["USER".to_owned()], 8);
        named
    };
    for (declared, field, code) in [
        (named("abc-1", "Two"), field::CLIENT_NAME, 4),
        (named(&one, "Two"), field::CLIENT_NAME, 4),
        (named(&gone, "Three"), field::CLIENT_ID, 4),
        (unsound(), field::CLIENT_ID, 6),
    ] {
        let plan = bench.service.plan(&[declared], false).unwrap();
        let told: Vec<_> = plan.problems().iter().map(|one| (one.problem.field, one.code)).collect();
        assert!(told.contains(&(field, code)), "{told:?}");
    }
    let mut read = declared(&one);
    let problem = Problem::new(field::NOTES, "", "It could not be read.");
    read.problems.push(Located { line: 9, problem });
    let plan = bench.service.plan(&[read], false).unwrap();
    assert_eq!((plan.problems()[0].line, plan.problems()[0].code), (9, 6));
}

/// A client whose client ID may not be.
fn unsound() -> Declared {
    let mut declared = declared("not an id");
    declared.name(field::SECURITY_CLASS, vec!["USER".to_owned()], 1);
    declared
}

#[test]
fn what_has_a_problem_is_applied_by_nobody() {
    let mut bench = Bench::new();
    let before = bench.actions();
    let refused = apply(&mut bench.service, &[unsound()], false).map(drop).unwrap_err();
    assert!(matches!(refused, Error::Invalid(_)), "{refused}");
    assert_eq!(bench.actions(), before);
}

#[test]
fn what_has_a_problem_is_imported_by_nobody_unless_it_is_left_out() {
    let mut bench = Bench::new();
    let document = || {
        let mut sound = declared("abc-1");
        sound.number = 2;
        sound.name(field::SECURITY_CLASS, vec!["USER".to_owned()], 2);
        [unsound(), sound].into_iter().map(Ok)
    };
    let rules = ImportRules::default();
    let survey = bench.service.survey(&mut document(), &rules).unwrap();
    assert_eq!((survey.sound, survey.problems().len()), (1, 1));
    let mut import = |rules: &ImportRules| {
        bench.service.import(&mut document(), rules, &survey, &mut |_, _| ControlFlow::Continue(()))
    };
    let refused = import(&rules).map(drop).unwrap_err();
    assert!(matches!(refused, Error::Invalid(_)), "{refused}");
    let arrived = import(&ImportRules { skip_invalid: true, ..rules }).unwrap();
    assert_eq!(arrived[0].client_id, "abc-1");
    assert_eq!(bench.service.check().unwrap(), []);
}
