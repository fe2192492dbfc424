//! What is told of a client attribute: one row says its name, label, help, kind of input, and how it is
//! read and written as text. Form, list, command line, JSON and audit walk the rows in `attributes`.

use super::attributes::Client;
use super::client::Word;
use super::draft::Draft;
use super::lifetime::{Lifetime, words_or_default};
use super::problem::Problem;
use super::settings::{Settings, setting};

/// When an attribute may be typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// While the client is created; read-only afterwards.
    AtCreation,
    /// At any time.
    Always,
}

/// What kind of input a person gets.
#[derive(Clone, Copy, Debug)]
pub enum Input {
    /// One line.
    Line,
    /// One address, or nothing.
    Email,
    /// Yes or no.
    Flag,
    /// One of a fixed set: word, and what to call it.
    Choice(fn() -> Vec<(&'static str, &'static str)>),
    /// Some of a fixed set, and others typed.
    Choices(&'static [(&'static str, &'static str)]),
    /// One of the registry's security classes.
    SecurityClass,
    /// One of the registry's partners, by subdomain, or none.
    Partner,
    /// Some of the registry's scopes.
    Scopes,
    /// A duration, `-1` where it may never end, or nothing for the registry's default.
    Lifetime,
    /// A list, one a line.
    Lines,
    /// Free text of several lines.
    Text,
}

impl Input {
    /// Whether the value is a list of texts rather than one.
    #[must_use]
    pub fn is_list(self) -> bool {
        matches!(self, Self::Choices(_) | Self::Scopes | Self::Lines)
    }
}

/// How an attribute stands in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A string.
    Text,
    /// A string, or null where it is empty.
    TextOrNull,
    /// An array of at most one string.
    AtMostOne,
    /// `true` or `false`.
    Flag,
    /// An array of strings.
    Array,
    /// One string, its elements parted by blanks.
    Joined,
    /// A number, or null where it is empty.
    NumberOrNull,
}

/// How an attribute stands in the list of clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListColumn {
    /// The word that `--sort` takes.
    pub key: &'static str,
    /// The header.
    pub title: &'static str,
    /// Cells that it needs and cells that it would like.
    pub width: (u16, u16),
}

/// One attribute of a client.
pub struct Attribute {
    /// The RFC 7591 name, which is also the one in JSON and in the audit log.
    pub name: &'static str,
    /// What a screen calls it.
    pub label: &'static str,
    /// One sentence for whoever is about to type it.
    pub help: &'static str,
    /// The command-line flag without its dashes; `None` where the value is an argument.
    pub flag: Option<&'static str>,
    /// What kind of input a person gets.
    pub input: Input,
    /// How it stands in JSON.
    pub json: Shape,
    /// When it may be typed.
    pub edit: Edit,
    /// The heading that it stands under in the form.
    pub group: &'static str,
    /// Its column in the list, if it has one.
    pub column: Option<ListColumn>,
    /// Whether the search looks into it.
    pub searched: bool,
    /// Its value as text: one string, or one an element.
    pub read: fn(&Client) -> Vec<String>,
    /// Checks text and stores the value; every problem is returned, and then nothing is stored.
    pub write: fn(&mut Client, &[String]) -> Result<(), Vec<Problem>>,
    /// Why it can't be typed just now, given what the others hold.
    pub unavailable: fn(&Draft) -> Option<&'static str>,
}

impl PartialEq for &'static Attribute {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl std::fmt::Debug for Attribute {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Attribute {
    /// What searches, filters and commands call it.
    #[must_use]
    pub fn called(&self) -> &'static str {
        self.column.map_or(self.flag.unwrap_or(self.name), |column| column.key)
    }

    /// Whether a word means it: its flag, with dashes or underscores, its name or its column.
    #[must_use]
    pub fn is_called(&self, word: &str) -> bool {
        let flag = self.flag.is_some_and(|flag| flag == word || flag.replace('-', "_") == word);
        flag || self.name == word || self.column.is_some_and(|column| column.key == word)
    }

    /// One text of a value in the words of a screen: yes or no, a lifetime as a span of time, what a choice is called.
    #[must_use]
    pub fn in_words(&self, text: &str) -> String {
        let said = match self.input {
            Input::Flag => Some(yes_or_no(text == "true").to_owned()),
            Input::Lifetime => text.parse().ok().and_then(Lifetime::from_seconds).map(Lifetime::words),
            Input::Choice(options) => {
                options().into_iter().find(|(value, _)| *value == text).map(|(_, words)| words.to_owned())
            }
            Input::Choices(options) => {
                options.iter().find(|(value, _)| *value == text).map(|(_, words)| (*words).to_owned())
            }
            _ => None,
        };
        said.unwrap_or_else(|| text.to_owned())
    }

    /// What holds where a client has no value of its own, in words: a default that is a setting of the same name.
    #[must_use]
    pub fn default_words(&self, settings: &Settings) -> Option<String> {
        let seconds = (setting(self.name)?.read)(settings).parse().ok()?;
        let default = Lifetime::from_seconds(seconds).filter(|_| matches!(self.input, Input::Lifetime))?;
        Some(words_or_default(None, default))
    }

    /// The value of a client as one JSON value of the row's shape.
    #[must_use]
    pub fn json(&self, client: &Client) -> serde_json::Value {
        use serde_json::Value;
        let texts = (self.read)(client);
        let first = || texts.first().cloned().unwrap_or_default();
        match self.json {
            Shape::TextOrNull if first().is_empty() => Value::Null,
            Shape::Text | Shape::TextOrNull => Value::String(first()),
            Shape::AtMostOne => texts.into_iter().filter(|text| !text.is_empty()).collect(),
            Shape::Flag => Value::Bool(first() == "true"),
            Shape::Array => texts.into_iter().collect(),
            Shape::Joined => Value::String(texts.join(" ")),
            Shape::NumberOrNull => first().parse::<i64>().map_or(Value::Null, Value::from),
        }
    }

    /// The text of a JSON value of the row's shape, for a [`Draft`].
    ///
    /// # Errors
    /// A problem that says which shape is wanted.
    pub fn text_of(&self, json: &serde_json::Value) -> Result<Vec<String>, Problem> {
        use serde_json::Value;
        let strings = |items: &[Value]| items.iter().map(|item| item.as_str().map(str::to_owned)).collect();
        let texts = match (self.json, json) {
            (Shape::Text | Shape::TextOrNull, Value::String(text)) => Some(vec![text.clone()]),
            (Shape::TextOrNull | Shape::NumberOrNull, Value::Null) => Some(vec![String::new()]),
            (Shape::AtMostOne | Shape::Array, Value::Array(items)) => strings(items),
            (Shape::Flag, Value::Bool(flag)) => Some(vec![flag.to_string()]),
            (Shape::Joined, Value::String(text)) => Some(text.split(' ').map(str::to_owned).collect()),
            (Shape::NumberOrNull, Value::Number(number)) => Some(vec![number.to_string()]),
            _ => None,
        };
        texts
            .ok_or_else(|| Problem::new(self.name, "", format!("{} wants {}.", self.name, self.json.words())))
    }
}

/// On or off in words.
#[must_use]
pub fn yes_or_no(on: bool) -> &'static str {
    if on { "yes" } else { "no" }
}

impl Shape {
    fn words(self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::TextOrNull => "a string or null",
            Self::AtMostOne => "an array of at most one string",
            Self::Flag => "true or false",
            Self::Array => "an array of strings",
            Self::Joined => "one string, its elements parted by blanks",
            Self::NumberOrNull => "a number of seconds or null",
        }
    }
}

// How the rows of the table read and write the usual kinds of value.

pub(super) fn one(text: &str) -> Vec<String> {
    vec![text.to_owned()]
}

pub(super) fn optional(text: Option<&String>) -> Vec<String> {
    vec![text.cloned().unwrap_or_default()]
}

pub(super) fn flag(value: bool) -> Vec<String> {
    vec![value.to_string()]
}

pub(super) fn seconds(value: Option<Lifetime>) -> Vec<String> {
    vec![value.map(|lifetime| lifetime.as_seconds().to_string()).unwrap_or_default()]
}

pub(super) fn single<'t>(field: &'static str, text: &'t [String]) -> Result<&'t str, Vec<Problem>> {
    match text {
        [] => Ok(""),
        [only] => Ok(only),
        _ => Err(vec![Problem::new(field, "", "This takes one value, not several.")]),
    }
}

pub(super) fn boolean(field: &'static str, text: &[String]) -> Result<bool, Vec<Problem>> {
    match single(field, text)? {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(vec![Problem::new(field, "", "This is either true or false.")]),
    }
}

pub(super) fn words<W: Word>() -> Vec<(&'static str, &'static str)> {
    W::WORDS.iter().map(|&(_, word, said)| (word, said)).collect()
}

pub(super) fn word<W: Word>(field: &'static str, text: &[String]) -> Result<W, Vec<Problem>> {
    let typed = single(field, text)?;
    W::from_word(typed).ok_or_else(|| {
        let words = W::words();
        let sentence = format!("{} is not one of {}.", super::text::quoted(typed), words.join(", "));
        vec![Problem::new(field, "RFC 7591 §2", sentence)]
    })
}
