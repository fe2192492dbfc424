//! Which file a registry may be: looked at before SQLite opens anything, and made with an explicit mode whatever the
//! umask. It never writes to a file that is there already.

use std::fs::{self, File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{RenameFlags, renameat_with};
use rustix::io::Errno;

use super::access::Access;
use super::error::StoreError;
use super::{folder, header, schema};

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
        folder::make(folder, access)?;
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
