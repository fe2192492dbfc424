//! Where in the texts terms are found, without reading them all: of up to three letters the index tells it by itself, of
//! longer ones it tells where to look. Rows whose segment is still being made are looked at each time, as are those that
//! changed since.

use super::bits::Bits;
use super::grams::is_exact;
use super::making::Making;
use super::segment::{SEGMENT, Segment, WORDS};
use super::texts::Texts;
use crate::store::list::Term;

/// Bytes of the longest text of which the index tells where it is.
const TOLD: usize = 3;
/// Of a segment's rows one in so many may have changed before it is made anew.
const CHANGED: usize = 16;

/// The index of some texts.
pub struct Index {
    /// The segments; nothing in place of one that is being made.
    segments: Vec<Option<Segment>>,
    /// Rows that changed since their segment was handed over to be made.
    changed: Bits,
    making: Making,
}

/// The rows in which something may be found.
pub struct Candidates {
    /// All of those in which it is.
    pub rows: Bits,
    /// Whether there are no others among them.
    pub sure: bool,
}

impl Index {
    /// An index of the texts, to be made on so many threads.
    pub fn of(texts: &Texts, threads: usize) -> Self {
        let mut index = Self { segments: Vec::new(), changed: Bits::default(), making: Making::on(threads) };
        index.make(texts, 0..texts.rows().div_ceil(SEGMENT));
        index
    }

    /// Has segments made of the texts as they are now.
    fn make(&mut self, texts: &Texts, places: impl IntoIterator<Item = usize>) {
        let mut handed = Vec::new();
        for at in places {
            self.segments.resize_with(self.segments.len().max(at + 1), || None);
            self.segments[at] = None;
            handed.push((at, texts.segment(at)));
        }
        self.making.hand_over(handed);
    }

    /// Takes in the segments that were made meanwhile.
    pub fn take_in(&mut self) {
        for (at, segment) in self.making.ready() {
            self.segments[at] = Some(segment);
        }
    }

    /// Takes note that a row changed, or is new.
    pub fn change(&mut self, row: usize) {
        self.changed.set(row, true);
    }

    /// Has the segments made anew in which much has changed.
    pub fn renew(&mut self, texts: &Texts) {
        let is_made = |at| !matches!(self.segments.get(at), Some(None));
        let mut much = Vec::new();
        for (at, words) in self.changed.words_mut().chunks_mut(WORDS).enumerate() {
            let changed: u32 = words.iter().map(|word| word.count_ones()).sum();
            if changed as usize > SEGMENT / CHANGED && is_made(at) {
                words.fill(0);
                much.push(at);
            }
        }
        self.make(texts, much);
    }

    /// The rows in which all terms may be found, and whether they are.
    pub fn candidates(&self, texts: &Texts, terms: &[Term]) -> Candidates {
        if terms.is_empty() {
            return Candidates { rows: texts.alive().clone(), sure: true };
        }
        let sought: Vec<&[u8]> = terms.iter().map(|term| term.text.as_bytes()).collect();
        let mut rows = Bits::none(texts.rows());
        let mut unknown = texts.alive().clone();
        let parts = rows.words_mut().chunks_mut(WORDS).zip(unknown.words_mut().chunks_mut(WORDS));
        for (segment, (rows, unknown)) in self.segments.iter().zip(parts) {
            if let Some(segment) = segment {
                segment.find(&sought, rows);
                unknown.fill(0);
            }
        }
        unknown.take_in(&self.changed);
        rows.take_out(&unknown);
        let told =
            |term: &Term| term.field.is_none() && term.text.len() <= TOLD && is_exact(term.text.as_bytes());
        // Of more than a segment's rows the first are told sooner than all of them.
        let sure = unknown.count() <= SEGMENT && terms.iter().all(told);
        rows.take_in(&if sure { texts.find(terms, &unknown) } else { unknown });
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

    /// Whether no segment is being made.
    #[cfg(test)]
    pub fn is_whole(&self) -> bool {
        self.segments.iter().all(Option::is_some)
    }

    /// Makes the next segment here and now.
    #[cfg(test)]
    pub fn make_one(&self) -> bool {
        self.making.make_one()
    }
}
