//! What holds for every command of the table: its help has examples, and each of them can be typed.

use super::{COMMANDS, program};

/// The example lines of a command's help.
fn examples(command: &clap::Command) -> Vec<String> {
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    help.lines()
        .filter_map(|line| line.strip_prefix("  clientkeep"))
        .map(|rest| format!("clientkeep{rest}"))
        .collect()
}

/// Splits as a shell does, as far as the examples need it: single quotes, and an end at `|`, `<` or `>`.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '\'' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' if !quoted => words.extend(word.take()),
            '|' | '<' | '>' if !quoted => break,
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// The commands of the table and all that stand under them, each with what is typed for it.
fn all() -> Vec<(String, clap::Command)> {
    let mut found: Vec<(String, clap::Command)> = Vec::new();
    let mut left: Vec<(String, clap::Command)> = vec![(String::new(), program())];
    while let Some((typed, command)) = left.pop() {
        for under in command.get_subcommands() {
            left.push((format!("{typed} {}", under.get_name()), under.clone()));
        }
        found.push((typed, command));
    }
    found.retain(|(typed, _)| !typed.is_empty());
    found
}

#[test]
fn the_commands_agree_with_each_other() {
    program().debug_assert();
}

#[test]
fn every_command_has_examples_that_can_be_typed() {
    let all = all();
    let examples: Vec<String> = all.iter().flat_map(|(_, command)| examples(command)).collect();
    for example in &examples {
        let parsed = program().try_get_matches_from(words(example));
        assert!(parsed.is_ok(), "{example}: {}", parsed.unwrap_err());
    }
    let shown = |typed: &str| {
        examples
            .iter()
            .filter_map(|example| example.strip_prefix("clientkeep")?.strip_prefix(typed))
            .any(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let without: Vec<&String> = all.iter().map(|(typed, _)| typed).filter(|typed| !shown(typed)).collect();
    assert!(without.is_empty(), "no example: {without:?}");
}

#[test]
fn every_command_and_flag_has_help() {
    for (typed, command) in all() {
        assert!(command.get_about().is_some(), "{typed}");
        for argument in command.get_arguments() {
            assert!(argument.get_help().is_some(), "{typed} {}", argument.get_id());
        }
    }
}

#[test]
fn no_command_stands_in_the_table_twice() {
    let mut names: Vec<String> =
        COMMANDS.iter().map(|command| command.definition().get_name().to_owned()).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}
