//! A document's bytes as they are needed, through one piece of memory that is wiped.

use std::io::{self, Read};

use zeroize::Zeroizing;

/// Bytes that are held at once.
pub const CHUNK: usize = 64 * 1024;
/// What some programs put before their text.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The bytes of a reader.
pub struct Chunks<'r> {
    input: Box<dyn Read + 'r>,
    held: Zeroizing<Vec<u8>>,
    at: usize,
}

impl<'r> Chunks<'r> {
    /// The bytes that a reader gives.
    #[must_use]
    pub fn new(input: Box<dyn Read + 'r>) -> Self {
        Self { input, held: Zeroizing::new(Vec::with_capacity(CHUNK)), at: 0 }
    }

    /// What comes next; nothing at the end. More than one byte where there is more, however slowly it comes.
    ///
    /// # Errors
    /// Why the document can't be read, as a sentence.
    pub fn ahead(&mut self) -> Result<&[u8], String> {
        if self.at == self.held.len() {
            self.at = 0;
            self.refill().map_err(|error| format!("The file can't be read: {error}."))?;
        }
        Ok(&self.held[self.at..])
    }

    /// Goes on after `count` of the bytes that were ahead.
    pub fn pass(&mut self, count: usize) {
        self.at += count;
    }

    /// Goes on after a byte order mark, where the document begins with one.
    ///
    /// # Errors
    /// As for [`Chunks::ahead`].
    pub fn pass_byte_order_mark(&mut self) -> Result<(), String> {
        if self.ahead()?.starts_with(BYTE_ORDER_MARK) {
            self.pass(BYTE_ORDER_MARK.len());
        }
        Ok(())
    }

    /// Reads until the memory is full or the document ends, so that a pipe gives the same pieces as a file.
    fn refill(&mut self) -> io::Result<()> {
        self.held.resize(CHUNK, 0);
        let mut count = 0;
        while count < CHUNK {
            match self.input.read(&mut self.held[count..]) {
                Ok(0) => break,
                Ok(read) => count += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.held.truncate(0);
                    return Err(error);
                }
            }
        }
        self.held.truncate(count);
        Ok(())
    }
}
