//! What a client, a secret, a partner is, and every rule about them. No input or output of any kind.

mod plaintext;

pub use plaintext::Plaintext;
