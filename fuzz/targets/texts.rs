//! Names and free texts: what is drawn holds nothing that a terminal obeys, and what a name may be is drawn as it is.
#![no_main]

use clientkeep::domain::{email, name, scope, text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|typed: &str| {
    let drawn = text::drawn(typed);
    assert!(!drawn.chars().any(char::is_control), "{drawn:?}");
    assert!(!text::drawn_lines(typed).chars().any(|c| c.is_control() && c != '\n'));
    let _ = (text::quoted(typed), name::look(typed), name::search_fold(typed), name::name_key(typed));
    if let Ok(kept) = name::client_name(typed) {
        assert_eq!(text::drawn(&kept), kept, "a name needs no escaping");
        assert!((1..=100).contains(&kept.chars().count()));
        assert_eq!(name::client_name(&kept).expect("taken again"), kept);
    }
    for check in
        [name::class_name, name::operator_name, name::subdomain, name::partner_name, name::partner_user]
    {
        if let Ok(kept) = check(typed) {
            assert_eq!(check(&kept).expect("taken again"), kept);
        }
    }
    let _ = (email::address(typed), scope::tokens(&[typed]), name::notes(typed));
});
