//! Which client gets which advice about its secrets, its use and what it refers to.

use super::super::attributes::Client;
use super::super::client::Stamp;
use super::*;

const NOW: i64 = 1_795_312_175;
const DAY: i64 = 86_400;
static HANDED_OVER: Known = Known { holders: Vec::new(), handed_over: true, incident: None };

fn record() -> ClientRecord {
    ClientRecord {
        client: Client { name: "ABC".into(), security_class: "USER".into(), ..Client::default() },
        enabled: true,
        deleted_at: None,
        version: 1,
        created: Stamp { at: NOW - 200 * DAY, by: "ada".into() },
        updated: Stamp::default(),
        tokens_not_before: None,
        secret_at: None,
        last_used_at: None,
    }
}

fn secret(days_old: i64) -> SecretRecord {
    let created = Stamp { at: NOW - days_old * DAY, by: "ada".into() };
    SecretRecord { created, sealed: true, ..SecretRecord::first() }
}

fn retired(at: i64, last_used_at: Option<i64>) -> SecretRecord {
    let stamp = Stamp { at, by: "ada".into() };
    SecretRecord { stored_state: SecretState::Retired, retired: Some(stamp), last_used_at, ..secret(9) }
}

fn input<'a>(record: &'a ClientRecord, secrets: &'a [SecretRecord]) -> EstateInput<'a> {
    EstateInput {
        record,
        secrets,
        class_exists: true,
        partner: None,
        lookalike: None,
        use_is_reported: false,
        known: &HANDED_OVER,
        now: NOW,
    }
}

#[test]
fn the_end_of_the_last_secret_is_told_a_month_ahead() {
    let record = record();
    let ends = |days: i64| SecretRecord { expires_at: Some(NOW + days * DAY), ..secret(1) };
    let told = |secrets: &[SecretRecord]| rules(&input(&record, secrets)).contains(&"L-102");
    assert!(told(&[ends(30)]) && told(&[ends(1)]));
    assert!(!told(&[ends(31)]) && !told(&[secret(1)]));
    assert!(!told(&[secret(1), ends(3)]), "another one goes on");
    let grace = SecretRecord {
        stored_state: SecretState::Grace,
        grace_ends_at: Some(NOW + 60),
        expires_at: Some(NOW + 99 * DAY),
        ..secret(40)
    };
    assert!(told(&[ends(2), grace.clone()]) && !told(&[ends(50), grace]));
    assert!(!told(&[ends(-1)]), "what has ended is told otherwise");
}

fn rules(input: &EstateInput) -> Vec<&'static str> {
    estate(input).iter().map(|advice| advice.rule).collect()
}

fn about_secrets(secrets: &[SecretRecord]) -> Vec<&'static str> {
    rules(&input(&record(), secrets))
}

#[test]
fn a_secret_is_old_after_ninety_days() {
    assert_eq!(about_secrets(&[secret(90)]), [""; 0]);
    assert_eq!(about_secrets(&[secret(91)]), ["L-14"]);
    assert_eq!(about_secrets(&[secret(91), secret(300)]), ["L-14"], "told once");
    assert_eq!(about_secrets(&[secret(1), retired(NOW - 99 * DAY, None)]), [""; 0]);
}

#[test]
fn more_than_two_secrets_that_servers_accept_are_too_many() {
    assert_eq!(about_secrets(&[secret(1), secret(2)]), [""; 0]);
    assert_eq!(about_secrets(&[secret(1), secret(2), secret(3)]), ["L-90"]);
}

#[test]
fn a_secret_that_was_used_after_its_end_is_an_error() {
    let end = NOW - 5 * DAY;
    assert_eq!(about_secrets(&[secret(1), retired(end, Some(end))]), [""; 0]);
    assert_eq!(about_secrets(&[secret(1), retired(end, Some(end + 1))]), ["L-91"]);
    let grace = SecretRecord {
        stored_state: SecretState::Grace,
        grace_ends_at: Some(end),
        last_used_at: Some(NOW - DAY),
        ..secret(9)
    };
    assert_eq!(about_secrets(&[secret(1), grace]), ["L-91"]);
}

#[test]
fn a_retired_secret_that_is_tried_again_is_told_for_ninety_days() {
    let tried = |days: i64, times: i64| SecretRecord {
        tried_again: Some(TriedAgain { at: NOW - days * DAY, times }),
        ..retired(NOW - 200 * DAY, None)
    };
    assert_eq!(about_secrets(&[secret(1), tried(90, 1)]), ["L-101"]);
    assert_eq!(about_secrets(&[secret(1), tried(91, 1)]), [""; 0]);
    let told = |one| estate(&input(&record(), &[secret(1), one]))[0].sentence.clone();
    assert!(told(tried(3, 1)).contains("was tried once, last 3 days ago"), "{}", told(tried(3, 1)));
    assert!(told(tried(3, 4)).contains("was tried 4 times"), "{}", told(tried(3, 4)));
}

#[test]
fn an_enabled_client_without_a_secret_that_works_is_told() {
    assert_eq!(about_secrets(&[retired(NOW - DAY, None)]), ["L-92"]);
    assert_eq!(about_secrets(&[]), [""; 0], "it never had one: that is another rule");
    let expired = SecretRecord { expires_at: Some(NOW), ..secret(1) };
    assert_eq!(about_secrets(std::slice::from_ref(&expired)), ["L-92"]);
    let off = ClientRecord { enabled: false, ..record() };
    assert_eq!(rules(&input(&off, &[expired])), [""; 0]);
}

#[test]
fn use_is_asked_about_only_where_servers_report_it() {
    let unused = record();
    assert_eq!(rules(&EstateInput { use_is_reported: true, ..input(&unused, &[]) }), ["L-93"]);
    assert_eq!(rules(&input(&unused, &[])), [""; 0]);
    let used = |days: i64| ClientRecord { last_used_at: Some(NOW - days * DAY), ..record() };
    for (days, told) in [(90, &[][..]), (91, &["L-93"])] {
        let record = used(days);
        assert_eq!(rules(&EstateInput { use_is_reported: true, ..input(&record, &[]) }), told, "{days}");
    }
    let young = ClientRecord { created: Stamp { at: NOW - DAY, by: "ada".into() }, ..record() };
    assert_eq!(rules(&EstateInput { use_is_reported: true, ..input(&young, &[]) }), [""; 0]);
}

#[test]
fn classes_and_partners_are_looked_at() {
    let mut record = record();
    record.client.security_class = ADMIN_CLASS.into();
    assert_eq!(rules(&input(&record, &[])), ["L-94"]);
    record.client.security_class = "GONE".into();
    assert_eq!(rules(&EstateInput { class_exists: false, ..input(&record, &[]) }), ["L-99"]);
    record.client.partner = Some("abc".into());
    let partner = |active| Partner { name: "ABC".into(), subdomain: "abc".into(), active };
    assert_eq!(rules(&input(&record, &[])), ["L-99"]);
    for (active, told) in [(true, &[][..]), (false, &["L-99"])] {
        assert_eq!(rules(&EstateInput { partner: Some(&partner(active)), ..input(&record, &[]) }), told);
    }
}

#[test]
fn a_name_that_looks_like_another_is_told_with_the_other() {
    let record = record();
    let advice = estate(&EstateInput { lookalike: Some("A8C"), ..input(&record, &[]) });
    assert_eq!((advice[0].rule, advice[0].field), ("L-87", "client_name"));
    assert!(advice[0].sentence.contains("\"A8C\""), "{}", advice[0]);
}

#[test]
fn an_imported_secret_may_be_weak() {
    let imported = SecretRecord { origin: SecretOrigin::Imported, ..secret(1) };
    assert_eq!(about_secrets(std::slice::from_ref(&imported)), ["L-12"]);
    let over = SecretRecord { origin: SecretOrigin::Imported, ..retired(NOW - DAY, None) };
    assert_eq!(about_secrets(&[secret(1), over]), [""; 0]);
}

#[test]
fn a_secret_that_several_know_is_told_with_their_names() {
    let holders = |names: &[&str]| Known {
        holders: names.iter().map(|name| (*name).to_owned()).collect(),
        ..HANDED_OVER.clone()
    };
    let (record, secrets) = (record(), [secret(1)]);
    let (one, two) = (holders(&["ada"]), holders(&["ada", "jane@abc.example"]));
    assert_eq!(rules(&EstateInput { known: &one, ..input(&record, &secrets) }), [""; 0]);
    let told = estate(&EstateInput { known: &two, ..input(&record, &secrets) });
    assert_eq!(told[0].rule, "L-96");
    assert!(told[0].sentence.contains("\"ada\", \"jane@abc.example\""), "{}", told[0]);
}

#[test]
fn a_secret_that_nobody_got_is_told_after_a_day_unless_it_is_used() {
    let kept = Known::default();
    let told = |record: &ClientRecord, secret: SecretRecord| {
        rules(&EstateInput { known: &kept, ..input(record, &[secret]) })
    };
    assert_eq!(told(&record(), secret(1)), [""; 0]);
    assert_eq!(told(&record(), secret(2)), ["L-98"]);
    assert_eq!(told(&record(), SecretRecord { last_used_at: Some(NOW), ..secret(2) }), [""; 0]);
    assert_eq!(told(&ClientRecord { enabled: false, ..record() }, secret(2)), [""; 0]);
    let imported = SecretRecord { origin: SecretOrigin::Imported, ..secret(2) };
    assert_eq!(told(&record(), imported), ["L-12"], "whoever brought it in has it");
}

#[test]
fn an_open_incident_wants_a_new_secret() {
    let open = Known { incident: Some(4), ..HANDED_OVER.clone() };
    let told = estate(&EstateInput { known: &open, ..input(&record(), &[]) });
    assert_eq!((told[0].rule, told[0].severity), ("L-100", Severity::Error));
    assert!(told[0].sentence.starts_with("Incident 4 is open"), "{}", told[0]);
}
