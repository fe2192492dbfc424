//! clientkeep: OAuth2 Client Maintenance. The layers, from the ground up: `domain` (what things are),
//! `store` (the only SQL) and `vault` (the only cryptography), `service` (the one door), and two thin
//! front ends, `cli` and `tui`. Without default features the library serves authorization servers.

pub mod domain;
#[cfg(feature = "exchange")]
pub mod exchange;
pub mod service;
pub mod store;
pub mod vault;

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "clipboard")]
pub mod clipboard;
#[cfg(feature = "clipboard")]
pub mod os;
#[cfg(feature = "tui")]
pub mod tui;
