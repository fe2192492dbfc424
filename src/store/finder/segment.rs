//! In which of some ten thousand rows three bytes stand, and in which a single one: a list of rows where they are few,
//! a bit a row where they are many. It is made once; rows that change later are not its concern.

use super::bits::{WORD, bits};
use super::grams::{LETTERS, beginning, grams, letter, told_letters};
use super::met::Met;
use super::piece::PIECE;

/// Rows a segment.
pub const SEGMENT: usize = if cfg!(test) { 2 * PIECE } else { 8 * PIECE };
/// Words of a bit a row.
pub const WORDS: usize = SEGMENT / WORD;
/// What stands in more rows has a bit a row: twice the room at worst, and met with others at once.
const MANY: usize = SEGMENT / 32;

/// The rows of a segment.
#[derive(Default)]
pub struct Segment {
    /// What stands in few rows, in the order of its numbers; where each one's rows end, and the rows.
    few: Vec<u32>,
    ends: Vec<u32>,
    lists: Vec<u16>,
    /// What stands in many rows, in the order of its numbers; and a bit a row for each.
    many: Vec<u32>,
    maps: Vec<u64>,
    /// The single bytes, and a bit a row for each.
    letters: Vec<u8>,
    letter_maps: Vec<u64>,
}

/// Some rows of a segment.
#[derive(Clone, Copy)]
enum Rows<'s> {
    Few(&'s [u16]),
    Many(&'s [u64]),
}

impl Segment {
    /// Of what was met in the rows.
    pub fn of(met: &mut Met) -> Self {
        let mut segment = Self::default();
        segment.take_letters(met);
        // Of each number first in how many rows it is, then where its next row goes.
        let mut table = std::mem::take(&mut met.places);
        let mut numbers = Vec::new();
        for &(number, rows) in met.seen() {
            let counted = &mut table[number as usize];
            if *counted == 0 {
                numbers.push(number);
            }
            *counted += rows.count_ones();
        }
        numbers.sort_unstable();
        segment.make_room(&numbers, &mut table);
        segment.take_grams(met, &mut table);
        for number in numbers {
            table[number as usize] = 0;
        }
        met.places = table;
        segment
    }

    fn take_letters(&mut self, met: &Met) {
        let mut maps = vec![0; LETTERS * WORDS];
        for (word, seen) in met.words() {
            for &(number, rows) in seen {
                for letter in told_letters(number) {
                    maps[usize::from(letter) * WORDS + word] |= rows;
                }
            }
        }
        for (letter, map) in (0u8..).zip(maps.chunks(WORDS)) {
            if map.iter().any(|word| *word != 0) {
                self.letters.push(letter);
                self.letter_maps.extend(map);
            }
        }
        self.letter_maps.shrink_to_fit();
    }

    /// Makes room for what was counted; leaves in the table where the first row of each goes.
    fn make_room(&mut self, numbers: &[u32], table: &mut [u32]) {
        let mut listed = 0;
        for &number in numbers {
            let place = &mut table[number as usize];
            let rows = *place;
            if rows as usize > MANY {
                *place = MAPPED | u32::try_from(self.many.len()).unwrap_or(0);
                self.many.push(number);
            } else {
                *place = listed;
                listed += rows;
                self.few.push(number);
                self.ends.push(listed);
            }
        }
        self.few.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.lists = vec![0; listed as usize];
        self.maps = vec![0; self.many.len() * WORDS];
    }

    fn take_grams(&mut self, met: &Met, table: &mut [u32]) {
        for (word, seen) in met.words() {
            for &(number, rows) in seen {
                let place = &mut table[number as usize];
                if *place & MAPPED == 0 {
                    for bit in bits(rows) {
                        self.lists[*place as usize] = u16::try_from(word * WORD + bit).unwrap_or(u16::MAX);
                        *place += 1;
                    }
                } else {
                    self.maps[(*place & !MAPPED) as usize * WORDS + word] = rows;
                }
            }
        }
    }

    /// The rows in which every one of these texts may stand; where they are no longer than three bytes and their bytes
    /// have numbers of their own, those in which they do.
    pub fn find(&self, texts: &[&[u8]], out: &mut [u64]) {
        let pairs: Vec<Vec<u64>> =
            texts.iter().filter(|text| text.len() == 2).map(|pair| self.pair(pair[0], pair[1])).collect();
        let mut sets: Vec<Rows<'_>> = pairs.iter().map(|map| Rows::Many(map)).collect();
        for text in texts {
            match text {
                [only] => sets.push(self.letter(*only)),
                _ => grams(text, |number| sets.push(self.gram(number))),
            }
        }
        meet(sets, out);
    }

    fn letter(&self, byte: u8) -> Rows<'_> {
        match self.letters.binary_search(&letter(byte)) {
            Ok(at) => Rows::Many(&self.letter_maps[at * WORDS..][..WORDS]),
            Err(_) => Rows::Few(&[]),
        }
    }

    fn gram(&self, number: u32) -> Rows<'_> {
        if let Ok(at) = self.few.binary_search(&number) {
            Rows::Few(&self.lists[self.start(at)..self.ends[at] as usize])
        } else if let Ok(at) = self.many.binary_search(&number) {
            Rows::Many(&self.maps[at * WORDS..][..WORDS])
        } else {
            Rows::Few(&[])
        }
    }

    /// Two bytes stand wherever three do that begin with them.
    fn pair(&self, first: u8, second: u8) -> Vec<u64> {
        let numbers = beginning(first, second);
        let within = |known: &[u32]| {
            let place = |number| known.partition_point(|&other| other < number);
            place(numbers.start)..place(numbers.end)
        };
        let mut found = vec![0; WORDS];
        let (few, many) = (within(&self.few), within(&self.many));
        set(&self.lists[self.start(few.start)..self.start(few.end)], &mut found);
        for map in self.maps[many.start * WORDS..many.end * WORDS].chunks(WORDS) {
            found.iter_mut().zip(map).for_each(|(word, other)| *word |= other);
        }
        found
    }

    /// Where the rows of the listed number at a place begin.
    fn start(&self, at: usize) -> usize {
        at.checked_sub(1).map_or(0, |before| self.ends[before] as usize)
    }
}

/// Says in the table that a number has a bit a row.
const MAPPED: u32 = 1 << 31;

/// The rows that are in all of these sets; none where there is no set.
fn meet(mut sets: Vec<Rows<'_>>, out: &mut [u64]) {
    sets.sort_by_key(|set| match set {
        Rows::Few(list) => list.len(),
        Rows::Many(_) => usize::MAX,
    });
    match sets.split_first() {
        None => {}
        Some((Rows::Few(first), others)) => {
            let mut left = first.to_vec();
            for other in others {
                other.keep(&mut left);
            }
            set(&left, out);
        }
        Some((Rows::Many(first), others)) => {
            out.copy_from_slice(&first[..out.len()]);
            for other in others {
                if let Rows::Many(map) = other {
                    out.iter_mut().zip(*map).for_each(|(word, other)| *word &= other);
                }
            }
        }
    }
}

/// Marks some rows.
fn set(rows: &[u16], out: &mut [u64]) {
    for &row in rows {
        out[usize::from(row) / WORD] |= 1 << (usize::from(row) % WORD);
    }
}

impl Rows<'_> {
    /// Keeps those that are in it as well.
    fn keep(self, left: &mut Vec<u16>) {
        match self {
            Rows::Many(map) => {
                left.retain(|&row| map[usize::from(row) / WORD] >> (usize::from(row) % WORD) & 1 == 1);
            }
            Rows::Few(mut list) => left.retain(|row| {
                list = &list[below(list, *row)..];
                list.first() == Some(row)
            }),
        }
    }
}

/// How many of a list come before a row: it is mostly near its start.
fn below(list: &[u16], row: u16) -> usize {
    let mut step = 1;
    while step < list.len() && list[step] < row {
        step *= 2;
    }
    let from = step / 2;
    from + list[from..list.len().min(step + 1)].partition_point(|&other| other < row)
}
