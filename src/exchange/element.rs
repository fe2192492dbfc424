//! One client of a document as its members and the lines that they stand on, whatever the document was
//! written in.

use serde_json::{Map, Value};

use crate::domain::{Located, Problem, Wiped};

/// Depth of objects down to which the lines of members are known: members of members.
const DEPTH: usize = 2;

/// One client of a document.
#[derive(Default)]
pub struct Element {
    /// Which, from 1.
    pub number: u64,
    /// The line that it begins on, from 1.
    pub line: u64,
    /// What it says.
    pub members: Map<String, Value>,
    /// The lines of members, and of their members, by name.
    pub lines: Vec<(String, u64)>,
    /// Comments beside members, where the document has comments.
    pub comments: Vec<(String, String)>,
    /// Why it could not be read.
    pub problem: Option<Located>,
}

impl Element {
    /// The element that is written in this JSON text, which begins on `line`.
    #[must_use]
    pub fn of_json(number: u64, line: u64, text: &Wiped) -> Self {
        let mut element = Self { number, line, ..Self::default() };
        if text.bytes().first() != Some(&b'{') {
            let sentence = "A client is a JSON object: braces around its members.";
            element.problem = Some(Located { line, problem: Problem::new("", "RFC 7591 §2", sentence) });
            return element;
        }
        match serde_json::from_slice(text.bytes()) {
            Ok(members) => {
                element.members = members;
                element.lines = lines(text.bytes(), line);
            }
            Err(error) => {
                let at = line + u64::try_from(error.line()).unwrap_or(1).saturating_sub(1);
                let sentence = format!("This is not well-formed JSON (column {}).", error.column());
                let problem = Problem::new("", "RFC 8259", sentence);
                element.problem = Some(Located { line: at, problem });
            }
        }
        element
    }

    /// The line of a member.
    #[must_use]
    pub fn line_of(&self, member: &str) -> u64 {
        self.lines.iter().find(|(name, _)| name == member).map_or(self.line, |(_, line)| *line)
    }
}

/// The lines of the keys of a well-formed JSON object and of the objects in it.
fn lines(text: &[u8], first: u64) -> Vec<(String, u64)> {
    let mut found = Vec::new();
    let (mut line, mut depth, mut at) = (first, 0usize, 0usize);
    while let Some(&byte) = text.get(at) {
        match byte {
            b'\n' => line += 1,
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'"' => {
                let end = string_end(text, at);
                let is_key = text[end..].iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':');
                if is_key && depth <= DEPTH {
                    let name = String::from_utf8_lossy(&text[at + 1..end.saturating_sub(1).max(at + 1)]);
                    found.push((name.into_owned(), line));
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// The place after the string that begins at `at`.
fn string_end(text: &[u8], at: usize) -> usize {
    let mut end = at + 1;
    while let Some(&byte) = text.get(end) {
        match byte {
            b'\\' => end += 2,
            b'"' => return end + 1,
            _ => end += 1,
        }
    }
    text.len()
}
