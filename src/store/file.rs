//! Where a registry may lie and who may read it: looked at before SQLite opens anything, and made with
//! an explicit mode whatever the umask. It never writes to a file that is there already.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{Gid, RenameFlags, chown, renameat_with};
use rustix::io::Errno;

use super::error::StoreError;
use super::{header, schema};
use crate::domain::text::drawn;

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

    /// Gives a file that was just made its group and mode.
    pub fn give_file(&self, path: &Path) -> Result<(), StoreError> {
        give(path, self.file_mode(), self)
    }

    fn folder_mode(&self) -> u32 {
        match (self.group, self.group_writes) {
            (None, _) => 0o700,
            (Some(_), false) => 0o2750,
            (Some(_), true) => 0o2770,
        }
    }
}

/// Checks a path that is to be opened and tells whether its file can be written. Nothing is written.
pub fn examine(path: &Path) -> Result<bool, StoreError> {
    refuse_name(path)?;
    let about = match fs::symlink_metadata(path) {
        Ok(about) => about,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(StoreError::Missing(path.to_owned()));
        }
        Err(error) => return Err(StoreError::io("Can't look at", path)(error)),
    };
    refuse_kind(path, &about)?;
    refuse_open_to_others(path, about.mode())?;
    refuse_network(path)?;
    refuse_content(path)?;
    // Opening it for writing would tell too, but closing it again would drop SQLite's locks: see `header`.
    match rustix::fs::access(path, rustix::fs::Access::WRITE_OK) {
        Ok(()) => Ok(true),
        Err(Errno::ACCESS | Errno::PERM | Errno::ROFS) => Ok(false),
        Err(error) => Err(StoreError::io("Can't open", path)(error.into())),
    }
}

fn refuse_name(path: &Path) -> Result<(), StoreError> {
    let name = path.to_string_lossy();
    let why = if name.is_empty() {
        "The registry needs a file name."
    } else if name == ":memory:" {
        "A registry in memory would be gone at the end: give a file name."
    } else if name.starts_with("file:") {
        "The registry is a file name, not a file: URI."
    } else {
        return Ok(());
    };
    Err(StoreError::Refused(why.to_owned()))
}

fn refuse_kind(path: &Path, about: &fs::Metadata) -> Result<(), StoreError> {
    let kind = about.file_type();
    let why = if kind.is_symlink() {
        "a symbolic link: give the name of the file itself"
    } else if kind.is_dir() {
        "a folder: give the name of a file"
    } else if kind.is_fifo() || kind.is_socket() {
        "a pipe or socket: give the name of a file"
    } else if kind.is_block_device() || kind.is_char_device() {
        "a device: give the name of a file"
    } else {
        return Ok(());
    };
    Err(StoreError::Refused(format!("{} is {why}.", path.display())))
}

fn refuse_open_to_others(path: &Path, mode: u32) -> Result<(), StoreError> {
    let what = match mode & 0o006 {
        0 => return Ok(()),
        0o004 => "read",
        0o002 => "write",
        _ => "read and write",
    };
    Err(StoreError::OpenToOthers { path: path.to_owned(), what })
}

/// File systems on which SQLite's locks and shared memory can't be trusted, by their magic numbers
/// (statfs(2)).
const NETWORK: &[(u64, &str)] = &[
    (0x6969, "NFS"),
    (0x517b, "SMB"),
    (0xff53_4d42, "CIFS"),
    (0xfe53_4d42, "SMB2"),
    (0x0102_1997, "9P"),
    (0x5346_414f, "AFS"),
    (0x7375_7245, "Coda"),
    (0x00c3_6400, "Ceph"),
    (0x0bd0_0bd0, "Lustre"),
];

fn refuse_network(path: &Path) -> Result<(), StoreError> {
    let Ok(system) = rustix::fs::statfs(path) else { return Ok(()) };
    // The number is 32 bits wide wherever it is stored in more.
    #[allow(clippy::cast_sign_loss, clippy::unnecessary_cast, reason = "the type differs by platform")]
    let magic = system.f_type as u64 & 0xffff_ffff;
    match NETWORK.iter().find(|(number, _)| *number == magic) {
        None => Ok(()),
        Some((_, name)) => Err(StoreError::Refused(format!(
            "{} is on a network file system ({name}), where changes can be lost: keep the registry on a local disk.",
            path.display()
        ))),
    }
}

fn refuse_content(path: &Path) -> Result<(), StoreError> {
    let application_id = |header: &[u8]| {
        let bytes = header.get(68..72).and_then(|bytes| bytes.try_into().ok());
        bytes.map(u32::from_be_bytes).map(i64::from)
    };
    let own = |header: &[u8]| application_id(header) == Some(schema::APPLICATION_ID);
    let header = header::read(path, own).map_err(StoreError::io("Can't read", path))?;
    let why = if header.is_empty() {
        "is empty: it is no registry"
    } else if !header.starts_with(b"SQLite format 3\0") {
        "is no registry"
    } else if !own(&header) {
        "is another program's database"
    } else {
        return Ok(());
    };
    Err(StoreError::Refused(format!("{} {why}. Nothing was changed.", path.display())))
}

/// A registry in the making, under another name in the same folder; removed unless it appears.
pub struct NewFile {
    temporary: PathBuf,
    wanted: PathBuf,
    appeared: bool,
}

impl NewFile {
    /// Makes the folder where there is none, and an empty file of the right mode in it.
    pub fn beside(wanted: &Path, access: &Access) -> Result<Self, StoreError> {
        refuse_name(wanted)?;
        if fs::symlink_metadata(wanted).is_ok() {
            return Err(StoreError::Exists(wanted.to_owned()));
        }
        let folder =
            wanted.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        make_folder(folder, access)?;
        refuse_network(folder)?;
        let mut name = wanted.file_name().unwrap_or_default().to_owned();
        name.push(format!(".new-{}", std::process::id()));
        let temporary = folder.join(name);
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&temporary)
            .map_err(StoreError::io("Can't create", &temporary))?;
        let new = Self { temporary, wanted: wanted.to_owned(), appeared: false };
        access.give_file(&new.temporary)?;
        Ok(new)
    }

    pub fn path(&self) -> &Path {
        &self.temporary
    }

    /// The path that it will have.
    pub fn wanted(&self) -> &Path {
        &self.wanted
    }

    /// Takes its name, unless somebody else took it meanwhile.
    pub fn appear(mut self) -> Result<(), StoreError> {
        let here = rustix::fs::CWD;
        match renameat_with(here, &self.temporary, here, &self.wanted, RenameFlags::NOREPLACE) {
            Ok(()) => {}
            Err(Errno::EXIST) => return Err(StoreError::Exists(self.wanted.clone())),
            Err(error) => return Err(StoreError::io("Can't create", &self.wanted)(error.into())),
        }
        self.appeared = true;
        let folder =
            self.wanted.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(StoreError::io("Can't keep", folder))
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.appeared {
            // Whatever went wrong is told already; a file that stays is named as what it is.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

fn make_folder(folder: &Path, access: &Access) -> Result<(), StoreError> {
    if folder.exists() {
        return refuse_closed_to_group(folder, access);
    }
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(StoreError::io("Can't create the folder", folder))?;
    give(folder, access.folder_mode(), access)
}

/// Refuses a folder that the group can't use, with what mends it.
fn refuse_closed_to_group(folder: &Path, access: &Access) -> Result<(), StoreError> {
    let Some(group) = access.group else { return Ok(()) };
    let about = fs::metadata(folder).map_err(StoreError::io("Can't look at", folder))?;
    // To enter it; and to make files in it.
    let wanted = if access.group_writes { 0o3 } else { 0o1 };
    let given = if about.gid() == group { about.mode() >> 3 } else { about.mode() };
    if given & wanted == wanted {
        return Ok(());
    }
    let (place, mode) = (drawn(&folder.to_string_lossy()).into_owned(), access.folder_mode());
    Err(StoreError::Refused(format!(
        "The group can't use the folder {place}. Mend it with: chgrp {group} {place} && chmod {mode:o} {place}"
    )))
}

fn give(path: &Path, mode: u32, access: &Access) -> Result<(), StoreError> {
    if let Some(group) = access.group {
        let to = Some(Gid::from_raw(group));
        chown(path, None, to)
            .map_err(|error| StoreError::io("Can't give to the group:", path)(error.into()))?;
    }
    fs::set_permissions(path, Permissions::from_mode(mode))
        .map_err(StoreError::io("Can't set the mode of", path))
}
