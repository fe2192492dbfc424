//! A thousand secrets that are known, and every byte that the real program lets out of itself: none is where it was
//! not asked for. What it gives to the system is read from its system-call log, what lies on the disk from the files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};

use crate::chance::count;
use crate::ground::Ground;
use crate::needles::Needles;
use crate::trace::quoted;

/// Every call that hands bytes to somebody: files, pipes, sockets, other programs with arguments and environment.
const CALLS: &str = "trace=execve,write,writev,pwrite64,pwritev,sendto,sendmsg,openat,rename,renameat2,unlink,symlink,mkdir,prctl";

/// What demonstration registries are signed on to with.
const PASSWORD: &str = "for demonstration only";

struct Scene {
    ground: Ground,
    /// What was let out, by where: standard output and elsewhere.
    log: Vec<String>,
    commands: usize,
}

impl Scene {
    fn new(clients: usize) -> Self {
        let ground = Ground::bare();
        fs::write(ground.file("password"), PASSWORD).unwrap();
        let scene = Self { ground, log: Vec::new(), commands: 0 };
        let made = scene
            .ground
            .program_as("admin", &[])
            .args(["demo", scene.ground.path.to_str().unwrap()])
            .args(["--clients", &clients.to_string()])
            .output();
        assert!(made.unwrap().status.success());
        scene
    }

    /// Runs the program with its system calls noted.
    fn run(&mut self, words: &[&str], stdin: &str) -> Output {
        let calls = self.ground.file("calls");
        let strace = [
            "strace",
            "-f",
            "-v",
            "-qq",
            "-y",
            "-xx",
            "-s",
            "1000000",
            "-e",
            CALLS,
            "-o",
            calls.to_str().unwrap(),
        ];
        let given = self.ground.file("stdin");
        fs::write(&given, stdin).unwrap();
        let mut program = self.ground.program_as("admin", &strace);
        program.args(words).stdin(Stdio::from(fs::File::open(&given).unwrap()));
        let ran = program.output().expect("this proof needs strace");
        fs::remove_file(given).unwrap();
        self.log.extend(fs::read_to_string(&calls).unwrap().lines().map(str::to_owned));
        fs::remove_file(calls).unwrap();
        self.commands += 1;
        ran
    }

    fn ok(&mut self, words: &[&str], stdin: &str) -> String {
        let ran = self.run(words, stdin);
        assert!(ran.status.success(), "{words:?}: {}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).unwrap()
    }

    /// What is found in the system calls: on standard output, in the file that was asked for, and elsewhere.
    fn let_out(&self, needles: &Needles, asked_for: &str) -> (usize, usize, Vec<String>) {
        let (mut printed, mut saved, mut elsewhere) = (0, 0, Vec::new());
        let asked_for: Vec<String> = asked_for.bytes().map(|byte| format!("\\x{byte:02x}")).collect();
        let asked_for = asked_for.concat();
        for line in &self.log {
            let bytes = quoted(line, '"', '"').join(&b'\n');
            let found = needles.found_in(&bytes);
            let call = line.split_once(' ').unwrap().1.trim_start();
            if call.starts_with("write(1<") {
                printed += found;
            } else if call.starts_with("write(") && call.split('>').next().unwrap().ends_with(&asked_for) {
                saved += found;
            } else if found > 0 {
                elsewhere.push(call.chars().take(60).collect());
            }
        }
        (printed, saved, elsewhere)
    }
}

/// Every file under a folder, and how many secrets it holds.
fn in_files(folder: &Path, needles: &Needles, found: &mut BTreeMap<String, usize>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        if entry.file_type().unwrap().is_dir() {
            in_files(&entry.path(), needles, found);
        } else {
            let name = entry.file_name().into_string().unwrap();
            found.insert(name, needles.found_in(&fs::read(entry.path()).unwrap()));
        }
    }
}

#[test]
fn a_thousand_secrets_are_nowhere_but_where_they_were_asked_for() {
    let wanted = count("CLIENTKEEP_PROOF_SECRETS", 40);
    // Some of the clients are public.
    let mut scene = Scene::new(wanted * 13 / 10);
    let listed = scene.ok(&["list", "--json", "--filter", "client_type=confidential"], "");
    let listed: Vec<serde_json::Value> = serde_json::from_str(&listed).unwrap();
    let mut ids: Vec<&str> = listed.iter().map(|client| client["client_id"].as_str().unwrap()).collect();
    ids.truncate(wanted);
    let first = scene.ok(&[&["rotate"], &ids[..]].concat(), "");
    // A second time for some, with grace; a third is saved to a file that was asked for.
    let second = scene.ok(&[&["rotate", "--grace", "1h"], &ids[..5]].concat(), "");
    let out = scene.ground.file("asked-for");
    scene.ok(&["rotate", ids[5], "--secret-out", out.to_str().unwrap()], "");
    let created = scene.ok(&["create", "one more", "--class", "USER", "--json"], "");
    let created: serde_json::Value = serde_json::from_str(&created).unwrap();
    let third = fs::read_to_string(&out).unwrap();
    let mut secrets: Vec<&str> = [&first, &second, &third]
        .into_iter()
        .flat_map(|text| text.lines())
        .map(|line| line.split_once(':').unwrap().1)
        .collect();
    secrets.push(created["client_secret"].as_str().unwrap());
    let needles = Needles::of(secrets.iter().copied());

    // Secrets that come in, and some that are shown.
    let line = format!("{}:{}", ids[9], secrets[9]);
    scene.ok(&["verify"], &line);
    scene.run(&["scan", "-"], &format!("export TOKEN={}\n", secrets[10]));
    scene.ok(&["show", ids[11], "--reveal"], "");
    scene.run(&["copy", ids[12]], "");
    scene.run(&["rotate", ids[0], "no such client"], "");
    scene.run(&["show", secrets[13]], "");
    let copy = scene.ground.file("copy.db");
    scene.ok(&["backup", copy.to_str().unwrap()], "");
    scene.ok(&["audit", "--json"], "");
    scene.run(&["lint"], "");
    scene.ok(&["delete", ids[14], "--yes"], "");
    scene.ok(&["setting", "set", "secret_retention", "show-once", "--yes"], "");
    scene.ok(&["check"], "");

    let (printed, saved, elsewhere) = scene.let_out(&needles, "asked-for");
    assert!(printed >= wanted + 7, "what was asked for is found where it was printed: {printed}");
    assert_eq!(saved, 1, "and where it was saved");
    // One was given as an argument, by the proof itself: that is the program being started, and what it says of it.
    let own = |call: &String| call.starts_with("execve(") || call.starts_with("write(2<");
    let elsewhere: Vec<_> = elsewhere.into_iter().filter(|call| !own(call)).collect();
    assert_eq!(elsewhere, [] as [String; 0]);
    let mut files = BTreeMap::new();
    in_files(scene.ground.folder.path(), &needles, &mut files);
    assert_eq!(files.remove("asked-for"), Some(1));
    assert!(files.values().all(|found| *found == 0), "{files:?}");
    println!(
        "{} secrets in 9 forms each: asked for {printed} times on standard output and once in a file; 0 elsewhere in {} \
         system calls of {} commands, 0 in {} files",
        secrets.len(),
        scene.log.len(),
        scene.commands,
        files.len()
    );
}
