//! A new file for something secret: readable by its owner only, never over another file, and gone again
//! where what it was made for did not happen.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::error::Error;
use super::outlet;

/// Read and write for the owner.
const OWNER_ONLY: u32 = 0o600;

/// A new file, empty until it is written.
pub struct SecretFile {
    file: File,
    path: PathBuf,
    written: bool,
}

impl SecretFile {
    /// Makes the file, with room in it; `flag` is the one that names it.
    ///
    /// # Errors
    /// [`Error::Usage`] where it exists, [`Error::Unavailable`] where it can't be made.
    pub fn create(flag: &str, path: &Path) -> Result<Self, Error> {
        let file =
            OpenOptions::new().write(true).create_new(true).mode(OWNER_ONLY).open(path).map_err(|error| {
                let place = path.display();
                if error.kind() == std::io::ErrorKind::AlreadyExists {
                    Error::Usage(format!(
                        "{place} exists already: {flag} names a file that is yet to be made."
                    ))
                } else {
                    Error::Unavailable(format!("{place} (of {flag}) could not be made: {error}."))
                }
            })?;
        let made = Self { file, path: path.to_owned(), written: false };
        made.file
            .set_permissions(fs::Permissions::from_mode(OWNER_ONLY))
            .and_then(|()| outlet::reserve(&made.file))
            .map_err(|error| made.failed(&error))?;
        Ok(made)
    }

    /// Writes all of it, to the disk.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where that fails; then the file is gone.
    pub fn write(mut self, text: &str) -> Result<(), Error> {
        self.append(text.as_bytes())?;
        self.keep()
    }

    /// Writes a part; it stays only with [`SecretFile::keep`].
    ///
    /// # Errors
    /// [`Error::Unavailable`] where that fails.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.file.write_all(bytes).map_err(|error| self.failed(&error))
    }

    /// Keeps what was written.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where it does not reach the disk; then the file is gone.
    pub fn keep(mut self) -> Result<(), Error> {
        let kept = self.file.sync_all();
        self.written = kept.is_ok();
        kept.map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &std::io::Error) -> Error {
        Error::Unavailable(format!("{} could not be written: {error}.", self.path.display()))
    }
}

impl Drop for SecretFile {
    fn drop(&mut self) {
        if !self.written {
            // It was made for nothing; that it can't be removed changes nothing that was asked.
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_for_its_owner_only_and_holds_what_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        SecretFile::create("--secret-out", &path).unwrap().write("id:secret\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "id:secret\n");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, OWNER_ONLY);
    }

    #[test]
    fn a_file_that_exists_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        fs::write(&path, "mine").unwrap();
        let Err(error) = SecretFile::create("--secret-out", &path) else { panic!("it was overwritten") };
        assert_eq!(error.exit_code(), 2);
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    }

    #[test]
    fn a_file_that_was_made_for_nothing_is_gone_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        drop(SecretFile::create("--secret-out", &path).unwrap());
        assert!(!path.exists());
    }
}
