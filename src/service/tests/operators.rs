use super::*;
use crate::domain::{Reason, Role, Rotation};
use crate::service::{Disclosure, Error, NewOperator, OperatorChange};

const FIRST: &str = "a first password of hers";
const OWN: &str = "one of her own making";

fn secret(text: &str) -> Plaintext {
    Plaintext::new(text.to_owned())
}

fn opened(bench: &Bench) -> Service {
    Service::open(&bench.path, world(&bench.clock)).unwrap()
}

/// An operator who signed on and changed the first password.
fn operator(bench: &mut Bench, name: &str, role: Role) -> Service {
    let (user_name, full_name) = (name.to_owned(), String::new());
    bench.service.add_operator(&NewOperator { user_name, full_name, role, password: secret(FIRST) }).unwrap();
    let mut service = opened(bench);
    assert!(service.sign_on(name, &secret(FIRST)).unwrap().must_change_password);
    service.change_password(&secret(FIRST), &secret(OWN)).unwrap();
    assert!(!service.sign_on(name, &secret(OWN)).unwrap().must_change_password);
    service
}

fn quiet(_: u64, _: u64) {}

fn role(role: Role) -> OperatorChange {
    OperatorChange { role: Some(role), ..OperatorChange::default() }
}

#[test]
fn a_password_that_an_administrator_set_must_be_changed_before_anything_else() {
    let mut bench = Bench::new();
    let (user_name, full_name) = ("bob".to_owned(), "Bob".to_owned());
    let new = NewOperator { user_name, full_name, role: Role::Operator, password: secret(FIRST) };
    bench.service.add_operator(&new).unwrap();
    assert_eq!(bench.service.add_operator(&new).err().unwrap().exit_code(), 4);
    let mut bob = opened(&bench);
    bob.sign_on("bob", &secret(FIRST)).unwrap();
    let error = bob.create_client(&draft("First"), None).err().unwrap();
    assert!(matches!(error, Error::MustChangePassword), "{error}");
    assert_eq!(bob.change_password(&secret(FIRST), &secret(FIRST)).err().unwrap().exit_code(), 4);
    bob.change_password(&secret(FIRST), &secret(OWN)).unwrap();
    let error = bob.change_password(&secret(FIRST), &secret("yet another password, mine")).err().unwrap();
    assert!(matches!(error, Error::WrongPassword { .. }), "{error}");
    bob.create_client(&draft("First"), None).expect("a wrong old password signs nobody off");
    assert!(bob.sign_on("bob", &secret(FIRST)).is_err());
}

#[test]
fn whoever_changes_the_password_stays_what_an_administrator_made_of_them_meanwhile() {
    let mut bench = Bench::new();
    let mut bob = operator(&mut bench, "bob", Role::Operator);
    let mut admin = bench.another();
    let demoted = move || drop(admin.update_operator("bob", &role(Role::Auditor), &mut quiet).unwrap());
    // After the entry of the sign-on with the old password, before the new one is stored.
    bob.world.entropy = Box::new(Meanwhile::new(&bench.clock, 1, demoted));
    bob.change_password(&secret(OWN), &secret("yet another password, mine")).unwrap();
    let mut bob = opened(&bench);
    bob.sign_on("bob", &secret("yet another password, mine")).unwrap();
    assert_eq!(bob.session().unwrap().role(), Role::Auditor);
    assert_eq!(bench.service.check().unwrap(), []);
}

#[test]
fn an_operator_copies_what_another_made_and_automation_can_not() {
    let mut bench = Bench::new();
    let id = bench.create("ABC Shipping").record.client.client_id;
    let mut bob = operator(&mut bench, "bob", Role::Operator);
    let shown = bob.disclose(&id, &Disclosure::Show).unwrap();
    assert!(bench.accepted(&id, &shown.secret));
    let mut script = operator(&mut bench, "cron", Role::Automation);
    assert!(matches!(script.disclose(&id, &Disclosure::Show), Err(Error::NotAllowed { .. })));
    let rotation = Rotation { reason: Reason::Routine, grace: None };
    let issued = script.rotate(std::slice::from_ref(&id), rotation).unwrap().remove(0);
    assert_eq!(
        bob.disclose(&id, &Disclosure::Show).unwrap().secret.expose(),
        issued.secret.unwrap().expose(),
        "what a script sealed opens for those who may show"
    );
    let wrapped = |name: &str| {
        let sql =
            "SELECT count(*) FROM wrapped_key JOIN operator ON operator.id = holder WHERE user_name = ?1";
        bench.sql().query_row(sql, [name], |row| row.get::<_, i64>(0)).unwrap()
    };
    assert_eq!((wrapped("cron"), wrapped("bob"), wrapped("ada")), (0, 1, 2));
}

fn newest_entry(bench: &Bench) -> String {
    let sql = "SELECT details FROM audit_entry ORDER BY number DESC LIMIT 1";
    bench.sql().query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn who_leaves_takes_no_key_along() {
    let mut bench = Bench::new();
    let id = bench.create("ABC Shipping").record.client.client_id;
    let mut bob = operator(&mut bench, "bob", Role::Operator);
    let before = bob.disclose(&id, &Disclosure::Show).unwrap().secret;
    let mut told = Vec::new();
    bench
        .service
        .update_operator("bob", &role(Role::Auditor), &mut |done, all| told.push((done, all)))
        .unwrap();
    assert_eq!(told, [(1, 1)]);
    assert!(bob.disclose(&id, &Disclosure::Show).is_err());
    assert!(
        newest_entry(&bench).contains(r#""role":"auditor""#),
        "the role that was refused: {}",
        newest_entry(&bench)
    );
    let shown = bench.service.disclose(&id, &Disclosure::Show).unwrap().secret;
    assert_eq!(shown.expose(), before.expose(), "the copies were sealed afresh");
    let keys: Vec<u32> = {
        let sql = bench.sql();
        let mut statement = sql.prepare("SELECT DISTINCT key_generation FROM sealed_copy").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    assert_eq!(keys, [2]);
    bench.service.delete_operator("bob", &mut quiet).unwrap();
    assert!(opened(&bench).sign_on("bob", &secret(OWN)).is_err());
    assert_eq!(bench.service.check().unwrap(), []);
}

#[test]
fn when_an_administrator_goes_the_signing_key_is_followed_by_a_new_one() {
    let mut bench = Bench::new();
    bench.create("First");
    let mut eve = operator(&mut bench, "eve", Role::Admin);
    eve.add_class("SHIPPING", "").unwrap();
    let mut other = opened(&bench);
    bench.service.delete_operator("eve", &mut quiet).unwrap();
    assert!(matches!(eve.add_class("MORE", ""), Err(Error::SignedOff)));
    bench.service.add_class("MORE", "").unwrap();
    other.sign_on("ada", &secret(PASSWORD)).unwrap();
    other.add_class("YET_MORE", "").unwrap();
    assert_eq!(bench.service.check().unwrap(), []);
    let keys: i64 = bench.sql().query_row("SELECT count(*) FROM registry_key", [], |row| row.get(0)).unwrap();
    assert_eq!(keys, 2);
}

#[test]
fn a_new_recovery_code_makes_the_keys_anew_that_the_old_one_held() {
    let mut bench = Bench::new();
    let id = bench.create("First").record.client.client_id;
    let before = bench.service.disclose(&id, &Disclosure::Show).unwrap().secret;
    let mut told = Vec::new();
    let old = bench.service.replace_recovery_code(&mut |done, all| told.push((done, all))).unwrap();
    assert_eq!(told, [(1, 1)]);
    let new = bench.service.replace_recovery_code(&mut quiet).unwrap();
    let one = |query: &str| -> i64 { bench.sql().query_row(query, [], |row| row.get(0)).unwrap() };
    assert_eq!(one("SELECT min(key_generation) FROM sealed_copy"), 3);
    assert_eq!(one("SELECT max(generation) FROM registry_key"), 3);
    let mut other = opened(&bench);
    assert!(other.recover(&old, "ada", &secret(OWN)).is_err());
    other.recover(&new, "ada", &secret(OWN)).unwrap();
    let shown = other.disclose(&id, &Disclosure::Show).unwrap().secret;
    assert_eq!(shown.expose(), before.expose());
    assert_eq!(other.check().unwrap(), []);
    let mut shows_once = Bench::with(Retention::ShowOnce);
    shows_once.service.replace_recovery_code(&mut quiet).unwrap();
    assert_eq!(shows_once.service.check().unwrap(), []);
}

#[test]
fn the_last_administrator_stays() {
    let mut bench = Bench::new();
    let disabled = OperatorChange { disabled: Some(true), ..OperatorChange::default() };
    for change in [role(Role::Operator), disabled] {
        let error = bench.service.update_operator("ada", &change, &mut quiet).err().unwrap();
        assert_eq!(error.exit_code(), 4, "{error}");
    }
    assert_eq!(bench.service.delete_operator("ada", &mut quiet).err().unwrap().exit_code(), 4);
    assert_eq!(bench.service.operators().unwrap().len(), 1);
}

#[test]
fn a_reset_password_gives_new_keys_and_old_entries_stay_signed() {
    let mut bench = Bench::new();
    let id = bench.create("ABC Shipping").record.client.client_id;
    let mut bob = operator(&mut bench, "bob", Role::Operator);
    bob.create_client(&draft("Of Bob"), None).unwrap();
    bench.service.reset_password("bob", &secret("another first password")).unwrap();
    assert!(bob.sign_on("bob", &secret(OWN)).is_err());
    assert!(bob.sign_on("bob", &secret("another first password")).unwrap().must_change_password);
    bob.change_password(&secret("another first password"), &secret(OWN)).unwrap();
    bob.disclose(&id, &Disclosure::Show).unwrap();
    assert_eq!(bench.service.check().unwrap(), []);
}

#[test]
fn an_administrator_unlocks_and_the_recovery_code_passes_a_lock() {
    let mut bench = Bench::new();
    let mut service = opened(&bench);
    for _ in 0..3 {
        service.sign_on("ada", &secret("wrong password, this")).err().unwrap();
    }
    assert!(bench.service.operators().unwrap()[0].locked_until.is_some());
    bench.service.unlock_operator("ada").unwrap();
    service.sign_on("ada", &secret(PASSWORD)).unwrap();
    for _ in 0..3 {
        service.sign_on("ada", &secret("wrong password, this")).err().unwrap();
    }
    let code = bench.recovery_code.clone();
    let id = bench.create("ABC Shipping").record.client.client_id;
    let wrong = service.recover(&secret("aaaa-bbbb"), "ada", &secret(OWN)).err().unwrap();
    assert_eq!(wrong.exit_code(), 5, "{wrong}");
    let others = Bench::new().recovery_code;
    let wrong = service.recover(&others, "ada", &secret(OWN)).err().unwrap();
    assert_eq!(wrong.exit_code(), 5, "{wrong}");
    let told = ("operator.sign_on_refused".to_owned(), vec!["Tried: a recovery code".to_owned()]);
    assert_eq!(bench.newest(1), [told]);
    service.recover(&code, "ada", &secret(OWN)).unwrap();
    service.disclose(&id, &Disclosure::Show).unwrap();
    service.add_class("AFTER", "").unwrap();
    assert!(opened(&bench).sign_on("ada", &secret(PASSWORD)).is_err());
    opened(&bench).sign_on("ada", &secret(OWN)).unwrap();
    assert_eq!(service.check().unwrap(), []);
}

#[test]
fn show_once_destroys_every_copy_and_sealing_begins_anew() {
    let mut bench = Bench::new();
    let id = bench.create("ABC Shipping").record.client.client_id;
    bench.service.set_setting("secret_retention", "show-once").unwrap();
    assert!(matches!(bench.service.disclose(&id, &Disclosure::Show), Err(Error::NoSecret(_))));
    let copies = |bench: &Bench| {
        bench.sql().query_row("SELECT count(*) FROM sealed_copy", [], |row| row.get::<_, i64>(0)).unwrap()
    };
    assert_eq!(copies(&bench), 0);
    assert_eq!(bench.service.check().unwrap(), []);
    bench.service.set_setting("secret_retention", "sealed").unwrap();
    let rotation = Rotation { reason: Reason::Routine, grace: None };
    bench.service.rotate(std::slice::from_ref(&id), rotation).unwrap();
    bench.service.disclose(&id, &Disclosure::Show).unwrap();
    assert_eq!(bench.service.check().unwrap(), []);
    assert_eq!(bench.service.set_setting("nope", "1").err().unwrap().exit_code(), 3);
    assert_eq!(bench.service.set_setting("idle_lock", "soon").err().unwrap().exit_code(), 6);
}

#[test]
fn an_operator_whom_somebody_else_changed_first_is_not_changed_again_unseen() {
    let mut bench = Bench::new();
    operator(&mut bench, "bob", Role::Operator);
    let find = |bench: &Bench| {
        let all = bench.service.operators().unwrap();
        all.into_iter().find(|record| record.operator.user_name == "bob").unwrap().operator
    };
    let seen = Some(find(&bench));
    bench.service.update_operator("bob", &role(Role::Auditor), &mut quiet).unwrap();
    let late = OperatorChange { seen: seen.clone(), ..role(Role::Admin) };
    let late = bench.service.update_operator("bob", &late, &mut quiet).err().unwrap();
    assert!(matches!(&late, Error::Overtaken { .. }) && late.exit_code() == 4, "{late}");
    assert_eq!(find(&bench).role, Role::Auditor);
    // Whoever has the name now is somebody else.
    bench.service.delete_operator("bob", &mut quiet).unwrap();
    operator(&mut bench, "bob", Role::Operator);
    let late = OperatorChange { disabled: Some(true), seen, ..OperatorChange::default() };
    assert!(bench.service.update_operator("bob", &late, &mut quiet).is_err());
    assert!(!find(&bench).disabled);
}

#[test]
fn only_what_is_to_be_changed_can_have_been_changed_by_somebody_else() {
    let mut bench = Bench::new();
    operator(&mut bench, "bob", Role::Operator);
    let all = bench.service.operators().unwrap();
    let seen =
        all.into_iter().find(|record| record.operator.user_name == "bob").map(|record| record.operator);
    let named = |name: &str| OperatorChange {
        full_name: Some(name.to_owned()),
        seen: seen.clone(),
        ..OperatorChange::default()
    };
    let role = |role| OperatorChange { role: Some(role), seen: seen.clone(), ..OperatorChange::default() };
    let disabled = |disabled| OperatorChange {
        disabled: Some(disabled),
        seen: seen.clone(),
        ..OperatorChange::default()
    };
    let mut update = |change: &OperatorChange| bench.service.update_operator("bob", change, &mut quiet);
    assert_eq!(update(&named("Bob Builder")).unwrap().operator.full_name, "Bob Builder");
    assert_eq!(update(&role(Role::Auditor)).unwrap().operator.role, Role::Auditor);
    assert!(update(&disabled(true)).unwrap().operator.disabled);
    for late in [named("Bob"), role(Role::Operator), disabled(false)] {
        assert!(matches!(update(&late), Err(Error::Overtaken { .. })));
    }
}

#[test]
fn a_lock_is_over_in_the_second_in_which_it_ends() {
    let bench = Bench::new();
    for _ in 0..3 {
        opened(&bench).sign_on("ada", &secret("wrong password, this")).err().unwrap();
    }
    let locked = || bench.service.operators().unwrap()[0].locked_until;
    bench.clock.pass(29);
    assert!(locked().is_some());
    bench.clock.pass(1);
    assert_eq!(locked(), None);
}

#[test]
fn the_recovery_code_lets_an_administrator_in_whom_another_disabled_and_gave_a_password() {
    let mut bench = Bench::new();
    assert_eq!(bench.service.session().unwrap().full_name(), "Ada Lovelace");
    let mut eve = operator(&mut bench, "eve", Role::Admin);
    eve.reset_password("ada", &secret("another first password")).unwrap();
    let off = OperatorChange { disabled: Some(true), ..OperatorChange::default() };
    eve.update_operator("ada", &off, &mut quiet).unwrap();
    let code = bench.recovery_code.clone();
    opened(&bench).recover(&code, "ada", &secret(OWN)).unwrap();
    assert!(!opened(&bench).sign_on("ada", &secret(OWN)).unwrap().must_change_password);
    assert_eq!(bench.service.check().unwrap(), []);
}

#[test]
fn settings_are_saved_together_or_not_at_all() {
    let mut bench = Bench::new();
    let seen = bench.service.settings().unwrap();
    let change = |key, value: &str| (key, value.to_owned());
    let both = [change("grace", "2h"), change("idle_lock", "soon")];
    assert_eq!(bench.service.set_settings(&both, None).err().unwrap().exit_code(), 6);
    assert_eq!(bench.service.settings().unwrap(), seen);
    bench.service.set_setting("idle_lock", "3m").unwrap();
    let both = [change("grace", "2h"), change("idle_lock", "4m")];
    let late = bench.service.set_settings(&both, Some(&seen)).err().unwrap();
    assert!(matches!(late, Error::Overtaken { .. }), "{late}");
    assert_eq!(bench.service.settings().unwrap().grace, seen.grace);
    let seen = bench.service.settings().unwrap();
    let now = bench.service.set_settings(&both, Some(&seen)).unwrap();
    assert_eq!((now.grace, now.idle_lock), (7200, 240));
    assert_eq!(bench.service.check().unwrap(), []);
}

#[test]
fn who_may_not_rotate_is_told_before_anything_is_hashed() {
    let mut bench = Bench::new();
    let ids = [bench.create("One").record.client.client_id];
    let auditor = operator(&mut bench, "eve", Role::Auditor);
    let (user_name, full_name) = ("bob".to_owned(), String::new());
    let new = NewOperator { user_name, full_name, role: Role::Operator, password: secret(FIRST) };
    bench.service.add_operator(&new).unwrap();
    let mut fresh = opened(&bench);
    fresh.sign_on("bob", &secret(FIRST)).unwrap();
    let mut hashed = 0;
    let mut refused = |mut service: Service| {
        let mut count = |_, _| {
            hashed += 1;
            std::ops::ControlFlow::Continue(())
        };
        service.rotate_telling(&ids, Rotation::default(), &mut count).err().unwrap()
    };
    assert!(matches!(refused(auditor), Error::NotAllowed { .. }));
    assert!(matches!(refused(fresh), Error::MustChangePassword));
    assert_eq!(hashed, 0);
}
