//! OSC 52, by which a program asks its terminal to set the clipboard (xterm's ctlseqs, "Manipulate Selection
//! Data"). It only makes the bytes; the terminal never answers.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::route::Wrap;

/// Bytes of one DCS string for GNU screen, with its introducer and terminator; 4.x cuts longer ones.
const SCREEN_CHUNK: usize = 240;

/// The bytes that put `text` on the clipboard, wrapped in each of these ways.
pub(super) fn copy(text: &str, wraps: &[Wrap]) -> Zeroizing<Vec<u8>> {
    sequences(&Zeroizing::new(STANDARD.encode(text)), wraps)
}

/// The bytes that empty the clipboard, whatever is on it.
pub(super) fn clear(wraps: &[Wrap]) -> Zeroizing<Vec<u8>> {
    sequences("", wraps)
}

fn sequences(base64: &str, wraps: &[Wrap]) -> Zeroizing<Vec<u8>> {
    // Room for all of it at once: a buffer that grows leaves copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(3 * base64.len() + 200));
    for wrap in wraps {
        wrapped(&mut bytes, base64, *wrap);
    }
    bytes
}

fn wrapped(bytes: &mut Vec<u8>, base64: &str, wrap: Wrap) {
    match wrap {
        Wrap::Plain => plain(bytes, base64, b"\x1b\\"),
        Wrap::Tmux => {
            // Every ESC inside is doubled (tmux(1), allow-passthrough).
            bytes.extend_from_slice(b"\x1bPtmux;\x1b");
            plain(bytes, base64, b"\x1b\x1b\\");
            bytes.extend_from_slice(b"\x1b\\");
        }
        Wrap::Screen => {
            // ST would end the DCS string around it, so the OSC inside ends with BEL.
            let mut inside = Zeroizing::new(Vec::with_capacity(base64.len() + 20));
            plain(&mut inside, base64, b"\x07");
            for chunk in inside.chunks(SCREEN_CHUNK - b"\x1bP\x1b\\".len()) {
                bytes.extend_from_slice(b"\x1bP");
                bytes.extend_from_slice(chunk);
                bytes.extend_from_slice(b"\x1b\\");
            }
        }
    }
}

fn plain(bytes: &mut Vec<u8>, base64: &str, end: &[u8]) {
    bytes.extend_from_slice(b"\x1b]52;c;");
    bytes.extend_from_slice(base64.as_bytes());
    bytes.extend_from_slice(end);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_is_closed_by_st() {
        assert_eq!(&copy("a:b", &[Wrap::Plain])[..], b"\x1b]52;c;YTpi\x1b\\");
        assert_eq!(&clear(&[Wrap::Plain])[..], b"\x1b]52;c;\x1b\\");
    }

    #[test]
    fn for_tmux_every_escape_inside_is_doubled() {
        let wrapped = b"\x1bPtmux;\x1b\x1b]52;c;YTpi\x1b\x1b\\\x1b\\";
        assert_eq!(&copy("a:b", &[Wrap::Tmux])[..], wrapped);
        let both = [&b"\x1b]52;c;YTpi\x1b\\"[..], wrapped].concat();
        assert_eq!(&copy("a:b", &[Wrap::Plain, Wrap::Tmux])[..], both);
    }

    proptest! {
        #[test]
        fn for_screen_the_strings_are_short_and_joined_give_all(text in "[ -~]{0,900}") {
            let bytes = copy(&text, &[Wrap::Screen]);
            let mut joined = Vec::new();
            let mut rest = &bytes[..];
            while !rest.is_empty() {
                let end = rest.windows(2).position(|two| two == b"\x1b\\").unwrap() + 2;
                prop_assert!(end <= 240);
                prop_assert!(rest.starts_with(b"\x1bP"));
                joined.extend_from_slice(&rest[2..end - 2]);
                rest = &rest[end..];
            }
            let base64 = joined.strip_prefix(b"\x1b]52;c;").unwrap().strip_suffix(b"\x07").unwrap();
            prop_assert_eq!(STANDARD.decode(base64).unwrap(), text.as_bytes());
        }
    }
}
