//! `list`: searched, filtered, sorted, paged, and in a form that a program can cut.

use std::collections::HashSet;

use super::program::Registry;

fn filled() -> Registry {
    let registry = Registry::new();
    for (name, class, email) in [
        ("Beta", "USER", "b@abc.example"),
        ("alpha", "ADMIN", "a@abc.example"),
        ("Gamma", "USER", "g@def.example"),
    ] {
        registry.run(&["create", name, "--class", class, "--email", email]).ok();
    }
    registry.run(&["disable", "Gamma"]).ok();
    registry
}

fn names(registry: &Registry, options: &[&str]) -> Vec<String> {
    let arguments: Vec<&str> = ["list", "--json"].iter().chain(options).copied().collect();
    let listed = registry.run_bare(&arguments).json();
    listed
        .as_array()
        .unwrap()
        .iter()
        .map(|client| client["client_name"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_list_is_sorted_searched_filtered_and_paged() {
    let registry = filled();
    assert_eq!(names(&registry, &[]), ["alpha", "Beta", "Gamma"]);
    assert_eq!(names(&registry, &["--sort", "name:desc"]), ["Gamma", "Beta", "alpha"]);
    assert_eq!(names(&registry, &["--search", "abc.example"]), ["alpha", "Beta"]);
    assert_eq!(names(&registry, &["--search", "email:abc class:user"]), ["Beta"]);
    assert_eq!(names(&registry, &["--filter", "status=disabled"]), ["Gamma"]);
    assert_eq!(names(&registry, &["--filter", "class=USER", "--filter", "status=enabled"]), ["Beta"]);
    assert_eq!(names(&registry, &["--limit", "2"]), ["alpha", "Beta"]);
    assert_eq!(names(&registry, &["--limit", "2", "--page", "2"]), ["Gamma"]);
    assert_eq!(names(&registry, &["--limit", "2", "--page", "9"]), Vec::<String>::new());
    registry.run_bare(&["list", "--filter", "shoe_size=7"]).fails(2);
    assert_eq!(names(&registry, &["--search", &"a ".repeat(64)]), ["alpha", "Beta", "Gamma"]);
    let refused = registry.run_bare(&["list", "--search", &"a ".repeat(65)]);
    assert!(refused.fails(2).contains("up to 64 terms; this one has 65"));
}

#[test]
fn a_status_is_searched_for_and_what_nothing_can_have_is_told() {
    let registry = filled();
    assert_eq!(names(&registry, &["--search", "status:disabled"]), ["Gamma"]);
    assert_eq!(names(&registry, &["--search", "email:abc status:en class:user"]), ["Beta"]);
    assert_eq!(names(&registry, &["--filter", "status=Disabled", "--filter", "class=user"]), ["Gamma"]);
    assert_eq!(names(&registry, &["--filter", "require-pkce=FALSE"]).len(), 3);
    assert_eq!(names(&registry, &["--search", "https://nowhere.example"]), Vec::<String>::new());
    let refused = |option: &str, value: &str, code| registry.run_bare(&["list", option, value]).fails(code);
    let said = refused("--search", "clas:ADMIN", 2);
    assert!(said.contains("no field \"clas\"") && said.contains("name, client_id"), "{said}");
    let said = refused("--filter", "status=gone", 2);
    assert!(said.contains("enabled, disabled"), "{said}");
    refused("--filter", "grants=all", 2);
    refused("--filter", "class=NOPE", 3);
    refused("--filter", "partner=nope", 3);
}

#[test]
fn every_column_sorts() {
    let registry = filled();
    let columns = "name client_id class partner email grants status secret_age last_used created updated";
    for column in columns.split(' ') {
        assert_eq!(names(&registry, &["--sort", column]).len(), 3, "{column}");
        assert_eq!(names(&registry, &["--sort", &format!("{column}:desc")]).len(), 3, "{column}");
    }
}

#[test]
fn a_program_gets_one_line_a_client_parted_by_tabs() {
    let registry = filled();
    let text = registry.run_bare(&["list"]).ok();
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(lines.len(), 3, "no heading");
    assert!(lines.iter().all(|cells| cells.len() == 11), "{text}");
    assert_eq!(
        (lines[0][0], lines[0][2], lines[0][4], lines[2][6]),
        ("alpha", "ADMIN", "a@abc.example", "disabled")
    );
    assert_eq!(lines[0][8], "", "last used is not reported");
    assert!(lines[0][9].ends_with('Z'), "times are RFC 3339: {}", lines[0][9]);
}

#[test]
fn a_list_longer_than_what_is_read_at_once_is_whole() {
    let registry = Registry::none();
    let path = registry.path();
    registry.run(&["demo", path.to_str().unwrap(), "--clients", "20500"]).ok();
    let text = registry.run_bare(&["list", "--sort", "class:desc"]).ok();
    let ids: HashSet<&str> = text.lines().filter_map(|line| line.split('\t').nth(1)).collect();
    assert_eq!((text.lines().count(), ids.len()), (20_500, 20_500));
    assert_eq!(names(&registry, &["--limit", "20200"]).len(), 20_200);
}
