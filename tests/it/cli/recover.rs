//! `recover`: an administrator who lost the password, or is locked out.

use super::program::{OWN_PASSWORD, Registry};

#[test]
fn the_recovery_code_gives_an_administrator_a_new_password_and_passes_a_lock() {
    let registry = Registry::new();
    let credentials = registry.create("ABC");
    std::fs::write(registry.file("ada"), "not her password at all").unwrap();
    for _ in 0..2 {
        registry.run_as("ada", &["disable", "ABC"]).fails(5);
    }
    let said = registry.run_as("ada", &["disable", "ABC"]).fails(5);
    assert!(said.contains("third failure"), "{said}");
    let said = registry.run(&["disable", "ABC"]).fails(5);
    assert!(said.contains("locked for"), "the right password does not pass the lock: {said}");

    std::fs::write(registry.file("ada"), OWN_PASSWORD).unwrap();
    let (code, new) = (registry.file("recovery-code"), registry.file("ada"));
    let recover = |operator: &str, code: &str| {
        let new = new.to_str().unwrap();
        registry.run_bare(&[
            "--operator",
            operator,
            "recover",
            "--code-file",
            code,
            "--new-password-file",
            new,
        ])
    };
    recover("ada", new.to_str().unwrap()).fails(5);
    recover("nobody", code.to_str().unwrap()).fails(3);
    recover("ada", code.to_str().unwrap()).ok();
    assert_eq!(registry.run_as("ada", &["show", "ABC", "--reveal"]).ok().trim_end(), credentials);
    registry.run(&["disable", "ABC"]).fails(5);
    registry.run_as("ada", &["class", "add", "AFTERWARDS"]).ok();
    assert_eq!(registry.run_bare(&["check"]).ok(), "");
}

#[test]
fn recovering_says_what_it_lacks_before_anything_is_done() {
    let registry = Registry::new();
    let code = registry.file("recovery-code");
    let code = code.to_str().unwrap();
    let said = registry.run_bare(&["recover", "--code-file", code, "--new-password-file", code]).fails(2);
    assert!(said.contains("--operator"), "{said}");
    let said = registry.run_bare(&["--operator", "ada", "recover", "--new-password-file", code]).fails(2);
    assert!(said.contains("--code-file"), "{said}");
    let said = registry.run_bare(&["--operator", "ada", "recover", "--code-file", code]).fails(2);
    assert!(said.contains("--new-password-file"), "{said}");
    let both = ["recover", "--operator", "ada", "--code-file", "-", "--new-password-file", "-"];
    registry.run_bare(&both).fails(2);
    assert_eq!(registry.actions(), ["registry.created"]);
}

#[test]
fn a_new_recovery_code_takes_the_place_of_the_old_one() {
    let registry = Registry::new();
    let credentials = registry.create("ABC");
    let (old, new) = (registry.file("recovery-code"), registry.file("new-code"));
    let new = new.to_str().unwrap();
    registry.operator("bob", "operator");
    registry.run_as("bob", &["recover", "--new-code", "--recovery-code-out", new]).fails(5);
    let mut unheard = std::process::Command::new(env!("CARGO_BIN_EXE_clientkeep"));
    unheard.arg("--registry").arg(registry.path()).args(["--operator", "ada", "--password-file"]);
    unheard
        .arg(registry.file("password"))
        .args(["recover", "--new-code"])
        .stderr(std::process::Stdio::null());
    assert_eq!(unheard.status().unwrap().code(), Some(7), "nobody would get the code");
    assert!(!registry.actions().contains(&"recovery_code.replaced".to_owned()));
    let said = registry.run(&["recover", "--new-code", "--recovery-code-out", new]);
    assert!(said.stderr.contains("opens nothing any more"), "{}", said.stderr);
    assert_eq!(super::program::mode(std::path::Path::new(new)), 0o600);
    assert_eq!(registry.actions().last().unwrap(), "recovery_code.replaced");
    std::fs::write(registry.file("ada"), OWN_PASSWORD).unwrap();
    let password = registry.file("ada");
    let recover = |code: &str| {
        let files = ["--code-file", code, "--new-password-file", password.to_str().unwrap()];
        registry.run_bare(&[&["--operator", "ada", "recover"], &files[..]].concat())
    };
    recover(old.to_str().unwrap()).fails(5);
    recover(new).ok();
    assert_eq!(registry.run_as("ada", &["show", "ABC", "--reveal"]).ok().trim_end(), credentials);
    assert_eq!(registry.run_bare(&["check"]).ok(), "");
}
