//! A growing buffer for text with secrets: what it held is wiped, also where it had to move to grow.

use std::io::{self, Read, Write};

use zeroize::Zeroizing;

/// Bytes that are read at once, and that a buffer has room for at first.
const CHUNK: usize = 8 * 1024;

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
    fn no_more_than_one_byte_over_the_limit_is_read() {
        assert_eq!(Wiped::read(&mut [7; 100].as_slice(), 9).unwrap().bytes(), [7; 10]);
    }
}
