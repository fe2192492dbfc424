//! The document that is imported: a file that is read twice, or stdin, which is kept in wiped memory.

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

/// Bytes of a document on stdin at most.
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
    Stdin(Plaintext),
}

impl Document {
    /// The file of that name, or stdin for `-`.
    ///
    /// # Errors
    /// [`Error::Usage`] where it can't be read.
    pub fn open(file: &Path, input: &mut Input) -> Result<Self, Error> {
        let place = if file.as_os_str() == "-" {
            Place::Stdin(input.read("import -", LONGEST)?)
        } else {
            opened(file)?;
            Place::File(file.to_owned())
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
            Place::File(path) => Box::new(opened(path)?),
            Place::Stdin(text) => Box::new(text.expose().as_bytes()),
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

fn opened(path: &Path) -> Result<File, Error> {
    let refused = |why: String| Error::Usage(format!("{} {why}.", path.display()));
    let file = File::open(path).map_err(|error| refused(format!("can't be opened: {error}")))?;
    match file.metadata() {
        Ok(about) if about.is_dir() => Err(refused("is a folder".to_owned())),
        _ => Ok(file),
    }
}
