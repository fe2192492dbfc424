//! Clients on their way out: who goes, with what, and what the log says before anything is told.

use super::*;
use crate::domain::{OutgoingSecret, Reason, Role, Rotation, With, Word as _};
use crate::service::{Error, ExportTerms, Exported, NewOperator};

/// What an export told: the client's name, what of its secret, and when that ends.
type Told = Vec<(String, String, Option<i64>)>;

fn export(service: &mut Service, names: &[&str], terms: ExportTerms<'_>) -> Result<(Exported, Told), Error> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut told = Vec::new();
    let exported = service.export(&names, &terms, &mut |one| {
        let secret = match &one.secret {
            OutgoingSecret::None => String::new(),
            OutgoingSecret::Verifier { phc, sha256 } => format!("{} {}", &phc[..9], sha256.is_some()),
            OutgoingSecret::Plain(secret) => secret.expose().to_owned(),
        };
        told.push((one.record.client.name.clone(), secret, one.secret_expires_at));
        Ok(())
    })?;
    Ok((exported, told))
}

fn terms(with: With) -> ExportTerms<'static> {
    ExportTerms { with, disabled: false, channel: "export json" }
}

/// Two clients, a public one, and one that is disabled, with the secrets that the first two have.
fn some() -> (Bench, Vec<String>) {
    let mut bench = Bench::new();
    let end = bench.service.now() + 900;
    let staged = bench.service.stage_secret().unwrap().until(Some(end));
    let one = bench.service.create_client(&draft("One"), Some(staged)).unwrap();
    let two = bench.create("Two");
    let grace = Rotation { grace: Some(60), ..Rotation::default() };
    let two = bench.service.rotate(&[two.record.client.client_id], grace).unwrap().remove(0);
    bench.service.create_client(&public("Public"), None).unwrap();
    let off = bench.create("Off").record.client.client_id;
    bench.service.set_enabled(&[off], false).unwrap();
    let secrets = [one, two].map(|issued| issued.secret.unwrap().expose().to_owned());
    (bench, secrets.to_vec())
}

#[test]
fn clients_go_out_with_the_secret_that_is_theirs_now_or_what_verifies_it_or_neither() {
    let (mut bench, secrets) = some();
    let end = bench.service.secrets("One").unwrap()[0].expires_at;
    let mut told = |with, one: &str, two: &str, end| {
        let (exported, told) = export(&mut bench.service, &[], terms(with)).unwrap();
        let row = |name: &str, secret: &str, end| (name.to_owned(), secret.to_owned(), end);
        assert_eq!(told, [row("One", one, end), row("Public", "", None), row("Two", two, None)], "{with:?}");
        assert_eq!((exported.clients, exported.left_out.len()), (3, 1));
    };
    told(With::Nothing, "", "", None);
    told(With::Verifiers, "$argon2id true", "$argon2id true", end);
    told(With::Secrets, &secrets[0], &secrets[1], end);
    let disabled = ExportTerms { disabled: true, ..terms(With::Nothing) };
    let (exported, told) = export(&mut bench.service, &["off", "OFF", "One"], disabled).unwrap();
    let names: Vec<&str> = told.iter().map(|(name, ..)| name.as_str()).collect();
    assert_eq!((names, exported.left_out.len()), (vec!["Off", "One"], 0), "those that are named, each once");
    assert_eq!(bench.service.check().unwrap(), []);
}

#[test]
fn the_log_has_each_secret_that_goes_out_and_then_the_whole_export() {
    let (mut bench, _) = some();
    for (with, secrets) in [(With::Nothing, 0), (With::Verifiers, 2), (With::Secrets, 2)] {
        let before = bench.actions().len();
        export(&mut bench.service, &[], terms(with)).unwrap();
        let entries = bench.service.log(&LogQuery { limit: Some(3), ..LogQuery::default() }).unwrap();
        assert_eq!(bench.actions().len() - before, secrets + 1, "{with:?}");
        let details: Vec<serde_json::Value> =
            entries.iter().map(|entry| serde_json::from_str(&entry.details).unwrap()).collect();
        assert_eq!(entries[0].action, "clients.exported");
        assert_eq!(details[0], serde_json::json!({ "channel": "export json", "clients": 3 }));
        if secrets > 0 {
            assert_eq!(entries[1].action, "secret.exported");
            assert_eq!((&details[1]["generation"], &details[1]["with"]), (&2.into(), &with.word().into()));
        }
    }
}

#[test]
fn where_one_secret_cant_be_shown_nothing_goes_out_and_it_is_said_whose() {
    let (mut bench, _) = some();
    bench.sql().execute("DELETE FROM sealed_copy WHERE client = 1", []).unwrap();
    let refused = export(&mut bench.service, &[], terms(With::Secrets)).map(drop).unwrap_err();
    assert!(matches!(&refused, Error::NoSecret(said) if said.contains("secrets of \"One\".")), "{refused}");
    assert!(!bench.actions().iter().any(|action| action.ends_with(".exported")), "nothing was told");
    let mut bench = Bench::with(Retention::ShowOnce);
    for number in 10..22 {
        bench.create(&format!("No. {number}"));
    }
    let said = export(&mut bench.service, &[], terms(With::Secrets)).map(drop).unwrap_err().to_string();
    assert!(said.contains("\"No. 19\" and 2 more.") && !said.contains("\"No. 20\""), "{said}");
    let ten: Vec<String> = (10..20).map(|number| format!("No. {number}")).collect();
    let ten: Vec<&str> = ten.iter().map(String::as_str).collect();
    let said = export(&mut bench.service, &ten, terms(With::Secrets)).map(drop).unwrap_err().to_string();
    assert!(!said.contains("more."), "{said}");
}

#[test]
fn a_sealed_copy_of_a_secret_that_ended_by_itself_does_not_go_out_for_the_older_one() {
    let mut bench = Bench::new();
    let client_id = bench.create("One").record.client.client_id;
    let grace = Rotation { grace: Some(3_600), ..Rotation::default() };
    let end = Some(bench.service.now() + 900);
    let goes_on = &mut |_, _| std::ops::ControlFlow::Continue(());
    bench.service.rotate_until(&[client_id], grace, end, goes_on).unwrap();
    bench.clock.pass(1_000);
    let refused = export(&mut bench.service, &[], terms(With::Secrets)).map(drop).unwrap_err();
    assert!(matches!(&refused, Error::NoSecret(said) if said.contains("\"One\"")), "{refused}");
    let (_, told) = export(&mut bench.service, &[], terms(With::Verifiers)).unwrap();
    assert_eq!(told.len(), 1, "the older one still works, and what verifies it goes out");
}

#[test]
fn an_exported_client_whose_secret_leaked_has_none_until_it_has_a_new_one() {
    let (mut bench, _) = some();
    let leaked = [bench.service.client("One").unwrap().client.client_id];
    bench.service.contain(&leaked, "leak", None).unwrap();
    let all = |with| ExportTerms { disabled: true, ..terms(with) };
    let (_, told) = export(&mut bench.service, &["One"], all(With::Verifiers)).unwrap();
    assert_eq!(told, [("One".to_owned(), String::new(), None)]);
    let leak = Rotation { reason: Reason::Leak, grace: None };
    let new = bench.service.rotate(&leaked, leak).unwrap().remove(0).secret.unwrap();
    let (_, told) = export(&mut bench.service, &["One"], all(With::Secrets)).unwrap();
    assert_eq!(told[0].1, new.expose());
}

#[test]
fn secrets_go_out_with_administrators_only() {
    let (mut bench, _) = some();
    let first = Plaintext::new("a first password of his".to_owned());
    let own = Plaintext::new("nine paper umbrellas".to_owned());
    let (user_name, full_name) = ("bob".to_owned(), String::new());
    let new = NewOperator { user_name, full_name, role: Role::Auditor, password: first.clone() };
    bench.service.add_operator(&new).unwrap();
    let mut bob = Service::open(&bench.path, world(&bench.clock)).unwrap();
    bob.sign_on("bob", &first).unwrap();
    bob.change_password(&first, &own).unwrap();
    for with in [With::Verifiers, With::Secrets] {
        let refused = export(&mut bob, &[], terms(with)).map(drop).unwrap_err();
        assert!(matches!(refused, Error::NotAllowed { .. }), "{refused}");
    }
    let mut nobody = Service::open(&bench.path, world(&bench.clock)).unwrap();
    assert!(matches!(export(&mut nobody, &[], terms(With::Nothing)), Err(Error::NotSignedOn)));
}
