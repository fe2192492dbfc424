//! Attributes as they were before an entry of the log, given back.

use super::*;
use crate::domain::audit::words;
use crate::domain::{ClientRecord, Role};
use crate::service::{Error, LogQuery, NewOperator};

/// Sets attributes of a client as its form would.
fn set(bench: &mut Bench, record: &ClientRecord, values: &[(&str, &[&str])]) -> ClientRecord {
    let mut draft = Draft::of(&record.client);
    for (name, texts) in values {
        draft.set(name, texts.iter().map(|text| (*text).to_owned()).collect());
    }
    let id = &record.client.client_id;
    bench.service.update_client(id, record.version, &draft, None).unwrap().record
}

fn newest(bench: &Bench) -> (i64, String, Vec<String>) {
    let entries = bench.service.log(&LogQuery { limit: Some(1), ..LogQuery::default() }).unwrap();
    (entries[0].number, entries[0].action.clone(), words(&entries[0].action, &entries[0].details))
}

#[test]
fn one_attribute_is_given_back_and_the_others_stay() {
    let mut bench = Bench::new();
    let record = bench.create("One").record;
    let first =
        set(&mut bench, &record, &[(field::CONTACTS, &["a@abc.example"]), (field::NOTES, &["first"])]);
    let (entry, ..) = newest(&bench);
    set(&mut bench, &first, &[(field::CONTACTS, &["b@abc.example"]), (field::SCOPE, &["read"])]);
    let past = bench.service.past("One", entry).unwrap();
    let told: Vec<_> = past.values.iter().map(|one| (one.attribute, one.words.as_str())).collect();
    assert_eq!(
        told,
        [(field::CONTACTS, "E-mail: b@abc.example → none"), (field::NOTES, "Notes: first → none")],
        "what it is now, and what it was"
    );
    let given_back = bench.service.restore_attribute("one", "email", Some(entry)).unwrap();
    let client = &given_back.record.client;
    assert_eq!((client.email.as_ref(), client.notes.as_str()), (None, "first"));
    assert_eq!(client.scopes, ["read"]);
    assert_eq!(given_back.words(), "E-mail: b@abc.example → none.");
    let (_, action, told) = newest(&bench);
    assert_eq!(action, "client.updated");
    assert_eq!(told, ["E-mail: b@abc.example → none".to_owned(), format!("Restored from: {entry}")]);
    // Without an entry it is the last change that is taken back: this one.
    let again = bench.service.restore_attribute("One", "contacts", None).unwrap().record;
    assert_eq!(again.client.email.as_deref(), Some("b@abc.example"));
    assert_eq!(bench.service.check().unwrap(), []);
}

#[test]
fn a_name_that_is_given_back_is_a_rename_and_must_be_free() {
    let mut bench = Bench::new();
    let id = bench.create("Old").record.client.client_id;
    bench.service.rename_client(&id, "New").unwrap();
    let renamed = bench.service.restore_attribute(&id, "name", None).unwrap().record;
    assert_eq!(renamed.client.name, "Old");
    assert_eq!(newest(&bench).1, "client.renamed");
    bench.create("New");
    let (entry, ..) = newest(&bench);
    let taken = bench.service.restore_attribute(&id, "client_name", None).err().unwrap();
    assert!(taken.to_string().contains("already a client with the name \"New\""), "{taken}");
    assert_eq!(newest(&bench).0, entry, "nothing was logged");
}

#[test]
fn what_may_not_be_any_more_or_never_was_is_refused() {
    let mut bench = Bench::new();
    let record = bench.create("One").record;
    let other = bench.create("Two").record;
    let refused = |bench: &mut Bench, attribute: &str, entry: Option<i64>| {
        bench.service.restore_attribute("One", attribute, entry).err().unwrap().to_string()
    };
    assert!(refused(&mut bench, "nope", None).contains("There are: name, client_id, class,"));
    assert!(refused(&mut bench, "notes", None).contains("Notes of \"One\" was never changed."));
    let web = [
        (field::GRANT_TYPES, &["authorization_code"][..]),
        (field::REDIRECT_URIS, &["https://abc.example/cb"]),
    ];
    let record = set(&mut bench, &record, &web);
    let (entry, ..) = newest(&bench);
    let sentence = refused(&mut bench, "redirect-uri", Some(entry));
    assert!(sentence.contains("redirect_uris"), "without one it can't redirect: {sentence}");
    assert!(refused(&mut bench, "notes", Some(entry)).contains("did not change Notes"));
    set(&mut bench, &other, &[(field::NOTES, &["two"])]);
    let (others, ..) = newest(&bench);
    assert!(refused(&mut bench, "notes", Some(others)).contains("is not about \"One\""));
    assert!(matches!(bench.service.past("One", 999), Err(Error::NotFound { .. })));
    assert_eq!(bench.service.client("One").unwrap().version, record.version);
    // Without an entry it is the last change of this client, not of any.
    set(&mut bench, &record, &[(field::NOTES, &["one"])]);
    let newer = bench.service.client("Two").unwrap();
    set(&mut bench, &newer, &[(field::NOTES, &["newer"])]);
    let given_back = bench.service.restore_attribute("One", "notes", None).unwrap();
    assert_eq!(given_back.words(), "Notes: one → none.");
}

#[test]
fn what_is_so_already_is_not_logged_and_who_may_not_edit_may_not_give_back() {
    let mut bench = Bench::new();
    let record = bench.create("One").record;
    let record = set(&mut bench, &record, &[(field::NOTES, &["first"])]);
    let (entry, ..) = newest(&bench);
    let record = set(&mut bench, &record, &[(field::NOTES, &[""])]);
    let before = newest(&bench).0;
    let given_back = bench.service.restore_attribute("One", "notes", Some(entry)).unwrap();
    assert_eq!((newest(&bench).0, given_back.record.version), (before, record.version));
    assert!(given_back.words().contains("Nothing changed"));
    assert!(bench.service.past("One", entry).unwrap().values.is_empty());
    let first = Plaintext::new("a first password of his".to_owned());
    let new = NewOperator {
        user_name: "bob".to_owned(),
        full_name: String::new(),
        role: Role::Auditor,
        password: first.clone(),
    };
    bench.service.add_operator(&new).unwrap();
    let own = Plaintext::new("nine paper umbrellas".to_owned());
    bench.service.sign_on("bob", &first).unwrap();
    bench.service.change_password(&first, &own).unwrap();
    let refused = bench.service.restore_attribute("One", "notes", Some(entry)).err().unwrap();
    assert!(matches!(refused, Error::NotAllowed { .. }), "{refused}");
    assert_eq!(newest(&bench).1, "refused");
}

#[test]
fn an_entry_that_somebody_rewrote_gives_nothing_back() {
    let mut bench = Bench::new();
    let record = bench.create("One").record;
    set(&mut bench, &record, &[(field::CONTACTS, &["a@abc.example"])]);
    let (entry, ..) = newest(&bench);
    let sql = format!(
        "UPDATE audit_entry SET details = replace(details, '[[]', '[[\"evil@x.example\"]') WHERE number = {entry}"
    );
    bench.sql().execute_batch(&sql).unwrap();
    let refused = bench.service.restore_attribute("One", "email", Some(entry)).err().unwrap();
    assert!(matches!(refused, Error::Tampered(_)), "{refused}");
}
