//! Where the acting operator's password may come from when nobody can be asked.

use super::program::{PASSWORD, Registry};

fn disable(registry: &Registry) -> assert_cmd::Command {
    let mut program = registry.bare();
    program.args(["--operator", "ada", "disable", "ABC"]);
    program
}

#[test]
fn a_password_comes_from_stdin_the_environment_or_the_service_manager() {
    let registry = Registry::new();
    registry.create("ABC");
    disable(&registry).args(["--password-file", "-"]).write_stdin(format!("{PASSWORD}\n")).assert().code(0);
    disable(&registry).env("CLIENTKEEP_PASSWORD_FILE", registry.file("password")).assert().code(0);

    let folder = registry.file("credentials");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("clientkeep.password"), PASSWORD).unwrap();
    disable(&registry).env("CREDENTIALS_DIRECTORY", &folder).assert().code(0);
}

#[test]
fn without_a_password_and_without_a_terminal_it_says_what_to_name() {
    let registry = Registry::new();
    registry.create("ABC");
    let assert = disable(&registry).write_stdin("").assert().code(2).stdout("");
    let said = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
    assert!(said.contains("--password-file"), "{said}");
    disable(&registry).args(["--password-file", "/nonexistent"]).assert().code(2).stdout("");
}

#[test]
fn only_one_thing_is_read_from_stdin() {
    let registry = Registry::new();
    registry
        .bare()
        .args(["--operator", "ada", "--password-file", "-", "create", "-", "--class", "USER"])
        .write_stdin(r#"{"client_name":"ABC"}"#)
        .assert()
        .code(2)
        .stdout("");
    registry.bare().args(["--password-file", "-", "verify"]).write_stdin("a:b").assert().code(1);
}

#[test]
fn the_operator_comes_from_the_environment_too() {
    let registry = Registry::new();
    registry.create("ABC");
    let mut program = registry.bare();
    program.env("CLIENTKEEP_OPERATOR", "ada").arg("--password-file").arg(registry.file("password"));
    program.args(["disable", "ABC"]).assert().code(0);
    // Without one it is the system's user, which is told where that signs nobody on.
    let unnamed = |named: &[&str]| {
        let mut program = registry.bare();
        program.arg("--password-file").arg(registry.file("password")).args(named).args(["disable", "ABC"]);
        String::from_utf8(program.assert().code(5).stdout("").get_output().stderr.clone()).unwrap()
    };
    assert!(unnamed(&[]).contains("--operator or CLIENTKEEP_OPERATOR"));
    assert!(!unnamed(&["--operator", "nobody"]).contains("CLIENTKEEP_OPERATOR"));
}

#[test]
fn the_registry_comes_from_the_environment_or_the_data_folder() {
    let registry = Registry::new();
    let mut named = super::program::program();
    named
        .env("CLIENTKEEP_REGISTRY", registry.path())
        .args(["list", "--json"])
        .assert()
        .code(0)
        .stdout("[]\n");
    let mut data = super::program::program();
    data.env("XDG_DATA_HOME", registry.file("data")).arg("list");
    let assert = data.assert().code(7);
    let said = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
    assert!(said.contains("data/clientkeep/registry.db"), "{said}");
}

#[test]
fn a_new_registry_takes_its_password_from_any_of_them() {
    for (option, file) in [("--password-file", "password"), ("--new-password-file", "password")] {
        let registry = Registry::none();
        let mut program = registry.bare();
        program.args(["init", "--admin", "ada", option]).arg(registry.file(file)).assert().code(0);
        registry.run(&["create", "ABC", "--class", "USER"]).ok();
    }
    let registry = Registry::none();
    let mut program = registry.bare();
    program.env("CLIENTKEEP_PASSWORD_FILE", registry.file("password"));
    program.args(["init", "--admin", "ada"]).assert().code(0);
    let weak = Registry::none();
    std::fs::write(weak.file("password"), "short").unwrap();
    weak.run(&["init", "--admin", "ada"]).fails(6);
    assert!(!weak.path().exists());
}
