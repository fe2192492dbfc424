//! Help, manual and completions, which need no registry.

use super::program::run;

#[test]
fn help_is_data_and_no_error() {
    let help = run(&["--help"]).ok();
    for command in ["init", "create", "verify", "completions"] {
        assert!(help.contains(command), "{command}");
    }
    let create = run(&["create", "--help"]).ok();
    assert!(create.contains("--redirect-uri") && create.contains("Examples:"), "{create}");
    assert!(run(&["--version"]).ok().starts_with("clientkeep "));
}

#[test]
fn every_shell_gets_its_completions() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(run(&["completions", shell]).ok().contains("token-endpoint-auth-method"), "{shell}");
    }
}

#[test]
fn the_manual_is_one_page_with_every_command() {
    let page = run(&["man"]).ok();
    assert!(page.starts_with(".ie") || page.starts_with(".TH"), "{}", &page[..60]);
    for section in [".SH \"CREATE\"", ".SH \"VERIFY\"", ".SH \"CLASS ADD\""] {
        assert!(page.contains(section), "{section}");
    }
}

#[test]
fn the_words_of_a_list_are_those_that_it_takes() {
    let registry = super::program::Registry::new();
    let help = run(&["list", "--help"]).ok();
    // Lines are broken where the width asks for it.
    let words = |title: &str| -> Vec<String> {
        let (_, told) = help.split_once(title).unwrap_or_else(|| panic!("{title}: {help}"));
        let (_, words) = told.split_once(": ").unwrap();
        words.split('.').next().unwrap().split_whitespace().map(str::to_owned).collect()
    };
    let columns = words("Columns, by which");
    assert!(columns.contains(&"created".to_owned()), "{columns:?}");
    for column in columns {
        registry.run_bare(&["list", "--sort", &column]).ok();
    }
    let filters = words("Fields of --filter");
    assert!(
        filters.contains(&"status".to_owned()) && !filters.contains(&"updated".to_owned()),
        "{filters:?}"
    );
    for filter in filters {
        let ran = registry.run_bare(&["list", "--filter", &format!("{filter}=x")]);
        assert!(!ran.stderr.contains("is no filter"), "{filter}: {}", ran.stderr);
    }
    for field in words("Fields of --search") {
        registry.run_bare(&["list", "--search", &format!("{field}:x")]).ok();
    }
}

#[test]
fn formats_say_whose_documents_they_are() {
    for command in ["import", "export"] {
        assert!(run(&[command, "--help"]).ok().contains("in its YAML configuration"), "{command}");
    }
}
