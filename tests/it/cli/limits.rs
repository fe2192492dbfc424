//! What nobody means, and absurd numbers in the file: each has its plain sentence.

use super::program::Registry;

#[test]
fn a_search_that_is_too_long_and_a_list_of_ids_that_is_none_are_told_as_wrong_words() {
    let registry = Registry::new();
    registry.create("ABC");
    for (letters, told) in [("a".repeat(60_000), "60,000"), ("%".repeat(2_101), "2,101")] {
        let said = registry.run_bare(&["list", "--search", &letters]).fails(2);
        assert!(said.contains("up to 2,100 characters") && said.contains(told), "{said}");
    }
    assert_eq!(
        registry.run_bare(&["list", "--search", &"\\".repeat(2_100), "--json"]).json().as_array(),
        Some(&vec![])
    );
    for value in ["foo", "[1]", "{}", ""] {
        let said = registry.run_bare(&["list", "--filter", &format!("among={value}")]).fails(2);
        assert!(said.contains("JSON array"), "{said}");
    }
    assert_eq!(registry.run_bare(&["list", "--filter", "among=[\"nobody\"]"]).ok(), "");
}

#[test]
fn absurd_times_and_counts_in_the_file_stop_nobody() {
    let registry = Registry::new();
    registry.create("ABC");
    registry.sql(&format!(
        "UPDATE client_secret SET created_at = {least}, last_used_at = {least}, tried_at = {least}, expires_at = {most};
         UPDATE client SET created_at = {least}, updated_at = {least}, secret_at = {least}, last_used_at = {least};
         INSERT INTO sign_on_failure (user_name, system_user, failures, since) VALUES ('ada', 'one', {most}, 0), ('ada', 'two', {most}, 0)",
        least = i64::MIN,
        most = i64::MAX
    ));
    for command in ["lint", "health", "list", "check"] {
        let ran = registry.run_bare(&[command]);
        assert!(matches!(ran.code, 0 | 1), "{command}: {}", ran.stderr);
    }
    let ran = registry.run(&["update", "ABC", "--notes", "signed on"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}
