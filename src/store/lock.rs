//! Which process holds the registry's write lock, where the system tells (Linux: `/proc/locks`). It is for
//! sentences only: nothing is decided by it.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use super::companions;
use super::error::StoreError;
use crate::domain::text::drawn;

/// The byte of the shared-memory file that a writer locks (SQLite's WAL file format §2.3.1, `WAL_WRITE_LOCK`).
const WRITE_BYTE: u64 = 120;

/// Where the kernel lists locks: number, `POSIX`, `ADVISORY`, `WRITE`, process, device and inode, first and last
/// byte (`proc_locks(5)`).
const LOCKS: &str = "/proc/locks";

/// Puts the process that holds the write lock into an error that says the registry is busy.
pub fn named(error: StoreError, registry: &Path) -> StoreError {
    match error {
        StoreError::Busy { .. } => StoreError::Busy { holder: holder(registry) },
        other => other,
    }
}

/// The process that holds the write lock, such as `sqlite3 (process 4711)`.
fn holder(registry: &Path) -> Option<String> {
    let about = fs::metadata(companions::beside(registry, companions::SHARED)).ok()?;
    let process = writer(&fs::read_to_string(LOCKS).ok()?, about.dev(), about.ino())?;
    let name = fs::read_to_string(format!("/proc/{process}/comm")).unwrap_or_default();
    Some(match name.trim_end() {
        "" => format!("process {process}"),
        name => format!("{} (process {process})", drawn(name)),
    })
}

/// The process that has locked the byte for writing in the file of this inode. Some file systems tell another
/// device to stat(2) than to the list: then the inode is enough where only one lock has it.
fn writer(locks: &str, device: u64, inode: u64) -> Option<u32> {
    let (major, minor) = (rustix::fs::major(device), rustix::fs::minor(device));
    let held: Vec<(bool, u32)> = locks
        .lines()
        .filter_map(|line| {
            let words: Vec<&str> = line.split_ascii_whitespace().collect();
            let ["POSIX", "ADVISORY", "WRITE", process, file, first, last] = words.get(1..)? else {
                return None;
            };
            let (place, number) = file.rsplit_once(':')?;
            let last = last.parse().unwrap_or(u64::MAX);
            let here = number.parse() == Ok(inode) && (first.parse().ok()?..=last).contains(&WRITE_BYTE);
            here.then_some((place == format!("{major:02x}:{minor:02x}"), process.parse().ok()?))
        })
        .collect();
    let same = held.iter().find(|(same_device, _)| *same_device);
    same.or(if held.len() == 1 { held.first() } else { None }).map(|(_, process)| *process)
}

#[cfg(test)]
mod tests {
    use super::writer;

    const LOCKS: &str = "\
1: POSIX  ADVISORY  READ 11 08:01:77 123 123
2: FLOCK  ADVISORY  WRITE 12 08:01:77 0 EOF
3: POSIX  ADVISORY  WRITE 13 08:02:77 120 120
4: POSIX  ADVISORY  WRITE 14 08:01:77 120 120
4: -> POSIX  ADVISORY  WRITE 15 08:01:77 120 120
5: POSIX  ADVISORY  WRITE 16 00:2f:78 120 127
6: POSIX  ADVISORY  WRITE 17 00:2f:79 128 EOF
7: POSIX  ADVISORY  WRITE 18 00:2f:80 0 EOF
";

    #[test]
    fn the_process_that_locked_the_byte_is_found_and_nobody_who_waits_or_reads() {
        let device = rustix::fs::makedev(8, 1);
        assert_eq!(writer(LOCKS, device, 77), Some(14));
        assert_eq!(writer(LOCKS, rustix::fs::makedev(9, 9), 77), None, "two files have this inode");
        assert_eq!(writer(LOCKS, device, 78), Some(16), "one lock only");
        assert_eq!(writer(LOCKS, device, 79), None, "another byte");
        assert_eq!(writer(LOCKS, device, 80), Some(18));
        assert_eq!(writer("", device, 77), None);
    }
}
