//! Makes two tables for the program: the steps under `assets/migrations` in the order of their names, so that adding a step
//! is adding its file; and the characters that look like others. It names the unwinder to link.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use unicode_normalization::UnicodeNormalization as _;

fn main() {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("assets/migrations");
    println!("cargo::rerun-if-changed={}", folder.display());
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("migrations.rs"), migrations(&folder)).expect("cargo's own folder");
    fs::write(out.join("prototypes.rs"), prototypes()).expect("cargo's own folder");
    link_unwinder();
}

/// Links the unwinder of the C compiler from its archive, where it has one. As a shared library, of which nothing else is
/// used, it takes a twentieth of the time of a short command to load.
fn link_unwinder() {
    let told = |name| env::var(name).unwrap_or_default();
    let for_this_system = told("TARGET") == told("HOST") && told("TARGET").ends_with("-linux-gnu");
    if env::var_os("CARGO_FEATURE_CLI").is_none() || !for_this_system {
        return;
    }
    // What is not found is answered as it was asked.
    let answer = Command::new("cc").arg("-print-file-name=libgcc_eh.a").output();
    if answer.is_ok_and(|answer| answer.stdout.starts_with(b"/")) {
        println!("cargo::rustc-link-lib=static:-bundle=gcc_eh");
    }
}

fn migrations(folder: &Path) -> String {
    let entries = fs::read_dir(folder).expect("the folder of the schema's steps");
    let mut steps: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    steps.retain(|path| path.extension().is_some_and(|extension| extension == "sql"));
    steps.sort();
    let mut list = String::from("&[\n");
    for step in steps {
        writeln!(list, "    include_str!({:?}),", step.display().to_string()).expect("text");
    }
    list.push_str("]\n");
    list
}

/// Each character in whose place others are taken (UTS 39 §4), with the place where these end in the text of all; they
/// begin where those before end.
fn prototypes() -> String {
    let (mut ends, mut text) = (String::new(), String::new());
    for c in '\0'..=char::MAX {
        // What is taken apart before is never looked up.
        if !std::iter::once(c).nfd().eq([c]) {
            continue;
        }
        let before = text.len();
        text.extend(unicode_security::skeleton(c.encode_utf8(&mut [0; 4])));
        if text[before..].chars().eq([c]) {
            text.truncate(before);
        } else {
            writeln!(ends, "    ('{}', {}),", c.escape_default(), text.len()).expect("text");
        }
    }
    format!("(&[\n{ends}], \"{}\")\n", text.escape_default())
}
