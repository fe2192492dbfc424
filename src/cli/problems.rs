//! Problems with documents, a line each: file, line, field, sentence, source.

use crate::service::ImportProblem;

/// The exit code of a value that is refused.
pub const INVALID: u8 = 6;

/// Lines that are told.
pub type Told = Vec<String>;

/// A problem as one line.
#[must_use]
pub fn line(file: &str, found: &ImportProblem) -> String {
    let problem = &found.problem;
    let field = if problem.field.is_empty() { String::new() } else { format!("{}: ", problem.field) };
    let source = if problem.source.is_empty() { String::new() } else { format!(" ({})", problem.source) };
    format!("{file}:{}: {field}{}{source}", found.line, problem.sentence)
}

/// The exit code of them all: their own where they are of one kind.
#[must_use]
pub fn code(found: &[ImportProblem]) -> u8 {
    let mut codes = found.iter().map(|one| one.code);
    let first = codes.next().unwrap_or(INVALID);
    if codes.all(|code| code == first) { first } else { INVALID }
}
