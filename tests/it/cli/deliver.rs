//! Credentials handed out as files, open and sealed, and what the log says of it.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::program::{Registry, mode};

fn log(registry: &Registry) -> Vec<Value> {
    let log = registry.run_bare(&["audit", "--action", "secret.delivered", "--json"]).json();
    log.as_array().unwrap().clone()
}

#[test]
fn each_form_holds_credentials_that_work() {
    let registry = Registry::new();
    let credentials = registry.create("ABC");
    let (id, secret) = credentials.split_once(':').unwrap();
    let form = |form: &str| registry.run(&["deliver", "ABC", "--format", form]).ok();
    assert_eq!(form("raw"), credentials);
    assert_eq!(form("env"), format!("CLIENT_ID={id}\nCLIENT_SECRET={secret}\n"));
    assert_eq!(form("netrc"), format!("default login {id} password {secret}\n"));
    let json: Value = serde_json::from_str(&form("json")).unwrap();
    assert_eq!((&json["client_id"], &json["client_secret"]), (&id.into(), &secret.into()));
    assert_eq!(log(&registry).len(), 4, "each is an entry");
}

#[test]
fn a_file_is_new_and_for_its_owner_only_and_the_ledger_says_for_whom() {
    let registry = Registry::new();
    let credentials = registry.create("ABC");
    let out = registry.file("abc.env");
    let out = out.to_str().unwrap();
    let arguments = ["deliver", "ABC", "--format", "raw", "--out", out, "--to", "jane@abc.example"];
    assert_eq!(registry.run(&arguments).ok(), "");
    assert_eq!(std::fs::read_to_string(out).unwrap(), credentials);
    assert_eq!(mode(Path::new(out)), 0o600);
    registry.run(&arguments).fails(2);
    let log = log(&registry);
    assert_eq!(log.len(), 1, "what was refused was not delivered");
    assert_eq!(log[0]["details"]["to"], "jane@abc.example");
    assert_eq!(log[0]["details"]["channel"], "raw to file");
    assert_eq!(log[0]["details"]["generation"], 1);
}

#[test]
fn what_is_sealed_is_opened_by_the_age_program_with_age_and_ssh_keys() {
    let has = |program: &str| Command::new(program).arg("--version").output().is_ok();
    if !has("age") || !has("age-keygen") || !has("ssh-keygen") {
        eprintln!("left out: there is no age, age-keygen or ssh-keygen here");
        return;
    }
    let registry = Registry::new();
    let credentials = registry.create("ABC");
    let file = |name: &str| registry.file(name).to_str().unwrap().to_owned();
    let run = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).output().unwrap();
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    run("age-keygen", &["-o", &file("age.key")]);
    let public = run("age-keygen", &["-y", &file("age.key")]);
    for (kind, name) in [("ed25519", "ed"), ("rsa", "rsa")] {
        run("ssh-keygen", &["-q", "-t", kind, "-N", "", "-f", &file(name)]);
    }
    let parcel = file("parcel.age");
    let recipients = [public.trim(), &file("ed.pub"), &file("rsa.pub")];
    let mut arguments = vec!["deliver", "ABC", "--format", "raw", "--out", &parcel];
    arguments.extend(recipients.iter().flat_map(|key| ["--recipient", key]));
    registry.run(&arguments).ok();
    let sealed = std::fs::read_to_string(&parcel).unwrap();
    assert!(sealed.starts_with("-----BEGIN AGE ENCRYPTED FILE-----") && !sealed.contains("cks1_"));
    for key in ["age.key", "ed", "rsa"] {
        assert_eq!(run("age", &["--decrypt", "-i", &file(key), &parcel]), credentials, "{key}");
    }
    assert_eq!(log(&registry)[0]["details"]["channel"], "raw to file, sealed to 3 keys");
}

#[test]
fn what_is_no_key_is_refused_before_anything_is_told() {
    let registry = Registry::new();
    registry.create("ABC");
    for key in ["age1nonsense", "ssh-ed25519 AAAA"] {
        let said = registry.run(&["deliver", "ABC", "--format", "raw", "--recipient", key]).fails(6);
        assert!(said.contains("no key to seal to"), "{said}");
    }
    std::fs::write(registry.file("empty"), "# nobody\n").unwrap();
    let empty = registry.file("empty");
    registry.run(&["deliver", "ABC", "--format", "raw", "--recipient", empty.to_str().unwrap()]).fails(2);
    assert!(log(&registry).is_empty());
}

#[test]
fn the_ledger_counts_the_keys_and_not_the_files_that_they_are_in() {
    const KEY: &str = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
    let registry = Registry::new();
    registry.create("ABC");
    let keys = registry.file("keys");
    std::fs::write(&keys, format!("# jane\n{KEY}\n# joe\n{KEY}\n")).unwrap();
    let sealed =
        registry.run(&["deliver", "ABC", "--format", "raw", "--recipient", keys.to_str().unwrap()]).ok();
    assert!(sealed.starts_with("-----BEGIN AGE ENCRYPTED FILE-----"), "{sealed}");
    assert_eq!(log(&registry)[0]["details"]["channel"], "raw to stdout, sealed to 2 keys");
}

#[test]
fn a_host_that_would_end_its_entry_is_refused() {
    let registry = Registry::new();
    registry.create("ABC");
    let said =
        registry.run(&["deliver", "ABC", "--format", "netrc", "--machine", "as.example login eve"]).fails(2);
    assert!(said.contains("--machine"), "{said}");
    assert!(log(&registry).is_empty());
}

#[test]
fn a_host_is_refused_where_what_is_delivered_names_none() {
    let registry = Registry::new();
    registry.create("ABC");
    for format in ["env", "json", "raw"] {
        let said = registry.run(&["deliver", "ABC", "--format", format, "--machine", "as.example"]).fails(2);
        assert!(said.contains(&format!("leave --machine out with --format {format}")), "{said}");
    }
    assert!(log(&registry).is_empty(), "nothing was handed out");
}

#[test]
fn a_show_once_registry_has_nothing_to_deliver() {
    let registry = Registry::with(&["--retention", "show-once"]);
    registry.create("ABC");
    let out = registry.file("abc.env");
    let said = registry.run(&["deliver", "ABC", "--format", "env", "--out", out.to_str().unwrap()]).fails(4);
    assert!(said.contains("rotate"), "{said}");
    assert!(!out.exists(), "no empty file is left");
}

#[test]
fn json_is_asked_for_and_stdout_is_one_document_or_empty() {
    let registry = Registry::new();
    let credentials = registry.create("ABC");
    let (id, _) = credentials.split_once(':').unwrap();
    for form in ["env", "netrc", "raw"] {
        let said = registry.run(&["--json", "deliver", "ABC", "--format", form]).fails(2);
        assert!(said.contains("--json"), "{said}");
    }
    let key = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
    registry.run(&["--json", "deliver", "ABC", "--format", "json", "--recipient", key]).fails(2);
    assert_eq!(log(&registry).len(), 0, "what was refused was not delivered");
    assert_eq!(registry.run(&["--json", "deliver", "ABC", "--format", "json"]).json()["client_id"], id);
    let out = registry.file("abc.env");
    let out = out.to_str().unwrap();
    let told =
        registry.run(&["--json", "deliver", "ABC", "--format", "env", "--out", out, "--to", "jane"]).json();
    assert_eq!(told, serde_json::json!({"client_id": id, "format": "env", "out": out, "to": "jane"}));
}
