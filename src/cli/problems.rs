//! Problems with documents and advice about them, a line each: file, line, field, sentence, source.

use crate::service::{ImportAdvice, ImportProblem};

/// The exit code of a value that is refused.
pub const INVALID: u8 = 6;

/// Lines that are told.
pub type Told = Vec<String>;

/// A problem as one line.
#[must_use]
pub fn line(file: &str, found: &ImportProblem) -> String {
    let problem = &found.problem;
    told(file, found.line, problem.field, &problem.sentence, problem.source)
}

/// A piece of advice as one line, with the number of its rule.
#[must_use]
pub fn advice(file: &str, found: &ImportAdvice) -> String {
    let advice = &found.advice;
    let line = told(file, found.line, advice.field, &advice.sentence, advice.source);
    format!("{line} [{}]", advice.rule)
}

fn told(file: &str, line: u64, field: &str, sentence: &str, source: &str) -> String {
    let field = if field.is_empty() { String::new() } else { format!("{field}: ") };
    let source = if source.is_empty() { String::new() } else { format!(" ({source})") };
    format!("{file}:{line}: {field}{sentence}{source}")
}

/// The exit code of them all: their own where they are of one kind.
#[must_use]
pub fn code(found: &[ImportProblem]) -> u8 {
    let mut codes = found.iter().map(|one| one.code);
    let first = codes.next().unwrap_or(INVALID);
    if codes.all(|code| code == first) { first } else { INVALID }
}
