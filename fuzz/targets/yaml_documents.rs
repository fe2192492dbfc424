//! Clients in Authelia's configuration.
#![no_main]

use clientkeep::exchange::format;
use clientkeep_fuzz::reads;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|document: &[u8]| reads(format("authelia").expect("a format").read, document));
