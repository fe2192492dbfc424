//! Tells the registry's usage file which secrets were used, and which retired ones were tried again. Verification
//! only drops a note into a bounded queue: one thread for each registry writes, and whatever is wrong with the
//! file, or too much for it, is counted and forgotten.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::domain::{Outcome, SecretUse, client_id};
use crate::store::usage;

/// Notes that wait at most.
const QUEUE: usize = 16_384;
/// Different secrets that are remembered at most until they are written.
const SECRETS: usize = 65_536;
/// Between two looks into the queue: nobody is woken for each note.
const LOOK: Duration = Duration::from_millis(100);
/// Between two writes, at least.
const PAUSE: Duration = Duration::from_millis(200);
/// Between two attempts at a file that can't be written, at most.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// What one write may take.
const WRITE_LIMIT: Duration = Duration::from_secs(1);
/// How long the end of the last [`super::Registry`] waits for what is still to be written.
const FAREWELL: Duration = Duration::from_millis(250);

/// What one verification leaves behind. It is made and sent whatever the verdict, so that none lasts longer.
struct Note {
    client_id: String,
    at: i64,
    secret: Option<(u32, Outcome)>,
}

/// How many reports of use became what, since the registry was first opened by this program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UsageReports {
    /// Verifications, whatever came of them.
    pub noted: u64,
    /// Those of them that are done with: in the file, or with nothing to report.
    pub settled: u64,
    /// Those that were forgotten, because the queue was full or the file could not be written.
    pub dropped: u64,
}

#[derive(Default)]
struct Counts {
    noted: AtomicU64,
    settled: AtomicU64,
    dropped: AtomicU64,
}

/// The way into the queue of one registry.
pub(super) struct Reporter {
    queue: Option<SyncSender<Note>>,
    counts: Arc<Counts>,
    thread: Option<JoinHandle<()>>,
}

/// One reporter a registry, however often it is opened.
static REPORTERS: Mutex<BTreeMap<PathBuf, Weak<Reporter>>> = Mutex::new(BTreeMap::new());

impl Reporter {
    /// The reporter of a registry.
    pub fn of(registry: &Path) -> Arc<Self> {
        let mut reporters = REPORTERS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(reporter) = reporters.get(registry).and_then(Weak::upgrade) {
            return reporter;
        }
        reporters.retain(|_, reporter| reporter.strong_count() > 0);
        let reporter = Arc::new(Self::start(registry.to_owned()));
        reporters.insert(registry.to_owned(), Arc::downgrade(&reporter));
        reporter
    }

    fn start(registry: PathBuf) -> Self {
        let (queue, notes) = sync_channel(QUEUE);
        let counts = Arc::new(Counts::default());
        let gathering = Gathering { registry, counts: Arc::clone(&counts), uses: BTreeMap::new() };
        // Without a thread, the queue is closed and every note is dropped.
        let thread = std::thread::Builder::new().name("usage reports".to_owned());
        let thread = thread.spawn(move || gathering.run(&notes)).ok();
        Self { queue: Some(queue), counts, thread }
    }

    /// Leaves a note of a verification. It never waits.
    pub fn note(&self, client_id: &str, at: i64, secret: Option<(u32, Outcome)>) {
        let client_id = client_id.get(..client_id.len().min(client_id::MAX)).unwrap_or_default().to_owned();
        self.counts.noted.fetch_add(1, Ordering::Relaxed);
        let sent =
            self.queue.as_ref().is_some_and(|queue| queue.try_send(Note { client_id, at, secret }).is_ok());
        self.counts.dropped.fetch_add(u64::from(!sent), Ordering::Relaxed);
    }

    /// What became of the notes so far.
    pub fn counts(&self) -> UsageReports {
        UsageReports {
            noted: self.counts.noted.load(Ordering::Relaxed),
            settled: self.counts.settled.load(Ordering::Relaxed),
            dropped: self.counts.dropped.load(Ordering::Relaxed),
        }
    }
}

impl Drop for Reporter {
    fn drop(&mut self) {
        self.queue = None;
        let end = Instant::now() + FAREWELL;
        while self.thread.as_ref().is_some_and(|thread| !thread.is_finished()) && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

/// The thread's side: notes about the same secret become one.
struct Gathering {
    registry: PathBuf,
    counts: Arc<Counts>,
    uses: BTreeMap<(String, u32, Outcome), (i64, u64)>,
}

impl Gathering {
    fn run(mut self, notes: &Receiver<Note>) {
        let mut pause = PAUSE;
        let mut next = Instant::now();
        loop {
            // Asleep for as long as there is nothing to do.
            let first = if self.uses.is_empty() {
                notes.recv().map_err(|_| TryRecvError::Disconnected)
            } else {
                notes.try_recv()
            };
            match first {
                Ok(note) => self.gather(note),
                Err(TryRecvError::Empty) => {}
                Err(TryRecvError::Disconnected) => {
                    self.write(FAREWELL);
                    self.drop_all();
                    return;
                }
            }
            std::thread::sleep(LOOK);
            for note in notes.try_iter() {
                self.gather(note);
            }
            if !self.uses.is_empty() && Instant::now() >= next {
                pause = if self.write(WRITE_LIMIT) { PAUSE } else { (pause * 2).min(LONGEST_PAUSE) };
                next = Instant::now() + pause;
            }
        }
    }

    fn gather(&mut self, note: Note) {
        let Some((generation, outcome)) = note.secret else {
            self.counts.settled.fetch_add(1, Ordering::Relaxed);
            return;
        };
        let full = self.uses.len() >= SECRETS;
        let key = (note.client_id, generation, outcome);
        if full && !self.uses.contains_key(&key) {
            self.counts.dropped.fetch_add(1, Ordering::Relaxed);
            return;
        }
        let (at, times) = self.uses.entry(key).or_default();
        *at = note.at.max(*at);
        *times += 1;
    }

    /// Writes what was gathered; tells whether that is done.
    fn write(&mut self, limit: Duration) -> bool {
        let uses: Vec<SecretUse> = self.uses.iter().map(|(key, seen)| secret_use(key, *seen)).collect();
        let written = uses.is_empty() || usage::report(&self.registry, &uses, limit).is_ok();
        if written {
            let settled = self.uses.values().map(|(_, times)| times).sum();
            self.counts.settled.fetch_add(settled, Ordering::Relaxed);
            self.uses.clear();
        }
        written
    }

    fn drop_all(&mut self) {
        let dropped = self.uses.values().map(|(_, times)| times).sum();
        self.counts.dropped.fetch_add(dropped, Ordering::Relaxed);
        self.uses.clear();
    }
}

fn secret_use(
    (client_id, generation, outcome): &(String, u32, Outcome),
    (at, times): (i64, u64),
) -> SecretUse {
    SecretUse {
        client_id: client_id.clone(),
        generation: *generation,
        outcome: *outcome,
        at,
        times: i64::try_from(times).unwrap_or(i64::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cant_be_written_to_the_last_is_told_as_dropped() {
        let (registry, counts) = (PathBuf::from("/nonexistent/registry.db"), Arc::new(Counts::default()));
        let gathering = Gathering { registry, counts: Arc::clone(&counts), uses: BTreeMap::new() };
        let (queue, notes) = sync_channel(1);
        queue
            .send(Note { client_id: "abc".to_owned(), at: 1, secret: Some((1, Outcome::Accepted)) })
            .unwrap();
        drop(queue);
        gathering.run(&notes);
        let told = [&counts.settled, &counts.dropped].map(|count| count.load(Ordering::Relaxed));
        assert_eq!(told, [0, 1]);
    }

    #[test]
    fn of_more_secrets_than_are_remembered_the_rest_counts_as_dropped_and_those_known_go_on() {
        let (registry, counts) = (PathBuf::new(), Arc::default());
        let mut gathering = Gathering { registry, counts, uses: BTreeMap::new() };
        let note = |number: usize| Note {
            client_id: number.to_string(),
            at: 1,
            secret: Some((1, Outcome::Accepted)),
        };
        for number in 0..SECRETS {
            gathering.gather(note(number));
        }
        assert_eq!(gathering.counts.dropped.load(Ordering::Relaxed), 0);
        gathering.gather(note(SECRETS));
        gathering.gather(note(0));
        assert_eq!(gathering.counts.dropped.load(Ordering::Relaxed), 1);
        let times: u64 = gathering.uses.values().map(|(_, times)| times).sum();
        assert_eq!((gathering.uses.len(), times), (SECRETS, SECRETS as u64 + 1));
    }
}
