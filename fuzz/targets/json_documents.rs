//! Clients in JSON, as each system that keeps them so writes them, and declarations.
#![no_main]

use clientkeep::exchange::{FORMATS, declarations};
use clientkeep_fuzz::reads;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &[u8])| {
    let (which, document) = input;
    let formats: Vec<_> =
        FORMATS.iter().filter(|format| !["csv", "authelia"].contains(&format.name)).collect();
    match formats.get(usize::from(which) % (formats.len() + 1)) {
        Some(format) => reads(format.read, document),
        None => reads(|input| declarations(input, false), document),
    }
});
