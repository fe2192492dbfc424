//! Reads a stream window by window, however long its lines are, and tells where in it candidates stand. Its memory
//! is that of one window.

use std::io::{self, ErrorKind, Read};

use zeroize::Zeroizing;

use super::candidate::Candidate;
use super::finder::{AHEAD, BEHIND, Finder};

/// Bytes that are read at once: they stay in a core's own cache.
const PART: usize = 128 * 1024;
/// Bytes of one window that the next begins with.
const KEPT: usize = BEHIND + AHEAD;
/// What is read lies at a multiple of this: the system copies it faster there.
const ALIGNED: usize = 4096;

/// Where something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// 1 for the first line.
    pub line: u64,
    /// Bytes from the beginning of the line, 1 for the first.
    pub column: u64,
}

/// Reads streams, one after the other, into the same window.
pub struct Scanner<'f> {
    finder: &'f Finder,
    window: Zeroizing<Vec<u8>>,
    /// Where in the window new bytes go; before them stand those that are kept.
    start: usize,
    found: Vec<(usize, Candidate)>,
}

/// How lines are counted.
struct Lines {
    /// Newlines so far.
    ended: u64,
    /// Bytes since the last of them.
    since: u64,
}

impl Lines {
    const START: Self = Self { ended: 0, since: 0 };

    fn pass(&mut self, bytes: &[u8]) {
        match memchr::memrchr(b'\n', bytes) {
            None => self.since += bytes.len() as u64,
            Some(last) => {
                self.ended += memchr::memchr_iter(b'\n', bytes).count() as u64;
                self.since = (bytes.len() - last - 1) as u64;
            }
        }
    }
}

impl<'f> Scanner<'f> {
    /// One that has read nothing.
    pub fn new(finder: &'f Finder) -> Self {
        let window = Zeroizing::new(vec![0; KEPT + ALIGNED + PART]);
        let start = KEPT + window[KEPT..].as_ptr().align_offset(ALIGNED).min(ALIGNED);
        Self { finder, window, start, found: Vec::new() }
    }

    /// Reads a stream to its end and tells of every candidate in it, in their order; `tell` says whether to go
    /// on.
    ///
    /// # Errors
    /// What reading says; what was told before stays true.
    pub fn read(
        &mut self,
        from: &mut dyn Read,
        mut tell: impl FnMut(Place, Candidate) -> bool,
    ) -> io::Result<()> {
        let start = self.start;
        let (mut low, mut begin, mut lines) = (start, start, Lines::START);
        loop {
            let filled = start + fill(from, &mut self.window[start..start + PART])?;
            let ended = filled < start + PART;
            let to = if ended { filled } else { filled - AHEAD };
            self.finder.find(&self.window[low..filled], begin - low, to - low, &mut self.found);
            let mut passed = begin;
            for (at, candidate) in self.found.drain(..) {
                // A pair is met at its colon and begins before it, on the same line.
                let at = low + at;
                let back = passed.saturating_sub(at);
                lines.pass(&self.window[passed..at.max(passed)]);
                passed = passed.max(at);
                let column = lines.since + 1 - back as u64;
                if !tell(Place { line: lines.ended + 1, column }, candidate) {
                    return Ok(());
                }
            }
            if ended {
                return Ok(());
            }
            lines.pass(&self.window[passed..to]);
            low = start - KEPT;
            begin = low + BEHIND;
            self.window.copy_within(to - BEHIND..filled, low);
        }
    }
}

/// Reads until `window` is full or the stream has ended; tells how many bytes there are.
fn fill(from: &mut dyn Read, window: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < window.len() {
        match from.read(&mut window[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
