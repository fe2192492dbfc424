//! The searched texts of many rows, folded, in a few large pieces of memory; and those of some rows in which terms
//! are found. A byte that no text has stands behind each field, so that no match spans two. It knows no SQL.

use std::sync::Arc;

use memchr::memmem::Finder as Needle;
use memchr::{memchr, memchr_iter};

use super::bits::{Bits, WORD};
use super::segment::SEGMENT;
use crate::cores;
use crate::store::list::Term;

/// Stands behind each field: no byte of UTF-8.
pub const END: u8 = 0xff;
/// Rows a piece; whole words of [`Bits`]. Tests have fewer, so that small registries have several.
pub const PIECE: usize = if cfg!(test) { WORD } else { 8_192 };
/// Rows from which on another thread finds sooner.
const ROWS_A_THREAD: usize = 4_096;
/// Of a piece's rows one in so many is looked at one by one; of more, all are searched through at once.
const FEW: usize = 8;

/// Folded texts, a row's fields one behind the other.
#[derive(Default)]
pub struct Texts {
    pieces: Vec<Arc<Piece>>,
    rows: usize,
    alive: Bits,
}

/// Some rows that follow one another.
#[derive(Clone, Default)]
pub struct Piece {
    bytes: Vec<u8>,
    /// Where each row ends.
    ends: Vec<u32>,
}

impl Texts {
    /// How many rows there are, those that are gone included.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Adds a row; no fields for one that is gone.
    pub fn push<'t>(&mut self, fields: impl IntoIterator<Item = &'t [u8]>) {
        if self.rows.is_multiple_of(PIECE) {
            self.pieces.push(Arc::new(Piece { bytes: Vec::new(), ends: Vec::with_capacity(PIECE) }));
        }
        if let Some(piece) = self.pieces.last_mut().map(Arc::make_mut) {
            let from = piece.bytes.len();
            fold_into(&mut piece.bytes, fields);
            self.alive.set(self.rows, piece.bytes.len() > from);
            piece.ends.push(u32::try_from(piece.bytes.len()).unwrap_or(u32::MAX));
            if piece.ends.len() == PIECE {
                piece.bytes.shrink_to_fit();
            }
            self.rows += 1;
        }
    }

    /// The rows that there are, those that are gone left out.
    pub fn alive(&self) -> &Bits {
        &self.alive
    }

    /// The pieces of a segment, as they are now.
    pub fn segment(&self, at: usize) -> Vec<Arc<Piece>> {
        self.pieces.iter().skip(at * SEGMENT / PIECE).take(SEGMENT / PIECE).cloned().collect()
    }

    /// Puts other fields in place of a row's; none for one that is gone.
    pub fn replace<'t>(&mut self, row: usize, fields: impl IntoIterator<Item = &'t [u8]>) {
        let mut folded = Vec::new();
        fold_into(&mut folded, fields);
        self.alive.set(row, !folded.is_empty());
        let (piece, at) = (Arc::make_mut(&mut self.pieces[row / PIECE]), row % PIECE);
        let (from, to) = piece.row(at);
        let (before, after) = (to - from, folded.len());
        piece.bytes.splice(from..to, folded);
        for end in &mut piece.ends[at..] {
            let moved = (*end as usize + after).saturating_sub(before);
            *end = u32::try_from(moved).unwrap_or(u32::MAX);
        }
    }

    /// Whether a row has all terms.
    pub fn has(&self, row: usize, terms: &[Sought<'_>]) -> bool {
        let piece = &self.pieces[row / PIECE];
        let (from, to) = piece.row(row % PIECE);
        terms.iter().all(|term| term.is_in(&piece.bytes[from..to]))
    }

    /// Of these rows those in which all terms are found.
    pub fn find(&self, terms: &[Term], among: &Bits) -> Bits {
        let mut terms: Vec<&Term> = terms.iter().collect();
        // What is found in the fewest rows comes first; a long text is the best guess.
        terms.sort_by_key(|term| std::cmp::Reverse(term.text.len()));
        let terms: Vec<Sought> = terms.into_iter().map(Sought::of).collect();
        let mut found = among.clone();
        let words = PIECE / WORD;
        let threads = cores::count().min(among.count() / ROWS_A_THREAD).max(1);
        let parts = self.pieces.iter().zip(found.words_mut().chunks_mut(words));
        cores::share_out(parts, threads, |(piece, rows)| piece.find(&terms, rows));
        found
    }
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
    /// Where a row begins and ends.
    fn row(&self, at: usize) -> (usize, usize) {
        let from = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        (from, self.ends[at] as usize)
    }

    /// The rows, one after the other: fields that end with [`END`].
    pub fn rows(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.ends.len()).map(|at| self.row(at)).map(|(from, to)| &self.bytes[from..to])
    }

    /// Of the marked rows keeps those that have the terms.
    fn find(&self, terms: &[Sought<'_>], rows: &mut [u64]) {
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
            let (start, end) = self.row(row);
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
                let (start, end) = self.row(at * 64 + bit as usize);
                if !term.is_in(&self.bytes[start..end]) {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(rows: &[&[&str]]) -> Texts {
        let mut texts = Texts::default();
        for row in rows {
            texts.push(row.iter().map(|field| field.as_bytes()));
        }
        texts
    }

    fn term(field: Option<usize>, text: &str) -> Term {
        Term { field, text: text.to_owned() }
    }

    fn found(texts: &Texts, terms: &[Term]) -> Vec<usize> {
        texts.find(terms, texts.alive()).rows().collect()
    }

    #[test]
    fn no_match_spans_two_fields_or_two_rows() {
        let texts = texts(&[&["Ab", "cd"], &["ef", "g"]]);
        assert_eq!(found(&texts, &[term(None, "ab")]), [0]);
        assert!(found(&texts, &[term(None, "bc")]).is_empty());
        assert!(found(&texts, &[term(None, "de")]).is_empty());
    }

    #[test]
    fn a_term_may_stand_in_one_field_only() {
        let texts = texts(&[&["a", "b"], &["b", "a"], &["ab", ""]]);
        assert_eq!(found(&texts, &[term(Some(1), "a")]), [1]);
        assert_eq!(found(&texts, &[term(Some(0), "b")]), [1, 2]);
        assert_eq!(found(&texts, &[term(None, "a"), term(Some(1), "b")]), [0]);
    }

    #[test]
    fn rows_change_and_go() {
        let mut texts = texts(&[&["one"], &["two"], &["three"]]);
        texts.replace(1, [&b"a longer ONE"[..]]);
        assert_eq!(found(&texts, &[term(None, "one")]), [0, 1]);
        texts.replace(0, []);
        assert_eq!(found(&texts, &[term(None, "e")]), [1, 2]);
        assert_eq!(texts.alive().count(), 2);
    }

    #[test]
    fn many_rows_are_found_as_few_are() {
        let rows: Vec<String> = (0..100_000).map(|number| format!("client {number:05}")).collect();
        let rows: Vec<[&str; 1]> = rows.iter().map(|row| [row.as_str()]).collect();
        let texts = texts(&rows.iter().map(<[&str; 1]>::as_slice).collect::<Vec<_>>());
        assert_eq!(found(&texts, &[term(None, "99998")]), [99_998]);
        assert_eq!(found(&texts, &[term(None, "777")]).len(), 280);
        let sevens = texts.find(&[term(None, "777")], texts.alive());
        let term = [term(None, "0777")];
        assert_eq!(texts.find(&term, &sevens), texts.find(&term, texts.alive()));
    }
}
