//! Who besides its owner may use a registry: the group, and the modes that let its members in, whatever the umask.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use rustix::fs::{Gid, chown};

use super::error::StoreError;

/// Who besides its owner may use a registry.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// A group, by number.
    pub group: Option<u32>,
    /// Whether its members may write too.
    pub group_writes: bool,
}

impl Access {
    fn file_mode(&self) -> u32 {
        match (self.group, self.group_writes) {
            (None, _) => 0o600,
            (Some(_), false) => 0o640,
            (Some(_), true) => 0o660,
        }
    }

    pub(super) fn folder_mode(&self) -> u32 {
        match (self.group, self.group_writes) {
            (None, _) => 0o700,
            (Some(_), false) => 0o2750,
            (Some(_), true) => 0o2770,
        }
    }

    /// The same for those who only read.
    pub(super) fn to_read(&self) -> Self {
        Self { group_writes: false, ..*self }
    }

    /// Gives a file that was just made its group and mode.
    pub(super) fn give_file(&self, path: &Path) -> Result<(), StoreError> {
        self.give(path, self.file_mode())
    }

    /// Gives a folder that was just made its group and mode.
    pub(super) fn give_folder(&self, path: &Path) -> Result<(), StoreError> {
        self.give(path, self.folder_mode())
    }

    fn give(&self, path: &Path, mode: u32) -> Result<(), StoreError> {
        if let Some(group) = self.group {
            let to = Some(Gid::from_raw(group));
            chown(path, None, to)
                .map_err(|error| StoreError::io("Can't give to the group:", path)(error.into()))?;
        }
        fs::set_permissions(path, Permissions::from_mode(mode))
            .map_err(StoreError::io("Can't set the mode of", path))
    }
}
