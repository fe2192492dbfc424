//! The memory of another process that may be written, a piece at a time.

use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom};

/// Shows each piece of it, and tells how many bytes could be looked at.
pub fn look_at(pid: u32, mut see: impl FnMut(&[u8])) -> usize {
    let mut memory = File::open(format!("/proc/{pid}/mem")).unwrap();
    let maps = fs::read_to_string(format!("/proc/{pid}/maps")).unwrap();
    let mut looked_at = 0;
    for line in maps.lines().filter(|line| line.split(' ').nth(1).is_some_and(|mode| mode.starts_with("rw")))
    {
        let (start, end) = line.split(' ').next().unwrap().split_once('-').unwrap();
        let address = |hex| u64::from_str_radix(hex, 16).unwrap();
        let mut bytes = vec![0; usize::try_from(address(end) - address(start)).unwrap()];
        memory.seek(SeekFrom::Start(address(start))).unwrap();
        if memory.read_exact(&mut bytes).is_ok() {
            looked_at += bytes.len();
            see(&bytes);
        }
    }
    looked_at
}
