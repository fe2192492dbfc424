//! Work shared out among the cores of the machine. Where no other thread can be started, this one does it all: a
//! change that has begun never fails for that.

use std::sync::{Mutex, PoisonError, mpsc};
use std::thread::{self, Builder};

/// Threads that run side by side.
#[must_use]
pub fn count() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Does every part, on so many threads at most; this one is among them.
pub fn share_out<T: Send>(parts: impl Iterator<Item = T> + Send, threads: usize, work: impl Fn(T) + Sync) {
    let parts = Mutex::new(parts);
    let next = || parts.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work_off = || {
        while let Some(part) = next() {
            work(part);
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads {
            if Builder::new().spawn_scoped(scope, work_off).is_err() {
                break;
            }
        }
        work_off();
    });
}

/// Works on parts while others are still being made, on so many threads at most: the one that makes them joins in at the
/// end. Gives what came of the making, and of each part, in their order.
pub fn beside<T: Send, R: Send, O>(
    threads: usize,
    work: impl Fn(T) -> R + Sync,
    parts_from: impl FnOnce(&mut dyn FnMut(T)) -> O,
) -> (O, Vec<R>) {
    let (hand_over, parts) = mpsc::channel();
    let (parts, done) = (Mutex::new(parts), Mutex::new(Vec::new()));
    let next = || parts.lock().unwrap_or_else(PoisonError::into_inner).recv().ok();
    let work_off = || {
        while let Some((at, part)) = next() {
            let worked = work(part);
            done.lock().unwrap_or_else(PoisonError::into_inner).push((at, worked));
        }
    };
    let outcome = thread::scope(|scope| {
        for _ in 1..threads {
            if Builder::new().spawn_scoped(scope, work_off).is_err() {
                break;
            }
        }
        let mut count = 0usize;
        let outcome = parts_from(&mut |part| {
            // The other end is held by this very function.
            let _ = hand_over.send((count, part));
            count += 1;
        });
        drop(hand_over);
        work_off();
        outcome
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    (outcome, done.into_iter().map(|(_, worked)| worked).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_worked_on_while_others_are_made() {
        for threads in [0, 1, 3] {
            let (made, worked) = beside(threads, |part: u32| part * 2, |part| (0..100).for_each(part));
            assert_eq!((made, worked), ((), (0..100).map(|part| part * 2).collect()));
        }
    }

    #[test]
    fn every_part_is_done_once() {
        for threads in [0, 1, 3] {
            let mut done = [0u8; 100];
            share_out(done.iter_mut(), threads, |one| *one += 1);
            assert_eq!(done, [1; 100]);
        }
    }
}
