//! Clients that come in from a document: each with what it authenticates with, all of them or none, and every problem
//! with its line.

use std::ops::ControlFlow;

use super::*;
use crate::domain::{Declared, GivenSecret, Located, Problem, Unverifiable};
use crate::service::{Arrived, Disclosure, Error, ImportRules, Survey};
use crate::vault::{Cost, hash};

const PLAIN: &str = "correct-horse-battery";
const HASHED: &str = "another-horse-and-cart";

/// The client of a document; it begins on the line of ten times its number.
fn told(number: u64, client_id: &str, name: &str) -> Declared {
    let line = number * 10;
    let mut told = Declared { number, line, secret_line: Some(line + 9), ..Declared::default() };
    told.name(field::CLIENT_ID, vec![client_id.to_owned()], line + 1);
    told.name(field::CLIENT_NAME, vec![name.to_owned()], line + 2);
    told.name(field::SECURITY_CLASS, vec!["USER".to_owned()], line + 3);
    told
}

fn text(secret: &str) -> Plaintext {
    Plaintext::new(secret.to_owned())
}

fn plain(declared: Declared) -> Declared {
    Declared { secret: GivenSecret::Plain(text(PLAIN)), ..declared }
}

fn argon2id(declared: Declared) -> Declared {
    let phc = hash(&text(HASHED), Cost::SMALLEST, &mut OsEntropy).unwrap().to_string();
    Declared { secret: GivenSecret::Argon2id { phc, sha256: None }, ..declared }
}

fn public(mut declared: Declared) -> Declared {
    declared.profile = Some(Profile::Native);
    declared.name(field::REDIRECT_URIS, vec!["https://abc.example/cb".to_owned()], declared.line + 4);
    declared
}

fn survey(bench: &mut Bench, document: Vec<Declared>) -> Survey {
    surveyed(bench, document, &ImportRules::default())
}

fn surveyed(bench: &mut Bench, document: Vec<Declared>, rules: &ImportRules) -> Survey {
    bench.service.survey(&mut document.into_iter().map(Ok), rules).unwrap()
}

/// The problems of a survey: line, attribute, exit code.
fn problems(survey: &Survey) -> Vec<(u64, &'static str, u8)> {
    survey.problems().iter().map(|one| (one.line, one.problem.field, one.code)).collect()
}

fn import(bench: &mut Bench, document: &dyn Fn() -> Vec<Declared>, rules: &ImportRules) -> Vec<Arrived> {
    let survey = surveyed(bench, document(), rules);
    let mut on = |_, _| ControlFlow::Continue(());
    bench.service.import(&mut document().into_iter().map(Ok), rules, &survey, &mut on).unwrap()
}

#[test]
fn each_client_comes_in_with_what_it_authenticates_with() {
    let mut bench = Bench::new();
    let document = || {
        vec![
            plain(told(1, "abc-plain", "Plain")),
            argon2id(told(2, "abc-hashed", "Hashed")),
            told(3, "", "New"),
            public(told(4, "abc-public", "Public")),
        ]
    };
    let survey = survey(&mut bench, document());
    assert_eq!((survey.clients, survey.sound, survey.new_secrets, survey.to_hash), (4, 4, 1, 2));
    let arrived = import(&mut bench, &document, &ImportRules::default());
    let ids: Vec<String> = arrived.iter().map(|one| one.client_id.clone()).collect();
    assert_eq!([ids[0].as_str(), &ids[1], &ids[3]], ["abc-plain", "abc-hashed", "abc-public"]);
    assert_eq!(ids[2].len(), 32, "one was made");
    assert!(bench.accepted("abc-plain", &text(PLAIN)) && bench.accepted("abc-hashed", &text(HASHED)));
    let handed: Vec<bool> = arrived.iter().map(|one| one.secret.is_some()).collect();
    assert_eq!(handed, [false, false, true, false], "only what was made here is handed out");
    assert!(bench.accepted(&ids[2], arrived[2].secret.as_ref().unwrap()));
    assert!(bench.service.secrets("abc-public").unwrap().is_empty());

    let entries = bench.service.log(&LogQuery { limit: Some(4), ..LogQuery::default() }).unwrap();
    let said = entries.iter().rev().map(|entry| {
        let details: serde_json::Value = serde_json::from_str(&entry.details).unwrap();
        let [secret, generation] = ["secret", "generation"].map(|member| details[member].clone());
        (entry.action.as_str(), secret.as_str().unwrap().to_owned(), generation.as_i64())
    });
    let said: Vec<_> = said.collect();
    let expected = [("imported", Some(1)), ("verifier", Some(1)), ("new", Some(1)), ("none", None)]
        .map(|(secret, generation)| ("client.imported", secret.to_owned(), generation));
    assert_eq!(said, expected);

    let copy = Disclosure::Copy { channel: "test".to_owned() };
    assert_eq!(bench.service.disclose("abc-plain", &copy).unwrap().secret.expose(), PLAIN);
    let unknown = bench.service.disclose("abc-hashed", &copy).err().unwrap();
    assert!(matches!(unknown, Error::NoSecret(_)), "{unknown}");
    assert_eq!(bench.service.check().unwrap(), []);
}

#[test]
fn a_secret_ends_when_the_document_says_and_a_client_that_was_off_stays_off() {
    let mut bench = Bench::new();
    let end = Some(bench.service.now() + 100);
    let ending = |declared: Declared| Declared { secret_expires_at: end, ..declared };
    let document = || {
        vec![
            ending(plain(told(1, "abc-1", "One"))),
            ending(argon2id(told(2, "abc-2", "Two"))),
            ending(told(3, "abc-3", "Three")),
            ending(public(told(4, "abc-4", "Four"))),
            Declared { enabled: Some(false), ..plain(told(5, "abc-5", "Five")) },
            told(6, "abc-6", "Six"),
        ]
    };
    let found = survey(&mut bench, document());
    assert_eq!(
        (found.ends_left_out, found.sound),
        (2, 6),
        "new secrets, and none, have no end from elsewhere"
    );
    let arrived = import(&mut bench, &document, &ImportRules::default());
    let new = arrived[2].secret.as_ref().unwrap();
    assert!(bench.accepted("abc-1", &text(PLAIN)) && bench.accepted("abc-2", &text(HASHED)));
    assert!(bench.accepted("abc-3", new));
    let ends = ["abc-1", "abc-2", "abc-3"].map(|id| bench.service.secrets(id).unwrap()[0].expires_at);
    assert_eq!(ends, [end, end, None]);
    assert_eq!(bench.service.verify("abc-5", &text(PLAIN)).unwrap().reason, "disabled client");
}

#[test]
fn what_keeps_clients_out_is_told_with_its_line_and_nothing_is_changed() {
    let mut bench = Bench::new();
    let [taken, gone] = ["Taken", "Gone"].map(|name| bench.create(name).record.client.client_id);
    bench.service.delete(std::slice::from_ref(&gone)).unwrap();
    let before = bench.actions();
    let with = |number: u64, field: &'static str, value: &str| {
        let mut with = told(number, &format!("abc-{number}"), &format!("Name {number}"));
        with.name(field, vec![value.to_owned()], number * 10 + 5);
        with
    };
    let mut unread = told(8, "abc-8", "Name 8");
    let problem = Problem::new(field::NOTES, "", "It could not be read.");
    unread.problems.push(Located { line: 88, problem });
    let document = vec![
        with(1, field::CLIENT_NAME, "taken"),
        with(2, field::CLIENT_ID, &taken.to_uppercase()),
        with(3, field::CLIENT_ID, &gone),
        with(4, field::SECURITY_CLASS, "NOBODY"),
        with(5, field::PARTNER, "nobody"),
        with(6, field::SCOPE, "unheard_of"),
        with(7, field::SCOPE, "unheard_of"),
        unread,
        with(9, field::CLIENT_ID, "not an id"),
        Declared { secret: GivenSecret::Plain(text("short")), ..told(10, "abc-10", "Name 10") },
        told(11, "abc-11", "Name 11"),
    ];
    let survey = survey(&mut bench, document);
    let expected = [
        (15, field::CLIENT_NAME, 4),
        (25, field::CLIENT_ID, 4),
        (35, field::CLIENT_ID, 4),
        (45, field::SECURITY_CLASS, 3),
        (55, field::PARTNER, 3),
        (65, field::SCOPE, 3),
        (75, field::SCOPE, 3),
        (88, field::NOTES, 6),
        (95, field::CLIENT_ID, 6),
        (109, field::CLIENT_SECRET, 6),
    ];
    assert_eq!(problems(&survey), expected);
    let numbers: Vec<u64> = survey.problems().iter().map(|one| one.number).collect();
    assert_eq!(numbers, (1..=10).collect::<Vec<_>>());
    assert_eq!((survey.clients, survey.sound, survey.skipped()), (11, 1, 10));
    assert_eq!(survey.undefined_scopes, ["unheard_of"], "each once, to be added");
    assert_eq!(bench.actions(), before);
}

#[test]
fn a_document_has_each_client_id_and_name_once_whatever_its_case() {
    let mut bench = Bench::new();
    let other = |number, client_id: &str, name: &str, field, sentence: &'static str| {
        (told(number, client_id, name), (field, sentence))
    };
    let (id, name) = (field::CLIENT_ID, field::CLIENT_NAME);
    let (document, expected): (Vec<_>, Vec<_>) = [
        other(2, "ABC-1", "Two", id, "The client on line 10 has this client ID too."),
        other(3, "one", "Three", id, "This is the name of the client on line 10."),
        other(4, "abc-4", "ONE", name, "The client on line 10 has the name \"ONE\" too."),
        other(5, "abc-5", "Abc-1", name, "\"Abc-1\" is the client ID of the one on line 10."),
    ]
    .into_iter()
    .unzip();
    let sound =
        [told(1, "abc-1", "One"), told(6, "self", "Self"), told(7, "", "Made"), told(8, "", "Made too")];
    let survey = survey(&mut bench, sound.into_iter().chain(document).collect());
    let found: Vec<_> =
        survey.problems().iter().map(|one| (one.problem.field, one.problem.sentence.as_str())).collect();
    assert_eq!(found, expected);
    assert!(survey.problems().iter().all(|one| one.code == 4));
    assert_eq!(survey.sound, 4, "a client may be called by its own ID");
}

#[test]
fn what_the_document_leaves_open_the_rules_say() {
    let mut bench = Bench::new();
    let bare = || {
        let mut bare = told(1, "abc-1", "One");
        bare.named.retain(|named| named.field != field::SECURITY_CLASS);
        vec![bare, Declared { profile: Some(Profile::Service), ..told(2, "abc-2", "Two") }]
    };
    let found = survey(&mut bench, bare());
    assert_eq!(problems(&found), [(10, field::SECURITY_CLASS, 6)]);
    assert!(found.problems()[0].problem.sentence.contains("--class"));
    let profile = Profile::AudienceManager;
    let rules = ImportRules { class: Some("MAINTENANCE".to_owned()), profile, ..ImportRules::default() };
    let missing = surveyed(&mut bench, bare(), &rules);
    assert_eq!(
        problems(&missing),
        [(10, field::SECURITY_CLASS, 3)],
        "the rules name a class that is not there"
    );
    let rules = ImportRules { class: Some("admin".to_owned()), ..rules };
    import(&mut bench, &bare, &rules);
    let [one, two] = ["abc-1", "abc-2"].map(|id| bench.service.client(id).unwrap().client);
    assert_eq!((one.security_class.as_str(), two.security_class.as_str()), ("ADMIN", "USER"));
    assert_eq!(one.grant_types, profile.client().grant_types);
    assert_eq!(two.grant_types, Profile::Service.client().grant_types, "its own profile comes first");
}

#[test]
fn a_secret_that_cant_be_checked_here_is_refused_left_out_or_made_anew_as_was_asked() {
    let mut bench = Bench::new();
    let document = || {
        // More work than is done for anybody; no canonical text.
        let phcs = ["$argon2id$v=19$m=2097152,t=1,p=1$c2FsdHNhbHQ$MTIzNDU2Nzg5MDEyMzQ1Ng", "$argon2id$"];
        let mut document: Vec<Declared> = (1..)
            .zip(phcs)
            .map(|(number, phc)| {
                let secret = GivenSecret::Argon2id { phc: phc.to_owned(), sha256: None };
                Declared { secret, ..told(number, &format!("abc-{number}"), &format!("Name {number}")) }
            })
            .collect();
        let bcrypt = GivenSecret::Unverifiable("bcrypt");
        document.push(Declared { secret: bcrypt, ..told(3, "abc-3", "Name 3") });
        document.push(told(4, "abc-4", "Name 4"));
        document
    };
    let mut counts = |unverifiable| {
        let rules = ImportRules { unverifiable, ..ImportRules::default() };
        let found = surveyed(&mut bench, document(), &rules);
        (found.problems().len(), found.sound, found.skipped(), found.new_secrets)
    };
    assert_eq!(counts(Unverifiable::Refuse), (3, 1, 3, 1));
    assert_eq!(counts(Unverifiable::Skip), (0, 1, 3, 1));
    assert_eq!(counts(Unverifiable::NewSecret), (0, 4, 0, 4));
    let mut unread = document().remove(2);
    unread
        .problems
        .push(Located { line: 31, problem: Problem::new(field::NOTES, "", "It could not be read.") });
    let rules = ImportRules { unverifiable: Unverifiable::Skip, ..ImportRules::default() };
    let told = surveyed(&mut bench, vec![unread], &rules);
    assert_eq!(
        problems(&told),
        [(31, field::NOTES, 6)],
        "what else is wrong with one that is left out is told"
    );
    let refused = survey(&mut bench, document());
    assert_eq!(problems(&refused)[2], (39, field::CLIENT_SECRET, 6));
    assert!(refused.problems()[2].problem.sentence.contains("is kept as bcrypt"));
    let arrived = import(&mut bench, &document, &rules);
    assert_eq!((arrived.len(), arrived[0].client_id.as_str()), (1, "abc-4"));
}

#[test]
fn a_public_client_brings_no_secret_and_a_secret_that_is_sent_in_two_ways_is_advised_against() {
    let mut bench = Bench::new();
    let odd = GivenSecret::Plain(text("with blanks and 100 %"));
    let survey = survey(
        &mut bench,
        vec![
            plain(public(told(1, "abc-1", "One"))),
            Declared { secret: odd, ..told(2, "abc-2", "Two") },
            plain(told(3, "abc-3", "Three")),
        ],
    );
    assert_eq!(problems(&survey), [(19, field::CLIENT_SECRET, 6)]);
    let advice: Vec<_> = survey.advice.iter().map(|one| (one.line, one.advice.rule)).collect();
    assert_eq!((advice, survey.more_advice), (vec![(29, "L-03")], 0));
}

#[test]
fn of_very_many_problems_and_pieces_of_advice_the_first_are_told_and_the_rest_are_counted() {
    let mut bench = Bench::new();
    let many = (1..=10_003).map(|number| told(number, "no id", "One"));
    let survey = bench.service.survey(&mut many.map(Ok), &ImportRules::default()).unwrap();
    assert_eq!((survey.problems().len(), survey.more_problems), (10_000, 3));
    assert_eq!(survey.skipped(), 10_003);
    let many = (1..=10_003).map(|number| Declared {
        secret: GivenSecret::Plain(text("with blanks and 100 %")),
        ..told(number, "", &format!("Name {number}"))
    });
    let survey = bench.service.survey(&mut many.map(Ok), &ImportRules::default()).unwrap();
    assert_eq!((survey.advice.len(), survey.more_advice, survey.sound), (10_000, 3, 10_003));
}

#[test]
fn an_import_that_is_broken_off_keeps_nothing() {
    let mut bench = Bench::new();
    let document = || (1..=5).map(|number| told(number, "", &format!("Name {number}"))).map(Ok);
    let rules = ImportRules::default();
    let survey = bench.service.survey(&mut document(), &rules).unwrap();
    let (before, mut heard) = (bench.actions(), Vec::new());
    let broken_off = bench.service.import(&mut document(), &rules, &survey, &mut |done, all| {
        heard.push((done, all));
        if done == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(matches!(broken_off, Err(Error::Interrupted)));
    assert_eq!(heard, [(1, 5), (2, 5), (3, 5)]);
    assert_eq!(bench.actions(), before);
}

#[test]
fn an_import_without_secrets_can_be_broken_off_while_it_is_stored() {
    let mut bench = Bench::new();
    let name = |number| format!("Name {number}");
    let document = || (1..=130).map(|number| public(told(number, "", &name(number)))).map(Ok);
    let rules = ImportRules::default();
    let survey = bench.service.survey(&mut document(), &rules).unwrap();
    let before = bench.actions();
    let mut import = |at: usize| {
        let mut heard = 0;
        let done = bench.service.import(&mut document(), &rules, &survey, &mut |_, _| {
            heard += 1;
            if heard == at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        (done.map(|arrived| arrived.len()).ok(), heard)
    };
    assert_eq!(import(2), (None, 2));
    assert_eq!(import(usize::MAX), (Some(130), 2), "asked now and then, not at each");
    assert_eq!(bench.actions().len(), before.len() + 130, "nothing of what was broken off");
}

#[test]
fn of_a_document_however_long_so_much_is_in_memory_and_no_more() {
    let mut bench = Bench::new();
    let survey = survey(&mut bench, vec![told(1, "", "Name 1")]);
    let mut taken = 0;
    let mut long = (1..=10_005).map(|number| {
        taken += 1;
        let told = told(number, "", &format!("Name {number}"));
        Ok(if number == 1 { told } else { public(told) })
    });
    let mut stop = |_, _| ControlFlow::Break(());
    let broken_off = bench.service.import(&mut long, &ImportRules::default(), &survey, &mut stop);
    assert!(matches!(broken_off, Err(Error::Interrupted)));
    assert_eq!(taken, 10_000);
}

#[test]
fn a_file_that_was_changed_after_it_was_looked_at_brings_nothing_in() {
    let mut bench = Bench::new();
    let rules = ImportRules::default();
    let survey = survey(&mut bench, vec![told(1, "abc-1", "One"), told(2, "abc-2", "Two")]);
    let changed = vec![told(1, "abc-1", "One"), told(2, "not an id", "Two")];
    let mut on = |_, _| ControlFlow::Continue(());
    let refused =
        bench.service.import(&mut changed.into_iter().map(Ok), &rules, &survey, &mut on).err().unwrap();
    assert!(matches!(refused, Error::Unreadable { line: 20, .. }), "{refused}");
    assert!(bench.service.client("abc-1").is_err());
}

#[test]
fn who_may_not_import_does_not_learn_what_would_fit() {
    let mut bench = Bench::new();
    bench.service.sign_off();
    let document = vec![told(1, "abc-1", "One")];
    let refused =
        bench.service.survey(&mut document.into_iter().map(Ok), &ImportRules::default()).err().unwrap();
    assert!(matches!(refused, Error::NotSignedOn), "{refused}");
}
