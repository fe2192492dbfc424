//! A command that waits for its reader once its work is done: a signal ends it as it ends any other program.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use super::program::Registry;

/// How long a step may take on a busy machine.
const LIMIT: Duration = Duration::from_mins(1);

/// Starts a command whose stdout nobody reads, and waits until it has said `done`.
fn waiting(registry: &Registry, arguments: &[&str], done: &str) -> Child {
    let mut child = Command::new(env!("CARGO_BIN_EXE_clientkeep"))
        .args(["--operator", "ada", "--registry"])
        .arg(registry.path())
        .arg("--password-file")
        .arg(registry.file("password"))
        .args(arguments)
        .env("XDG_STATE_HOME", registry.file("state"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let stderr = BufReader::new(child.stderr.take().unwrap());
    let (say, heard) = channel();
    std::thread::spawn(move || stderr.lines().map_while(Result::ok).try_for_each(|line| say.send(line)));
    let mut lines = std::iter::from_fn(|| heard.recv_timeout(LIMIT).ok());
    assert!(lines.any(|line| line.contains(done)), "it says {done:?}");
    child
}

/// The signal by which a program ends that gets this one.
fn ends_by(mut child: Child, signal: Signal) -> Option<i32> {
    kill_process(Pid::from_child(&child), signal).unwrap();
    let (say, heard) = channel();
    let stdout = child.stdout.take();
    std::thread::spawn(move || say.send(child.wait()));
    let status = heard.recv_timeout(LIMIT).expect("it ends");
    drop(stdout);
    status.unwrap().signal()
}

#[test]
fn what_has_done_its_work_and_waits_for_a_reader_ends_by_a_signal() {
    let registry = Registry::new();
    let (mut rows, mut declared) = ("client_name,class,notes\n".to_owned(), String::new());
    let notes = "note ".repeat(399);
    // More than a pipe holds.
    for number in 10..50 {
        writeln!(rows, "Client {number},USER,{notes}").unwrap();
        writeln!(declared, "[[client]]\nclient_name = \"Client {number}\"\nsecurity_class = \"ADMIN\"")
            .unwrap();
    }
    let (csv, toml) = (registry.file("many.csv"), registry.file("many.toml"));
    std::fs::write(&csv, rows).unwrap();
    std::fs::write(&toml, declared).unwrap();
    let import = ["import", csv.to_str().unwrap(), "--format", "csv", "--json"];
    let child = waiting(&registry, &import, "Clients imported: 40");
    assert_eq!(ends_by(child, Signal::TERM), Some(Signal::TERM.as_raw()));
    let apply = ["apply", toml.to_str().unwrap(), "--json"];
    let child = waiting(&registry, &apply, "Made or changed: 40");
    assert_eq!(ends_by(child, Signal::INT), Some(Signal::INT.as_raw()));
    let listed = registry.run_bare(&["list", "--json"]).json();
    let rotated: Vec<String> =
        listed.as_array().unwrap().iter().map(|one| one["client_id"].as_str().unwrap().to_owned()).collect();
    let mut rotate = vec!["rotate", "--json", "--grace", "1h"];
    rotate.extend(rotated.iter().map(String::as_str));
    let child = waiting(&registry, &rotate, "The older secrets still work");
    assert_eq!(ends_by(child, Signal::HUP), Some(Signal::HUP.as_raw()));
}
