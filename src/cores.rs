//! Work shared out among the cores of the machine. Where no other thread can be started, this one does it all: a
//! change that has begun never fails for that.

use std::sync::{LazyLock, Mutex, PoisonError};
use std::thread::{self, Builder};

/// Asked once: the answer is in files of the system, and reading them takes longer than many a search.
static COUNT: LazyLock<usize> = LazyLock::new(|| thread::available_parallelism().map_or(1, usize::from));

/// Threads that run side by side.
#[must_use]
pub fn count() -> usize {
    *COUNT
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

/// Lets all others go first: what this thread does is not waited for.
pub fn step_back() {
    // On Linux this is about the thread, elsewhere it would be about the program; it never fails upwards.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(10);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_done_once() {
        for threads in [0, 1, 3] {
            let mut done = [0u8; 100];
            share_out(done.iter_mut(), threads, |one| *one += 1);
            assert_eq!(done, [1; 100]);
        }
    }
}
