//! argon2id version 19 (RFC 9106) with memory that is kept, given back and wiped here. It counts nothing
//! and compares nothing.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use zeroize::{Zeroize, Zeroizing};

use super::cost::Cost;
use super::entropy::EntropyError;

/// Bytes of a salt.
pub const SALT_LENGTH: usize = 16;
/// Bytes that a derivation gives.
pub const OUTPUT_LENGTH: usize = 32;

/// A secret or password could not be hashed.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// The memory is not there.
    #[error(
        "Hashing needs {0} KiB of memory, which this machine does not have free; close something and try again."
    )]
    OutOfMemory(u32),
    /// argon2 refused its input.
    #[error("The text could not be hashed ({0}).")]
    Refused(argon2::Error),
    /// No salt could be drawn.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
}

/// argon2id's memory blocks: kept between derivations, wiped when dropped.
#[derive(Default)]
pub(super) struct Memory(Zeroizing<Vec<Block>>);

impl Memory {
    /// Derives 32 bytes from `text` and `salt` at exactly this cost.
    pub(super) fn derive(
        &mut self,
        text: &[u8],
        salt: &[u8; SALT_LENGTH],
        cost: Cost,
    ) -> Result<Zeroizing<[u8; OUTPUT_LENGTH]>, HashError> {
        let mut out = Zeroizing::new([0; OUTPUT_LENGTH]);
        self.derive_into(text, salt, cost, out.as_mut_slice())?;
        Ok(out)
    }

    /// Derives as many bytes as `out` has.
    pub(super) fn derive_into(
        &mut self,
        text: &[u8],
        salt: &[u8],
        cost: Cost,
        out: &mut [u8],
    ) -> Result<(), HashError> {
        #[cfg(test)]
        counting::derived(cost);
        let params = Params::new(cost.memory_kib(), cost.time(), cost.parallelism(), Some(out.len()))
            .map_err(HashError::Refused)?;
        let blocks = params.block_count();
        self.grow(blocks).map_err(|()| HashError::OutOfMemory(cost.memory_kib()))?;
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(text, salt, out, &mut self.0[..blocks])
            .map_err(HashError::Refused)?;
        if cost.time() == 1 {
            // After a single pass the first blocks are still a fast hash of the text.
            self.0[..blocks].iter_mut().zeroize();
        }
        Ok(())
    }

    fn grow(&mut self, blocks: usize) -> Result<(), ()> {
        if blocks > self.0.len() {
            // Emptied first: memory that moves leaves a copy behind.
            self.0.zeroize();
            self.0.try_reserve_exact(blocks).map_err(|_| ())?;
            self.0.resize(blocks, Block::new());
        }
        Ok(())
    }
}

#[cfg(test)]
pub(super) use counting::count;

/// Counts derivations, so that tests measure work without a clock.
#[cfg(test)]
mod counting {
    use std::cell::RefCell;

    use super::Cost;

    thread_local! {
        static DERIVED: RefCell<Vec<Cost>> = const { RefCell::new(Vec::new()) };
    }

    pub(super) fn derived(cost: Cost) {
        DERIVED.with_borrow_mut(|derived| derived.push(cost));
    }

    /// The cost of each derivation that `action` makes on this thread.
    pub(in crate::vault) fn count(action: impl FnOnce()) -> Vec<Cost> {
        DERIVED.take();
        action();
        DERIVED.take()
    }
}

#[cfg(test)]
mod tests;
