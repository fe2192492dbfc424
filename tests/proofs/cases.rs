//! What stands in a change's way as it does in life: a full disk, a file-size limit, a read-only file system, a file of
//! somebody else, a lock, too little memory, too few descriptors. The program says so in a plain sentence with exit
//! code 7 and has changed nothing; where the way is free again, the same command works.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Output};

use tempfile::TempDir;

use crate::faults::{Ended, copy_registry, judge};
use crate::ground::{ADMIN, Ground, opened};
use crate::history::History;

const CHANGE: &[&str] = &["update", "first", "--notes", "by the proof"];

/// A registry with one client, in a place of its own.
struct Scene {
    ground: Ground,
    entries: usize,
    tried: usize,
}

impl Scene {
    fn new() -> Self {
        let ground = Ground::real();
        let made = ground.program().args(["create", "first", "--class", "USER"]).output().unwrap();
        assert!(made.status.success());
        let entries = History::of(&opened(&ground.path)).entries.len();
        Self { ground, entries, tried: 0 }
    }

    /// Tries the change behind a starter; it is refused with these words, and nothing is changed.
    fn refused(&mut self, starter: &[&str], registry: &Path, words: &str) {
        let said = self.run(starter, registry);
        let stderr = String::from_utf8_lossy(&said.stderr).into_owned();
        assert!(stderr.contains(words), "{starter:?}: {words}: {stderr}");
        assert_eq!(self.judged(registry, &said), Ended::NothingChanged, "{words}");
    }

    fn run(&mut self, starter: &[&str], registry: &Path) -> Output {
        self.tried += 1;
        self.ground.program_on(registry, ADMIN, starter).args(CHANGE).output().unwrap()
    }

    /// A copy is judged: the registry itself may be where nobody can write, and this process keeps what it opened.
    fn judged(&self, registry: &Path, said: &Output) -> Ended {
        let copy = self.ground.file("judged.db");
        copy_registry(registry, &copy);
        judge(&copy, self.entries, "client.updated", said).unwrap_or_else(|why| panic!("{why}"))
    }

    /// The same where nothing stands in its way; back to how it was after that.
    fn works(&mut self, registry: &Path) {
        let kept = self.ground.file("kept.db");
        copy_registry(registry, &kept);
        let said = self.run(&[], registry);
        assert_eq!(self.judged(registry, &said), Ended::Kept);
        copy_registry(&kept, registry);
    }
}

/// A small file system in memory.
struct Small(TempDir);

impl Small {
    fn new() -> Option<Self> {
        let small = Self(tempfile::tempdir().unwrap());
        let mounted = small.mount(&["-t", "tmpfs", "-o", "size=1m,mode=700", "none"]);
        mounted.then_some(small)
    }

    fn mount(&self, words: &[&str]) -> bool {
        Command::new("mount").args(words).arg(self.0.path()).output().is_ok_and(|ran| ran.status.success())
    }

    fn registry(&self) -> PathBuf {
        self.0.path().join("registry.db")
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        // Not where it was never mounted.
        let _off = Command::new("umount").arg(self.0.path()).output();
    }
}

#[test]
fn what_stands_in_the_way_is_told_and_nothing_is_changed() {
    let mut scene = Scene::new();
    let registry = scene.ground.path.clone();
    scene.works(&registry);

    let size = fs::metadata(registry.with_extension("db-wal")).map_or(0, |about| about.len());
    for more in [0, 2_000, 10_000, 30_000] {
        let limit = format!("--fsize={}", size + more);
        scene.refused(&["prlimit", &limit], &registry, "Nothing was changed");
    }
    scene.works(&registry);

    scene.refused(&["prlimit", "--as=60000000"], &registry, "memory");
    for descriptors in 4..12 {
        let limit = format!("--nofile={descriptors}");
        let mut said = scene.run(&["prlimit", &limit], &registry);
        if said.status.code() == Some(2) {
            // A password that can't be read is an error of usage.
            assert!(String::from_utf8_lossy(&said.stderr).contains("--password-file"), "{said:?}");
            said.status = ExitStatus::from_raw(7 << 8);
        }
        let how = scene.judged(&registry, &said);
        assert!(matches!(how, Ended::Kept | Ended::NothingChanged), "{descriptors} descriptors: {how:?}");
        if how == Ended::Kept {
            copy_registry(&scene.ground.file("kept.db"), &registry);
        }
    }

    let holder = rusqlite::Connection::open(&registry).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    scene.refused(&[], &registry, "The registry is busy: ");
    drop(holder);
    scene.works(&registry);

    if rustix::process::geteuid().is_root() {
        as_root(&mut scene);
    } else {
        fs::set_permissions(&registry, Permissions::from_mode(0o400)).unwrap();
        scene.refused(&[], &registry, "read-only");
        println!("NOT TRIED: full disk and read-only file system, for only root can mount one.");
    }
    println!("{} tries: each refused in plain words or kept whole", scene.tried);
}

fn as_root(scene: &mut Scene) {
    let Some(small) = Small::new() else {
        println!("NOT TRIED: full disk and read-only file system, for no file system can be mounted here.");
        return;
    };
    let registry = small.registry();
    copy_registry(&scene.ground.path, &registry);
    fs::set_permissions(&registry, Permissions::from_mode(0o600)).unwrap();
    scene.works(&registry);
    let filler = small.0.path().join("filler");
    let mut free = 4 << 20;
    while free > 512 {
        // As much as there is room for.
        let more = vec![0; free];
        let mut all = fs::read(&filler).unwrap_or_default();
        all.extend(more);
        if fs::write(&filler, &all).is_err() {
            free /= 2;
        }
    }
    scene.refused(&[], &registry, "The disk is full");
    fs::remove_file(&filler).unwrap();
    scene.works(&registry);
    // Its two files are beside it wherever a program has used it.
    assert!(scene.ground.program_on(&registry, ADMIN, &[]).arg("list").output().unwrap().status.success());
    assert!(small.mount(&["-o", "remount,ro"]));
    scene.refused(&[], &registry, "read-only");
    assert!(small.mount(&["-o", "remount,rw"]));

    // Somebody else, who may only read it. What they run, they must be able to reach.
    let there = small.0.path();
    fs::set_permissions(there, Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(&registry, Permissions::from_mode(0o640)).unwrap();
    assert!(scene.ground.program_on(&registry, ADMIN, &[]).arg("list").output().unwrap().status.success());
    let elsewhere = Path::new(env!("CARGO_BIN_EXE_clientkeep"));
    let bin = tempfile::tempdir().unwrap();
    fs::set_permissions(bin.path(), Permissions::from_mode(0o755)).unwrap();
    let program = bin.path().join("clientkeep");
    fs::copy(elsewhere, &program).unwrap();
    let password = bin.path().join("password");
    fs::copy(scene.ground.file("password"), &password).unwrap();
    fs::set_permissions(&password, Permissions::from_mode(0o644)).unwrap();
    let said = Command::new("setpriv")
        .args(["--reuid=65534", "--regid=0", "--clear-groups"])
        .arg(&program)
        .arg("--registry")
        .arg(&registry)
        .args(["--operator", "ada", "--password-file"])
        .arg(&password)
        .args(CHANGE)
        .env_clear()
        .env("HOME", "/nonexistent")
        .output()
        .unwrap();
    scene.tried += 1;
    assert!(String::from_utf8_lossy(&said.stderr).contains("read-only for you"), "{said:?}");
    assert_eq!(scene.judged(&registry, &said), Ended::NothingChanged);
}
