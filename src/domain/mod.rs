//! What a client, a secret, a partner is, and every rule about them. No input or output of any kind.

pub mod client_id;
pub mod lifetime;
pub mod name;
mod plaintext;
mod problem;
pub mod rule;
pub mod text;

pub use lifetime::Lifetime;
pub use plaintext::Plaintext;
pub use problem::{Checked, Problem, field};
