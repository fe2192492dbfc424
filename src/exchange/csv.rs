//! Comma-separated values: a header of attribute names or labels, then a client a line (RFC 4180). Read a line at
//! a time, into memory that is wiped.

use std::io::{self, Read, Write};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use zeroize::Zeroizing;

use super::chunks::{CHUNK, Chunks};
use super::element::Element;
use super::mapping::Mapping;
use super::object::SECRET_EXPIRES;
use super::rfc7591::{SHA256, STATUS, VERIFIER};
use super::{Format, Lost, Unreadable, rfc7591};
use crate::domain::{
    ATTRIBUTES, Attribute, Declared, Input, Located, Outgoing, OutgoingSecret, Problem, With, Word, field,
};

/// The format.
pub const FORMAT: Format = Format {
    name: "csv",
    about: "comma-separated values with a header of attribute names",
    json: false,
    verifiers: true,
    disabled: true,
    read: |input| Box::new(Rows::new(input)),
    begin: header,
    between: "",
    end: "",
    write,
};

/// Bytes of one line at most.
const LONGEST: usize = 1024 * 1024;
/// Cells of one line at most.
const CELLS: usize = 1_000;
/// What may part the cells; the one that comes first in the header does.
const DELIMITERS: &[u8] = b",;\t";

/// What a column holds.
#[derive(Clone, Copy)]
enum Column {
    Attribute(&'static Attribute),
    /// A member that RFC 7591 documents have beside the attributes.
    Member(&'static str),
    /// Nothing that is known here.
    Unknown,
}

/// The lines of a document.
struct Rows<'r> {
    bytes: Chunks<'r>,
    reader: Reader,
    spare: Cells,
    columns: Vec<Column>,
    left_out: Vec<String>,
    number: u64,
    /// Lines that the reader was not told of.
    passed: u64,
    begun: bool,
    over: bool,
}

/// The cells of one line, in memory that is used again for the next.
#[derive(Default)]
struct Cells {
    text: Zeroizing<Vec<u8>>,
    ends: Vec<usize>,
    /// How many cells there are.
    count: usize,
    line: u64,
}

impl Cells {
    fn get(&self, at: usize) -> &[u8] {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.text[start..self.ends[at]]
    }
}

impl<'r> Rows<'r> {
    fn new(input: Box<dyn Read + 'r>) -> Self {
        Self {
            bytes: Chunks::new(input),
            reader: Reader::new(),
            spare: Cells::default(),
            columns: Vec::new(),
            left_out: Vec::new(),
            number: 0,
            passed: 0,
            begun: false,
            over: false,
        }
    }

    fn broken(&self, sentence: impl Into<String>) -> Unreadable {
        Unreadable { line: self.line(), sentence: sentence.into() }
    }

    fn line(&self) -> u64 {
        self.reader.line() + self.passed
    }

    /// Passes over what is left of the end of a line, and empty lines, and tells the line that follows.
    fn next_line(&mut self) -> Result<u64, Unreadable> {
        loop {
            let ahead = self.bytes.ahead().map(|ahead| ahead.first().copied());
            match ahead.map_err(|sentence| self.broken(sentence))? {
                Some(b'\n') => self.passed += 1,
                Some(b'\r') => {}
                _ => return Ok(self.line()),
            }
            self.bytes.pass(1);
        }
    }

    fn cells(&mut self) -> Result<Option<Cells>, Unreadable> {
        let Cells { mut text, mut ends, .. } = std::mem::take(&mut self.spare);
        if text.is_empty() {
            (text, ends) = (Zeroizing::new(vec![0; CHUNK]), vec![0; CELLS]);
        }
        let (mut length, mut count) = (0, 0);
        let line = self.next_line()?;
        loop {
            let at = self.line();
            let input = self.bytes.ahead().map_err(|sentence| Unreadable { line: at, sentence })?;
            let (result, read, wrote, ended) =
                self.reader.read_record(input, &mut text[length..], &mut ends[count..]);
            self.bytes.pass(read);
            length += wrote;
            count += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if text.len() < LONGEST => {
                    // A text that grew in place would leave a copy behind.
                    let mut larger = Zeroizing::new(vec![0; text.len() * 2]);
                    larger[..length].copy_from_slice(&text[..length]);
                    text = larger;
                }
                ReadRecordResult::OutputFull => {
                    return Err(self.broken(format!("A line longer than {LONGEST} bytes is no client.")));
                }
                ReadRecordResult::OutputEndsFull => {
                    return Err(self.broken(format!("A line of more than {CELLS} cells is no client.")));
                }
                ReadRecordResult::Record => return Ok(Some(Cells { text, ends, count, line })),
                ReadRecordResult::End => return Ok(None),
            }
        }
    }

    fn begin(&mut self) -> Result<(), Unreadable> {
        self.begun = true;
        let at_first = |sentence| Unreadable { line: 1, sentence };
        self.bytes.pass_byte_order_mark().map_err(at_first)?;
        let ahead = self.bytes.ahead().map_err(at_first)?;
        let first = ahead.iter().find(|byte| DELIMITERS.contains(byte) || **byte == b'\n');
        let delimiter = first.copied().filter(|byte| *byte != b'\n').unwrap_or(b',');
        self.reader = ReaderBuilder::new().delimiter(delimiter).build();
        let Some(cells) = self.cells()? else { return Err(self.broken("The file is empty.")) };
        for at in 0..cells.count {
            let title = String::from_utf8_lossy(cells.get(at)).trim().to_owned();
            let column = column(&title);
            if matches!(column, Column::Unknown) {
                self.left_out.push(title);
            }
            self.columns.push(column);
        }
        self.spare = cells;
        if self.columns.iter().all(|column| matches!(column, Column::Unknown)) {
            let names: Vec<&str> = ATTRIBUTES.iter().map(|attribute| attribute.name).collect();
            let sentence =
                format!("The first line names none of the columns that are known: {}.", names.join(", "));
            return Err(Unreadable { line: 1, sentence });
        }
        Ok(())
    }

    fn advance(&mut self) -> Result<Option<Declared>, Unreadable> {
        if !self.begun {
            self.begin()?;
        }
        let Some(cells) = self.cells()? else { return Ok(None) };
        self.number += 1;
        let mut client = self.client(&cells);
        self.spare = cells;
        if self.number == 1 {
            client.left_out.append(&mut self.left_out);
        }
        Ok(Some(client))
    }

    fn client(&self, cells: &Cells) -> Declared {
        let mut element = Element { number: self.number, line: cells.line, ..Element::default() };
        let refuse = |sentence: String| {
            Some(Located { line: cells.line, problem: Problem::new("", "RFC 4180 §2", sentence) })
        };
        if cells.count != self.columns.len() {
            let (found, wanted) = (cells.count, self.columns.len());
            element.problem = refuse(format!("The line has {found} cells, the header {wanted}."));
            return Mapping::of(element).finish();
        }
        let mut named = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            let Ok(text) = std::str::from_utf8(cells.get(at)) else {
                element.problem = refuse(format!("Cell {} is not UTF-8 text.", at + 1));
                continue;
            };
            match column {
                _ if text.trim().is_empty() => {}
                Column::Attribute(attribute) => named.push((attribute.name, texts(attribute, text))),
                Column::Member(SECRET_EXPIRES) => {
                    let value = text.parse::<i64>().map_or_else(|_| text.into(), serde_json::Value::from);
                    element.members.insert(SECRET_EXPIRES.to_owned(), value);
                }
                Column::Member(member) => {
                    element.members.insert((*member).to_owned(), text.into());
                }
                Column::Unknown => {}
            }
        }
        let mut client = rfc7591::client(element);
        for (field, text) in named {
            client.name(field, text, cells.line);
        }
        client
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Declared, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        let next = self.advance();
        self.over = !matches!(next, Ok(Some(_)));
        next.transpose()
    }
}

/// The members beside the attributes that have a column.
const MEMBERS: &[&str] = &[STATUS, field::CLIENT_SECRET, VERIFIER, SHA256, SECRET_EXPIRES];

fn column(title: &str) -> Column {
    let plain = |text: &str| text.to_lowercase().replace([' ', '-'], "_");
    let wanted = plain(title);
    let known = ATTRIBUTES.iter().find(|attribute| {
        attribute.name == wanted
            || plain(attribute.label) == wanted
            || attribute.flag.is_some_and(|flag| plain(flag) == wanted)
    });
    let member = MEMBERS.iter().find(|member| **member == wanted);
    known
        .map(Column::Attribute)
        .or_else(|| member.map(|member| Column::Member(member)))
        .unwrap_or(Column::Unknown)
}

/// The elements of a cell: those of scopes and grant types are parted by blanks; redirect URIs stand one a line,
/// or parted as in the form.
fn texts(attribute: &Attribute, text: &str) -> Vec<String> {
    match attribute.input {
        Input::Scopes | Input::Choices(_) => text.split_ascii_whitespace().map(str::to_owned).collect(),
        _ => vec![text.to_owned()],
    }
}

fn header(with: With) -> String {
    let mut names: Vec<&str> = ATTRIBUTES.iter().map(|attribute| attribute.name).collect();
    names.push(STATUS);
    match with {
        With::Nothing => {}
        With::Verifiers => names.extend([VERIFIER, SHA256, SECRET_EXPIRES]),
        With::Secrets => names.extend([field::CLIENT_SECRET, SECRET_EXPIRES]),
    }
    names.join(",") + "\r\n"
}

fn write(client: &Outgoing<'_>, with: With, out: &mut dyn Write) -> io::Result<Lost> {
    for attribute in ATTRIBUTES {
        let texts = (attribute.read)(&client.record.client);
        let joined = texts.join(if matches!(attribute.input, Input::Lines) { "\n" } else { " " });
        cell(&joined, out)?;
        out.write_all(b",")?;
    }
    out.write_all(client.record.status().word().as_bytes())?;
    match (&client.secret, with) {
        (_, With::Nothing) => return out.write_all(b"\r\n").map(|()| Lost::new()),
        (OutgoingSecret::Verifier { phc, sha256 }, _) => {
            out.write_all(b",")?;
            cell(phc, out)?;
            out.write_all(b",")?;
            let digits = sha256.map(|bytes| data_encoding::HEXLOWER.encode(&bytes)).unwrap_or_default();
            out.write_all(digits.as_bytes())?;
        }
        (OutgoingSecret::Plain(secret), _) => {
            out.write_all(b",")?;
            cell(secret.expose(), out)?;
        }
        (OutgoingSecret::None, With::Verifiers) => out.write_all(b",,")?,
        (OutgoingSecret::None, With::Secrets) => out.write_all(b",")?,
    }
    let expires_at = client.secret_expires_at.map(|at| at.to_string()).unwrap_or_default();
    write!(out, ",{expires_at}\r\n").map(|()| Lost::new())
}

/// A cell, in quotes where it has to be.
fn cell(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let plain = !text.contains(['"', '\n', '\r', ',', ';', '\t']) && text.trim() == text;
    if plain {
        return out.write_all(text.as_bytes());
    }
    out.write_all(b"\"")?;
    for (at, part) in text.split('"').enumerate() {
        if at > 0 {
            out.write_all(b"\"\"")?;
        }
        out.write_all(part.as_bytes())?;
    }
    out.write_all(b"\"")
}
