//! What a client, a secret, a partner is, and every rule about them. No input or output of any kind.

mod plaintext;
mod problem;
pub mod rule;
pub mod text;

pub use plaintext::Plaintext;
pub use problem::{Problem, field};
