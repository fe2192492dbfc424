//! Declarations applied: what containment forbids stays forbidden, and what has a problem never begins.

use std::ops::ControlFlow;

use super::*;
use crate::domain::{ClientRecord, Declared};
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
