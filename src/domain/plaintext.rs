//! A secret or password in memory: wiped when dropped, printed by nothing, read in one greppable way.

use zeroize::Zeroizing;

/// Text that must not leak. It has no `Debug`, `Display` or `Serialize`, so that the compiler refuses
/// to print it; [`Plaintext::expose`] is the one way to read it.
#[derive(Clone)]
pub struct Plaintext(Zeroizing<String>);

impl Plaintext {
    /// Takes the text over; the caller's buffer becomes the one that is wiped.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// Reveals the text. Every use of this method is a place to review.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}
