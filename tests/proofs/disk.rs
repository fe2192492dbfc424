//! A disk that keeps for certain what was synced, and of the rest whatever it likes: nothing, all, some of it in any
//! mixture, or some of it torn into sectors. What a folder holds is kept up to any point of what was done to it.

use std::collections::BTreeMap;
use std::path::Path;

use crate::chance::Chance;
use crate::trace::Deed;

const SECTOR: usize = 512;

/// What is kept of what was not synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsynced {
    None,
    All,
    Some,
    Torn,
}

pub const WAYS: [Unsynced; 4] = [Unsynced::None, Unsynced::All, Unsynced::Some, Unsynced::Torn];

/// A change to a file's bytes.
#[derive(Clone)]
enum Change {
    Wrote(usize, Vec<u8>),
    Cut(usize),
}

/// A file: its bytes that are safe, and what has happened to it since.
#[derive(Clone, Default)]
struct File {
    safe: Vec<u8>,
    since: Vec<Change>,
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Cut(length) => bytes.resize(*length, 0),
            Self::Wrote(at, written) => {
                bytes.resize(bytes.len().max(at + written.len()), 0);
                bytes[*at..at + written.len()].copy_from_slice(written);
            }
        }
    }

    /// Parts of a write, each of which the disk keeps or not.
    fn sectors(&self) -> Vec<Self> {
        match self {
            Self::Cut(_) => vec![self.clone()],
            Self::Wrote(at, bytes) => {
                let mut parts = Vec::new();
                let mut from = 0;
                while from < bytes.len() {
                    let to = bytes.len().min(((at + from) / SECTOR + 1) * SECTOR - at);
                    parts.push(Self::Wrote(at + from, bytes[from..to].to_vec()));
                    from = to;
                }
                parts
            }
        }
    }
}

/// The names in the folder, each with the number of its file.
type Names = BTreeMap<String, usize>;

/// A disk with one folder.
#[derive(Clone, Default)]
pub struct Disk {
    files: Vec<File>,
    safe_names: Names,
    /// The folder after each change since it was synced.
    names_since: Vec<Names>,
}

impl Disk {
    /// A disk that holds what is in a folder now, all of it safe; its shared memory is no matter of disks.
    pub fn of(folder: &Path) -> Self {
        let mut disk = Self::default();
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let name = entry.file_name().into_string().unwrap();
            if name.starts_with("registry") && !name.ends_with("-shm") {
                disk.safe_names.insert(name, disk.files.len());
                disk.files.push(File { safe: std::fs::read(entry.path()).unwrap(), since: Vec::new() });
            }
        }
        disk
    }

    fn names(&self) -> &Names {
        self.names_since.last().unwrap_or(&self.safe_names)
    }

    fn changed(&mut self, name: &str, change: Change) {
        if let Some(number) = self.names().get(name).copied() {
            self.files[number].since.push(change);
        }
    }

    pub fn perform(&mut self, deed: &Deed) {
        let mut names = self.names().clone();
        match deed {
            Deed::Made(name) => {
                if name.ends_with("-shm") || names.contains_key(name) {
                    return;
                }
                names.insert(name.clone(), self.files.len());
                self.files.push(File::default());
                self.names_since.push(names);
            }
            Deed::Wrote { name, at, bytes } => self.changed(name, Change::Wrote(*at, bytes.clone())),
            Deed::Cut { name, length } => self.changed(name, Change::Cut(*length)),
            Deed::Synced(name) => {
                if let Some(number) = names.get(name) {
                    let file = &mut self.files[*number];
                    for change in std::mem::take(&mut file.since) {
                        change.apply(&mut file.safe);
                    }
                }
            }
            Deed::SyncedFolder => {
                self.safe_names = names;
                self.names_since.clear();
            }
            Deed::Renamed { from, to } => {
                if let Some(number) = names.remove(from) {
                    names.insert(to.clone(), number);
                    self.names_since.push(names);
                }
            }
            Deed::Removed(name) => {
                if names.remove(name).is_some() {
                    self.names_since.push(names);
                }
            }
            Deed::Printed => {}
        }
    }

    /// Writes what is there after the power went, into an empty folder.
    pub fn after_power_loss(&self, unsynced: Unsynced, chance: &mut Chance, folder: &Path) {
        let names = match unsynced {
            Unsynced::None => &self.safe_names,
            Unsynced::All => self.names(),
            Unsynced::Some | Unsynced::Torn => match chance.below(self.names_since.len() + 1) {
                0 => &self.safe_names,
                kept => &self.names_since[kept - 1],
            },
        };
        for (name, number) in names {
            std::fs::write(folder.join(name), self.files[*number].kept(unsynced, chance)).unwrap();
        }
    }
}

impl File {
    fn kept(&self, unsynced: Unsynced, chance: &mut Chance) -> Vec<u8> {
        let mut bytes = self.safe.clone();
        for change in &self.since {
            match unsynced {
                Unsynced::All => change.apply(&mut bytes),
                Unsynced::Some if chance.heads() => change.apply(&mut bytes),
                Unsynced::None | Unsynced::Some => {}
                Unsynced::Torn => {
                    let parts = change.sectors();
                    parts.iter().filter(|_| chance.heads()).for_each(|part| part.apply(&mut bytes));
                }
            }
        }
        bytes
    }
}
