//! The two files that SQLite keeps beside the registry: the write-ahead log and the shared memory. Readers of the
//! registry's group need them too, so they get its group and mode, whatever the folder gives to new files.

use std::fs::{self, Metadata, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::{Gid, chown};

/// What the name of the write-ahead log ends with.
pub const LOG: &str = "-wal";
/// What the name of the shared memory ends with.
pub const SHARED: &str = "-shm";
/// What the name of a rollback journal ends with.
pub const JOURNAL: &str = "-journal";

/// The bits of a mode that say who may do what.
const PERMISSIONS: u32 = 0o7777;

/// The file beside a registry whose name ends so.
pub fn beside(registry: &Path, ending: &str) -> PathBuf {
    let mut name = registry.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    registry.with_file_name(name)
}

/// Gives the two files the group and mode of the registry, where they are ours to give. Whatever can't be given is
/// no reason for anything to fail: who has no right to a file is told so when it is opened.
pub fn agree(registry: &Path) {
    let Ok(wanted) = fs::symlink_metadata(registry) else { return };
    for ending in [LOG, SHARED] {
        let path = beside(registry, ending);
        if let Ok(found) = fs::symlink_metadata(&path) {
            let _given = give(&path, &found, &wanted);
        }
    }
}

fn give(path: &Path, found: &Metadata, wanted: &Metadata) -> std::io::Result<()> {
    if !found.is_file() || found.uid() != rustix::process::geteuid().as_raw() {
        return Ok(());
    }
    if found.gid() != wanted.gid() {
        chown(path, None, Some(Gid::from_raw(wanted.gid())))?;
    }
    if found.mode() & PERMISSIONS != wanted.mode() & PERMISSIONS {
        fs::set_permissions(path, Permissions::from_mode(wanted.mode() & PERMISSIONS))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_files_get_the_mode_of_the_registry() {
        let folder = tempfile::tempdir().unwrap();
        let registry = folder.path().join("registry.db");
        let mode = |path: &Path| fs::metadata(path).unwrap().mode() & PERMISSIONS;
        for path in [registry.clone(), beside(&registry, LOG)] {
            fs::write(&path, "").unwrap();
            fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        }
        fs::set_permissions(&registry, Permissions::from_mode(0o640)).unwrap();
        agree(&registry);
        assert_eq!(mode(&beside(&registry, LOG)), 0o640);
        assert!(!beside(&registry, SHARED).exists(), "none is made");
    }
}
