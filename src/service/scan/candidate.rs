//! What a place in a text may hold, and where a word may begin. It reads nothing more than the bytes at that place.

use crate::domain::Plaintext;
use crate::domain::sighting::Form;
use crate::vault::Fingerprint;

/// What a place may hold.
pub enum Candidate {
    /// A well-formed generated secret.
    Generated(Form, Fingerprint),
    /// A client ID with the texts that may be its secret.
    Presented(Form, String, Vec<Plaintext>),
}

/// Whether a word may begin after these bytes: they end with none, or with an escape that does, such as the
/// `%3D` of a form or the `\n` of JSON.
pub fn begins_here(before: &[u8]) -> bool {
    let hex = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_hexdigit);
    match before {
        [] | [.., b'\\', b'n' | b't' | b'r' | b'b' | b'f'] => true,
        [.., last] if !is_word(*last) => true,
        [.., b'%', one, two] | [.., b'\\', b'x', one, two] => hex(&[*one, *two]),
        [.., b'\\', b'u', one, two, three, four] => hex(&[*one, *two, *three, *four]),
        _ => false,
    }
}

/// Whether the byte may stand in a word.
pub fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
