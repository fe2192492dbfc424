//! Hashes secrets on all cores, each worker with one set of memory blocks: a batch that is known beforehand, or a
//! stream that keeps its order while others are stored.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, Builder, ScopedJoinHandle};

use super::error::Error;
use super::secrets::StagedSecret;
use super::{Service, Telling};
use crate::cores;
use crate::domain::{Plaintext, SecretOrigin};
use crate::vault::{Cost, Entropy, EntropyError, Verifier, draw, generate};

/// A secret with its salt that is not hashed yet.
pub(super) struct DrawnSecret {
    plaintext: Plaintext,
    salt: [u8; 16],
    origin: SecretOrigin,
}

impl DrawnSecret {
    /// A new secret.
    pub fn generated(entropy: &mut dyn Entropy) -> Result<Self, EntropyError> {
        Ok(Self { plaintext: generate(entropy)?, salt: draw(entropy)?, origin: SecretOrigin::Generated })
    }

    /// A secret that comes from another system.
    pub fn imported(plaintext: Plaintext, entropy: &mut dyn Entropy) -> Result<Self, EntropyError> {
        Ok(Self { plaintext, salt: draw(entropy)?, origin: SecretOrigin::Imported })
    }

    fn hash(&self, cost: Cost, verifier: &mut Verifier) -> Result<StagedSecret, Error> {
        // The generation is the client's matter; it is no part of the hash.
        let stored = verifier.store(0, &self.plaintext, cost, &mut Salt(self.salt))?;
        Ok(StagedSecret::new(self.plaintext.clone(), stored, self.origin))
    }
}

/// Random bytes that were drawn beforehand, for a salt.
struct Salt([u8; 16]);

impl Entropy for Salt {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyError> {
        let enough = self.0.get(..out.len()).ok_or_else(|| EntropyError::new("too few were drawn"))?;
        out.copy_from_slice(enough);
        Ok(())
    }
}

/// Secrets that are not hashed yet.
pub(super) struct DrawnSecrets {
    drawn: Vec<DrawnSecret>,
    cost: Cost,
}

impl DrawnSecrets {
    /// Hashes them on all cores.
    pub fn hash(&self) -> Result<Vec<StagedSecret>, Error> {
        self.hash_telling(&mut |_, _| ControlFlow::Continue(()))
    }

    /// Hashes them on all cores and tells after each.
    ///
    /// # Errors
    /// [`Error::Interrupted`] where that was broken off.
    pub fn hash_telling(&self, tell: Telling<'_>) -> Result<Vec<StagedSecret>, Error> {
        let share = self.drawn.len().div_ceil(cores::count().min(self.drawn.len().max(1))).max(1);
        let stop = AtomicBool::new(false);
        let (done, told) = channel();
        let staged: Vec<Result<Vec<StagedSecret>, Error>> = thread::scope(|scope| {
            let stop = &stop;
            let hash = |chunk| {
                let own = done.clone();
                let work = move || hash_all(chunk, self.cost, &own, stop);
                // Where no thread can be started, it is done here.
                Builder::new().spawn_scoped(scope, work).map_err(|_| hash_all(chunk, self.cost, &done, stop))
            };
            let workers: Vec<_> = self.drawn.chunks(share).map(hash).collect();
            drop(done);
            for (count, ()) in (1..).zip(told) {
                if tell(count, self.drawn.len() as u64).is_break() {
                    stop.store(true, Ordering::Relaxed);
                }
            }
            let joined =
                |worker: ScopedJoinHandle<'_, _>| worker.join().unwrap_or_else(|_| Err(not_hashed()));
            workers.into_iter().map(|worker| worker.map_or_else(|here| here, joined)).collect()
        });
        let mut all = Vec::with_capacity(self.drawn.len());
        for some in staged {
            all.extend(some?);
        }
        Ok(all)
    }
}

fn hash_all(
    drawn: &[DrawnSecret],
    cost: Cost,
    done: &Sender<()>,
    stop: &AtomicBool,
) -> Result<Vec<StagedSecret>, Error> {
    let mut verifier = Verifier::new();
    let stage = |secret: &DrawnSecret| {
        if stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        let staged = secret.hash(cost, &mut verifier);
        // Nobody who listens is nobody who minds.
        let _ = done.send(());
        staged
    };
    drawn.iter().map(stage).collect()
}

/// A thread that hashed has ended.
pub(super) fn not_hashed() -> Error {
    Error::Machine("Hashing was interrupted; try again.".to_owned())
}

impl Service {
    /// Makes secrets and hashes them on all cores.
    pub(super) fn stage_secrets(&mut self, count: usize) -> Result<Vec<StagedSecret>, Error> {
        self.draw_secrets(count)?.hash()
    }

    /// Makes secrets.
    pub(super) fn draw_secrets(&mut self, count: usize) -> Result<DrawnSecrets, Error> {
        let cost = self.verifier_cost()?;
        let entropy = &mut *self.world.entropy;
        let drawn = (0..count).map(|_| DrawnSecret::generated(entropy)).collect::<Result<_, _>>()?;
        Ok(DrawnSecrets { drawn, cost })
    }
}

/// Things in their order, each with a secret that is being hashed, or without one.
pub(super) struct Staging<T> {
    jobs: Sender<(u64, DrawnSecret)>,
    hashed: Receiver<(u64, Result<StagedSecret, Error>)>,
    /// What this thread hashes with, where no other could be started.
    alone: Option<(Cost, Verifier)>,
    queue: VecDeque<(T, Slot)>,
    /// The number of the first in the queue.
    first: u64,
    under_way: usize,
    /// How many have been hashed.
    pub done: u64,
}

/// Where the secret of a thing is.
enum Slot {
    None,
    UnderWay,
    Ready(Result<StagedSecret, Error>),
}

/// Does work with workers on all cores that hash what it stages.
pub(super) fn staging<T, R>(cost: Cost, work: impl FnOnce(&mut Staging<T>) -> R) -> R {
    let (jobs, taken) = channel::<(u64, DrawnSecret)>();
    let (done, hashed) = channel();
    let taken = Mutex::new(taken);
    thread::scope(|scope| {
        let mut alone = Some((cost, Verifier::new()));
        for _ in 0..cores::count() {
            let (taken, done) = (&taken, done.clone());
            let work = move || {
                let mut verifier = Verifier::new();
                let next = || taken.lock().unwrap_or_else(PoisonError::into_inner).recv();
                // It ends when nobody stages any more, or nobody waits.
                while let Ok((number, secret)) = next() {
                    if done.send((number, secret.hash(cost, &mut verifier))).is_err() {
                        break;
                    }
                }
            };
            if Builder::new().spawn_scoped(scope, work).is_err() {
                break;
            }
            alone = None;
        }
        drop(done);
        let mut staging =
            Staging { jobs, hashed, alone, queue: VecDeque::new(), first: 0, under_way: 0, done: 0 };
        let result = work(&mut staging);
        // What was not begun is not hashed any more.
        drop(staging);
        while taken.lock().unwrap_or_else(PoisonError::into_inner).try_recv().is_ok() {}
        result
    })
}

impl<T> Staging<T> {
    /// Adds a thing, and its secret where it has one to be hashed.
    pub fn push(&mut self, thing: T, secret: Option<DrawnSecret>) -> Result<(), Error> {
        let slot = match secret {
            None => Slot::None,
            Some(secret) if let Some((cost, verifier)) = &mut self.alone => {
                self.done += 1;
                Slot::Ready(secret.hash(*cost, verifier))
            }
            Some(secret) => {
                let number = self.first + self.queue.len() as u64;
                self.jobs.send((number, secret)).map_err(|_| not_hashed())?;
                self.under_way += 1;
                Slot::UnderWay
            }
        };
        self.queue.push_back((thing, slot));
        Ok(())
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.queue.len()
    }

    /// Waits until one more is hashed; false where all are.
    pub fn wait(&mut self) -> Result<bool, Error> {
        if self.under_way == 0 {
            return Ok(false);
        }
        let (number, staged) = self.hashed.recv().map_err(|_| not_hashed())?;
        self.under_way -= 1;
        self.done += 1;
        let at = usize::try_from(number - self.first).unwrap_or(usize::MAX);
        if let Some((_, slot)) = self.queue.get_mut(at) {
            *slot = Slot::Ready(staged);
        }
        Ok(true)
    }

    /// The first thing, once its secret is hashed.
    pub fn pop(&mut self) -> Result<Option<(T, Option<StagedSecret>)>, Error> {
        while matches!(self.queue.front(), Some((_, Slot::UnderWay))) {
            self.wait()?;
        }
        let Some((thing, slot)) = self.queue.pop_front() else { return Ok(None) };
        self.first += 1;
        match slot {
            Slot::None | Slot::UnderWay => Ok(Some((thing, None))),
            Slot::Ready(staged) => Ok(Some((thing, Some(staged?)))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::OsEntropy;

    /// Things with and without secrets, those that went out and came in meanwhile among them, each told with its own.
    fn each_has_its_own(staging: &mut Staging<Option<Plaintext>>) {
        let push = |staging: &mut Staging<Option<Plaintext>>, has_secret: bool| {
            let secret = has_secret.then(|| DrawnSecret::generated(&mut OsEntropy).unwrap());
            staging.push(secret.as_ref().map(|drawn| drawn.plaintext.clone()), secret).unwrap();
        };
        let (mut went, mut rest) = (0, [true, false, true, true, false, true, true].into_iter());
        for has_secret in rest.by_ref().take(3) {
            push(staging, has_secret);
        }
        assert_eq!(staging.len(), 3);
        while let Some((thing, staged)) = staging.pop().unwrap() {
            let own = staged.as_ref().map(|staged| staged.plaintext().expose());
            assert_eq!(thing.as_ref().map(Plaintext::expose), own);
            went += 1;
            if let Some(has_secret) = rest.next() {
                push(staging, has_secret);
            }
        }
        assert_eq!((went, staging.done, staging.len()), (7, 5, 0));
        assert!(!staging.wait().unwrap(), "all are hashed");
    }

    #[test]
    fn what_is_staged_keeps_its_order_and_its_own_secret_while_more_comes() {
        staging(Cost::SMALLEST, each_has_its_own);
    }

    #[test]
    fn where_no_thread_can_be_started_it_is_the_same() {
        let ((jobs, _), (_, hashed)) = (channel(), channel());
        let alone = Some((Cost::SMALLEST, Verifier::new()));
        let queue = VecDeque::new();
        each_has_its_own(&mut Staging { jobs, hashed, alone, queue, first: 0, under_way: 0, done: 0 });
    }
}
