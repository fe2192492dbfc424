//! A walk along an order, through the rows that were found. Where they are few, their places are put in order and
//! nothing else is walked through.

use super::bits::Bits;
use super::order::Order;

/// As long as so many are found, their places are asked for one by one.
const FEW: usize = if cfg!(test) { 16 } else { 4_096 };

/// The rows that were found, in an order.
pub struct Walk<'f> {
    order: &'f [u32],
    found: &'f Bits,
    /// The places of all of them, where they are few.
    places: Option<Vec<usize>>,
    total: usize,
    /// From the last to the first.
    pub descending: bool,
}

impl<'f> Walk<'f> {
    /// The found rows in this order.
    pub fn new(order: &'f Order, found: &'f Bits, descending: bool) -> Self {
        let total = found.count();
        let mut walk = Self { order: order.rows(), found, places: None, total, descending };
        if total <= FEW {
            let known = order.places();
            let turned = |place: usize| if descending { walk.len() - 1 - place } else { place };
            let mut places: Vec<usize> =
                found.rows().filter_map(|row| known.get(row)).map(|&place| turned(place as usize)).collect();
            places.sort_unstable();
            walk.places = Some(places);
        }
        walk
    }

    /// How many rows there are, found or not.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// How many were found.
    pub fn total(&self) -> usize {
        self.total
    }

    fn at(&self, place: usize) -> u32 {
        if self.descending { self.order[self.order.len() - 1 - place] } else { self.order[place] }
    }

    fn is_found(&self, place: usize) -> bool {
        self.found.has(self.at(place) as usize)
    }

    /// All of them.
    pub fn rows(&self) -> impl Iterator<Item = u32> {
        (0..self.len()).filter(|&place| self.is_found(place)).map(|place| self.at(place))
    }

    /// Some rows from a place on, and how many come before; it may be known already.
    pub fn rows_from(&self, place: usize, limit: usize, before: Option<usize>) -> (Vec<u32>, usize) {
        let rows: Vec<u32> = match &self.places {
            Some(places) => {
                let further = &places[places.partition_point(|&other| other < place)..];
                further.iter().take(limit).map(|&place| self.at(place)).collect()
            }
            None => (place..self.len())
                .filter(|&place| self.is_found(place))
                .take(limit)
                .map(|place| self.at(place))
                .collect(),
        };
        (rows, before.unwrap_or_else(|| self.before(place)))
    }

    /// Some rows that end before a place, and how many come before them; how many come before the place may be known.
    pub fn rows_before(&self, place: usize, limit: usize, before: Option<usize>) -> (Vec<u32>, usize) {
        let mut rows: Vec<u32> = match &self.places {
            Some(places) => {
                let nearer = &places[..places.partition_point(|&other| other < place)];
                nearer.iter().rev().take(limit).map(|&place| self.at(place)).collect()
            }
            None => (0..place)
                .rev()
                .filter(|&place| self.is_found(place))
                .take(limit)
                .map(|place| self.at(place))
                .collect(),
        };
        rows.reverse();
        let before = before.unwrap_or_else(|| self.before(place)).saturating_sub(rows.len());
        (rows, before)
    }

    /// Some rows after so many others.
    pub fn rows_after(&self, before: usize, limit: usize) -> (Vec<u32>, usize) {
        (self.rows().skip(before).take(limit).collect(), before)
    }

    fn before(&self, place: usize) -> usize {
        match &self.places {
            Some(places) => places.partition_point(|&other| other < place),
            None => (0..place).filter(|&place| self.is_found(place)).count(),
        }
    }
}
