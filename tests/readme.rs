//! The tables in README.md are made from the program's own tables. `UPDATE=1 cargo test --test readme`
//! writes them; without it, a README that has fallen behind fails.

#![cfg(feature = "tui")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use clientkeep::domain::{ATTRIBUTES, Edit, Right, Role, Word, field};
use clientkeep::tui::keys::{BINDINGS, Context};

/// The contexts that a reader wants to know, with what to call them.
const SECTIONS: &[(&str, &[Context])] = &[
    ("Set-up", &[Context::SetUp, Context::Entrusting]),
    ("Sign-on", &[Context::SignOn]),
    ("Clients", &[Context::Clients]),
    ("Security classes", &[Context::Classes]),
    ("Scopes", &[Context::Scopes]),
    ("Partners", &[Context::Partners]),
    ("Partner users", &[Context::PartnerUsers]),
    ("Operators", &[Context::Operators]),
    ("Audit log", &[Context::Audit]),
    ("A client's history", &[Context::ClientHistory]),
    ("Health", &[Context::Health]),
    ("Trash", &[Context::Trash]),
    ("Settings", &[Context::Settings]),
    ("Advice", &[Context::Advice]),
    ("Whose secret?", &[Context::Findings]),
    ("Incidents", &[Context::Incidents]),
    ("An incident", &[Context::Worklist]),
    ("Lists", &[Context::List]),
    ("A list over a panel", &[Context::Over]),
    ("Panels", &[Context::Panels]),
    ("A search", &[Context::Search]),
    ("Forms", &[Context::Editor, Context::ClientForm, Context::Form]),
    ("Everywhere", &[Context::Everywhere]),
];

/// What anybody tries first: keys of single fields, drop-downs and buttons, of questions and of texts that are read.
const LEFT_OUT: &[Context] = &[
    Context::Line,
    Context::Submit,
    Context::Lines,
    Context::Fixed,
    Context::Text,
    Context::Choice,
    Context::DropDown,
    Context::Suggest,
    Context::Suggestions,
    Context::Flag,
    Context::Button,
    Context::Guard,
    Context::Question,
    Context::Entrance,
    Context::Reading,
    Context::Help,
];

/// Files that README shows: whole, or from a comment `readme` to a comment `readme end`.
const QUOTED: &[(&str, &str)] = &[
    ("usage-schema", "assets/usage/schema.sql"),
    ("usage-report", "assets/usage/report.sql"),
    ("connect-oidc-provider", "assets/connect/oidc_provider.mjs"),
    ("connect-authlib", "assets/connect/authlib_clients.py"),
    ("connect-django", "assets/connect/django_settings.py"),
    ("connect-authelia", "assets/connect/authelia.sh"),
    ("connect-oxide-auth", "assets/connect/oxide_auth.rs"),
];

/// What README shows of a file, at the margin.
fn shown(text: &str) -> String {
    let is = |line: &str, mark: &str| line.trim().trim_start_matches(['#', '/', ' ']) == mark;
    let lines: Vec<&str> = text.lines().collect();
    let start = lines.iter().position(|line| is(line, "readme")).map_or(0, |at| at + 1);
    let end = lines.iter().position(|line| is(line, "readme end")).unwrap_or(lines.len());
    let margin = lines[start].len() - lines[start].trim_start().len();
    lines[start..end].iter().fold(String::new(), |text, line| text + line.get(margin..).unwrap_or("") + "\n")
}

fn keys() -> String {
    let mut table = String::from("| where | key | what it does |\n|---|---|---|\n");
    for (name, contexts) in SECTIONS {
        let mut called = *name;
        let rows = BINDINGS.iter().filter(|row| contexts.contains(&row.context) && !row.keys.is_empty());
        for row in rows {
            let names: Vec<String> = row.key_names().split(", ").map(|key| format!("`{key}`")).collect();
            writeln!(table, "| {called} | {} | {} |", names.join(" "), row.help).unwrap();
            called = "";
        }
    }
    table
}

/// Every right stands beside the least role that has it; who has more may do that too.
fn roles() -> String {
    let mut table = String::from("| role | may, besides what the roles above it may |\n|---|---|\n");
    for (role, word, _) in Role::WORDS.iter().rev() {
        let own = Right::ALL.iter().filter(|right| right.least() == *role);
        let words: Vec<&str> = own.map(|right| right.words()).collect();
        writeln!(table, "| {word} | {} |", words.join(", ")).unwrap();
    }
    table
}

fn attributes() -> String {
    let mut table = String::from("| attribute | JSON | flag | |\n|---|---|---|---|\n");
    for row in ATTRIBUTES {
        let flag = row.flag.map(|flag| format!("`--{flag}`")).unwrap_or_default();
        let fixed = match row.edit {
            Edit::AtCreation if row.name == field::CLIENT_NAME => {
                " Fixed in the form; renaming is an action of its own."
            }
            Edit::AtCreation => " Fixed once created.",
            Edit::Always => "",
        };
        writeln!(table, "| {} | `{}` | {flag} | {}{fixed} |", row.label, row.name, row.help).unwrap();
    }
    table
}

fn check(name: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = fs::read_to_string(&path).unwrap();
    let start = text.find(&format!("<!-- {name}:")).unwrap();
    let start = start + text[start..].find('\n').unwrap() + 1;
    let end = start + text[start..].find("<!-- end -->").unwrap();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, format!("{}{made}{}", &text[..start], &text[end..])).unwrap();
    } else {
        assert_eq!(&text[start..end], made, "the table of {name} in README.md has fallen behind");
    }
}

#[test]
fn every_place_with_keys_is_in_the_readme_or_left_out_by_name() {
    let shown = |context: &Context| SECTIONS.iter().any(|(_, contexts)| contexts.contains(context));
    let missing: Vec<String> = BINDINGS
        .iter()
        .filter(|row| !row.keys.is_empty() && !shown(&row.context) && !LEFT_OUT.contains(&row.context))
        .map(|row| format!("{:?}", row.context))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(!LEFT_OUT.iter().any(shown), "what is shown is not left out");
}

#[test]
fn the_tables_of_the_readme_are_those_of_the_program() {
    check("keys", &keys());
    check("attributes", &attributes());
    check("roles", &roles());
    for (name, file) in QUOTED {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
        let (_, language) = file.rsplit_once('.').unwrap();
        check(name, &format!("```{language}\n{}```\n", shown(&text)));
    }
}
