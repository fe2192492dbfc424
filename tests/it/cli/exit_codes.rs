//! Every exit code of the specification, provoked.

use super::program::{PASSWORD, Ran, Registry, run};

#[test]
fn usage_is_2_and_told_before_anything_is_opened() {
    let nowhere = ["--registry", "/nonexistent/registry.db"];
    let cases: &[&[&str]] = &[
        &["frobnicate"],
        &["list", "--sort", "shoe_size"],
        &["list", "--sort", "name:sideways"],
        &["list", "--filter", "status"],
        &["list", "--page", "2"],
        &["list", "--limit", "0"],
        &["create", "ABC"],
        &["create", "ABC", "--class", "USER", "--profile", "nonsense"],
        &["create", "ABC", "--class", "USER", "--partner", "abc"],
        &["update", "ABC"],
        &["rotate", "ABC", "--reason", "boredom"],
        &["delete", "ABC"],
        &["class"],
        &["scope"],
        &["setting"],
        &["setting", "set", "grace"],
        &["operator"],
        &["operator", "add", "bob"],
        &["operator", "add", "bob", "--role", "owner"],
        &["operator", "add", "bob", "--role", "auditor"],
        &["operator", "update", "bob"],
        &["operator", "delete", "bob"],
        &["operator", "passwd"],
        &["audit", "--limit", "0"],
        &["audit", "--action", "nonsense"],
        &["backup"],
        &["import", "/nonexistent/clients.csv", "--format", "csv"],
        &["import", "/", "--format", "csv"],
        &["import", "clients.csv"],
        &["import", "clients.csv", "--format", "xml"],
        &["import", "clients.csv", "--format", "csv", "--unverifiable", "perhaps"],
        &["deliver", "ABC"],
        &["deliver", "ABC", "--format", "pigeon"],
        &["deliver", "ABC", "--format", "env", "--recipient", "/nonexistent/key"],
        &["deliver", "ABC", "--format", "netrc", "--machine", "two words"],
        &["deliver", "ABC", "--format", "env", "--machine", "as.example"],
        &["apply"],
        &["apply", "/nonexistent/clients.toml"],
        &["export"],
        &["export", "--format", "hydra", "--with-verifiers"],
        &["export", "--format", "csv", "--with-verifiers", "--with-secrets"],
        &["restore"],
        &["purge", "ABC"],
        &["recover"],
        &["completions", "tcl"],
        &["init"],
        &["init", "--admin", "ada", "--retention", "never"],
        &["init", "--admin", "ada", "--group-writes"],
    ];
    for case in cases {
        let arguments: Vec<&str> = nowhere.iter().chain(*case).copied().collect();
        run(&arguments).fails(2);
    }
}

#[test]
fn without_a_terminal_the_screen_names_the_command_line_and_leaves_with_2() {
    let said = run(&["--registry", "/nonexistent/registry.db"]).fails(2);
    assert!(said.contains("--help") && said.trim_end().lines().count() == 1, "{said}");
}

#[test]
fn a_registry_that_is_missing_is_7() {
    let registry = Registry::none();
    for command in ["list", "show x", "class list", "verify"] {
        let arguments: Vec<&str> = command.split(' ').collect();
        registry.run_bare(&arguments).fails(7);
    }
    assert!(!registry.path().exists());
}

#[test]
fn a_registry_that_exists_is_not_made_again() {
    let registry = Registry::new();
    let before = std::fs::read(registry.path()).unwrap();
    registry.run(&["init", "--admin", "eve"]).fails(4);
    let path = registry.path();
    registry.run(&["demo", path.to_str().unwrap()]).fails(4);
    assert_eq!(std::fs::read(registry.path()).unwrap(), before);
}

#[test]
fn unknown_things_are_3() {
    let registry = Registry::new();
    registry.create("ABC");
    for command in [
        "show nobody",
        "update nobody --notes x",
        "rename nobody New",
        "rotate nobody",
        "disable nobody",
        "enable nobody",
        "delete nobody --yes",
        "class update NONE --description x",
        "class delete NONE",
        "scope delete none",
        "setting set none 1",
        "operator update nobody --role admin",
        "operator disable nobody",
        "operator enable nobody",
        "operator unlock nobody",
        "operator delete nobody --yes",
        "history nobody",
        "restore ABC",
        "purge ABC --yes",
        "copy nobody",
        "export nobody --format csv",
        "deliver nobody --format env",
    ] {
        registry.run(&command.split(' ').collect::<Vec<_>>()).fails(3);
    }
    registry.run(&["create", "New", "--class", "NONE"]).fails(3);
}

#[test]
fn what_stands_against_what_is_there_is_4() {
    let registry = Registry::new();
    registry.run(&["create", "ABC", "--class", "USER", "--client-id", "abc-1"]).ok();
    registry.create("DEF");
    for command in [
        "create abc --class USER",
        "create abc-1 --class USER",
        "create New --class USER --client-id ABC-1",
        "rename DEF abc",
        "class add user",
        "class delete USER",
        "class delete ADMIN",
    ] {
        registry.run(&command.split(' ').collect::<Vec<_>>()).fails(4);
    }
}

#[test]
fn who_may_not_gets_5() {
    let registry = Registry::new();
    registry.create("ABC");
    let wrong = registry.file("wrong");
    std::fs::write(&wrong, "not the password at all").unwrap();
    let wrong = wrong.to_str().unwrap();
    let as_ada = ["--operator", "ada", "--password-file", wrong, "disable", "ABC"];
    let as_nobody = ["--operator", "nobody-here", "--password-file", wrong, "disable", "ABC"];
    let first = registry.run_bare(&as_ada).fails(5);
    let other = registry.run_bare(&as_nobody).fails(5);
    assert_eq!(first, other, "an unknown operator and a wrong password look the same");
    assert!(!first.contains(PASSWORD) && !first.contains("not the password"), "{first}");
}

#[test]
fn values_that_may_not_be_are_6_and_each_is_told() {
    let registry = Registry::new();
    let said = registry
        .run(&[
            "create",
            "ABC",
            "--class",
            "USER",
            "--email",
            "nonsense",
            "--access-token-ttl",
            "0",
            "--grant-type",
            "magic",
        ])
        .fails(6);
    for flag in ["--email", "--access-token-ttl", "--grant-type"] {
        assert!(said.contains(flag), "{flag}: {said}");
    }
    registry.run(&["create", "ABC", "--class", "USER", "--require-pkce", "maybe"]).fails(6);
    registry.run(&["create", "AB\u{202e}C", "--class", "USER"]).fails(6);
    registry.create("ABC");
    registry.run(&["rotate", "ABC", "--grace", "soon"]).fails(6);
    registry.run(&["rename", "ABC", ""]).fails(6);
    registry.run(&["class", "add", "NO SPACES"]).fails(6);
}

#[test]
fn refused_credentials_are_1_with_the_verdict_on_stdout() {
    let registry = Registry::new();
    let good = registry.create("ABC");
    let id = super::program::client_id(&good);
    for refused in [&format!("{id}:wrong"), "nobody:cks1_x", "no colon at all", "", ":x", &format!("{id}:")] {
        let ran = registry.run_with(&["verify", "--json"], refused);
        assert_eq!(ran.code, 1, "{refused}: {}", ran.stderr);
        let verdict: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(verdict["accepted"], false, "{refused}");
        assert!(!verdict["reason"].as_str().unwrap().is_empty());
        assert!(!ran.stdout.contains("no colon at all"), "what may be a secret is not repeated");
    }
    let ran = registry.run_with(&["verify", "--json"], &format!("{good}\n{id}:wrong\n"));
    assert_eq!(ran.code, 1);
    let verdicts: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((&verdicts[0]["accepted"], &verdicts[1]["accepted"]), (&true.into(), &false.into()));
    assert_eq!(registry.run_with(&["verify", "--json"], &good).json()["client_id"], id);
}

#[test]
fn hostile_text_in_an_argument_is_made_visible_before_it_is_said() {
    let registry = Registry::new();
    let hostile = "\u{1b}[31mred\u{202e}";
    for arguments in
        [vec!["show", hostile], vec!["list", "--sort", hostile], vec!["list", hostile], vec![hostile]]
    {
        let ran = registry.run_bare(&arguments);
        assert_ne!(ran.code, 0);
        assert!(!ran.stderr.contains(['\u{1b}', '\u{202e}']), "{:?}", ran.stderr);
        assert!(ran.stderr.contains("red"), "it is told nevertheless: {}", ran.stderr);
    }
}

#[test]
fn what_cannot_be_had_is_7() {
    let registry = Registry::new();
    registry.create("ABC");
    let said = registry.run(&["copy", "ABC"]).fails(7);
    assert!(said.contains("no clipboard"), "{said}");

    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let run = |arguments: &[&str]| {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_clientkeep"));
        program.arg("--registry").arg(registry.path()).args(["--operator", "ada", "--password-file"]);
        program.arg(registry.file("password")).args(arguments).stdout(full()).output().unwrap()
    };
    assert_eq!(run(&["list"]).status.code(), Some(7));
    assert_eq!(run(&["rotate", "ABC"]).status.code(), Some(7));
}

#[test]
fn no_secret_is_made_that_nobody_would_get() {
    for retention in ["sealed", "show-once"] {
        let registry = Registry::with(&["--retention", retention]);
        let old = registry.create("ABC");
        let before = registry.actions();
        let refused = |said: String, why: &str| {
            let told = [why, "nothing was changed", "--secret-out"];
            assert!(told.iter().all(|words| said.contains(words)), "{said}");
        };
        for (to, why) in [
            ("> /dev/full", "stdout has no room"),
            (">&-", "stdout is closed"),
            ("1< /dev/null", "stdout can only be read"),
        ] {
            refused(registry.shell(&format!("rotate ABC {to}")).fails(7), why);
            refused(registry.shell(&format!("create DEF --class USER --json {to}")).fails(7), why);
        }
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_clientkeep"));
        program.arg("--registry").arg(registry.path()).args(["--operator", "ada", "--password-file"]);
        program.arg(registry.file("password")).args(["rotate", "ABC"]).stdout(writer);
        refused(
            Ran::of(
                program.stderr(std::process::Stdio::piped()).spawn().unwrap().wait_with_output().unwrap(),
            )
            .fails(7),
            "nobody reads stdout",
        );
        let thrown_away = registry.shell("rotate ABC > /dev/null");
        if retention == "sealed" {
            assert!(thrown_away.stderr.contains("show --reveal"), "{}", thrown_away.stderr);
            assert!(!registry.accepts(&old));
            thrown_away.ok();
        } else {
            refused(thrown_away.fails(7), "stdout is /dev/null");
            assert!(registry.accepts(&old));
            assert_eq!(registry.actions(), before);
        }
    }
}

#[test]
fn what_prints_no_secret_cares_for_no_reader() {
    let registry = Registry::with(&["--retention", "show-once"]);
    registry.create("ABC");
    for line in [
        "list > /dev/null",
        "disable ABC > /dev/null",
        "create Public --class USER --profile native --redirect-uri https://a.example/ > /dev/null",
        "delete Public --yes > /dev/null",
        "restore Public > /dev/null",
        "enable ABC >&-",
    ] {
        registry.shell(line).ok();
    }
    // To be cut off can't wait for somebody who reads.
    let said = registry.shell("contain ABC --reason leak --yes >&-");
    assert!(said.stderr.contains("none was made"), "{}", said.stderr);
    said.ok();
    assert_eq!(registry.actions().last().unwrap(), "client.contained");
}

#[test]
fn somebody_who_is_none_and_a_partner_that_is_none_are_3() {
    let registry = Registry::new();
    let said = registry.run_bare(&["audit", "--by", "bbo"]).fails(3);
    assert!(said.contains("no operator \"bbo\""), "{said}");
    registry.run_bare(&["audit", "--by", "ADA"]).ok();
    let create = ["create", "ABC", "--class", "USER", "--partner", "abc"];
    let said = registry.run(&create).fails(2);
    assert!(said.contains("such as abc-USERNAME"), "{said}");
    registry.run(&[&create[..], &["--client-id", "abc-jane"]].concat()).fails(3);
    registry.operator("ann", "auditor");
    let said = registry.run_as("ann", &["create", "ABC", "--class", "USER"]).fails(5);
    assert!(said.contains("with the role operator"), "{said}");
    let said = registry.run(&["create", "ABC", "--class", ""]).fails(6);
    assert!(said.contains("No security class is chosen. Choose one."), "{said}");
}
