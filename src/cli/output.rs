//! Where data and words go: data to stdout, all at once and only when a command succeeded; words to
//! stderr. Text is made visible where a terminal would obey it, and left as it is for a program.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};

use serde::Serialize;
use serde_json::Value;
use zeroize::Zeroizing;

use super::error::Error;
use super::json::Object;
use crate::domain::{Wiped, text};

/// The two streams, and the form that data takes on the first.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    json: bool,
    terminal: bool,
}

impl Output {
    /// stdout as it is; `json` asks for one document instead of text.
    #[must_use]
    pub fn new(json: bool) -> Self {
        Self { json, terminal: io::stdout().is_terminal() }
    }

    /// Whether one JSON document is wanted.
    #[must_use]
    pub fn json(self) -> bool {
        self.json
    }

    /// Refuses a format that is no JSON, where JSON is wanted.
    ///
    /// # Errors
    /// The sentence that says so.
    pub fn refuse_format(self, format: &str) -> Result<(), Error> {
        if self.json {
            return Err(Error::Usage(format!("--format {format} is no JSON: leave one of the two out.")));
        }
        Ok(())
    }

    /// Whether stdout is a terminal.
    #[must_use]
    pub fn is_terminal(self) -> bool {
        self.terminal
    }

    /// Text for stdout: visible where it is a terminal, untouched where a program reads it.
    #[must_use]
    pub fn shown(self, text: &str) -> Cow<'_, str> {
        if self.terminal { text::drawn(text) } else { Cow::Borrowed(text) }
    }

    /// Lines for stdout, each as [`Self::shown`] has it.
    #[must_use]
    pub fn lines(self, lines: &[String]) -> String {
        let mut text = String::new();
        for line in lines {
            text.push_str(&self.shown(line));
            text.push('\n');
        }
        text
    }

    /// As [`Output::shown`], of several lines.
    #[must_use]
    pub fn shown_lines(self, text: &str) -> Cow<'_, str> {
        if self.terminal { text::drawn_lines(text) } else { Cow::Borrowed(text) }
    }

    /// Writes one JSON document to stdout: indented for a person, compact for a program. It may hold
    /// secrets, so its buffer is wiped.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where stdout can't be written.
    pub fn document<T: Serialize + ?Sized>(self, document: &T) -> Result<(), Error> {
        let mut bytes = Wiped::default();
        let written = if self.terminal {
            serde_json::to_writer_pretty(&mut bytes, document)
        } else {
            serde_json::to_writer(&mut bytes, document)
        };
        written.map_err(|error| failed(&error.into()))?;
        bytes.push(b"\n");
        self.json_part(bytes.bytes()).map_err(|error| failed(&error))
    }

    /// Writes part of a JSON document to stdout. A reader that has gone away has had enough: no error.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where stdout can't be written.
    pub fn part(self, json: &str) -> Result<(), Error> {
        enough(self.json_part(json.as_bytes()))
    }

    /// Writes part of a document for another system to stdout, JSON or other text; it may hold secrets.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where stdout can't be written or nobody reads it.
    pub fn exported(self, bytes: &[u8], is_json: bool) -> Result<(), Error> {
        let written = if is_json {
            self.json_part(bytes)
        } else if self.terminal {
            // A carriage return before a newline belongs to the end of the line.
            write(text::drawn_lines(&String::from_utf8_lossy(bytes).replace("\r\n", "\n")).as_bytes())
        } else {
            write(bytes)
        };
        written.map_err(|error| failed(&error))
    }

    /// JSON is escaped further where a terminal would obey what is in it.
    fn json_part(self, json: &[u8]) -> io::Result<()> {
        if !self.terminal {
            return write(json);
        }
        let mut drawn = Wiped::default();
        text::draw_json(&String::from_utf8_lossy(json), &mut |piece| drawn.push(piece.as_bytes()));
        write(drawn.bytes())
    }

    /// Tells in JSON that something named is deleted; otherwise nothing is left to be told.
    ///
    /// # Errors
    /// As [`Self::document`].
    pub fn deleted(self, key: &'static str, name: String) -> Result<(), Error> {
        if self.json {
            let told = [(key, Value::from(name)), ("deleted", Value::from(true))];
            return self.document(&Object::of(told));
        }
        Ok(())
    }
}

/// Writes lines to stdout. A reader that has gone away, such as `head`, has had enough: no error.
///
/// # Errors
/// [`Error::Unavailable`] where stdout can't be written.
pub fn data(lines: &str) -> Result<(), Error> {
    enough(write(lines.as_bytes()))
}

/// Writes lines with secrets to stdout.
///
/// # Errors
/// [`Error::Unavailable`] where stdout can't be written or nobody reads it: then the secrets reached
/// nobody.
pub fn secrets(lines: &Zeroizing<String>) -> Result<(), Error> {
    write(lines.as_bytes()).map_err(|error| failed(&error))
}

/// Says which members of a document mean nothing here.
pub fn say_left_out<'n>(names: impl IntoIterator<Item = &'n String>) {
    let names: Vec<String> = names.into_iter().map(|name| text::quoted(name)).collect();
    if !names.is_empty() {
        say(&format!("Left out, for they mean nothing here: {}.", names.join(", ")));
    }
}

/// Says something to the person: one line on stderr, visible. That nobody listens is no error.
pub fn say(words: &str) {
    let _ = writeln!(io::stderr(), "{}", text::drawn_lines(words));
}

/// A reader that has gone away, such as `head`, has had enough.
fn enough(written: io::Result<()>) -> Result<(), Error> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(|error| failed(&error)),
    }
}

fn write(bytes: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes)?;
    stdout.flush()
}

fn failed(error: &io::Error) -> Error {
    Error::Unavailable(format!("stdout could not be written: {error}."))
}
