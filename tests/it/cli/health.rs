//! `health`: what is counted, and what is not said where nobody knows.

use super::program::Registry;

#[test]
fn nobody_is_called_unused_where_servers_report_no_use() {
    let registry = Registry::new();
    registry.create("ABC Shipping");
    let told = registry.run_bare(&["health"]).ok();
    assert!(told.contains("secret_age\tyounger than 30 days\t1\tsecret_age=under-30d\n"), "{told}");
    assert!(!told.contains("used"), "{told}");
    assert_eq!(registry.run_bare(&["health", "--json"]).json()["use_is_reported"], false);
}
