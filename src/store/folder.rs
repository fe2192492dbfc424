//! The folder of a registry: made for whoever may use it, and refused where they can't get to it. Nothing that is
//! there already is changed.

use std::fs::{self, DirBuilder, Metadata};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf, absolute};

use rustix::fs::getxattr;
use rustix::io::Errno;

use super::access::Access;
use super::error::StoreError;
use crate::domain::text::drawn;

/// What lets a group enter a folder, and make files in it as well.
const ENTER: u32 = 0o1;
const ENTER_AND_MAKE: u32 = 0o3;

/// Makes the folder where there is none, and those above it that are missing.
pub(super) fn make(folder: &Path, access: &Access) -> Result<(), StoreError> {
    let whole = absolute(folder).map_err(StoreError::io("Can't look at", folder))?;
    let missing: Vec<&Path> = whole.ancestors().take_while(|place| !place.exists()).collect();
    let there = missing.last().map_or(whole.as_path(), |first| first.parent().unwrap_or(first));
    if let Some(group) = access.group {
        if missing.is_empty() {
            refuse_closed(folder, group, access)?;
        }
        refuse_closed_above(there, &whole, group)?;
    }
    let Some((last, between)) = missing.split_first() else { return Ok(()) };
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(StoreError::io("Can't create the folder", folder))?;
    between.iter().try_for_each(|place| access.to_read().give_folder(place))?;
    access.give_folder(last)
}

/// Refuses a folder that the group can't use, with what mends it.
fn refuse_closed(folder: &Path, group: u32, access: &Access) -> Result<(), StoreError> {
    if lets(folder, group, if access.group_writes { ENTER_AND_MAKE } else { ENTER })? {
        return Ok(());
    }
    let (place, mode) = (drawn(&folder.to_string_lossy()).into_owned(), access.folder_mode());
    Err(StoreError::Refused(format!(
        "The group can't use the folder {place}. Mend it with: chgrp {group} {place} && chmod {mode:o} {place}"
    )))
}

/// Refuses a place beneath a folder that the group can't get through, such as somebody's home.
fn refuse_closed_above(there: &Path, wanted: &Path, group: u32) -> Result<(), StoreError> {
    let real: PathBuf = fs::canonicalize(there).map_err(StoreError::io("Can't look at", there))?;
    // The folder itself, where it is there already, was looked at.
    let above = real.ancestors().skip(usize::from(there == wanted));
    for place in above {
        if !lets(place, group, ENTER)? {
            let place = place.to_string_lossy();
            return Err(StoreError::Refused(format!(
                "The group can't get through the folder {}, so it would never reach the registry. Choose another \
                 place, such as /srv/clientkeep/registry.db, or let others through that folder (chmod o+x).",
                drawn(&place)
            )));
        }
    }
    Ok(())
}

/// Whether the folder's mode lets the group do what it wants. An access list says more than the mode: where there
/// is one, it is believed.
fn lets(folder: &Path, group: u32, wanted: u32) -> Result<bool, StoreError> {
    let about: Metadata = fs::metadata(folder).map_err(StoreError::io("Can't look at", folder))?;
    let given = if about.gid() == group { about.mode() >> 3 } else { about.mode() };
    Ok(given & wanted == wanted || has_access_list(folder))
}

/// acl(5) keeps it in this attribute.
fn has_access_list(folder: &Path) -> bool {
    let mut room = [0_u8; 256];
    matches!(getxattr(folder, "system.posix_acl_access", &mut room[..]), Ok(_) | Err(Errno::RANGE))
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn folder_of_mode(path: &Path, mode: u32) {
        fs::create_dir_all(path).unwrap();
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o7777
    }

    /// The group of what this process makes.
    fn own_group() -> Access {
        Access { group: Some(rustix::process::getegid().as_raw()), group_writes: true }
    }

    #[test]
    fn without_a_group_they_are_the_owners_alone() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("a").join("b");
        make(&folder, &Access::default()).unwrap();
        assert_eq!((mode(&home.path().join("a")), mode(&folder)), (0o700, 0o700));
    }

    #[test]
    fn a_place_that_the_group_can_t_get_to_is_refused_and_nothing_is_made() {
        let home = tempfile::tempdir().unwrap();
        let closed = home.path().join("closed");
        for there in [closed.clone(), closed.join("open")] {
            folder_of_mode(&there, 0o755);
            folder_of_mode(&closed, 0o700);
            let folder = there.join("a").join("b");
            let refused = make(&folder, &own_group()).unwrap_err().to_string();
            let named =
                format!("can't get through the folder {},", fs::canonicalize(&closed).unwrap().display());
            assert!(refused.contains(&named), "{refused}");
            assert!(!there.join("a").exists());
        }
    }
}
