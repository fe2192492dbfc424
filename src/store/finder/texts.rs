//! The searched texts of many rows in a few large pieces of memory, and those of some rows in which terms are found.
//! It knows no SQL.

use std::sync::Arc;

use super::bits::{Bits, WORD};
use super::piece::{PIECE, Piece, Sought};
use super::segment::SEGMENT;
use crate::cores;
use crate::store::list::Term;

/// Rows from which on another thread finds sooner.
const ROWS_A_THREAD: usize = 4_096;

/// Folded texts, a row's fields one behind the other.
#[derive(Default)]
pub struct Texts {
    pieces: Vec<Arc<Piece>>,
    rows: usize,
    alive: Bits,
}

impl Texts {
    /// How many rows there are, those that are gone included.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Adds a row; no fields for one that is gone.
    pub fn push<'t>(&mut self, fields: impl IntoIterator<Item = &'t [u8]>) {
        self.add(|piece| piece.push(fields));
    }

    /// Adds the rows of a piece: itself, where it fits in as it is.
    pub fn append(&mut self, piece: Piece) {
        if self.rows.is_multiple_of(PIECE) && piece.len() <= PIECE {
            for row in piece.rows() {
                self.alive.set(self.rows, !row.is_empty());
                self.rows += 1;
            }
            self.pieces.push(Arc::new(piece));
        } else {
            piece.rows().for_each(|row| self.add(|piece| piece.push_row(row)));
        }
    }

    fn add(&mut self, push: impl FnOnce(&mut Piece)) {
        if self.rows.is_multiple_of(PIECE) {
            self.pieces.push(Arc::default());
        }
        if let Some(piece) = self.pieces.last_mut().map(Arc::make_mut) {
            let before = piece.size();
            push(piece);
            self.alive.set(self.rows, piece.size() > before);
            self.rows += 1;
            if piece.len() == PIECE {
                piece.close();
            }
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
        let piece = Arc::make_mut(&mut self.pieces[row / PIECE]);
        self.alive.set(row, piece.replace(row % PIECE, fields));
    }

    /// Whether a row has all terms.
    pub fn has(&self, row: usize, terms: &[Sought<'_>]) -> bool {
        self.pieces[row / PIECE].has(row % PIECE, terms)
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
