//! A secret that was just made is handed out with an audit entry, and only while servers accept it.

use super::*;
use crate::domain::{Reason, Rotation};
use crate::service::{Disclosure, Error};

fn copy() -> Disclosure {
    Disclosure::Copy { channel: "test".to_owned() }
}

#[test]
fn a_show_once_secret_is_handed_out_while_it_is_at_hand_and_the_log_knows() {
    let mut bench = Bench::with(Retention::ShowOnce);
    let issued = bench.create("ABC Shipping");
    let (id, secret) = (issued.record.client.client_id, issued.secret.unwrap());
    let credentials = bench.service.hand_out(&id, &secret, &copy()).unwrap();
    assert_eq!(credentials.line().expose(), format!("{id}:{}", secret.expose()));
    assert_eq!(bench.actions().last().unwrap(), "secret.copied");
    bench.service.hand_out(&id, &secret, &Disclosure::Show).unwrap();
    assert_eq!(bench.actions().last().unwrap(), "secret.shown");
}

#[test]
fn a_secret_that_servers_refuse_is_not_handed_out() {
    let mut bench = Bench::with(Retention::ShowOnce);
    let issued = bench.create("ABC Shipping");
    let (id, old) = (issued.record.client.client_id, issued.secret.unwrap());
    let rotation = Rotation { reason: Reason::Leak, grace: None };
    bench.service.rotate(std::slice::from_ref(&id), rotation).unwrap();
    let entries = bench.actions().len();
    let error = bench.service.hand_out(&id, &old, &copy()).err().unwrap();
    assert!(matches!(error, Error::NoSecret(_)), "{error}");
    assert_eq!(bench.actions().len(), entries, "nothing was handed out, so nothing is told");
}

#[test]
fn credentials_of_a_disabled_client_are_handed_out_and_work_once_it_is_enabled() {
    for retention in [Retention::Sealed, Retention::ShowOnce] {
        let mut bench = Bench::with(retention);
        let id = bench.create("ABC Shipping").record.client.client_id;
        bench.service.set_enabled(std::slice::from_ref(&id), false).unwrap();
        let rotation = Rotation { reason: Reason::Leak, grace: None };
        let made = bench.service.rotate(std::slice::from_ref(&id), rotation).unwrap().remove(0);
        let secret = made.secret.unwrap();
        let given = match retention {
            Retention::Sealed => bench.service.disclose(&id, &Disclosure::Show).unwrap(),
            Retention::ShowOnce => bench.service.hand_out(&id, &secret, &Disclosure::Show).unwrap(),
        };
        assert_eq!(given.secret.expose(), secret.expose());
        assert!(!bench.accepted(&id, &secret));
        bench.service.set_enabled(std::slice::from_ref(&id), true).unwrap();
        assert!(bench.accepted(&id, &secret));
    }
}

#[test]
fn a_secret_whose_grace_is_over_by_the_programs_clock_is_not_handed_out() {
    let mut bench = Bench::with(Retention::ShowOnce);
    bench.clock.pass(10 * 365 * 86_400);
    let issued = bench.create("ABC Shipping");
    let (id, old) = (issued.record.client.client_id, issued.secret.unwrap());
    let rotation = Rotation { reason: Reason::Routine, grace: Some(3_600) };
    bench.service.rotate(std::slice::from_ref(&id), rotation).unwrap();
    bench.clock.pass(3_599);
    let given = bench.service.hand_out(&id, &old, &copy()).unwrap();
    assert_eq!(given.expires_at, Some(bench.service.now() + 1));
    bench.clock.pass(1);
    let error = bench.service.hand_out(&id, &old, &copy()).err().unwrap();
    assert!(matches!(error, Error::NoSecret(_)), "{error}");
}

#[test]
fn refresh_tokens_count_where_the_client_had_them_since_with_the_default_of_then() {
    let mut bench = Bench::new();
    let now = bench.service.now();
    let mut with = draft("One");
    with.set(field::REDIRECT_URIS, vec!["https://abc.example/cb".to_owned()]);
    let grants = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    with.set(field::GRANT_TYPES, grants(&["authorization_code", "refresh_token"]));
    let mut record = bench.service.create_client(&with, None).unwrap().record;
    let id = record.client.client_id.clone();
    for left in [&["authorization_code"][..], &["authorization_code", "client_credentials"]] {
        bench.clock.pass(60);
        let mut changed = Draft::of(&record.client);
        changed.set(field::GRANT_TYPES, grants(left));
        record = bench.service.update_client(&id, record.version, &changed, None).unwrap().record;
    }
    bench.service.set_setting(field::REFRESH_TOKEN_TTL, "86400").unwrap();
    let told = |since: i64| bench.service.exposure(&id, since).unwrap().lifetimes.refresh;
    let default = Some(crate::domain::Lifetime::Seconds(30 * 86_400));
    assert_eq!([told(now), told(now + 61)], [default, None]);
}
