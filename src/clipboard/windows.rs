//! The clipboard of the Windows around this Linux, through `clip.exe`, which can't read it back.

use std::process::Command;
use std::time::Duration;

use zeroize::Zeroizing;

use super::error::ClipboardError;
use super::process;

const PROGRAM: &str = "clip.exe";

/// Starting a Windows program from Linux can take seconds.
const LIMIT: Duration = Duration::from_secs(5);

/// Replaces what is on the clipboard; an empty text clears it.
pub(super) fn copy(text: &str) -> Result<(), ClipboardError> {
    let bytes = Zeroizing::new(encoded(text));
    process::run(&mut Command::new(PROGRAM), &bytes, LIMIT).map_err(ClipboardError::program(PROGRAM))?;
    Ok(())
}

/// ASCII is the same in every code page; for the rest `clip.exe` knows UTF-16 by its byte-order mark.
fn encoded(text: &str) -> Vec<u8> {
    if text.is_ascii() {
        return text.as_bytes().to_vec();
    }
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_sent_as_they_are_and_other_letters_as_utf_16() {
        assert_eq!(encoded("id:secret"), b"id:secret");
        assert_eq!(encoded("é"), [0xFF, 0xFE, 0xE9, 0x00]);
    }
}
