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
