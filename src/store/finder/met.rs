//! What stands in some rows: a pass over their texts, of which a segment of the index is made. Its room is used again
//! for the next rows.

use super::bits::WORD;
use super::grams::{GRAMS, grams};

/// What is met in the rows, a word of rows after the other: numbers of threes, and a bit for each row of the word.
pub struct Met {
    seen: Vec<(u32, u64)>,
    /// Where what is met in each word's rows ends.
    ends: Vec<usize>,
    /// Of each number, in which rows of the word it was met so far; empty between two words.
    rows: Vec<u64>,
    /// What a segment keeps of each number while it is made; empty before and afterwards.
    pub places: Vec<u32>,
}

impl Default for Met {
    fn default() -> Self {
        Self { seen: Vec::new(), ends: Vec::new(), rows: vec![0; GRAMS], places: vec![0; GRAMS] }
    }
}

impl Met {
    /// Goes through the rows, which are folded; what was met before is forgotten.
    pub fn go_through<'t>(&mut self, rows: impl Iterator<Item = &'t [u8]>) {
        self.seen.clear();
        self.ends.clear();
        let mut numbers = Vec::new();
        let mut rows = rows.peekable();
        while rows.peek().is_some() {
            for (bit, text) in rows.by_ref().take(WORD).enumerate() {
                grams(text, |number| {
                    let word = &mut self.rows[number as usize];
                    if *word == 0 {
                        numbers.push(number);
                    }
                    *word |= 1 << bit;
                });
            }
            let seen = numbers.drain(..);
            self.seen.extend(seen.map(|number| (number, std::mem::take(&mut self.rows[number as usize]))));
            self.ends.push(self.seen.len());
        }
    }

    /// All numbers that were met, in each word's rows once.
    pub fn seen(&self) -> &[(u32, u64)] {
        &self.seen
    }

    /// What is met in the rows of each word.
    pub fn words(&self) -> impl Iterator<Item = (usize, &[(u32, u64)])> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts.zip(&self.ends).map(|(&from, &to)| &self.seen[from..to]).enumerate()
    }
}
