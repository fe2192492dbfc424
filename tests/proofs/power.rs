//! The power goes while four programs change a registry: the file system that it lies on, an ext4 in a file, is shut
//! down without writing anything more, mounted again, and judged. Needs root and a loop device.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;

use crate::chance::{Chance, count};
use crate::crew::{Crew, share_clients};
use crate::faults::copy_registry;
use crate::ground::Ground;
use crate::oracle::Ledger;

const WRITERS: usize = 4;
/// Losses that one registry suffers.
const LOSSES_A_REGISTRY: usize = 10;
/// `EXT4_IOC_SHUTDOWN` with `EXT4_GOING_FLAGS_NOLOGFLUSH`: nothing more reaches the disk, not even the journal.
const SHUT_DOWN: &str = "open(my $folder, '<', $ARGV[0]) or die $!; my $how = pack('L', 2); ioctl($folder, 0x8004587d, $how) or die $!;";

/// A disk in a file, mounted.
struct Mount {
    folder: TempDir,
}

fn run(program: &str, arguments: &[&str]) -> Result<(), String> {
    let ran =
        Command::new(program).args(arguments).output().map_err(|error| format!("{program}: {error}"))?;
    if ran.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&ran.stderr).into_owned()) }
}

impl Mount {
    fn new() -> Result<Self, String> {
        let mount = Self { folder: tempfile::tempdir().unwrap() };
        let image = mount.image();
        std::fs::File::create(&image).unwrap().set_len(64 << 20).unwrap();
        std::fs::create_dir(mount.place()).unwrap();
        run("mkfs.ext4", &["-q", "-F", image.to_str().unwrap()])?;
        mount.on()?;
        Ok(mount)
    }

    fn image(&self) -> PathBuf {
        self.folder.path().join("disk")
    }

    fn place(&self) -> PathBuf {
        self.folder.path().join("mounted")
    }

    fn on(&self) -> Result<(), String> {
        run("mount", &["-o", "loop", self.image().to_str().unwrap(), self.place().to_str().unwrap()])
    }

    fn off(&self) -> Result<(), String> {
        run("umount", &[self.place().to_str().unwrap()])
    }

    fn loses_power(&self) {
        run("perl", &["-e", SHUT_DOWN, self.place().to_str().unwrap()]).unwrap();
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        // It may be off already.
        let _off = self.off();
    }
}

/// Four writers until the power goes; judged once it is back.
fn lose(mount: &Mount, crew: &mut Crew<'_>, chance: &mut Chance, registry: &Path) -> usize {
    while crew.alive.len() < WRITERS {
        crew.start_one();
    }
    crew.listen_to_all();
    crew.listen(1 + chance.below(60));
    crew.listen_for(Duration::from_micros(chance.next() % 5_000));
    crew.ledger.too_late = true;
    mount.loses_power();
    crew.listen_for(Duration::from_millis(20));
    let left = crew.alive.clone();
    crew.kill(&left);
    mount.off().unwrap();
    mount.on().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("registry.db");
    copy_registry(registry, &copy);
    crew.ledger.too_late = false;
    crew.ledger.judge(&copy)
}

#[test]
#[ignore = "needs root, for it mounts a disk of its own; .ci/run and .ci/full start it"]
fn when_the_power_goes_nothing_that_was_acknowledged_is_lost() {
    let losses = count("CLIENTKEEP_PROOF_LOSSES", 5);
    let mut chance = Chance::new();
    let (mut lost_power, mut acknowledged, mut facts) = (0, 0, 0);
    while lost_power < losses {
        let mount = match Mount::new() {
            Ok(mount) => mount,
            Err(why) => {
                println!("NOT TRIED: no file system can be mounted here ({}).", why.trim());
                return;
            }
        };
        // This process keeps what it opened: on the disk itself it opens nothing, or that could not be taken off.
        let ground = Ground::cheap();
        share_clients(&ground.path);
        let registry = mount.place().join("registry.db");
        copy_registry(&ground.path, &registry);
        std::fs::copy(ground.path.with_extension("shared"), registry.with_extension("shared")).unwrap();
        run("sync", &[]).unwrap();
        let mut crew = Crew::new(&registry, Ledger::of(&ground.path));
        crew.may_end = true;
        for _ in 0..LOSSES_A_REGISTRY.min(losses - lost_power) {
            facts += lose(&mount, &mut crew, &mut chance, &registry);
            lost_power += 1;
        }
        acknowledged += crew.ledger.acknowledged();
    }
    println!(
        "{lost_power} times the power went, {acknowledged} changes acknowledged, {facts} facts compared: 0 lost"
    );
}
