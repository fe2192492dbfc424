//! Whose secret is this? Reads files, folders and streams on all cores and tells of each client secret in them whose
//! it is and whether it opens anything. It needs no sign-on, keeps no text and changes nothing.

mod candidate;
mod finder;
mod judge;
mod pairs;
mod stream;
#[cfg(test)]
mod tests;
mod walk;

use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, Builder};

use super::Service;
use super::error::Error;
use crate::cores;
use crate::domain::sighting::Sighting;
use candidate::Candidate;
use finder::Finder;
use judge::Judge;
pub use stream::Place;
use stream::Scanner;

/// Files and findings that wait for somebody at most.
const WAITING: usize = 256;
/// What a stream without a name is called.
const STDIN: &str = "-";

/// What is looked at.
pub enum Source {
    /// A file, or a folder with all below it.
    Path(PathBuf),
    /// Standard input or the like.
    Stream(Box<dyn Read + Send>),
}

/// What is told of a scan.
pub enum Told {
    /// A secret stands here.
    Found {
        /// The file; `-` for a stream.
        path: PathBuf,
        /// Where in it.
        place: Place,
        /// Whose it is.
        sighting: Sighting,
    },
    /// A file or folder could not be read, or not to its end.
    Unread {
        /// Which.
        path: PathBuf,
        /// Why.
        why: String,
    },
}

/// What a worker does next.
enum Work {
    Path(PathBuf, bool),
    Stream(Box<dyn Read + Send>),
}

/// What a worker has seen.
enum Seen {
    Candidate(PathBuf, Place, Candidate),
    Unread(PathBuf, String),
}

impl Service {
    /// Looks through sources and tells of each secret in them; `with_clients` for Basic headers and pairs of known
    /// clients too. Files are looked at side by side, so that what stands in one is told in order, but between
    /// that of others. `tell` says whether to go on.
    ///
    /// # Errors
    /// A registry that can't be read; what `tell` says.
    pub fn scan<E: From<Error>>(
        &mut self,
        sources: Vec<Source>,
        with_clients: bool,
        mut tell: impl FnMut(Told) -> Result<(), E>,
    ) -> Result<(), E> {
        let (finder, mut judge) = self.scanner(with_clients)?;
        let enough = AtomicBool::new(false);
        thread::scope(|scope| {
            let (seen, sights) = sync_channel(WAITING);
            let (work, jobs) = sync_channel(WAITING);
            // The workers own it together: once they are gone, nobody finds more files.
            let jobs = Arc::new(Mutex::new(jobs));
            let (finder, enough) = (&finder, &enough);
            let mut looking = 0;
            for _ in 0..cores::count() {
                let (seen, jobs) = (seen.clone(), Arc::clone(&jobs));
                let look = move || look_through(finder, &jobs, &seen, enough);
                looking += usize::from(Builder::new().spawn_scoped(scope, look).is_ok());
            }
            drop(jobs);
            let finding = Builder::new().spawn_scoped(scope, move || find_files(sources, &work, &seen));
            if looking == 0 || finding.is_err() {
                return Err(no_thread().into());
            }
            let told = sights.into_iter().try_for_each(|sight| match sight {
                Seen::Unread(path, why) => tell(Told::Unread { path, why }),
                Seen::Candidate(path, place, candidate) => match judge.judge(&candidate)? {
                    Some(sighting) => tell(Told::Found { path, place, sighting }),
                    None => Ok(()),
                },
            });
            enough.store(true, Ordering::Relaxed);
            told
        })
    }

    /// Tells of each secret in a text, such as a line of a log that was pasted.
    ///
    /// # Errors
    /// A registry that can't be read.
    pub fn whose(&mut self, text: &str) -> Result<Vec<Sighting>, Error> {
        let (finder, mut judge) = self.scanner(true)?;
        let mut found = Vec::new();
        finder.find(text.as_bytes(), 0, text.len(), &mut found);
        let judged = found.iter().map(|(_, candidate)| judge.judge(candidate));
        judged.filter_map(Result::transpose).collect()
    }

    /// What was seen before, as it is by now: the text is not needed for that.
    ///
    /// # Errors
    /// A registry that can't be read.
    pub fn seen_again(&self, seen: &[Sighting]) -> Result<Vec<Sighting>, Error> {
        let now = self.now();
        self.store.snapshot(|reader| seen.iter().map(|one| judge::again(reader, one, now)).collect())
    }

    fn scanner(&mut self, with_clients: bool) -> Result<(Finder, Judge<'_>), Error> {
        let (cost, now) = (self.verifier_cost()?, self.now());
        let imported = if with_clients { self.store.read().imported_client_ids()? } else { Vec::new() };
        let finder = Finder::new(with_clients, imported.into_iter().map(String::into_bytes).collect());
        Ok((finder, Judge::new(self.store.read(), &mut self.verifier, cost, now)))
    }
}

/// Finds the files. A receiver that is gone wants no more.
fn find_files(sources: Vec<Source>, work: &SyncSender<Work>, seen: &SyncSender<Seen>) {
    for source in sources {
        let named = match source {
            Source::Stream(stream) => {
                if work.send(Work::Stream(stream)).is_err() {
                    return;
                }
                continue;
            }
            Source::Path(path) => path,
        };
        let mut look = |path: PathBuf| {
            let is_named = path == named;
            match work.send(Work::Path(path, is_named)) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        };
        let mut unread = |path: &Path, error: &io::Error| {
            let _gone = seen.send(Seen::Unread(path.to_owned(), error.to_string()));
        };
        if walk::each_file(&named, &mut look, &mut unread).is_break() {
            return;
        }
    }
}

fn no_thread() -> Error {
    Error::Machine(
        "No thread could be started to look through the files. Try again once the machine has room."
            .to_owned(),
    )
}

/// Looks through files until there is none left.
fn look_through(finder: &Finder, jobs: &Mutex<Receiver<Work>>, seen: &SyncSender<Seen>, enough: &AtomicBool) {
    let mut scanner = Scanner::new(finder);
    let next = || jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
    while let Ok(work) = next() {
        let (path, opened): (PathBuf, io::Result<Box<dyn Read + Send>>) = match work {
            Work::Stream(stream) => (PathBuf::from(STDIN), Ok(stream)),
            Work::Path(path, named) => {
                let opened = walk::open(&path, named).map(|file| Box::new(file) as Box<dyn Read + Send>);
                (path, opened)
            }
        };
        let mut wanted = true;
        let read = opened.and_then(|mut stream| {
            scanner.read(&mut *stream, |place, candidate| {
                wanted = seen.send(Seen::Candidate(path.clone(), place, candidate)).is_ok();
                wanted
            })
        });
        if let Err(error) = read {
            wanted &= seen.send(Seen::Unread(path, error.to_string())).is_ok();
        }
        if !wanted || enough.load(Ordering::Relaxed) {
            return;
        }
    }
}
