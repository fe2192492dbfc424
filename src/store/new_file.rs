//! A file in the making, under another name in the same folder: it takes its own name once it is whole, or goes. What a
//! program left that was killed meanwhile goes when the same file is made again. Its mode is explicit, whatever the umask.

use std::collections::hash_map::RandomState;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher as _, Hasher as _};
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{FlockOperation, RenameFlags, flock, renameat_with};
use rustix::io::Errno;

use super::access::Access;
use super::error::StoreError;
use super::{companions, file, folder};

/// What stands between the name that a file will have and the number of the attempt.
const MAKING: &str = ".new-";
/// Left over is what nobody wrote for so long, though no living program holds it.
const LEFT_OVER: Duration = Duration::from_mins(1);

/// A registry in the making, under another name in the same folder; removed unless it appears.
pub struct NewFile {
    temporary: PathBuf,
    wanted: PathBuf,
    /// Tells others, by its lock, that its maker lives; closed when SQLite has closed the file.
    _held: File,
    appeared: bool,
}

impl NewFile {
    /// Makes the folder where there is none, and an empty file of the right mode in it.
    pub fn beside(wanted: &Path, access: &Access) -> Result<Self, StoreError> {
        file::refuse_name(wanted)?;
        if fs::symlink_metadata(wanted).is_ok() {
            return Err(StoreError::Exists(wanted.to_owned()));
        }
        let folder = folder_of(wanted);
        folder::make(folder, access)?;
        file::refuse_network(folder)?;
        take_away_left_over(folder, wanted);
        let (temporary, held) = another(folder, wanted)?;
        let new = Self { temporary, wanted: wanted.to_owned(), _held: held, appeared: false };
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
        let folder = folder_of(&self.wanted);
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

fn folder_of(wanted: &Path) -> &Path {
    wanted.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// What the names of attempts at a file begin with.
fn begins(wanted: &Path) -> OsString {
    let mut name = wanted.file_name().unwrap_or_default().to_owned();
    name.push(MAKING);
    name
}

/// Makes an empty file for its owner only, under a name that nobody else has.
fn another(folder: &Path, wanted: &Path) -> Result<(PathBuf, File), StoreError> {
    loop {
        let mut name = begins(wanted);
        name.push(format!("{:016x}", RandomState::new().build_hasher().finish()));
        let path = folder.join(name);
        match OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path) {
            Ok(file) => {
                // Where it can't be locked, it is told from what was left over by its age.
                let _locked = flock(&file, FlockOperation::NonBlockingLockExclusive);
                return Ok((path, file));
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(StoreError::io("Can't create", &path)(error)),
        }
    }
}

/// Takes away what programs left that were killed while they made the same file. What can't be told or taken stays.
fn take_away_left_over(folder: &Path, wanted: &Path) {
    let begins = begins(wanted);
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let is_attempt = entry.file_name().as_bytes().strip_prefix(begins.as_bytes()).is_some_and(is_number);
        if is_attempt && is_left_over(&entry.path()).unwrap_or(false) {
            for ending in ["", companions::JOURNAL, companions::LOG, companions::SHARED] {
                let _gone = fs::remove_file(companions::beside(&entry.path(), ending));
            }
        }
    }
}

/// The number of an attempt; earlier versions took the number of their process.
fn is_number(rest: &[u8]) -> bool {
    !rest.is_empty() && rest.len() <= 16 && rest.iter().all(u8::is_ascii_hexdigit)
}

/// Whether a file of ours was not written for a while, and nobody holds it.
fn is_left_over(path: &Path) -> io::Result<bool> {
    let about = fs::symlink_metadata(path)?;
    let is_ours = about.is_file() && about.uid() == rustix::process::geteuid().as_raw();
    if !is_ours || about.modified()?.elapsed().unwrap_or_default() < LEFT_OVER {
        return Ok(false);
    }
    let file = OpenOptions::new().read(true).open(path)?;
    Ok(flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok())
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn what_a_killed_program_left_goes_and_what_a_living_one_makes_stays() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let living = NewFile::beside(&at("copy.db"), &Access::default()).unwrap();
        let others =
            ["copy.db", "copy.db.new-4711-notes", "copy.db.new-", "other.db.new-4711", "copy.db.new-99"];
        let left = ["copy.db.new-4711", "copy.db.new-4711-journal", "copy.db.new-00c0ffee00c0ffee"];
        for name in others.iter().skip(1).chain(&left) {
            fs::write(at(name), "secret").unwrap();
        }
        let long_ago = SystemTime::now() - 2 * LEFT_OVER;
        let age =
            |path: &Path| File::options().write(true).open(path).unwrap().set_modified(long_ago).unwrap();
        left.iter().chain(&others[1..4]).for_each(|name| age(&at(name)));
        age(living.path());
        // A program of the same number, and another file of the same name, are in nobody's way.
        NewFile::beside(&at("copy.db"), &Access::default()).unwrap().appear().unwrap();
        for name in left {
            assert!(!at(name).exists(), "{name}");
        }
        for name in others {
            assert!(at(name).exists(), "{name}");
        }
        assert!(living.path().exists());
        assert!(matches!(living.appear(), Err(StoreError::Exists(_))));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), others.len(), "it went");
    }
}
