//! Declarations for `apply` in TOML.
#![no_main]

use clientkeep::exchange::declarations;
use clientkeep_fuzz::reads;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|document: &[u8]| reads(|input| declarations(input, true), document));
