//! What a client, a secret, a partner is, and every rule about them. No input or output of any kind.

mod advice;
pub mod client_id;
pub mod email;
pub mod grant;
pub mod lifetime;
pub mod name;
mod plaintext;
mod problem;
pub mod redirect_uri;
pub mod rule;
pub mod scope;
pub mod text;

pub use advice::Advice;
pub use lifetime::Lifetime;
pub use plaintext::Plaintext;
pub use problem::{Checked, Problem, field};
