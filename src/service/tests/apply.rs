//! Declarations applied: what containment forbids stays forbidden, and what has a problem never begins.

use std::ops::ControlFlow;

use super::*;
use crate::domain::{ClientRecord, Declared};
use crate::service::Error;

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
    let incident = bench.service.contain(&[id.clone()], "leak", None).unwrap().incident.id;
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
    bench.service.contain(&[gone.clone()], "leak", None).unwrap();
    let (_, deleted) = apply(&mut bench.service, &[declared(&kept)], true).unwrap();
    assert_eq!(deleted[0].client.client_id, gone);
    assert!(bench.service.incidents(true).unwrap().is_empty());
    assert_eq!(bench.service.check().unwrap(), []);
}
