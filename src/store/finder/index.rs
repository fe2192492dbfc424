//! Where in the texts terms are found, without reading them all: of up to three letters the index tells it by itself, of
//! longer ones it tells where to look. Rows that changed since it was made are looked at each time.

use super::bits::Bits;
use super::grams::is_exact;
use super::segment::{SEGMENT, Segment, WORDS};
use super::texts::Texts;
use crate::store::list::Term;

/// Bytes of the longest text of which the index tells where it is.
const TOLD: usize = 3;
/// Of a segment's rows one in so many may have changed before it is made anew.
const CHANGED: usize = 16;

/// The index of some texts.
#[derive(Default)]
pub struct Index {
    segments: Vec<Segment>,
    /// Rows of which it does not know what they are now.
    changed: Bits,
}

/// The rows in which something may be found.
pub struct Candidates {
    /// All of those in which it is.
    pub rows: Bits,
    /// Whether there are no others among them.
    pub sure: bool,
}

impl Index {
    /// An index of the texts' segments, in their order.
    pub fn of(segments: Vec<Segment>) -> Self {
        Self { segments, changed: Bits::default() }
    }

    /// Takes note that a row changed, or is new.
    pub fn change(&mut self, row: usize) {
        self.changed.set(row, true);
    }

    /// Makes the segments anew in which much has changed.
    pub fn renew(&mut self, texts: &Texts) {
        for (at, words) in self.changed.words_mut().chunks_mut(WORDS).enumerate() {
            let changed: u32 = words.iter().map(|word| word.count_ones()).sum();
            if changed as usize > SEGMENT / CHANGED {
                let segment = Segment::of(texts.segment(at).iter().flat_map(|piece| piece.rows()));
                match self.segments.get_mut(at) {
                    Some(old) => *old = segment,
                    None => self.segments.push(segment),
                }
                words.fill(0);
            }
        }
    }

    /// The rows in which all terms may be found, and whether they are.
    pub fn candidates(&self, texts: &Texts, terms: &[Term]) -> Candidates {
        if terms.is_empty() {
            return Candidates { rows: texts.alive().clone(), sure: true };
        }
        let sought: Vec<&[u8]> = terms.iter().map(|term| term.text.as_bytes()).collect();
        let mut rows = Bits::none(texts.rows());
        for (segment, rows) in self.segments.iter().zip(rows.words_mut().chunks_mut(WORDS)) {
            segment.find(&sought, rows);
        }
        rows.take_out(&self.changed);
        let told =
            |term: &Term| term.field.is_none() && term.text.len() <= TOLD && is_exact(term.text.as_bytes());
        let sure = terms.iter().all(told);
        rows.take_in(&if sure { texts.find(terms, &self.changed) } else { self.changed.clone() });
        Candidates { rows, sure }
    }

    /// The rows in which all terms are found; `narrower` has them all, where it is given.
    pub fn find(&self, texts: &Texts, terms: &[Term], narrower: Option<&Bits>) -> Bits {
        let Candidates { mut rows, sure } = self.candidates(texts, terms);
        if sure {
            return rows;
        }
        if let Some(narrower) = narrower {
            rows.keep(narrower);
        }
        texts.find(terms, &rows)
    }
}
