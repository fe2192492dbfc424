//! clientkeep: OAuth2 Client Maintenance. The layers, from the ground up: `domain` (what things are),
//! `store` (the only SQL) and `vault` (the only cryptography), `service` (the one door), and two thin
//! front ends, `cli` and `tui`. Without default features the library serves authorization servers.
//!
//! - An authorization server opens a registry for reading with [`service::Registry`]: it verifies credentials and tells
//!   a client's facts; `examples/authorization_server.rs` is the whole of it.
//! - A program that maintains clients signs on with [`service::Service`], as screen and command line do:
//!   `examples/maintain_clients.rs`.
//!
//! Both need no terminal code: `clientkeep = { version = "0.1", default-features = false }`.

mod cores;
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
