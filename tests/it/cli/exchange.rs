//! Clients moved in and out with the real program, by documents of other systems.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use super::program::{Ran, Registry, mode};

/// A document of `tests/documents`.
fn document(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents").join(name).to_str().unwrap().to_owned()
}

/// Writes a file beside the registry and gives its name.
fn written(registry: &Registry, name: &str, text: &str) -> String {
    let path = registry.file(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn count(registry: &Registry) -> usize {
    registry.run_bare(&["list", "--json"]).json().as_array().unwrap().len()
}

/// The registry with the scopes that the documents name.
fn with_scopes() -> Registry {
    let registry = Registry::new();
    for scope in ["openid", "offline_access", "profile", "groups", "email", "roles"] {
        registry.run(&["scope", "add", scope]).ok();
    }
    registry
}

#[test]
fn clients_of_a_csv_come_in_with_new_secrets_that_work() {
    let registry = Registry::new();
    let lines = registry.run(&["import", &document("clients.csv"), "--format", "csv"]).ok();
    let credentials: Vec<&str> = lines.lines().collect();
    assert_eq!(credentials.len(), 2);
    assert!(credentials[0].starts_with("parcel-portal:cks1_"), "the client ID of the document");
    assert!(registry.accepts(credentials[0]));
    assert!(!registry.accepts(credentials[1]), "it is disabled, as the document says");
    let portal = registry.run_bare(&["show", "parcel-portal", "--json"]).json();
    assert_eq!(portal["access_token_ttl"], 3600);
    assert_eq!(portal["redirect_uris"].as_array().unwrap().len(), 2);
    assert_eq!(portal["notes"], "says \"hello\",\r\ntwice");
    let imported = registry.actions().iter().filter(|action| *action == "client.imported").count();
    assert_eq!(imported, 2);
    assert_eq!(registry.run_bare(&["check"]).code, 0);
}

#[test]
fn every_problem_is_told_with_its_line_and_nothing_comes_in() {
    let registry = Registry::new();
    registry.create("ABC");
    let text = "client_name,client_id,class,scope,redirect_uris,grant_types\n\
                Good,good,USER,read,,\n\
                abc,other,USER,read,,\n\
                Third,third,NONE,fly,,\n\
                Fourth,good,USER,read,,magic\n\
                Fifth,fifth,USER,read,https://x.example/*,implicit\n";
    let file = written(&registry, "many.csv", text);
    let said = registry.run(&["import", &file, "--format", "csv"]).fails(6);
    for (line, part) in [
        (3, "client_name: There is already a client"),
        (4, "security_class: There is no security class"),
        (4, "scope: There is no scope"),
        (5, "grant_types:"),
        (6, "redirect_uris:"),
    ] {
        assert!(said.contains(&format!("many.csv:{line}: {part}")), "{line} {part}: {said}");
    }
    assert!(said.contains("clientkeep scope add fly"), "{said}");
    assert!(!said.contains("many.csv:2:"), "{said}");
    assert_eq!(count(&registry), 1);
    assert!(!registry.actions().contains(&"client.imported".to_owned()));

    let kept = registry.run(&["import", &file, "--format", "csv", "--skip-invalid", "--json"]).json();
    assert_eq!(kept.as_array().unwrap().len(), 1);
    assert_eq!(kept[0]["client_id"], "good");
    assert_eq!(count(&registry), 2);
}

#[test]
fn import_says_which_secrets_some_clients_send_otherwise_than_others() {
    let registry = Registry::new();
    let text = "client_name,class,client_secret\n\
                Plain,USER,7Fjfp0ZBr1KtDRbnfVdmIw\n\
                Odd,USER,with a blank in it\n";
    let file = written(&registry, "secrets.csv", text);
    for more in [["--dry-run"].as_slice(), &[]] {
        let ran = registry.run(&[&["import", &file, "--format", "csv"], more].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(
            ran.stderr.contains("secrets.csv:3: client_secret: The imported secret has characters"),
            "{}",
            ran.stderr
        );
        assert!(ran.stderr.contains("(RFC 6749 §2.3.1 + App. B) [L-03]"), "{}", ran.stderr);
        assert!(
            !ran.stderr.contains("secrets.csv:2:") && !ran.stderr.contains("with a blank"),
            "{}",
            ran.stderr
        );
    }
    assert_eq!(count(&registry), 2);
}

#[test]
fn the_exit_code_is_that_of_the_problems_where_they_are_of_one_kind() {
    let registry = Registry::new();
    let file = written(&registry, "two.csv", "client_name,class\nABC,USER\nabc,USER\n");
    let said = registry.run(&["import", &file, "--format", "csv"]).fails(4);
    assert!(said.contains("two.csv:3: client_name: The client on line 2 has the name"), "{said}");
    let file = written(&registry, "none.csv", "client_name,class\nABC,NONE\n");
    registry.run(&["import", &file, "--format", "csv"]).fails(3);
    let file = written(&registry, "half.json", "[{\"client_name\": \"ABC\"},\n{\"client_name\"");
    let said = registry.run(&["import", &file, "--format", "rfc7591", "--class", "USER"]).fails(6);
    assert!(said.contains("line 2"), "{said}");
    assert_eq!(count(&registry), 0);
}

#[test]
fn a_dry_run_changes_nothing_and_leaves_no_client_in_the_log() {
    let registry = Registry::new();
    let ran = registry.run(&["import", &document("clients.csv"), "--format", "csv", "--dry-run", "--json"]);
    let told = ran.json();
    assert_eq!((told["would_import"].as_u64(), told["new_secrets"].as_u64()), (Some(2), Some(2)));
    assert_eq!(count(&registry), 0);
    assert!(!registry.actions().contains(&"client.imported".to_owned()));
}

#[test]
fn hashes_of_argon2id_go_on_working_and_others_are_asked_about() {
    let registry = with_scopes();
    let django = document("django.json");
    let import = |more: &[&str]| {
        registry.run(&[&["import", &django, "--format", "django", "--class", "USER"], more].concat())
    };
    let said = import(&[]).fails(6);
    assert!(said.contains("django.json:46: client_secret: The secret is kept as PBKDF2"), "{said}");
    assert!(!said.contains("aGFzaG"), "{said}");
    import(&["--unverifiable", "skip"]).ok();
    assert_eq!(count(&registry), 2);
    assert!(registry.accepts("Df73U5JJvlxS1cRHr6NQKuw76M3W0SDh5gvlvqHG:an imported secret"));
    assert!(!registry.accepts("Df73U5JJvlxS1cRHr6NQKuw76M3W0SDh5gvlvqHG:another imported secret"));

    let authelia = document("authelia.yml");
    let lines = registry
        .run(&[
            "import",
            &authelia,
            "--format",
            "authelia",
            "--class",
            "USER",
            "--unverifiable",
            "new-secret",
        ])
        .ok();
    assert_eq!(lines.lines().count(), 1, "only the one with PBKDF2 gets a new secret: {lines}");
    assert!(lines.starts_with("playground:cks1_"), "{lines}");
    assert!(registry.accepts("older-names:this is a plain secret"));
}

#[test]
fn plain_secrets_of_other_systems_are_taken_over_as_they_are() {
    let registry = with_scopes();
    let node = std::fs::read_to_string(document("node-oidc-provider.json")).unwrap();
    let arguments = ["import", "-", "--format", "node-oidc-provider", "--class", "USER"];
    assert_eq!(registry.run_with(&arguments, &node).ok(), "", "no new secret is made");
    assert!(
        registry.accepts("zELcpfANLqY7Oqas:TQV5U29k1gHibH5bx1layBo0OSAvAbRT3UYW3EWrSYBB5swxjVfWUa1BS8lqzxG")
    );
    let shown = registry.run(&["show", "zELcpfANLqY7Oqas", "--reveal", "--json"]).json();
    assert!(shown["client_secret"].as_str().unwrap().starts_with("TQV5"), "it can be shown again");
    for (secret, part) in [("short", "16 to 256"), ("cks1_0000000000000000", "begins with cks1_")] {
        let text = format!("{{\"client_name\": \"N\", \"client_secret\": \"{secret}\"}}");
        let ran = registry.run_with(&["import", "-", "--format", "rfc7591", "--class", "USER"], &text);
        let said = ran.fails(6);
        assert!(said.contains(part) && !said.contains("0000"), "{said}");
    }
}

#[test]
fn an_export_comes_back_with_every_secret_still_working() {
    let registry = Registry::new();
    let generated = registry.create("Generated");
    registry
        .run(&[
            "create",
            "App",
            "--class",
            "USER",
            "--profile",
            "native",
            "--redirect-uri",
            "http://127.0.0.1/",
        ])
        .ok();
    let imported =
        "{\"client_id\": \"old\", \"client_name\": \"Old\", \"client_secret\": \"an imported secret\"}";
    registry.run_with(&["import", "-", "--format", "rfc7591", "--class", "USER"], imported).ok();
    for format in ["rfc7591", "csv", "authelia"] {
        let out = registry.file(&format!("out.{format}"));
        let out = out.to_str().unwrap();
        registry.run(&["export", "--format", format, "--with-verifiers", "--out", out]).ok();
        assert_eq!(mode(Path::new(out)), 0o600);
        let text = std::fs::read_to_string(out).unwrap();
        assert!(!text.contains("cks1_") && !text.contains("an imported secret"), "{text}");
        let other = Registry::new();
        assert_eq!(other.run(&["import", out, "--format", format, "--class", "USER"]).ok(), "");
        assert!(other.accepts(&generated), "{format}");
        assert!(other.accepts("old:an imported secret"), "{format}");
        assert_eq!(other.run_bare(&["check"]).code, 0);
    }
    let log = registry.run_bare(&["audit", "--action", "secret.exported", "--json"]).json();
    assert_eq!(log.as_array().unwrap().len(), 6, "one entry for each secret and export");
}

#[test]
fn an_export_has_nothing_of_a_secret_unless_asked() {
    let registry = Registry::new();
    let credentials = registry.create("ABC");
    let (_, secret) = credentials.split_once(':').unwrap();
    for format in ["rfc7591", "csv", "hydra", "keycloak", "authelia", "django", "node-oidc-provider"] {
        let plain = registry.run(&["export", "--format", format]).ok();
        assert!(plain.contains("ABC") && !plain.contains(secret) && !plain.contains("$argon2id$"), "{plain}");
        let with = registry.run(&["export", "ABC", "--format", format, "--with-secrets"]).ok();
        assert!(with.contains(secret), "{format}");
    }
    let entries = registry.run_bare(&["audit", "--action", "clients.exported", "--json"]).json();
    assert_eq!(entries.as_array().unwrap().len(), 14, "one for each export");
    assert_eq!(entries[0]["details"]["channel"], "export node-oidc-provider");
    let log = registry.run_bare(&["audit", "--json"]).ok();
    assert!(!log.contains(secret));
}

#[test]
fn a_disabled_client_is_not_let_in_by_a_format_that_cannot_say_so() {
    let registry = Registry::new();
    registry.create("ABC");
    registry.create("DEF");
    registry.run(&["disable", "ABC"]).ok();
    let ran = Ran::of(registry.command().args(["export", "--format", "hydra"]).output().unwrap());
    assert!(ran.stderr.contains("can't say that a client is disabled"), "{}", ran.stderr);
    let told: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(told.as_array().unwrap().len(), 1);
}

#[test]
fn the_log_tells_what_left_and_nothing_else() {
    let registry = Registry::new();
    for name in ["ABC", "DEF"] {
        registry.create(name);
    }
    registry.run(&["disable", "ABC"]).ok();
    registry.run(&["export", "--format", "hydra", "--with-secrets"]).ok();
    registry.run(&["export", "--format", "rfc7591", "--with-verifiers"]).ok();
    let exports = registry.run_bare(&["audit", "--action", "clients.exported", "--json"]).json();
    let counts: Vec<u64> =
        exports.as_array().unwrap().iter().map(|one| one["details"]["clients"].as_u64().unwrap()).collect();
    assert_eq!(counts, [2, 1], "a client that stayed out is not counted");
    let ledger = |client| registry.run_bare(&["ledger", client, "--json"]).json();
    let how = |entries: Value| -> Vec<String> {
        entries.as_array().unwrap().iter().map(|one| one["how"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(how(ledger("ABC")), ["made"], "its secret stayed here");
    assert_eq!(how(ledger("DEF")), ["made", "exported"], "a verifier is no secret");
}

#[test]
fn the_end_of_an_imported_secret_goes_out_and_comes_back() {
    const END: i64 = 4_102_444_800;
    let registry = Registry::new();
    let text = format!(
        r#"[{{"client_id": "old", "client_name": "Old", "client_secret": "an imported secret",
              "client_secret_expires_at": {END}}}]"#
    );
    registry.run_with(&["import", "-", "--format", "rfc7591", "--class", "USER"], &text).ok();
    assert_eq!(registry.run(&["show", "old", "--reveal", "--json"]).json()["client_secret_expires_at"], END);
    for (format, with) in
        [("rfc7591", "--with-verifiers"), ("csv", "--with-verifiers"), ("csv", "--with-secrets")]
    {
        let document = registry.run(&["export", "--format", format, with]).ok();
        let other = Registry::new();
        other.run_with(&["import", "-", "--format", format, "--class", "USER"], &document).ok();
        let back = other.run(&["export", "--format", "rfc7591", "--with-verifiers"]).json();
        assert_eq!(back[0]["client_secret_expires_at"], END, "{format} {with}");
    }
    let ran =
        Ran::of(registry.command().args(["export", "--format", "hydra", "--with-secrets"]).output().unwrap());
    assert!(ran.stderr.contains("client_secret_expires_at (1)"), "{}", ran.stderr);
}

#[test]
fn an_export_that_fails_on_the_way_prints_nothing() {
    let registry = Registry::new();
    // More than is written at once.
    let mut text = "client_name,class,notes\n".to_owned();
    for number in 10..50 {
        writeln!(text, "Client {number},USER,{}", "note ".repeat(399)).unwrap();
    }
    registry.run_with(&["import", "-", "--format", "csv"], &text).ok();
    let sql = rusqlite::Connection::open(registry.path()).unwrap();
    sql.execute(
        "UPDATE sealed_copy SET sealed = zeroblob(length(sealed)) WHERE client = (SELECT max(id) FROM client)",
        [],
    )
    .unwrap();
    let ran = registry.run(&["export", "--format", "csv", "--with-secrets"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (7, ""), "{}", ran.stderr);
    let out = registry.file("out.csv");
    registry.run(&["export", "--format", "csv", "--with-secrets", "--out", out.to_str().unwrap()]).fails(7);
    assert!(!out.exists());
}

#[test]
fn a_show_once_registry_takes_secrets_in_and_gives_none_out() {
    let registry = Registry::with(&["--retention", "show-once"]);
    let text = "client_name,client_id,class,client_secret\nOld,old,USER,an imported secret\n";
    let file = written(&registry, "old.csv", text);
    registry.run(&["import", &file, "--format", "csv"]).ok();
    assert!(registry.accepts("old:an imported secret"));
    let said = registry.run(&["export", "--format", "csv", "--with-secrets"]).fails(4);
    assert!(said.contains("verifiers"), "{said}");
}

#[test]
fn public_and_expired_secrets_are_what_the_document_says() {
    let registry = Registry::new();
    let text = r#"[{"client_id": "past", "client_name": "Past", "client_secret": "an imported secret",
                    "client_secret_expires_at": 1600000000, "grant_types": ["client_credentials"]}]"#;
    registry.run_with(&["import", "-", "--format", "rfc7591", "--class", "USER"], text).ok();
    assert!(!registry.accepts("past:an imported secret"), "it expired long ago");
    let public = r#"{"client_name": "P", "client_type": "public", "redirect_uris": ["https://a.example/"],
                     "client_secret": "an imported secret"}"#;
    let said = registry.run_with(&["import", "-", "--format", "rfc7591", "--class", "USER"], public).fails(6);
    assert!(said.contains("client_secret: A public client has no secret"), "{said}");
}

#[test]
fn an_end_of_a_secret_that_does_not_come_in_is_told_as_left_out() {
    let registry = Registry::new();
    let text = "client_name,class,client_secret_expires_at\nABC,USER,4102444800\nDEF,USER,\n";
    let file = written(&registry, "ends.csv", text);
    let ran = registry.run(&["import", &file, "--format", "csv", "--json"]);
    let said = ran.stderr.clone();
    assert!(said.contains("Left out: client_secret_expires_at of 1 client whose secret does not"), "{said}");
    for client in ran.json().as_array().unwrap() {
        assert_eq!(client["client_secret_expires_at"], 0, "{client}");
    }
}

#[test]
fn a_document_comes_in_through_a_pipe_that_has_a_name() {
    let registry = Registry::new();
    let rows = "client_name,class\nABC,USER\nDEF,USER\n";
    for (more, clients) in [("--dry-run", 0), ("", 2)] {
        let line = format!("import <(printf '{}') --format csv {more}", rows.replace('\n', "\\n"));
        registry.shell(&line).ok();
        assert_eq!(count(&registry), clients, "{line}");
    }
}

#[test]
fn an_export_as_json_is_one_document_or_says_where_it_went() {
    let registry = Registry::new();
    registry.create("ABC");
    for format in ["csv", "authelia"] {
        let said = registry.run(&["--json", "export", "--format", format]).fails(2);
        assert!(said.contains("--json"), "{said}");
        let out = registry.file(format);
        let out = out.to_str().unwrap();
        let told = registry.run(&["--json", "export", "--format", format, "--out", out]).json();
        assert_eq!(told, serde_json::json!({"format": format, "clients": 1, "out": out}));
    }
    assert_eq!(registry.run(&["--json", "export", "--format", "rfc7591"]).json()[0]["client_name"], "ABC");
}
