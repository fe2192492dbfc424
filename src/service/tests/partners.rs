use super::*;
use crate::service::{Error, PartnerChange, Registry};

fn for_partner(name: &str, client_id: &str) -> Draft {
    let mut draft = draft(name);
    draft.set(field::PARTNER, vec!["abc".to_owned()]);
    draft.set(field::CLIENT_ID, vec![client_id.to_owned()]);
    draft
}

#[test]
fn a_partners_client_without_an_id_is_refused_before_anything_is_made() {
    let mut bench = Bench::new();
    let refused = bench.service.create_client(&for_partner("Portal", ""), None).map(drop).unwrap_err();
    assert!(refused.problems()[0].sentence.contains("yours to say"), "{refused}");
}

#[test]
fn a_partner_in_use_stays_and_its_new_subdomain_goes_along() {
    let mut bench = Bench::new();
    bench.service.add_partner("ABC Shipping", "abc").unwrap();
    assert_eq!(bench.service.add_partner("Other", "ABC").err().unwrap().exit_code(), 4);
    assert_eq!(bench.service.add_partner("abc shipping", "other").err().unwrap().exit_code(), 4);
    bench.service.add_partner_user("abc", "jane", "jane@abc.example").unwrap();
    let id =
        bench.service.create_client(&for_partner("First", "abc-jane"), None).unwrap().record.client.client_id;
    assert_eq!(bench.service.delete_partner("abc").err().unwrap().exit_code(), 4);
    let moved = PartnerChange { subdomain: Some("abcd".to_owned()), ..PartnerChange::default() };
    bench.service.update_partner("abc", &moved).unwrap();
    assert_eq!(bench.service.client(&id).unwrap().client.partner.as_deref(), Some("abcd"));
    assert_eq!(bench.service.partner_users("abcd").unwrap()[0].user_name, "jane");
    assert_eq!(bench.service.check().unwrap(), []);
}

#[test]
fn servers_are_told_the_users_of_active_partners_only() {
    let mut bench = Bench::new();
    bench.service.add_partner("ABC Shipping", "abc").unwrap();
    bench.service.add_partner_user("abc", "jane", "").unwrap();
    bench.service.add_partner_user("abc", "joe", "joe@abc.example").unwrap();
    let told = |bench: &Bench| {
        bench.sql().query_row("SELECT count(*) FROM partner_user", [], |row| row.get::<_, i64>(0)).unwrap()
    };
    assert_eq!(told(&bench), 2);
    bench.service.delete_partner_users("abc", &["joe".to_owned()]).unwrap();
    assert_eq!(bench.service.delete_partner_users("abc", &["joe".to_owned()]).err().unwrap().exit_code(), 3);
    assert_eq!(told(&bench), 1);
    let asleep = PartnerChange { active: Some(false), ..PartnerChange::default() };
    bench.service.update_partner("abc", &asleep).unwrap();
    assert_eq!(told(&bench), 0);
    bench.service.delete_partner("abc").unwrap();
    assert_eq!(bench.service.check().unwrap(), []);
}

#[test]
fn only_what_is_to_be_changed_of_a_partner_can_have_been_changed_by_somebody_else() {
    let mut bench = Bench::new();
    bench.service.add_partner("ABC Shipping", "abc").unwrap();
    let seen = bench.service.partners().unwrap().pop();
    let named = |name: &str| PartnerChange {
        name: Some(name.to_owned()),
        seen: seen.clone(),
        ..PartnerChange::default()
    };
    let moved = |subdomain: &str| PartnerChange {
        subdomain: Some(subdomain.to_owned()),
        seen: seen.clone(),
        ..PartnerChange::default()
    };
    bench.service.update_partner("abc", &named("ABC Freight")).unwrap();
    bench.service.update_partner("abc", &moved("abcd")).unwrap();
    for late in [named("ABC"), moved("abce")] {
        let error = bench.service.update_partner("abcd", &late).map(drop).unwrap_err();
        assert!(matches!(error, Error::Overtaken { .. }), "{error}");
    }
    let all = bench.service.partner_records().unwrap();
    assert_eq!(all.len(), 1);
}

#[test]
fn users_of_a_partner_go_together_each_once() {
    let mut bench = Bench::new();
    bench.service.add_partner("ABC Shipping", "abc").unwrap();
    for user in ["jane", "joe"] {
        bench.service.add_partner_user("abc", user, "").unwrap();
    }
    let server = Registry::open_read_only(&bench.path).unwrap();
    assert!(
        server.has_partner_user("abc", "joe").unwrap() && !server.has_partner_user("abc", "jim").unwrap()
    );
    let deleted =
        bench.service.delete_partner_users("abc", &["jane", "joe", "jane"].map(str::to_owned)).unwrap();
    assert_eq!(deleted.len(), 2);
    assert_eq!(bench.service.partner_users("abc").unwrap().len(), 0);
}

#[test]
fn the_bare_prefix_is_refused_and_an_unknown_partner_named() {
    let mut bench = Bench::new();
    bench.service.add_partner("ABC Shipping", "abc").unwrap();
    let error = bench.service.create_client(&for_partner("First", "abc-"), None).err().unwrap();
    assert_eq!(error.problems()[0].field, "client_id");
    let mut unknown = for_partner("First", "abc-jane");
    unknown.set(field::PARTNER, vec!["nobody".to_owned()]);
    let error = bench.service.create_client(&unknown, None).err().unwrap();
    assert_eq!((error.exit_code(), error.problems()[0].field), (3, "partner"));
}

#[test]
fn what_somebody_else_changed_first_is_not_overwritten() {
    let mut bench = Bench::new();
    let seen = bench.service.add_partner("ABC Shipping", "abc").unwrap().partner;
    let user = bench.service.add_partner_user("abc", "jane", "").unwrap();
    let named = |name: &str| PartnerChange {
        name: Some(name.to_owned()),
        seen: Some(seen.clone()),
        ..PartnerChange::default()
    };
    bench.service.update_partner("abc", &named("ABC Ltd")).unwrap();
    let late = bench.service.update_partner("abc", &named("ABC Inc")).err().unwrap();
    assert!(matches!(&late, Error::Overtaken { .. }) && late.exit_code() == 4, "{late}");
    assert_eq!(bench.service.partner("abc").unwrap().partner.name, "ABC Ltd");
    // What nobody else touched is changed all the same.
    let asleep = PartnerChange { active: Some(false), seen: Some(seen), ..PartnerChange::default() };
    bench.service.update_partner("abc", &asleep).unwrap();
    bench.service.update_partner_user("abc", "jane", "one@abc.example", Some(&user)).unwrap();
    let late = bench.service.update_partner_user("abc", "jane", "two@abc.example", Some(&user));
    assert_eq!(late.err().unwrap().exit_code(), 4);
    assert_eq!(bench.service.partner_users("abc").unwrap()[0].email.as_deref(), Some("one@abc.example"));
}
