//! The power goes after each system call of the real program: whatever the disk made of what was not synced, the
//! registry opens, is whole, and holds every change that was acknowledged and none that was not begun.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use clientkeep::domain::audit::Origin;
use clientkeep::service::{Service, World};

use crate::chance::{Chance, count};
use crate::disk::{Disk, WAYS};
use crate::ground::Ground;
use crate::history::History;
use crate::trace::{Deed, STRACE, deeds, is_permitted};

/// What is done, one program after the other: a command, and the entry that it adds to the log.
const STORY: &[(&[&str], &str)] = &[
    (&["init", "--admin", "ada", "--recovery-code-out", "code"], "registry.created"),
    (&["create", "first", "--class", "USER"], "client.created"),
    (&["create", "second", "--class", "USER"], "client.created"),
    (&["update", "first", "--notes", "changed"], "client.updated"),
    (&["rotate", "first", "second"], "secret.rotated"),
    (&["backup", "registry-copy.db"], ""),
    (&["disable", "second"], "client.disabled"),
    (&["delete", "first", "--yes"], "client.deleted"),
    (&["create", "third", "--class", "USER"], "client.created"),
];

/// A moment: the disk as it is, how many commands were acknowledged by then, and how many were begun.
struct Moment {
    disk: Disk,
    acknowledged: usize,
    begun: usize,
}

/// Runs the story and keeps every moment of it.
fn moments(ground: &Ground) -> Vec<Moment> {
    let mut disk = Disk::of(ground.folder.path());
    let mut moments = Vec::new();
    for (number, (command, _)) in STORY.iter().enumerate() {
        let log = ground.file("calls");
        let words = [&["strace", "-o", log.to_str().unwrap()], STRACE].concat();
        let ran = ground.program_under(&words).args(*command).current_dir(ground.folder.path()).output();
        let ran = ran.expect("this proof needs strace");
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        let mut acknowledged = number;
        for deed in deeds(&fs::read_to_string(log).unwrap(), ground.folder.path()) {
            disk.perform(&deed);
            if matches!(deed, Deed::Printed) {
                acknowledged = number + 1;
            }
            moments.push(Moment { disk: disk.clone(), acknowledged, begun: number + 1 });
        }
        moments.push(Moment { disk: disk.clone(), acknowledged: number + 1, begun: number + 1 });
    }
    moments
}

/// The changes that a registry has, by what the log calls them.
fn changes(registry: &Path) -> Vec<String> {
    fs::set_permissions(registry, Permissions::from_mode(0o600)).unwrap();
    let world = World { memory: None, ..World::real(Origin::Library) };
    let service = Service::open(registry, world).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(service.check().unwrap(), [], "it is whole");
    let history = History::of(&service);
    history.agrees_with(&service);
    let mut actions: Vec<String> = history.entries.into_iter().map(|entry| entry.action).collect();
    actions.retain(|action| action != "operator.signed_on");
    actions.dedup();
    actions
}

#[test]
fn whenever_the_power_goes_what_was_acknowledged_is_there_and_nothing_else() {
    if !is_permitted() {
        return;
    }
    let ground = Ground::bare();
    let moments = moments(&ground);
    let wanted = count("CLIENTKEEP_PROOF_STATES", 150);
    let backup = STORY.iter().position(|(command, _)| command[0] == "backup").unwrap();
    let (mut chance, mut absent) = (Chance::new(), 0);
    for state in 0..wanted {
        let at = if wanted < moments.len() { state * moments.len() / wanted } else { state % moments.len() };
        let (moment, way) = (&moments[at], WAYS[(state + state / moments.len()) % WAYS.len()]);
        let folder = tempfile::tempdir().unwrap();
        moment.disk.after_power_loss(way, &mut chance, folder.path());
        let registry = folder.path().join("registry.db");
        let told = format!("after call {at} with {way:?} of what was not synced");
        if !registry.exists() {
            assert_eq!(moment.acknowledged, 0, "{told}: the registry is gone");
            absent += 1;
            continue;
        }
        let there = changes(&registry);
        let expected = |commands: usize| {
            let mut actions: Vec<&str> = STORY[..commands].iter().map(|(_, action)| *action).collect();
            actions.retain(|action| !action.is_empty());
            actions.dedup();
            actions
        };
        let may_be = (moment.acknowledged.max(1)..=moment.begun).any(|commands| expected(commands) == there);
        assert!(may_be, "{told}: {there:?}, {} acknowledged, {} begun", moment.acknowledged, moment.begun);
        let copy = folder.path().join("registry-copy.db");
        if moment.acknowledged > backup {
            assert_eq!(changes(&copy), expected(backup), "{told}: the backup");
        }
    }
    println!(
        "{wanted} states of {} moments: each opens and holds what was acknowledged; in {absent} there is no registry yet",
        moments.len()
    );
}
