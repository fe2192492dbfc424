//! A set of rows: one bit a row.

/// Rows a word.
pub const WORD: usize = 64;

/// Which rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// None of so many rows.
    pub fn none(rows: usize) -> Self {
        Self { words: vec![0; rows.div_ceil(WORD)] }
    }

    /// Whether a row is in it.
    pub fn has(&self, row: usize) -> bool {
        self.words.get(row / WORD).is_some_and(|word| word >> (row % WORD) & 1 == 1)
    }

    /// Puts a row in or out; makes room for it.
    pub fn set(&mut self, row: usize, is_in: bool) {
        if self.words.len() <= row / WORD {
            self.words.resize(row / WORD + 1, 0);
        }
        let bit = 1 << (row % WORD);
        if is_in {
            self.words[row / WORD] |= bit;
        } else {
            self.words[row / WORD] &= !bit;
        }
    }

    /// Leaves out those that are not in another.
    pub fn keep(&mut self, other: &Self) {
        let others = other.words.iter().chain(std::iter::repeat(&0));
        self.words.iter_mut().zip(others).for_each(|(word, other)| *word &= other);
    }

    /// Leaves out those that are in another.
    pub fn take_out(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= !other);
    }

    /// Takes in those that are in another.
    pub fn take_in(&mut self, other: &Self) {
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
    }

    /// The rows, in their order.
    pub fn rows(&self) -> impl Iterator<Item = usize> {
        (0..).zip(&self.words).flat_map(|(at, &word)| bits(word).map(move |bit| at * WORD + bit))
    }

    /// How many rows are in it.
    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The words, [`WORD`] rows each, to be written.
    pub fn words_mut(&mut self) -> &mut [u64] {
        &mut self.words
    }
}

/// The places of a word's bits.
pub fn bits(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = word.trailing_zeros() as usize;
        (word != 0).then(|| word &= word - 1).map(|()| bit)
    })
}
