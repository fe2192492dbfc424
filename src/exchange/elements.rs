//! Takes a JSON document apart into its clients, one at a time: an array, one object, or an object in which a
//! member of a known name is the array. It holds one client in memory, and knows its lines.

use std::io::Read;

use super::Unreadable;
use super::chunks::Chunks;
use super::element::Element;
use crate::domain::Wiped;

/// Bytes of one client at most, and of what stands before the array in an object.
const LONGEST: usize = 16 * 1024 * 1024;

/// The clients of a JSON document.
pub struct Elements<'r> {
    bytes: Chunks<'r>,
    line: u64,
    number: u64,
    place: Place,
    /// The members that may hold the array.
    wrappers: &'static [&'static str],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    /// In the array; whether an element stands before, and whether an object is around it.
    Array {
        first: bool,
        wrapped: bool,
    },
    End,
}

/// What an object turned out to be.
enum Found {
    /// A client.
    Client(Wiped),
    /// The array begins here.
    Array,
}

impl<'r> Elements<'r> {
    /// The clients of a document; `wrappers` are the members that may hold the array.
    #[must_use]
    pub fn new(input: Box<dyn Read + 'r>, wrappers: &'static [&'static str]) -> Self {
        Self { bytes: Chunks::new(input), line: 1, number: 0, place: Place::Start, wrappers }
    }

    fn broken(&self, sentence: impl Into<String>) -> Unreadable {
        Unreadable { line: self.line, sentence: sentence.into() }
    }

    /// The byte ahead, if there is one.
    fn peek(&mut self) -> Result<Option<u8>, Unreadable> {
        let ahead = self.bytes.ahead().map(|ahead| ahead.first().copied());
        ahead.map_err(|sentence| self.broken(sentence))
    }

    fn take(&mut self) -> Result<Option<u8>, Unreadable> {
        let byte = self.peek()?;
        if let Some(byte) = byte {
            self.bytes.pass(1);
            self.line += u64::from(byte == b'\n');
        }
        Ok(byte)
    }

    fn skip_blanks(&mut self) -> Result<Option<u8>, Unreadable> {
        while let Some(byte) = self.peek()? {
            if !byte.is_ascii_whitespace() {
                return Ok(Some(byte));
            }
            self.take()?;
        }
        Ok(None)
    }

    fn advance(&mut self) -> Result<Option<Element>, Unreadable> {
        loop {
            match self.place {
                Place::Start => {
                    if let Some(element) = self.start()? {
                        return Ok(Some(element));
                    }
                }
                Place::Array { first, wrapped } => return self.in_array(first, wrapped),
                Place::End => return Ok(None),
            }
        }
    }

    fn start(&mut self) -> Result<Option<Element>, Unreadable> {
        self.bytes.pass_byte_order_mark().map_err(|sentence| self.broken(sentence))?;
        match self.skip_blanks()? {
            Some(b'[') => {
                self.take()?;
                self.place = Place::Array { first: true, wrapped: false };
                Ok(None)
            }
            Some(b'{') => {
                let line = self.line;
                match self.object(self.wrappers)? {
                    Found::Array => {
                        self.place = Place::Array { first: true, wrapped: true };
                        Ok(None)
                    }
                    Found::Client(text) => {
                        self.nothing_follows()?;
                        self.place = Place::End;
                        self.number = 1;
                        Ok(Some(Element::of_json(1, line, &text)))
                    }
                }
            }
            Some(_) => Err(self.broken("This is no JSON document: it begins with neither [ nor {.")),
            None => Err(self.broken("The file is empty.")),
        }
    }

    fn in_array(&mut self, first: bool, wrapped: bool) -> Result<Option<Element>, Unreadable> {
        let mut ahead = self.skip_blanks()?;
        if ahead == Some(b']') {
            self.take()?;
            self.place = Place::End;
            return if wrapped { self.rest_of_object() } else { self.nothing_follows() }.map(|()| None);
        }
        if !first {
            if ahead != Some(b',') {
                return Err(self.not_whole("A comma or ] is missing after this client."));
            }
            self.take()?;
            ahead = self.skip_blanks()?;
        }
        self.place = Place::Array { first: false, wrapped };
        self.number += 1;
        let line = self.line;
        let text = match ahead {
            Some(b'{') => match self.object(&[])? {
                Found::Client(text) => text,
                Found::Array => return Err(self.broken("This is no client.")),
            },
            Some(_) => self.scalar()?,
            None => return Err(self.not_whole("")),
        };
        Ok(Some(Element::of_json(self.number, line, &text)))
    }

    fn not_whole(&mut self, sentence: &str) -> Unreadable {
        match self.peek() {
            Ok(None) => {
                self.broken(format!("The file ends in the middle of its clients, after {}.", self.number))
            }
            Ok(Some(_)) => self.broken(sentence),
            Err(error) => error,
        }
    }

    /// An object, from its brace to its brace; or, where a member of it is one of `wrappers` and an array, up
    /// to the first of its elements.
    fn object(&mut self, wrappers: &[&str]) -> Result<Found, Unreadable> {
        let mut text = Wiped::default();
        let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
        // Where the last string begins, and whether the array may come now.
        let (mut string, mut named) = (0, false);
        while let Some(byte) = self.take()? {
            text.push(&[byte]);
            if text.bytes().len() > LONGEST {
                return Err(self.broken(format!("A client longer than {LONGEST} bytes is none.")));
            }
            if in_string {
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' => escaped = true,
                    b'"' => in_string = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => (in_string, string) = (true, text.bytes().len()),
                b':' if depth == 1 => {
                    let key = text.bytes()[string..].split(|byte| *byte == b'"').next().unwrap_or_default();
                    named = wrappers.iter().any(|wrapper| wrapper.as_bytes() == key);
                    continue;
                }
                b'[' if named && depth == 1 => return Ok(Found::Array),
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            named = named && byte.is_ascii_whitespace();
            if depth == 0 {
                return Ok(Found::Client(text));
            }
        }
        Err(self.broken(format!("The file ends in the middle of client {}.", self.number.max(1))))
    }

    /// What is no object: it is only told that it is none.
    fn scalar(&mut self) -> Result<Wiped, Unreadable> {
        let (mut in_string, mut escaped, mut depth) = (false, false, 0usize);
        while let Some(byte) = self.peek()? {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_string => escaped = true,
                b'"' => in_string = !in_string,
                _ if in_string => {}
                b'[' => depth += 1,
                b']' if depth > 0 => depth -= 1,
                b',' | b']' if depth == 0 => return Ok(Wiped::default()),
                _ => {}
            }
            self.take()?;
        }
        Err(self.not_whole(""))
    }

    fn rest_of_object(&mut self) -> Result<(), Unreadable> {
        while self.take()?.is_some() {}
        Ok(())
    }

    fn nothing_follows(&mut self) -> Result<(), Unreadable> {
        match self.skip_blanks()? {
            None => Ok(()),
            Some(_) => Err(self.broken("Something follows the end of the JSON document.")),
        }
    }
}

impl Iterator for Elements<'_> {
    type Item = Result<Element, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.advance();
        if next.is_err() {
            self.place = Place::End;
        }
        next.transpose()
    }
}
