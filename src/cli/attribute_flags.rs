//! The ATTRIBUTE flags of `create` and `update`, made by walking the attribute table: a new row there is a
//! new flag here, with its help and its possible values.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

use crate::domain::{ATTRIBUTES, Attribute, Draft, Input};

/// The heading in the help.
const HEADING: &str = "Attributes";

/// What was typed for the attributes: raw text, not yet checked.
#[derive(Clone, Debug, Default)]
pub struct AttributeFlags(Vec<(&'static Attribute, Vec<String>)>);

impl AttributeFlags {
    /// Whether no attribute was named.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the attribute of this RFC 7591 name was named.
    #[must_use]
    pub fn names(&self, name: &str) -> bool {
        self.0.iter().any(|(attribute, _)| attribute.name == name)
    }

    /// Puts what was typed in place of what the draft holds.
    pub fn apply(&self, draft: &mut Draft) {
        for (attribute, text) in &self.0 {
            draft.set(attribute.name, text.clone());
        }
    }
}

impl Args for AttributeFlags {
    fn augment_args(command: Command) -> Command {
        ATTRIBUTES.iter().filter_map(argument).fold(command, clap::Command::arg)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for AttributeFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let typed = |attribute: &'static Attribute| {
            attribute.flag?;
            let values: Vec<String> = matches.get_many::<String>(attribute.name)?.cloned().collect();
            Some((attribute, texts(attribute.input, values)))
        };
        Ok(Self(ATTRIBUTES.iter().filter_map(typed).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The texts of a draft: a list that was given replaces, and `''` leaves nothing in it.
fn texts(input: Input, values: Vec<String>) -> Vec<String> {
    if !input.is_list() {
        return values;
    }
    let split = |value: String| -> Vec<String> {
        match input {
            Input::Scopes => value.split_ascii_whitespace().map(str::to_owned).collect(),
            _ => vec![value],
        }
    };
    values.into_iter().flat_map(split).filter(|value| !value.is_empty()).collect()
}

fn argument(attribute: &'static Attribute) -> Option<Arg> {
    let flag = attribute.flag?;
    let argument = Arg::new(attribute.name).long(flag).help(help(attribute)).help_heading(HEADING);
    let action = if attribute.input.is_list() { ArgAction::Append } else { ArgAction::Set };
    let argument = argument
        .action(action)
        .value_name(value_name(attribute.input))
        .value_parser(Suggested(values(attribute.input)));
    // Otherwise `-1` would be taken for a flag.
    Some(argument.allow_negative_numbers(matches!(attribute.input, Input::Lifetime)))
}

fn help(attribute: &Attribute) -> String {
    let list = if attribute.input.is_list() { " May be repeated; '' clears the list." } else { "" };
    format!("{}{list}", attribute.help)
}

fn value_name(input: Input) -> &'static str {
    match input {
        Input::Flag => "true|false",
        Input::Email => "ADDRESS",
        Input::Choice(_) => "WORD",
        Input::Choices(_) => "GRANT",
        Input::SecurityClass => "CLASS",
        Input::Partner => "SUBDOMAIN",
        Input::Scopes => "SCOPE",
        Input::Lifetime => "TIME",
        Input::Lines => "URI",
        Input::Line | Input::Text => "TEXT",
    }
}

fn values(input: Input) -> Vec<&'static str> {
    match input {
        Input::Flag => vec!["true", "false"],
        Input::Choice(words) => words().into_iter().map(|(word, _)| word).collect(),
        Input::Choices(words) => words.iter().map(|&(word, _)| word).collect(),
        _ => Vec::new(),
    }
}

/// Any text, with values that help and shell completion suggest. Whether the text will do is for the
/// domain, which says so in the same sentence as form and import.
#[derive(Clone)]
struct Suggested(Vec<&'static str>);

impl TypedValueParser for Suggested {
    type Value = String;

    fn parse_ref(&self, command: &Command, _: Option<&Arg>, value: &OsStr) -> Result<String, clap::Error> {
        value
            .to_str()
            .map(str::to_owned)
            .ok_or_else(|| clap::Error::new(ErrorKind::InvalidUtf8).with_cmd(command))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        if self.0.is_empty() { None } else { Some(Box::new(self.0.iter().map(PossibleValue::new))) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Profile;

    fn parse(arguments: &[&str]) -> Result<AttributeFlags, clap::Error> {
        let command = AttributeFlags::augment_args(Command::new("create").no_binary_name(true));
        AttributeFlags::from_arg_matches(&command.try_get_matches_from(arguments)?)
    }

    fn typed(arguments: &[&str], name: &str) -> Vec<String> {
        let mut draft = Draft::new(Profile::default());
        parse(arguments).unwrap().apply(&mut draft);
        draft.get(name).to_vec()
    }

    #[test]
    fn the_flags_are_those_of_the_command_line_in_the_specification() {
        let told = "client-id client-type partner email restrict-to-partner-users scope grant-type \
                    redirect-uri token-endpoint-auth-method require-pkce access-token-ttl refresh-token-ttl notes class";
        let mut told: Vec<&str> = told.split_ascii_whitespace().collect();
        let mut flags: Vec<&str> = ATTRIBUTES.iter().filter_map(|attribute| attribute.flag).collect();
        told.sort_unstable();
        flags.sort_unstable();
        assert_eq!(flags, told);
    }

    #[test]
    fn a_list_that_is_given_replaces_the_whole_list() {
        let grants = ["--grant-type", "authorization_code", "--grant-type", "refresh_token"];
        assert_eq!(typed(&grants, "grant_types"), ["authorization_code", "refresh_token"]);
        assert_eq!(typed(&[], "grant_types"), ["client_credentials"]);
    }

    #[test]
    fn an_empty_text_clears_a_list() {
        assert_eq!(typed(&["--redirect-uri", ""], "redirect_uris"), Vec::<String>::new());
        assert_eq!(typed(&["--scope", ""], "scope"), Vec::<String>::new());
    }

    #[test]
    fn scopes_are_split_at_blanks_and_redirect_uris_are_not() {
        assert_eq!(
            typed(&["--scope", "read write", "--scope", "admin"], "scope"),
            ["read", "write", "admin"]
        );
        assert_eq!(typed(&["--redirect-uri", "https://a/ b"], "redirect_uris"), ["https://a/ b"]);
    }

    #[test]
    fn a_lifetime_may_be_minus_one() {
        assert_eq!(typed(&["--access-token-ttl", "-1"], "access_token_ttl"), ["-1"]);
    }

    #[test]
    fn what_is_no_list_is_given_once() {
        let error = parse(&["--email", "a@example.com", "--email", "b@example.com"]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ArgumentConflict);
    }
}
