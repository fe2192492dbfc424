//! Lists the steps under `assets/migrations` in the order of their names, so that adding a step is adding
//! its file.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("assets/migrations");
    println!("cargo::rerun-if-changed={}", folder.display());
    let entries = fs::read_dir(&folder).expect("the folder of the schema's steps");
    let mut steps: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    steps.retain(|path| path.extension().is_some_and(|extension| extension == "sql"));
    steps.sort();
    let mut list = String::from("&[\n");
    for step in steps {
        writeln!(list, "    include_str!({:?}),", step.display().to_string()).expect("text");
    }
    list.push_str("]\n");
    let out = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("migrations.rs");
    fs::write(out, list).expect("cargo's own folder");
}
