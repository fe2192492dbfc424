//! A growing buffer for text with secrets: what it held is wiped, also where it had to move to grow. Whom it reads
//! from and writes for comes from outside.

use std::io::{self, Read, Write};

use zeroize::{Zeroize as _, Zeroizing};

use super::plaintext::Plaintext;

/// Bytes that are read at once, and that a buffer has room for at first.
const CHUNK: usize = 8 * 1024;
/// What stands for bytes that are no text.
const UNREADABLE: &str = "\u{FFFD}";

/// Bytes that are wiped when dropped.
pub struct Wiped(Zeroizing<Vec<u8>>);

impl Default for Wiped {
    fn default() -> Self {
        Self(Zeroizing::new(Vec::with_capacity(CHUNK)))
    }
}

impl Wiped {
    /// All that a reader gives, `most` bytes and one more at most.
    ///
    /// # Errors
    /// What the reader says.
    pub fn read(from: &mut dyn Read, most: u64) -> io::Result<Self> {
        let mut chunk = Zeroizing::new([0; CHUNK]);
        let mut bytes = Self::default();
        let mut from = from.take(most + 1);
        loop {
            match from.read(&mut *chunk) {
                Ok(0) => return Ok(bytes),
                Ok(count) => bytes.push(&chunk[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// What it holds.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The same as text; what is no UTF-8 stands as U+FFFD.
    #[must_use]
    pub fn text(&self) -> Plaintext {
        let pieces = || {
            self.0
                .utf8_chunks()
                .flat_map(|chunk| [chunk.valid(), if chunk.invalid().is_empty() { "" } else { UNREADABLE }])
        };
        // The whole length at once: a text that grew would leave copies behind.
        let mut text = String::with_capacity(pieces().map(str::len).sum());
        text.extend(pieces());
        Plaintext::new(text)
    }

    /// Forgets the first `count` bytes, or all where there are fewer.
    pub fn forget(&mut self, count: usize) {
        let count = count.min(self.0.len());
        let left = self.0.len() - count;
        self.0.copy_within(count.., 0);
        self.0[left..].zeroize();
        self.0.truncate(left);
    }

    /// Adds bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        let wanted = self.0.len() + bytes.len();
        if wanted > self.0.capacity() {
            let mut larger = Zeroizing::new(Vec::with_capacity(wanted.max(2 * self.0.capacity())));
            larger.extend_from_slice(&self.0);
            // The smaller one is wiped here.
            self.0 = larger;
        }
        self.0.extend_from_slice(bytes);
    }
}

impl Write for Wiped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.push(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_when_the_buffer_grows() {
        let text: Vec<u8> = (0..100_000_u32).flat_map(u32::to_le_bytes).collect();
        let read = Wiped::read(&mut text.as_slice(), u64::MAX - 1).unwrap();
        assert!(read.bytes() == text);
    }

    #[test]
    fn what_is_forgotten_is_gone_from_its_beginning() {
        let mut wiped = Wiped::default();
        wiped.push(b"one two");
        wiped.forget(4);
        assert_eq!(wiped.bytes(), b"two");
        wiped.forget(9);
        assert_eq!(wiped.bytes(), b"");
    }

    #[test]
    fn as_text_it_is_what_the_standard_library_makes_of_it() {
        for bytes in [&b"plain"[..], b"a\xffb\xe2\x82", b"\xe2\x82\xac", b""] {
            let mut wiped = Wiped::default();
            wiped.push(bytes);
            assert_eq!(wiped.text().expose(), String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn no_more_than_one_byte_over_the_limit_is_read() {
        assert_eq!(Wiped::read(&mut [7; 100].as_slice(), 9).unwrap().bytes(), [7; 10]);
    }
}
