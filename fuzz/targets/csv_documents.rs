//! Clients in a table.
#![no_main]

use clientkeep::exchange::format;
use clientkeep_fuzz::reads;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|document: &[u8]| reads(format("csv").expect("a format").read, document));
