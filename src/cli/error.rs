//! Why a command did not do what it was asked: the words for stderr and the exit code of SPEC §3.

use std::io::{self, Write};

use crate::domain::{Problem, attribute, text};
use crate::service;

/// Exit code of a command whose answer is no.
const NO: u8 = 1;
/// Exit code of a command line that can't be meant.
const USAGE: u8 = 2;
/// Exit code of a value that is refused.
const INVALID: u8 = 6;
/// Exit code of a file, terminal or clipboard that can't be had.
const UNAVAILABLE: u8 = 7;

/// Why a command failed. Each is one plain sentence that says what happened and what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The answer is no, and stdout has said so already.
    #[error("the answer is no")]
    No,
    /// The command line can't be meant.
    #[error("{0}")]
    Usage(String),
    /// Values that are refused, each with its field.
    #[error("{}", sentences(.0))]
    Invalid(Vec<Problem>),
    /// A document is refused, with a line a problem.
    #[error("{words}")]
    Refused {
        /// What is wrong, a line each.
        words: String,
        /// The exit code.
        code: u8,
    },
    /// A file or terminal can't be had.
    #[error("{0}")]
    Unavailable(String),
    /// What clap says of the arguments.
    #[error(transparent)]
    Arguments(#[from] clap::Error),
    /// What the service says.
    #[error(transparent)]
    Service(#[from] service::Error),
}

impl Error {
    /// The exit code of SPEC §3.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::No => NO,
            Self::Usage(_) => USAGE,
            Self::Arguments(error) => u8::try_from(error.exit_code()).unwrap_or(USAGE),
            Self::Invalid(_) => INVALID,
            Self::Refused { code, .. } => *code,
            Self::Unavailable(_) => UNAVAILABLE,
            Self::Service(error) => error.exit_code(),
        }
    }

    /// Tells what happened and what to do, on stderr unless stdout has said it already; help, which clap
    /// calls an error too, goes to stdout. Returns the exit code.
    pub fn report(&self) -> u8 {
        let told = match self {
            Self::No => return NO,
            Self::Arguments(help) if !help.use_stderr() => {
                // That nobody reads the help is no error.
                let _ = help.print();
                return self.exit_code();
            }
            Self::Arguments(error) => error.render().to_string().trim_end().to_owned(),
            Self::Service(service::Error::Invalid(problems)) => sentences(problems),
            Self::Service(service::Error::MustChangePassword) => {
                format!("{self} The command is: clientkeep operator passwd")
            }
            _ => self.to_string(),
        };
        // Without stderr there is the exit code.
        let _ = writeln!(io::stderr(), "{}", text::drawn_lines(&told));
        self.exit_code()
    }
}

/// One line a problem, each beginning with the flag that it is about.
fn sentences(problems: &[Problem]) -> String {
    let line = |problem: &Problem| {
        let field = match attribute(problem.field) {
            Some(attribute) => {
                attribute.flag.map_or_else(|| attribute.label.to_owned(), |flag| format!("--{flag}"))
            }
            None => problem.field.to_owned(),
        };
        let source = if problem.source.is_empty() { String::new() } else { format!(" ({})", problem.source) };
        let colon = if field.is_empty() { "" } else { ": " };
        format!("{field}{colon}{}{source}", problem.sentence)
    };
    problems.iter().map(line).collect::<Vec<_>>().join("\n")
}
