//! Lifetimes, spans and points in time as they are typed: what is taken lies within its limits and, typed back, means the
//! same.
#![no_main]

use clientkeep::domain::lifetime::{access_lifetime, grace, refresh_lifetime, span_typed};
use clientkeep::domain::time::{Edge, age, ago, deadline, minute, point, rfc3339};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (i64, &str)| {
    let (now, text) = input;
    for parse in [access_lifetime, refresh_lifetime] {
        if let Ok(Some(lifetime)) = parse(text) {
            assert!(lifetime.as_seconds() == -1 || (1..=31_536_000).contains(&lifetime.as_seconds()));
            let again = parse(&lifetime.typed()).ok().flatten().expect("typed back");
            assert_eq!(again.as_seconds(), lifetime.as_seconds());
            assert!(!lifetime.words().is_empty());
        }
    }
    if let Ok(seconds) = grace(text) {
        assert_eq!(grace(&span_typed(seconds)).expect("typed back"), seconds);
    }
    let near = now % 10_000_000_000;
    for edge in [Edge::Start, Edge::End] {
        if let Ok(at) = point("since", text, near, edge) {
            let (_, _) = (rfc3339(at), minute(at));
        }
    }
    let _ = deadline("until", text, near);
    let _ = (age(now, near), ago(near, now), rfc3339(now), minute(now));
});
