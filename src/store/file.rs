//! Which file a registry may be: looked at before SQLite opens anything. Nothing is written.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::Path;

use rustix::io::Errno;

use super::error::StoreError;
use super::{header, schema};

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

pub(super) fn refuse_name(path: &Path) -> Result<(), StoreError> {
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

pub(super) fn refuse_network(path: &Path) -> Result<(), StoreError> {
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
