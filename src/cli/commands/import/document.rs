//! The document that is imported: a file that is read twice, or stdin or a pipe, which is kept in wiped memory.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::cli::error::Error;
use crate::cli::input::Input;
use crate::cli::output;
use crate::domain::{Declared, Plaintext};
use crate::exchange::Format;
use crate::service;

/// Bytes of a document on stdin or from a pipe at most.
const LONGEST: u64 = 256 * 1024 * 1024;
/// Names of members that are told as left out, at most.
const TOLD: usize = 50;

/// A document.
pub struct Document {
    place: Place,
    left_out: RefCell<BTreeSet<String>>,
}

enum Place {
    File(PathBuf),
    /// Stdin or a pipe, which says everything once.
    Once(Plaintext),
}

impl Document {
    /// The file of that name, or stdin for `-`.
    ///
    /// # Errors
    /// [`Error::Usage`] where it can't be read.
    pub fn open(file: &Path, input: &mut Input) -> Result<Self, Error> {
        let place = if file.as_os_str() == "-" {
            Place::Once(input.read("import -", LONGEST)?)
        } else {
            let (opened, is_kept) = opened(file)?;
            if is_kept {
                Place::File(file.to_owned())
            } else {
                Place::Once(Input::read_once(opened, file, LONGEST)?)
            }
        };
        Ok(Self { place, left_out: RefCell::default() })
    }

    /// Its clients, from the first on.
    ///
    /// # Errors
    /// [`Error::Usage`] where it can't be opened.
    pub fn clients(
        &self,
        format: &Format,
    ) -> Result<impl Iterator<Item = Result<Declared, service::Error>>, Error> {
        let bytes: Box<dyn Read + '_> = match &self.place {
            Place::File(path) => Box::new(opened(path)?.0),
            Place::Once(text) => Box::new(text.expose().as_bytes()),
        };
        Ok((format.read)(bytes).map(|client| match client {
            Ok(client) => {
                let mut left_out = self.left_out.borrow_mut();
                for name in &client.left_out {
                    if left_out.len() < TOLD && !left_out.contains(name) {
                        left_out.insert(name.clone());
                    }
                }
                Ok(client)
            }
            Err(error) => Err(service::Error::Unreadable { line: error.line, sentence: error.sentence }),
        }))
    }

    /// Says which members mean nothing here.
    pub fn say_left_out(&self) {
        output::say_left_out(&*self.left_out.borrow());
    }
}

/// An open file, and whether it says the same when it is opened again.
fn opened(path: &Path) -> Result<(File, bool), Error> {
    let refused = |why: String| Error::Usage(format!("{} {why}.", path.display()));
    let file = File::open(path).map_err(|error| refused(format!("can't be opened: {error}")))?;
    let about = file.metadata().map_err(|error| refused(format!("can't be read: {error}")))?;
    if about.is_dir() { Err(refused("is a folder".to_owned())) } else { Ok((file, about.is_file())) }
}
