//! Overwrites what a function that has returned left on the stack. Hash functions keep blocks of their input
//! there and move them about, where no destructor reaches them.

use std::hint::black_box;

use zeroize::Zeroize;

/// Overwrites the `8 * WORDS` bytes below the caller's frame. Call it right after a function that is never
/// inlined and has worked on a secret.
#[inline(never)]
pub(super) fn cover_stack<const WORDS: usize>() {
    let mut frame = [0u64; WORDS];
    frame.zeroize();
    black_box(&frame);
}

#[cfg(all(test, target_os = "linux"))]
mod tests;
