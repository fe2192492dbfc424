//! What the detached process is told, and how it is written down.

use std::io::{self, BufRead, Read as _, Write};
use std::time::Duration;

use zeroize::Zeroizing;

use crate::domain::Plaintext;

/// Longest text that is taken.
const TEXT: usize = 64 * 1024;

/// What the detached process does with the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// Offer it on the desktop's clipboard, and clear it there.
    Native,
    /// Clear it from this tmux buffer.
    Tmux {
        /// The buffer's name.
        buffer: String,
    },
    /// Say whether the desktop's clipboard holds it.
    Check,
    /// Say whether there is a desktop; the text means nothing.
    Connect,
}

impl Order {
    /// Writes order and text, the text in one piece.
    pub(super) fn write(&self, out: &mut impl Write, text: &Plaintext, keep: Duration) -> io::Result<()> {
        let (word, buffer) = match self {
            Self::Native => ("native", ""),
            Self::Tmux { buffer } => ("tmux", buffer.as_str()),
            Self::Check => ("check", ""),
            Self::Connect => ("connect", ""),
        };
        let text = text.expose();
        writeln!(out, "{word} {} {buffer}", keep.as_millis())?;
        writeln!(out, "{}", text.len())?;
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    /// Reads what [`write`](Self::write) wrote.
    pub(super) fn read(source: &mut impl BufRead) -> io::Result<(Self, Plaintext, Duration)> {
        let invalid = || io::Error::new(io::ErrorKind::InvalidData, "this is no order");
        let mut line = String::new();
        source.by_ref().take(1024).read_line(&mut line)?;
        let mut words = line.trim_end_matches('\n').splitn(3, ' ');
        let word = words.next().unwrap_or_default();
        let keep = words.next().and_then(|keep| keep.parse().ok()).ok_or_else(invalid)?;
        let buffer = words.next().unwrap_or_default().to_owned();
        let order = match word {
            "native" => Self::Native,
            "tmux" => Self::Tmux { buffer },
            "check" => Self::Check,
            "connect" => Self::Connect,
            _ => return Err(invalid()),
        };
        line.clear();
        source.by_ref().take(32).read_line(&mut line)?;
        let length = line.trim_end().parse().ok().filter(|length| *length <= TEXT).ok_or_else(invalid)?;
        let mut bytes = Zeroizing::new(vec![0; length]);
        source.read_exact(&mut bytes)?;
        let text = String::from_utf8(std::mem::take(&mut *bytes)).map_err(|_| invalid())?;
        Ok((order, Plaintext::new(text), Duration::from_millis(keep)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_read_as_it_was_written() {
        let text = Plaintext::new("id:a secret\nwith a line".into());
        for order in [Order::Native, Order::Check, Order::Connect, Order::Tmux { buffer: "buffer 12".into() }]
        {
            let mut bytes = Vec::new();
            order.write(&mut bytes, &text, Duration::from_secs(45)).unwrap();
            bytes.extend_from_slice(b"clear\n");
            let mut source = &bytes[..];
            let (read, read_text, keep) = Order::read(&mut source).unwrap();
            assert_eq!((read, keep), (order, Duration::from_secs(45)));
            assert_eq!(read_text.expose(), text.expose());
            assert_eq!(source, b"clear\n", "nothing after the text is taken");
        }
    }

    #[test]
    fn what_is_no_order_is_refused() {
        for bytes in
            ["", "native\n", "native 5 \n", "native 5 \n99999999\n", "native 5 \n4\nabc", "rm 5 \n0\n"]
        {
            assert!(Order::read(&mut bytes.as_bytes()).is_err(), "{bytes:?}");
        }
    }
}
