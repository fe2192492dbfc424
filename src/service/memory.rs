//! What the operator's own account remembers of a registry: the newest entry of the audit log that it saw.
//! A registry that went back in time is told by it.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use crate::vault::{Digest, RegistryId};

/// The folder that the heads are kept in.
#[derive(Clone, Debug)]
pub struct Memory(PathBuf);

impl Memory {
    /// Keeps heads in a folder, which is made when it is needed.
    #[must_use]
    pub fn in_folder(folder: PathBuf) -> Self {
        Self(folder)
    }

    fn file(&self, registry: RegistryId) -> PathBuf {
        self.0.join(registry.to_string())
    }

    /// The head that was seen last.
    pub(super) fn head(&self, registry: RegistryId) -> Option<(i64, Digest)> {
        parse(&fs::read_to_string(self.file(registry)).ok()?)
    }

    /// Keeps a head. That it can't be kept is no reason for anything to fail.
    pub(super) fn keep(&self, registry: RegistryId, head: (i64, Digest)) {
        let path = self.file(registry);
        let _kept = write(&path, &format!("{}:{}\n", head.0, head.1));
    }
}

/// A head as it is printed: number, colon, hash.
#[must_use]
pub fn parse(text: &str) -> Option<(i64, Digest)> {
    let (number, hash) = text.trim_end().split_once(':')?;
    Some((number.parse().ok()?, hash.parse().ok()?))
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let new = path.with_extension(format!("new-{}", std::process::id()));
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
    file.write_all(text.as_bytes())?;
    fs::rename(&new, path)
}
