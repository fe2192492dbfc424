//! Everything that is tested from outside, in one binary.

mod cli;
#[cfg(feature = "clipboard")]
mod clipboard;
#[cfg(feature = "clipboard")]
mod memory;
#[cfg(feature = "clipboard")]
mod pty;
#[cfg(feature = "tui")]
mod terminal;
#[cfg(feature = "tui")]
mod tui;
