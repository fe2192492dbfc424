//! The files below paths. Symbolic links below a folder are not followed, and nothing is left out: not what is
//! hidden, not what a version control system ignores. Devices, pipes and sockets below a folder are passed over.

use std::fs::{self, File};
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags};

/// Tells of every file below a path, or of the path itself where it is no folder, and of what can't be read.
pub fn each_file(
    path: &Path,
    look: &mut dyn FnMut(PathBuf) -> ControlFlow<()>,
    unread: &mut dyn FnMut(&Path, &io::Error),
) -> ControlFlow<()> {
    if !fs::metadata(path).is_ok_and(|about| about.is_dir()) {
        return look(path.to_owned());
    }
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Ok(entries) => entries,
            Err(error) => {
                unread(&folder, &error);
                continue;
            }
        };
        let mut below = Vec::new();
        let mut entries: Vec<_> =
            entries.into_iter().map(|entry| (entry.path(), entry.file_type())).collect();
        entries.sort_by(|one, other| one.0.cmp(&other.0));
        for (path, kind) in entries {
            match kind {
                Ok(kind) if kind.is_dir() => below.push(path),
                Ok(kind) if kind.is_file() => look(path)?,
                Ok(_) => {}
                Err(error) => unread(&path, &error),
            }
        }
        folders.extend(below.into_iter().rev());
    }
    ControlFlow::Continue(())
}

/// Opens a file for reading; below a folder no link is followed, though it was put there only now, and nothing is
/// waited for.
///
/// # Errors
/// What the system says.
pub fn open(path: &Path, named: bool) -> io::Result<File> {
    let careful = if named { OFlags::empty() } else { OFlags::NOFOLLOW | OFlags::NONBLOCK };
    Ok(rustix::fs::open(path, OFlags::RDONLY | OFlags::CLOEXEC | careful, Mode::empty())?.into())
}
