use super::*;
use crate::domain::{Operator, Right, Role};
use crate::service::{Error, LogQuery, NewOperator};

fn password(text: &str) -> Plaintext {
    Plaintext::new(text.to_owned())
}

fn opened(bench: &Bench) -> Service {
    Service::open(&bench.path, world(&bench.clock)).unwrap()
}

#[test]
fn the_right_password_signs_on_and_tells_what_happened_since() {
    let bench = Bench::new();
    let mut service = opened(&bench);
    assert!(matches!(
        service.sign_on("ada", &password("wrong password, this")),
        Err(Error::WrongPassword { .. })
    ));
    bench.clock.pass(100);
    let told = service.sign_on("ADA", &password(PASSWORD)).unwrap();
    assert_eq!((told.failures_since, told.must_change_password), (1, false));
    assert_eq!(told.last_sign_on_at, Some(bench.service.now() - 100));
    assert_eq!(service.session().unwrap().role(), Role::Admin);
    assert_eq!(service.sign_on("ada", &password(PASSWORD)).unwrap().failures_since, 0);
    service.sign_off();
    assert!(service.session().is_none());
}

#[test]
fn unknown_operator_and_wrong_password_are_told_alike_and_the_third_failure_locks() {
    let bench = Bench::new();
    let mut service = opened(&bench);
    for name in ["ada", "nobody"] {
        let mut told = Vec::new();
        for _ in 0..3 {
            told.push(service.sign_on(name, &password("wrong password, this")).err().unwrap().to_string());
        }
        assert_eq!(told[0], "The user name or password is wrong.");
        assert!(told[2].contains("locked for 30 seconds"), "{}", told[2]);
        let error = service.sign_on(name, &password(PASSWORD)).err().unwrap();
        assert!(matches!(error, Error::Locked { seconds: 30 }), "{error}");
        let (action, words) = bench.newest(1).remove(0);
        assert_eq!(action, "operator.sign_on_refused");
        assert!(words.contains(&"Locked for seconds: 30".to_owned()), "{words:?}");
    }
    bench.clock.pass(30);
    service.sign_on("ada", &password(PASSWORD)).unwrap();
}

#[test]
fn what_names_no_operator_is_kept_nowhere_for_it_may_be_a_password() {
    let bench = Bench::new();
    let mut service = opened(&bench);
    service.sign_on(PASSWORD, &password("")).err().unwrap();
    service.sign_on("ADA", &password("wrong password, this")).err().unwrap();
    let query = LogQuery { limit: Some(2), ..LogQuery::default() };
    let entries = service.log(&query).unwrap();
    assert!(entries[0].details.contains(r#""user_name":"ada""#), "{}", entries[0].details);
    assert!(entries[1].details.contains("the name of no operator"), "{}", entries[1].details);
    drop(service);
    for file in std::fs::read_dir(bench.path.parent().unwrap()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(memchr::memmem::find(&bytes, PASSWORD.as_bytes()).is_none());
    }
}

#[test]
fn failures_are_counted_from_the_first_one_on() {
    let bench = Bench::new();
    let mut service = opened(&bench);
    let first = bench.service.now();
    for _ in 0..2 {
        service.sign_on("ada", &password("wrong password, this")).err().unwrap();
        bench.clock.pass(60);
    }
    let told = "SELECT failures, since FROM sign_on_failure";
    let told = bench.sql().query_row(told, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    assert_eq!(told, (2, first));
}

#[test]
fn keys_in_the_place_of_ones_own_are_noticed() {
    for key in ["receive_key", "sign_key"] {
        let bench = Bench::new();
        bench.sql().execute(&format!("UPDATE operator SET {key} = randomblob(32)"), []).unwrap();
        let error = opened(&bench).sign_on("ada", &password(PASSWORD)).unwrap_err();
        assert!(error.to_string().contains("the public keys of your account are not yours"), "{error}");
    }
}

#[test]
fn keys_are_locked_anew_where_the_registrys_key_is_another_and_only_there() {
    let mut bench = Bench::new();
    let blob = |bench: &Bench| {
        let blob = "SELECT locked_keys FROM operator";
        bench.sql().query_row(blob, [], |row| row.get::<_, Vec<u8>>(0)).unwrap()
    };
    let first = blob(&bench);
    bench.another();
    assert_eq!(blob(&bench), first);
    bench.service.replace_recovery_code(&mut |_, _| ()).unwrap();
    bench.another();
    let second = blob(&bench);
    assert_ne!(second, first);
    bench.another();
    assert_eq!(blob(&bench), second);
}

#[test]
fn a_lock_holds_for_the_system_user_who_failed_only() {
    let bench = Bench::new();
    let mut script =
        Service::open(&bench.path, World { system_user: "cron".to_owned(), ..world(&bench.clock) }).unwrap();
    for _ in 0..3 {
        script.sign_on("ada", &password("stale password here")).err().unwrap();
    }
    assert!(matches!(script.sign_on("ada", &password(PASSWORD)), Err(Error::Locked { .. })));
    assert_eq!(opened(&bench).sign_on("ada", &password(PASSWORD)).unwrap().failures_since, 3);
}

/// Signs ada on with a password; something else happens while it is tried.
fn sign_on_while<F>(bench: &Bench, tried: &str, happens: F) -> Result<(), Error>
where
    F: FnOnce() + Send + 'static,
{
    let mut service = opened(bench);
    service.world.clock = Box::new(Meanwhile::new(&bench.clock, 0, happens));
    service.sign_on("ada", &password(tried)).map(drop)
}

/// Three wrong passwords in another program.
fn locks(bench: &Bench) -> impl FnOnce() + Send + use<> {
    let (path, clock) = (bench.path.clone(), bench.clock.clone());
    move || {
        let mut other = Service::open(&path, world(&clock)).unwrap();
        for _ in 0..3 {
            other.sign_on("ada", &password("wrong password, this")).err().unwrap();
        }
    }
}

#[test]
fn many_passwords_that_are_tried_at_once_are_locked_out_as_those_tried_in_turn() {
    for tried in ["wrong password, this", PASSWORD] {
        let bench = Bench::new();
        let error = sign_on_while(&bench, tried, locks(&bench)).unwrap_err();
        assert!(matches!(error, Error::Locked { seconds: 30 }), "{error}");
        let words = bench.newest(1).remove(0).1;
        assert!(words.contains(&"Locked for seconds: 30".to_owned()), "{words:?}");
    }
}

#[test]
fn keys_that_an_administrator_gave_meanwhile_are_not_overwritten_by_a_sign_on() {
    let mut bench = Bench::new();
    let first = "a first password of his";
    let bob = NewOperator {
        user_name: "bob".to_owned(),
        full_name: String::new(),
        role: Role::Operator,
        password: password(first),
    };
    bench.service.add_operator(&bob).unwrap();
    // The registry's key is another since: bob's keys are locked anew when he signs on.
    bench.service.replace_recovery_code(&mut |_, _| ()).unwrap();
    let mut admin = bench.another();
    let happens = move || drop(admin.reset_password("bob", &password("a second password of his")).unwrap());
    let mut service = opened(&bench);
    service.world.clock = Box::new(Meanwhile::new(&bench.clock, 0, happens));
    let error = service.sign_on("bob", &password(first)).unwrap_err();
    assert!(matches!(error, Error::SignedOff), "{error}");
    opened(&bench).sign_on("bob", &password("a second password of his")).unwrap();
}

#[test]
fn without_a_sign_on_nothing_changes() {
    let bench = Bench::new();
    let mut service = opened(&bench);
    let error = service.create_client(&draft("ABC Shipping"), None).err().unwrap();
    assert_eq!(error.exit_code(), 5);
    assert!(matches!(error, Error::NotSignedOn));
}

#[test]
fn a_role_that_may_not_is_refused_by_the_service_and_the_refusal_is_logged() {
    let mut bench = Bench::new();
    bench.create("First");
    // As an administrator would: the role in the file, and the charter signed anew.
    let service = &mut bench.service;
    let operator = Operator { role: Role::Auditor, ..service.session().unwrap().operator.clone() };
    service
        .change(Right::Classes, |change| {
            change.writer.update_operator(&operator)?;
            change.sign_charter()
        })
        .unwrap();
    let mut auditor = bench.another();
    let error = auditor.delete(&["First".to_owned()]).err().unwrap();
    assert_eq!(error.exit_code(), 5);
    assert!(error.to_string().contains("may not delete clients"), "{error}");
    assert_eq!(bench.actions().last().unwrap(), "refused");
    assert!(auditor.client("First").is_ok());
}

#[test]
fn a_role_changed_behind_its_back_is_noticed_at_the_next_sign_on_and_change() {
    let mut bench = Bench::new();
    bench.sql().execute("UPDATE operator SET role = 'auditor'", []).unwrap();
    let error = bench.service.create_client(&draft("ABC Shipping"), None).err().unwrap();
    assert!(matches!(error, Error::Tampered(_)), "{error}");
    let error = opened(&bench).sign_on("ada", &password(PASSWORD)).err().unwrap();
    assert!(matches!(error, Error::Tampered(_)), "{error}");
}

#[test]
fn the_log_is_a_chain_and_every_entry_of_an_operator_is_signed() {
    let mut bench = Bench::new();
    bench.create("First");
    bench.create("Second");
    let sql = bench.sql();
    let broken: i64 = sql
        .query_row(
            "SELECT count(*) FROM audit_entry AS later JOIN audit_entry AS earlier
             ON earlier.number = later.number - 1 WHERE later.previous <> earlier.hash",
            [],
            |row| row.get(0),
        )
        .unwrap();
    let unsigned: i64 = sql
        .query_row("SELECT count(*) FROM audit_entry WHERE signature IS NULL", [], |row| row.get(0))
        .unwrap();
    assert_eq!((broken, unsigned), (0, 0));
    assert_eq!(bench.actions(), ["registry.created", "client.created", "client.created"]);
}
