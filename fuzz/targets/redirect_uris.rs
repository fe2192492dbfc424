//! Redirect URIs as they are typed or imported: a list that is taken is kept as it was written, and is taken again.
#![no_main]

use clientkeep::domain::redirect_uri;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let items = redirect_uri::split(text);
    for item in &items {
        assert!(text.contains(item), "never changed");
        let _ = redirect_uri::advice(item);
    }
    match redirect_uri::list(&[text]) {
        Ok(uris) => {
            assert_eq!(uris, items);
            assert!(uris.iter().all(|uri| !uri.chars().any(char::is_control)));
            assert_eq!(redirect_uri::list(&[uris.join("\n")]).expect("taken again"), uris);
        }
        Err(problems) => assert!(!problems.is_empty()),
    }
});
