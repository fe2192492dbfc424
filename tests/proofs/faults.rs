//! The n-th system call on the registry's files fails, in each of the ways in which it can: `strace` makes the real
//! program's calls fail. The program says what happened in a plain sentence with exit code 7 and has changed nothing,
//! or it succeeds and all of the change is there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::chance::{Chance, count};
use crate::ground::{Ground, opened};
use crate::history::History;
use crate::trace;

/// System calls, and how each can fail.
const FAILURES: &[(&str, &[&str])] = &[
    ("openat", &["EACCES", "EMFILE", "EIO", "ENOSPC", "EINTR", "ENOENT"]),
    ("pread64", &["EIO", "EINTR"]),
    ("pwrite64", &["EIO", "ENOSPC", "EINTR", "EDQUOT", "EFBIG"]),
    ("fsync", &["EIO", "ENOSPC", "EINTR", "EDQUOT"]),
    ("ftruncate", &["EIO", "ENOSPC", "EINTR", "EACCES"]),
    ("fcntl", &["ENOLCK", "EINTR", "EIO"]),
    ("newfstatat", &["EIO", "EACCES"]),
    ("statx", &["EIO", "EACCES"]),
    ("access", &["EIO", "EINTR"]),
    ("mmap", &["ENOMEM", "EMFILE"]),
];

/// What is tried: the command's words, and the entry that it adds to the log.
const CHANGES: &[(&[&str], &str)] = &[
    (&["create", "ABC Shipping", "--class", "USER"], "client.created"),
    (&["update", "first", "--notes", "by the proof"], "client.updated"),
    (&["rotate", "first"], "secret.rotated"),
    (&["delete", "first", "--yes"], "client.deleted"),
];

/// What nobody may see in a sentence.
const NOT_PLAIN: &[&str] = &["panicked", "Os {", "unwrap", "Error(", "SqliteFailure", "::", "RUST_BACKTRACE"];

/// A registry as it is before each try, with one client.
struct Before {
    ground: Ground,
    kept: PathBuf,
}

impl Before {
    fn new() -> Self {
        let ground = Ground::real();
        let made = ground.program().args(["create", "first", "--class", "USER"]).output().unwrap();
        assert!(made.status.success());
        let kept = ground.file("kept.db");
        let before = Self { ground, kept };
        copy_registry(&before.ground.path, &before.kept);
        before
    }

    /// Runs a change with strace in between.
    fn run(&self, change: &[&str], strace: &[&str]) -> Output {
        copy_registry(&self.kept, &self.ground.path);
        let (registry, log, shared) = files(&self.ground.path);
        let out = self.ground.file("calls");
        let [registry, log, shared, out] =
            [&registry, &log, &shared, &out].map(|path| path.to_str().unwrap());
        let mut words =
            vec!["timeout", "60", "strace", "-f", "-qq", "-o", out, "-P", registry, "-P", log, "-P", shared];
        words.extend(strace);
        self.ground.program_under(&words).args(change).output().expect("this proof needs strace")
    }

    fn calls(&self) -> String {
        fs::read_to_string(self.ground.file("calls")).unwrap()
    }
}

fn files(registry: &Path) -> (PathBuf, PathBuf, PathBuf) {
    let beside = |ending: &str| PathBuf::from(format!("{}{ending}", registry.display()));
    (registry.to_owned(), beside("-wal"), beside("-shm"))
}

/// Copies a registry and its log; the shared memory is made anew, as after a restart.
pub fn copy_registry(from: &Path, to: &Path) {
    let (from, to) = (files(from), files(to));
    fs::copy(&from.0, &to.0).unwrap();
    let _none = fs::remove_file(&to.1);
    if from.1.exists() {
        fs::copy(&from.1, &to.1).unwrap();
    }
    let _none = fs::remove_file(&to.2);
}

/// How a try ended, where it ended well.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
pub enum Ended {
    Kept,
    NothingChanged,
    Unknown,
}

/// Judges what a program said and what became of the registry, where `action` is what the log would call the change.
/// Entries of sign-ons are no change.
pub fn judge(registry: &Path, before: usize, action: &str, said: &Output) -> Result<Ended, String> {
    let stderr = String::from_utf8_lossy(&said.stderr).into_owned();
    let service = opened(registry);
    let findings = service.check().map_err(|error| format!("check: {error}"))?;
    let history = History::of(&service);
    history.agrees_with(&service);
    let changes: Vec<&str> = history.entries[before..]
        .iter()
        .map(|entry| entry.action.as_str())
        .filter(|action| *action != "operator.signed_on")
        .collect();
    let wrong = |what: &str| Err(format!("{what}; {:?}; {changes:?}; {stderr}{findings:?}", said.status));
    if !findings.is_empty() {
        return wrong("the registry is not whole");
    }
    if NOT_PLAIN.iter().any(|words| stderr.contains(words))
        || (stderr.trim().is_empty() && !said.status.success())
    {
        return wrong("no plain sentence");
    }
    match said.status.code() {
        Some(0) if changes == [action] => Ok(Ended::Kept),
        Some(0) => wrong("acknowledged and lost"),
        Some(7) if !said.stdout.is_empty() => wrong("printed something and failed"),
        Some(7) if changes.is_empty() => Ok(Ended::NothingChanged),
        Some(7) if changes == [action] && stderr.contains("not known whether") => Ok(Ended::Unknown),
        Some(7) => wrong("refused and there"),
        _ => wrong("another exit code"),
    }
}

#[test]
fn whatever_system_call_fails_the_change_is_kept_whole_or_refused_in_plain_words() {
    if !trace::is_permitted() {
        return;
    }
    let before = Before::new();
    let entries = History::of(&opened(&before.kept)).entries.len();
    let mut cases = Vec::new();
    for (change, action) in CHANGES {
        let well = before.run(change, &[]);
        assert!(well.status.success());
        let calls = before.calls();
        for (call, errors) in FAILURES {
            let times = calls.lines().filter(|line| line.contains(&format!(" {call}("))).count();
            for at in 1..=times {
                for error in *errors {
                    // Where every call is interrupted for ever, nothing can go on: that is no fault of a disk.
                    for on in if *error == "EINTR" { &[""][..] } else { &["", "+"] } {
                        cases.push((*change, *action, *call, *error, format!("{at}{on}")));
                    }
                }
            }
        }
    }
    let possible = cases.len();
    let mut chance = Chance::new();
    // Each commit's own fsync first, in every way: there nobody can be told at once what became of the change.
    cases.sort_by_key(|case| case.2 != "fsync" || case.3 != "EIO" || case.0[0] != "create");
    let first =
        cases.iter().take_while(|case| case.2 == "fsync" && case.3 == "EIO" && case.0[0] == "create").count();
    for at in (first + 1..cases.len()).rev() {
        cases.swap(at, first + chance.below(at - first + 1));
    }
    let wanted = count("CLIENTKEEP_PROOF_FAULTS", 24);
    let (mut tried, mut ended, mut wrong) = (0, BTreeMap::<Ended, usize>::new(), Vec::new());
    for (change, action, call, error, when) in cases {
        if tried == wanted {
            break;
        }
        let said = before.run(change, &["-e", &format!("inject={call}:error={error}:when={when}")]);
        if !before.calls().contains("(INJECTED)") {
            continue;
        }
        tried += 1;
        match judge(&before.ground.path, entries, action, &said) {
            Ok(how) => *ended.entry(how).or_default() += 1,
            Err(why) => wrong.push(format!("{} with {call} {when} failing by {error}: {why}", change[0])),
        }
    }
    println!("{tried} of {possible} calls failed: {ended:?}");
    assert!(wrong.is_empty(), "{} of {tried} went wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_disk_without_room_for_the_new_secret_is_told_before_it_is_made() {
    if !trace::is_permitted() {
        return;
    }
    let before = Before::new();
    let entries = History::of(&opened(&before.kept)).entries.len();
    for error in ["ENOSPC", "EDQUOT"] {
        let file = before.ground.file("new-secret");
        let out = before.ground.file("calls");
        let inject = format!("inject=fallocate:error={error}");
        let strace = ["strace", "-f", "-qq", "-o", out.to_str().unwrap(), "-e", &inject];
        let rotate = ["rotate", "first", "--secret-out", file.to_str().unwrap()];
        let said = before.ground.program_under(&strace).args(rotate).output().unwrap();
        assert!(before.calls().contains("(INJECTED)"));
        let ended = judge(&before.ground.path, entries, "secret.rotated", &said);
        assert_eq!(ended.unwrap(), Ended::NothingChanged);
        assert!(!file.exists(), "it was made for nothing");
    }
}
