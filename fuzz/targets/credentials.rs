//! Credentials from anywhere: a line, a header. What is read can be written, and reads the same again.
#![no_main]

use clientkeep::domain::Credentials;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(read) = Credentials::parse(text) else { return };
    assert!(!read.client_id.is_empty() && !read.secret.expose().is_empty());
    let line = read.line();
    let again = Credentials::parse(line.expose());
    // A line break inside is possible in Basic only.
    if let Ok(again) = again {
        assert_eq!(
            (again.client_id.as_str(), again.secret.expose()),
            (read.client_id.as_str(), read.secret.expose())
        );
    }
    let token = read.basic();
    let from_basic = Credentials::from_basic(token.expose()).expect("what was written is read");
    assert_eq!(from_basic.line().expose(), line.expose());
    let _ = read.form_decoded();
});
