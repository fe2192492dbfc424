//! Whether what must reach somebody can be written, asked before it is made. It writes nothing.

use std::os::unix::fs::{FileTypeExt, MetadataExt};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::{AsFd, BorrowedFd};
use rustix::fs::{FallocateFlags, FileType, OFlags, StatVfs, fallocate, fcntl_getfl, fstat, fstatvfs};
use rustix::io::Errno;
use rustix::process::geteuid;

use super::error::Error;

/// Octets that are set aside in a new file before there is anything to write into it.
const ROOM: u64 = 4096;

/// Where what is written to stdout ends up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlet {
    /// Somebody may read it.
    Open,
    /// Whoever started this said `> /dev/null`.
    ThrownAway,
}

/// Refuses a stdout that nobody would read from, or that has no room.
///
/// # Errors
/// [`Error::Unavailable`], with what to do.
pub fn of_stdout() -> Result<Outlet, Error> {
    look(rustix::stdio::stdout().as_fd()).map_err(nobody)
}

/// Why `> /dev/null` is refused for what can be had in no other way, with what to do.
pub fn thrown_away() -> Error {
    nobody("stdout is /dev/null, and this registry shows a secret once")
}

/// Refuses a stderr that nobody would read a recovery code from.
///
/// # Errors
/// [`Error::Unavailable`], with what to do.
pub fn code_is_heard() -> Result<(), Error> {
    if matches!(look(rustix::stdio::stderr().as_fd()), Ok(Outlet::Open)) {
        return Ok(());
    }
    let sentence = "Nobody would get the new recovery code, for nobody reads stderr: nothing was changed. Name a file \
                    with --recovery-code-out.";
    Err(Error::Unavailable(sentence.to_owned()))
}

fn nobody(why: &str) -> Error {
    Error::Unavailable(format!(
        "Nobody would get the new secret, so nothing was changed: {why}. Name a file with --secret-out."
    ))
}

/// Sets room aside in a new file, so that a full disk or quota is met before there is anything to write.
///
/// # Errors
/// What the operating system says. A file system that can set nothing aside is taken as it is.
pub fn reserve(file: impl AsFd) -> std::io::Result<()> {
    match fallocate(file, FallocateFlags::KEEP_SIZE, 0, ROOM) {
        Err(error @ (Errno::NOSPC | Errno::DQUOT | Errno::IO | Errno::FBIG)) => Err(error.into()),
        _ => Ok(()),
    }
}

fn look(out: BorrowedFd<'_>) -> Result<Outlet, &'static str> {
    const CLOSED: &str = "stdout is closed, or opened on /dev/null as if it were";
    let (Ok(stat), Ok(flags)) = (fstat(out), fcntl_getfl(out)) else { return Err(CLOSED) };
    let mode = flags & OFlags::RWMODE;
    let is = |path: &str| {
        let device = std::fs::metadata(path).ok().filter(|there| there.file_type().is_char_device());
        device.is_some_and(|there| there.rdev() == stat.st_rdev)
    };
    match FileType::from_raw_mode(stat.st_mode) {
        _ if mode == OFlags::RDONLY => Err("stdout can only be read"),
        // Rust opens it for reading and writing where a program is started with stdout closed.
        FileType::CharacterDevice if mode == OFlags::RDWR && is("/dev/null") => Err(CLOSED),
        FileType::CharacterDevice if is("/dev/null") => Ok(Outlet::ThrownAway),
        FileType::CharacterDevice if is("/dev/full") => Err("stdout has no room"),
        FileType::RegularFile => {
            let room = |disk: &StatVfs| if geteuid().is_root() { disk.f_bfree } else { disk.f_bavail };
            let full = fstatvfs(out).is_ok_and(|disk| disk.f_blocks > 0 && room(&disk) == 0);
            if full { Err("the disk under stdout is full") } else { Ok(Outlet::Open) }
        }
        FileType::Fifo | FileType::Socket => {
            let mut polled = [PollFd::from_borrowed_fd(out, PollFlags::OUT)];
            let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
            let answered = poll(&mut polled, Some(&at_once)).is_ok();
            let gone = PollFlags::ERR | PollFlags::NVAL | PollFlags::HUP;
            let nobody = answered && polled[0].revents().intersects(gone);
            if nobody { Err("nobody reads stdout") } else { Ok(Outlet::Open) }
        }
        _ => Ok(Outlet::Open),
    }
}
