//! The first bytes of a registry's file, or of the reports beside it, read beside SQLite. POSIX drops every lock that a
//! process holds on a file as soon as it closes any descriptor of it (sqlite.org/howtocorrupt.html §2.2), so the
//! descriptor is kept for as long as the program runs: one a file, however often it is opened.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Bytes of SQLite's header that are looked at.
pub const LENGTH: usize = 100;

/// Descriptors of such files, by device and inode.
static KEPT: Mutex<BTreeMap<(u64, u64), File>> = Mutex::new(BTreeMap::new());

const NOFOLLOW: i32 = rustix::fs::OFlags::NOFOLLOW.bits().cast_signed();

/// Reads the header, or as much of it as there is. The descriptor of a file that `is_ours` accepts is
/// kept.
pub fn read(path: &Path, is_ours: impl FnOnce(&[u8]) -> bool) -> io::Result<Vec<u8>> {
    let about = path.symlink_metadata()?;
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(file) = kept.get(&(about.dev(), about.ino())) {
        return first_bytes(file);
    }
    let file = OpenOptions::new().read(true).custom_flags(NOFOLLOW).open(path)?;
    let header = first_bytes(&file)?;
    if is_ours(&header) {
        let about = file.metadata()?;
        kept.insert((about.dev(), about.ino()), file);
    }
    Ok(header)
}

fn first_bytes(file: &File) -> io::Result<Vec<u8>> {
    let mut header = vec![0; LENGTH];
    let mut filled = 0;
    while filled < LENGTH {
        match file.read_at(&mut header[filled..], filled as u64)? {
            0 => break,
            more => filled += more,
        }
    }
    header.truncate(filled);
    Ok(header)
}
