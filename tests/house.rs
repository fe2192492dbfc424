//! The house as ARCHITECTURE.md draws it: which layer may use which, how long a file may be, and that
//! each says what it is. Reads the source as text.

use std::fs;
use std::path::{Path, PathBuf};

/// Who may use whom, from the ground up. Everybody may use the domain and themselves.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("os", &[]),
    ("cores", &[]),
    ("store", &["domain", "cores"]),
    ("vault", &["domain"]),
    ("exchange", &["domain"]),
    ("service", &["domain", "store", "vault", "cores"]),
    ("clipboard", &["domain", "os"]),
    ("cli", &["domain", "service", "exchange", "clipboard", "tui", "os"]),
    ("tui", &["domain", "service", "clipboard", "os"]),
];

/// What only one layer may name.
const OWNED: &[(&str, &str)] = &[
    ("rusqlite", "store"),
    ("argon2", "vault"),
    ("hpke", "vault"),
    ("ed25519_dalek", "vault"),
    ("chacha20poly1305", "vault"),
    ("age", "vault"),
    ("arboard", "clipboard"),
    ("ratatui", "tui"),
    ("clap", "cli"),
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            files(&entry, found);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            found.push(entry);
        }
    }
}

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for folder in ["src", "tests", "benches"] {
        files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    }
    found.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

/// The layer that a file belongs to; none for the files at the top and for tests.
fn layer(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).ok()?;
    let first = inside.components().next()?.as_os_str().to_string_lossy().into_owned();
    let test = path.components().any(|part| part.as_os_str() == "tests") || path.ends_with("tests.rs");
    let name = first.trim_end_matches(".rs").to_owned();
    (!test && name != "lib" && name != "main").then_some(name)
}

/// How deep a file's module lies under the crate: `src/cli.rs` and `src/cli/mod.rs` lie one deep.
fn depth(path: &Path) -> usize {
    let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap_or(path);
    inside.components().count() - usize::from(inside.ends_with("mod.rs"))
}

/// What stands behind each way to the crate in a line: behind `crate::`, and behind as many `super::` in a row as lead
/// there from so deep. Empty where a group or everything stands there, so that no layer is named.
fn named(line: &str, depth: usize) -> Vec<String> {
    let name = |rest: &str| -> String {
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
    };
    let mut found: Vec<String> = line.split("crate::").skip(1).map(name).collect();
    let mut rest = line;
    while let Some(at) = rest.find("super::") {
        let behind = rest[at..].trim_start_matches("super::");
        if (rest[at..].len() - behind.len()) / "super::".len() >= depth {
            found.push(name(behind));
        }
        rest = behind;
    }
    found
}

#[test]
fn a_layer_is_seen_however_it_is_named() {
    let path = |inside: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(inside);
    assert_eq!((depth(&path("cli.rs")), depth(&path("cli/mod.rs")), depth(&path("cli/list.rs"))), (1, 1, 2));
    assert_eq!(named("use crate::store::Store;", 2), ["store"]);
    assert_eq!(named("use crate::{store::Store, domain};", 2), [""]);
    assert_eq!(named("use crate::*;", 2), [""]);
    assert_eq!(named("use super::super::store::Store;", 2), ["store"]);
    assert_eq!(named("use super::super::{domain, store};", 2), [""]);
    assert_eq!(named("let a: super::Row = super::super::vault::b();", 2), ["vault"]);
    assert!(named("use super::super::Row;", 3).is_empty() && named("use super::row::Row;", 2).is_empty());
}

#[test]
fn layers_use_only_what_lies_below_them() {
    for (path, text) in sources() {
        let Some(own) = layer(&path) else { continue };
        let (_, below) =
            MAY_USE.iter().find(|(name, _)| *name == own).unwrap_or_else(|| panic!("{own} is no layer"));
        let mut depth = depth(&path);
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            // A module inside the file lies one deeper; it is the last thing there.
            depth += usize::from(line == "mod tests {");
            for used in named(line, depth) {
                assert!(!used.is_empty(), "{}: name each layer by itself: {line}", path.display());
                let known = MAY_USE.iter().any(|(name, _)| *name == used);
                assert!(
                    !known || used == own || below.contains(&used.as_str()),
                    "{}: {line}",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn sql_cryptography_terminal_and_clipboard_each_have_one_layer() {
    for (path, text) in sources() {
        let Some(own) = layer(&path) else { continue };
        for (name, owner) in OWNED.iter().filter(|(_, owner)| *owner != own) {
            let used = text.contains(&format!("use {name}::")) || text.contains(&format!(" {name}::"));
            assert!(!used, "{} uses {name}, which is for {owner}", path.display());
        }
    }
}

#[test]
fn every_file_is_short_and_says_what_it_is() {
    for (path, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= 400, "{} has {lines} lines", path.display());
        let test = layer(&path).is_none() && !path.ends_with("lib.rs") && !path.ends_with("main.rs");
        assert!(test || text.starts_with("//! "), "{} has no header", path.display());
    }
}

#[test]
fn nothing_is_left_to_be_done() {
    for (path, text) in sources().iter().filter(|(path, _)| !path.ends_with("house.rs")) {
        for word in ["todo!", "unimplemented!", "TODO", "FIXME"] {
            assert!(!text.contains(word), "{} says {word}", path.display());
        }
    }
}
