//! Every command × every role, on the real program: what a role may not do leaves with 5, changes nothing
//! and is in the audit log; what it may do is done.

use std::path::PathBuf;
use std::sync::OnceLock;

use super::program::{FIRST_PASSWORD, Ran, Registry, run};

/// The roles from the least to the most, which are also the names of operators who have them.
const ROLES: &[&str] = &["auditor", "automation", "operator", "admin"];
/// An administrator who has not changed the first password yet.
const FRESH: &str = "fresh";

/// A command, the least role that may run it (none: nobody signs on), and the exit code where it may.
type Row = (&'static str, Option<&'static str>, i32);

const ROWS: &[Row] = &[
    ("list", None, 0),
    ("show ABC", None, 0),
    ("lint ABC", None, 0),
    ("scan", None, 0),
    ("exposure ABC --at 1h", None, 0),
    ("ledger ABC", None, 0),
    ("health", None, 0),
    ("incident list", None, 0),
    ("incident show 1", None, 0),
    ("incident report 1", None, 0),
    ("history ABC", None, 0),
    ("trash", None, 0),
    ("verify", None, 1),
    ("class list", None, 0),
    ("scope list", None, 0),
    ("setting list", None, 0),
    ("setting get grace", None, 0),
    ("operator list", None, 0),
    ("partner list", None, 0),
    ("partner user list spare", None, 0),
    ("audit", None, 0),
    ("audit list", None, 0),
    ("audit verify", None, 0),
    ("audit head", None, 0),
    ("backup {new}", None, 0),
    ("check", None, 0),
    ("operator passwd --new-password-file {password}", Some("auditor"), 0),
    ("create New --class USER", Some("automation"), 0),
    ("update ABC --notes new", Some("automation"), 0),
    ("history ABC --restore notes", Some("automation"), 4),
    ("history ABC --restore name", Some("operator"), 4),
    ("rotate ABC", Some("automation"), 0),
    ("disable ABC", Some("automation"), 0),
    ("enable ABC", Some("automation"), 0),
    ("import {csv} --format csv", Some("automation"), 0),
    ("import {csv} --format csv --dry-run", Some("automation"), 0),
    ("apply {toml}", Some("automation"), 0),
    ("apply {toml} --prune --yes", Some("operator"), 0),
    ("apply {toml} --dry-run", None, 0),
    ("deliver ABC --format env", Some("operator"), 0),
    ("export --format csv", Some("operator"), 0),
    ("export --format csv --with-verifiers", Some("admin"), 0),
    ("export --format csv --with-secrets", Some("admin"), 0),
    ("contain ABC --reason leak --yes", Some("automation"), 0),
    ("rename ABC New", Some("operator"), 0),
    ("incident set 1 handed-over", Some("operator"), 0),
    // There is no clipboard: who may copy gets that far.
    ("copy ABC", Some("operator"), 7),
    ("show ABC --reveal", Some("operator"), 0),
    ("delete ABC --yes", Some("operator"), 0),
    ("lint accept ABC L-66 --reason batch --until 90d", Some("operator"), 0),
    // Nothing is accepted there: who may withdraw gets that far.
    ("lint withdraw ABC L-66", Some("operator"), 4),
    ("restore GONE", Some("operator"), 0),
    ("purge GONE --yes", Some("admin"), 0),
    ("partner add New --subdomain new", Some("operator"), 0),
    ("partner update spare --name New", Some("operator"), 0),
    ("partner user add spare new", Some("operator"), 0),
    ("partner user update spare jane --email jane@abc.example", Some("operator"), 0),
    ("partner user delete spare jane", Some("operator"), 0),
    ("partner delete spare", Some("operator"), 0),
    ("class add NEW", Some("admin"), 0),
    ("class update SPARE --description new", Some("admin"), 0),
    ("class delete SPARE", Some("admin"), 0),
    ("scope add new", Some("admin"), 0),
    ("scope delete spare", Some("admin"), 0),
    ("setting set grace 1h", Some("admin"), 0),
    ("setting set secret_retention show-once --yes", Some("admin"), 0),
    ("operator add new --role auditor --new-password-file {password}", Some("admin"), 0),
    ("operator update spare --role auditor", Some("admin"), 0),
    ("operator disable spare", Some("admin"), 0),
    ("operator enable spare", Some("admin"), 0),
    ("operator unlock spare", Some("admin"), 0),
    ("operator passwd spare --new-password-file {password}", Some("admin"), 0),
    ("operator delete spare --yes", Some("admin"), 0),
    ("check --sealed", Some("admin"), 0),
    ("recover --new-code --recovery-code-out {new}", Some("admin"), 0),
];

/// Commands for which there need be no registry, or nobody who can sign on.
const WITHOUT_OPERATOR: &[&str] = &["init", "demo", "recover", "completions", "man"];

/// The registry that every run gets a copy of.
fn original() -> &'static Registry {
    static MADE: OnceLock<Registry> = OnceLock::new();
    MADE.get_or_init(|| {
        let registry = Registry::new();
        registry.create("ABC");
        registry.create("GONE");
        registry.create("LEAKED");
        registry.run(&["contain", "LEAKED", "--reason", "leak", "--yes"]).ok();
        registry.run(&["delete", "GONE", "--yes"]).ok();
        registry.run(&["class", "add", "SPARE"]).ok();
        registry.run(&["scope", "add", "spare"]).ok();
        registry.run(&["partner", "add", "Spare", "--subdomain", "spare"]).ok();
        registry.run(&["partner", "user", "add", "spare", "jane"]).ok();
        for role in ROLES {
            registry.operator(role, role);
        }
        registry.add_operator(FRESH, "admin");
        registry.add_operator("spare", "operator");
        registry
    })
}

/// A copy of the original in a folder of its own.
fn copy() -> Registry {
    let registry = Registry::none();
    let path = registry.path();
    original().run_bare(&["backup", path.to_str().unwrap()]).ok();
    for name in ROLES.iter().chain(&[FRESH]) {
        std::fs::copy(original().file(name), registry.file(name)).unwrap();
    }
    std::fs::write(registry.file("choice"), "eleven blue tractors downhill").unwrap();
    let declared = "[[client]]\nclient_name = 'Declared'\nsecurity_class = 'USER'\n";
    std::fs::write(registry.file("new.toml"), declared).unwrap();
    std::fs::write(registry.file("csv"), "client_name,class\nComing,USER\n").unwrap();
    registry
}

fn words(registry: &Registry, command: &str) -> Vec<String> {
    let file = |name: &str| -> String { registry.file(name).to_str().unwrap().to_owned() };
    let files = [("{password}", "choice"), ("{new}", "new.db"), ("{csv}", "csv"), ("{toml}", "new.toml")];
    let put =
        |word: &str| files.iter().fold(word.to_owned(), |word, (mark, name)| word.replace(mark, &file(name)));
    command.split(' ').map(put).collect()
}

/// Runs a command as somebody, where a desktop is named that is not there.
fn run_as(registry: &Registry, name: &str, command: &str) -> Ran {
    let mut program = registry.as_operator(name);
    program.env("DISPLAY", ":63").env("CLIENTKEEP_CLIPBOARD", "native").args(words(registry, command));
    Ran::of(program.write_stdin("").output().unwrap())
}

/// What a registry holds, but for sign-ons and the log.
fn contents(registry: &Registry) -> String {
    let told = [
        &["list"][..],
        &["trash"],
        &["class", "list"],
        &["scope", "list"],
        &["setting", "list"],
        &["partner", "list"],
        &["partner", "user", "list", "spare"],
    ];
    told.iter().map(|command| registry.run_bare(&[command, &["--json"][..]].concat()).ok()).collect()
}

/// Runs everything that somebody may not do on one copy: it leaves with 5, changes nothing and is logged.
fn refused(name: &str, commands: &[&str]) {
    let registry = copy();
    let before = contents(&registry);
    for command in commands {
        let ran = run_as(&registry, name, command);
        assert_eq!(ran.code, 5, "{name}: {command}: {}{}", ran.stdout, ran.stderr);
        assert_eq!(ran.stdout, "", "{name}: {command}");
    }
    assert_eq!(contents(&registry), before, "{name} changed something");
    let log = registry.run_bare(&["audit", "--action", "refused", "--by", name, "--json"]).json();
    let log = log.as_array().unwrap();
    assert_eq!(log.len(), commands.len(), "{name}: each refusal is an entry: {log:?}");
    assert!(log.iter().all(|entry| entry["details"]["wanted"].is_string()), "{log:?}");
    assert_eq!(registry.run_bare(&["check"]).ok(), "");
}

/// Runs everything that somebody may do, each on a copy of its own.
fn allowed(name: &str, rows: &[&Row]) {
    for (command, _, code) in rows {
        let registry = copy();
        let ran = run_as(&registry, name, command);
        assert_eq!(ran.code, *code, "{name}: {command}: {}{}", ran.stdout, ran.stderr);
        let log = registry.run_bare(&["audit", "--action", "refused", "--by", name]).ok();
        assert_eq!(log, "", "{name}: {command}");
    }
}

fn role_does_what_it_may(role: &str) {
    let rank = |name: &str| ROLES.iter().position(|role| *role == name).unwrap();
    let signed_on: Vec<&Row> = ROWS.iter().filter(|(_, least, _)| least.is_some()).collect();
    let (may, may_not): (Vec<&Row>, Vec<&Row>) =
        signed_on.iter().partition(|(_, least, _)| rank(least.unwrap()) <= rank(role));
    assert_eq!(may.len() + may_not.len(), signed_on.len());
    refused(role, &may_not.iter().map(|(command, ..)| *command).collect::<Vec<_>>());
    allowed(role, &may);
}

#[test]
fn an_auditor_does_what_auditors_may() {
    role_does_what_it_may("auditor");
}

#[test]
fn a_script_does_what_scripts_may() {
    role_does_what_it_may("automation");
}

#[test]
fn an_operator_does_what_operators_may() {
    role_does_what_it_may("operator");
}

#[test]
fn an_administrator_does_everything() {
    role_does_what_it_may("admin");
}

#[test]
fn who_must_change_the_password_does_nothing_else() {
    assert!(std::fs::read_to_string(original().file(FRESH)).unwrap().starts_with(FIRST_PASSWORD));
    let own = |command: &str| command.starts_with("operator passwd --");
    let (own, others): (Vec<&Row>, Vec<&Row>) =
        ROWS.iter().filter(|(_, least, _)| least.is_some()).partition(|(command, ..)| own(command));
    refused(FRESH, &others.iter().map(|(command, ..)| *command).collect::<Vec<_>>());
    allowed(FRESH, &own);
    assert_eq!(own.len(), 1);
}

#[test]
fn what_needs_no_sign_on_is_answered_without_one_and_leaves_no_entry() {
    let registry = copy();
    let head = registry.run_bare(&["audit", "head"]).ok();
    for (command, _, code) in ROWS.iter().filter(|(_, least, _)| least.is_none()) {
        let mut program = registry.bare();
        let output = program.args(words(&registry, command)).write_stdin("").output().unwrap();
        let ran = Ran::of(output);
        assert_eq!(ran.code, *code, "{command}: {}", ran.stderr);
    }
    assert_eq!(registry.run_bare(&["audit", "head"]).ok(), head);
    // Everything else asks for a password before it does anything.
    for (command, ..) in ROWS.iter().filter(|(_, least, _)| least.is_some()) {
        let mut program = registry.bare();
        program.env("DISPLAY", ":63").env("CLIENTKEEP_CLIPBOARD", "native");
        let output = program.args(words(&registry, command)).write_stdin("").output().unwrap();
        assert_eq!(Ran::of(output).code, 2, "{command}");
    }
    assert_eq!(registry.run_bare(&["audit", "head"]).ok(), head);
    let made: PathBuf = registry.file("new.db");
    assert!(made.exists());
}

#[test]
fn every_command_is_in_the_matrix() {
    let rows: Vec<&str> = ROWS.iter().map(|(command, ..)| *command).collect();
    let mut seen = 0;
    for command in commands(&[]) {
        let name = command.join(" ");
        seen += 1;
        let row = rows.iter().any(|row| *row == name || row.starts_with(&format!("{name} ")));
        assert!(row || WITHOUT_OPERATOR.contains(&name.as_str()), "say who may: {name}");
    }
    assert!(seen > 30, "{seen}");
}

/// The commands that the help tells of, with those below them.
fn commands(above: &[String]) -> Vec<Vec<String>> {
    let mut arguments: Vec<&str> = above.iter().map(String::as_str).collect();
    arguments.push("--help");
    let help = run(&arguments).ok();
    let Some((_, told)) = help.split_once("\nCommands:\n") else { return vec![above.to_vec()] };
    let lines = told.lines().take_while(|line| line.starts_with("  "));
    let names = lines.filter_map(|line| line[2..].split(' ').next().filter(|name| !name.is_empty()));
    let below = names.filter(|name| *name != "help").map(|name| [above, &[name.to_owned()]].concat());
    below.flat_map(|command| commands(&command)).collect()
}
