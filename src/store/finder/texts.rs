//! The searched texts of many rows, folded, in a few large pieces of memory; and the rows in which terms are
//! found. A byte that no text has stands behind each field, so that no match spans two. It knows no SQL.

use memchr::memmem::Finder as Needle;
use memchr::{memchr, memchr_iter};

use super::bits::Bits;
use crate::cores;
use crate::store::list::Term;

/// Stands behind each field: no byte of UTF-8.
const END: u8 = 0xff;
/// Rows a piece; whole words of [`Bits`].
const PIECE: usize = 8_192;
/// Pieces from which on another thread finds sooner.
const PIECES_A_THREAD: usize = 4;
/// Of a piece's rows one in so many is looked at one by one; of more, all are searched through at once.
const FEW: usize = 8;

/// Folded texts, a row's fields one behind the other.
#[derive(Default)]
pub struct Texts {
    pieces: Vec<Piece>,
    rows: usize,
    alive: Bits,
}

#[derive(Default)]
struct Piece {
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
            if let Some(full) = self.pieces.last_mut() {
                full.bytes.shrink_to_fit();
            }
            self.pieces.push(Piece { bytes: Vec::new(), ends: Vec::with_capacity(PIECE) });
        }
        if let Some(piece) = self.pieces.last_mut() {
            let from = piece.bytes.len();
            fold_into(&mut piece.bytes, fields);
            self.alive.set(self.rows, piece.bytes.len() > from);
            piece.ends.push(u32::try_from(piece.bytes.len()).unwrap_or(u32::MAX));
            self.rows += 1;
        }
    }

    /// Puts other fields in place of a row's; none for one that is gone.
    pub fn replace<'t>(&mut self, row: usize, fields: impl IntoIterator<Item = &'t [u8]>) {
        let mut folded = Vec::new();
        fold_into(&mut folded, fields);
        self.alive.set(row, !folded.is_empty());
        let (piece, at) = (&mut self.pieces[row / PIECE], row % PIECE);
        let (from, to) = piece.row(at);
        let (before, after) = (to - from, folded.len());
        piece.bytes.splice(from..to, folded);
        for end in &mut piece.ends[at..] {
            let moved = (*end as usize + after).saturating_sub(before);
            *end = u32::try_from(moved).unwrap_or(u32::MAX);
        }
    }

    /// The rows in which all terms are found; only those of `among`, where that is given.
    pub fn find(&self, terms: &[Term], among: Option<&Bits>) -> Bits {
        let mut terms: Vec<&Term> = terms.iter().filter(|term| !term.text.is_empty()).collect();
        if terms.is_empty() {
            return self.alive.clone();
        }
        // What is found in the fewest rows comes first; a long text is the best guess.
        terms.sort_by_key(|term| std::cmp::Reverse(term.text.len()));
        let terms: Vec<Sought> = terms.into_iter().map(Sought::of).collect();
        let mut found = Bits::none(self.rows);
        let words = PIECE / 64;
        let threads = cores::count().min(self.pieces.len() / PIECES_A_THREAD).max(1);
        let share = self.pieces.len().div_ceil(threads).max(1);
        let look = |first: usize, out: &mut [u64]| {
            for (at, out) in (first..).zip(out.chunks_mut(words)) {
                let among = among.map(|among| among.words().get(at * words..).unwrap_or_default());
                self.pieces[at].find(&terms, among, out);
            }
        };
        let parts = (0..).step_by(share).zip(found.words_mut().chunks_mut(share * words));
        cores::share_out(parts, threads, |(first, out)| look(first, out));
        found
    }
}

/// A term with what finds it quickly.
struct Sought<'t> {
    needle: Needle<'t>,
    field: Option<usize>,
}

impl<'t> Sought<'t> {
    fn of(term: &'t Term) -> Self {
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

    fn find(&self, terms: &[Sought<'_>], among: Option<&[u64]>, out: &mut [u64]) {
        let Some((first, others)) = terms.split_first() else { return };
        let candidates = among.map(|among| among.iter().take(out.len()).map(|word| word.count_ones()).sum());
        let few = candidates.is_some_and(|count: u32| count as usize * FEW < self.ends.len());
        if few {
            for (out, among) in out.iter_mut().zip(among.unwrap_or_default()) {
                *out = *among;
            }
            self.keep(first, out);
        } else {
            self.scan(first, out);
        }
        for term in others {
            self.keep(term, out);
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
        let found = texts.find(terms, None);
        (0..texts.rows()).filter(|&row| found.has(row)).collect()
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
        assert_eq!(texts.alive.count(), 2);
        assert_eq!(found(&texts, &[term(Some(0), "")]), [1, 2], "nothing is in every row");
    }

    #[test]
    fn many_rows_are_found_as_few_are() {
        let rows: Vec<String> = (0..100_000).map(|number| format!("client {number:05}")).collect();
        let rows: Vec<[&str; 1]> = rows.iter().map(|row| [row.as_str()]).collect();
        let texts = texts(&rows.iter().map(<[&str; 1]>::as_slice).collect::<Vec<_>>());
        assert_eq!(found(&texts, &[term(None, "99998")]), [99_998]);
        assert_eq!(found(&texts, &[term(None, "777")]).len(), 280);
        let sevens = texts.find(&[term(None, "777")], None);
        assert_eq!(texts.find(&[term(None, "0777")], Some(&sevens)), texts.find(&[term(None, "0777")], None));
    }
}
