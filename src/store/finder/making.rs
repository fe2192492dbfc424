//! Segments of the index in the making: threads of their own make them of the pieces as they were handed over, and
//! who searches takes in those that are ready. It waits for no thread, and none outlives what it works for.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::Builder;

use super::met::Met;
use super::piece::Piece;
use super::segment::Segment;
use crate::cores;

/// The place of a segment, and its pieces.
pub type Handed = (usize, Vec<Arc<Piece>>);
/// The place of a segment, and what was made.
type Made = (usize, Segment);

/// What is handed over, and what is ready.
pub struct Making {
    work: Work,
    ready: Receiver<Made>,
    threads: usize,
}

/// What a thread needs.
#[derive(Clone)]
struct Work {
    waiting: Arc<Mutex<VecDeque<Handed>>>,
    /// Nobody wants any of it any more.
    is_over: Arc<AtomicBool>,
    done: Sender<Made>,
}

impl Making {
    /// On so many threads at most.
    pub fn on(threads: usize) -> Self {
        let (done, ready) = mpsc::channel();
        Self { work: Work { waiting: Arc::default(), is_over: Arc::default(), done }, ready, threads }
    }

    /// Hands over the pieces of segments; where no thread can be started, this one does it all.
    pub fn hand_over(&self, handed: Vec<Handed>) {
        let threads = self.threads.min(handed.len());
        self.work.waiting().extend(handed);
        for started in 0..threads {
            let work = self.work.clone();
            let work_off = move || {
                cores::step_back();
                work.make_all();
            };
            if Builder::new().name("index".to_owned()).spawn(work_off).is_err() {
                if started == 0 {
                    self.work.make_all();
                }
                break;
            }
        }
    }

    /// The segments that became ready.
    pub fn ready(&self) -> impl Iterator<Item = Made> {
        self.ready.try_iter()
    }

    /// Makes the next one here and now.
    #[cfg(test)]
    pub fn make_one(&self) -> bool {
        self.work.make_one(&mut Met::default())
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        self.work.is_over.store(true, Ordering::Relaxed);
        self.work.waiting().clear();
    }
}

impl Work {
    fn waiting(&self) -> MutexGuard<'_, VecDeque<Handed>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn make_all(&self) {
        let mut met = Met::default();
        while self.make_one(&mut met) {}
    }

    /// Makes the next segment; tells whether there was one.
    fn make_one(&self, met: &mut Met) -> bool {
        let Some((at, pieces)) = self.waiting().pop_front() else { return false };
        let is_wanted = |_: &&[u8]| !self.is_over.load(Ordering::Relaxed);
        met.go_through(pieces.iter().flat_map(|piece| piece.rows()).take_while(is_wanted));
        drop(pieces);
        if self.is_over.load(Ordering::Relaxed) {
            return false;
        }
        self.done.send((at, Segment::of(met))).is_ok()
    }
}
