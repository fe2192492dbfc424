//! The searched texts of some rows that follow one another, folded, in one piece of memory; and those in which terms
//! are found. A byte that no text has stands behind each field, so that no match spans two. It knows no SQL.

use memchr::memmem::Finder as Needle;
use memchr::{memchr, memchr_iter};

use super::bits::WORD;
use crate::store::list::Term;

/// Stands behind each field: no byte of UTF-8.
pub const END: u8 = 0xff;
/// Rows a piece; whole words of [`super::bits::Bits`]. Tests have fewer, so that small registries have several.
pub const PIECE: usize = if cfg!(test) { WORD } else { 8_192 };
/// Of a piece's rows one in so many is looked at one by one; of more, all are searched through at once.
const FEW: usize = 8;

/// Some rows that follow one another, a row's fields one behind the other.
#[derive(Clone, Default)]
pub struct Piece {
    bytes: Vec<u8>,
    /// Where each row ends.
    ends: Vec<u32>,
}

/// A term with what finds it quickly.
pub struct Sought<'t> {
    needle: Needle<'t>,
    field: Option<usize>,
}

impl<'t> Sought<'t> {
    /// A term made ready.
    pub fn of(term: &'t Term) -> Self {
        Self { needle: Needle::new(term.text.as_bytes()), field: term.field }
    }

    fn is_in(&self, row: &[u8]) -> bool {
        let place = self.field.map_or(Some(row), |field| field_of(row, field));
        place.is_some_and(|text| self.needle.find(text).is_some())
    }
}

impl Piece {
    /// Room for a piece's rows, with so many bytes of text.
    pub fn with_room(bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(bytes), ends: Vec::with_capacity(PIECE) }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// How many bytes their texts have.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Adds a row; no fields for one that is gone.
    pub fn push<'t>(&mut self, fields: impl IntoIterator<Item = &'t [u8]>) {
        fold_into(&mut self.bytes, fields);
        self.end_row();
    }

    /// Adds a row of another piece.
    pub fn push_row(&mut self, row: &[u8]) {
        self.bytes.extend_from_slice(row);
        self.end_row();
    }

    fn end_row(&mut self) {
        self.ends.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
    }

    /// Gives back the room that is not needed, where no row is to come.
    pub fn close(&mut self) {
        self.bytes.shrink_to_fit();
    }

    /// Puts other fields in place of a row's; tells whether there are any.
    pub fn replace<'t>(&mut self, at: usize, fields: impl IntoIterator<Item = &'t [u8]>) -> bool {
        let mut folded = Vec::new();
        fold_into(&mut folded, fields);
        let (from, to) = self.place(at);
        let (before, after) = (to - from, folded.len());
        self.bytes.splice(from..to, folded);
        for end in &mut self.ends[at..] {
            let moved = (*end as usize + after).saturating_sub(before);
            *end = u32::try_from(moved).unwrap_or(u32::MAX);
        }
        after > 0
    }

    /// Where a row begins and ends.
    fn place(&self, at: usize) -> (usize, usize) {
        let from = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        (from, self.ends[at] as usize)
    }

    fn row(&self, at: usize) -> &[u8] {
        let (from, to) = self.place(at);
        &self.bytes[from..to]
    }

    /// The rows, one after the other: fields that end with [`END`].
    pub fn rows(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.ends.len()).map(|at| self.row(at))
    }

    /// Whether a row has all terms.
    pub fn has(&self, at: usize, terms: &[Sought<'_>]) -> bool {
        terms.iter().all(|term| term.is_in(self.row(at)))
    }

    /// Of the marked rows keeps those that have the terms.
    pub fn find(&self, terms: &[Sought<'_>], rows: &mut [u64]) {
        let Some((first, others)) = terms.split_first() else { return };
        let marked: u32 = rows.iter().map(|word| word.count_ones()).sum();
        if marked as usize * FEW < self.ends.len() {
            self.keep(first, rows);
        } else {
            let mut found = [0; PIECE / WORD];
            self.scan(first, &mut found);
            rows.iter_mut().zip(found).for_each(|(word, found)| *word &= found);
        }
        for term in others {
            self.keep(term, rows);
        }
    }

    /// Marks every row that has the term, in one pass over all of them.
    fn scan(&self, term: &Sought<'_>, out: &mut [u64]) {
        let (mut from, mut row) = (0, 0);
        while let Some(hit) = term.needle.find(&self.bytes[from..]).map(|at| from + at) {
            while self.ends[row] as usize <= hit {
                row += 1;
            }
            let (start, end) = self.place(row);
            let found = term.field.is_none_or(|field| {
                // The hit may stand in another field, and the term in its own as well.
                let at = memchr_iter(END, &self.bytes[start..hit]).count();
                at == field || (at < field && term.is_in(&self.bytes[start..end]))
            });
            out[row / 64] |= u64::from(found) << (row % 64);
            from = end;
            row += 1;
        }
    }

    /// Of the marked rows keeps those that have the term.
    fn keep(&self, term: &Sought<'_>, out: &mut [u64]) {
        for (at, word) in out.iter_mut().enumerate() {
            let mut left = *word;
            while left != 0 {
                let bit = left.trailing_zeros();
                left &= left - 1;
                if !term.is_in(self.row(at * 64 + bit as usize)) {
                    *word &= !(1 << bit);
                }
            }
        }
    }
}

fn fold_into<'t>(bytes: &mut Vec<u8>, fields: impl IntoIterator<Item = &'t [u8]>) {
    let from = bytes.len();
    for field in fields {
        bytes.extend_from_slice(field);
        bytes.push(END);
    }
    bytes[from..].make_ascii_lowercase();
}

/// A field of a row.
fn field_of(row: &[u8], field: usize) -> Option<&[u8]> {
    let mut rest = row;
    for _ in 0..field {
        rest = &rest[memchr(END, rest)? + 1..];
    }
    rest.get(..memchr(END, rest)?)
}
