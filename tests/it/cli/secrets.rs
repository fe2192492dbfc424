//! How new secrets are handed out, and that no other way leads to them.

use super::program::{Registry, client_id, mode};

#[test]
fn a_new_secret_goes_into_a_new_file_for_its_owner_only() {
    let registry = Registry::new();
    let file = registry.file("credentials");
    let out = file.to_str().unwrap();
    let ran = registry.run(&["create", "ABC", "--class", "USER", "--secret-out", out, "--json"]);
    assert!(!ran.ok().contains("cks1_"), "it went to the file instead");
    assert_eq!(mode(&file), 0o600);
    let credentials = std::fs::read_to_string(&file).unwrap();
    assert!(registry.accepts(&credentials));

    registry.run(&["rotate", "ABC", "--secret-out", out]).fails(2);
    assert!(registry.accepts(&credentials), "a file that exists stops the rotation before it begins");
    let other = registry.file("other");
    registry.run(&["rotate", "nobody", "--secret-out", other.to_str().unwrap()]).fails(3);
    assert!(!other.exists(), "no file is left of what did not happen");
}

#[test]
fn a_sealed_secret_can_be_shown_again() {
    let registry = Registry::new();
    let credentials = registry.create("ABC");
    assert!(!registry.run_bare(&["show", "ABC"]).ok().contains("cks1_"));
    assert_eq!(registry.run(&["show", "ABC", "--reveal"]).ok().trim_end(), credentials);
    let shown = registry.run(&["show", "ABC", "--reveal", "--json"]).json();
    assert_eq!(
        format!("{}:{}", client_id(&credentials), shown["client_secret"].as_str().unwrap()),
        credentials
    );
}

#[test]
fn a_show_once_registry_keeps_nothing_to_show() {
    let registry = Registry::with(&["--retention", "show-once"]);
    let credentials = registry.create("ABC");
    assert!(registry.accepts(&credentials));
    registry.run(&["show", "ABC", "--reveal"]).fails(4);
}

#[test]
fn no_secret_and_no_password_is_in_the_files() {
    let registry = Registry::new();
    let first = registry.create("ABC");
    let second = registry.run(&["rotate", "ABC", "--reason", "leak"]).ok();
    let secrets: Vec<&str> =
        [first.as_str(), second.trim_end()].iter().map(|line| line.split_once(':').unwrap().1).collect();
    for entry in std::fs::read_dir(registry.path().parent().unwrap()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() || path.file_name().is_some_and(|name| name == "password") {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        assert!(!secrets.iter().any(|secret| holds(secret)), "{}", path.display());
        assert!(!holds(super::program::PASSWORD), "{}", path.display());
    }
}

#[test]
fn the_recovery_code_is_told_once() {
    let registry = Registry::none();
    let ran = registry.run(&["init", "--admin", "ada", "--json"]);
    let code = ran.stderr.clone();
    let made = ran.json();
    assert_eq!(made["admin"], "ada");
    assert!(code.contains("recovery code"), "{code}");
    let other = Registry::new();
    let file = other.file("recovery-code");
    assert_eq!(mode(&file), 0o600);
    assert!(std::fs::read_to_string(file).unwrap().trim_end().len() > 40);
}

#[test]
fn no_registry_is_made_whose_recovery_code_nobody_would_get() {
    let registry = Registry::none();
    let ran = registry.shell("init --admin ada 2> /dev/null");
    assert_eq!((ran.code, ran.stdout.as_str()), (7, ""));
    assert!(!registry.path().exists());
    let file = registry.file("recovery-code");
    let ran =
        registry.shell(&format!("init --admin ada --recovery-code-out '{}' 2> /dev/null", file.display()));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(file.exists() && registry.path().exists());
}

#[test]
fn a_secret_that_ends_by_itself_says_so_everywhere_and_is_warned_of_ahead() {
    let registry = Registry::new();
    let made = registry.run(&["create", "ABC", "--class", "USER", "--secret-expires", "5d", "--json"]).json();
    let end = made["client_secret_expires_at"].as_i64().unwrap();
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs().cast_signed();
    assert!((end - now - 5 * 86_400).abs() < 60, "{end}");
    let shown = registry.run(&["show", "ABC", "--reveal", "--json"]).json();
    assert_eq!(shown["client_secret_expires_at"], end);
    let exported = registry.run(&["export", "--format", "rfc7591", "--with-secrets"]).ok();
    assert!(exported.contains(&end.to_string()), "{exported}");
    assert_eq!(registry.run_bare(&["list", "--filter", "expiring=7d"]).ok().lines().count(), 1);
    let advice = registry.run_bare(&["lint", "ABC"]).stdout;
    assert!(
        advice.contains("L-102") && advice.contains("servers accept no secret of this client"),
        "{advice}"
    );
    registry.run(&["rotate", "ABC", "--secret-expires", "2030-02-30"]).fails(6);
    registry.run(&["rotate", "ABC", "--secret-expires", "2020-01-01"]).fails(6);
    let rotated = registry.run(&["rotate", "ABC", "--secret-expires", "2090-05-31", "--json"]).json();
    assert_eq!(rotated["client_secret_expires_at"], 3_799_958_399_i64);
    assert!(!registry.run_bare(&["lint", "ABC"]).stdout.contains("L-102"));
    let never = registry.run(&["rotate", "ABC", "--json"]).json();
    assert_eq!(never["client_secret_expires_at"], 0);
    let history = registry.run_bare(&["history", "ABC"]).ok();
    assert!(history.contains("2090-05-31T23:59:59Z"), "{history}");
}
